"""A Google service account's file as a bearer token: signed here, so that its private key goes nowhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from resources.errors import NotConfigured

__all__ = ["signed_token"]

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


def signed_token(file: Path) -> str:
    """A token that Google's APIs take as a bearer token, one hour long at most.

    Google lets a service account sign its own token (https://google.aip.dev/auth/4111), so no token
    has to be fetched from another host first.

    Args:
        file: the account's key file, a JSON of the type `service_account`.

    Returns:
        A JWT; the same one until it nears its end.

    Raises:
        NotConfigured: google-auth is not installed, or the file is no service account's.
    """
    try:
        credentials = _credentials(file, file.stat().st_mtime_ns)
    except OSError as gone:
        raise NotConfigured(
            "The service account's file cannot be read.",
            mend="Set GOOGLE_APPLICATION_CREDENTIALS to a file that is there.",
            where=str(file),
        ) from gone
    if not credentials.valid:
        credentials.refresh(None)
    token = credentials.token
    return token.decode() if isinstance(token, bytes) else str(token)


@cache
def _credentials(file: Path, changed: int) -> Any:
    # `changed` lets a replaced file be read anew.
    try:
        from google.auth.jwt import Credentials
    except ImportError as missing:
        raise NotConfigured(
            "A service account needs the package google-auth, which is not installed.",
            mend="Install studio-films[google], or set GOOGLE_ACCESS_TOKEN.",
        ) from missing
    try:
        return Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
            str(file), audience=None, additional_claims={"scope": _SCOPE}
        )
    except ValueError as wrong:
        # The reason is left out: it may quote the file.
        raise NotConfigured(
            "The file is no key of a service account.",
            mend="Set GOOGLE_APPLICATION_CREDENTIALS to one, or set GOOGLE_ACCESS_TOKEN.",
            where=str(file),
        ) from wrong
