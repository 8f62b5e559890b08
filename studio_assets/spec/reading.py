"""One spec while it is read: what is written, what it may refer to, and the faults so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from resources.errors import StudioError
from resources.providers.port import Capabilities, Kind
from studio_assets.spec.fault import Fault, nearest
from studio_assets.spec.model import ProductionSpec
from studio_assets.spec.offers import Offers
from studio_assets.spec.production import FileInput
from studio_assets.spec.source import KeyPath, Source
from studio_assets.spec.stills import moved
from studio_assets.spec.tier import Shot, Tier, VideoChoice

__all__ = ["Filmer", "Reading"]


@dataclass(frozen=True)
class Filmer:
    """Someone who may film the production.

    Args:
        path: where the spec names it; empty where the producer would choose it.
        label: how a fault calls it.
        video: provider and model.
        can: what they can film.
        tier: the tier filmed.
    """

    path: KeyPath
    label: str
    video: VideoChoice
    can: Capabilities
    tier: Tier


@dataclass
class Reading:
    """A spec that is being checked.

    Args:
        source: the file's data and places.
        spec: what fits the model.
        broken: paths whose values do not fit; rules say nothing about them.
        tiers: tiers by name.
        offers: what providers can make.
        faults: mistakes so far.
        texts: path -> text with its snippets filled in.
        files: path -> file of the user.
    """

    source: Source
    spec: ProductionSpec
    broken: set[KeyPath]
    tiers: Mapping[str, Tier]
    offers: Offers
    faults: list[Fault] = field(default_factory=list)
    texts: dict[KeyPath, str] = field(default_factory=dict)
    files: dict[KeyPath, FileInput] = field(default_factory=dict)

    def fault(self, path: KeyPath, message: str, mend: str, *, at_key: bool = False) -> None:
        """Note a mistake, unless the place has a fault already.

        Args:
            path: what it is about.
            message: what is wrong, without a full stop.
            mend: what to do, a sentence.
            at_key: point at the key instead of its value.
        """
        if self.sound(*path):
            self.faults.append(self.source.fault(path, message, mend, at_key=at_key))

    def sound(self, *path: str | int | Decimal) -> bool:
        """Whether a value and all above it fit the model."""
        return not any(path[:length] in self.broken for length in range(1, len(path) + 1))

    def whole(self, *path: str | int | Decimal) -> bool:
        """Whether a value, all above it and all in it fit the model."""
        return self.sound(*path) and not any(bad[: len(path)] == path for bad in self.broken)

    def written(self, *path: str | int | Decimal) -> bool:
        """Whether the user wrote this, rather than a default."""
        return path in self.source.places

    def instead(self, kind: Kind, word: str) -> str:
        """The mend for a provider that is not offered: the nearest that is."""
        offered = self.offers.providers(kind)
        if not offered:
            return f"No {kind} provider is offered; set STUDIO_ENV=simulated, or install a package with one."
        return nearest(word, offered)

    def choice(self, video: VideoChoice) -> Capabilities | None:
        """What a provider and model can film, None where there is no such."""
        if video.provider not in self.offers.providers(video.kind):
            return None
        try:
            able = self.offers.capabilities(video.kind, video.provider, video.model)
        except StudioError:
            return None
        return able if video.kind == "video" else moved(able)

    def video_of(self, pilot: str) -> VideoChoice | None:
        """Provider and model of a pilot: its own, else the first of its tier that is offered."""
        written = (self.spec.pilots or {})[pilot]
        tier = self.tiers.get(written.tier)
        choices = tier.video if tier is not None else ()
        if written.video is None:
            return next(iter(self.usable(tier)), None) if tier is not None else None
        like = {one.provider: one for one in reversed(choices)}
        first, *others = (
            like.get(one) or self._default(one, written.tier)
            for one in (written.video.provider, *written.video.fallback)
        )
        model = written.video.model or first.model
        return first.model_copy(update={"model": model, "fallback": tuple(others)})

    def filming(self) -> list[str]:
        """Names of the providers that give a scene its picture: clips, or stills."""
        return sorted({*self.offers.providers("video"), *self.offers.providers("image")})

    def _default(self, provider: str, tier: str) -> VideoChoice:
        """A provider that the tier does not name, with its default model; if any will do, the tier's name."""
        clips = provider in self.offers.providers("video")
        kind: Shot = "video" if clips or provider not in self.offers.providers("image") else "image"
        models = self.offers.models(kind, provider)
        return VideoChoice(provider=provider, model=models[0] if models else tier, kind=kind)

    def usable(self, tier: Tier) -> tuple[VideoChoice, ...]:
        """A tier's providers that are offered here, those that could be paid now before the others."""
        offered = [one for one in tier.video if self.choice(one) is not None]
        return tuple(sorted(offered, key=lambda one: not self.offers.ready(one.kind, one.provider)))

    def model_of(self, kind: Kind, provider: str, model: str | None = None) -> str:
        """The model that was written, else the provider's default one."""
        models = self.offers.models(kind, provider)
        return model or (models[0] if models else "simulated")

    def filmers(self) -> list[Filmer]:
        """Who will film: each named pilot's provider, else what the producer could choose from."""
        if not self.sound("pilots"):
            return []
        found = []
        if self.spec.pilots:
            for name, pilot in self.spec.pilots.items():
                video, tier = self.video_of(name), self.tiers.get(pilot.tier)
                can = self.choice(video) if video is not None else None
                if video is None or can is None or tier is None:
                    continue
                found.append(Filmer(("pilots", name), f"pilot `{name}`", video, can, tier))
                for index, other in enumerate(video.fallback):
                    able = self.choice(other)
                    if able is not None:
                        path = ("pilots", name, "video", "fallback", index)
                        found.append(Filmer(path, f"pilot `{name}`", other, able, tier))
            return found
        for tier in self.tiers.values():
            video = next(iter(self.usable(tier)), None)
            can = self.choice(video) if video is not None else None
            if video is not None and can is not None:
                found.append(Filmer((), f"tier `{tier.name}`", video, can, tier))
        return found

    def unable(self, lacks: list[Filmer]) -> list[Filmer]:
        """Those that make a wish impossible: each named pilot, or the tiers only where all lack it."""
        if self.spec.pilots or len(lacks) == len(self.filmers()):
            return lacks
        return []

    def open_seconds(self) -> Fraction:
        """Seconds of the film that no given scene fills."""
        return self.spec.duration - sum(
            (scene.duration for scene in self.spec.script.scenes if scene.duration is not None), Fraction(0)
        )
