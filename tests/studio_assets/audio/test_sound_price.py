"""What narration and music may cost: told before anything is spoken, and never less than is paid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.money import ZERO
from studio_assets.audio.sound_price import SoundPrice, sound_price
from studio_assets.edl.cut import PictureLock
from studio_assets.graph import Graph
from studio_assets.script.spoken import spoken
from studio_assets.spec.delivery import CardSpec, Titles
from studio_assets.spec.production import Mix, MusicCue, Narrator, SceneSpec
from studio_assets.timeline.assets import timeline_of
from studio_assets.wiring import doers
from tests.studio_assets.audio.conftest import Stage

CENT = Decimal("0.01")
DESK, RAIN = "It was two in the morning. " * 40, "Off it goes, at 2:00 AM. " * 40
SPOKEN = (
    SceneSpec(name="desk", duration=Fraction(5), narration=DESK),
    SceneSpec(name="rain", duration=Fraction(5), narration=RAIN),
)
SILENT = tuple(SceneSpec(name=name, duration=Fraction(5), description="A desk.") for name in ("desk", "rain"))
TEN = Fraction(10)
CUE = MusicCue(provider="simulated", model="music", mood="warm lo-fi")


def foreseen(film: Stage, run: str = "monday", graph: Graph | None = None, **changes: Any) -> SoundPrice:
    """The price of the run's sound, with everything made anew unless other assets are named."""
    graph = graph or film.sheet.graph
    sheet = film.of("narration", run=run, graph=graph, fresh=changes.get("fresh", False))
    return sound_price(sheet, changes.get("anew", graph.by_key))


def fitted(film: Stage) -> Fraction:
    """Speak the lines and fit the pictures to them; the film's seconds."""
    spoken = film.narration()
    film.write("narration", spoken)
    lock = film.sheet.need("picture_lock", PictureLock)
    assert lock.cut is not None
    timeline = timeline_of(film.sheet.production, lock.cut, spoken)
    film.write("timeline", timeline)
    assert timeline.cut is not None
    return timeline.cut.duration


def test_lines_cost_what_their_voice_is_paid(stage: Any) -> None:
    """Before a run begins its own words are quoted as they are said; once bought they cost nothing."""
    film: Stage = stage(scenes=SPOKEN, duration=TEN)
    before = foreseen(film, run="")
    film.lock({"desk": DESK, "rain": RAIN})
    paid = film.narration().price
    assert (True, ZERO) == (before.narration - CENT < paid <= before.narration, before.music)
    assert paid > CENT
    assert SoundPrice() == foreseen(film)


def test_another_line_costs_what_it_is_paid_alone(stage: Any) -> None:
    """An edited line is the only one that an edit pays for."""
    film: Stage = stage(scenes=SPOKEN, duration=TEN)
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
    film: Stage = stage(scenes=SILENT, duration=TEN)
    assert SoundPrice() == foreseen(film, run="")


def test_the_dearest_who_may_speak_counts(stage: Any) -> None:
    """With a dearer voice behind the first one the price is that voice's."""
    plain = Narrator(provider="openai_tts", model="tts-1", voice="nova")
    dear = Narrator(provider="elevenlabs", model="eleven_multilingual_v2", voice="Lily")
    alone, both = (
        foreseen(stage(scenes=SPOKEN, duration=TEN, narrator=one), run="").narration
        for one in (plain, plain.model_copy(update={"fallback": (dear,)}))
    )
    dearer = foreseen(stage(scenes=SPOKEN, duration=TEN, narrator=dear), run="").narration
    assert both == dearer >= alone


def test_music_is_priced_by_the_cues_length(stage: Any) -> None:
    """Cues for the whole film and for its second scene are ordered in steps of 5 s; bought, they are free."""
    whole, part = CUE, CUE.model_copy(update={"mood": "dark", "first": "rain"})
    film: Stage = stage(scenes=SILENT, duration=TEN, mix=Mix(music=(whole, part)))
    before = foreseen(film, run="")
    assert Decimal("0.60") * 15 / 60 == before.music
    film.lock({"desk": "", "rain": ""})
    assert before.music == film.music().price
    assert ZERO == foreseen(film).music


def test_a_film_that_became_longer_is_priced_as_it_is(stage: Any) -> None:
    """Lines that hold the picture make the film longer than its scenes: its music is as long as the film."""
    film: Stage = stage(scenes=SILENT, duration=TEN, mix=Mix(music=(CUE,)))
    film.lock({"desk": "", "rain": ""}, {"desk": Fraction(21), "rain": Fraction(5)})
    assert Decimal("0.60") * 30 / 60 == foreseen(film).music == film.music().price


