"""What the Dagster UI shows of narration and music."""

from __future__ import annotations

from typing import Any

from studio_assets.audio.music import Cue, Music
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.figures import bullets, money, table
from studio_assets.links import link

__all__ = ["music_metadata", "narration_metadata"]


def narration_metadata(narration: Narration) -> dict[str, Any]:
    """The voice, the price, all lines in one sound, and each spoken line, which is a link to its sound.

    Args:
        narration: the narration's document.
    """
    shown: dict[str, Any] = {
        "state": narration.state,
        "voice": narration.voice or "none",
        "provider": narration.provider,
        **money("cost", narration.price),
        "simulated": narration.simulated,
    }
    if narration.bed is not None:
        shown["bed"] = link(narration.bed, "all lines, one after another")
    if any(line.report for line in narration.lines):
        shown["sound"] = table([_measured(line) for line in narration.lines if line.report])
    faults = [
        f"{line.scene}: {fault}" for line in narration.lines if line.report for fault in line.report.faults
    ]
    if faults:
        shown["faults"] = bullets(faults)
    for line in narration.lines:
        shown[line.scene] = (
            link(line.media, _plain(line.text)) if line.media else f"{line.state}: {line.text}"
        )
    return shown


def music_metadata(music: Music) -> dict[str, Any]:
    """The price, and each cue, which is a link to its sound.

    Args:
        music: the music's document.
    """
    shown: dict[str, Any] = {
        "state": music.state,
        **money("cost", music.price),
        "simulated": music.simulated,
    }
    for cue in music.cues:
        words = _plain(cue.mood) or f"cue {cue.number}"
        shown[f"cue_{cue.number}"] = link(cue.media, words) if cue.media else f"{cue.state}: {words}"
    if music.cues:
        shown["cues"] = table([_cue(cue) for cue in music.cues])
    return shown


def _measured(line: NarrationLine) -> dict[str, str]:
    report = line.report
    assert report is not None
    return {
        "scene": line.scene,
        "seconds": f"{float(line.seconds):.2f}",
        "picture": f"{float(report.picture):.2f}",
        "LUFS": "" if report.loudness is None else f"{report.loudness:.1f}",
        "words a minute": "" if report.words_per_minute is None else str(report.words_per_minute),
        "voice": f"{line.voice} ({line.provider}"
        + (f", in place of {line.fell_back_from})" if line.fell_back_from else ")"),
    }


def _cue(cue: Cue) -> dict[str, str]:
    return {
        "cue": str(cue.number),
        "frames": f"{cue.at}-{cue.end}",
        "seconds": f"{float(cue.seconds):.2f}" if cue.media else "",
        "by": (cue.provider or "file")
        + (f", in place of {cue.fell_back_from}" if cue.fell_back_from else ""),
    }


def _plain(text: str) -> str:
    """The words without what Markdown would read as the end of a link."""
    return text.replace("[", "(").replace("]", ")")
