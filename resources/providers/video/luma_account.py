"""What both of Luma's APIs share: one key as a bearer token, one dialect of failures, clips by address."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote as quoted

import httpx

from resources.errors import ProviderFailure, TransientFailure
from resources.providers.live import LiveProvider
from resources.providers.reading import object_of
from resources.providers.video.luma_verdict import luma_judge

__all__ = ["LumaAccount"]


class LumaAccount(LiveProvider):
    """An account at one of Luma's APIs."""

    generations: ClassVar[str]
    """Path below which a generation is asked for by its id."""

    @staticmethod
    @abstractmethod
    def clip_url(found: Mapping[str, Any]) -> str:
        """Where a generation's clip lies; empty where it is not told yet.

        Args:
            found: the generation as the API shows it.
        """

    async def found(self, remote_id: str) -> dict[str, Any]:
        """A generation as the API shows it now.

        Args:
            remote_id: Luma's id of it.

        Raises:
            TransientFailure: no answer this time.
            Refused: Luma knows no such generation.
        """
        path = f"{self.generations}/{quoted(remote_id, safe='')}"
        return object_of(await self.api().ask("GET", path), "Luma")

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Ask for a fresh address and download from it; once more where it has expired meanwhile."""
        await self.save_from(lambda: self._address(remote_id), into)

    def poll_interval(self) -> float:
        """Luma advises none; a clip takes a minute or more."""
        return 5.0

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """Luma's words for moderation and money."""
        return luma_judge(response)

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token."""
        return {"Authorization": f"Bearer {self.api_key}"}

    async def _address(self, remote_id: str) -> str:
        url = self.clip_url(await self.found(remote_id))
        if not url:
            raise TransientFailure(
                "Luma names no address of the clip yet.", mend="Ask again.", where=self.name
            )
        return url
