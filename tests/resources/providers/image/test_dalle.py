"""OpenAI's images: what reaches the wire, and what comes back."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, Response

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
)
from resources.providers import prices
from resources.providers.image.dalle import Dalle
from resources.providers.image.dalle_sizes import SIZES, fits
from resources.providers.port import ImageRequest
from resources.providers.prices import price_of
from resources.simulator.far_side import FarSide, Seen
from resources.simulator.form import read_form
from resources.simulator.image.dalle import DallePart
from resources.simulator.part import Asked
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running

CANARY = "sk-canary-image-2f6e"
SLATE = "coffee/2026-11-21_080534/pictures/one/0a1b2c/1"
BODY = {
    "model": "gpt-image-2",
    "prompt": "A lighthouse.",
    "size": "1280x720",
    "quality": "medium",
    "n": 1,
    "output_format": "png",
    "background": "opaque",
}


class Odd(DallePart):
    """Answers with what is set."""

    told: dict[str, Any] = {}

    async def _generate(self, asked: Asked) -> Response:
        return JSONResponse(self.told)


@pytest.fixture
def part() -> type[DallePart]:
    """The dialect that answers."""
    return DallePart


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[DallePart]) -> Iterator[Simulator]:
    """A simulator that stands in for OpenAI."""
    clock = ManualClock(datetime(2026, 11, 21, tzinfo=UTC))
    with running(FarSide(tmp_path / "far", clock=clock, latency=1), [part]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


@pytest.fixture
def media(tmp_path: Path) -> Callable[[str], Path]:
    """A small picture of a colour for each digest."""

    def file(digest: str) -> Path:
        path = tmp_path / f"{digest}.png"
        Image.new("RGB", (8, 8), digest).save(path)
        return path

    return file


def picture(**fields: Any) -> ImageRequest:
    """A lighthouse at 1280x720, unless said otherwise."""
    words = {"model": "gpt-image-2", "direction": "A lighthouse.", "width": 1280, "height": 720}
    return ImageRequest(**{**words, "seed": 7, "rate": Decimal(0), **fields})


def draw(request: ImageRequest, media: Callable[[str], Path] = Path, **fields: Any) -> str:
    """Order a picture."""
    return asyncio.run(Dalle(api_key=CANARY, **fields).submit(SLATE, request, media))


def submits(sim: Simulator) -> list[Seen]:
    """What was ordered over the wire."""
    return [seen for seen in sim.far.seen if seen.method == "POST"]


def form_of(seen: Seen) -> tuple[dict[str, str], list[tuple[str, str | None, bytes]]]:
    """The texts and the files of a form."""
    form: FormData = read_form(seen.headers["content-type"], seen.body)
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    files = [
        (name, value.content_type, value.file.read())
        for name, value in form.multi_items()
        if isinstance(value, UploadFile)
    ]
    return texts, files


def test_direction_size_and_quality_reach_the_wire(sim: Simulator, tmp_path: Path) -> None:
    """The picture goes out as it was wished, and the one that comes back has the size."""
    name = draw(picture())
    (sent,) = submits(sim)
    assert ("/v1/images/generations", BODY) == (sent.path, json.loads(sent.body))
    asyncio.run(Dalle(api_key=CANARY).fetch(name, tmp_path / "drawn.png"))
    with Image.open(tmp_path / "drawn.png") as drawn:
        assert ((1280, 720), "PNG") == (drawn.size, drawn.format)


def test_references_go_as_files_of_an_edit(sim: Simulator, media: Callable[[str], Path]) -> None:
    """Pictures to resemble go out as a form beside the same fields, each as the PNG that it is."""
    draw(picture(references=("red", "blue")), media)
    (sent,) = submits(sim)
    texts, files = form_of(sent)
    assert ("/v1/images/edits", {name: str(value) for name, value in BODY.items()}) == (sent.path, texts)
    expected = [("image[]", "image/png", media(colour).read_bytes()) for colour in ("red", "blue")]
    assert expected == files


@pytest.mark.parametrize("references", [(), ("red",)], ids=["words", "pictures"])
def test_the_tokens_settle_the_price(
    sim: Simulator, media: Callable[[str], Path], references: tuple[str, ...]
) -> None:
    """What the answer's tokens cost is settled and on the invoice, and the quote was not below it."""
    provider, request = Dalle(api_key=CANARY), picture(references=references)
    settled = asyncio.run(provider.poll(draw(request, media))).price
    assert settled is not None
    assert [str(settled)] == [one["charged"] for one in sim.far.invoice()]
    drawn = price_of("image", "dalle", "gpt-image-2", "generation", quality="medium", size="1280x720").of(1)
    assert drawn.amount < settled <= provider.quote(request).amount


