"""What to try against each measured defect."""

from __future__ import annotations

__all__ = ["remedy"]

_REMEDIES = {
    "integrity": "Fetch the clip again; if it stays damaged, film another take.",
    "duration": "Ask for a duration that the provider can film, or trim the scene.",
    "spec": "Ask the provider for the ordered size and frame rate.",
    "black": "Name the light in the direction, and film another take.",
    "freeze": "Name a movement in the direction, of the camera or of what is seen.",
    "blur": "Ask for a sharp focus on what matters.",
    "block": "Ask for a higher resolution or a better quality setting.",
    "noise": "Name a brighter light in the direction.",
    "flicker": "Ask for a steady light.",
    "exposure": "Ask for an even exposure, neither burnt out nor sunk in the dark.",
    "cut": "Ask for a single unbroken shot, or split the scene in two.",
    "bars": "Ask for the film's aspect ratio, so that no bars are left.",
    "motion": "Ask for a calmer or a livelier movement.",
    "smooth": "Ask for a slow and even movement.",
}


def remedy(measure: str) -> str:
    """What to try where a measure is low.

    Args:
        measure: the measure's name.

    Returns:
        A sentence, or an empty string for a measure without a known remedy.
    """
    return _REMEDIES.get(measure, "")
