"""Seed assets in a spec: what they become, and what is refused before any money."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from resources.errors import SpecFaults
from resources.project import package_folder
from resources.providers.port import Capabilities
from resources.providers.registry import providers
from studio_assets.spec.load import load
from studio_assets.spec.offers import OfferTable, ProviderOffers
from studio_assets.spec.production import Production
from studio_assets.spec.tiers import load_tiers

ROOT = package_folder("specs").parent
TIERS, _ = load_tiers(package_folder("specs"))
WHOLE = tuple(Fraction(seconds) for seconds in range(1, 11))
OFFERS = OfferTable(
    {
        **{("video", "simulated", tier): Capabilities(durations=WHOLE, first_frame=True) for tier in TIERS},
        ("video", "plain", "one"): Capabilities(durations=WHOLE, first_frame=True),
        ("video", "blind", "one"): Capabilities(durations=WHOLE),
        ("video", "refers", "one"): Capabilities(durations=WHOLE, references=2),
        ("video", "eight", "one"): Capabilities(
            durations=(Fraction(4), Fraction(8)),
            first_frame=True,
            references=3,
            reference_durations=(Fraction(8),),
            references_beside_frames=False,
        ),
        ("video", "animates", "one"): Capabilities(durations=WHOLE, first_frame=True, needs_first_frame=True),
        ("speech", "simulated", "simulated"): Capabilities(voices=("Lily",)),
    }
)
FILM = """
    production: hello
    concept: A paper boat.
    duration: 10s
    budget: $3
    seed_assets: [{{id: hero, file: hero.png, role: {role}}}]
    pilots: {{p: {{tier: animated, video: {video}}}}}
    script:
      scenes:
        - {{id: a, duration: {seconds}s, description: One., direction: Slow., seed_asset: hero{more}}}
        - {{id: b, description: Two.}}
    competition: {{test_scenes: 0}}
"""

Load = Callable[..., Production]


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads a spec beside a picture `hero.png` and a text `note.png`."""
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (64, 36), (200, 40, 40)).save(tmp_path / "hero.png")
    Image.new("RGB", (36, 64), (40, 40, 200)).save(tmp_path / "ink.jpg")
    (tmp_path / "note.png").write_text("not a picture")

    def spec(text: str, offers: OfferTable | ProviderOffers = OFFERS) -> Production:
        file = tmp_path / "film.yaml"
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return load(file, tiers=TIERS, offers=offers)

    return spec


def faults(spec: Load, text: str) -> list[str]:
    """The faults of a spec, without the file's name."""
    try:
        spec(text)
    except SpecFaults as found:
        return [line.removeprefix("film.yaml:") for line in found.lines]
    return []


def film(role: str, provider: str, seconds: int = 5, more: str = "", fallback: str = "") -> str:
    """A film whose first scene names the picture."""
    video = f"{{provider: {provider}, model: one{fallback}}}"
    return FILM.format(role=role, video=video, seconds=seconds, more=more)


def test_pictures_stand_in_the_production_in_the_specs_order(spec: Load) -> None:
    """Every picture has its id, role and bytes' hash; only a first frame opens a scene by itself."""
    made = spec(
        """
        production: hello
        concept: A paper boat.
        duration: 10s
        budget: $3
        seed_assets:
          - {id: hero, file: hero.png, role: character}
          - {id: look, file: ink.jpg, role: style}
          - {id: start, file: hero.png}
        script: {scenes: [{id: a, seed_asset: hero}, {id: b, seed_asset: start}, {id: c}]}
        """
    )
    roles = [("hero", "character"), ("look", "style"), ("start", "first_frame")]
    assert roles == [(seed.id, seed.role) for seed in made.seeds]
    assert ["hero", "start", None] == [scene.seed_asset for scene in made.scenes]
    assert [None, made.seeds[2].file, None] == [scene.first_frame for scene in made.scenes]
    assert {"hero.png", "ink.jpg"} == {file.path for file in made.files()}
    assert made == Production.model_validate_json(made.model_dump_json())


@pytest.mark.parametrize(
    ("role", "provider", "seconds", "more"),
    [
        pytest.param("character", "plain", 5, "", id="character-opens"),
        pytest.param("product", "refers", 5, "", id="product-is-a-reference"),
        pytest.param("style", "refers", 5, "", id="style-is-a-reference"),
        pytest.param("style", "eight", 8, "", id="style-at-the-length-that-takes-references"),
        pytest.param("character", "eight", 4, "", id="character-opens-where-references-do-not-go"),
        pytest.param("character", "animates", 5, "", id="character-opens-what-needs-it"),
        pytest.param("character", "refers", 5, ", continues: b", id="character-beside-a-continued-scene"),
    ],
)
def test_a_picture_that_the_provider_can_use_is_no_fault(
    spec: Load, role: str, provider: str, seconds: int, more: str
) -> None:
    """A named picture is fine where the provider refers to it or, unless it is a style, opens on it."""
    found = faults(spec, film(role, provider, seconds, more))
    assert [] == [one for one in found if "hero" in one]


