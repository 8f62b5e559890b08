"""Cues of music and effects: each begins, comes up, repeats, goes down and ends at its sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from resources.errors import StudioError
from resources.media.timeline import Sound, Timeline
from tests.resources.media.marker_clips import FORM, RATE, beep, shot
from tests.resources.media.sounds import Samples, loudness, mixed, onsets, tone, write_coded, write_sound

FRAME = RATE // 24


@pytest.fixture
def film(clip_file: Callable[..., Path]) -> Callable[..., Timeline]:
    """A film of 48 silent frames under some sounds."""

    def make(*sounds: Sound) -> Timeline:
        return Timeline(shots=(shot(clip_file(1, 48), 48, 0, 48),), sounds=sounds, format=FORM)

    return make


def heard(sound: Samples) -> tuple[int, int]:
    """The first and the last sample that is not 0, the latter exclusive."""
    there = np.flatnonzero(sound)
    return int(there[0]), int(there[-1]) + 1


def flat(seconds: float) -> Samples:
    """A sound that is as loud in each sample, so that fades can be read off."""
    return np.full(round(seconds * RATE), 0.5, np.float32)


def test_a_cue_is_cut_off_at_its_end(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """A sound from frame 5 to frame 20 is heard in exactly the samples of those frames."""
    sound = mixed(film(write_sound(tmp_path / "s.wav", flat(3), at=5, end=20)), tmp_path)
    assert (5 * FRAME, 20 * FRAME) == heard(sound)


def test_fades_take_their_frames(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """Up over 6 frames, down over 12, half as loud in the middle of each."""
    cue = write_sound(tmp_path / "s.wav", flat(3), at=4, end=40, fade_in=6, fade_out=12)
    sound = mixed(film(cue), tmp_path)
    actual = [float(sound[frame * FRAME]) for frame in (7, 10, 27, 28, 34)]
    assert actual == pytest.approx([0.25, 0.5, 0.5, 0.5, 0.25], abs=1e-3)
    assert abs(sound[40 * FRAME - 1]) < 1e-3
    assert np.abs(sound[40 * FRAME :]).max() == 0


@pytest.mark.parametrize("end", [None, 200], ids=["open", "beyond-the-film"])
def test_music_longer_than_the_film_ends_by_its_fade(
    film: Callable[..., Timeline], tmp_path: Path, end: int | None
) -> None:
    """Whatever its end says, the fade is over with the film's last sample and not before."""
    cue = write_sound(tmp_path / "s.wav", flat(3), end=end, fade_out=24, bed=True)
    sound = mixed(film(cue), tmp_path)
    assert len(sound) == 48 * FRAME
    assert float(sound[36 * FRAME]) == pytest.approx(0.25, abs=1e-3)
    assert 0 < sound[-40:].max() < 1e-3


def test_music_shorter_than_its_cue_fades_at_its_own_end(
    film: Callable[..., Timeline], tmp_path: Path
) -> None:
    """A file of 30 frames in a cue of 40 has gone down when it ends, and silence follows."""
    cue = write_sound(tmp_path / "s.wav", flat(30 / 24), end=40, fade_out=10)
    sound = mixed(film(cue), tmp_path)
    assert float(sound[25 * FRAME]) == pytest.approx(0.25, abs=1e-3)
    assert heard(sound)[1] == pytest.approx(30 * FRAME, abs=10)


def test_a_loop_has_no_seam(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """A file of half a second repeats each 24,000 samples until its cue ends, the last time in part."""
    cue = write_sound(tmp_path / "s.wav", beep(0.5, 0.1), at=2, end=40, loop=True)
    sound = mixed(film(cue), tmp_path)
    first = onsets(sound)[0]
    assert [first + 24_000 * number for number in range(3)] == onsets(sound)
    assert heard(sound)[1] <= 40 * FRAME


def test_a_loop_of_another_rate_keeps_its_length(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """An MP3 of 0.5 s at 44.1 kHz repeats evenly at 48 kHz and fades at the film's end."""
    music = write_coded(tmp_path / "s.mp3", tone(0.5, 0.3)[:22_050], "libmp3lame", rate=44_100)
    cue = Sound(file=music, digest="m", at=0, loop=True, fade_out=12)
    sound = mixed(film(cue), tmp_path)
    assert all(loudness(sound, at / 10, at / 10 + 0.1) > -20 for at in range(1, 14))
    assert np.abs(sound[-40:]).max() < 1e-3


def test_a_cue_that_ends_before_it_begins_is_refused(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """It is a mistake with a mend, not a film without the sound."""
    with pytest.raises(StudioError, match="before it begins") as caught:
        mixed(film(write_sound(tmp_path / "s.wav", flat(1), at=20, end=20)), tmp_path)
    assert caught.value.mend


def test_cues_may_overlap_and_follow_each_other(film: Callable[..., Timeline], tmp_path: Path) -> None:
    """Of five effects, two at a time, every one is heard where it was laid."""
    effects = [
        write_sound(tmp_path / f"{n}.wav", beep(0.5, 0), at=at) for n, at in enumerate((1, 8, 16, 20, 40))
    ]
    sound = mixed(film(*effects), tmp_path)
    assert onsets(sound, 0.05) == pytest.approx([at * FRAME for at in (1, 8, 16, 20, 40)], abs=RATE // 1000)
