"""Files of the user's that must be more than there: pictures, sounds and fonts that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from resources.errors import MediaFailed
from resources.media.audible import check_audible
from resources.media.pictures import look
from studio_assets.spec.files import FileFault, named
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import KeyPath

__all__ = ["keep", "keep_font", "keep_picture", "keep_sound"]

FONTS = (".ttf", ".otf")


def keep(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must only be there.

    Args:
        reading: gets the file's hash, or the fault.
        path: where it is named.
        name: as written.
    """
    _keep(reading, path, name, lambda file: None)


def keep_picture(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must be a picture; arguments as for `keep`."""

    def check(file: Path) -> None:
        try:
            look(file)
        except MediaFailed:
            raise FileFault(f"`{name}` is no picture that can be read", "Give a PNG, JPEG or WebP.") from None

    _keep(reading, path, name, check)


def keep_sound(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must hold sound; arguments as for `keep`."""

    def check(file: Path) -> None:
        try:
            check_audible(file)
        except MediaFailed as failed:
            what = failed.what[:1].lower() + failed.what[1:].rstrip(".")
            raise FileFault(f"`{name}` is no sound: {what}", failed.mend) from None

    _keep(reading, path, name, check)


def keep_font(reading: Reading, path: KeyPath, name: str) -> None:
    """Note a file that must be a font; arguments as for `keep`."""

    def check(file: Path) -> None:
        from resources.media.font import family  # 140 ms that only productions with a font pay

        try:
            family(file)
        except MediaFailed:
            raise FileFault(
                f"`{name}` is no font that can be read", "Give a TrueType or OpenType file."
            ) from None

    if Path(name).suffix.lower() not in FONTS:
        reading.fault(path, f"`{name}` is no font", "Name a `.ttf` or `.otf` file.")
        return
    _keep(reading, path, name, check)


def _keep(reading: Reading, path: KeyPath, name: str, check: Callable[[Path], None]) -> None:
    if not reading.sound(*path):
        return
    folder = reading.source.file.parent
    try:
        file = named(folder, name)
        check(folder / name)
    except FileFault as found:
        reading.fault(path, found.message, found.mend)
    else:
        reading.files[path] = file
