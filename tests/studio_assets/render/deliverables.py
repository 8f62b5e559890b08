"""A fitted film of two small clips and a card, in a real store, so that each of its forms can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from resources.media.caption import Cue as Caption
from resources.media.caption_files import caption_file
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import CardText, PictureLock
from studio_assets.graph import Graph
from studio_assets.spec.delivery import CaptionSpec, Deliverable
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline
from studio_assets.wiring import doers
from tests.resources.media.marker_clips import HEIGHT, WIDTH, write_clip
from tests.studio_assets.timeline.reels import card, cut_of, event

__all__ = ["FPS", "MASTER", "Film", "film"]

FPS = 10
MASTER = Deliverable(width=WIDTH, height=HEIGHT, quality="preview")


@dataclass
class Film:
    """A run with all that the forms of its film are made from.

    Args:
        sheet: of the whole run.
    """

    sheet: CallSheet

    def write(self, kind: Any, document: Any) -> None:
        """Store a document of the run."""
        name = self.sheet.path(self.sheet.graph.key(kind))
        self.sheet.doers.artifacts.write_document(name, document.model_dump_json())


def film(folder: Path, production: Callable[..., Any], *forms: Deliverable, **changes: Any) -> Film:
    """The film of a card of 4 frames and two scenes of 10, of a locked cut that lacks `gone`; nobody speaks.

    Args:
        folder: for the clips.
        production: builds the production.
        forms: deliverables; none is a small master alone.
        changes: of the production.
    """
    given = {"fps": FPS, "deliverables": forms or (MASTER,), "captions": CaptionSpec()} | changes
    made = Film(CallSheet(Graph(production(**given)), "monday", (), doers(), "launch", "worker"))
    keep = made.sheet.doers.artifacts.keep
    clips = [keep(write_clip(folder / f"{n}.mp4", n, FPS, fps=FPS), ".mp4").digest for n in (1, 2)]
    shots = [
        event(scene, FPS).model_copy(update={"clip": clip}) for scene, clip in zip("ab", clips, strict=True)
    ]
    opening = card("opening", 4).model_copy(update={"card": CardText(text="Later")})
    cut = cut_of(opening, *shots, fps=FPS).model_copy(update={"missing": {"gone": "it was refused"}})
    lock = PictureLock(state="locked", cut=cut, picked_by="policy", reason="")
    narration = Narration(state="silent", voice="", provider="")
    timeline = FilmTimeline(
        state="fitted",
        lock=lock.identity,
        narration=narration.identity,
        cut=cut,
        chapters=(Chapter(title="Start", at=0), Chapter(title="A", at=4)),
    )
    cues = (Caption(start=500, end=1500, lines=("It is late.",)),)
    captions = Captions(
        state="captioned",
        cues=cues,
        files={"srt": made.sheet.doers.artifacts.keep_bytes(caption_file(cues, "srt"), ".srt")},
        timeline=timeline.identity,
    )
    documents = {
        "picture_lock": lock,
        "narration": narration,
        "timeline": timeline,
        "captions": captions,
    }
    for kind, document in documents.items():
        made.write(kind, document)
    made.sheet.doers.ledger.open(made.sheet.budget, production().budget.limit)
    return made


SECONDS = Fraction(24, FPS)
"""How long it is."""
