"""A take of one production is footage for another: paid once, used for nothing, its origin told."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from resources.errors import SpecFaults
from resources.money import ZERO
from studio_assets.call_sheet import CallSheet
from studio_assets.cli.app import studio as cli
from studio_assets.cli.choose import choose
from studio_assets.cli.make import Making
from studio_assets.clips.clip import Clip
from studio_assets.clips.present import clip_metadata
from studio_assets.graph import Graph
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.render.master_document import Master
from tests.productions.studio import Studio

TEA = """
production: tea
concept: Somebody drinks tea where somebody wrote code.
duration: 4s
resolution: 360p
fps: 8
budget: $10
pilots:
  ink: {tier: animated}
script:
  scenes:
    - {id: desk, description: A desk at night., duration: 2s, footage: FOOTAGE}
    - {id: cup, description: A cup of tea., duration: 2s}
qa: {threshold: 10, reshoots: 0}
competition: {test_scenes: 0}
automation: {on_change: "off"}
"""
SLATE = "coffee/2026-01-01_000000/ink/desk/0123456789abcdef/t1"


def _found(studio: Studio) -> str:
    """The slate of the desk as `ink` filmed it, as `studio takes search` prints it."""
    (one,) = json.loads(_say("takes", "search", "hunched", "laptop", "ink", "--json"))
    assert "desk" == one["scene"]
    slate: str = one["slate"]
    return slate


def _say(*words: str) -> str:
    """What `studio` prints; it must end with 0."""
    said = CliRunner().invoke(cli, list(words))
    assert 0 == said.exit_code, said.output
    return said.stdout


def _tea(studio: Studio, footage: str, key: str | None = None) -> str:
    """Make the second production; its run."""
    studio.spec(TEA.replace("FOOTAGE", footage), "tea")
    made = Making(choose("tea"), key=key, quiet=True).make()
    assert () == made.failures
    return made.run


def _read(studio: Studio, run: str) -> CallSheet:
    """A run of the second production, to read its documents."""
    return sheet_of(studio.doers, studio.doers.runs.get("tea", run))


def _clip(studio: Studio, run: str, scene: str = "desk") -> Clip:
    """A clip of the second production."""
    return _read(studio, run).need("clip", Clip, "ink", scene)


def test_a_take_of_one_film_is_footage_in_another(filmed: Studio) -> None:
    """A take that search finds is a scene of another production for $0, and the film is complete."""
    slate, bills = _found(filmed), len(filmed.invoices())
    run = _tea(filmed, f"take:{slate}")
    clip, source = _clip(filmed, run), filmed.doers.takes.take(slate)
    assert ("footage", ZERO, source.artifact) == (clip.state, clip.price, clip.media)
    assert bills + 1 == len(filmed.invoices())
    master = _read(filmed, run).need("master", Master)
    assert ("rendered", {}, 32) == (master.state, master.missing, master.frames)
    assert Decimal("0.50") == filmed.doers.ledger.balance(f"tea/{run}").spent


def test_where_the_footage_comes_from_is_told(filmed: Studio) -> None:
    """The clip's document and its metadata name the take, and that it was play money."""
    slate = _found(filmed)
    clip = _clip(filmed, _tea(filmed, f"take:{slate}"))
    shown = clip_metadata(filmed.doers.artifacts, clip)
    assert (slate, True) == (clip.footage, clip.simulated)
    assert (slate, True, "$0.00") == (shown["footage"], shown["simulated"], shown["cost"])


def test_making_it_again_costs_nothing(filmed: Studio) -> None:
    """A second making of the film with the footage buys nothing, and its plan knows the price."""
    slate = _found(filmed)
    run = _tea(filmed, f"take:{slate}")
    bills = len(filmed.invoices())
    _tea(filmed, f"take:{slate}", run)
    assert bills == len(filmed.invoices())
    assert "whole film $0.50" in _say("plan", "tea")


def test_a_take_that_is_nowhere_holds_its_scene(filmed: Studio) -> None:
    """A slate that no take has can be checked and planned; its scene is held with words, the rest filmed."""
    filmed.spec(TEA.replace("FOOTAGE", f"take:{SLATE}"), "tea")
    assert "tea" in _say("check") and "whole film $0.50" in _say("plan", "tea")
    run = _tea(filmed, f"take:{SLATE}")
    clip = _clip(filmed, run)
    assert (f"held: there is no take {SLATE}: copy one that `studio takes search` prints", None) == (
        clip.state,
        clip.media,
    )
    assert _read(filmed, run).need("master", Master).partial
    assert "filmed" == _clip(filmed, run, "cup").state


def test_a_take_that_is_no_clip_holds_its_scene(filmed: Studio) -> None:
    """A spoken line cannot be shown: the scene is held and says what the take is."""
    filmed.edit(
        ("laptop., duration: 2s}", "laptop., duration: 2s, narration: Two in the morning.}"),
    )
    filmed.again()
    (speech,) = (take.slate for take in filmed.doers.takes.search() if take.kind == "speech")
    clip = _clip(filmed, _tea(filmed, f"take:{speech}"))
    assert f"held: take {speech} is speech, which shows nothing: name a clip's" == clip.state


@pytest.mark.parametrize("slate", ["desk", "coffee/monday/ink/desk/abc", "a/b/c/d/e/t0", "a/../c/d/e/t1"])
def test_a_malformed_slate_is_a_fault_of_the_spec(studio: Studio, slate: str) -> None:
    """What is no slate is refused with its line before anything is made."""
    studio.spec(TEA.replace("FOOTAGE", f"take:{slate}"), "tea")
    with pytest.raises(SpecFaults) as faults:
        choose("tea")
    (line,) = faults.value.lines
    assert line.endswith(
        f"tea.yaml:12:72: `{slate}` is no slate. Copy one that `studio takes search` prints."
    )


def test_other_footage_is_another_clip(filmed: Studio) -> None:
    """Naming another take changes the clip's part of the spec, so that Dagster shows it as unsynced."""
    versions = []
    for number in (1, 2):
        filmed.spec(TEA.replace("FOOTAGE", f"take:{SLATE[:-1]}{number}"), "tea")
        graph = Graph(choose("tea").production)
        versions.append({graph.by_key[graph.key(kind, "ink", "desk")].version for kind in ("scene", "clip")})
    assert versions[0] != versions[1]
