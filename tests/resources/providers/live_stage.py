"""One live provider before the simulator: set up by doing what its own errors say is missing."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import NotConfigured, StudioError
from resources.providers.at_once import AtOnceProvider
from resources.providers.live import LiveProvider
from resources.providers.port import (
    Generation,
    ImageRequest,
    MusicRequest,
    Quote,
    Request,
    SpeechRequest,
    VideoRequest,
)
from resources.providers.registry import found, providers
from resources.providers.sample import sample
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.generate import generate
from resources.simulator.job import Job, Wish
from resources.simulator.parts import parts
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.seen import Seen
from resources.simulator.server import Simulator, running

CLASSES: Mapping[str, type[LiveProvider]] = {
    f"{kind}/{name}": cls
    for (kind, name), cls in sorted(found().items())
    if cls.environment == "live" and issubclass(cls, LiveProvider)
}
PARTS = {f"{part.kind}/{part.name}": part for part in parts()}
FRAME = "f" * 64
"""Digest of the key frame that some models cannot do without."""

LATENCY = 10.0
"""Seconds from a submit to its verdict by the simulator's clock."""

MISSING = (
    "{word} has no dialect in the simulator. Write a `Part` with its kind and name in "
    "resources/simulator/{word}.py, or ship one in its package under the entry point `studio.simulator`; "
    "see docs/how-to/simulate-providers.md."
)

_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_ROW = re.compile(r"^- \{.*\}$", re.MULTILINE)


AT_ONCE = "its submit is answered with the media, so that there is nothing to wait for"
every = pytest.mark.parametrize("word", sorted(CLASSES))


def fails(kind: type[StudioError], call: Callable[[], object]) -> StudioError:
    """The error of a call, which has a mend."""
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.mend
    return caught.value


