"""How long each scene lasts, in whole frames that fill the film exactly."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from resources.errors import StudioError
from studio_assets.spec.production import Production

__all__ = ["filmed_seconds", "frame_count", "lengths"]


def frame_count(seconds: Fraction, fps: int) -> int:
    """Seconds as whole frames, halves upwards.

    Args:
        seconds: exact seconds.
        fps: frames per second.
    """
    return floor(seconds * fps + Fraction(1, 2))


def lengths(production: Production) -> dict[str, Fraction]:
    """The seconds of each scene.

    Given durations stand as they are; scenes without one share what is left of the film equally.
    The scenes' borders are rounded to frames, not their lengths, so that no rounding adds up.

    Args:
        production: its scenes, duration and fps.

    Returns:
        Scene name -> seconds, whole frames each; together the film's duration in whole frames.

    Raises:
        StudioError: the given durations do not fit the film; the mend says which number to change.
    """
    scenes, fps = production.scenes, production.fps
    given = sum((scene.duration for scene in scenes if scene.duration is not None), Fraction(0))
    open_scenes = sum(scene.duration is None for scene in scenes)
    left = production.duration - given
    if left < 0 or (left > 0 and not open_scenes):
        raise StudioError(
            f"The scenes last {float(given):g} s together, the film {float(production.duration):g} s.",
            mend=f"Set `duration` to {float(given):g}s, or change the scenes' durations.",
            where=production.file,
        )
    result: dict[str, Fraction] = {}
    border = Fraction(0)
    for scene in scenes:
        begin = frame_count(border, fps)
        border += scene.duration if scene.duration is not None else left / open_scenes
        frames = frame_count(border, fps) - begin
        if frames < 1:
            raise StudioError(
                f"No time is left for scene {scene.name!r}: the film is full before it.",
                mend="Make the film longer, or give the other scenes less.",
                where=production.file,
            )
        result[scene.name] = Fraction(frames, fps)
    return result


def filmed_seconds(seconds: Fraction, filmable: tuple[Fraction, ...]) -> Fraction | None:
    """The shortest duration that a model films and that is not shorter than the scene.

    Args:
        seconds: the scene's seconds.
        filmable: seconds that the model can film, ascending; empty means any.

    Returns:
        Seconds, or None where the model films nothing that long.
    """
    if not filmable:
        return seconds
    return next((one for one in filmable if one >= seconds), None)
