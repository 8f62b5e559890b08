"""A pilot of stills: one picture a scene, bought once, over which the camera moves."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from resources.media.probe import probe
from resources.money import ZERO
from resources.providers.simulated_side import SimulatedSide
from resources.simulator.far_side import FarSide
from resources.simulator.server import running
from resources.takes.take import Take
from studio_assets.cli.app import studio as cli
from studio_assets.planning.plan import Plan
from tests.productions.stopping import killed_at, leases_end
from tests.productions.studio import Studio

SPEC = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 4s
resolution: 360p
fps: 8
budget: $1
seed_assets:
  - {id: street, file: street.png, role: first_frame}
pilots:
  cards: {tier: static_images}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 1s, move: push_in}
    - {id: victory, description: They throw both arms up., duration: 1s, continues: desk}
    - {id: street, description: The street at dawn., duration: 1s, seed_asset: street}
    - {id: holiday, description: The sea., duration: 1s, footage: sea.jpg}
competition: {test_scenes: 1}
automation: {on_change: "off"}
"""
EACH = Decimal("0.04")


def _prepare(studio: Studio) -> None:
    """A spec with two pictures of the user's, one of which the camera has to pan over."""
    for name, size, colour in (("street.png", (800, 600), "gold"), ("sea.jpg", (1800, 400), "orange")):
        picture = Image.new("RGB", size, colour)
        for x in range(0, size[0], 60):
            for y in range(0, size[1], 60):
                picture.paste((x % 256, y % 256, 200), (x, y, x + 30, y + 40))
        picture.save(studio.specs / name)
    studio.spec(SPEC)


def _pictures(studio: Studio, key: str) -> list[Take]:
    return [take for take in studio.takes(key) if take.kind == "image"]