@dataclass
class Stage:
    """A provider with a key of its own for one test, so that nothing of other tests is seen.

    Args:
        word: `kind/name`.
        sim: the simulator that all tests share.
        folder: for what is fetched.
        patch: sets the environment.
    """

    word: str
    sim: Simulator
    folder: Path
    patch: pytest.MonkeyPatch
    key: str = field(default_factory=lambda: f"canary-{uuid.uuid4().hex}")
    slate: str = field(default_factory=lambda: f"coffee/2026-11-21_080534/a/desk/{uuid.uuid4().hex[:6]}/1")
    told: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.word not in PARTS:
            pytest.skip(f"{self.word} has no dialect in the simulator, which is a failure by itself")
        self.patch.setenv("STUDIO_ENV", "live")
        self.patch.setenv("STUDIO_SIMULATOR_URL", self.sim.url)
        self.patch.setenv(self.cls.key_variable, self.key)
        fields = {"enabled": True, **PARTS[self.word].settings}
        if "window" in self.cls.model_fields:  # nobody else comes along, so nobody is waited for
            fields["window"] = 0
        self.patch.setenv(f"STUDIO_{self.word}".upper().replace("/", "_"), json.dumps(fields))
        self.sim.far.scenario = Scenario()
        self.sim.far.limit = 100
        self.provider = self.built()
        self._do_as_told()
        self.sim.far.seen.clear()

    @property
    def cls(self) -> type[LiveProvider]:
        return CLASSES[self.word]

    @property
    def far(self) -> FarSide:
        return self.sim.far

    @property
    def at_once(self) -> bool:
        """Whether its submit is answered with the media."""
        return issubclass(self.cls, AtOnceProvider)

    def built(self) -> LiveProvider:
        """The provider as the registry builds it from the environment now."""
        made = providers("live")[self.cls.kind, self.cls.name]
        assert isinstance(made, LiveProvider)
        return made

    @property
    def model(self) -> str:
        """Its default model."""
        return (*self.provider.models(), str(getattr(self.provider, "model", "")))[0]

    @property
    def opened(self) -> bool:
        """Whether its default model films from a key frame only."""
        return self.provider.capabilities(self.model).needs_first_frame

    @property
    def request(self) -> Request:
        """The smallest wish that its default model takes."""
        provider, model = self.provider, self.model
        able = provider.capabilities(model)
        words = {"model": model, "direction": "A desk at night, a warm lamp.", "rate": Decimal(0)}
        width, height = min(able.sizes, key=lambda size: (size[0] * size[1], size), default=(1280, 720))
        size = {"width": width, "height": height}
        match provider.kind:
            case "video":
                seconds = min(able.durations, default=min(able.longest or 5, Fraction(5)))
                frame = {"first_frame": FRAME} if self.opened else {}
                return VideoRequest(**words, **size, **frame, duration=seconds, fps=24, seed=7)
            case "image":
                return ImageRequest(**words, **size, seed=7)
            case "music":
                seconds = min(able.durations, default=min(able.longest or 15, Fraction(15)))
                return MusicRequest(**words, duration=seconds, seed=7)
            case "answer":
                return sample(provider, "What is a kite made of?", model=model)
        voice = (PARTS[self.word].voice, *able.voices, "Lily")
        return SpeechRequest(
            model=model, voice=next(filter(None, voice)), text="It was two in the morning.", rate=Decimal(0)
        )

    def media(self, digest: str) -> Path:
        """The one picture that a wish may name."""
        assert digest == FRAME
        file = self.folder / "frame.png"
        if not file.exists():
            Image.new("RGB", (self.request.width, self.request.height), "navy").save(file)  # type: ignore[union-attr]
        return file

    @property
    def quote(self) -> Quote:
        """The price of the wish."""
        return self.provider.quote(self.request)

    def goes_wrong(self, **fields: object) -> None:
        """From now on one thing goes wrong with this provider."""
        fault = Fault.model_validate({"provider": self.word, **fields})
        self.far.scenario = Scenario(faults=(fault,))

    def goes_well(self) -> None:
        """From now on nothing goes wrong."""
        self.far.scenario = Scenario()

    def submit(self, request: Request | None = None) -> str:
        """Order the wish under this test's slate."""
        return asyncio.run(self.provider.submit(self.slate, request or self.request, self.media))

    def poll(self, remote_id: str) -> Generation:
        """Ask after it."""
        return asyncio.run(self.provider.poll(remote_id))

    def finish(self) -> None:
        """Let the simulator's time pass until everything is over."""
        self.far.clock.advance(LATENCY + 1)  # type: ignore[attr-defined]

    def finished(self) -> str:
        """Order the wish and wait for its end."""
        remote_id = self.submit()
        self.finish()
        return remote_id

    def fetch(self, remote_id: str, suffix: str = "") -> Path:
        """Fetch the media of a generation."""
        into = self.folder / f"media{suffix or self.poll(remote_id).suffix}"
        asyncio.run(self.provider.fetch(remote_id, into))
        return into

    def tokens(self) -> Sequence[tuple[str, str]]:
        """What the provider's listing has, as (token, id)."""
        # The simulator's clock began with the test run and is ahead of the machine's.
        since = datetime.now(UTC) - timedelta(hours=1)
        return [(one.token, one.remote_id) for one in asyncio.run(self.provider.list(since))]

    @property
    def seen(self) -> Sequence[Seen]:
        """What came in from this provider and at the media host."""
        return [one for one in list(self.far.seen) if one.part in (self.word, "media")]

    @property
    def submits(self) -> int:
        """Submits on the wire."""
        return sum(1 for one in self.seen if one.does == "submit")

    @property
    def jobs(self) -> Sequence[Job]:
        """Generations that were accepted in this test."""
        return [job for job in self.far.jobs(self.word) if job.id not in self.before]

    @property
    def charged(self) -> Sequence[Decimal]:
        """What the invoice has for each of them."""
        now = self.far.clock.now()
        return [job.charged(now) for job in self.jobs]

    def leaks(self, *texts: str) -> Sequence[str]:
        """Where the key stands but in the headers that carry credentials to the API host."""
        allowed = {name.lower() for name in self.provider.credentials()}
        forms = (self.key, base64.b64encode(self.key.encode()).decode().rstrip("="), hashed(self.key))
        places = {f"text {text[:200]}": text for text in texts}
        for one in self.seen:
            label = f"{one.part} {one.method} {one.path}"
            places[f"{label} address and body"] = f"{one.path}?{one.query} {one.body.decode('latin-1')}"
            for name, value in one.headers.items():
                if one.part == "media" or name not in allowed:
                    places[f"{label} header {name}"] = value
        return [place for place, text in places.items() if any(form in text for form in forms)]

    def _do_as_told(self) -> None:
        """Set what the provider's own errors say is missing, as a user would."""
        for _ in range(8):
            try:
                self.provider.check_configured()
                assert self.quote.amount > 0
                break
            except NotConfigured as missing:
                self._mend(missing.mend)
                self.provider = self.built()
        self.before = frozenset(job.id for job in self.far.jobs(self.word))

    def _mend(self, mend: str) -> None:
        if row := _ROW.search(mend):
            prices = self.folder / "prices.yaml"
            words = {"DOLLARS": "0.05", "WHERE YOU READ IT": "the suite", "YYYY-MM-DD": "2026-11-21"}
            line = row.group()
            for blank, value in words.items():
                line = line.replace(blank, value)
            prices.write_text((prices.read_text() if prices.exists() else "") + line + "\n")
            self.patch.setenv("STUDIO_PRICES", str(prices))
            return
        names = [name for name in _VARIABLE.findall(mend) if name not in self.told]
        assert names, f"{self.word} lacks something that its error does not name: {mend}"
        self.patch.setenv(names[0], "studio-tests")
        self.told = (*self.told, names[0])


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One simulator for all: each test has its own key, slate and time, but one wish is filmed once."""
    made = tmp_path_factory.getbasetemp() / "filmed"
    made.mkdir(exist_ok=True)

    async def once(wish: Wish, into: Path, **how: Any) -> None:
        file = made / f"{hashlib.sha256(wish.model_dump_json().encode()).hexdigest()}{into.suffix}"
        if not file.exists():
            await generate(wish, file, **how)
        shutil.copyfile(file, into)

    clock = ManualClock(datetime.now(UTC))
    far = FarSide(tmp_path_factory.mktemp("far"), clock=clock, latency=LATENCY, thumbnail=True)
    with pytest.MonkeyPatch.context() as patch, running(far) as simulator:
        patch.setattr("resources.simulator.far_side.generate", once)
        yield simulator


Open = Callable[[str], Stage]


@pytest.fixture
def stage(sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Sets one provider up."""
    return lambda word: Stage(word, sim, tmp_path, monkeypatch)
