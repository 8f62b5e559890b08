"""The text that tells a provider what to film."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["direction"]


def direction(description: str, camera: str, style: Sequence[str], limit: int) -> str:
    """What is seen, how it is filmed, and the tier's look.

    The look always arrives: where the text is too long for the provider, what is seen and how it is
    filmed is cut at a word, from the end.

    Args:
        description: what is seen.
        camera: the user's direction or a framing, word for word; may be empty.
        style: the tier's style words; may be empty.
        limit: longest text in characters; 0 means no known limit.

    Returns:
        The direction, at most `limit` characters.
    """
    seen = description if camera and camera.lower() in description.lower() else f"{description} {camera}"
    body, look = seen.strip(), ", ".join(style)
    whole = _joined(body, look)
    if not limit or len(whole) <= limit:
        return whole
    room = limit - len(look) - (2 if look else 0)
    return _joined(_cut(body, room), look) if room > 0 else _cut(look, limit)


def _joined(body: str, look: str) -> str:
    if not body or not look:
        return body or look
    return f"{body} {look}" if body.endswith((".", "!", "?", "…")) else f"{body}. {look}"


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    # A first word longer than the limit has no border to cut at.
    kept = head.rsplit(None, 1)[0] if len(head.split()) > 1 else text[:limit]
    return kept.rstrip(" ,;:")[:limit]
