"""What is delivered: captions, cards, stills, the poster and forms of the film."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from resources.media.font import covers, font
from studio_assets.spec.production import CaptionSpec, CardSpec, Deliverable, Poster, Production, Titles
from studio_assets.spec.rules.lettering import PLAIN
from tests.resources.media.marker_clips import write_clip

Faults = Callable[[str], list[str]]
Made = Callable[[str], Production]

SCENES = "script: {scenes: [{id: a, duration: 5s}, {id: b, duration: 5s}, {id: c, duration: 5s}]}\n"


@pytest.fixture(autouse=True)
def _files(write: Callable[[str], Path]) -> None:
    """A picture, a film and a font beside the spec, and files that are none."""
    folder = write("x: y").parent
    Image.new("RGB", (4, 4)).save(folder / "still.png")
    shutil.copy(font(), folder / "Own.ttf")
    write_clip(folder / "rain.mp4", 0, 2)
    for name in ("broken.webp", "broken.ttf"):
        (folder / name).write_text("nothing of the kind")


def test_the_master_comes_first_whatever_is_listed(small: Made) -> None:
    """Every deliverable has the production's shape unless it says otherwise; the master is always there."""
    made = small(
        """
        deliverables:
          - {name: vertical, aspect_ratio: 9:16, fit: crop, captions: burned}
          - {name: sound, sound_only: true}
          - {name: proxy, quality: preview, resolution: 360p, codec: h265}
          - {name: master, resolution: 1080p}
        """
    )
    expected = (
        Deliverable(name="master", width=1920, height=1080),
        Deliverable(name="vertical", width=720, height=1280, fit="crop", captions="burned"),
        Deliverable(name="sound", width=1280, height=720, captions="none", sound_only=True),
        Deliverable(name="proxy", width=640, height=360, quality="preview", codec="h265"),
    )
    assert expected == made.deliverables


@pytest.mark.parametrize(
    ("captions", "expected"),
    [
        pytest.param("off", (None, "none"), id="off"),
        pytest.param("{}", (CaptionSpec(), "soft"), id="plain"),
        pytest.param("{burn_in: true}", (CaptionSpec(burn_in=True), "burned"), id="burned"),
        pytest.param("{formats: [vtt]}", (CaptionSpec(formats=("vtt",)), "soft"), id="one-format"),
    ],
)
def test_captions_are_a_track_unless_they_are_drawn_or_off(
    small: Made, captions: str, expected: tuple[CaptionSpec | None, str]
) -> None:
    """A deliverable has the captions that the production has, in the way that it wants them."""
    made = small(f"captions: {captions}")
    assert expected == (made.captions, made.master.captions)


def test_cards_poster_and_tags_stand_in_the_production(small: Made) -> None:
    """What frames the film is kept as written, with its defaults."""
    made = small(
        """
        script: {scenes: [{id: a, duration: 10s, card: Day One, chapter: The puddle}, {id: b}]}
        titles:
          opening: The Paper Boat
          closing: {text: The End, subtitle: of the rain, duration: 2s, background: "#1A1A2E"}
        poster: {scene: a, at: 2.5s}
        metadata: {artist: Ada, copyright: 2026 Ada}
        language: no
        font: Own.ttf
        edit: {exports: [cmx3600, fcpxml]}
        """
    )
    closing = CardSpec(text="The End", subtitle="of the rain", duration=Fraction(2), background="#1a1a2e")
    assert (
        Titles(opening=CardSpec(text="The Paper Boat", duration=Fraction(3)), closing=closing) == made.titles
    )
    assert (CardSpec(text="Day One", duration=Fraction(3)), "The puddle") == (
        made.scenes[0].card,
        made.scenes[0].chapter,
    )
    assert Poster(scene="a", at=Fraction(5, 2)) == made.poster
    assert {"artist": "Ada", "copyright": "2026 Ada"} == made.metadata
    assert ("no", "Own.ttf", ("cmx3600", "fcpxml")) == (
        made.language,
        made.font and made.font.path,
        made.edit.exports,
    )
    assert made.font in made.files()
    assert made == Production.model_validate_json(made.model_dump_json())


