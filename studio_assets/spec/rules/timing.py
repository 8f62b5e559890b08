"""How many scenes there are, and whether their seconds make the film."""

from __future__ import annotations

from studio_assets.spec.model_script import MAX_SCENES
from studio_assets.spec.reading import Reading
from studio_assets.spec.slots import open_slots, scene_count
from studio_assets.spec.values import duration_text

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check the count of scenes and the sum of their durations."""
    script = reading.spec.script
    given = len(script.scenes)
    if script.count is not None and script.count < given:
        reading.fault(
            ("script", "count"),
            f"the count {script.count} is smaller than the {given} scenes given",
            f"Write {given} or more, or remove `count`.",
        )
        return
    if not reading.sound("duration") or not reading.sound("script"):
        return
    count = scene_count(reading.spec)
    if count > MAX_SCENES:
        reading.fault(
            ("duration",),
            f"{count} scenes of about 5s are more than {MAX_SCENES}",
            f"Shorten the film, or write `script: {{count: {MAX_SCENES}}}` or fewer.",
        )
        return
    _sum(reading)


def _sum(reading: Reading) -> None:
    scenes = reading.spec.script.scenes
    if not reading.whole("script"):  # a misspelt `duration` must not count as none
        return
    left = reading.open_seconds()
    waiting = open_slots(reading.spec)
    film, given = duration_text(reading.spec.duration), duration_text(reading.spec.duration - left)
    timed = [index for index, scene in enumerate(scenes) if scene.duration is not None]
    if left < 0:
        reading.fault(
            ("script", "scenes", timed[-1], "duration"),
            f"the scenes are {given} long, more than the film of {film}",
            f"Shorten scenes, or write `duration: {given}`.",
        )
    elif waiting and left == 0:
        reading.fault(
            ("script", "scenes", timed[-1], "duration"),
            f"the given scenes fill all {film}; {waiting} more have no time",
            "Shorten scenes, or give fewer.",
        )
    elif not waiting and left > 0:
        reading.fault(
            ("script", "scenes", timed[-1], "duration"),
            f"the scenes are {given} long, the film {film}",
            f"Write `duration: {given}`, or lengthen scenes by {duration_text(left)}.",
        )
