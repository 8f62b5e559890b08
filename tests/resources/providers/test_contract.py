"""What every provider promises. The registry finds them; nobody lists them here."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import OutcomeUnknown, Refused, TransientFailure
from resources.media import ffmpeg
from resources.media.probe import probe, probe_sound
from resources.providers.port import ImageRequest, MusicRequest, Provider, Request, VideoRequest
from resources.providers.registry import found
from resources.providers.simulated_provider import SimulatedProvider

CLASSES = {f"{kind}/{name}": cls for (kind, name), cls in sorted(found().items())}
SIMULATED = {word: cls for word, cls in CLASSES.items() if issubclass(cls, SimulatedProvider)}
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/1"

every = pytest.mark.parametrize("word", sorted(CLASSES))
every_simulated = pytest.mark.parametrize("word", sorted(SIMULATED))


def no_media(digest: str) -> Path:
    """A media source that has nothing."""
    raise AssertionError(digest)


def made(word: str, **fields: Any) -> tuple[SimulatedProvider, ManualClock]:
    """A simulated provider on a clock that nobody waits for."""
    clock = ManualClock()
    return SIMULATED[word](**fields).at(clock), clock


def order(provider: Provider, request: Request, slate: str = SLATE) -> str:
    """Submit a request."""
    return asyncio.run(provider.submit(slate, request, no_media))


def filmed(word: str, request: Request, into: Path) -> Path:
    """Order, wait by the clock, fetch."""
    provider, clock = made(word)
    remote_id = order(provider, request)
    clock.advance(1)
    asyncio.run(provider.fetch(remote_id, into))
    return into


@every
def test_fields_and_capabilities_are_described(word: str) -> None:
    """Every setting of a provider says what it means, and the provider says what it can make."""
    provider = CLASSES[word]
    assert [] == [name for name, field in provider.model_fields.items() if not field.description]
    assert word == f"{provider.kind}/{provider.name}"


@every_simulated
def test_a_price_is_known_before_and_is_what_is_charged(word: str, requests: dict[str, Request]) -> None:
    """The quote is the same each time it is asked, and is what the finished generation costs."""
    provider, clock = made(word)
    request = requests[provider.kind]
    quote = provider.quote(request)
    assert quote == provider.quote(request)
    assert "simulated" in quote.basis
    remote_id = order(provider, request)
    assert "running" == asyncio.run(provider.poll(remote_id)).state
    clock.advance(1)
    settled = asyncio.run(provider.poll(remote_id))
    assert ("succeeded", quote.amount) == (settled.state, settled.price)
    assert [quote.amount] == [invoice.price for invoice in provider.invoices()]


@every_simulated
def test_the_media_are_what_was_ordered(word: str, requests: dict[str, Request], tmp_path: Path) -> None:
    """The file has the ordered size, rate and length, and plays."""
    request = requests[SIMULATED[word].kind]
    file = filmed(word, request, tmp_path / "media")
    if isinstance(request, ImageRequest):
        with Image.open(file) as picture:
            picture.load()
            assert ("PNG", (request.width, request.height)) == (picture.format, picture.size)
        return
    if not isinstance(request, VideoRequest):
        sound = probe_sound(file)
        length = request.duration if isinstance(request, MusicRequest) else sound.duration
        assert (48000, length) == (sound.rate, sound.duration)
        assert (2 if isinstance(request, MusicRequest) else 1) == sound.channels
        assert 1 < sound.duration < 10
        return
    seen = probe(file)
    assert (request.width, request.height, request.fps) == (seen.width, seen.height, seen.fps)
    assert (request.duration, True) == (seen.duration, seen.constant)
    assert seen.audio is not None
    assert (48000, 2) == (seen.audio.rate, seen.audio.channels)


@every_simulated
def test_the_same_request_gives_the_same_bytes(
    word: str, requests: dict[str, Request], tmp_path: Path
) -> None:
    """Two generations of one request are the same file, byte for byte."""
    request = requests[SIMULATED[word].kind]
    one, two = (filmed(word, request, tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@every_simulated
def test_the_media_say_that_they_are_simulated(
    word: str, requests: dict[str, Request], tmp_path: Path
) -> None:
    """The file itself says that nobody filmed, drew, spoke or played it."""
    file = filmed(word, requests[SIMULATED[word].kind], tmp_path / "media")
    if SIMULATED[word].kind == "image":
        with Image.open(file) as picture:
            assert "Simulated by Studio" in picture.info["comment"]
        return
    with av.open(str(file)) as container:
        assert "Simulated by Studio" in container.metadata["comment"]


@every_simulated
def test_a_lost_answer_is_found_by_its_slate(word: str, requests: dict[str, Request]) -> None:
    """When the answer to a submit is lost, the provider's list still has the generation and its price."""
    provider, clock = made(word, lose_answer="1")
    since = clock.now()
    with pytest.raises(OutcomeUnknown) as caught:
        order(provider, requests[provider.kind])
    assert caught.value.mend
    listed = asyncio.run(provider.list(since))
    assert [SLATE] == [entry.token for entry in listed]
    clock.advance(1)
    assert "succeeded" == asyncio.run(provider.poll(listed[0].remote_id)).state
    assert [] == asyncio.run(provider.list(since + timedelta(seconds=1)))


