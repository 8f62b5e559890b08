"""What all live providers share: a key that is never shown, an API host, and downloads without a key."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import httpx
from pydantic import Field

from resources.errors import NotConfigured, ProviderFailure
from resources.http.call import Api
from resources.http.simulator import simulator_url
from resources.http.verdict import standard
from resources.providers.port import Listed, Provider

__all__ = ["LiveProvider", "short_token"]


class LiveProvider(Provider):
    """A provider on the internet, or its dialect in the simulator where STUDIO_SIMULATOR_URL is set.

    A subclass names its `host`, its `key_variable` and its `caveat`, and writes the port's methods with
    `self.api()` for its own host and `self.save_from()` for media on any other. One that can stop a
    generation, or name what it took, has its own `cancel` or `list`.
    """

    host: ClassVar[str]
    """Where its paths begin, with https and without a slash at the end."""
    key_variable: ClassVar[str]
    """Environment variable of its key, under the name that the provider itself uses."""
    caveat: ClassVar[str] = ""
    """What a user should know before paying, such as a sunset; shown by `studio providers show`."""

    api_key: str = Field(default="", repr=False, description="The key; from its environment variable.")
    base_url: str = Field(default="", description="Address of the API; empty means the provider's own.")
    concurrency: int = Field(
        default=0, ge=0, description="Generations at once; 0 means what the provider is known to take."
    )
    interval: float = Field(
        default=0.0, ge=0, description="Seconds between two polls; 0 means what the provider advises."
    )
    enabled: bool = Field(default=True, description="Whether it may be used at all.")

    @property
    def simulated(self) -> bool:
        """Whether the simulator stands in for it, so that its money is play money."""
        return bool(simulator_url())

    def check_configured(self) -> None:
        """See that it is on and has a key.

        Raises:
            NotConfigured: it is off or its key is missing; the mend names the variable.
        """
        setting = f"STUDIO_{self.kind}_{self.name}".upper()
        if not self.enabled:
            raise NotConfigured(
                f"The {self.kind} provider {self.name} is off. {self.caveat}".strip(),
                mend=f"""Set {setting}='{{"enabled": true}}' if you have reason to use it.""",
            )
        if not self.api_key:
            raise NotConfigured(
                f"The {self.kind} provider {self.name} has no key.",
                mend=f"Set {self.key_variable}.",
            )

    def payer(self) -> str:
        """The first 12 hex digits of the key's sha256; empty where no key is set."""
        return hashlib.sha256(self.api_key.encode()).hexdigest()[:12] if self.api_key else ""

    def address(self) -> str:
        """Where its paths begin now: the simulator's part for it, `base_url`, or its own host."""
        if simulator := simulator_url():
            return f"{simulator}/{self.kind}/{self.name}"
        return self.base_url.rstrip("/") or self.host

    @abstractmethod
    def credentials(self) -> Mapping[str, str]:
        """Headers that carry the key and the API's version."""

    def api(self) -> Api:
        """Its API host.

        Raises:
            NotConfigured: see `check_configured`.
        """
        self.check_configured()
        return Api(self.name, self.address(), self.credentials(), self.judge)

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """What an answer means in this provider's dialect; None where it is what was asked for.

        Args:
            response: an answer that was read whole.
        """
        return standard(response)

    async def cancel(self, remote_id: str) -> bool:
        """It cannot be stopped."""
        return False

    async def list(self, since: datetime) -> Sequence[Listed]:
        """It names nothing that it took, so that its capabilities must not say that it `lists`."""
        return ()

    async def save(self, url: str, into: Path) -> None:
        """Download finished media without any credentials.

        Args:
            url: where the provider says that they are.
            into: a file that does not exist yet; it is written whole or not at all.

        Raises:
            TransientFailure: no or half an answer; `Expired` where a fresh address must be asked for.
            Refused: the address or what it holds is not allowed.
            StoreFailed: the disk did not take it.
        """
        from resources.http.download import download  # here: only who downloads pays for its import

        await download(url, into, what=f"media of {self.name}", allow_loopback=self.simulated)

    async def save_from(self, address: Callable[[], Awaitable[str]], into: Path) -> None:
        """Ask where finished media are and download them; once more where the address has expired meanwhile.

        Args:
            address: asks the provider for it.
            into: see `save`.

        Raises:
            TransientFailure, Refused, StoreFailed: see `save`.
        """
        from resources.http.download import Expired

        try:
            await self.save(await address(), into)
        except Expired:
            await self.save(await address(), into)


def short_token(slate: str) -> str:
    """A slate as a token that any provider's field takes.

    Args:
        slate: the take's identity.

    Returns:
        `studio-` and 32 hex digits, the first half of the slate's sha256. A stored name.
    """
    return f"studio-{hashlib.sha256(slate.encode()).hexdigest()[:32]}"
