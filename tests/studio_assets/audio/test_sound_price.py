"""What narration and music may cost: told before anything is spoken, and never less than is paid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.money import ZERO
from studio_assets.audio.sound_price import SoundPrice, sound_price
from studio_assets.graph import Graph
from studio_assets.script.spoken import spoken
from studio_assets.spec.production import Mix, MusicCue, Narrator, SceneSpec
from tests.studio_assets.audio.conftest import Stage

CENT = Decimal("0.01")
DESK, RAIN = "It was two in the morning. " * 40, "Off it goes, at 2:00 AM. " * 40
SPOKEN = (
    SceneSpec(name="desk", duration=Fraction(5), narration=DESK),
    SceneSpec(name="rain", duration=Fraction(5), narration=RAIN),
)
CUE = MusicCue(provider="simulated", model="music", mood="warm lo-fi")


def foreseen(film: Stage, run: str = "monday", graph: Graph | None = None, **changes: Any) -> SoundPrice:
    """The price of the run's sound, with everything made anew unless other assets are named."""
    graph = graph or film.sheet.graph
    sheet = film.of("narration", run=run, graph=graph)
    return sound_price(sheet, changes.get("anew", graph.by_key))


def test_lines_cost_what_their_voice_is_paid(stage: Any) -> None:
    """Before a run begins its own words are quoted as they are said; once bought they cost nothing."""
    film: Stage = stage(scenes=SPOKEN)
    before = foreseen(film, run="")
    film.lock({"desk": DESK, "rain": RAIN})
    paid = film.narration().price
    assert (True, ZERO) == (before.narration - CENT < paid <= before.narration, before.music)
    assert paid > CENT
    assert SoundPrice() == foreseen(film)


def test_another_line_costs_what_it_is_paid_alone(stage: Any) -> None:
    """An edited line is the only one that an edit pays for."""
    film: Stage = stage(scenes=SPOKEN)
    film.lock({"desk": DESK, "rain": RAIN})
    first = film.narration().price
    scenes = (SPOKEN[0], SPOKEN[1].model_copy(update={"narration": f"{RAIN} Again."}))
    edited = Graph(film.sheet.production.model_copy(update={"scenes": scenes}))
    price = foreseen(film, graph=edited).narration
    assert ZERO < price < first
    assert ZERO == foreseen(film, graph=edited, anew=[edited.key("captions")]).narration


@pytest.mark.parametrize(
    "concept",
    [
        "It was two in the morning, and nothing worked. Not one single test, again and again. " * 9,
        "Es war zwei Uhr in der Nacht, und keine einzige Softwarepr\u00fcfung wollte gelingen. " * 9,
        "\u5348\u524d\u4e8c\u6642\u3002\u96e8\u304c\u964d\u308b\u3002" * 30,
    ],
    ids=["English", "German", "Japanese"],
)
def test_lines_that_nobody_wrote_cost_no_more_than_was_said(stage: Any, concept: str) -> None:
    """A line that is left to the writer is priced by the scene's length: what is spoken costs no more."""
    film: Stage = stage("desk", style="documentary", concept=concept, duration=Fraction(30))
    before = foreseen(film, run="")
    film.lock({"desk": spoken(concept, [Fraction(30)])[0]})
    assert ZERO < film.narration().price <= before.narration


def test_a_storyboard_of_the_users_own_scenes_is_silent(stage: Any) -> None:
    """Where no words are written none are priced."""
    film: Stage = stage(scenes=(SceneSpec(name="desk", description="A desk.", duration=Fraction(5)),))
    assert SoundPrice() == foreseen(film, run="")


def test_the_dearest_who_may_speak_counts(stage: Any) -> None:
    """With a dearer voice behind the first one the price is that voice's."""
    plain = Narrator(provider="openai_tts", model="tts-1", voice="nova")
    dear = Narrator(provider="elevenlabs", model="eleven_multilingual_v2", voice="Lily")
    alone, both = (
        foreseen(stage(scenes=SPOKEN, narrator=one), run="").narration
        for one in (plain, plain.model_copy(update={"fallback": (dear,)}))
    )
    assert both == foreseen(stage(scenes=SPOKEN, narrator=dear), run="").narration >= alone


def test_music_is_priced_by_the_cues_length(stage: Any) -> None:
    """Cues for the whole film and for its second scene are ordered in steps of 5 s; bought, they are free."""
    whole, part = CUE, CUE.model_copy(update={"mood": "dark", "first": "rain"})
    film: Stage = stage(scenes=SPOKEN, duration=Fraction(10), mix=Mix(music=(whole, part)))
    before = foreseen(film, run="")
    assert Decimal("0.60") * 15 / 60 == before.music
    film.lock({"desk": "", "rain": ""})
    assert before.music == film.music().price
    assert ZERO == foreseen(film).music


def test_a_film_that_became_longer_is_priced_as_it_is(stage: Any) -> None:
    """Lines that hold the picture make the film longer than its scenes: its music is as long as the film."""
    film: Stage = stage(scenes=SPOKEN, duration=Fraction(10), mix=Mix(music=(CUE,)))
    film.lock({"desk": "", "rain": ""}, {"desk": Fraction(21), "rain": Fraction(5)})
    assert Decimal("0.60") * 30 / 60 == foreseen(film).music == film.music().price


def test_what_the_contingency_cannot_pay_is_told() -> None:
    """A person learns before the film is made that its sound may be held."""
    price = SoundPrice(narration=Decimal("0.02"), music=Decimal("0.60"))
    assert "" == price.lacking(Decimal("0.62"))
    said = price.lacking(Decimal("0.50"))
    assert "may cost $0.62" in said and "is $0.50" in said and "Raise budget" in said
