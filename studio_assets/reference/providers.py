"""The page of the providers: fields, models, limits and prices, from the provider classes."""

from __future__ import annotations

import inspect
from fractions import Fraction

from resources.errors import StudioError
from resources.money import dollars
from resources.providers.live import LiveProvider
from resources.providers.port import Capabilities, Kind, Provider, VideoRequest
from resources.providers.registry import ENTRY_POINTS, found
from resources.providers.sample import sample

__all__ = ["providers_page"]

_LINE = "It was two in the morning, and the lamp was the only light in the whole street. " * 5
"""400 characters, to price speech with."""

_WORDS = {"speech": _LINE, "answer": "What is a take?"}

_HEAD = f"""# Providers

Every provider of this installation. The simulated ones cost nothing and need no key. In the simulated
environment they also play the live ones, with those models, limits and prices, so that a spec that names
`runway` is filmed for nothing first. With `STUDIO_ENV=live` the live ones spend money; each needs the key
that is named with it. `studio providers show NAME` says what is missing, and `studio simulate` lets live
providers run against this machine. Nobody plays a provider of answers: in the simulated environment the
rules answer.

A provider is one file in `resources/providers/<kind>/`, found by walking that folder, or a class that an
installed package offers under the entry point `{ENTRY_POINTS}`:
[how to add one](../how-to/add-a-provider.md). Its fields have defaults; a JSON object in the variable
below changes them, and so does Dagster's launch config. Prices stand in one dated table with their source;
rows of your own in the file that `STUDIO_PRICES` names win, and in `STUDIO_CLAUDE_PRICES` for what Claude's
tokens cost. A price that is not known is refused.
"""


def providers_page() -> str:
    """The page's text."""
    return _HEAD + "".join(_section(provider) for _, provider in sorted(found().items()))


def _section(provider: type[Provider]) -> str:
    live = issubclass(provider, LiveProvider)
    variable = f"STUDIO_{provider.kind}_{provider.name}".upper().replace("-", "_")
    label = "" if live else ", simulated"
    said = " ".join((inspect.getdoc(provider) or "").partition("\n\n")[0].split())
    lines = ["", f"## {provider.kind}: `{provider.name}`{label}", "", said, ""]
    if issubclass(provider, LiveProvider):
        lines += [f"Key: `{provider.key_variable}` · API: `{provider.host or 'see its fields'}`", ""]
        if provider.caveat:
            lines += [f"**Before you pay:** {provider.caveat}", ""]
        lines += _models(provider)
    lines += [f"Variable: `{variable}`", "", "| field | default | meaning |", "|---|---|---|"]
    for name, field in provider.model_fields.items():
        if field.repr:
            default = field.get_default(call_default_factory=True)
            lines.append(f"| `{name}` | `{default!r}` | {_cell(field.description or '')} |")
    return "\n".join(lines) + "\n"


def _models(provider: type[LiveProvider]) -> list[str]:
    lines = ["| model | can make | for example |", "|---|---|---|"]
    one = provider()
    for model in one.models():
        try:
            able = _able(one.capabilities(model), one.kind)
        except StudioError as refused:
            able = refused.what
        lines.append(f"| `{model}` | {_cell(able)} | {_cell(_price(one, model))} |")
    return [*lines, ""]


def _able(can: Capabilities, kind: Kind) -> str:
    words = []
    if can.durations:
        words.append(f"{_spans(can.durations)} s")
    if can.longest is not None:
        words.append(f"at most {float(can.longest):g} s")
    if can.sizes:
        words.append(", ".join(f"{width}x{height}" for width, height in can.sizes))
    flags = {
        "first frame": can.first_frame,
        "needs a first frame": can.needs_first_frame,
        "last frame": can.last_frame,
        "seed": can.seed,
        "lists what it took": can.lists,
    }
    words += [name for name, there in flags.items() if there]
    if can.references:
        words.append(
            f"{can.references} {'reference pictures' if kind != 'answer' else 'pictures to look at'}"
            + _only(can)
        )
    if can.prompt_limit:
        words.append(f"{can.prompt_limit:,} characters")
    if can.concurrency:
        words.append(f"{can.concurrency} at once")
    if can.url_life:
        words.append(f"addresses live {can.url_life // 3600} h")
    return "; ".join(words)


def _only(can: Capabilities) -> str:
    length = f" with {_spans(can.reference_durations)} s" if can.reference_durations else ""
    return length if can.references_beside_frames else f"{length} and without key frames"


def _spans(durations: tuple[Fraction, ...]) -> str:
    whole = [float(one) for one in durations]
    if len(whole) > 3 and whole == [whole[0] + step for step in range(len(whole))]:
        return f"{whole[0]:g} to {whole[-1]:g}"
    return ", ".join(f"{one:g}" for one in whole)


def _price(provider: LiveProvider, model: str) -> str:
    try:
        wish = sample(provider, _WORDS.get(provider.kind, "A desk at night."), model=model)
        if isinstance(wish, VideoRequest) and provider.capabilities(model).needs_first_frame:
            wish = wish.model_copy(update={"first_frame": "0" * 64})
        quote = provider.quote(wish)
    except StudioError:
        return "not known, so it is refused; give a row in `STUDIO_PRICES`"
    return f"{dollars(quote.amount)}: {quote.basis}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
