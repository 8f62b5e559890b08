"""Footage of the user's: what is taken for a film, and what never becomes a clip that is black or missing."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image

from resources.media.visible import check_visible
from studio_assets.spec import owned
from studio_assets.spec.production import Production
from tests.resources.media.marker_clips import write_clip

Faults = Callable[[str], list[str]]

FILM = "Give a film that plays, such as an MP4, MOV, MKV or WebM."
SCENE = "script: {count: 3, scenes: [{id: a, footage: NAME}]}"


@pytest.fixture
def folder(write: Callable[[str], Path]) -> Path:
    """A film, and files that are none, beside the spec."""
    folder = write("x: y").parent
    whole = write_clip(folder / "rain.mp4", 0, 24).read_bytes()
    (folder / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    start = whole.index(b"mdat") + 4
    size = int.from_bytes(whole[start - 8 : start - 4]) - 8
    (folder / "spoilt.mp4").write_bytes(whole[:start] + bytes(size) + whole[start + size :])
    (folder / "text.mp4").write_text("not a film")
    (folder / "photo.jpg").write_text("not a photo")
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "list.mp4").write_text("ffconcat version 1.0\nfile rain.mp4\n")
    with wave.open(str(folder / "song.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(1600))
    (folder / "song.mp4").write_bytes((folder / "song.wav").read_bytes())
    Image.new("RGB", (16, 16)).save(folder / "still.png")
    (folder / "still.mp4").write_bytes((folder / "still.png").read_bytes())
    _song_with_cover(folder / "album.mp4")
    return folder


def _song_with_cover(into: Path) -> None:
    with av.open(str(into), "w") as container:
        cover = container.add_stream("png", rate=1, options={})
        cover.width, cover.height, cover.pix_fmt = 16, 16, "rgb24"
        cover.disposition = av.stream.Disposition.attached_pic
        picture = av.VideoFrame(16, 16, "rgb24")
        container.mux([*cover.encode(picture), *cover.encode(None)])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "text.mp4",
            f"`text.mp4` is no film: it cannot be read: Invalid data found when processing input. {FILM}",
        ),
        (
            "empty.mp4",
            f"`empty.mp4` is no film: it cannot be read: Invalid data found when processing input. {FILM}",
        ),
        ("cut.mp4", "`cut.mp4` is no film: it "),
        ("spoilt.mp4", f"`spoilt.mp4` is no film: it has no frame that can be read. {FILM}"),
        ("song.mp4", f"`song.mp4` is no film: it holds no picture. {FILM}"),
        ("album.mp4", f"`album.mp4` is no film: its picture is a cover, which does not move. {FILM}"),
        ("list.mp4", f"`list.mp4` is no film: it is a list of other files. {FILM}"),
        (
            "still.mp4",
            "`still.mp4` is no film: it is a picture that does not move. "
            "Give a film, or a PNG, JPEG or WebP under its own suffix.",
        ),
        ("photo.jpg", "`photo.jpg` is no picture that can be read. Give a PNG, JPEG or WebP."),
    ],
)
def test_what_is_no_film_is_a_fault_of_the_spec(
    folder: Path, small_faults: Faults, name: str, expected: str
) -> None:
    """A file that would leave its scene without a picture is refused at its line, and nothing is bought."""
    assert (folder / name).exists()
    (found,) = small_faults(SCENE.replace("NAME", name))
    assert found.startswith(f"5:46: {expected}"), found


def test_a_film_with_a_torn_start_is_taken(folder: Path) -> None:
    """A film whose first frame does not decode is shown from the first one that does."""
    torn = folder / "torn.mp4"
    with av.open(str(torn), "w") as container:
        video = container.add_stream("libx264", rate=24, options={"g": "4", "bf": "0"})
        video.width, video.height, video.pix_fmt = 64, 36, "yuv420p"
        for picture in (*(av.VideoFrame(64, 36, "yuv420p") for _ in range(12)), None):
            container.mux(video.encode(picture))
    with av.open(str(torn)) as container:
        first = next(container.demux(video=0))
    whole, at = torn.read_bytes(), first.pos or 0
    torn.write_bytes(whole[:at] + bytes(first.size) + whole[at + first.size :])
    with av.open(str(torn)) as container, pytest.raises(av.FFmpegError):
        next(container.decode(video=0))
    check_visible(torn)


def test_a_film_is_decoded_once_for_its_bytes(
    folder: Path, small: Callable[[str], Production], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading a spec again looks at a film again only where its bytes are other ones."""
    seen: list[str] = []
    monkeypatch.setattr(owned, "check_visible", lambda file: seen.append(file.name))
    for _ in range(2):
        small(SCENE.replace("NAME", "rain.mp4"))
    assert ["rain.mp4"] == seen
    write_clip(folder / "rain.mp4", 1, 12)
    small(SCENE.replace("NAME", "rain.mp4"))
    assert ["rain.mp4", "rain.mp4"] == seen
