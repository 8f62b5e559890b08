from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import StudioError
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.spec.production import SceneSpec


def scenes(*durations: Any) -> Any:
    """Slots with these durations."""
    return tuple(
        SceneSpec(name=f"scene_{index}", duration=None if one is None else Fraction(one))
        for index, one in enumerate(durations)
    )


def test_open_scenes_share_the_rest(production: Any) -> None:
    """A scene without a duration gets an equal part of what is left of the film."""
    answer = lengths(production(scenes=scenes(5, None, None)))
    assert [5, 5, 5] == list(answer.values())


def test_given_durations_stand(production: Any) -> None:
    """A given duration is kept to the frame, whatever its neighbours are rounded to."""
    answer = lengths(production(scenes=scenes(None, 5, None, None), duration=Fraction(12)))
    assert [Fraction(56, 24), 5, Fraction(56, 24), Fraction(56, 24)] == list(answer.values())


@pytest.mark.parametrize("durations", [(5, 5), (10, 10), (10, 10, None)], ids=["short", "long", "no-room"])
def test_scenes_that_do_not_fit(production: Any, durations: Any) -> None:
    """Scenes that do not fill the film are refused with the duration that would."""
    total = sum(one or 0 for one in durations)
    with pytest.raises(StudioError, match=f"Set `duration` to {total}s"):
        lengths(production(scenes=scenes(*durations)))


def test_no_time_left(production: Any) -> None:
    """A scene that would get no frame at all is refused by its name."""
    with pytest.raises(StudioError, match="scene 'scene_1'"):
        lengths(production(scenes=scenes(15, None)))


@given(
    frames=st.integers(60, 7200),
    fps=st.sampled_from([24, 25, 30, 60]),
    given_frames=st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=1, max_size=12),
)
def test_scenes_fill_the_film(production: Any, frames: Any, fps: Any, given_frames: Any) -> None:
    """The scenes together last exactly as long as the film, each a whole number of frames."""
    given_frames.append(None)
    durations = tuple(None if one is None else Fraction(one, fps) for one in given_frames)
    made = production(scenes=scenes(*durations), duration=Fraction(frames, fps), fps=fps)
    try:
        answer = lengths(made)
    except StudioError:
        return
    assert made.duration == sum(answer.values())
    assert all((one * fps).denominator == 1 and one > 0 for one in answer.values())
    assert all(answer[slot.name] == slot.duration for slot in made.scenes if slot.duration is not None)


@given(
    st.fractions(Fraction(1, 24), 20),
    st.lists(st.fractions(1, 20), min_size=1, max_size=5).map(lambda found: tuple(sorted(found))),
)
def test_filming_is_never_shorter(seconds: Any, filmable: Any) -> None:
    """A clip is never filmed shorter than its scene, nor longer than the next length that there is."""
    filmed = filmed_seconds(seconds, filmable)
    if filmed is None:
        assert seconds > filmable[-1]
    else:
        assert filmed >= seconds
        assert not [one for one in filmable if seconds <= one < filmed]
