"""What every live provider promises, against the simulator. The registry finds them; nobody lists them."""

from __future__ import annotations

import asyncio
import re
from decimal import Decimal

import pytest
from PIL import Image

from resources.errors import (
    OutcomeUnknown,
    RateLimited,
    Refused,
    StudioError,
    TransientFailure,
)
from resources.providers.able import words_of
from resources.providers.port import ImageRequest, MusicRequest, SpeechRequest, VideoRequest
from resources.providers.registry import found
from resources.simulator.media import leaks
from tests.resources.providers import live_stage
from tests.resources.providers.live_stage import (
    AT_ONCE,
    CLASSES,
    FRAME,
    MISSING,
    PARTS,
    Open,
    Stage,
    every,
    fails,
)
from tests.resources.providers.plays import plays

sim, stage = live_stage.sim, live_stage.stage
"""The fixtures of all live tests."""


def test_every_live_provider_is_a_live_provider() -> None:
    """Whatever spends money has its key, its host and its environment from one place."""
    live = {f"{kind}/{name}" for (kind, name), cls in found().items() if cls.environment == "live"}
    assert live == set(CLASSES)


@every
def test_every_provider_has_a_dialect_in_the_simulator(word: str) -> None:
    """Nothing of a provider is proved without one, so its absence is a failure by itself."""
    assert word in PARTS, MISSING.format(word=word)


def test_every_dialect_has_a_provider() -> None:
    """The simulator speaks for nobody who cannot be asked."""
    assert set() == set(PARTS) - set(CLASSES)


@every
def test_a_price_is_known_before_with_its_source_and_date(stage: Open, word: str) -> None:
    """The quote is the same each time it is asked, and says where and when its price was read."""
    on = stage(word)
    quote = on.quote
    assert quote == on.quote
    assert quote.amount > 0
    assert re.search(r"\d{4}-\d\d-\d\d", quote.basis), quote.basis
    assert [] == on.seen


@every
def test_a_wish_becomes_media_that_cost_what_was_quoted(stage: Open, word: str) -> None:
    """Submit, poll, fetch: the media have the ordered length and shape, and one charge is on the invoice."""
    on = stage(word)
    request, quote = on.request, on.quote
    remote_id = on.submit()
    if not on.at_once:
        assert "running" == on.poll(remote_id).state
    on.finish()
    settled = on.poll(remote_id)
    assert ("succeeded", True) == (settled.state, settled.suffix.startswith("."))
    paid = quote.amount if settled.price is None else settled.price
    assert [paid] == [charge.quantize(Decimal("0.000001")) for charge in on.charged]
    media = on.fetch(remote_id)
    assert [] == [str(left) for left in on.folder.iterdir() if left.name.endswith(".part")]
    plays(media, request)
    assert (1, []) == (on.submits, list(leaks(on.far)))


@every
def test_what_was_wished_reaches_the_wire(stage: Open, word: str) -> None:
    """Length, size, seed, voice and words arrive at the provider as they were ordered."""
    on = stage(word)
    request = on.request
    on.submit()
    wish = on.jobs[0].wish
    said = words_of(request)
    assert said in wish.text or on.opened, "only what films from a key frame alone can do without words"
    assert bool(wish.first_frame) == on.opened
    if isinstance(request, VideoRequest | ImageRequest):
        assert (request.width, request.height) == (wish.width, wish.height)
    if isinstance(request, SpeechRequest):
        assert request.voice in wish.voice
    if isinstance(request, VideoRequest | MusicRequest):
        assert float(request.duration) == wish.seconds
        seeds = on.provider.capabilities(request.model).seed
        assert (request.seed if seeds else 0) == wish.seed


@every
def test_an_output_that_is_told_twice_is_one_clip(stage: Open, word: str) -> None:
    """A duplicate completion is fetched once and charged once."""
    on = stage(word)
    on.goes_wrong(at="end", what="duplicate")
    remote_id = on.finished()
    plays(on.fetch(remote_id), on.request)
    assert 1 == len(on.charged)
    assert 1 >= sum(1 for one in on.seen if one.part == "media")


