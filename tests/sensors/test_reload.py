"""The reload of definitions, and what is said where it fails."""

from __future__ import annotations

import socket
from typing import Any

import dagster_graphql
import pytest
from dagster_graphql import ReloadRepositoryLocationInfo, ReloadRepositoryLocationStatus

from sensors.reload import LOCATION, reload_definitions

MEND = "Press `Reload definitions` in the UI, or set STUDIO_UI_URL to its address."


def test_without_a_ui_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no UI answers, the words say what a person can do."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("STUDIO_UI_URL", f"http://127.0.0.1:{port}")
    words = reload_definitions()
    assert words.startswith("The code location was not reloaded: ") and words.endswith(MEND)


class Client:
    """A Dagster that answers as it was told."""

    answer: Any = None
    asked: list[Any]

    def __init__(self, host: str, port_number: int | None) -> None:
        type(self).asked = [host, port_number]

    def reload_repository_location(self, location: str) -> ReloadRepositoryLocationInfo:
        """Note the location and answer."""
        self.asked.append(location)
        return self.answer


@pytest.mark.parametrize(
    ("expected", "status", "message"),
    [
        ("", ReloadRepositoryLocationStatus.SUCCESS, None),
        (f"The code location was not reloaded: bad code. {MEND}", ReloadRepositoryLocationStatus.FAILURE,
         "bad code"),
    ],
)  # fmt: skip
def test_the_answer_is_told(
    expected: str, status: Any, message: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reload of Studio's own location is asked for at the UI's address; its failure is told in words."""
    monkeypatch.setenv("STUDIO_UI_URL", "http://127.0.0.1:3177")
    monkeypatch.setattr(Client, "answer", ReloadRepositoryLocationInfo(status=status, message=message))
    monkeypatch.setattr(dagster_graphql, "DagsterGraphQLClient", Client)
    assert expected == reload_definitions()
    assert ["127.0.0.1", 3177, LOCATION] == Client.asked
