"""Effects, parameters and markers as Final Cut Pro 7 XML writes them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from resources.media.transitions import TRANSITIONS
from studio_assets.edl.exports.xml import element

__all__ = ["dissolve", "effect", "marker", "parameter", "retiming"]


def effect(name: str, key: str, category: str, kind: str, *more: Element, media: str = "video") -> Element:
    """An effect.

    Args:
        name: as people read it.
        key: as Final Cut knows it.
        category: its group.
        kind: `generator`, `transition`, `motion` or `audiolevels`.
        more: its parameters.
        media: `video` or `audio`.
    """
    return element(
        "effect",
        element("name", name),
        element("effectid", key),
        element("effectcategory", category),
        element("effecttype", kind),
        element("mediatype", media),
        *more,
    )


def parameter(key: str, name: str, value: Element) -> Element:
    """A parameter of an effect; `value` is the element that holds its value."""
    return element("parameter", element("parameterid", key), element("name", name), value)


def retiming(percent: float) -> Element:
    """The filter that plays a clip at a speed, 100 being its own."""
    return element(
        "filter",
        effect(
            "Time Remap",
            "timeremap",
            "motion",
            "motion",
            parameter("variablespeed", "variablespeed", element("value", 0)),
            parameter("speed", "speed", element("value", f"{percent:.6f}")),
            parameter("reverse", "reverse", element("value", "FALSE")),
            parameter("frameblending", "frameblending", element("value", "FALSE")),
        ),
    )


def marker(name: str, comment: str, at: int) -> Element:
    """A marker at a frame of the sequence."""
    return element(
        "marker", element("comment", comment), element("name", name), element("in", at), element("out", -1)
    )


def dissolve(transition: str) -> tuple[str, str, int]:
    """What Final Cut has for a transition.

    Args:
        transition: a name in `TRANSITIONS`.

    Returns:
        Its name, which is its key too; its category; its SMPTE wipe code, 0 where it is no wipe.
    """
    wipe = TRANSITIONS[transition].wipe
    if transition.startswith("fade"):
        return "Dip to Color Dissolve", "Dissolve", 0
    if wipe is not None:
        return "Edge Wipe", "Wipe", wipe
    return "Cross Dissolve", "Dissolve", 0
