"""The narration: each line bought once, in words that a voice can say, by the next speaker if one refuses."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.errors import TransientFailure
from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO
from resources.progress import LOGGER
from resources.providers.port import SpeechRequest
from resources.takes.recipe import recipe
from studio_assets.audio import speaking
from studio_assets.audio.assets import narrate
from studio_assets.audio.sound_price import sound_price
from studio_assets.audio.speaking import SIMULATED_RATE
from studio_assets.audio.wishes import Choice, Wish
from studio_assets.graph import Graph
from studio_assets.spec.production import Narrator
from studio_assets.wiring import doers
from tests.studio_assets.audio.conftest import Stage, only, play

LINES = {"desk": "It was two in the morning.", "rain": "Off it goes."}
BOTH = Narrator(
    provider="elevenlabs",
    model="eleven_multilingual_v2",
    voice="Lily",
    fallback=(Narrator(provider="openai_tts", model="tts-1", voice="nova"),),
)


def test_lines_are_bought_once(stage: Any) -> None:
    """Each line is a take paid from the contingency; making the narration again costs nothing."""
    film: Stage = stage(*LINES)
    film.lock(LINES)
    made = film.narrate()
    first = film.narration()
    assert made.document == first
    assert ("spoken", [True, True]) == (first.state, [check.passed for check in made.checks])
    assert [("desk_narration", CONTINGENCY), ("rain_narration", CONTINGENCY)] == [
        (take.scene, take.account) for take in film.takes
    ]
    assert film.check_money() == first.price > 0
    desk = first.line("ink", "desk")
    assert desk is not None and desk.report is not None
    assert ("simulated", "Lily", "", LINES["desk"]) == (
        desk.provider,
        desk.voice,
        desk.fell_back_from,
        desk.spoken,
    )


def test_a_plain_line_has_the_recipe_that_it_always_had(stage: Any) -> None:
    """A stored recipe: a line without figures and markup is what earlier versions bought."""
    film: Stage = stage("desk")
    film.lock({"desk": "It was two in the morning."})
    film.narration()
    request = SpeechRequest(
        model="speech", voice="Lily", text="It was two in the morning.", rate=SIMULATED_RATE
    )
    assert [recipe("simulated", request)] == [take.recipe for take in film.takes]
    assert "82dde36e3c8f" == film.takes[0].recipe


def test_figures_are_said_in_words_and_written_as_they_were(stage: Any) -> None:
    """The voice gets words; captions keep the text; a line that was bought as written stays."""
    film: Stage = stage("desk")
    film.lock({"desk": "At **2:00 AM** for $5."})
    [line] = film.narration().lines
    assert ("At **2:00 AM** for $5.", "At two AM for five dollars.") == (line.text, line.spoken)


def test_what_was_bought_as_written_stays(stage: Any) -> None:
    """A line with figures that an earlier version bought is used; only `--fresh` says it in words."""
    film: Stage = stage("desk")
    film.lock({"desk": "It is 5."})
    request = SpeechRequest(model="speech", voice="Lily", text="It is 5.", rate=SIMULATED_RATE)
    asyncio.run(Wish(film.sheet, "ink", "desk_narration", [Choice("simulated", request)]).obtain())
    assert ("It is 5.", 1) == (film.narration().lines[0].spoken, len(film.takes))
    fresh = film.narration(fresh=True, launch="again").lines[0]
    assert ("It is five.", 2) == (fresh.spoken, len(film.takes))
    assert fresh == film.narration().lines[0]


def test_a_line_stays_when_figures_are_said_otherwise(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that says figures in other words buys no line anew that the one before has bought."""
    film: Stage = stage("desk")
    film.lock({"desk": "It was 2:00 AM."})
    german = film.of("narration", graph=Graph(film.sheet.production.model_copy(update={"language": "de"})))
    with monkeypatch.context() as before:
        before.setattr(speaking, "speakable", lambda text, _: text.replace("2:00 AM", "two hours"))
        bought = film.narration()
    film.write("narration", bought)
    assert "It was two hours." == bought.lines[0].spoken
    assert bought.lines == film.narration().lines
    assert 1 == len(film.takes)
    assert ZERO == sound_price(film.of("narration"), [german.graph.key("narration")]).narration
    assert "It was zwei Uhr AM." == asyncio.run(only(narrate, german)).document.lines[0].spoken
    assert "It was two AM." == film.narration(fresh=True, launch="another").lines[0].spoken