@every_simulated
def test_a_rejected_submit_leaves_nothing(word: str, requests: dict[str, Request]) -> None:
    """A submit that was turned away is not charged, and the next one is taken."""
    provider, _ = made(word, reject="1")
    with pytest.raises(TransientFailure) as caught:
        order(provider, requests[provider.kind])
    assert caught.value.mend
    assert [] == provider.invoices()
    order(provider, requests[provider.kind])
    assert (1, 2) == (len(provider.invoices()), provider.side().submits(SLATE))


@every_simulated
def test_forbidden_words_are_refused_before_or_after(word: str, requests: dict[str, Request]) -> None:
    """Moderation at the door charges nothing, and neither does moderation of the result."""
    provider, clock = made(word, refuse="ghost, night, morning")
    with pytest.raises(Refused) as caught:
        order(provider, requests[provider.kind])
    assert caught.value.mend
    provider, clock = made(word, moderate="night,morning")
    remote_id = order(provider, requests[provider.kind])
    clock.advance(1)
    seen = asyncio.run(provider.poll(remote_id))
    assert ("refused", 0) == (seen.state, seen.price)
    assert seen.reason
    assert [0] == [invoice.price for invoice in provider.invoices()]


@every_simulated
def test_a_failed_generation_is_free_and_has_no_media(
    word: str, requests: dict[str, Request], tmp_path: Path
) -> None:
    """A generation that fails is told with a reason, costs nothing and leaves no file."""
    provider, clock = made(word, fail="1")
    remote_id = order(provider, requests[provider.kind])
    clock.advance(1)
    assert ("failed", 0) == (asyncio.run(provider.poll(remote_id)).state, provider.invoices()[0].price)
    with pytest.raises(Refused):
        asyncio.run(provider.fetch(remote_id, tmp_path / "media"))
    assert not (tmp_path / "media").exists()


@every_simulated
@pytest.mark.parametrize("when", ["running", "broken"])
def test_a_fetch_that_fails_leaves_nothing(
    word: str, when: str, requests: dict[str, Request], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch too early, or one that breaks, leaves no file and may be asked again."""
    provider, clock = made(word)
    remote_id = order(provider, requests[provider.kind])
    folder = tmp_path / "media"
    if when == "broken":
        clock.advance(1)
        monkeypatch.setattr(ffmpeg, "binary", lambda: "/bin/false")
    with pytest.raises(TransientFailure) as caught:
        asyncio.run(provider.fetch(remote_id, folder / "clip"))
    assert caught.value.mend
    assert [] == (list(folder.iterdir()) if folder.exists() else [])


@every_simulated
def test_a_cancelled_generation_is_not_charged(word: str, requests: dict[str, Request]) -> None:
    """Cancelling stops what still runs, and says so where it was too late."""
    provider, clock = made(word)
    early = order(provider, requests[provider.kind])
    assert asyncio.run(provider.cancel(early))
    late = order(provider, requests[provider.kind])
    clock.advance(1)
    assert not asyncio.run(provider.cancel(late))
    states = [asyncio.run(provider.poll(remote_id)).state for remote_id in (early, late)]
    assert ["failed", "succeeded"] == states
    price = provider.quote(requests[provider.kind]).amount
    assert {early: 0, late: price} == {entry.remote_id: entry.price for entry in provider.invoices()}


@every_simulated
def test_an_unknown_generation_is_refused_with_a_mend(word: str) -> None:
    """An id that the provider never gave is an error with a mend, wherever it would point."""
    provider, _ = made(word)
    for remote_id in ("0" * 32, "../../etc/passwd", ""):
        with pytest.raises(Refused) as caught:
            asyncio.run(provider.poll(remote_id))
        assert caught.value.mend


@every_simulated
def test_a_request_of_another_kind_is_refused(word: str, requests: dict[str, Request]) -> None:
    """A provider refuses what it does not make, before anything is taken down."""
    provider, _ = made(word)
    for kind, request in requests.items():
        if kind != provider.kind:
            with pytest.raises(Refused):
                order(provider, request)
    assert [] == provider.invoices()


@every_simulated
def test_another_process_sees_the_same_generations(word: str, requests: dict[str, Request]) -> None:
    """What one worker ordered, the next worker polls, whatever its own settings are."""
    provider, _ = made(word)
    remote_id = order(provider, requests[provider.kind])
    other, clock = made(word, latency=99)
    clock.advance(1)
    assert "succeeded" == asyncio.run(other.poll(remote_id)).state
