"""Whoever watches a run in Dagster sees how far it is."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from dagster import DagsterInstance

from tests.productions.studio import DAGSTER, Studio

PROJECT = Path(__file__).parents[2]
SHARE = re.compile(r"render coffee/master: rendering \((\d+) % of the picture, \d of 2 segments\)")


def test_the_encoding_tells_its_share_in_dagsters_event_log(filmed: Studio) -> None:
    """By the project's own `dagster.yaml` a render's log says `50 % of the picture`, ever more, to 100."""
    logs = yaml.safe_load((PROJECT / "dagster.yaml").read_text())["python_logs"]
    (filmed.folder / "dagster" / "dagster.yaml").write_text(DAGSTER + yaml.safe_dump({"python_logs": logs}))
    filmed.edit(("automation:", "deliverables: [{name: master, resolution: 480p}]\nautomation:"))
    filmed.again("master")
    with DagsterInstance.get() as instance:
        run = instance.get_runs(limit=1)[0].run_id
        told = [SHARE.fullmatch(entry.user_message) for entry in instance.all_logs(run)]
    shares = [int(one[1]) for one in told if one]
    assert sorted(set(shares)) == shares
    assert [100] == shares[-1:]
    assert [share for share in shares if 0 < share < 100], shares
