"""The key in an `Authorization` header."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["authorized"]


def authorized(headers: Mapping[str, str], scheme: str = "Bearer") -> str:
    """The key that a call carries; empty where there is none, or one of another scheme.

    Args:
        headers: with lower-case names.
        scheme: the word before the key, as the provider wants it.
    """
    word, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if word == scheme else ""
