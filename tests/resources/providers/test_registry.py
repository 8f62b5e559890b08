"""How providers are found."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from dagster import EnvVar

from resources.errors import NotConfigured
from resources.providers import registry
from resources.providers.port import ImageRequest
from resources.providers.registry import gathered, providers
from resources.providers.speech.simulated import SimulatedSpeech
from resources.providers.video.simulated import SimulatedVideo


class Abroad(SimulatedVideo):
    """A live provider as a third party would bring it."""

    name = "abroad"
    environment = "live"


class Double(SimulatedVideo):
    """Takes a name that is taken."""


def test_the_simulated_environment_has_simulated_providers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a live environment nothing that could spend money exists."""
    monkeypatch.setattr(registry, "_installed", lambda: [Abroad])
    offered = providers("simulated")
    assert all(offered[offer].simulated for offer in offered)
    assert {"video", "image", "speech", "music"} == {kind for kind, name in offered if name == "simulated"}
    assert isinstance(providers("simulated")["video", "simulated"], SimulatedVideo)
    assert isinstance(providers("simulated")["speech", "simulated"], SimulatedSpeech)


def test_the_live_environment_never_simulates() -> None:
    """Asking the live environment for a simulated provider is an error, never a simulation."""
    offered = providers("live")
    assert {"live"} == {offered[offer].environment for offer in offered}
    with pytest.raises(NotConfigured, match="no video provider 'simulated' in the live environment"):
        offered["video", "simulated"]


def test_a_live_provider_is_played_in_the_simulated_environment() -> None:
    """A spec that names Runway is filmed for nothing, with Runway's own models, limits and prices."""
    played, live = providers("simulated")["video", "runway"], providers("live")["video", "runway"]
    assert (True, False) == (played.simulated, live.simulated)
    assert (live.models(), "runway") == (played.models(), played.name)
    model = live.models()[0]
    assert live.capabilities(model).durations == played.capabilities(model).durations


def test_a_live_providers_settings_say_nothing_to_who_plays_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One variable serves both environments: each reads the fields that it has."""
    monkeypatch.setenv("STUDIO_VIDEO_RUNWAY", '{"concurrency": 3}')
    assert 3 == providers("live")["video", "runway"].concurrency  # type: ignore[attr-defined]
    assert "runway" == providers("simulated")["video", "runway"].name


def test_who_plays_a_provider_has_its_price_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dearer quality that is set for a live provider costs as much when it is played."""
    wish = ImageRequest(model="gpt-image-2", direction="A desk.", width=1024, height=1024, rate=Decimal(0))
    plain = providers("simulated")["image", "dalle"].quote(wish).amount
    monkeypatch.setenv("STUDIO_IMAGE_DALLE", '{"quality": "high"}')
    played, live = (providers(word)["image", "dalle"] for word in ("simulated", "live"))
    assert plain < played.quote(wish).amount == live.quote(wish).amount


def test_dagster_gets_the_name_of_a_key_and_a_tool_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dagster's UI shows the variable of a key, never the key."""
    monkeypatch.setenv("RUNWAYML_API_SECRET", "canary")
    shown = providers("live", secrets_as_names=True)["video", "runway"]
    assert isinstance(shown.api_key, EnvVar)  # type: ignore[attr-defined]
    assert "canary" not in repr(providers("live")["video", "runway"])


def test_an_unknown_provider_is_told_with_the_names_there_are() -> None:
    """A misspelt provider is an error that names the right ones."""
    with pytest.raises(NotConfigured) as caught:
        providers("simulated")["video", "simulatd"]
    assert "simulated" in caught.value.mend


def test_a_provider_is_built_once() -> None:
    """The same provider is given each time it is asked for."""
    offered = providers("simulated")
    assert offered["video", "simulated"] is offered["video", "simulated"]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable sets a provider's fields for every process of the studio."""
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", '{"latency": 0, "thumbnail": true}')
    provider = providers("simulated")["video", "simulated"]
    assert isinstance(provider, SimulatedVideo)
    assert (0.0, True) == (provider.latency, provider.thumbnail)


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"latency": -1}', '{"latncy": 1}', '{"defects": "warp"}', '{"fail": "x"}']
)
def test_wrong_settings_are_told_with_their_variable(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Settings that do not fit are an error that names the variable."""
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", text)
    with pytest.raises(NotConfigured) as caught:
        providers("simulated")["video", "simulated"]
    assert "STUDIO_VIDEO_SIMULATED" == caught.value.where


def test_two_providers_of_one_name_are_refused() -> None:
    """A second provider of a name is an error that names both."""
    with pytest.raises(NotConfigured) as caught:
        gathered([SimulatedVideo, Double])
    assert "Double" in caught.value.mend


def test_a_third_partys_provider_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing a package is enough to offer its provider."""

    def points(group: str) -> list[EntryPoint]:
        return [EntryPoint("abroad", f"{__name__}:Abroad", group)]

    monkeypatch.setattr(EntryPoint, "load", lambda self: Abroad)
    monkeypatch.setattr(registry, "entry_points", points)
    assert ("video", "abroad") in providers("live")


def test_a_broken_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that cannot be imported is an error that names it, not a traceback."""

    def points(group: str) -> list[Any]:
        return [EntryPoint("broken", "no_such_package:Provider", group)]

    monkeypatch.setattr(registry, "entry_points", points)
    with pytest.raises(NotConfigured, match="'broken'"):
        providers("live")


@pytest.mark.parametrize(
    "text", ['{"api_key": ["canary"]}', '["canary"]', '"canary"', '{"api_key": "canary"']
)
def test_settings_that_do_not_fit_show_no_key(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Whatever is wrong with a provider's settings, the error repeats none of their values."""
    monkeypatch.setenv("STUDIO_VIDEO_RUNWAY", text)
    for environment in ("live", "simulated"):
        try:
            providers(environment)["video", "runway"]
        except NotConfigured as caught:
            assert "canary" not in str(caught)
