"""Where the keys of live providers go, and where they never go, against the simulator."""

from __future__ import annotations

import asyncio

import pytest

from resources.errors import (
    AccountRefused,
    NotConfigured,
    ProviderFailure,
)
from resources.providers.registry import providers
from resources.simulator.media import leaks
from tests.resources.providers import live_stage
from tests.resources.providers.live_stage import (
    Open,
    every,
    fails,
)

sim, stage = live_stage.sim, live_stage.stage
"""The fixtures of all live tests."""


@every
def test_the_key_is_in_the_header_for_it_and_nowhere_else(stage: Open, word: str) -> None:
    """From the first call to the last, the key is in no address, body, media request, text or error."""
    on = stage(word)
    provider = on.provider
    remote_id = on.finished()
    on.fetch(remote_id)
    texts = [repr(provider), str(provider), on.quote.basis, str(provider.models()), remote_id]
    texts.append(asyncio.run(provider.check_credentials()))
    on.goes_wrong(at="call", what="unauthorised")
    for call in (on.submit, lambda: asyncio.run(provider.check_credentials())):
        error = fails(AccountRefused, call)
        texts += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
    assert [] == list(on.leaks(*texts))
    assert [] == list(leaks(on.far))


@every
def test_without_its_key_it_names_the_variable(
    stage: Open, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A live provider without a key is an error with the variable's name, and nothing is sent."""
    on = stage(word)
    request = on.request
    monkeypatch.delenv(on.cls.key_variable)
    bare = on.built()
    for call in (bare.submit(on.slate, request, on.media), bare.check_credentials()):
        error = fails(NotConfigured, lambda call=call: asyncio.run(call))  # type: ignore[misc]
        assert on.cls.key_variable in error.mend
    assert [] == on.seen


@every
def test_the_simulated_environment_sends_nothing(
    stage: Open, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without STUDIO_ENV=live only stand-ins are offered, and a live one from before sends nothing."""
    on = stage(word)
    provider, request = on.provider, on.request
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    offered, offer = providers("simulated"), (on.cls.kind, on.cls.name)
    assert offer not in offered or "simulated" == offered[offer].environment
    fails(NotConfigured, lambda: asyncio.run(provider.submit(on.slate, request, on.media)))
    assert [] == on.seen


@every
def test_credentials_are_checked_for_nothing(stage: Open, word: str) -> None:
    """One free call says in a sentence that the key is good; no answer is no verdict."""
    on = stage(word)
    said = asyncio.run(on.provider.check_credentials())
    assert said.endswith(".")
    on.goes_wrong(at="call", what="outage")
    fails(ProviderFailure, lambda: asyncio.run(on.provider.check_credentials()))
    assert [] == on.jobs
