"""`studio export`: the film, or a candidate cut, as files that editing programs open."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from resources.errors import NotConfigured
from resources.runs.run import Run
from studio_assets.call_sheet import CallSheet
from studio_assets.cli.choose import choose_run
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.combine.stored import combined_cuts
from studio_assets.edl.cut import Edl
from studio_assets.edl.exports.formats import Written, formats
from studio_assets.edl.handover.folder import deliver, strangers
from studio_assets.edl.handover.gather import Gathered, of_combined, of_cut, of_film
from studio_assets.edl.handover.notes import notes_page
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.wiring import doers

__all__ = ["export"]


@click.command()
@click.argument("production")
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="The folder to write.")
@click.option("--run", "key", help="The run; without it, the newest.")
@click.option("--cut", help="A named cut, or a candidate's pictures; without it, the film of the locked cut.")
@click.option(
    "--format",
    "names",
    type=click.Choice(list(formats())),
    metavar="FORMAT",
    multiple=True,
    help=f"One of {', '.join(formats())}; may be given several times. Without it, every format.",
)
@click.option(
    "--media",
    type=click.Choice(["link", "copy"]),
    metavar="HOW",
    default="link",
    show_default=True,
    help="`link` the media, which takes no room, or `copy` them, for another disk.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def export(
    production: str,
    folder: Path,
    key: str | None,
    cut: str | None,
    names: tuple[str, ...],
    media: str,
    as_json: bool,
) -> None:
    """Write the film of PRODUCTION (or PRODUCTION/RUN) for editing programs.

    Beside the files lies `media` with every clip and sound, and `NOTES.md` says what each format could not
    keep. Exporting again replaces an earlier export and nothing else.
    """
    who = doers()
    record = choose_run(who, production, key)
    found = _gathered(sheet_of(who, record), cut)
    if os.path.lexists(folder) and not folder.is_dir():
        raise Mistake(f"{folder} is no folder.", mend="Name another one, or move that away.")
    others = strangers(folder)
    if others:
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        raise Mistake(
            f"{folder} holds what no export left there: {', '.join(others[:3])}{more}.",
            mend="Name another folder, or move that out of it.",
        )
    chosen = {name: form for name, form in formats().items() if not names or name in names}
    written = {
        name: (f"{found.program.name}{form.suffix}", form, form.write(found.program))
        for name, form in chosen.items()
    }
    texts = {file: one.text for file, _, one in written.values()}
    page = notes_page(found.program, written, run=f"{record.production}/{record.run}", cut=found.cut)
    deliver(folder, {**found.files, **texts, "NOTES.md": page}, copy=media == "copy")
    results = {file: one for file, _, one in written.values()}
    click.echo(_json(folder, record, found, results) if as_json else _words(folder, record, found, results))


def _gathered(sheet: CallSheet, cut: str | None) -> Gathered:
    try:
        if cut is None:
            return of_film(sheet)
        combined = {one.name: one for one in combined_cuts(sheet)}
        if cut in combined:
            return of_combined(sheet, combined[cut])
        known = sheet.need("edl", Edl).cuts
    except NotConfigured as error:
        raise Mistake(error.what, mend=error.mend, where=error.where) from None
    cuts = {one.name: one for one in known if one.events}
    if cut not in cuts:
        raise Mistake(f"There is no cut {cut!r}.", mend=nearest(cut, {**cuts, **combined}))
    return of_cut(sheet, cuts[cut])


def _words(folder: Path, record: Run, found: Gathered, written: dict[str, Written]) -> str:
    program = found.program
    lines = [f"{record.production}/{record.run}, {found.cut} cut: {program.frames} frames, {folder}"]
    for file, one in written.items():
        kept = f"{len(one.notes)} notes" if one.notes else "keeps everything"
        lines.append(f"  {file:<24} {kept}")
    lines.append(f"  {'media':<24} {len(program.media)} files")
    lines.append(f"  {'NOTES.md':<24} what each format could not keep")
    return "\n".join(lines)


def _json(folder: Path, record: Run, found: Gathered, written: dict[str, Written]) -> str:
    result = {
        "production": record.production,
        "run": record.run,
        "cut": found.cut,
        "folder": str(folder),
        "frames": found.program.frames,
        "files": {file: list(one.notes) for file, one in written.items()},
        "media": sorted(found.files),
    }
    return json.dumps(result, indent=2)
