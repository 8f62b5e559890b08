"""From YAML to productions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from resources.errors import SpecFaults
from resources.project import package_folder
from resources.providers.port import Capabilities
from resources.providers.registry import providers
from studio_assets.script.scene import Transition
from studio_assets.spec.load import load, load_folder
from studio_assets.spec.offers import OfferTable, ProviderOffers
from studio_assets.spec.production import (
    Allotment,
    Automation,
    Budget,
    CaptionSpec,
    Competition,
    Deliverable,
    Edit,
    Mix,
    Narrator,
    Production,
    Quality,
    SceneSpec,
    Titles,
)
from studio_assets.spec.rubrics import RUBRICS
from studio_assets.spec.tier import VideoChoice

Made = Callable[[str], Production]
SMALL = "production: {name}\nconcept: A paper boat.\nduration: 15s\nbudget: $3\n"


@pytest.fixture
def offers() -> OfferTable:
    """The simulated providers, as they stand in this version."""
    tiers = [file.stem for file in (package_folder("specs") / "tiers").glob("*.yaml")]
    video = Capabilities(durations=tuple(Fraction(n) for n in range(1, 11)), first_frame=True)
    return OfferTable(
        {
            **{("video", "simulated", tier): video for tier in tiers},
            ("speech", "simulated", "simulated"): Capabilities(),
        }
    )


def test_four_lines_make_a_production(small: Made) -> None:
    """The smallest spec gets every default: three pilot slots and a scene for each five seconds."""
    made = small("")
    expected = {
        "pilot_names": ("pilot_a", "pilot_b", "pilot_c"),
        "scenes": tuple(SceneSpec(name=f"scene_{number}") for number in (1, 2, 3)),
        "duration": Fraction(15),
        "width": 1280,
        "height": 720,
        "fps": 24,
        "takes": 1,
        "transition": Transition(kind="cut", duration=Fraction(0)),
        "budget": Budget(limit=Decimal(3), contingency=Decimal("0.1")),
        "competition": Competition(test_scenes=1, policy="rubric", rubric=RUBRICS["default"], winners=1),
        "style": "storyboard",
        "seeds": (),
        "quality": Quality(judge="claude", threshold=None, reshoots=1, frames=6),
        "narrator": Narrator(provider="simulated", model="simulated", voice="Lily"),
        "edit": Edit(cuts=("safe", "balanced", "creative"), pick="auto", exports=("otio",)),
        "automation": Automation(on_change="run", auto_approve_under=None, schedule=None),
        "mix": Mix(fit="longest", loudness=Decimal(-14), music=(), effects=()),
        "captions": CaptionSpec(burn_in=False, formats=("srt", "vtt"), style="plain"),
        "titles": Titles(opening=None, closing=None),
        "poster": None,
        "metadata": {},
        "language": "en",
        "font": None,
        "deliverables": (Deliverable(name="master", width=1280, height=720, captions="soft"),),
    }
    assert expected == {key: getattr(made, key) for key in expected}
    assert list(made.tiers) == ["static_images", "motion_graphics", "animated", "photorealistic"]


def test_a_production_survives_its_own_json(small: Made) -> None:
    """A run's snapshot reads back as the same production."""
    made = small("pilots: {a: {tier: animated, allotment: 40%, transition: fade 0.5s}}")
    assert made == Production.model_validate_json(made.model_dump_json())


def test_what_is_written_nearer_wins(small: Made) -> None:
    """Defaults cascade from the production over the pilot to the scene."""
    made = small(
        """
        defaults: {takes: 2, transition: dissolve 0.5s}
        pilots:
          plain: {tier: animated}
          eager: {tier: animated, takes: 3, transition: cut, allotment: $1, timeout: 5m}
        script:
          scenes:
            - {id: a}
            - {id: b, takes: 4, transition: fade 1s}
        """
    )
    a, b = made.scenes
    plain, eager = made.pilots
    expected = [2, 3, 4]
    assert expected == [made.takes_of(a, plain), made.takes_of(a, eager), made.takes_of(b, eager)]
    dissolve = Transition(kind="dissolve", duration=Fraction(1, 2))
    assert (dissolve, "cut", "fade") == (
        made.transition_of(a, plain),
        made.transition_of(a, eager).kind,
        made.transition_of(b, eager).kind,
    )
    assert (Fraction(600), Fraction(300)) == (plain.timeout, eager.timeout)
    assert Allotment(amount=Decimal(1)) == eager.allotment
    assert VideoChoice(provider="simulated", model="animated") == plain.video


