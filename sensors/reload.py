"""Ask the running Dagster UI to load the code location anew, so that edited specs are seen."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

__all__ = ["LOCATION", "UI_URL", "reload_definitions"]

LOCATION = "studio"
"""The code location's name in workspace.yaml."""

UI_URL = "http://127.0.0.1:3000"
"""Where `make dev` serves Dagster's UI, unless `STUDIO_UI_URL` says otherwise."""


def reload_definitions() -> str:
    """Reload the code location.

    Returns:
        An empty string where it was reloaded, else why not and what a person can do.
    """
    # Only a tick that saw a change pays for these imports.
    from dagster_graphql import (
        DagsterGraphQLClient,
        DagsterGraphQLClientError,
        ReloadRepositoryLocationStatus,
    )

    address = urlsplit(os.environ.get("STUDIO_UI_URL", UI_URL))
    mend = "Press `Reload definitions` in the UI, or set STUDIO_UI_URL to its address."
    try:
        client = DagsterGraphQLClient(address.hostname or "127.0.0.1", port_number=address.port)
        answer = client.reload_repository_location(LOCATION)
    except (DagsterGraphQLClientError, OSError) as error:
        return f"The code location was not reloaded: {error}. {mend}"
    if answer.status is ReloadRepositoryLocationStatus.SUCCESS:
        return ""
    return f"The code location was not reloaded: {answer.message or answer.failure_type}. {mend}"