@pytest.mark.parametrize(
    ("role", "provider", "more", "expected"),
    [
        (
            "style",
            "plain",
            "",
            "9:78: `plain` of pilot `p` cannot use the style `hero` here: it takes no reference pictures. "
            "Remove `seed_asset`, or choose another provider.",
        ),
        (
            "character",
            "blind",
            "",
            "9:78: `blind` of pilot `p` cannot use the character `hero` here: it takes no reference "
            "pictures. Remove `seed_asset`, or choose another provider.",
        ),
        (
            "product",
            "plain",
            ", continues: b",
            "9:78: `plain` of pilot `p` cannot use the product `hero` here: it takes no reference pictures; "
            "its first frame is taken by `continues`. "
            "Remove `continues`, or `seed_asset`, or choose another provider.",
        ),
        (
            "style",
            "eight",
            "",
            "9:78: `eight` of pilot `p` cannot use the style `hero` here: it takes reference pictures only "
            "with 8s. Let the scene last 8s, or remove `seed_asset`, or choose another provider.",
        ),
        (
            "product",
            "eight",
            ", continues: b",
            "9:78: `eight` of pilot `p` cannot use the product `hero` here: it takes reference pictures only "
            "where no key frame opens the scene. "
            "Remove `continues`, or `seed_asset`, or choose another provider.",
        ),
    ],
    ids=["style-plain", "character-blind", "product-continues", "style-length", "product-beside-frame"],
)
def test_a_picture_that_the_provider_cannot_use_is_a_fault(
    spec: Load, role: str, provider: str, more: str, expected: str
) -> None:
    """A picture that a scene names and its pilot's provider can use in no way is refused at its line."""
    seconds = 4 if provider == "eight" else 5
    assert [expected] == faults(spec, film(role, provider, seconds, more))


def test_a_fallback_that_cannot_use_it_is_no_fault(spec: Load) -> None:
    """A provider that is asked only where the first one fails films without the picture."""
    assert [] == faults(spec, film("style", "refers", fallback=", fallback: [plain]"))


def test_a_style_is_no_first_frame(spec: Load) -> None:
    """A model that films nothing without a first frame cannot be given a style in its place."""
    found = faults(spec, film("style", "animates"))
    assert any("films nothing without a first frame. Give the scene" in one for one in found), found


def test_a_first_frame_and_a_continued_scene_contradict_each_other(spec: Load) -> None:
    """Two first frames for one scene are a fault."""
    [found] = faults(spec, film("first_frame", "plain", more=", continues: b"))
    assert "`a` has two first frames" in found


@pytest.mark.parametrize("role", ["first_frame", "character", "style", "product"])
def test_a_file_that_is_no_picture_is_a_fault(spec: Load, role: str) -> None:
    """What no provider could read is refused when the spec is loaded, at the file's name."""
    text = film(role, "refers" if role != "first_frame" else "plain").replace("hero.png", "note.png")
    expected = "5:32: `note.png` is no picture that can be read. Give a PNG, JPEG or WebP."
    assert [expected] == faults(spec, text)


def test_a_misspelt_role_is_one_fault(spec: Load) -> None:
    """A wrong role is said once, and nothing is concluded from it."""
    found = faults(spec, film("heroine", "refers"))
    assert ["5:48: `heroine` is no word for `role`"] == [one.split(". ")[0] for one in found]


def test_the_simulated_provider_takes_every_role(spec: Load) -> None:
    """In the default environment each role can be tried for nothing, beside a continued scene too."""
    offers = ProviderOffers(providers("simulated"))
    for role in ("first_frame", "character", "style", "product"):
        text = film(role, "simulated").replace(", model: one", "")
        assert role == spec(text, offers).seeds[0].role


@pytest.mark.parametrize("style", ["storyboard", "podcast", "lecture", "documentary"])
def test_the_script_has_a_style(small: Callable[[str], Production], style: str) -> None:
    """The form of the script reaches the production."""
    assert style == small(f"script: {{style: {style}}}").style


@pytest.mark.parametrize(("more", "judge"), [("", "claude"), ("qa: {judge: measured}", "measured")])
def test_claude_judges_unless_the_spec_says_otherwise(
    small: Callable[[str], Production], more: str, judge: str
) -> None:
    """Who judges clips is Claude by default, and what can be measured alone where the spec says so."""
    assert judge == small(more).quality.judge


def test_an_older_runs_snapshot_still_loads(small: Callable[[str], Production]) -> None:
    """A production that was stored before there were seed pictures and styles reads back without them."""
    now = small("qa: {judge: measured}")
    stored = now.model_dump(
        mode="json", exclude={"seeds": True, "style": True, "scenes": {"__all__": {"seed_asset"}}}
    )
    assert not {"seeds", "style"} & set(stored)
    assert now == Production.model_validate(stored | {"scenes": tuple(stored["scenes"])})


def test_the_how_tos_film_is_sound(spec: Load, tmp_path: Path) -> None:
    """What the page on pictures writes loads as it stands."""
    page = (ROOT / "docs" / "how-to" / "use-your-own-pictures.md").read_text(encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    for name in ("girl.png", "gouache.jpg", "street.png"):
        Image.new("RGB", (64, 36)).save(tmp_path / "seeds" / name)
    made = spec(page.split("```yaml\n")[1].split("```")[0], ProviderOffers(providers("simulated")))
    assert ["girl", "gouache", "street"] == [seed.id for seed in made.seeds]
