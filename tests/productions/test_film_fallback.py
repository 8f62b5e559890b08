"""A pilot with a fallback: the next provider films what the first one surely will not, and is told."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from resources.errors import SpecFaults
from resources.providers.port import VideoRequest
from resources.providers.simulated_side import SimulatedSide
from studio_assets.cli.choose import choose
from studio_assets.clips.present import clip_metadata
from tests.productions.studio import Studio

SPEC = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 10s
resolution: 720p
fps: 8
budget: $20
pilots:
  ink: {tier: animated, video: {provider: runway, fallback: [luma]}}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 5s}
    - {id: victory, description: They throw both arms up., duration: 5s}
qa: {threshold: 10, reshoots: 0}
competition: {test_scenes: 0}
automation: {on_change: "off"}
"""


def _plays(monkeypatch: pytest.MonkeyPatch, **refusing: str) -> None:
    """Let the stand-ins film at once and small; each refuses its words."""
    for name in ("runway", "luma"):
        fields = {"latency": 0, "interval": 0.02, "thumbnail": True, "refuse": refusing.get(name, "")}
        monkeypatch.setenv(f"STUDIO_VIDEO_{name.upper()}", json.dumps(fields))


def _price(studio: Studio, provider: str, model: str) -> Decimal:
    """What five seconds cost at a provider, by its own table."""
    request = VideoRequest(
        model=model, direction="x", duration=Fraction(5), width=1280, height=720, fps=8, rate=Decimal(0)
    )
    return studio.doers.provider("video", provider).quote(request).amount


def test_what_one_provider_refuses_the_next_one_films(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refused scene is the fallback's, the other one is not; documents, metadata and money say so."""
    _plays(monkeypatch, runway="arms")
    studio.spec(SPEC)
    key = studio.film()
    desk, victory = (studio.clip(key, "ink", scene) for scene in ("desk", "victory"))
    assert [("filmed", "runway", ""), ("filmed", "luma", "runway")] == [
        (clip.state, clip.take.provider if clip.take else "", clip.fell_back_from) for clip in (desk, victory)
    ]
    assert [("runway", "refused", False), ("luma", "fetched", True)] == [
        (line.provider, line.state, line.chosen) for line in victory.takes
    ]
    shown = clip_metadata(studio.doers.artifacts, victory)
    assert ("luma", "runway") == (shown["provider"], shown["fell_back_from"])
    paid = _price(studio, "runway", "gen4.5") + _price(studio, "luma", "ray-3.2")
    assert (paid, 2) == (studio.balance(key).spent, len(SimulatedSide("video").invoices()))
    assert ("rendered", False) == (studio.master(key).state, studio.master(key).partial)
    studio.check_money(key)


def test_making_it_again_asks_nobody_anew(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second making uses the fallback's take for nothing, even where the first provider would film now."""
    _plays(monkeypatch, runway="arms")
    studio.spec(SPEC)
    key = studio.film()
    submits = Counter(take.slate for take in studio.takes(key))
    _plays(monkeypatch)
    studio.again()
    assert submits == Counter(take.slate for take in studio.takes(key))
    assert [1] * 3 == [SimulatedSide("video").submits(slate) for slate in submits]
    assert "runway" == studio.clip(key, "ink", "victory").fell_back_from
    studio.check_money(key)


def test_where_all_refuse_the_scene_is_refused(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scene that nobody films costs nothing, says why, and shows whom it was asked of."""
    _plays(monkeypatch, runway="arms", luma="arms")
    studio.spec(SPEC)
    key = studio.film()
    clip = studio.clip(key, "ink", "victory")
    assert ("refused", "", Decimal(0)) == (clip.happened, clip.fell_back_from, clip.price)
    assert ["runway", "luma"] == [line.provider for line in clip.takes]
    assert {"victory"} == set(studio.master(key).missing)
    studio.check_money(key)


def test_the_budget_holds_over_both_providers(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget for one clip films one, whoever films it; the other scene is held and nothing is overspent."""
    _plays(monkeypatch, luma="arms, hunched")
    one, preferred = _price(studio, "runway", "gen4.5"), _price(studio, "luma", "ray-3.2")
    assert preferred < one
    spec = SPEC.replace("provider: runway, fallback: [luma]", "provider: luma, fallback: [runway]")
    studio.spec(spec.replace("budget: $20", f"budget: {{limit: ${one * 2 - preferred}, contingency: 0%}}"))
    key = studio.film()
    clips = [studio.clip(key, "ink", scene) for scene in ("desk", "victory")]
    assert ["filmed", "held"] == sorted(clip.happened for clip in clips)
    assert one == studio.balance(key).spent
    studio.check_money(key)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"[luma]": "[runway]"}, "9:62: `runway` is asked before already. Name each provider once."),
        ({"[luma]": "[luma, luma]"}, "9:68: `luma` is asked before already. Name each provider once."),
        ({"[luma]": "[lumo]"}, "9:62: there is no video provider `lumo` here. Did you mean `luma`?"),
        (
            {"[luma]": "[luma_dream_machine]", "duration: 10s": "duration: 15s",
             "laptop., duration: 5s": "laptop., duration: 10s"},
            "12:77: `luma_dream_machine` of pilot `ink` cannot film a scene of 10s. It films 5s, 9s;",
        ),
        ({"[luma]": "[stability]"}, "`stability` of pilot `ink` cannot film 1280x720. It films: "),
    ],
    ids=["itself", "twice", "unknown", "duration", "size"],
)  # fmt: skip
def test_a_fallback_that_cannot_film_is_a_fault(
    studio: Studio, changes: dict[str, str], expected: str
) -> None:
    """A fallback that is named twice, does not exist or cannot film the wish is told before any money."""
    text = SPEC
    for before, after in changes.items():
        assert 1 == text.count(before)
        text = text.replace(before, after)
    studio.spec(text)
    with pytest.raises(SpecFaults) as faults:
        choose("coffee")
    assert [line for line in faults.value.lines if expected in line], faults.value.lines
