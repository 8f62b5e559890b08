"""What a new or edited spec launches."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from studio_assets.audio.narration import Narration
from studio_assets.audio.sound_price import SoundPrice
from studio_assets.call_sheet import Doers
from studio_assets.edits import Launch, edit
from studio_assets.graph import Graph
from studio_assets.spec.production import (
    Automation,
    CaptionSpec,
    FileInput,
    Mix,
    MusicCue,
    PilotSpec,
    Production,
    SceneSpec,
    SeedFile,
)
from studio_assets.wiring import doers

Build = Callable[..., Production]


@pytest.fixture
def who(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doers:
    """Empty stores of their own."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    monkeypatch.delenv("STUDIO_ARTIFACTS", raising=False)
    return doers()


@pytest.fixture
def film(production: Build, pilot: Callable[..., PilotSpec]) -> Build:
    """A film of two scenes by one pilot at $1.25 each; words replace scenes' descriptions."""

    def make(on_change: str = "run", under: str | None = None, **words: str) -> Production:
        return production(
            pilots=(pilot("ink"),),
            duration=Fraction(10),
            scenes=tuple(
                SceneSpec(name=name, description=words.get(name, f"A {name}."), duration=Fraction(5))
                for name in ("desk", "lamp")
            ),
            automation=Automation(
                on_change=on_change, auto_approve_under=Decimal(under) if under else None, schedule=None
            ),
        )

    return make


def _begin(who: Doers, production: Production) -> None:
    who.runs.start("coffee", "monday", production.model_dump_json())


def _names(launch: Launch) -> set[str]:
    return {"/".join(key[1:]) for key in launch.assets}


def test_a_new_spec_launches_everything_in_a_new_run(who: Doers, film: Build) -> None:
    """A spec without a run launches all of its assets in a new one, and says the most that it costs."""
    launch = edit(film(), who)
    assert (None, True) == (launch.run, launch.settled)
    assert tuple(node.key for node in Graph(film()).nodes) == launch.assets
    assert launch.note.endswith("in a new run, up to $5.00 (clips $2.50 without reshoots and fallbacks)")


def test_an_edit_launches_what_it_touches_in_the_newest_run(who: Doers, film: Build) -> None:
    """An edited scene launches what is made from it in the newest run, at that scene's price."""
    _begin(who, film())
    launch = edit(film(lamp="A red lamp."), who)
    assert "monday" == launch.run
    assert {"ink/lamp_clip", "master"} < _names(launch)
    assert "ink/desk_clip" not in _names(launch)
    assert launch.note.endswith("up to $2.50 (clips $1.25 without reshoots and fallbacks)")


def test_what_changes_no_picture_costs_nothing(who: Doers, film: Build) -> None:
    """An edit of the budget touches the plan and what follows from it, and films nothing anew."""
    _begin(who, film())
    richer = film().budget.model_copy(update={"limit": Decimal(30)})
    launch = edit(film().model_copy(update={"budget": richer}), who)
    assert "plan" in _names(launch)
    assert launch.note.endswith("up to $0.00")


def test_another_way_of_judging_costs_what_it_may_film_again(who: Doers, film: Build) -> None:
    """A new threshold films nothing by itself, but each clip may fail it: the reshoots are in the price."""
    _begin(who, film())
    strict = film().quality.model_copy(update={"threshold": Decimal(99), "reshoots": 2})
    launch = edit(film().model_copy(update={"quality": strict}), who)
    assert launch.note.endswith("up to $5.00 (clips $0.00 without reshoots and fallbacks)")
    dear = film(under="4").model_copy(update={"quality": strict})
    assert ((), False) == (edit(dear, who).assets, edit(dear, who).settled)


def test_nothing_changed_launches_nothing(who: Doers, film: Build) -> None:
    """The same spec again, or another schedule, launches nothing and is dealt with."""
    _begin(who, film())
    launch = edit(film(), who)
    assert ((), True) == (launch.assets, launch.settled)
    assert "nothing changed" in launch.note


def test_off_launches_nothing_and_plan_only_the_plan(who: Doers, film: Build) -> None:
    """With `on_change: off` nothing is launched, with `plan` the plan alone."""
    assert () == edit(film("off"), who).assets
    assert {"plan"} == _names(edit(film("plan"), who))