def test_a_fresh_line_stays(stage: Any) -> None:
    """`--fresh` buys another take, and every later launch uses it."""
    film: Stage = stage("rain")
    film.lock({"rain": LINES["rain"]})
    first = film.narration().lines[0]
    fresh = film.narration(fresh=True, launch="tuesday").lines[0]
    assert (2 * first.price, True) == (fresh.price, first.slate != fresh.slate)
    assert fresh == film.narration().lines[0]
    assert fresh.price == film.check_money()


def test_what_one_speaker_refuses_the_next_one_says(
    stage: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Another voice speaks the refused line alone, and it is told; asking again asks nobody anew."""
    caplog.set_level("INFO", LOGGER)
    monkeypatch.setenv(
        "STUDIO_SPEECH_ELEVENLABS", json.dumps({"latency": 0, "interval": 0.01, "refuse": "Off"})
    )
    monkeypatch.setenv("STUDIO_SPEECH_OPENAI_TTS", json.dumps({"latency": 0, "interval": 0.01}))
    film: Stage = stage(*LINES, narrator=BOTH)
    film.lock(LINES)
    desk, rain = film.narration().lines
    (told,) = [
        one.getMessage() for one in caplog.records if "from elevenlabs to openai_tts" in one.getMessage()
    ]
    assert "speak" in told
    assert [("elevenlabs", "Lily", ""), ("openai_tts", "nova", "elevenlabs")] == [
        (line.provider, line.voice, line.fell_back_from) for line in (desk, rain)
    ]
    monkeypatch.setenv("STUDIO_SPEECH_ELEVENLABS", json.dumps({"latency": 0, "interval": 0.01}))
    again = Stage(film.of("narration", doers=doers()), film.scene)
    assert [desk, rain] == list(again.narration().lines)
    film.check_money()


def test_a_line_that_nobody_can_say_is_refused(stage: Any) -> None:
    """A line over every provider's limit is a state with its reason; nothing is sent and the others go on."""
    film: Stage = stage(*LINES)
    film.lock({"desk": "word " * 1100, "rain": LINES["rain"]})
    made = film.narrate()
    document: Any = made.document
    assert "held: desk" == document.state
    assert document.lines[0].state.startswith("refused: ")
    assert [False, True] == [check.passed for check in made.checks]
    assert ["rain_narration"] == [take.scene for take in film.takes if take.price]


def test_the_contingency_is_the_limit(stage: Any) -> None:
    """Where the money is gone a line is held, and nothing is overspent."""
    film: Stage = stage(*LINES, limit="0.0004")
    film.lock(LINES)
    document = film.narration()
    assert {"spoken", "held"} == {line.state.partition(":")[0] for line in document.lines}
    film.check_money()


def test_two_workers_buy_once(stage: Any) -> None:
    """Two processes that narrate the same run at once pay for each line once and say the same."""
    film: Stage = stage(*LINES)
    film.lock(LINES)

    async def both() -> list[Any]:
        sheets = [film.of("narration", worker=name) for name in ("a", "b")]
        return await asyncio.gather(*(only(narrate, sheet) for sheet in sheets))

    one, other = asyncio.run(both())
    assert one.document == other.document
    assert 2 == len(film.takes)
    film.check_money()


def test_silence(stage: Any) -> None:
    """Without a line, and without a cut, nobody speaks and nothing is red."""
    film: Stage = stage("desk")
    film.lock({"desk": " 🎉 "})
    made = film.narrate()
    document: Any = made.document
    assert ("silent", None, ()) == (document.state, document.bed, document.lines)
    assert all(check.passed for check in made.checks)


FAULTS = st.fixed_dictionaries(
    {
        "reject": st.sampled_from(["", "1", "1-2"]),
        "lose_answer": st.sampled_from(["", "1", "2"]),
        "fail": st.sampled_from(["", "1", "2"]),
        "refuse": st.sampled_from(["", "Off"]),
    }
)


@settings(
    deadline=None,
    max_examples=3,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(faults=FAULTS, limit=st.sampled_from(["5", "0.0004"]))
def test_money(stage: Any, monkeypatch: pytest.MonkeyPatch, faults: Any, limit: str) -> None:
    """Whatever fails, what was spent is what takes cost and what was billed, and no line is paid twice."""
    play(monkeypatch, **faults)
    film: Stage = stage(*LINES, limit=limit)
    film.lock(LINES)
    for _ in range(6):
        try:
            document = film.narration()
            break
        except TransientFailure:
            film.check_money()
    spent = film.check_money()
    assert spent == document.price
    assert document == film.narration()
    assert spent == film.check_money()
    paid = [take.scene for take in film.takes if take.price]
    assert sorted(set(paid)) == sorted(paid)
