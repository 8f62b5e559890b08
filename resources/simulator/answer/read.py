"""Reads the body of a question strictly: what the real API refuses is refused here, in its words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from resources.simulator.answer.models import MODELS
from resources.simulator.answer.pictures import check_sides, picture
from resources.simulator.answer.prompt import Piece, Prompt, canonical, text_tokens
from resources.simulator.answer.schema import faults
from resources.simulator.part import Failure, Turned

__all__ = ["read"]

_FIELDS = {
    "model", "max_tokens", "messages", "system", "output_config", "thinking", "stream", "cache_control",
    "metadata", "service_tier", "stop_sequences", "speed", "inference_geo", "diagnostics",
}  # fmt: skip
_REMOVED = ("temperature", "top_p", "top_k")
_NONE_HERE = ("tools", "tool_choice", "container")
_EFFORTS = ("low", "medium", "high", "xhigh", "max")
_THINKING = ("adaptive", "enabled", "disabled", "between_tools")
_BREAKPOINTS = 4
_TEXT = {"type", "text", "cache_control", "citations"}
_IMAGE = {"type", "source", "cache_control", "transformations"}

File = Callable[[str], tuple[bytes, str]]


def read(body: Mapping[str, Any], file: File, *, counted: bool = False) -> Prompt:
    """A question out of its body.

    Args:
        body: as it came in.
        file: gives the bytes and the media type of an uploaded file.
        counted: whether its tokens are asked for only, so that nothing limits the answer.

    Raises:
        Turned: the API refuses it, with the place in the body.
    """
    _check_fields(body)
    model = body.get("model")
    if not isinstance(model, str):
        raise _wrong("model", "Field required")
    if model not in MODELS:
        raise Turned(Failure("missing", f"model: {model}"))
    limit = 0 if counted else _limit(body, model)
    pieces = [*_system(body.get("system")), *_messages(body.get("messages"), model, file)]
    if keep := _keep(body, "cache_control"):
        pieces[-1] = replace(pieces[-1], keep=pieces[-1].keep or keep)
    _check_keeps(pieces)
    check_sides(pieces, MODELS[model])
    effort, schema = _output(body.get("output_config"))
    if effort and not MODELS[model].effort:
        raise _wrong("output_config.effort", f"{model} does not support the effort parameter.")
    # A client may name the same fields in another order.
    asked = sorted((name, value) for name, value in body.items() if name != "stream")
    seed = hashlib.sha256(canonical(asked).encode()).hexdigest()
    thinking = _thinking(body.get("thinking"))
    prompt = Prompt(model, limit, pieces, schema, effort, thinking, body.get("stream") is True, seed)
    if prompt.tokens > prompt.about.reads:
        raise Turned(
            Failure("invalid", f"prompt is too long: {prompt.tokens} tokens > {prompt.about.reads} maximum")
        )
    return prompt


def _wrong(path: str, what: str) -> Turned:
    return Turned(Failure("invalid", f"{path}: {what}"))


def _check_fields(body: Mapping[str, Any]) -> None:
    for name in body:
        if name in _REMOVED:
            raise _wrong(name, "This parameter was removed with version 2026-10-21 and cannot be set.")
        if name in _NONE_HERE:
            raise _wrong(name, "The simulator has no tools.")
        if name not in _FIELDS:
            raise _wrong(name, "Extra inputs are not permitted")


def _limit(body: Mapping[str, Any], model: str) -> int:
    limit, most = body.get("max_tokens"), MODELS[model].writes
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise _wrong("max_tokens", "Field required" if limit is None else "Input should be a valid integer")
    if limit < 1:
        raise _wrong("max_tokens", "Input should be greater than or equal to 1")
    if limit > most:
        what = f"{limit} > {most}, which is the maximum allowed number of output tokens for {model}"
        raise _wrong("max_tokens", what)
    return limit


def _system(system: Any) -> Iterator[Piece]:
    if system is None:
        return
    if isinstance(system, str):
        system = [{"type": "text", "text": system}] if system else []
    if not isinstance(system, list):
        raise _wrong("system", "Input should be a valid list")
    for place, block in enumerate(system):
        path = f"system.{place}"
        if not isinstance(block, dict) or block.get("type") != "text":
            raise _wrong(path, "Input should be a text block")
        yield _text(block, path, "system")


def _messages(messages: Any, model: str, file: File) -> Iterator[Piece]:
    if not isinstance(messages, list) or not messages:
        raise _wrong("messages", "at least one message is required")
    for place, message in enumerate(messages):
        path = f"messages.{place}"
        if not isinstance(message, dict) or message.get("role") not in ("user", "assistant"):
            raise _wrong(f"{path}.role", "Input should be 'user' or 'assistant'")
        if strange := sorted(set(message) - {"role", "content"}):
            raise _wrong(f"{path}.{strange[0]}", "Extra inputs are not permitted")
        content = message.get("content")
        if isinstance(content, str):
            content = [{"type": "text", "text": content}]
        if not isinstance(content, list) or not content:
            raise _wrong(f"{path}.content", "Field required")
        for number, block in enumerate(content):
            yield _block(block, f"{path}.content.{number}", str(message["role"]), model, file)
    if messages[0]["role"] != "user":
        raise _wrong("messages", "first message must use the 'user' role")
    if messages[-1]["role"] != "user":
        raise _wrong(
            "messages",
            "This model does not support assistant message prefill. "
            "The conversation must end with a user message.",
        )


def _block(block: Any, path: str, role: str, model: str, file: File) -> Piece:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind == "text":
        return _text(block, path, role)
    if kind == "thinking" and role == "assistant":
        return Piece(canonical([role, block]), text_tokens(str(block.get("thinking", ""))))
    if kind != "image" or role != "user":
        raise _wrong(path, f"A block of type {kind!r} is not allowed here, or not simulated")
    if strange := sorted(set(block) - _IMAGE):
        raise _wrong(f"{path}.image.{strange[0]}", "Extra inputs are not permitted")
    seen = picture(block, path, MODELS[model], file)
    return replace(seen, keep=_keep(block, path))


def _text(block: Mapping[str, Any], path: str, role: str) -> Piece:
    if strange := sorted(set(block) - _TEXT):
        raise _wrong(f"{path}.text.{strange[0]}", "Extra inputs are not permitted")
    text = block.get("text")
    if not isinstance(text, str):
        raise _wrong(f"{path}.text.text", "Field required")
    if not text:
        raise _wrong(path, "text content blocks must be non-empty")
    return Piece(canonical([role, text]), text_tokens(text), words=text, keep=_keep(block, path), path=path)


def _keep(block: Mapping[str, Any], path: str) -> Literal["", "5m", "1h"]:
    control = block.get("cache_control")
    if control is None:
        return ""
    ttl = control.get("ttl", "5m") if isinstance(control, dict) else None
    if ttl not in ("5m", "1h") or control.get("type") != "ephemeral" or set(control) - {"type", "ttl"}:
        raise _wrong(f"{path}.cache_control", "Input should be {type: ephemeral, ttl: 5m or 1h}")
    return "1h" if ttl == "1h" else "5m"


def _check_keeps(pieces: list[Piece]) -> None:
    keeps = [piece.keep for piece in pieces if piece.keep]
    if len(keeps) > _BREAKPOINTS:
        raise Turned(
            Failure(
                "invalid",
                f"A maximum of {_BREAKPOINTS} blocks with cache_control may be provided. Found {len(keeps)}.",
            )
        )
    if "5m" in keeps and "1h" in keeps[keeps.index("5m") :]:
        raise Turned(
            Failure(
                "invalid", "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"
            )
        )


def _output(config: Any) -> tuple[str, Mapping[str, Any] | None]:
    if config is None:
        return "", None
    if not isinstance(config, dict) or set(config) - {"effort", "format"}:
        raise _wrong("output_config", "Extra inputs are not permitted")
    effort, form = config.get("effort"), config.get("format")
    if effort is not None and effort not in _EFFORTS:
        raise _wrong("output_config.effort", f"Input should be {', '.join(_EFFORTS)}")
    if form is None:
        return effort or "", None
    if not isinstance(form, dict) or form.get("type") != "json_schema" or set(form) - {"type", "schema"}:
        raise _wrong("output_config.format", "Input should be {type: json_schema, schema: ...}")
    schema = form.get("schema")
    if not isinstance(schema, dict):
        raise _wrong("output_config.format.schema", "Field required")
    for fault in faults(schema):
        raise _wrong("output_config.format.schema", fault)
    return effort or "", schema


def _thinking(config: Any) -> str:
    if config is None:
        return ""
    kind = config.get("type") if isinstance(config, dict) else None
    if kind not in _THINKING:
        raise _wrong("thinking", f"Input should be one of {', '.join(_THINKING)}")
    if kind == "enabled" and not config.get("budget_tokens", 0) >= 1024:
        raise _wrong("thinking.enabled.budget_tokens", "Input should be greater than or equal to 1024")
    return str(kind)
