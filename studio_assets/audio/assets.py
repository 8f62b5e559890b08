"""The narration: each line of the locked cut, spoken once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

from resources.errors import BudgetReached, OutcomeUnknown
from resources.ledger.balance import CONTINGENCY
from resources.media.sound import sound_length
from resources.money import ZERO
from resources.progress import Progress, report
from resources.providers.port import SpeechRequest
from resources.takes.follow import obtain
from resources.takes.take import Take, Wanted
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.audio.present import narration_metadata
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.edl.cut import Event, PictureLock
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Narrator

__all__ = ["narrate"]

SIMULATED_RATE = Decimal("0.015")
"""Dollars per 1,000 characters that the simulated voice charges: a common price of plain voices.
Providers with a price table of their own ignore it."""

WAIT = 600
"""Seconds that the step waits for a line; the generation itself is never abandoned."""


async def narrate(sheet: CallSheet) -> AsyncIterator[Made]:
    """Speak the lines of the locked cut's scenes, paid from the contingency.

    Raises:
        TransientFailure: a retry would heal it at no cost for the lines that are spoken.
    """
    locked = sheet.need("picture_lock", PictureLock)
    narrator = sheet.production.narrator
    lines: tuple[NarrationLine, ...] = ()
    if locked.cut is not None and narrator is not None:
        spoken = await asyncio.gather(*(_line(sheet, narrator, event) for event in locked.cut.events))
        lines = tuple(line for line in spoken if line is not None)
    missing = [line.scene for line in lines if line.media is None]
    state = "silent" if not lines else f"held: {', '.join(missing)}" if missing else "spoken"
    document = Narration(
        state=state,
        voice=narrator.voice if narrator else "",
        provider=narrator.provider if narrator else "",
        lines=lines,
        price=sum((line.price for line in lines), ZERO),
        simulated=narrator is not None
        and bool(lines)
        and sheet.doers.provider("speech", narrator.provider).simulated,
    )
    report(Progress(stage="narrate", subject=sheet.production.name, state=document.happened))
    yield Made(
        sheet.wanted[0], document, narration_metadata(document), (Check("spoken", not missing, state),)
    )


async def _line(sheet: CallSheet, narrator: Narrator, event: Event) -> NarrationLine | None:
    text = sheet.need("scene", Scene, event.pilot, event.scene).narration.strip()
    if not text:
        return None
    line = NarrationLine(pilot=event.pilot, scene=event.scene, text=text, state="spoken")
    try:
        take = await _spoken(sheet, narrator, event, text)
    except BudgetReached as short:
        return line.model_copy(update={"state": f"held: {short.what}"})
    except OutcomeUnknown as lost:
        return line.model_copy(update={"state": f"unknown: {lost.what}"})
    if take.artifact is None:
        return line.model_copy(update={"state": f"refused: {take.reason}"})
    return line.model_copy(
        update={
            "media": take.artifact,
            "seconds": sound_length(sheet.doers.artifacts.path(take.artifact)),
            "price": take.price or ZERO,
            "slate": str(take.slate),
        }
    )


async def _spoken(sheet: CallSheet, narrator: Narrator, event: Event, text: str) -> Take:
    production, doers = sheet.production, sheet.doers
    wanted = Wanted(
        production=production.name,
        run=sheet.run,
        pilot=event.pilot,
        scene=f"{event.scene}_narration",
        kind="speech",
        model=narrator.model,
        request=SpeechRequest(
            model=narrator.model,
            voice=narrator.voice,
            text=text,
            rate=ZERO if doers.provider("speech", narrator.provider).own_prices else SIMULATED_RATE,
        ),
        budget=sheet.budget,
        accounts=(CONTINGENCY,),
        ordinal=1,
        fresh=sheet.launch if sheet.fresh else "",
    )
    return await obtain(
        wanted,
        provider=doers.provider("speech", narrator.provider),
        takes=doers.takes,
        artifacts=doers.artifacts,
        clock=doers.clock,
        worker=sheet.worker,
        wait=WAIT,
    )
