"""Which seed pictures a scene shows to a provider: as references, or as its first frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from resources.providers.port import Capabilities
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.production import Production, SceneSpec, SeedFile

__all__ = ["Casting", "casting", "everywhere", "opens", "room", "shown", "usable"]


@dataclass(frozen=True)
class Casting:
    """The pictures of one request.

    Args:
        first_frame: digest of the picture that opens the clip, or None.
        references: digests of the pictures that it shall resemble, the scene's own first.
    """

    first_frame: str | None
    references: tuple[str, ...] = ()


def casting(
    production: Production, scene: str, able: Capabilities, seconds: Fraction, opening: str | None
) -> Casting:
    """The pictures of a scene's request, as far as a model takes them.

    A reference is preferred: a picture that opens a clip is seen in it as it is. What a fallback cannot
    take is left out for it alone.

    Args:
        production: whose seed pictures.
        scene: the scene's name.
        able: what the model can film.
        seconds: that the model films.
        opening: digest of the key frame that opens the scene anyway, or None.

    Returns:
        The first frame (`opening` where there is one) and the references.
    """
    slot = production.scene(scene)
    own = production.seed(slot.seed_asset) if slot is not None else None
    if own is not None and own.role == "first_frame":
        own = None  # `opening` says so already, or the key frame that took its place
    digests = [seed.file.digest for seed in (own, *everywhere(production)) if seed is not None]
    if own is not None and opening is None and opens(own.role):
        refers = room(able, seconds, opened=False) > 0 and not able.needs_first_frame
        if not refers and able.first_frame:
            opening, digests = own.file.digest, digests[1:]
    most = room(able, seconds, opened=opening is not None)
    return Casting(opening, tuple(dict.fromkeys(digests))[:most])


def shown(production: Production, slot: SceneSpec) -> tuple[SeedFile, ...]:
    """The seed pictures that decide a scene's clip, whoever films it; none for own footage.

    Args:
        production: whose seed pictures.
        slot: the scene.
    """
    if slot.footage is not None:
        return ()
    own = production.seed(slot.seed_asset)
    return (*((own,) if own is not None and own.role != "first_frame" else ()), *everywhere(production))


def everywhere(production: Production) -> Sequence[SeedFile]:
    """The characters that no scene names: they are in every scene."""
    named = {scene.seed_asset for scene in production.scenes}
    return [seed for seed in production.seeds if seed.role == "character" and seed.id not in named]


def usable(role: SeedRole, able: Capabilities, seconds: Fraction | None, *, opened: bool) -> bool:
    """Whether a model can use the picture that a scene names, in any way.

    Args:
        role: the picture's, not `first_frame`.
        able: what the model can film.
        seconds: that it would film, None where that is not known yet.
        opened: whether another picture opens the scene.
    """
    if opens(role) and not opened and able.first_frame:
        return True
    return room(able, seconds, opened=opened or able.needs_first_frame) > 0


def opens(role: SeedRole) -> bool:
    """Whether a picture of that role may be seen as it is, as a first frame."""
    return role != "style"


def room(able: Capabilities, seconds: Fraction | None, *, opened: bool) -> int:
    """How many reference pictures a model takes.

    Args:
        able: what the model can film.
        seconds: that it would film, None where that is not known yet.
        opened: whether a key frame opens the clip.
    """
    if opened and not able.references_beside_frames:
        return 0
    if seconds is not None and able.reference_durations and seconds not in able.reference_durations:
        return 0
    return able.references
