"""Defects are found, worse ones cost more, and sound clips are left alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from resources.errors import MediaFailed
from resources.media.measure import Measurement, measure
from tests.benchmarks.damages import DAMAGES, Damage, damaged, gradient, order_of, real, textured
from tests.resources.media.marker_clips import lumas

Scored = Callable[[str, Damage | None], Measurement]


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Measurements of base clips and their damaged variants, each made once."""
    folder = tmp_path_factory.mktemp("measured")
    bases = {"gradient": gradient(folder), "textured": textured(folder), "real": real(folder)}

    @cache
    def score(base: str, damage: Damage | None) -> Measurement:
        pristine = bases[base]
        if pristine is None:
            pytest.skip("STUDIO_TEST_SAMPLES names no folder with a real clip")
        other = bases["textured" if base == "gradient" else "gradient"]
        assert other is not None, "only the real clip may be missing"
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


def test_stills_are_exact_and_the_last_frame_is_lossless(tmp_path: Path) -> None:
    """The last frame opens the next clip, so it is the true last one in full size; the rest suit eyes."""
    clip = textured(tmp_path)
    found = measure(clip, order_of(clip), frames=5)
    last = Image.open(BytesIO(found.last_frame))
    assert (last.size, last.format) == ((480, 270), "PNG")
    expected = np.clip((lumas(clip)[-1].astype(float)), 0, 255)
    assert np.abs(np.asarray(last.convert("L")).astype(float) - expected).mean() < 6
    assert len(found.frames) == 5
    assert all(max(Image.open(BytesIO(one)).size) <= 768 for one in found.frames)
    assert len(found.sheet) < 60_000


def test_two_measurements_of_one_file_are_equal(tmp_path: Path) -> None:
    """The same bytes give the same score, stills and sheet."""
    clip = gradient(tmp_path)
    assert measure(clip, order_of(clip)) == measure(clip, order_of(clip))


def test_a_broken_stream_costs_and_does_not_crash(tmp_path: Path) -> None:
    """A file with rubbish in its middle is measured as damaged, or refused with a mend."""
    clip = textured(tmp_path)
    order, data = order_of(clip), bytearray(clip.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 5] = bytes(len(data) // 5)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    assert measure(broken, order).score < Decimal(80)


def test_a_file_that_is_no_clip_is_refused(tmp_path: Path) -> None:
    """Rubbish has no score."""
    (tmp_path / "a.mp4").write_bytes(b"rubbish")
    clip = gradient(tmp_path)
    with pytest.raises(MediaFailed):
        measure(tmp_path / "a.mp4", order_of(clip))
