"""A whole production: complete, paid once, and the same again for nothing."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from dagster import DagsterRunStatus

from resources.media.probe import probe
from studio_assets.graph import Graph
from tests.productions.studio import Studio

ONCE = {"ink/desk": 1, "ink/victory": 1, "photo/desk": 1, "photo/victory": 1}


def test_a_production_becomes_a_film_with_all_its_scenes(filmed: Studio) -> None:
    """A spec becomes a master that holds every scene, and every asset is materialised."""
    master = filmed.master(filmed.key)
    assert ("rendered", False, {}) == (master.state, master.partial, master.missing)
    assert 4 * 8 == master.frames == probe(filmed.file(master)).frames
    nodes = Graph(filmed.chosen.production).nodes
    assert {"/".join(node.key[1:]) for node in nodes} == set(filmed.versions(filmed.key))


def test_what_was_spent_is_what_the_provider_bills(filmed: Studio) -> None:
    """The ledger's spending is the sum of the invoices, the audit is clean and nothing stays reserved."""
    filmed.check_money(filmed.key)
    assert Decimal("3.00") == filmed.balance(filmed.key).spent
    assert ONCE == filmed.filmed()


def test_everything_again_costs_nothing_and_changes_nothing(filmed: Studio) -> None:
    """Materialising everything a second time buys no take, moves no money and gives the same versions."""
    key, ledger = filmed.key, filmed.doers.ledger
    before = filmed.versions(key), ledger.entries(f"coffee/{key}"), filmed.invoices()
    filmed.again()
    assert before == (filmed.versions(key), ledger.entries(f"coffee/{key}"), filmed.invoices())


@pytest.mark.parametrize("asset", ["ink/desk_clip", "photo/victory_qa_report", "master", "greenlight"])
def test_one_asset_alone_touches_nothing_else(filmed: Studio, asset: str) -> None:
    """Re-materialising one asset alone makes that asset, nothing else, and buys nothing."""
    key = filmed.key
    versions, times = filmed.versions(key), filmed.times(key)
    filmed.again(asset)
    after = filmed.times(key)
    assert [asset] == [name for name in after if after[name] != times[name]]
    assert versions == filmed.versions(key)
    assert ONCE == filmed.filmed()


def test_fresh_buys_one_more_take_of_what_is_selected(filmed: Studio) -> None:
    """`fresh` buys one more take of the selected clip, uses the best, and pays for it once."""
    key = filmed.again("ink/desk_clip", fresh=True)
    assert ONCE | {"ink/desk": 2} == filmed.filmed()
    clip = filmed.clip(key, "ink", "desk")
    assert [1, 2] == [line.number for line in clip.takes]
    assert max(line.score or 0 for line in clip.takes) == next(one.score for one in clip.takes if one.chosen)
    filmed.check_money(key)
    filmed.again()
    assert ONCE | {"ink/desk": 2} == filmed.filmed()


def test_a_retry_of_a_fresh_launch_buys_no_other_take(filmed: Studio) -> None:
    """Re-executing the Dagster run that bought a fresh take does not buy another one."""
    filmed.again("ink/desk_clip", fresh=True)
    assert DagsterRunStatus.SUCCESS == filmed.reexecute("ALL_STEPS")
    assert ONCE | {"ink/desk": 2} == filmed.filmed()
    filmed.again("ink/desk_clip", fresh=True)
    assert ONCE | {"ink/desk": 3} == filmed.filmed()
    filmed.check_money(filmed.key)


def test_dagsters_own_command_selects_one_clip(filmed: Studio) -> None:
    """`dagster asset materialize` with a key and a run makes that one clip again for nothing."""
    key, times = filmed.key, filmed.times(filmed.key)
    words = ["asset", "materialize", "--select", 'key:"coffee/ink/desk_clip"', "--partition", key]
    done = subprocess.run(
        [sys.executable, "-m", "dagster", *words, "-m", "studio_assets.definitions"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    after = filmed.times(key)
    assert ["ink/desk_clip"] == [name for name in after if after[name] != times[name]]
    assert ONCE == filmed.filmed()
