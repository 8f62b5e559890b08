"""`studio providers list`, `show` and `check`: how providers stand, in words and without the key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from resources.settings import Profile, write_profile
from resources.simulator.far_side import FarSide
from tests.studio_assets.cli.far import KEY, far, goes_wrong, live

__all__ = ["far", "live"]


def row(said: Any, name: str) -> dict[str, Any]:
    """One provider of `list --json`."""
    found: dict[str, Any] = next(one for one in json.loads(said.out) if one["name"] == name)
    return found


def test_every_provider_is_listed_with_how_it_stands(studio: Any, live: None) -> None:
    """Kind, name, status, models, price age and contract of each; without keys nothing is ready."""
    said = studio("providers", "list")
    assert (0, "") == (said.code, said.err)
    lines = said.out.splitlines()
    assert ["kind", "name", "status", "models", "prices", "contract"] == lines[0].split()
    luma = next(line for line in lines if line.startswith("video") and " luma " in line)
    assert "no key" in luma and "ray-3.2" in luma and " d old" in luma
    assert "ready" not in said.out and "Simulated" not in said.out


def test_the_status_follows_what_the_provider_said(
    studio: Any, far: FarSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that is accepted or refused is the status from then on, for that key alone."""
    listed = lambda: {lack["status"] for lack in row(studio("providers", "list", "--json"), "luma")["lacks"]}  # noqa: E731
    assert "unchecked" in listed()
    said = studio("providers", "check", "luma")
    assert (0, True) == (said.code, "video/luma: Luma accepted the key." in said.out)
    assert not {"unchecked", "refused"} & listed()
    goes_wrong(far, at="call", what="unauthorised")
    refused = studio("providers", "check", "luma")
    assert (1, True) == (refused.code, "did not accept the key" in refused.err)
    assert "refused" in listed()
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", "another")
    assert "unchecked" in listed()


def test_a_silent_provider_is_no_verdict_on_the_key(studio: Any, far: FarSide) -> None:
    """Where no answer came, the key is as unchecked as before."""
    goes_wrong(far, at="call", what="outage")
    said = studio("providers", "check", "luma")
    assert (1, "Traceback" in said.err) == (said.code, False)
    lacks = row(studio("providers", "list", "--json"), "luma")["lacks"]
    assert "unchecked" in {lack["status"] for lack in lacks}


def test_the_key_is_in_nothing_that_is_shown(studio: Any, far: FarSide) -> None:
    """Neither the list nor the sheet of a provider nor a refusal holds the key."""
    goes_wrong(far, at="call", what="unauthorised")
    for words in (
        ("list",),
        ("list", "--json"),
        ("show", "luma"),
        ("show", "luma", "--json"),
        ("check", "luma"),
    ):
        said = studio("providers", *words)
        assert KEY not in said.out + said.err


def test_what_is_simulated_is_labelled(studio: Any, far: FarSide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the simulator and in the simulated environment, every command says so first."""
    for words in (("list",), ("show", "luma"), ("check", "luma")):
        assert studio("providers", *words).out.startswith("Simulated: the simulator at http://127.0.0.1:")
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    for words in (("list",), ("show", "luma"), ("check", "luma")):
        assert studio("providers", *words).out.startswith("Simulated: live providers are played here")
    assert "is played here and needs no key" in studio("providers", "check", "luma").out


def test_settings_that_do_not_fit_spoil_one_line_only(
    studio: Any, live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One provider's broken settings are its status, and all others are still told."""
    monkeypatch.setenv("STUDIO_VIDEO_LUMA", "{")
    listed = studio("providers", "list", "--json")
    assert ("misconfigured", "no key") == (row(listed, "luma")["status"], row(listed, "runway")["status"])
    said = studio("providers", "show", "luma")
    assert (0, True) == (said.code, "STUDIO_VIDEO_LUMA" in said.out)


def test_show_tells_what_it_makes_costs_and_lacks(studio: Any, live: None) -> None:
    """Models, limits, prices with source, date and certainty, the caveat and what is missing."""
    write_profile(
        Profile(
            provider="video/luma", concurrency=3, measured="2026-11-21", simulated=False, latency={"p50": 61}
        )
    )
    said = studio("providers", "show", "video/luma").out
    for words in (
        "video/luma: no key", "key       LUMA_AGENTS_API_KEY", "caveat    It has no list",
        "ray-3.2: 5, 10 s;", "first and last frame", "3 at once", "ray-3.2: $0.", "per generation",
        " d old: ", "nothing was bought yet", "measured 2026-11-21: 3 at once; p50 61 s",
        "Set LUMA_AGENTS_API_KEY.",
    ):  # fmt: skip
        assert words in said, words


def test_show_tells_how_quotes_held(studio: Any, far: FarSide) -> None:
    """What takes were quoted and what they cost stands beside each other, labelled as play money."""
    assert 0 == studio("providers", "try", "luma", "A kite.", "--spend").code
    sheet = json.loads(studio("providers", "show", "luma", "--json").out)
    assert [("ray-3.2", True, 1)] == [
        (one["model"], one["simulated"], one["takes"]) for one in sheet["settled"]
    ]
    assert sheet["settled"][0]["quoted"] == sheet["settled"][0]["settled"]
    assert "ray-3.2: 1 take, quoted $0." in (text := studio("providers", "show", "luma").out)
    assert "(+0.0%), play money" in text


@pytest.mark.parametrize("command", ["show", "check", "scale"])
def test_a_name_that_is_not_there_is_told_with_the_nearest(studio: Any, command: str) -> None:
    """A misspelt provider, or one of a name that several kinds have, ends with 2 and says which are meant."""
    said = studio("providers", command, "lumma")
    assert (2, True) == (said.code, "There is no provider 'lumma'. Did you mean luma?" in said.err)
    both = studio("providers", command, "simulated")
    assert (2, True) == (both.code, "Say which: image/simulated, music/simulated" in both.err)


def test_what_this_environment_has_not_is_said(studio: Any, live: None) -> None:
    """The simulated provider is no part of the live environment."""
    said = studio("providers", "check", "video/simulated")
    assert (1, True) == (said.code, "is not part of the live environment" in said.err)
