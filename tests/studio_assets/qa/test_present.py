"""What Dagster's UI shows of a QA report."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dagster import FloatMetadataValue

from studio_assets.qa.continuity import Continuity
from studio_assets.qa.present import report_metadata
from studio_assets.qa.report import Measure, Opinion
from studio_assets.qa.weigh import Scores


def test_given_scores_are_numbers_and_others_unjudged(report: Callable[..., Any]) -> None:
    """Scores that were given plot over runs; nobody invents the others."""
    shown = report_metadata(report("drawn", "launch", "89.85"))
    assert (FloatMetadataValue(89.85), FloatMetadataValue(80.0), "unjudged") == (
        shown["overall"], shown["threshold"], shown["visual_accuracy"])  # fmt: skip
    assert ["state", "passed", "overall"] == list(shown)[:3]


def test_findings_are_lists(report: Callable[..., Any]) -> None:
    """Issues and suggestions are lists; without any, the page says so."""
    found = report_metadata(report("drawn", "launch", issues=("It freezes.", "It is dark.")))
    assert ("- It freezes.\n- It is dark.", "none") == (found["issues"].md_str, found["suggestions"].md_str)


def test_every_measure_is_in_the_table(report: Callable[..., Any]) -> None:
    """Each measure behind the technical score is a line with its figure and what was seen."""
    measure = Measure(value=1.2768, score=0.83, weight=0.1, note="Blocks show.")
    shown = report_metadata(report("drawn", "launch", measures={"block": measure}))
    assert [{"measure": "block", "value": "1.277", "score": "0.83", "note": "Blocks show."}] == [
        row.data for row in shown["measures"].records
    ]
    assert Decimal(90) == report("drawn", "launch").overall


def test_what_the_judge_said_is_shown(report: Callable[..., Any]) -> None:
    """Each judge's points stand beside its evidence, and the cut before it with what was measured."""
    seen = Scores(**dict.fromkeys(("visual_accuracy", "style_consistency", "technical", "narrative_fit"), 88))
    said = Opinion(model="sonnet", scores=seen, overall=Decimal(88), evidence={"technical": "Clean."})
    cut = Continuity(
        after="start", distance=3, colour=1.5, matches=True, identity="same", evidence="The scarf."
    )
    shown = report_metadata(report("drawn", "launch", first=said, second=said, continuity=cut))
    lines = shown["evidence"].md_str.splitlines()
    assert (8, "- technical 88 (sonnet): Clean.") == (len(lines), lines[4])
    assert (
        "matches: 3 of 64 bits, colours 1.5 apart" == shown["continuity"].records[0].data["frames at the cut"]
    )


def test_a_judges_words_are_never_markup(report: Callable[..., Any]) -> None:
    """What a model read in a picture cannot become a link or a picture on the page."""
    shown = report_metadata(report("drawn", "launch", issues=("See ![x](http://far.example) <b>now</b>.",)))
    assert r"- See \!\[x\](http://far.example) \<b\>now\</b\>." == shown["issues"].md_str
