"""From what is written to what is delivered: captions, cards, the poster, and each form with its defaults."""

from __future__ import annotations

from studio_assets.spec.delivery import CaptionSpec, CardSpec, Deliverable, Poster, Titles
from studio_assets.spec.model import ProductionSpec
from studio_assets.spec.model_delivery import CardWritten, DeliverableWritten
from studio_assets.spec.picture import pixels

__all__ = ["MASTER", "burned", "captions", "card", "deliverables", "forms", "poster", "titles"]

MASTER = "master"
"""The deliverable that every production has."""


def captions(spec: ProductionSpec) -> CaptionSpec | None:
    """The captions, or None where they are `off`."""
    written = spec.captions
    if written is None:
        return None
    return CaptionSpec(burn_in=written.burn_in, formats=tuple(written.formats), style=written.style)


def card(written: CardWritten | None) -> CardSpec | None:
    """A card, or None."""
    if written is None:
        return None
    return CardSpec(
        text=written.text,
        subtitle=written.subtitle or "",
        duration=written.duration,
        background=written.background,
    )


def titles(spec: ProductionSpec) -> Titles:
    """The cards before and after the film."""
    return Titles(opening=card(spec.titles.opening), closing=card(spec.titles.closing))


def poster(spec: ProductionSpec) -> Poster | None:
    """The poster, or None where the render chooses it."""
    written = spec.poster
    return None if written is None else Poster(scene=written.scene, at=written.at)


def forms(spec: ProductionSpec) -> list[DeliverableWritten]:
    """The deliverables as written, `master` first, whether it is listed or not."""
    master = [one for one in spec.deliverables if one.name == MASTER]
    others = [one for one in spec.deliverables if one.name != MASTER]
    return [*(master or [DeliverableWritten(name=MASTER)]), *others]


def deliverables(spec: ProductionSpec, *, spoken: bool) -> tuple[Deliverable, ...]:
    """Every form of the film, `master` first.

    Args:
        spec: the production as written.
        spoken: whether anybody can speak; without speech there are no captions.
    """
    return tuple(_form(spec, one, spoken=spoken) for one in forms(spec))


def burned(spec: ProductionSpec, written: DeliverableWritten) -> bool:
    """Whether captions are drawn into a form's picture."""
    if spec.captions is None or written.sound_only:
        return False
    return written.captions == "burned" or (written.captions is None and spec.captions.burn_in)


def _form(spec: ProductionSpec, written: DeliverableWritten, *, spoken: bool) -> Deliverable:
    width, height = pixels(written.aspect_ratio or spec.aspect_ratio, written.resolution or spec.resolution)
    bare = spec.captions is None or not spoken or written.sound_only
    wanted = written.captions or ("burned" if burned(spec, written) else "soft")
    return Deliverable(
        name=written.name,
        width=width,
        height=height,
        fit=written.fit or "pad",
        codec=written.codec or "h264",
        quality=written.quality or "master",
        captions="none" if bare else wanted,
        sound_only=written.sound_only,
    )
