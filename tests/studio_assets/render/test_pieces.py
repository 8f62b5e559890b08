"""What a form needs beside clips is drawn and looked for once."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.segment_cache import SegmentCache
from resources.media.probe import probe
from studio_assets.edl.cut import CardText
from studio_assets.render.pieces import Pieces
from studio_assets.spec.delivery import Deliverable
from studio_assets.timeline.film_timeline import FilmTimeline
from tests.resources.media.marker_clips import HEIGHT, WIDTH
from tests.studio_assets.render.deliverables import FPS, MASTER, Film, film
from tests.studio_assets.timeline.reels import card, cut_of

TALL = Deliverable(name="tall", width=90, height=160, fit="crop")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any) -> Film:
    """A run whose film is fitted."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    return film(tmp_path, production, width=WIDTH, height=HEIGHT)


def test_a_card_is_drawn_once_and_long_enough(
    made: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cards with the same letters are one clip, as long as the longest; the next render draws none."""
    cut = cut_of(card("opening", 3), card("closing", 7), fps=FPS)
    pieces = Pieces(made.sheet, MASTER)
    first = asyncio.run(pieces.cards(cut, tmp_path))
    assert [CardText(text="Later")] == list(first)
    assert 7 == probe(first[CardText(text="Later")]).frames
    puts: list[str] = []
    monkeypatch.setattr(SegmentCache, "put", lambda _, key, file: puts.append(key) or file)
    assert first == asyncio.run(pieces.cards(cut, tmp_path))
    assert [] == puts


@pytest.mark.parametrize(
    ("form", "looks"),
    [
        (TALL, True),
        (MASTER, False),
        (TALL.model_copy(update={"fit": "pad"}), False),
        (TALL.model_copy(update={"width": 2 * WIDTH, "height": 2 * HEIGHT}), False),
        (TALL.model_copy(update={"sound_only": True}), False),
    ],
    ids=["crop", "master", "pad", "same-shape", "sound"],
)
def test_only_a_crop_looks_where_clips_move(form: Deliverable, looks: bool, made: Film) -> None:
    """Where the middle of a crop lies is measured for each clip; nobody else needs it."""
    cut = made.sheet.need("timeline", FilmTimeline).cut
    assert cut is not None
    found = asyncio.run(Pieces(made.sheet, form).focus(cut))
    clips = {one.clip for one in cut.events if one.card is None}
    assert (clips if looks else set()) == set(found)
    assert all(0 <= share <= 1 and isinstance(share, Fraction) for at in found.values() for share in at)
