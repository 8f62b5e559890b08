"""Links and pictures in Dagster's UI."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from studio_assets.links import MEDIA_URL, WIDTH, link, page_link, picture

FILM = Artifact(digest="ab" * 32, suffix=".mp4", size=1)


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    """A store."""
    return Artifacts(root=str(tmp_path))


@pytest.fixture
def sheet(artifacts: Artifacts) -> Artifact:
    """A wide picture."""
    data = io.BytesIO()
    Image.effect_noise((972, 272), 80).convert("RGB").save(data, "WEBP")
    return artifacts.keep_bytes(data.getvalue(), ".webp")


def test_a_link_says_what_it_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link shows words instead of a hash, and leads to the artifact server."""
    monkeypatch.delenv("STUDIO_MEDIA_URL", raising=False)
    assert f"[play boat]({MEDIA_URL}/{FILM.path})" == link(FILM, "play boat").md_str


def test_the_server_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """`STUDIO_MEDIA_URL` moves every link, with or without a slash at its end."""
    monkeypatch.setenv("STUDIO_MEDIA_URL", "http://127.0.0.1:9/")
    assert f"[play](http://127.0.0.1:9/{FILM.path})" == link(FILM, "play").md_str
    assert "http://127.0.0.1:9/dailies/boat/one.html" == page_link("boat/one.html").url


def test_a_picture_fits_its_column(artifacts: Artifacts, sheet: Artifact) -> None:
    """The picture that shows is narrow enough for its column, and a click opens the whole one."""
    small, whole = (
        part.partition(")")[0] for part in picture(artifacts, sheet, "boat").md_str.split("(")[1:]
    )
    assert whole.endswith(sheet.path)
    with Image.open(artifacts.folder() / "sha256" / small.partition("/sha256/")[2]) as image:
        assert image.width <= WIDTH


def test_a_picture_is_never_hidden_behind_a_button(artifacts: Artifacts, sheet: Artifact) -> None:
    """A picture's text stays under the 1,000 characters at which Dagster's UI hides it."""
    assert len(picture(artifacts, sheet, "contact sheet of " + "x" * 63).md_str) < 1000
