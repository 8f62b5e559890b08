"""The text that tells a provider what to film."""

from __future__ import annotations

from collections.abc import Sequence

from studio_assets.script.shorten import cut_at_word

__all__ = ["direction"]


def direction(
    description: str, camera: str, style: Sequence[str], limit: int, sheets: Sequence[str] = ()
) -> str:
    """What is seen, how it is filmed, how its characters look, and the tier's look.

    The look always arrives: where the text is too long for the provider, the rest is cut at a word, from
    its end, so that a character's looks go before what is seen.

    Args:
        description: what is seen.
        camera: the user's direction or a framing, word for word; may be empty.
        style: the tier's style words; may be empty.
        limit: longest text in characters; 0 means no known limit.
        sheets: how characters and products look that the scene shows.

    Returns:
        The direction, at most `limit` characters.
    """
    seen = description if camera and camera.lower() in description.lower() else f"{description} {camera}"
    body, look = seen.strip(), ", ".join(style)
    for sheet in sheets:
        body = _joined(body, sheet)
    whole = _joined(body, look)
    if not limit or len(whole) <= limit:
        return whole
    room = limit - len(look) - (2 if look else 0)
    return _joined(cut_at_word(body, room), look) if room > 0 else cut_at_word(look, limit)


def _joined(body: str, look: str) -> str:
    if not body or not look:
        return body or look
    return f"{body} {look}" if body.endswith((".", "!", "?", "…")) else f"{body}. {look}"
