"""XML documents of editing programs."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree.ElementTree import Element, indent, tostring

from resources.claude.material import plain

__all__ = ["address", "document", "element"]


def element(tag: str, *inside: Element | str | int | None, **attributes: str | int | None) -> Element:
    """An element.

    Args:
        tag: its name.
        inside: elements, or one text or number; None is left out.
        attributes: in their order; None is left out, a trailing `_` of a name is dropped.
    """
    made = Element(
        tag, {name.rstrip("_"): _plain(one) for name, one in attributes.items() if one is not None}
    )
    for one in inside:
        if isinstance(one, Element):
            made.append(one)
        elif one is not None:
            made.text = _plain(one)
    return made


def document(root: Element, doctype: str) -> str:
    """The whole text of a document.

    Args:
        root: its outermost element.
        doctype: the name that the document type has.
    """
    indent(root, "  ")
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {doctype}>\n{body}\n'


def address(path: str) -> str:
    """A relative path as the relative URL that XML formats want."""
    return quote(path)


def _plain(value: str | int) -> str:
    # XML has no way to write control characters, and users' texts may hold some.
    return plain(str(value))
