"""Whether judging can end well: thresholds within reach, test scenes and cuts that exist."""

from __future__ import annotations

from studio_assets.spec.reading import Reading
from studio_assets.spec.slots import scene_count

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check threshold, test scenes and cuts."""
    _threshold(reading)
    count, tests = scene_count(reading.spec), reading.spec.competition.test_scenes
    if tests > count and reading.whole("script") and reading.sound("duration"):
        path = ("competition", "test_scenes")
        reading.fault(
            path, f"{tests} test scenes are more than the {count} of the film", f"Write at most {count}."
        )
    cuts, pick = reading.spec.edit.cuts, reading.spec.edit.pick
    for index, cut in enumerate(cuts):
        if cut in cuts[:index]:
            reading.fault(("edit", "cuts", index), f"the cut `{cut}` is listed twice", "Keep one.")
    if pick not in ("auto", "ask") and pick not in cuts and reading.sound("edit", "cuts"):
        reading.fault(
            ("edit", "pick"),
            f"the picked cut `{pick}` is not made",
            f"Add it to `cuts`, or pick: {', '.join(cuts)}.",
        )


def _threshold(reading: Reading) -> None:
    threshold = reading.spec.qa.threshold
    if threshold is None:
        return
    low = [filmer for filmer in reading.filmers() if threshold > filmer.tier.quality_ceiling]
    for filmer in reading.unable(low)[:1]:
        ceiling = filmer.tier.quality_ceiling
        reading.fault(
            ("qa", "threshold"),
            f"a clip of {filmer.label} can never pass {threshold}: "
            f"tier `{filmer.tier.name}` reaches {ceiling} at best",
            f"Write at most {ceiling}, or choose a better tier.",
        )
