"""What an edit touches, and what it would cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from resources.errors import Refused
from studio_assets.changes import as_now, changed, price, touched
from studio_assets.graph import Graph, Key
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.planning.producer import Brief
from studio_assets.spec.production import FileInput, PilotSpec, Production, SceneSpec, SeedFile
from studio_assets.spec.tier import Tier, VideoChoice

Build = Callable[..., Production]


@pytest.fixture
def film(production: Build, pilot: Callable[..., PilotSpec]) -> Callable[..., Production]:
    """A film of three given scenes by one pilot; words replace scenes' descriptions."""

    def make(*names: str, continues: str | None = None, takes: int = 1, **words: str) -> Production:
        scenes = tuple(
            SceneSpec(
                name=name,
                description=words.get(name, f"A {name}."),
                duration=Fraction(5),
                continues=continues if name == "cup" else None,
            )
            for name in names or ("desk", "lamp", "cup")
        )
        return production(pilots=(pilot("ink", takes=takes),), scenes=scenes)

    return make


def _names(keys: tuple[Key, ...]) -> list[str]:
    return ["/".join(key[1:]) for key in keys]


def test_no_edit_touches_nothing(film: Build) -> None:
    """The same spec touches nothing."""
    assert () == touched(Graph(film()), Graph(film())) == changed(Graph(film()), Graph(film()))


def _older(now: Production) -> str:
    """The snapshot that version 0.2 kept of the same spec."""
    whole = json.loads(now.model_dump_json())
    whole["quality"]["judge"] = "measured"
    whole = {name: value for name, value in whole.items() if name not in ("seeds", "style")}
    for scene in whole["scenes"]:
        scene.pop("seed_asset")
    return json.dumps(whole)


def test_an_upgrade_touches_nothing(film: Build, production: Build) -> None:
    """A run of version 0.2 whose spec nobody edited is up to date, with a first frame and another judge."""
    picture = FileInput(path="seeds/desk.png", digest="ab" * 32)
    scenes = [
        one.model_copy(update={"seed_asset": "start", "first_frame": picture}) if one.name == "desk" else one
        for one in film().scenes
    ]
    quality = production().quality.model_copy(update={"judge": "claude"})
    seed = SeedFile(id="start", role="first_frame", file=picture)
    now = film().model_copy(update={"scenes": tuple(scenes), "quality": quality, "seeds": (seed,)})
    assert () == touched(Graph(as_now(_older(now), now)), Graph(now))
    edited = film(lamp="A red lamp.").model_copy(update={"quality": quality})
    names = _names(touched(Graph(as_now(_older(film()), edited)), Graph(edited)))
    assert ["ink/lamp_scene", "ink/lamp_clip", "ink/lamp_qa_report"] == names[:3]


def test_a_judge_that_is_set_is_an_edit(film: Build, production: Build) -> None:
    """A snapshot of this version says what was wanted: another judge touches all reports."""
    quality = production().quality
    before, now = (
        film().model_copy(update={"quality": quality.model_copy(update={"judge": judge})})
        for judge in ("measured", "claude")
    )
    names = _names(touched(Graph(as_now(before.model_dump_json(), now)), Graph(now)))
    assert "ink/desk_qa_report" in names


def test_one_edited_scene_touches_what_is_made_from_it(film: Build) -> None:
    """An edited scene touches its own assets and the film, and no other scene."""
    names = _names(touched(Graph(film()), Graph(film(lamp="A red lamp."))))
    assert ["ink/lamp_scene", "ink/lamp_clip", "ink/lamp_qa_report"] == names[:3]
    assert "master" in names
    assert not [name for name in names if "desk" in name or "cup" in name or name in ("plan", "greenlight")]


def test_an_edited_scene_touches_what_continues_it(film: Build) -> None:
    """A scene that continues the edited one is touched, too."""
    before, now = film(continues="lamp"), film(continues="lamp", lamp="A red lamp.")
    names = _names(touched(Graph(before), Graph(now)))
    assert {"ink/lamp_clip", "ink/cup_clip"} < set(names)
    assert "ink/desk_clip" not in names


def test_a_scene_that_is_taken_out_touches_the_film(film: Build) -> None:
    """Without a scene the cut and the master are made again."""
    names = _names(touched(Graph(film()), Graph(film("desk", "lamp"))))
    assert {"edl", "master"} < set(names)
    assert not [name for name in names if "cup" in name]


def test_the_price_is_that_of_the_clips_to_film(
    film: Build, planned: Callable[..., PlannedPilot], plan_of: Callable[..., Plan]
) -> None:
    """The price counts takes and the pilot's rate; footage and pilots out of the plan cost nothing."""
    now = film(takes=2)
    quotes = Brief(
        production=now,
        price=lambda video, tier, seconds: tier.price_per_second * Decimal(int(seconds)),
        durations=lambda video: (),
        simulated=True,
    )
    clips = Graph(now).of_kind("clip")
    assert Decimal("7.50") == price(now, clips, plan_of(planned("ink")), quotes).least
    assert (Decimal(0), Decimal(0)) == price(now, clips, plan_of(planned("photo")), quotes)
    own = now.scenes[0].model_copy(update={"footage": FileInput(path="a.mp4", digest="0" * 64)})
    with_footage = now.model_copy(update={"scenes": (own, *now.scenes[1:])})
    assert Decimal("5.00") == price(with_footage, clips, plan_of(planned("ink")), quotes).least


def test_reshoots_and_dearer_fallbacks_make_the_most(
    film: Build, planned: Callable[..., PlannedPilot], plan_of: Callable[..., Plan]
) -> None:
    """The most that clips cost counts each reshoot, by the dearest provider that can film the scene."""
    now = film(takes=2)

    def quoted(video: VideoChoice, tier: Tier, seconds: Fraction) -> Decimal:
        if video.model == "unable":
            raise Refused("It films no such thing.", mend="Ask another.")
        return Decimal({"animated": 1, "dear": 3, "cheap": 0}[video.model])

    quotes = Brief(production=now, price=quoted, durations=lambda video: (), simulated=True)
    clips, reshoots = Graph(now).of_kind("clip"), now.quality.reshoots
    others = [VideoChoice(provider="simulated", model=name) for name in ("cheap", "unable", "dear")]
    alone, backed = plan_of(planned("ink")), plan_of(planned("ink", fallback=tuple(others)))
    assert (6, 3 * (2 + reshoots)) == price(now, clips, alone, quotes)
    assert (6, 9 * (2 + reshoots)) == price(now, clips, backed, quotes)
    assert (0, 9 * reshoots) == price(now, clips, backed, quotes, bought=True)
    assert reshoots > 0
