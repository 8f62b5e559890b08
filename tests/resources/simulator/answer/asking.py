"""Questions to the simulated Claude over real HTTP, without any client of Anthropic's."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

import httpx
from PIL import Image

from resources.simulator.server import Simulator

PATH = "/answer/claude"
MODEL = "claude-haiku-5-5"

VERDICT: Mapping[str, Any] = {
    "type": "object",
    "title": "Verdict",
    "properties": {
        "scene": {"enum": ["desk", "rain"]},
        "score": {"type": "integer", "description": "How good.\n\n{maximum: 100, minimum: 0}"},
        "why": {"type": "string"},
    },
    "additionalProperties": False,
    "required": ["scene", "score", "why"],
}
"""The schema of a small answer."""


def headers(key: str) -> dict[str, str]:
    """What every call carries."""
    return {"authorization": f"Bearer {key}", "anthropic-version": "2026-10-21"}


def question(ask: object = "How good is it?", **fields: Any) -> dict[str, Any]:
    """The body of a question; any field can be given, and None leaves it out."""
    body = {
        "model": MODEL,
        "max_tokens": 2000,
        "messages": [{"role": "user", "content": ask}],
        "output_config": {"format": {"type": "json_schema", "schema": VERDICT}},
        **fields,
    }
    return {name: value for name, value in body.items() if value is not None}


def shaped(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The `output_config` that asks for a schema."""
    return {"format": {"type": "json_schema", "schema": schema}}


def call(sim: Simulator, method: str, path: str, key: str, **content: Any) -> httpx.Response:
    """One call without any proxy."""
    # Certificates take longer to load than a question to answer.
    with httpx.Client(trust_env=False, timeout=20, verify=False) as client:
        content = {"headers": headers(key), **content}
        return client.request(method, f"{sim.url}{PATH}{path}", **content)


def ask(sim: Simulator, key: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
    """Ask one question."""
    return call(sim, "POST", "/v1/messages", key, json=question() if body is None else body)


def text(answer: httpx.Response) -> str:
    """What an answer says."""
    assert 200 == answer.status_code, answer.text
    return "".join(block["text"] for block in answer.json()["content"] if block["type"] == "text")


def said(answer: httpx.Response) -> Any:
    """What an answer says, as JSON."""
    return json.loads(text(answer))


def drawn(width: int = 56, height: int = 28, form: str = "PNG") -> bytes:
    """A picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, form)
    return file.getvalue()


def shown(data: bytes, media_type: str = "image/png") -> dict[str, Any]:
    """A picture as a block of a question."""
    source = {"type": "base64", "media_type": media_type, "data": base64.b64encode(data).decode()}
    return {"type": "image", "source": source}