def test_an_unknown_price_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quality whose price nobody wrote down is not quoted, and the row to add is shown."""
    row = (
        "- {kind: image, provider: dalle, model: gpt-image-2, unit: generation, amount: 1, "
        "when: {quality: high}, source: a test, date: 2026-11-21, certainty: remembered}"
    )
    (tmp_path / "mine.yaml").write_text(row)
    (tmp_path / "none.yaml").write_text("[]")
    monkeypatch.setattr(prices, "TABLE", tmp_path / "none.yaml")
    monkeypatch.setenv("STUDIO_PRICES", str(tmp_path / "mine.yaml"))
    with pytest.raises(NotConfigured) as caught:
        Dalle(api_key=CANARY).quote(picture())
    assert "quality: medium, size: 1280x720" in caught.value.mend


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("dall-e-3", "gpt-image-2"),
        ("dall-e-2", "gpt-image-2"),
        ("gpt-image-1", "gpt-image-2.5-sunburst"),
        ("gpt-image-1-mini", "gpt-image-2.5-flare"),
        ("gpt-image-1.5", "gpt-image-2.5-sunburst"),
        ("chatgpt-image-latest", "gpt-image-2"),
        ("midjourney", "gpt-image-2"),
    ],
)
def test_a_retired_model_names_its_successor(sim: Simulator, model: str, words: str) -> None:
    """A model that is gone, or goes in days, is refused with the one to use instead."""
    with pytest.raises(Refused) as caught:
        draw(picture(model=model))
    assert words in caught.value.mend
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 1920, "height": 1080},
        {"width": 320, "height": 180},
        {"direction": "a" * 32_001},
        {"references": tuple("abcdefghijklmnopq")},
    ],
    ids=["no-multiple-of-16", "small", "direction", "references"],
)
def test_what_cannot_be_drawn_is_refused_before_any_request(sim: Simulator, wrong: dict[str, Any]) -> None:
    """A size off the grid, too long a direction or too many references never reach the wire."""
    with pytest.raises(Refused) as caught:
        draw(picture(**wrong))
    assert caught.value.mend
    assert [] == sim.far.seen


def test_a_quality_of_another_model_is_refused(sim: Simulator) -> None:
    """`max` is of the newer models; the older one names its own."""
    with pytest.raises(Refused) as caught:
        draw(picture(), quality="max")
    assert "low, medium, high" in caught.value.mend
    assert [] == sim.far.seen


def test_offered_sizes_fit_the_rule() -> None:
    """All offered sizes are multiples of 16, at most 3:1, and neither too small nor too large."""
    assert all(fits(*size) for size in SIZES)
    assert {(1280, 720), (1024, 1024), (1536, 1024), (1920, 1088), (3840, 2160)} <= set(SIZES)
    assert not any(
        fits(*size) for size in [(1920, 1080), (512, 512), (3840, 1024), (4096, 2048), (3840, 2176)]
    )


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(at="submit", what="unpaid"), AccountRefused),
        (Fault(at="submit", what="rate_limit", retry_after=3), RateLimited),
        (Fault(at="submit", what="moderate"), Moderated),
        (Fault(at="end", what="moderate"), Moderated),
        (Fault(at="submit", what="drop_after"), OutcomeUnknown),
        (Fault(at="submit", what="error_before"), OutcomeUnknown),
    ],
    ids=lambda one: f"{one.at}-{one.what}" if isinstance(one, Fault) else "",
)
def test_each_failure_has_its_type(sim: Simulator, fault: Fault, kind: type[ProviderFailure]) -> None:
    """A failure is of the type that says whether asking again is free, and is asked once."""
    sim.far.scenario = Scenario(faults=(fault,))
    with pytest.raises(kind) as caught:
        draw(picture())
    assert (kind, 1) == (type(caught.value), len(submits(sim)))
    assert "direction" == getattr(caught.value, "about", "direction")
    assert CANARY not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize("part", [Odd])
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"data": []},
        {"data": [{"url": "https://x"}]},
        {"data": [{"b64_json": "no base64!"}]},
        {"data": [{"b64_json": base64.b64encode(b"GIF89a").decode()}]},
        {"error": {"message": "hidden"}},
    ],
    ids=["empty", "no-data", "address", "no-base64", "no-png", "error"],
)
def test_an_answer_without_a_picture_is_unknown(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]
) -> None:
    """HTTP 200 without a PNG leaves the outcome unknown: it may be paid."""
    monkeypatch.setattr(Odd, "told", told)
    with pytest.raises(OutcomeUnknown):
        draw(picture())


@pytest.mark.parametrize("part", [Odd])
def test_without_tokens_the_quote_stands(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that counts no tokens tells no price."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    monkeypatch.setattr(Odd, "told", {"data": [{"b64_json": base64.b64encode(file.getvalue()).decode()}]})
    assert asyncio.run(Dalle(api_key=CANARY).poll(draw(picture()))).price is None


def test_a_duplicate_is_taken_once(sim: Simulator) -> None:
    """Two pictures in one answer are one take at one price."""
    sim.far.scenario = Scenario(faults=(Fault(at="end", what="duplicate"),))
    assert "succeeded" == asyncio.run(Dalle(api_key=CANARY).poll(draw(picture()))).state
    assert 1 == len(sim.far.invoice())


def test_the_key_is_told_to_the_api_alone(sim: Simulator, media: Callable[[str], Path]) -> None:
    """The key stands in its own header, and nowhere else."""
    draw(picture(references=("red",)), media)
    words = asyncio.run(Dalle(api_key=CANARY).check_credentials())
    assert "OpenAI accepts the key and offers gpt-image-2 to it." == words
    for seen in sim.far.seen:
        assert f"Bearer {CANARY}" == seen.headers["authorization"]
        rest = [value for name, value in seen.headers.items() if name != "authorization"]
        assert CANARY not in f"{seen.path}{seen.query}{seen.body!r}{rest}"
    assert CANARY not in repr(Dalle(api_key=CANARY))


def test_the_official_library_sends_the_same(sim: Simulator, media: Callable[[str], Path]) -> None:
    """OpenAI's own library makes our body and our form for the same wish, and gets a picture for each."""
    library = pytest.importorskip("openai", reason="openai is not installed")
    draw(picture())
    draw(picture(references=("red", "blue")), media)
    client = library.OpenAI(api_key=CANARY, base_url=f"{sim.url}/image/dalle/v1", max_retries=0)
    drawn = client.images.generate(**BODY)
    files = [("reference.png", media(colour).read_bytes(), "image/png") for colour in ("red", "blue")]
    edited = client.images.edit(**BODY, image=files)
    ours, our_edit, theirs, their_edit = submits(sim)
    assert (theirs.path, json.loads(theirs.body)) == (ours.path, json.loads(ours.body))
    assert (their_edit.path, form_of(their_edit)) == (our_edit.path, form_of(our_edit))
    for answer in (drawn, edited):
        assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG")
        assert answer.usage.output_tokens > 0
