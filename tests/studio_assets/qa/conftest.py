"""What the QA verifier's tests share."""

from __future__ import annotations

from tests.studio_assets.qa.scripted import viewing

__all__ = ["viewing"]
