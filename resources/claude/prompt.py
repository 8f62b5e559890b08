"""Prompts from their templates: what is missing is named all at once, and material stays material.

A template is `templates/prompts/<name>.md.j2` with the blocks `system`, `ask` and, where questions share
something, `shared`; what stands outside of them would never be sent, so it is an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from resources.claude.material import data
from resources.errors import StudioError
from resources.project import package_folder

__all__ = ["Prompt", "render", "template_hash"]

_BLOCKS = ("system", "shared", "ask")
_SUFFIX = ".md.j2"


@dataclass(frozen=True)
class Prompt:
    """The words of one question.

    Args:
        system: who the model is to be, and what holds for every question of the role.
        shared: what all questions of a pilot share; empty where there is nothing.
        ask: the question itself.
    """

    system: str
    shared: str
    ask: str


def render(template: str, variables: Mapping[str, object], folder: Path | None = None) -> Prompt:
    """The prompt that a template makes.

    Args:
        template: its name, such as `critic`.
        variables: name -> value; names that the template does not use are left alone.
        folder: where the templates are; None means those that ship with Studio.

    Returns:
        Its blocks, each rendered by itself.

    Raises:
        StudioError: there is no such template, it does not fit, or variables are missing; all are named.
    """
    environment = _environment(folder or _shipped())
    name = f"{template}{_SUFFIX}"
    trees = dict(_sources(environment, template))
    _check_blocks(trees[name][1], name)
    wanted = set().union(*(meta.find_undeclared_variables(tree) for _, tree in trees.values()))
    missing = sorted(wanted - set(variables) - set(environment.globals))
    if missing:
        raise StudioError(
            f"The prompt lacks {', '.join(f'`{one}`' for one in missing)}.",
            mend="Give every variable that the template names, or take it out of the template.",
            where=name,
        )
    try:
        made = environment.get_template(name)
        blocks = {
            block: "".join(made.blocks[block](made.new_context(dict(variables)))).strip()
            for block in made.blocks
        }
    except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        raise StudioError(
            f"The prompt cannot be made: {wrong}.",
            mend="Mend the template, or what it is given.",
            where=name,
        ) from wrong
    return Prompt(blocks["system"], blocks.get("shared", ""), blocks["ask"])


def template_hash(template: str, folder: Path | None = None) -> str:
    """Hash of a template with all that it includes: part of the code version of what is made with it.

    Args:
        template: its name, such as `critic`.
        folder: where the templates are; None means those that ship with Studio.

    Raises:
        StudioError: there is no such template, or it does not fit.
    """
    whole = hashlib.sha256()
    for name, (source, _) in sorted(dict(_sources(_environment(folder or _shipped()), template)).items()):
        whole.update(f"{name}\0{source}\0".encode())
    return whole.hexdigest()[:16]


def _shipped() -> Path:
    return package_folder("templates") / "prompts"


@lru_cache(maxsize=8)
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # prompts are no HTML; `data` escapes what comes from outside
        finalize=_said,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = _data
    return environment


def _data(value: object, tag: str) -> str:
    return data(str(value) if isinstance(value, jinja2.Undefined) else value, tag)  # its str raises, named


def _said(value: object) -> object:
    # A `None` in a prompt is paid for and tells the model nothing.
    if value is None:
        raise jinja2.TemplateRuntimeError("a value is None: leave its sentence out with `{% if %}`")
    return value


def _sources(
    environment: ImmutableSandboxedEnvironment, template: str
) -> Iterator[tuple[str, tuple[str, nodes.Template]]]:
    """A template and all that it includes: file name -> (source, parsed)."""
    waiting, known = [f"{template}{_SUFFIX}"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        try:
            source = environment.loader.get_source(environment, name)[0]  # type: ignore[union-attr]
            tree = environment.parse(source, name)
        except jinja2.TemplateNotFound:
            names = (one.removesuffix(_SUFFIX) for one in environment.list_templates())
            there = sorted(one for one in names if not one.startswith("_"))  # those are parts of others
            raise StudioError(
                f"There is no prompt template {name.removesuffix(_SUFFIX)!r}.",
                mend=f"Use one of: {', '.join(there) or 'none is there'}.",
                where=f"{template}{_SUFFIX}",
            ) from None
        except jinja2.TemplateSyntaxError as wrong:
            raise StudioError(
                f"Line {wrong.lineno} of the prompt template does not fit: {wrong.message}.",
                mend="Mend the template.",
                where=name,
            ) from wrong
        yield name, (source, tree)
        waiting += [one for one in meta.find_referenced_templates(tree) if one is not None]


def _check_blocks(tree: nodes.Template, name: str) -> None:
    found = [node.name for node in tree.body if isinstance(node, nodes.Block)]
    stray = [node for node in tree.body if not isinstance(node, nodes.Block) and not _blank(node)]
    unknown = sorted(set(found) - set(_BLOCKS))
    lacking = [one for one in ("system", "ask") if one not in found]
    what = ""
    if lacking:
        what = f"The prompt template lacks the block `{lacking[0]}`."
    elif unknown:
        what = f"The prompt template has a block `{unknown[0]}`, which nobody sends."
    elif stray:
        what = f"Line {stray[0].lineno} of the prompt template stands outside of its blocks."
    if what:
        raise StudioError(
            what, mend=f"Blocks are {', '.join(_BLOCKS)}; only `shared` may be missing.", where=name
        )


def _blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )
