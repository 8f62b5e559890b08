"""The dailies: one static page per run and an index of all runs, read from documents only.

The pages need no server: `<artifact root>/dailies/<production>/<run>.html` links its media
relatively, and `<artifact root>/dailies/index.html` links the pages.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from resources.media.caption_files import caption_name
from resources.money import dollars
from resources.project import package_folder
from studio_assets.combine.combined import origin
from studio_assets.render import dailies_words as words
from studio_assets.render.dailies_player import ROOT, play_list, seen_frames
from studio_assets.render.dailies_run import Dailies, IndexRow, cuts_of, run_state

__all__ = ["index", "page"]


def page(dailies: Dailies) -> str:
    """The page of one run.

    Args:
        dailies: all that the run has left so far.

    Returns:
        A whole HTML document with its style and script inside; it loads media of the artifact
        store and nothing else.
    """
    cuts = cuts_of(dailies)
    return _render(
        "dailies.html.j2",
        root=ROOT,
        dailies=dailies,
        state=run_state(dailies),
        cuts=cuts,
        locked=dailies.lock.cut if dailies.lock else None,
        play_list=play_list(cuts),
    )


def index(rows: Sequence[IndexRow]) -> str:
    """The page of all runs, the production with the newest run first.

    Args:
        rows: one per run, in any order.

    Returns:
        A whole HTML document that lies beside the productions' folders.
    """
    by_name = sorted(sorted(rows, key=attrgetter("created"), reverse=True), key=attrgetter("production"))
    productions = [(name, list(runs)) for name, runs in groupby(by_name, key=attrgetter("production"))]
    productions.sort(key=lambda production: production[1][0].created, reverse=True)
    return _render("index.html.j2", root="../", productions=productions, count=len(rows))


def _render(template: str, **values: Any) -> str:
    environment = _environment()
    script = environment.get_template("cut_player.js.j2").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template(template).render(
        # The script is ours, a constant; the hash is what the page's security policy lets run.
        script=Markup(script),  # noqa: S704
        script_hash=f"sha256-{digest}",
        **values,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(package_folder("templates") / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = (
        "clock", "figure", "fitted", "instant", "moment", "number", "part", "role", "size", "timecode",
        "tone", "why", "word",
    )  # fmt: skip
    environment.filters.update({name: getattr(words, name) for name in names}, dollars=dollars)
    environment.globals |= {"seen_frames": seen_frames, "origin": origin, "caption_name": caption_name}
    return environment
