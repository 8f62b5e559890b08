"""The page that lies beside an export: what is in it, and what each format could not keep."""

from __future__ import annotations

from collections.abc import Mapping

from studio_assets.edl.exports.formats import Format, Written
from studio_assets.edl.exports.program import Program

__all__ = ["notes_page"]


def notes_page(
    program: Program, written: Mapping[str, tuple[str, Format, Written]], *, run: str, cut: str
) -> str:
    """The page's text, in Markdown; the same export gives the same text.

    Args:
        program: what was written down.
        written: format name -> its file's name, the format, and what it gave.
        run: the run, with its production.
        cut: the cut's name.
    """
    seconds = f"{program.frames / program.fps:.3f}".rstrip("0").rstrip(".")
    lines = [
        f"# {program.name}",
        "",
        f"The {cut} cut of {run}: {program.frames} frames at {program.fps} a second, {seconds} s, "
        f"{program.width}x{program.height}.",
        "",
        "Keep the files beside `media`: they name it by relative paths.",
        "",
    ]
    for name, (file, form, one) in written.items():
        lines += [f"## {name}: `{file}`", "", f"{form.title}, for {form.opens}.", ""]
        lines += [f"- {note}" for note in one.notes] or ["It keeps everything."]
        lines.append("")
    if program.sounds:
        lines += ["## In every format", ""]
        lines += ["- Music neither fades nor gives way to speech, and loudness is as the files have it: the"]
        lines += ["  render does that, and an editing program does it its own way.", ""]
    if program.missing:
        lines += ["## What the cut lacks", ""]
        lines += [f"- {scene}: {why}" for scene, why in program.missing.items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
