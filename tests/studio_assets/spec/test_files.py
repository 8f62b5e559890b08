"""Files that a spec names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from studio_assets.spec.production import FileInput, Production
from tests.resources.media.marker_clips import write_clip

Faults = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "../secret.png",
            "`../secret.png` is outside the spec's folder. Put the file below the folder of the spec.",
        ),
        ("a/../../secret.png", "`a/../../secret.png` is outside the spec's folder."),
        ("/etc/passwd", "`/etc/passwd` is an absolute path. Write it relative to the spec."),
        ("~/x.png", "`~/x.png` is an absolute path. Write it relative to the spec."),
        ("link.png", "`link.png` is outside the spec's folder. Put the file below the folder of the spec."),
        ("linked/secret.png", "`linked/secret.png` is outside the spec's folder."),
        ("loop.png", "`loop.png` cannot be read: "),
        ("none.png", "there is no file `none.png`. Put it at none.png, beside the spec."),
        (".", "`.` is not a file. Name a file, not a folder."),
        ("x" * 300, "cannot be read: File name too long. Give a readable file."),
    ],
)
@pytest.mark.parametrize("key", ["seed", "footage"])
def test_no_file_outside_the_tree_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    small_faults: Faults,
    write: Callable[[str], Path],
    key: str,
    name: str,
    expected: str,
) -> None:
    """A path that leaves the spec's folder by dots, from the root or through a link is a fault."""
    folder = write("x: y").parent
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(outside / "secret.png")
    (folder / "linked").symlink_to(outside)
    (folder / "loop.png").symlink_to(folder / "loop.png")
    more = {
        "seed": f"seed_assets: [{{id: a, file: '{name}'}}]",
        "footage": f"script: {{count: 3, scenes: [{{id: a, footage: '{name}'}}]}}",
    }[key]
    found = small_faults(more)
    wanted = (1, True)
    assert wanted == (len(found), expected in found[0]), found


def test_files_are_known_by_the_hash_of_their_bytes(
    small: Callable[[str], Production], write: Callable[[str], Path]
) -> None:
    """A seed asset and own footage are taken with the sha256 of what is in them."""
    folder = write("x: y").parent
    (folder / "seeds").mkdir()
    Image.new("RGB", (64, 36), (200, 40, 40)).save(folder / "seeds" / "hero.png")
    write_clip(folder / "rain.mp4", 0, 2)
    scenes = small(
        """
        seed_assets: [{id: hero, file: seeds/hero.png, role: first_frame}]
        script:
          count: 3
          scenes:
            - {id: a, seed_asset: hero}
            - {id: b, footage: rain.mp4}
        """
    ).scenes
    expected = [
        FileInput(path="seeds/hero.png", digest=_digest(folder / "seeds" / "hero.png")),
        FileInput(path="rain.mp4", digest=_digest(folder / "rain.mp4")),
    ]
    assert expected == [scenes[0].first_frame, scenes[1].footage]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_footage_contradicts_key_frames(small_faults: Faults, write: Callable[[str], Path]) -> None:
    """Footage is shown as it is: a key frame for it is a fault."""
    write_clip(write("x: y").with_name("rain.mp4"), 0, 2)
    found = small_faults("script: {count: 3, scenes: [{id: a, footage: rain.mp4, continues: b}, {id: b}]}")
    expected = "5:56: `a` shows footage, which `continues` cannot change. Remove `continues` or `footage`."
    assert [expected] == found