def test_slots_take_names_that_are_free(small: Made) -> None:
    """A scene that the user calls like a slot never meets a slot of the same name."""
    made = small("script: {count: 3, scenes: [{id: scene_2}]}")
    expected = (
        ["scene_2", "scene_2_more", "scene_3"],
        [False, False, False],
    )
    assert expected == (
        [scene.name for scene in made.scenes],
        [scene.given for scene in made.scenes],
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("aspect_ratio: 9:16", (720, 1280)),
        ("aspect_ratio: 1:1", (720, 720)),
        ("resolution: 480p", (854, 480)),
        ("aspect_ratio: '4:5'\nresolution: 1080p", (1080, 1350)),
    ],
)
def test_pictures_have_even_sides(small: Made, more: str, expected: tuple[int, int]) -> None:
    """The resolution is the shorter side, and encoders can take both."""
    made = small(more)
    assert expected == (made.width, made.height)


def test_the_shipped_productions_are_sound(offers: OfferTable) -> None:
    """Every spec that ships loads without a fault."""
    made, faults = load_folder(package_folder("specs"), offers=offers)
    assert not faults
    assert "make_it_rain_coffee" in [one.name for one in made]


def test_the_shipped_productions_are_sound_with_the_real_simulator() -> None:
    """Every spec that ships can be filmed by the simulated providers that ship."""
    made, faults = load_folder(package_folder("specs"), offers=ProviderOffers(providers("simulated")))
    assert not faults
    assert made


def test_live_without_a_live_provider_says_what_to_set(write: Callable[[str], Path], small: Made) -> None:
    """Where nothing is offered, each fault says how something would be."""
    tiers = small("").tiers
    text = SMALL.format(name="a") + "pilots: {a: {tier: animated}}\n"
    with pytest.raises(SpecFaults) as found:
        load(write(text), tiers=tiers, offers=OfferTable({}))
    mend = "No video provider is offered; set STUDIO_ENV=simulated, or install a package with one."
    assert found.value.lines[-1].endswith(mend)


def test_make_it_rain_coffee_is_fifteen_seconds(offers: OfferTable) -> None:
    """The first film is two scenes of together 15 seconds, narrated at 2.5 words a second at most."""
    made, _ = load_folder(package_folder("specs"), offers=offers)
    film = next(one for one in made if one.name == "make_it_rain_coffee")
    seconds = [scene.duration or Fraction(0) for scene in film.scenes]
    assert (Fraction(15), Fraction(15), 2) == (film.duration, sum(seconds), len(seconds))
    words = [
        Fraction(len(scene.narration.split())) / length
        for scene, length in zip(film.scenes, seconds, strict=True)
    ]
    assert all(0 < pace <= Fraction(5, 2) for pace in words)


def test_a_broken_file_never_stops_the_others(tmp_path: Path, offers: OfferTable) -> None:
    """A folder gives every sound production, and one error for each broken file that names it."""
    (tmp_path / "a.yaml").write_text(SMALL.format(name="a"))
    (tmp_path / "b.yaml").write_text("production: [")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "d.yaml").write_text(SMALL.format(name="d") + "fps: 99\n")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.yaml").write_text("production: [")
    made, faults = load_folder(tmp_path, offers=offers)
    expected = ["a"]
    assert expected == [one.name for one in made]
    assert [str(tmp_path / name) for name in ("b.yaml", "c.yaml", "d.yaml")] == [one.where for one in faults]


def test_two_files_of_one_name_are_faults_in_both(tmp_path: Path, offers: OfferTable) -> None:
    """Two productions never share their asset keys: both files are told of the other."""
    (tmp_path / "a.yaml").write_text(SMALL.format(name="same"))
    (tmp_path / "b.yaml").write_text(SMALL.format(name="same"))
    made, faults = load_folder(tmp_path, offers=offers)
    message = "the production `same` is also in {}. Rename one, or move it to `archive/`."
    a, b = tmp_path / "a.yaml", tmp_path / "b.yaml"
    expected = [f"{a}:1:13: {message.format(b)}", f"{b}:1:13: {message.format(a)}"]
    assert ([], expected) == (made, [line for one in faults for line in one.lines])


def test_a_missing_folder_holds_no_productions(tmp_path: Path, offers: OfferTable) -> None:
    """A project without specs is empty, not broken."""
    assert not any(load_folder(tmp_path / "none", offers=offers))


def test_a_tier_without_an_offered_provider_says_so(write: Callable[[str], Path], small: Made) -> None:
    """Where no provider of a tier is offered, the spec says whom to name instead."""
    tiers = small("").tiers
    offers = OfferTable(
        {("video", "other", "m"): Capabilities(), ("speech", "simulated", "simulated"): Capabilities()}
    )
    text = SMALL.format(name="a") + "pilots: {a: {tier: animated}}\n"
    with pytest.raises(SpecFaults) as found:
        load(write(text), tiers=tiers, offers=offers)
    expected = (
        "film.yaml:5:20: no provider of tier `animated` is offered here (simulated). Use one of: other."
    )
    assert (expected,) == found.value.lines