@every
def test_a_lost_submit_is_found_in_the_listing(stage: Open, word: str) -> None:
    """Where the provider lists what it took, a lost answer is looked up by its token, one for each take."""
    on = stage(word)
    request = on.request
    if not on.provider.capabilities(request.model).lists:
        pytest.skip("it lists nothing, so that a lost answer is for a person")
    on.goes_wrong(at="submit", what="drop_after")
    fails(OutcomeUnknown, on.submit)
    on.goes_wrong(at="list", what="drop_before")
    fails(TransientFailure, on.tokens)
    on.goes_well()
    if on.provider.gathers:
        assert {""} == {one[0] for one in on.tokens()}, "a batch that is not over tells nothing for sure"
        on.finish()
    token = on.provider.token(on.slate, request)
    known = [one for one in on.tokens() if one[0] == token]
    assert (1, 1) == (len(known), len(on.jobs))
    on.finish()
    assert "succeeded" == on.poll(known[0][1]).state


@every
def test_a_wish_that_it_cannot_make_is_refused_before_anything_is_sent(stage: Open, word: str) -> None:
    """A length, size, voice or kind that is not offered is a fault before any money is spent."""
    on = stage(word)
    request = on.request
    able = on.provider.capabilities(request.model)
    wrong: list[object] = [_of_another_kind(on)]
    if able.sizes:
        wrong.append(request.model_copy(update={"width": 62, "height": 34}))
    if able.durations or able.longest:
        wrong.append(request.model_copy(update={"duration": 100_003}))
    if able.voices:
        wrong.append(request.model_copy(update={"voice": "nobody"}))
    if able.prompt_limit:
        text = "text" if request.kind == "speech" else "direction"
        wrong.append(request.model_copy(update={text: "a" * (able.prompt_limit + 1)}))
    for one in wrong:
        fails(Refused, lambda one=one: on.submit(one))  # type: ignore[misc]
    fails(StudioError, lambda: on.submit(request.model_copy(update={"model": "no-such-model"})))
    assert [] == on.seen


def _of_another_kind(on: Stage) -> object:
    other = {"video": "speech", "image": "music", "speech": "video", "music": "image", "answer": "speech"}[
        on.cls.kind
    ]
    stand_in = next(one for one in sorted(CLASSES) if one.startswith(other))
    return Stage(stand_in, on.sim, on.folder, on.patch).request


@every
@pytest.mark.parametrize("frames", [("first_frame",), ("first_frame", "last_frame")])
def test_key_frames_reach_the_wire(stage: Open, word: str, frames: tuple[str, ...]) -> None:
    """A frame that opens or ends the clip arrives as the picture that it is."""
    on = stage(word)
    able = on.provider.capabilities(on.request.model)
    if on.request.kind != "video" or not all(getattr(able, name) for name in frames):
        pytest.skip("it takes no such frames")
    on.submit(on.request.model_copy(update=dict.fromkeys(frames, FRAME)))
    wish = on.jobs[0].wish
    assert frames == tuple(name for name in ("first_frame", "last_frame") if getattr(wish, name))
    for name in frames:
        with Image.open(on.far.folder / "inputs" / getattr(wish, name)) as picture:
            assert (on.request.width, on.request.height) == picture.size


@every
def test_cancelling_says_whether_it_stopped(stage: Open, word: str) -> None:
    """Where a provider stops a generation it is not charged; elsewhere it says that it cannot."""
    on = stage(word)
    remote_id = on.submit()
    stopped = asyncio.run(on.provider.cancel(remote_id))
    on.finish()
    assert stopped == (on.jobs[0].cancelled is not None)
    assert (0 if stopped else on.jobs[0].price) == on.charged[0]
    assert ("failed" if stopped else "succeeded") == on.poll(remote_id).state


@every
def test_one_generation_too_many_waits_or_is_told(stage: Open, word: str) -> None:
    """Over the account's limit a submit is queued or told as busy, never lost."""
    on = stage(word)
    if on.at_once:
        pytest.skip(AT_ONCE)
    on.far.limit = 1
    on.submit()
    on.slate = f"{on.slate}1"
    if "queue" == PARTS[word].over_limit:
        assert "running" == on.poll(on.submit()).state
        return
    fails(RateLimited, on.submit)
    assert 1 == len(on.jobs)
