"""The texts of a new provider's files, from the templates."""

from __future__ import annotations

from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from resources.project import package_folder

__all__ = ["KINDS", "text_of"]


class _Kind(NamedTuple):
    at_once: bool
    noun: str
    request: str
    able: str
    unit: str
    sized: bool
    quantity: str
    wish_quantity: str
    wish: tuple[str, ...]
    suffix: str = ""


KINDS = {
    "image": _Kind(
        at_once=True,
        noun="pictures",
        request="ImageRequest",
        able="sizes=((1024, 1024),), prompt_limit=1000",
        unit="generation",
        sized=True,
        quantity="1",
        wish_quantity="1",
        wish=('direction="A paper kite."', "width=1024", "height=1024"),
        suffix=".png",
    ),
    "music": _Kind(
        at_once=False,
        noun="music",
        request="MusicRequest",
        able="longest=Fraction(60), prompt_limit=1000",
        unit="second",
        sized=False,
        quantity="wanted.duration",
        wish_quantity="Decimal(wish.seconds)",
        wish=('direction="A calm piano."', "duration=Fraction(15)"),
    ),
    "speech": _Kind(
        at_once=True,
        noun="speech",
        request="SpeechRequest",
        able='prompt_limit=1000, voices=("Lily",)',
        unit="1k_characters",
        sized=False,
        quantity="len(wanted.text)",
        wish_quantity="len(wish.text)",
        wish=('text="It was two in the morning."', 'voice="Lily"'),
        suffix=".mp3",
    ),
    "video": _Kind(
        at_once=False,
        noun="clips",
        request="VideoRequest",
        able="durations=(Fraction(5),), sizes=((1280, 720),), prompt_limit=1000",
        unit="second",
        sized=True,
        quantity="wanted.duration",
        wish_quantity="Decimal(wish.seconds)",
        wish=('direction="A paper kite."', "duration=Fraction(5)", "width=1280", "height=720", "fps=24"),
    ),
}
"""What differs between the kinds: the least that a model of each is taken to make, and how it is priced."""


def text_of(template: str, kind: str, name: str) -> str:
    """The text of one file of a new provider.

    Args:
        template: of `templates/scaffold`.
        kind: one of `KINDS`.
        name: a plain name of small letters, digits and `_`.
    """
    # Python, not HTML: nothing is escaped, and what is put in was checked to be a plain name.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(package_folder("templates") / "scaffold"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    of_kind = KINDS[kind]
    parts = [part.capitalize() for part in name.split("_")]
    words: dict[str, Any] = {
        **of_kind._asdict(),
        "kind": kind,
        "name": name,
        "cls": "".join(parts),
        "title": " ".join(parts).strip(),
        "host": name.replace("_", "-").strip("-"),
        "variable": f"{name.upper().strip('_')}_API_KEY",
        "model": f"{name}-1",
        "when": ", size=size" if of_kind.sized else "",
        "wish": (f'model="{name}-1"', "rate=Decimal(0)", *of_kind.wish),
        "imports": _imports(kind, name, of_kind),
        "test_imports": _test_imports(kind, name, "".join(parts), of_kind),
    }
    return environment.get_template(template).render(words)


def _imports(kind: str, name: str, of_kind: _Kind) -> str:
    """Sorted as ruff sorts them, wherever the kind's own folder falls among them."""
    port = {"Capabilities", "MediaSource", "Quote", "Request", of_kind.request}
    if not of_kind.at_once:
        port |= {"Generation", "Listed"}
    listed = "".join(f"    {one},\n" for one in sorted(port))
    above = "at_once import AtOnceProvider, Made" if of_kind.at_once else "live import LiveProvider"
    return "\n".join(
        sorted(
            (
                "from resources.providers.able import checked",
                *(() if of_kind.at_once else ("from resources.providers.reading import id_of, object_of",)),
                f"from resources.providers.{above}",
                f"from resources.providers.port import (\n{listed})",
                "from resources.providers.prices import price_of",
                f"from resources.providers.{kind} import {name}_wire as wire",
            )
        )
    )


def _test_imports(kind: str, name: str, cls: str, of_kind: _Kind) -> str:
    return "\n".join(
        sorted(
            (
                f"from resources.providers.port import {of_kind.request}",
                "from resources.providers.registry import found",
                f"from resources.providers.{kind} import {name}_wire as wire",
                f"from resources.providers.{kind}.{name} import {cls}",
            )
        )
    )