def test_a_picture_is_footage_over_which_the_camera_moves(small: Made) -> None:
    """A still is a scene's footage, with or without a move."""
    made = small("script: {scenes: [{id: a, duration: 10s, footage: still.png, move: push_in}, {id: b}]}")
    still = made.scenes[0]
    assert ("still.png", "push_in") == (still.footage and still.footage.path, still.move)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(
            "captions: {style: karaoke}",
            "6:19: `karaoke` is seen only where captions are drawn into the picture, which no deliverable "
            "has. Write `burn_in: true`, or `captions: burned` in a deliverable.",
            id="karaoke-unseen",
        ),
        pytest.param(
            "captions: {formats: [srt, srt]}",
            "6:27: the format `srt` is listed twice. Keep one.",
            id="format",
        ),
        pytest.param(
            "edit: {exports: [otio, otio]}", "6:24: the export `otio` is listed twice. Keep one.", id="export"
        ),
        pytest.param(
            "titles: {opening: {text: x, duration: 0.01s}}",
            "6:39: a card of 0.01s is shorter than one frame. "
            "Give it the time that reading it takes, such as `3s`.",
            id="card-of-no-frame",
        ),
        pytest.param(
            "poster: {scene: a, at: 5s}",
            "6:24: the poster is taken at 5s, after its scene of 5s. Write less than `5s`.",
            id="late-poster",
        ),
        pytest.param("poster: {scene: z}", "6:17: there is no scene `z`. Use one of: a, b, c.", id="poster"),
        pytest.param(
            "titles: {opening: 中文}",
            "6:19: the font that ships has no letters for `中文`. "
            "Name one that has them, such as `font: fonts/NAME.ttf`.",
            id="letters",
        ),
        pytest.param(
            "font: Own.ttf\ntitles: {closing: {text: x, subtitle: مرحبا}}",
            "7:39: your font has no letters for `مرحبا`. "
            "Name one that has them, such as `font: fonts/NAME.ttf`.",
            id="letters-of-the-users-font",
        ),
        pytest.param(
            "font: broken.ttf",
            "6:7: `broken.ttf` is no font that can be read. Give a TrueType or OpenType file.",
            id="broken-font",
        ),
        pytest.param(
            "font: still.png", "6:7: `still.png` is no font. Name a `.ttf` or `.otf` file.", id="no-font"
        ),
        pytest.param(
            "font: gone.otf",
            "6:7: there is no file `gone.otf`. Put it at gone.otf, beside the spec.",
            id="font-missing",
        ),
        pytest.param(
            "deliverables: [{name: x}, {name: x}]",
            "6:34: there are two deliverables `x`. Give each its own name.",
            id="twice",
        ),
        pytest.param(
            "deliverables: [{name: dailies}]",
            "6:23: `dailies` is the name of an asset of the production. "
            "Name the deliverable otherwise, such as `dailies_film`.",
            id="name-of-an-asset",
        ),
        pytest.param(
            "pilots: {tall: {tier: animated}}\ndeliverables: [{name: tall}]",
            "7:23: `tall` is the name of a pilot. Name the deliverable or the pilot otherwise.",
            id="name-of-a-pilot",
        ),
        pytest.param(
            "deliverables: [{name: master, sound_only: true}]",
            "6:31: the master is the film itself, with its picture. "
            "Add a deliverable of another name: `{name: sound, sound_only: true}`.",
            id="master-without-picture",
        ),
        pytest.param(
            "deliverables: [{name: sound, sound_only: true, fit: crop}]",
            "6:48: `sound` has no picture, which `fit` is about. Remove `fit` or `sound_only`.",
            id="sound-with-picture",
        ),
        pytest.param(
            "captions: off\ndeliverables: [{name: x, captions: soft}]",
            "7:36: the production has no captions, so `x` cannot have them. Remove it, or `captions: off`.",
            id="captions-that-are-off",
        ),
    ],
)
def test_what_cannot_be_delivered_is_a_fault_at_its_place(
    small_faults: Faults, more: str, expected: str
) -> None:
    """A form of the film that contradicts itself or cannot be drawn is one fault that says the mend."""
    assert [expected] == small_faults(SCENES + more)


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        pytest.param(
            "{id: a, footage: rain.mp4, move: push_in}",
            "5:56: the camera moves over stills alone, and this footage moves by itself. "
            "Remove `move`, or give a picture.",
            id="film",
        ),
        pytest.param(
            "{id: a, footage: broken.webp}",
            "5:46: `broken.webp` is no picture that can be read. Give a PNG, JPEG or WebP.",
            id="broken",
        ),
        pytest.param(
            "{id: a, move: push_out}",
            "5:43: `push_out` is no word for `move`. Did you mean `pull_out`?",
            id="word",
        ),
        pytest.param(
            "{id: a, overlay: {text: 你好, from: 0s, to: 1s}}",
            "5:53: the font that ships has no letters for `你好`. "
            "Name one that has them, such as `font: fonts/NAME.ttf`.",
            id="overlay",
        ),
    ],
)
def test_what_a_scene_cannot_show_is_a_fault(small_faults: Faults, scene: str, expected: str) -> None:
    """A move over what is no still, a damaged still and letters without a font are faults in their scene."""
    assert [expected] == small_faults(f"script: {{count: 3, scenes: [{scene}]}}")


def test_a_move_needs_a_pilot_that_makes_stills(small_faults: Faults) -> None:
    """A scene that is filmed takes a move where one pilot's tier makes stills."""
    scenes = "script: {count: 3, scenes: [{id: a, move: tilt_up}]}\npilots:\n  real: {tier: photorealistic}\n"
    (found,) = small_faults(scenes)
    assert found.startswith("5:37: the camera moves over stills alone, and no pilot makes them"), found
    assert not small_faults(scenes + "  cards: {tier: static_images}\n")
    assert not small_faults("script: {count: 3, scenes: [{id: a, move: tilt_up}]}")


def test_what_is_said_needs_letters_only_where_it_is_drawn(small_faults: Faults) -> None:
    """Captions in a track are drawn by the viewer's own font, captions in the picture by ours."""
    scenes = "script: {count: 3, scenes: [{id: a, narration: 你好}]}\n"
    assert not small_faults(scenes)
    (found,) = small_faults(scenes + "deliverables: [{name: tall, captions: burned}]")
    assert found.startswith("5:48: the font that ships has no letters for `你好`. "), found


def test_plain_letters_need_no_look_into_the_font() -> None:
    """The font that ships has every letter that is taken without asking it."""
    assert "" == covers("".join(chr(code) for code in range(0x20, PLAIN + 1) if chr(code).isprintable()))
