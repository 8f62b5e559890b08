"""Prompt snippets in a spec: a few names between `{{` and `}}`, rendered in a sandbox.

A snippet sees `production` (the name), `duration`, `aspect_ratio` and `resolution` as they are written,
and in a scene `scene` (its id). It may choose with `{% if %}` and use a handful of filters; whatever
could loop, call, or reach into objects is refused before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Mapping

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from studio_assets.spec.fault import nearest
from studio_assets.spec.scalars import UNSHOWN

__all__ = ["SnippetFault", "rendered"]

_LIMIT = 10_000
_FILTERS = ("capitalize", "lower", "title", "trim", "upper")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)

_ENVIRONMENT = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)


class SnippetFault(Exception):
    """A snippet that is not rendered: what is wrong and how it is mended."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


def rendered(text: str, names: Mapping[str, str]) -> str:
    """A text with its snippets filled in.

    Args:
        text: as written.
        names: what a snippet can name.

    Returns:
        The text; unchanged where it holds no snippet.

    Raises:
        SnippetFault: it is no snippet, names something unknown, or reaches further than it may.
    """
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text
    try:
        tree = _ENVIRONMENT.parse(text)
        _allow(tree, names)
        result = _ENVIRONMENT.from_string(text).render(dict(names))
    except jinja2.TemplateSyntaxError as broken:
        raise SnippetFault(
            f"the snippet does not parse: {(broken.message or 'syntax error').rstrip('.')}",
            "Close every `{{` with `}}` and every `{% if %}` with `{% endif %}`.",
        ) from None
    except jinja2.TemplateError as failed:
        raise SnippetFault(f"the snippet does not render: {failed}".rstrip("."), _names_mend(names)) from None
    except (RecursionError, MemoryError, SyntaxError):
        raise SnippetFault("the snippet is nested too deeply", "Write it flatter.") from None
    if len(result) > _LIMIT:
        raise SnippetFault(f"the snippet renders more than {_LIMIT:,} characters", "Write less.")
    if (odd := UNSHOWN.search(result)) is not None:
        raise SnippetFault(
            f"the snippet renders the character U+{ord(odd[0]):04X}, which nothing can show",
            "Remove it; tabs and line breaks may stay.",
        )
    return result


def _allow(tree: nodes.Template, names: Mapping[str, str]) -> None:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name) and node.name not in names:
            known = [f"{name}" for name in names]
            raise SnippetFault(
                f"the snippet names `{node.name}`, which is not there", nearest(node.name, known)
            )
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise SnippetFault(f"the filter `{node.name}` is not allowed", nearest(node.name, _FILTERS))
        if not isinstance(node, _ALLOWED):
            what = type(node).__name__.lower()
            raise SnippetFault(f"the snippet may not use `{what}`", _names_mend(names))


def _names_mend(names: Mapping[str, str]) -> str:
    return f"Use only {', '.join('{{ ' + name + ' }}' for name in names)} and `{{% if %}}`."
