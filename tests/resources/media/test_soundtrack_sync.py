"""Sound and picture begin together: through cuts, transitions, other speeds and odd sample rates."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from resources.media.timeline import Shot, Timeline
from resources.media.transitions import TRANSITIONS
from tests.resources.media.marker_clips import FORM, FPS, RATE, beep, samples, shot, write_clip
from tests.resources.media.sounds import loudness, made, mixed, onsets, tone

FRAME = RATE // FPS
MS = RATE // 1000


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of 48 frames with a steady tone."""
    return write_clip(tmp_path_factory.mktemp("steady") / "a.mp4", 1, 48, sound=tone(2, 0.3, 240))


def beeping(folder: Path, *frames: int, length: int = 48) -> Path:
    """A clip that beeps at some of its frames."""
    sound = sum(beep(length / FPS, frame / FPS) for frame in frames)
    return write_clip(folder / f"beep{'_'.join(map(str, frames))}.mp4", 1, length, sound=np.asarray(sound))


def seen(one: Shot, frame: int) -> int:
    """The first film frame of a shot that shows a frame of its clip, by the timeline's own rule."""
    used = one.source_out - one.source_in
    return next(k for k in range(one.moving) if one.source_in + k * used // one.moving >= frame)


@pytest.mark.parametrize("spread", [100, 47, 20, 9], ids="spread-{}".format)
def test_a_retimed_shot_beeps_where_its_picture_does(tmp_path: Path, spread: int) -> None:
    """At a quarter to four times the speed each beep is within 1 ms of the frame that it belongs to."""
    clip = beeping(tmp_path, 9, 21, 33)
    cut = shot(clip, 48, 0, 20)
    slow = shot(clip, 48, 4, 40, spread=spread, hold=10, transition="dissolve", transition_frames=4)
    timeline = Timeline(shots=(cut, slow, cut), format=FORM)
    start = timeline.record_ins
    shown = [9, *(start[1] + seen(slow, frame) for frame in (9, 21, 33)), start[2] + 9]
    sound = mixed(timeline, tmp_path)
    assert [frame * FRAME for frame in shown] == pytest.approx(onsets(sound), abs=MS)


def test_a_retimed_tone_keeps_its_pitch_and_is_silent_in_the_hold(tmp_path: Path, steady: Path) -> None:
    """Half as fast it is as deep and as loud as before, for exactly its frames, then nothing."""
    one = shot(steady, 48, 0, 24, spread=48, hold=12)
    sound = mixed(Timeline(shots=(one,), format=FORM), tmp_path)
    middle = sound[RATE // 2 : RATE // 2 + RATE]
    assert int(np.abs(np.fft.rfft(middle)).argmax()) == 240
    assert loudness(sound, 0.2, 1.8) == pytest.approx(-13.5, abs=0.5)
    assert np.abs(sound[48 * FRAME :]).max() == 0
    assert len(sound) == 60 * FRAME


def test_the_encoded_track_stays_in_place_when_it_is_copied(tmp_path: Path) -> None:
    """In AAC, after leveling, every beep is still within 1 ms."""
    clip = beeping(tmp_path, 6, 30)
    timeline = Timeline(shots=(shot(clip, 48, 0, 48), shot(clip, 48, 5, 40)), format=FORM, loudness={})
    made(timeline, tmp_path / "track.m4a")
    found = onsets(samples(tmp_path / "track.m4a"), 0.2)
    assert [frame * FRAME for frame in (6, 30, 49, 73)] == pytest.approx(found, abs=MS)


def test_twenty_clips_of_an_odd_sample_rate_do_not_drift(tmp_path: Path) -> None:
    """Clips of 44.1 kHz, 7 frames each at 24 a second, which is no whole number of samples: no drift."""
    clip = tmp_path / "odd.mkv"
    with av.open(str(clip), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 32, 32, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=44_100, layout="mono")
        for number in range(12):
            frame = av.VideoFrame.from_ndarray(np.full((48, 32), 128, np.uint8), format="yuv420p")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode())
        pulse = np.zeros((1, 22_050), np.int16)
        pulse[0, round(5 * 44_100 / FPS) :][:2205] = 16_000
        block = av.AudioFrame.from_ndarray(pulse, format="s16", layout="mono")
        block.rate = 44_100
        container.mux(audio.encode(block))
        container.mux(audio.encode())
    form = FORM.model_copy(update={"sample_rate": 44_100})
    timeline = Timeline(shots=tuple(shot(clip, 12, 2, 9) for _ in range(20)), format=form)
    sound = mixed(timeline, tmp_path)
    found = onsets(sound, 0.2)
    expected = [(7 * number + 3) * 44_100 / FPS for number in range(20)]
    assert len(sound) == 140 * 44_100 // FPS
    assert max(abs(one - two) for one, two in zip(expected, found, strict=True)) <= 2


def test_each_transition_has_its_sound(tmp_path: Path, steady: Path) -> None:
    """Through black and white the sound goes too; every other transition holds its level."""
    kinds = sorted(set(TRANSITIONS) - {"cut"})
    first = shot(steady, 48, 0, 30)
    others = [shot(steady, 48, 0, 30, transition=kind, transition_frames=10) for kind in kinds]
    timeline = Timeline(shots=(first, *others), format=FORM)
    sound = mixed(timeline, tmp_path)
    middles = [start + 5 for start in timeline.record_ins[1:]]
    levels = [loudness(sound, (at - 0.2) / FPS, (at + 0.2) / FPS) for at in middles]
    gone = {kind for kind, level in zip(kinds, levels, strict=True) if level < -35}
    held = {kind for kind, level in zip(kinds, levels, strict=True) if abs(level + 13.5) < 1}
    assert ({"fade", "fade_white"}, set(kinds) - gone) == (gone, held)


def test_a_fade_out_keeps_the_sound_until_it_is_dark(tmp_path: Path, steady: Path) -> None:
    """A film that fades to a dark card at its end is heard up to the fade's middle."""
    card = shot(write_clip(tmp_path / "card.mp4", 2, 12), 12, 0, 12, transition="fade", transition_frames=12)
    sound = mixed(Timeline(shots=(shot(steady, 48, 0, 48), card), format=FORM), tmp_path)
    assert len(sound) == 48 * FRAME
    assert loudness(sound, 34 / FPS, 36 / FPS) == pytest.approx(loudness(sound, 0.2, 0.8), abs=0.3)
    assert -40 < loudness(sound, 41 / FPS, 41.8 / FPS) < loudness(sound, 37 / FPS, 38 / FPS)
    assert np.abs(sound[42 * FRAME + 2 :]).max() == 0