@pytest.mark.parametrize(("under", "launched"), [("2.51", True), ("2.50", False), ("0.50", False)])
def test_a_dear_edit_waits_for_a_person(who: Doers, film: Build, under: str, launched: bool) -> None:
    """An edit that costs as much as `auto_approve_under` or more waits, says why, and is looked at again."""
    _begin(who, film(under=under))
    launch = edit(film(under=under, lamp="A red lamp."), who)
    assert (launched, launched) == (bool(launch.assets), launch.settled)
    assert launched or "waits for a person" in launch.note


def test_voice_and_music_count(who: Doers, film: Build) -> None:
    """What a person approves holds the price of lines and music, which stand beside the clips' price."""

    def scored(under: str) -> Production:
        made = film(under=under)
        cue = MusicCue(provider="simulated", model="music", mood="warm")
        spoken = made.scenes[0].model_copy(update={"narration": "Off it goes."})
        return made.model_copy(update={"scenes": (spoken, made.scenes[1]), "mix": Mix(music=(cue,))})

    launch = edit(scored("5.12"), who)
    parts = "$0.11 of it for sound, clips $2.50 without reshoots and fallbacks"
    assert launch.note.endswith(f"up to $5.11 ({parts})")
    assert launch.assets and not edit(scored("5.11"), who).assets
    _begin(who, scored("0.10"))
    louder = scored("0.10").model_copy(update={"mix": Mix()})
    assert edit(louder, who).note.endswith("up to $0.00")


def test_a_price_that_nobody_knows_waits_for_a_person(
    who: Doers, film: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit, an edit whose music has no known price is not approved by itself, and says why."""
    monkeypatch.setattr(
        "studio_assets.edits.sound_price", lambda *_: SoundPrice(unpriced=("mubert needs `price`.",))
    )
    launch = edit(film(under="100"), who)
    assert ((), False) == (launch.assets, launch.settled)
    assert launch.note.endswith("a price is not known: mubert needs `price`.")
    assert edit(film(), who).assets


def test_an_edit_that_the_run_cannot_pay_waits(who: Doers, film: Build) -> None:
    """An edit that costs more than the run has left is not launched: the film that there is stays."""
    before = film()
    _begin(who, before)
    limit = before.budget.limit
    who.ledger.open("coffee/monday", limit)
    who.ledger.regrant("coffee/monday", {"ink": limit}, key="plan", memo="")
    with who.ledger.database.transaction() as tx:
        who.ledger.reserve(tx, "coffee/monday", ["ink"], limit - Decimal(1), "old")
        who.ledger.commit(tx, "old", limit - Decimal(1))
    launch = edit(film(lamp="A red lamp."), who)
    assert ((), False) == (launch.assets, launch.settled)
    assert "; only $1.00 is left: raise budget.limit" in launch.note


@pytest.mark.parametrize(("seen", "most"), [(False, "$2.50"), (True, "$5.00")])
def test_another_picture_costs_what_it_may_film_anew(
    who: Doers, film: Build, monkeypatch: pytest.MonkeyPatch, seen: bool, most: str
) -> None:
    """Another picture films its own scene anew; where Claude looks at it, every scene may get other words."""

    def pictured(digest: str) -> Production:
        scenes = (film().scenes[0].model_copy(update={"seed_asset": "hero"}), film().scenes[1])
        hero = SeedFile(id="hero", role="product", file=FileInput(path="hero.png", digest=digest * 32))
        return film().model_copy(update={"seeds": (hero,), "scenes": scenes})

    _begin(who, pictured("ab"))
    monkeypatch.setattr(Doers, "claude", property(lambda _: object() if seen else None))
    launch = edit(pictured("cd"), who)
    assert {"seed_assets", "ink/desk_clip", "ink/lamp_clip", "master"} < _names(launch)
    assert f"up to {most} (" in launch.note
    assert seen == launch.note.endswith(", questions to Claude apart")


def test_a_run_from_before_timelines_gets_what_its_master_needs(who: Doers, film: Build) -> None:
    """An edit that touches the master alone brings along the timeline and captions that the run never had."""
    before = film().model_copy(update={"captions": CaptionSpec()})
    _begin(who, before)
    louder = before.model_copy(update={"mix": Mix(loudness=Decimal(-20))})
    assert {"master", "dailies"} == _names(edit(louder, who))
    spoken = Narration(state="silent", voice="", provider="")
    who.artifacts.write_document("coffee/monday/narration", spoken.model_dump_json())
    assert {"timeline", "captions", "master", "dailies"} == _names(edit(louder, who))
    assert () == edit(before, who).assets
