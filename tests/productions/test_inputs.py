"""What a clip is made from besides words: key frames, seed assets, own footage."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
from PIL import Image

from resources.money import ZERO
from resources.providers.simulated_side import SimulatedSide
from studio_assets.cli.make import Outcome
from tests.productions.studio import Studio

CHAIN = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 6s
resolution: 360p
fps: 8
budget: $10
pilots:
  ink: {tier: animated}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 2s}
    - {id: victory, description: They throw both arms up., duration: 2s, continues: desk}
    - {id: cup, description: A cup of coffee stands there., duration: 2s, continues: victory}
qa: {threshold: 10, reshoots: 0}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""


def _frames(file: Path) -> list[Image.Image]:
    with av.open(str(file)) as container:
        return [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def _difference(one: Image.Image, other: Image.Image) -> float:
    small = [np.asarray(image.convert("L").resize((64, 36)), dtype=float) for image in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def _file(studio: Studio, key: str, scene: str) -> Path:
    media = studio.clip(key, "ink", scene).media
    assert media is not None
    return studio.doers.artifacts.path(media)


def _opening(studio: Studio, key: str, scene: str) -> str | None:
    """Digest of the first frame that the last request of a scene names."""
    takes = [take for take in studio.takes(key) if take.scene == scene]
    frame: str | None = takes[-1].request["first_frame"]
    return frame


def test_a_chained_clip_opens_on_the_last_frame_of_the_one_before(studio: Studio) -> None:
    """A scene that continues another is asked for with exactly its last decoded frame, and opens on it."""
    studio.spec(CHAIN)
    key = studio.film()
    before = studio.clip(key, "ink", "desk")
    assert before.last_frame is not None
    assert before.last_frame.digest == _opening(studio, key, "victory")
    handed = Image.open(io.BytesIO(studio.doers.artifacts.path(before.last_frame).read_bytes()))
    last = _frames(_file(studio, key, "desk"))[-1]
    assert np.array_equal(np.asarray(handed.convert("RGB")), np.asarray(last.convert("RGB")))
    first, *_, end = _frames(_file(studio, key, "victory"))
    assert 2 * _difference(handed, first) < _difference(handed, end)


def test_a_new_clip_films_all_that_continues_it(studio: Studio) -> None:
    """Editing the first scene of a chain films the chain behind it anew; editing the last films only it."""
    studio.spec(CHAIN)
    key = studio.film()
    studio.edit(("A cup of coffee stands there.", "A cup of tea stands there."))
    studio.again()
    assert {"ink/desk": 1, "ink/victory": 1, "ink/cup": 2} == studio.filmed()
    studio.edit(("A developer hunched over a laptop.", "A developer asleep on a laptop."))
    studio.again()
    assert {"ink/desk": 2, "ink/victory": 2, "ink/cup": 3} == studio.filmed()
    studio.check_money(key)


def test_a_refused_scene_holds_what_continues_it(studio: Studio) -> None:
    """What continues a refused scene is held and says why, down the whole chain; nothing is paid for it."""
    studio.spec(CHAIN)
    key = studio.film(refuse="arms")
    assert "held: continues victory, which is refused: Moderation: 'arms' is not filmed here." == (
        studio.clip(key, "ink", "cup").state
    )
    assert {"ink/desk": 1} == studio.filmed()
    studio.edit(("They throw both arms up.", "They smile."))
    studio.again()
    assert {"ink/desk": 1, "ink/victory": 1, "ink/cup": 1} == studio.filmed()
    assert not studio.master(key).partial
    studio.check_money(key)


def test_a_turned_chain_still_runs_in_an_older_run(studio: Studio) -> None:
    """After an edit turned a chain round, the older run is made again by its own order, for nothing."""
    studio.spec(CHAIN)
    older = studio.film()
    studio.film()
    bill = len(studio.invoices())
    studio.edit(
        ("duration: 2s}", "duration: 2s, continues: cup}"),
        (", continues: desk}", "}"),
        (", continues: victory}", ", continues: victory }"),
    )
    again: Outcome = studio.run(key=older)
    assert ((), bill) == (again.failures, len(studio.invoices()))
    assert not studio.master(older).partial


def test_a_seed_asset_reaches_the_request(studio: Studio) -> None:
    """A scene's seed picture is its first frame at the provider; another picture films it anew."""
    studio.spec(CHAIN.replace(", continues: desk}", "}").replace(", continues: victory}", "}"))
    seeds = studio.specs / "seeds"
    seeds.mkdir()
    Image.new("RGB", (64, 36), (200, 40, 40)).save(seeds / "hero.png")
    studio.edit(
        ("budget: $10", "budget: $10\nseed_assets: [{id: hero, file: seeds/hero.png, role: first_frame}]"),
        ("arms up., duration: 2s}", "arms up., duration: 2s, seed_asset: hero}"),
    )
    key = studio.film()
    first = _opening(studio, key, "victory")
    assert (seeds / "hero.png").read_bytes() == SimulatedSide("video").input(first or "").read_bytes()
    assert None is _opening(studio, key, "desk")
    Image.new("RGB", (64, 36), (40, 40, 200)).save(seeds / "hero.png")
    studio.again()
    assert first != _opening(studio, key, "victory")
    assert {"ink/desk": 1, "ink/victory": 2, "ink/cup": 1} == studio.filmed()


def test_own_footage_costs_nothing_and_is_in_the_film(studio: Studio) -> None:
    """A scene with footage is neither filmed nor paid, and its picture is in the cut."""
    studio.spec(CHAIN.replace(", continues: desk}", "}").replace(", continues: victory}", "}"))
    source = studio.film()
    (studio.specs / "own.mp4").write_bytes(_file(studio, source, "victory").read_bytes())
    studio.edit(("arms up., duration: 2s}", "arms up., duration: 2s, footage: own.mp4}"))
    bill = len(studio.invoices())
    key = studio.film()
    clip = studio.clip(key, "ink", "victory")
    assert ("footage", ZERO) == (clip.state, clip.price)
    assert clip.take is None
    assert bill + 2 == len(studio.invoices())
    assert {"desk", "cup"} == {take.scene for take in studio.takes(key)}
    assert (False, 48) == (studio.master(key).partial, studio.master(key).frames)
    studio.check_money(source, key)