def test_music_is_as_long_as_the_lines_make_the_film(stage: Any) -> None:
    """Where pictures wait for their lines, music is priced for the longer film before a word is spoken."""
    film: Stage = stage(scenes=SPOKEN, duration=TEN, mix=Mix(music=(CUE,)))
    before = foreseen(film, run="")
    film.lock({"desk": DESK, "rain": RAIN})
    said = fitted(film)
    assert said > 3 * TEN
    assert Decimal("0.60") * 10 / 60 < film.music().price <= before.music
    cut_off = film.sheet.production.model_copy(update={"mix": Mix(fit="shortest", music=(CUE,))})
    assert Decimal("0.60") * 10 / 60 == foreseen(film, run="", graph=Graph(cut_off)).music


def test_a_scene_that_is_added_is_counted_to_the_film_that_there_is(stage: Any) -> None:
    """A film that its lines made longer gets a scene: what its music was bought for is not enough."""
    film: Stage = stage(scenes=SILENT, duration=TEN, mix=Mix(music=(CUE,)))
    film.lock({"desk": "", "rain": ""}, {"desk": Fraction(16), "rain": Fraction(5)})
    assert Decimal("0.60") * 25 / 60 == film.music().price
    card = CardSpec(text="The end", duration=Fraction(3))
    scenes = (*SILENT, SILENT[0].model_copy(update={"name": "end", "card": card}))
    added = film.sheet.production.model_copy(update={"scenes": scenes, "duration": Fraction(15)})
    assert Decimal("0.60") * 30 / 60 == foreseen(film, graph=Graph(added)).music
    titled = added.model_copy(update={"titles": Titles(opening=card, closing=card)})
    assert Decimal("0.60") * 35 / 60 == foreseen(film, graph=Graph(titled)).music


def test_a_fresh_launch_pays_for_all_of_it_again(stage: Any) -> None:
    """What is bought is no answer to who wants another take of it."""
    film: Stage = stage(scenes=SPOKEN, duration=TEN, mix=Mix(music=(CUE,)))
    film.lock({"desk": DESK, "rain": RAIN})
    first = film.narration().price, film.music().price
    price = foreseen(film, fresh=True)
    again = film.narration(fresh=True, launch="another").price, film.music(fresh=True, launch="another").price
    assert price.narration >= again[0] - first[0] > 0
    assert price.music >= again[1] - first[1] > 0


def test_a_line_that_may_be_shortened_is_paid_twice(stage: Any) -> None:
    """A line that its picture may not carry is said again, shorter: both are priced, and then neither."""
    dear = Narrator(provider="elevenlabs", model="eleven_multilingual_v2", voice="Lily")
    film: Stage = stage("desk", duration=Fraction(1), narrator=dear)
    long = DESK[: len(DESK) // 4].strip()
    film.lock({"desk": long}, {"desk": Fraction(1)})
    price = foreseen(film, anew=[film.sheet.graph.key("narration")]).narration
    made = film.narration()
    assert made.lines[0].shortened_from
    assert 2 == len(film.takes)
    assert made.price <= price
    film.write("narration", made)
    assert ZERO == foreseen(film, anew=[film.sheet.graph.key("narration")]).narration


def test_a_price_that_nobody_knows_is_told(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A composer whose price is missing stops the run at the music: a person learns it before the clips."""
    cue = MusicCue(
        provider="mubert", model="track", mood="warm", fallback=(("elevenlabs_music", "music_v1"),)
    )
    film: Stage = stage(scenes=SILENT, duration=TEN, mix=Mix(music=(cue,)))
    monkeypatch.setenv("STUDIO_ENV", "live")
    film.sheet = film.of("narration", doers=doers())
    price = foreseen(film, run="")
    assert price.music > 0
    assert "The price of mubert track" in price.lacking(Decimal(5))


def test_what_the_contingency_cannot_pay_is_told() -> None:
    """A person learns before the film is made that its sound may be held."""
    price = SoundPrice(narration=Decimal("0.02"), music=Decimal("0.60"))
    assert "" == price.lacking(Decimal("0.62"))
    said = price.lacking(Decimal("0.50"))
    assert "may cost $0.62" in said and "is $0.50" in said and "Raise budget" in said
