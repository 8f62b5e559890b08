"""Every resource, as Dagster gets it and as the command line does."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from dagster import ConfigurableResource

from studio_assets.call_sheet import Doers
from studio_assets.wiring import DATABASE, doers, resources


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new house."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    monkeypatch.delenv(DATABASE, raising=False)


def test_everybody_that_a_stage_may_ask_is_there() -> None:
    """Each doer of a call sheet is a resource of that name, so that the UI can show and set it."""
    wanted = {one.name for one in fields(Doers)} - {"providers", "clock"}
    assert wanted <= set(resources())


def test_providers_are_resources_of_their_own() -> None:
    """Each provider has its own resource, named by its kind and name."""
    assert {"video_simulated", "speech_simulated"} <= set(resources())
    assert {("video", "simulated"), ("speech", "simulated")} <= set(doers().providers)


@pytest.mark.parametrize("key", sorted(resources()))
def test_every_field_is_described(key: str) -> None:
    """Each field that a user can set in the UI says what it does."""
    resource = resources()[key]
    settable = {
        name: field for name, field in type(resource).model_fields.items()
        if not isinstance(getattr(resource, name), ConfigurableResource)
    }  # fmt: skip
    assert [] == [name for name, field in settable.items() if not field.description]


def test_a_secret_is_given_to_dagster_as_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dagster gets the variable's name for the database's address, the command line its value."""
    monkeypatch.setenv(DATABASE, "sqlite:///with-a-password")
    named, valued = (resources(secrets_as_names=names)["database"].url for names in (True, False))
    assert DATABASE == named.env_var_name
    assert "sqlite:///with-a-password" == valued


def test_without_an_address_the_books_are_in_the_home(tmp_path: Path) -> None:
    """Without a database's address the books are an SQLite file in STUDIO_HOME, made at the first use."""
    assert () == tuple(doers().runs.productions())
    assert [] != list(tmp_path.glob("*.sqlite*")) + list(tmp_path.glob("**/*.db"))


def test_the_simulated_house_says_so() -> None:
    """With only simulated providers no number is real money."""
    assert doers().simulated
