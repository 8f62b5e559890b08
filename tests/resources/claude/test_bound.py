"""What a question costs at most: known before, and never too little."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.claude.answer import Usage
from resources.claude.bound import Bound, bound, picture_tokens, quote
from resources.claude.prices import load
from resources.errors import NotConfigured
from resources.providers.request import AnswerRequest, Picture, Words

MODELS = [row.model for row in load().rows]


def question(*content: Words | Picture, **fields: Any) -> AnswerRequest:
    """A question; any field can be given."""
    schema = json.dumps({"type": "object", "properties": {}, "required": [], "additionalProperties": False})
    words = {
        "model": "claude-haiku-5-5",
        "role": "critic",
        "system": "You are a critic.",
        "max_tokens": 2_000,
    }
    return AnswerRequest(
        **{**words, "answer_schema": schema, "content": content or (Words(text="Well?"),), **fields}
    )


def picture(width: int, height: int) -> Picture:
    """A picture of a size."""
    return Picture(digest="a" * 64, media_type="image/jpeg", width=width, height=height)


@given(
    model=st.sampled_from(MODELS),
    length=st.integers(0, 120_000),
    parts=st.lists(st.integers(0, 1_000), min_size=4, max_size=4),
    written=st.floats(0, 1),
    batch=st.booleans(),
)
def test_no_answer_costs_more_than_the_bound(
    model: str, length: int, parts: list[int], written: float, batch: bool
) -> None:
    """However the prompt is read and however long the answer is, its price is within the reservation."""
    asked = question(Words(text="a" * length), model=model)
    most = bound(asked)
    prompt = int(most.input * written)
    whole = sum(parts[:3]) or 1
    shares = [prompt * part // whole for part in parts[:3]]
    usage = Usage(
        input=shares[0], written_5m=shares[1], read=shares[2], output=int(most.output * parts[3] / 1_000)
    )
    row = load().of(model)
    assert row.price(usage, batch=batch) <= quote(asked, batch=batch).amount


def test_a_cheap_long_tier_cannot_undercut_the_bound(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a longer prompt is cheaper, the reservation is that of the dearest prompt that it may be."""
    tier = "input: {0}, output: {0}, write_5m: {0}, write_1h: {0}, read: {0}"
    file = tmp_path / "prices.yaml"
    file.write_text(
        f"- {{model: odd, tiers: [{{up_to: 3000, {tier.format(9)}}}, {{{tier.format(1)}}}], context: 100000, "
        "max_output: 5000, source: me, date: 2026-11-20, certainty: documented}\n"
    )
    monkeypatch.setenv("STUDIO_CLAUDE_PRICES", str(file))
    asked = question(Words(text="a" * 20_000), model="odd")
    assert load().of("odd").price(Usage(input=3_000, output=2_000)) <= quote(asked).amount


@pytest.mark.parametrize("text", ["plain", "naïve", "雨の夜", "\ufdfa", "e\u0301", "👩‍🚀", "ﬁ", "İ"])
def test_text_is_bounded_by_its_bytes_in_any_form(text: str) -> None:
    """Letters of any script, and those that normalising makes longer, are counted at their longest."""
    import unicodedata

    forms = [unicodedata.normalize(form, text).encode() for form in ("NFC", "NFD", "NFKC", "NFKD")]
    more = bound(question(Words(text=text * 100))).input - bound(question(Words(text=""))).input
    assert max(map(len, forms)) * 100 <= more


@pytest.mark.parametrize("size, tokens", [
    ((512, 288), 209), ((768, 432), 448), ((896, 504), 576), ((1280, 720), 1_196), ((1920, 1080), 2_691),
    ((1000, 1000), 1_296), ((8000, 8000), 4_784), ((1, 1), 1),
])  # fmt: skip
def test_a_picture_costs_its_begun_squares(size: tuple[int, int], tokens: int) -> None:
    """A picture is as many tokens as were measured for its size, and no more than the provider looks at."""
    assert tokens == picture_tokens(*size)
    assert tokens <= bound(question(picture(*size))).input - bound(question(Words(text=""))).input


def test_the_schema_is_counted_as_it_goes_out() -> None:
    """What the wire adds to a schema is within what is counted for it."""
    from anthropic import transform_schema

    field = {"type": "integer", "minimum": 0, "maximum": 10, "title": "Größe", "description": "雨"}
    inner = {"type": "object", "title": "Ä", "properties": {f"f{one}": field for one in range(40)}}
    schema = {"type": "object", "properties": {"all": {"type": "array", "maxItems": 3, "items": inner}}}
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    empty = bound(question(answer_schema="{}")).input
    sent = json.dumps(transform_schema(json.loads(text)))
    assert len(sent) <= bound(question(answer_schema=text)).input - empty


def test_what_does_not_fit_is_not_paid() -> None:
    """A prompt beyond the model's context is refused by the provider, so that no more is reserved."""
    long = question(Words(text="a" * 300_000), model="claude-haiku-4-5")
    assert Bound(200_000, 2_000) == bound(long)


def test_the_quote_says_how_it_was_reckoned() -> None:
    """A person reads the tokens, their prices, the table's day, and that it is the most."""
    asked = question()
    most = bound(asked)
    said = quote(asked, batch=True)
    assert said.basis.startswith(
        f"at most {most.input:,} tokens in (written to memory) x $0.125/1M and 2,000 out x $0.50/1M"
    )
    assert "x 0.5 in a batch" in said.basis
    assert "claude-haiku-5-5, price table of 2026-11-21, documented" in said.basis
    exact = (most.input * Decimal("0.125") + 2_000 * Decimal("0.5")) / 10**6
    assert 0 <= quote(asked).amount - exact < Decimal("0.000001")


def test_a_model_without_a_price_has_no_quote() -> None:
    """What is not known is not bought."""
    with pytest.raises(NotConfigured):
        quote(question(model="claude-nobody"))
