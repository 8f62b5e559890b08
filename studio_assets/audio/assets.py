"""The narration: each line of the locked cut, spoken once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from resources.artifacts.artifact import Artifact
from resources.errors import MediaFailed
from resources.money import ZERO
from resources.progress import Progress, report
from studio_assets.audio.bed import bed
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.audio.present import narration_metadata
from studio_assets.audio.speaking import Said, Speaking
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.edl.cut import PictureLock

__all__ = ["narrate"]


async def narrate(sheet: CallSheet) -> AsyncIterator[Made]:
    """Speak the lines of the locked cut's scenes, paid from the contingency.

    Raises:
        TransientFailure: a retry would heal it at no cost for the lines that are spoken.
    """
    locked, narrator = sheet.need("picture_lock", PictureLock), sheet.production.narrator
    said: Sequence[Said] = ()
    if locked.cut is not None and narrator is not None:
        events = [event for event in locked.cut.events if event.card is None]
        said = await _all([Speaking(sheet, narrator, locked.cut, event) for event in events])
    lines = tuple(one.line for one in said)
    missing = [line.scene for line in lines if line.media is None]
    state = "silent" if not lines else f"held: {', '.join(missing)}" if missing else "spoken"
    notes = [f"{line.scene}: {note}" for line in lines for note in line.notes]
    document = Narration(
        state=state,
        asked=tuple(asked for one in said for asked in one.asked),
        voice=narrator.voice if narrator else "",
        provider=narrator.provider if narrator else "",
        language=sheet.production.language,
        lines=lines,
        bed=await _bed(sheet, lines, notes),
        price=sum((line.price for line in lines), ZERO),
        simulated=narrator is not None
        and bool(lines)
        and sheet.doers.provider("speech", narrator.provider).simulated,
        notes=tuple(notes),
    )
    report(Progress(stage="narrate", subject=sheet.production.name, state=document.happened))
    checks = (Check("spoken", not missing, _found(lines, state)), _sounds_right(sheet, lines))
    yield Made(sheet.wanted[0], document, narration_metadata(document), checks)


async def _all(speakers: Sequence[Speaking]) -> Sequence[Said]:
    done = await asyncio.gather(*(one.say() for one in speakers), return_exceptions=True)
    # All are over by now: what was bought is written down, whatever became of another line.
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if isinstance(one, Said)]


async def _bed(sheet: CallSheet, lines: Sequence[NarrationLine], notes: list[str]) -> Artifact | None:
    try:
        return await bed([line.media for line in lines if line.media], sheet.doers.artifacts)
    except MediaFailed as broken:  # for listening only: the film does not need it
        notes.append(f"The lines could not be put together for listening: {broken.what}")
        return None


def _found(lines: Sequence[NarrationLine], state: str) -> str:
    return "; ".join(f"{line.scene}: {line.state}" for line in lines if line.media is None) or state


def _sounds_right(sheet: CallSheet, lines: Sequence[NarrationLine]) -> Check:
    faults = [f"{line.scene}: {fault}" for line in lines if line.report for fault in line.report.faults]
    again = f"`studio run {sheet.production.name} --run {sheet.run} --select narration --fresh`"
    mend = f"{again} buys other takes; a run without `--fresh` goes on with them."
    return Check("sounds_right", not faults, " ".join([*faults, mend]) if faults else "nothing is wrong")