@pytest.fixture(scope="module")
def drawn(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio that has made one run of the film of stills."""
    folder = tmp_path_factory.mktemp("drawn") / "studio"
    with pytest.MonkeyPatch.context() as patch:
        first = Studio(folder, patch, like=prepared)
        _fast(patch)
        _prepare(first)
        first.film()
    return folder


@pytest.fixture
def stills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: Path) -> Studio:
    """That studio, in a folder of its own."""
    _fast(monkeypatch)
    return Studio(tmp_path / "studio", monkeypatch, like=drawn)


def _fast(patch: pytest.MonkeyPatch, **knobs: object) -> None:
    fields = {"latency": 0, "interval": 0.02} | knobs
    patch.setenv("STUDIO_IMAGE_SIMULATED", json.dumps(fields))


def test_each_scene_is_a_picture_that_moves(stills: Studio) -> None:
    """Bought pictures, a seed picture and a photo become clips of the scenes' length and one whole film."""
    key = stills.key
    clips = {name: stills.clip(key, "cards", name) for name in ("desk", "victory", "street", "holiday")}
    assert ["filmed", "filmed", "footage", "footage"] == [clip.state for clip in clips.values()]
    for clip in clips.values():
        assert clip.media is not None and clip.still is not None
        found = probe(stills.doers.artifacts.path(clip.media))
        assert (8, 640, 360) == (found.frames, found.width, found.height)
        assert clip.still.suffix in {".png", ".jpg"}
    master = stills.master(key)
    assert ("rendered", {}, 32) == (master.state, master.missing, master.frames)


def test_a_still_costs_its_price_and_not_its_seconds(stills: Studio) -> None:
    """Two pictures are paid, two of the user's are not; the plan said so before."""
    key = stills.key
    assert 2 * EACH == stills.balance(key).spent
    (pilot,) = stills.document(key, "plan", Plan).pilots
    assert ("image", EACH, 2 * EACH) == (pilot.kind, pilot.test_price, pilot.film_price)
    assert [EACH, EACH, ZERO, ZERO] == [
        stills.clip(key, "cards", name).price for name in ("desk", "victory", "street", "holiday")
    ]
    stills.check_money(key)


def test_stills_pass_the_tiers_own_threshold(stills: Studio) -> None:
    """A picture that stands or moves slowly is what was meant: no clip of the film falls below 70."""
    for name in ("desk", "victory", "street", "holiday"):
        report = stills.report(stills.key, "cards", name)
        assert report.passed, (name, report.shortfall)


def test_a_picture_goes_on_from_the_picture_before(stills: Studio) -> None:
    """The next picture of a chain is shown the one before as it was bought, not a frame of its clip."""
    first, second = sorted(_pictures(stills, stills.key), key=lambda take: take.created)
    assert first.artifact is not None
    assert [first.artifact.digest] == second.request["references"]


def test_other_moves_and_bought_pictures_cost_nothing(stills: Studio) -> None:
    """Another move is another clip of the same picture; a picture that search finds is footage that moves."""
    said = CliRunner().invoke(cli, ["takes", "search", "hunched", "--json"])
    (found,) = json.loads(said.stdout)
    assert ("image", "desk") == (found["kind"], found["scene"])
    before = stills.clip(stills.key, "cards", "desk")
    stills.edit(("move: push_in", "move: still"), ("footage: sea.jpg", f"footage: take:{found['slate']}"))
    key = stills.again()
    after, reused = (stills.clip(key, "cards", name) for name in ("desk", "holiday"))
    assert before.still == after.still == reused.still
    assert before.media != after.media
    assert ("footage", found["slate"], ZERO, True) == (
        reused.state,
        reused.footage,
        reused.price,
        reused.simulated,
    )
    assert ("rendered", 2) == (stills.master(key).state, len(SimulatedSide("image").invoices()))
    stills.check_money(key)


@pytest.mark.proof
def test_a_stopped_making_pays_each_picture_once(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """After kill -9 the same command goes on, and each picture is ordered and paid once."""
    _fast(monkeypatch, latency=0.3)
    _prepare(studio)
    killed_at(studio, "submitting")
    key = studio.partition()
    leases_end(studio)
    made = studio.run(key=key)
    assert () == made.failures
    ordered = Counter(invoice.slate.split("/")[3] for invoice in SimulatedSide("image").invoices())
    assert {"desk": 1, "victory": 1} == ordered
    studio.check_money(key)


FALLING = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 2s
resolution: 720p
fps: 8
budget: $5
pilots:
  ink: {tier: animated, video: {provider: runway, fallback: [dalle]}}
script: {scenes: [{id: desk, description: A developer hunched over a laptop., duration: 2s}]}
qa: {threshold: 10, reshoots: 0}
competition: {test_scenes: 0}
automation: {on_change: "off"}
"""


def test_what_nobody_films_is_drawn(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """An image provider is a fallback like others: its still is the scene, priced by its own table."""
    fields = {"latency": 0, "interval": 0.02, "refuse": "laptop", "thumbnail": True}
    monkeypatch.setenv("STUDIO_VIDEO_RUNWAY", json.dumps(fields))
    monkeypatch.setenv("STUDIO_IMAGE_DALLE", json.dumps({"latency": 0, "interval": 0.02}))
    studio.spec(FALLING)
    key = studio.film()
    clip = studio.clip(key, "ink", "desk")
    assert [("runway", "refused", "video"), ("dalle", "fetched", "image")] == [
        (take.provider, take.state, take.kind) for take in studio.takes(key)
    ]
    assert ("filmed", "runway", 16) == (clip.state, clip.fell_back_from, clip.picture and clip.picture.frames)
    (bill,) = SimulatedSide("image").invoices()
    assert bill.price == studio.balance(key).spent
    studio.check_money(key)


def test_a_live_film_of_stills_is_paid_as_it_is_billed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With OpenAI's key alone its images are the tier's; each is one call over HTTP, booked as billed."""
    with running(FarSide(tmp_path / "far", latency=0, thumbnail=True)) as site:
        studio.live(site.url, ["OPENAI_API_KEY"])
        studio.spec(
            FALLING.replace(
                "tier: animated, video: {provider: runway, fallback: [dalle]}", "tier: static_images"
            )
        )
        key = studio.film()
        studio.again()
        bills = site.far.invoice()
    assert ["image/dalle"] == [line["provider"] for line in bills]
    assert Decimal(bills[0]["charged"]) == studio.balance(key).spent
    assert ("rendered", "dalle") == (studio.master(key).state, studio.takes(key)[0].provider)
