"""The music: each cue ordered once and as long as the film needs it, or taken from a file."""

from __future__ import annotations

import hashlib
import io
import json
import wave
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.errors import TransientFailure
from resources.ledger.balance import CONTINGENCY
from studio_assets.audio.cues import names
from studio_assets.graph import Graph
from studio_assets.spec.production import FileInput, Mix, MusicCue
from studio_assets.wiring import doers
from tests.studio_assets.audio.conftest import Stage, play

LINES = {"desk": "", "rain": ""}
TWO = {"desk": Fraction(2), "rain": Fraction(2)}
"""Four seconds of film: five of music."""


def cue(**changes: Any) -> MusicCue:
    """A cue of the simulated composer."""
    return MusicCue(**({"provider": "simulated", "model": "music", "mood": "warm lo-fi"} | changes))


def test_cues_are_bought_once(stage: Any) -> None:
    """Each cue is a take of the whole film, paid from the contingency; a film a bit longer buys no other."""
    film: Stage = stage(*LINES, mix=Mix(music=(cue(), cue(mood="dark", first="rain", gain_db=Decimal(-3)))))
    film.lock(LINES, TWO)
    made = film.score()
    document: Any = made.document
    assert document == film.music()
    assert {("_film", name, CONTINGENCY) for name in names(film.sheet.production.mix.music)} == {
        (take.pilot, take.scene, take.account) for take in film.takes
    }
    assert [("made", 0, 96, 5, 0.0), ("made", 48, 96, 5, -3.0)] == [
        (one.state, one.at, one.end, one.seconds, one.gain_db) for one in document.cues
    ]
    assert [("made", True)] == [(check.name, check.passed) for check in made.checks]
    assert Decimal("0.10") == document.price == film.check_money()
    film.lock(LINES, TWO | {"desk": Fraction(3)})
    assert [(0, 120, 5), (72, 120, 5)] == [(one.at, one.end, one.seconds) for one in film.music().cues]
    assert 2 == len(film.takes)


def test_a_cue_that_is_put_first_buys_itself_alone(stage: Any) -> None:
    """Another cue before two of one mood: each of these keeps the piece of its own that it has."""
    film: Stage = stage(*LINES, mix=Mix(music=(cue(last="desk"), cue(first="rain"))))
    film.lock(LINES, TWO)
    before = film.music()
    assert 2 == len({one.slate for one in before.cues})
    more = Mix(music=(cue(mood="dark"), *film.sheet.production.mix.music))
    edited = film.sheet.production.model_copy(update={"mix": more})
    after = film.music(graph=Graph(edited))
    assert [one.slate for one in before.cues] == [one.slate for one in after.cues[1:]]
    assert 3 == len(film.takes)
    film.check_money()


def test_what_one_composer_refuses_the_next_one_makes(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fallback composes what was refused, as long as it can, and the document says so."""
    quick = {"latency": 0, "interval": 0.01}
    monkeypatch.setenv("STUDIO_MUSIC_ELEVENLABS_MUSIC", json.dumps(quick | {"refuse": "lo-fi"}))
    other = (("simulated", "music"),)
    wanted = cue(provider="elevenlabs_music", model="music_v1", fallback=other)
    film: Stage = stage(*LINES, mix=Mix(music=(wanted,)))
    film.lock(LINES, TWO)
    [one] = film.music().cues
    assert ("made", "simulated", "elevenlabs_music") == (one.state, one.provider, one.fell_back_from)
    film.check_money()


def test_a_file_is_used_as_it_is(stage: Any) -> None:
    """A file costs nothing; one that is no sound, or is not there, is a state with its reason."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setparams((1, 2, 8_000, 0, "NONE", ""))
        out.writeframes(bytes(16_000))
    given = {"a.wav": buffer.getvalue(), "b.mp3": b"no sound at all", "c.mp3": b"elsewhere"}
    cues = tuple(
        MusicCue(file=FileInput(path=name, digest=hashlib.sha256(data).hexdigest()))
        for name, data in given.items()
    )
    film: Stage = stage("desk", mix=Mix(music=cues))
    store = film.sheet.doers.artifacts
    kept = [store.keep_bytes(given[name], name[1:]) for name in ("a.wav", "b.mp3")]
    film.lock({"desk": ""})
    document = film.music()
    assert ["file", "damaged", "held"] == [one.state.partition(":")[0] for one in document.cues]
    assert ("held: cue 2, cue 3", 0, kept[0]) == (document.state, document.price, document.cues[0].media)
    assert () == tuple(film.takes)


def test_held_and_silent(stage: Any) -> None:
    """Without money a cue is held; without its scenes it is silent and buys nothing."""
    film: Stage = stage(*LINES, limit="0.01", mix=Mix(music=(cue(), cue(first="gone", last="gone"))))
    film.lock(LINES)
    made = film.score()
    document: Any = made.document
    assert ["held"] == [one.state.partition(":")[0] for one in document.cues[:1]]
    assert not made.checks[0].passed
    film.check_money()


def test_a_lost_answer_is_never_asked_elsewhere(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A composer whose answer was lost is looked up and paid once; the fallback gets nothing meanwhile."""
    play(monkeypatch, lose_answer="1")
    film: Stage = stage("desk", mix=Mix(music=(cue(fallback=(("elevenlabs_music", "music_v1"),)),)))
    film.lock({"desk": ""})
    try:
        document = film.music()
    except TransientFailure:
        document = film.music(doers=doers())
    assert ["simulated"] == [take.provider for take in film.takes]
    assert "made" == document.state
    film.check_money()
