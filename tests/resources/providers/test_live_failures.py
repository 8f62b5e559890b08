"""What every live provider makes of what goes wrong at the other end, against the simulator."""

from __future__ import annotations

import asyncio

import pytest

from resources.errors import (
    AccountRefused,
    OutcomeUnknown,
    RateLimited,
    Refused,
    TransientFailure,
    Unreachable,
)
from resources.simulator.server import bound
from tests.resources.providers import live_stage
from tests.resources.providers.live_stage import (
    AT_ONCE,
    Open,
    every,
    fails,
)
from tests.resources.providers.plays import plays

sim, stage = live_stage.sim, live_stage.stage
"""The fixtures of all live tests."""


@every
@pytest.mark.parametrize("what, taken", [("drop_before", 0), ("drop_after", 1)])
def test_a_lost_answer_is_an_unknown_outcome_and_is_not_sent_again(
    stage: Open, word: str, what: str, taken: int
) -> None:
    """Whether the submit was taken or not, it is on the wire once and its outcome is not known."""
    on = stage(word)
    on.goes_wrong(at="submit", what=what)
    fails(OutcomeUnknown, on.submit)
    assert (1, taken) == (on.submits, len(on.jobs))


@every
@pytest.mark.parametrize("what, taken, status", [("error_before", 0, 500), ("error_after", 1, 503)])
def test_a_server_error_is_an_unknown_outcome_and_is_not_sent_again(
    stage: Open, word: str, what: str, taken: int, status: int
) -> None:
    """A 5xx tells nothing about what was accepted, so it is never followed by a second submit."""
    on = stage(word)
    on.goes_wrong(at="submit", what=what, status=status)
    fails(OutcomeUnknown, on.submit)
    assert (1, taken) == (on.submits, len(on.jobs))


@every
def test_without_a_connection_nothing_was_sent(
    stage: Open, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers the door, the same may be sent again."""
    on = stage(word)
    closed = bound(0)
    port = closed.getsockname()[1]
    closed.close()
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", f"http://127.0.0.1:{port}")
    fails(Unreachable, on.submit)
    assert [] == on.seen


@every
@pytest.mark.parametrize("seconds", [None, 7])
def test_a_busy_provider_took_nothing(stage: Open, word: str, seconds: int | None) -> None:
    """A 429 is told with the seconds that the provider asks to wait, where it does."""
    on = stage(word)
    on.goes_wrong(at="submit", what="rate_limit", retry_after=seconds)
    error = fails(RateLimited, on.submit)
    assert isinstance(error, RateLimited)
    # Where the answer does not say, a provider's own rule may.
    assert seconds == error.retry_after or (seconds is None and (error.retry_after or 0) > 0)
    assert (1, []) == (on.submits, on.jobs)


@every
@pytest.mark.parametrize("what", ["unpaid", "unauthorised"])
def test_an_account_that_is_turned_away_is_for_a_person(stage: Open, word: str, what: str) -> None:
    """No balance and a wrong key are told as such, cost nothing and do not show the key."""
    on = stage(word)
    on.goes_wrong(at="submit", what=what)
    error = fails(AccountRefused, on.submit)
    assert ([], []) == (on.jobs, list(on.leaks(str(error), repr(error))))


@every
def test_a_moderated_wish_is_refused_at_the_door(stage: Open, word: str) -> None:
    """What the provider's rules forbid is refused, once and uncharged."""
    on = stage(word)
    on.goes_wrong(at="submit", what="moderate")
    fails(Refused, on.submit)
    assert (1, []) == (on.submits, on.jobs)


@every
@pytest.mark.parametrize("what, state", [("moderate", "refused"), ("fail", "failed")])
def test_a_generation_that_ends_badly_says_so_and_costs_nothing(
    stage: Open, word: str, what: str, state: str
) -> None:
    """Moderation of a result and a failure inside are told apart, with a reason."""
    on = stage(word)
    on.goes_wrong(at="end", what=what)
    if on.at_once:
        fails(Refused if what == "moderate" else OutcomeUnknown, on.submit)
        on.finish()
    else:
        settled = on.poll(on.finished())
        assert (state, True) == (settled.state, bool(settled.reason))
        assert not settled.price
    assert not any(on.charged)


@every
@pytest.mark.parametrize("what", ["drop_before", "error_before", "rate_limit"])
def test_a_lost_poll_is_asked_again_later(stage: Open, word: str, what: str) -> None:
    """A question without an answer is no verdict."""
    on = stage(word)
    if on.at_once:
        pytest.skip(AT_ONCE)
    remote_id = on.submit()
    on.goes_wrong(at="poll", what=what)
    fails(TransientFailure, lambda: on.poll(remote_id))
    on.goes_well()
    assert ("running", 1) == (on.poll(remote_id).state, on.submits)


@every
def test_an_unknown_generation_is_refused(stage: Open, word: str) -> None:
    """An id that the provider never gave is an error with a mend, not a wait without end."""
    on = stage(word)
    fails(Refused, lambda: on.poll("00000000-0000-4000-8000-000000000000"))


@every
def test_an_expired_address_is_asked_for_anew(stage: Open, word: str) -> None:
    """The fetch gets a fresh address by itself, and where none works it leaves nothing."""
    on = stage(word)
    remote_id = on.finished()
    suffix = on.poll(remote_id).suffix
    on.goes_wrong(at="media", what="expired", when="1")
    plays(on.fetch(remote_id, suffix), on.request)
    if not any(one.part == "media" for one in on.seen):
        pytest.skip("its media come from its API host, where no address expires")
    on.goes_wrong(at="media", what="expired")
    (on.folder / "again").mkdir()
    into = on.folder / "again" / f"media{suffix}"
    fails(TransientFailure, lambda: asyncio.run(on.provider.fetch(remote_id, into)))
    assert [] == list(into.parent.iterdir())


@every
def test_half_a_download_leaves_nothing(stage: Open, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Media that break off are no media: the fetch may be asked again."""
    monkeypatch.setattr("resources.clock.SystemClock.sleep", lambda self, seconds: asyncio.sleep(0))
    on = stage(word)
    remote_id = on.finished()
    suffix = on.poll(remote_id).suffix
    on.goes_wrong(at="media", what="truncate")
    (on.folder / "half").mkdir()
    into = on.folder / "half" / f"media{suffix}"
    try:
        asyncio.run(on.provider.fetch(remote_id, into))
    except TransientFailure as error:
        assert error.mend
        assert [] == list(into.parent.iterdir())
    else:
        plays(into, on.request)
        assert not any(one.part == "media" for one in on.seen), "half a file was taken for a whole one"
        pytest.skip("its media come from its API host")
