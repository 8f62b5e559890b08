"""The export formats: each is one module in this folder with a `FORMAT`; a new one is a new file."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

import studio_assets.edl.exports
from resources.errors import StudioError
from studio_assets.edl.exports.program import Program

__all__ = ["Format", "Written", "format_named", "formats"]


class Written(NamedTuple):
    """A program written down.

    Args:
        text: the file's text; the same program gives the same text.
        notes: what the format could not keep, a sentence each.
    """

    text: str
    notes: tuple[str, ...] = ()


class Format(NamedTuple):
    """A format.

    Args:
        title: what the trade calls it.
        suffix: its files' suffix, with its dot.
        opens: which programs read it, in a few words.
        write: writes a program down.
    """

    title: str
    suffix: str
    opens: str
    write: Callable[[Program], Written]


@cache
def formats() -> Mapping[str, Format]:
    """Every format by the name that specs use, which is its module's name: renaming one breaks specs."""
    place = studio_assets.edl.exports
    modules = (import_module(one.name) for one in pkgutil.iter_modules(place.__path__, f"{place.__name__}."))
    found = [module for module in modules if isinstance(getattr(module, "FORMAT", None), Format)]
    return {module.__name__.rpartition(".")[2]: module.FORMAT for module in found}


def format_named(name: str) -> Format:
    """The format of a name.

    Raises:
        StudioError: there is none of that name; the mend lists those that there are.
    """
    known = formats()
    if name not in known:
        raise StudioError(
            f"There is no export format {name!r}.",
            mend=f"Use one of: {', '.join(known)}.",
            where="edit.exports",
        )
    return known[name]
