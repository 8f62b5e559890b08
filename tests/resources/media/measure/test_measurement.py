"""Defects are found, worse ones cost more, and sound clips are left alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from resources.errors import MediaFailed
from resources.media.measure import Measurement, measure
from tests.benchmarks.damages import DAMAGES, Damage, damaged, gradient, order_of, real, sample, textured

Bases = Callable[[str], Path]
Scored = Callable[[str, Damage | None], Measurement]
ABSENT = "STUDIO_TEST_SAMPLES names no folder with coffee_layer3.mp4"


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Base clips by name, each made once."""
    folder = tmp_path_factory.mktemp("bases")
    makers = {"gradient": gradient, "textured": textured, "real": real}

    @cache
    def clip(base: str) -> Path:
        made = makers[base](folder)
        return made or pytest.skip(ABSENT)

    return clip


@pytest.fixture(scope="session")
def scored(clips: Bases, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Measurements of base clips and their damaged variants, each made once."""
    folder = tmp_path_factory.mktemp("measured")

    @cache
    def score(base: str, damage: Damage | None) -> Measurement:
        pristine = clips(base)
        other = clips("textured" if base == "gradient" else "gradient")
        clip = pristine if damage is None else damaged(pristine, damage, other, folder)
        return measure(clip, order_of(pristine))

    return score


BASES = ["gradient", "textured", "real"]
FAMILIES = [list(group) for _, group in groupby(DAMAGES, key=lambda damage: damage.family)]


@pytest.mark.parametrize("base", BASES)
def test_a_sound_clip_scores_at_least_90(scored: Scored, base: str) -> None:
    """A clip as ordered passes, smooth gradient or fine texture."""
    assert scored(base, None).score >= 90


@pytest.mark.parametrize("base", ["textured", "real"])
@pytest.mark.parametrize("damages", FAMILIES, ids=lambda damages: damages[0].family)
def test_damage_costs_and_more_damage_costs_more(scored: Scored, base: str, damages: list[Damage]) -> None:
    """Every damage scores clearly below its pristine clip, its second level below the first."""
    scores = [scored(base, damage).score for damage in damages]
    pristine = scored(base, None).score
    for score, damage in zip(scores, damages, strict=True):
        assert score <= pristine - (2 if damage.mild else 15)
        assert score < 80 or not damage.gated
    assert sorted(scores, reverse=True) == scores


NAMED = {damage.name: damage for damage in DAMAGES if damage.name}


def test_the_names_of_damages_are_the_ones_people_use() -> None:
    """What a studio sees most often is among the damages that the real clip is tried with."""
    assert {"black middle", "frozen tail", "10 fps judder", "blur", "wrong duration"} == set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_a_real_clip_that_is_damaged_fails(scored: Scored, name: str) -> None:
    """A real generated clip passes, and with any one of the usual defects it falls below 80."""
    assert scored("real", None).score >= 90
    assert scored("real", NAMED[name]).score < 80


def test_a_real_clip_passes_as_it_came() -> None:
    """The generated clip, in full size and untouched, measures as sound."""
    clip = sample()
    if clip is None:
        pytest.skip(ABSENT)
    assert measure(clip, order_of(clip)).score >= 90


GRADIENT = [damage for damage in DAMAGES if damage.gated and damage.family != "blur"]


@pytest.mark.parametrize("damage", GRADIENT, ids=lambda damage: f"{damage.family}-{damage.level}")
def test_simulated_clips_fail_when_they_are_bad(scored: Scored, damage: Damage) -> None:
    """A simulated clip with a strong defect falls below the usual threshold of 80."""
    assert scored("gradient", damage).score < 80


def test_a_measurement_says_what_is_wrong(scored: Scored) -> None:
    """A black clip's report names the black and its share in words."""
    damage = next(one for one in DAMAGES if (one.family, one.level) == ("black", 2))
    assert scored("textured", damage).parts["black"].note == "75% of the frames are black."
    assert [part for part in scored("gradient", None).parts.values() if part.note] == []


def test_two_measurements_of_one_file_are_equal(scored: Scored, clips: Bases) -> None:
    """The same bytes give the same score, stills and sheet."""
    clip = clips("gradient")
    assert measure(clip, order_of(clip)) == scored("gradient", None)


def test_a_broken_stream_costs_and_does_not_crash(clips: Bases, tmp_path: Path) -> None:
    """A file with rubbish in its middle is measured as damaged, and its stills end where its frames do."""
    clip = clips("textured")
    order, data = order_of(clip), bytearray(clip.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 5] = bytes(len(data) // 5)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    found = measure(broken, order)
    assert found.score < Decimal(80)
    frames = [still.frame for still in found.stills]
    assert frames == sorted(set(frames))
    assert 1 < len(frames) <= 6


def test_a_file_that_is_no_clip_is_refused(clips: Bases, tmp_path: Path) -> None:
    """Rubbish has no score."""
    (tmp_path / "a.mp4").write_bytes(b"rubbish")
    with pytest.raises(MediaFailed):
        measure(tmp_path / "a.mp4", order_of(clips("gradient")))
