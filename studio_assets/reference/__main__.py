"""Writes the generated pages of docs/reference: `python -m studio_assets.reference`."""

from __future__ import annotations

from studio_assets.reference.pages import write

if __name__ == "__main__":
    write()
