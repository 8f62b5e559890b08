"""A take on the screen: measured, compared with the clip before, judged."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import imageio_ffmpeg
import pytest
from PIL import Image

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from resources.media.resource import Media
from studio_assets.clips.gates import Gates
from studio_assets.clips.shown import Screening, Shown
from studio_assets.limits import Limits
from studio_assets.qa.report import QAReport
from studio_assets.qa.rules import RulesVerifier
from studio_assets.qa.viewing import Viewing
from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.spec.production import FileInput, SeedFile

MOVING = "testsrc2=size=320x180:rate=8:duration=1"
ELSEWHERE = "color=c=orange:size=320x180:rate=8:duration=1"


@dataclass
class Watching(RulesVerifier):
    """The rules' verifier, which remembers what it was shown."""

    seen: list[Viewing] = field(default_factory=list)

    async def judge(self, viewing: Viewing) -> QAReport:
        self.seen.append(viewing)
        return await super().judge(viewing)


@dataclass
class Sheet:
    """What a screening needs of a call sheet."""

    production: Any
    doers: Any
    cast: Any
    described: SeedAssets | None = None

    def document(self, kind: str, model: Any) -> Any:
        assert ("seed_assets", SeedAssets) == (kind, model)
        return self.described


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    """Where the clips are."""
    return Artifacts(root=str(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def film(store: Artifacts, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Artifact]:
    """Films what ffmpeg paints, or a picture that stands still."""
    folder = tmp_path_factory.mktemp("films")

    def made(source: str | Path) -> Artifact:
        still = isinstance(source, Path)
        given = ["-loop", "1", "-t", "1", "-r", "8", "-i", str(source)] if still else [
            "-f", "lavfi", "-i", str(source)]  # fmt: skip
        into = folder / "made.mp4"
        quality = ["-pix_fmt", "yuv420p", "-crf", "12"]
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *given, *quality, str(into)]
        subprocess.run(command, check=True)
        return store.keep(into, ".mp4")

    return made


@pytest.fixture
def screening(store: Artifacts, production: Any, planned: Any, scene: Any) -> Callable[..., Screening]:
    """Builds a screening of the scene `desk`."""

    def build(opening: str | None = None, described: SeedAssets | None = None, **changes: Any) -> Screening:
        doers = SimpleNamespace(artifacts=store, media=Media())
        wanted = production(width=320, height=180, fps=8, **changes)
        sheet: Any = Sheet(wanted, doers, SimpleNamespace(verifier=Watching()), described)
        shot = scene("desk", seconds=1, continues="launch" if opening else None)
        return Screening(sheet, Gates(Limits()), planned("ink"), shot, opening)

    return build


def _look(screening: Screening, clip: Artifact) -> tuple[Any, QAReport]:
    return asyncio.run(screening.look(clip))


def test_a_small_picture_of_the_users_is_told(
    store: Artifacts, film: Any, screening: Any, tmp_path: Path
) -> None:
    """A clip of a picture with a fifth of the film's pixels loses points; of a large one it does not."""
    clip, found = film(MOVING), {}
    for name, size in (("small", (64, 36)), ("large", (320, 180))):
        Image.new("RGB", size, "teal").save(tmp_path / f"{name}.png")
        own = store.keep(tmp_path / f"{name}.png", ".png")
        _, report = asyncio.run(screening().look(clip, still=True, own=own))
        found[name] = report.overall
    assert (55, 100) == (found["small"], found["large"])


def test_the_cut_is_measured(store: Artifacts, film: Any, screening: Any) -> None:
    """A clip that opens on the last frame of the one before continues it; one of anything else does not."""
    before, _ = _look(screening(), film(MOVING))
    frame = before.last_frame
    _, goes_on = _look(screening(frame.digest), film(store.path(frame)))
    _, jumps = _look(screening(frame.digest), film(ELSEWHERE))
    assert goes_on.continuity is not None and jumps.continuity is not None
    assert ("launch", True, False) == (
        goes_on.continuity.after, goes_on.continuity.matches, goes_on.continuity.broken)  # fmt: skip
    assert (False, True, False) == (
        jumps.continuity.matches, jumps.continuity.broken, jumps.passed)  # fmt: skip
    assert jumps.issues[0].startswith("It does not open on the last frame of launch:")


def test_what_continues_nothing_has_no_cut(film: Any, screening: Any) -> None:
    """A scene that stands alone is compared with nothing."""
    assert None is _look(screening(), film(MOVING))[1].continuity


def test_a_broken_file_is_unjudged(store: Artifacts, screening: Any) -> None:
    """What does not decode is unjudged, and the cut before it is not made up."""
    broken = store.keep_bytes(b"no film", ".mp4")
    look, report = _look(screening("ab" * 32), broken)
    assert (None, "unjudged", None) == (
        look,
        report.happened,
        report.continuity and report.continuity.matches,
    )


def test_the_verifier_sees_what_there_is(store: Artifacts, film: Any, screening: Any) -> None:
    """The verifier gets frames from the first to the last, the frame before, and what the seeds show."""
    before, _ = _look(screening(), film(MOVING))
    hero = SeedAsset(id="hero", role="character", digest="ab", state="described", content="A tall woman.")
    file = SeedFile(id="hero", role="character", file=FileInput(path="hero.png", digest="ab"))
    described = SeedAssets(state="described", assets=(hero,))
    shown = screening(before.last_frame.digest, described, seeds=(file,))
    _look(shown, film(MOVING))
    (seen,) = shown.sheet.cast.verifier.seen
    assert ((hero,), before.last_frame.digest, "ink") == (seen.seeds, seen.before.frame, seen.pilot)
    frames = [still.frame for still in seen.look.stills]
    assert (6, 0, 7) == (len(frames), frames[0], frames[-1])
    assert seen == asyncio.run(shown.viewing(film(MOVING)))


def test_what_passed_is_the_clip(report: Callable[..., Any]) -> None:
    """A take that passed comes before one that scored higher and does not continue the clip before."""
    passed = report("ink", "desk", "90")
    broken = report("ink", "desk", "97", passed=False)
    low, unjudged = report("ink", "desk", "60"), report("ink", "desk", None)
    ranked = [
        Shown(SimpleNamespace(number=number), None, one)  # type: ignore[arg-type]
        for number, one in enumerate((unjudged, low, broken, passed, passed), start=1)
    ]
    assert ranked == sorted(ranked, key=lambda one: one.rank)
    assert Decimal(97) == ranked[2].report.overall
