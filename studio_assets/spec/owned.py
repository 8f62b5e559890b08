"""Files of the user's that must be more than there: films, pictures, sounds and fonts that can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from resources.errors import MediaFailed
from resources.media.audible import check_audible
from resources.media.pictures import look
from resources.media.visible import check_visible
from studio_assets.spec.files import FileFault, named
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import KeyPath

__all__ = ["keep_film", "keep_font", "keep_picture", "keep_sound"]

FONTS = (".ttf", ".otf")


def keep_film(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must be a film.

    Args:
        reading: gets the file's hash, or the fault.
        path: where it is named.
        name: as written.
    """
    _keep(reading, path, name, _failing(name, "film", check_visible))


def keep_picture(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must be a picture; arguments as for `keep_film`."""

    def check(file: Path, digest: str) -> None:
        try:
            _once(look, file, digest)
        except MediaFailed:
            raise FileFault(f"`{name}` is no picture that can be read", "Give a PNG, JPEG or WebP.") from None

    _keep(reading, path, name, check)


def keep_sound(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must hold sound; arguments as for `keep_film`."""
    _keep(reading, path, name, _failing(name, "sound", check_audible))


def keep_font(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must be a font; arguments as for `keep_film`."""

    def check(file: Path, digest: str) -> None:
        from resources.media.font import family  # 140 ms that only productions with a font pay

        try:
            _once(family, file, digest)
        except MediaFailed:
            raise FileFault(
                f"`{name}` is no font that can be read", "Give a TrueType or OpenType file."
            ) from None

    if Path(name).suffix.lower() not in FONTS:
        reading.fault(path, f"`{name}` is no font", "Name a `.ttf` or `.otf` file.")
        return
    _keep(reading, path, name, check)


@lru_cache(maxsize=4096)
def _once(check: Callable[[Path], object], file: Path, digest: str) -> None:
    """Check a file that is fine only once for its bytes, however often its spec is loaded."""
    check(file)


def _failing(name: str, wanted: str, check: Callable[[Path], None]) -> Callable[[Path, str], None]:
    """The check, whose failure becomes a fault in its own words."""

    def checked(file: Path, digest: str) -> None:
        try:
            _once(check, file, digest)
        except MediaFailed as failed:
            what = failed.what[:1].lower() + failed.what[1:].rstrip(".")
            raise FileFault(f"`{name}` is no {wanted}: {what}", failed.mend) from None

    return checked


def _keep(reading: Reading, path: KeyPath, name: str, check: Callable[[Path, str], None]) -> None:
    if not reading.sound(*path):
        return
    folder = reading.source.file.parent
    try:
        file = named(folder, name)
        check(folder / name, file.digest)
    except FileFault as found:
        reading.fault(path, found.message, found.mend)
    else:
        reading.files[path] = file
