"""Who answers whom: a good default for every role, and the settings file over it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from resources.claude.prices import price_of
from resources.claude.question import Role
from resources.claude.roles import RESPONDENTS, respondent
from resources.errors import NotConfigured
from resources.settings import Respondent


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of one's own, still empty."""
    path = tmp_path / "own.yaml"
    path.write_text("")
    monkeypatch.setenv("STUDIO_SETTINGS", str(path))
    return path


@pytest.mark.parametrize("role", get_args(Role))
def test_every_role_has_a_model_with_a_price(file: Path, role: Role) -> None:
    """Without a word in the settings each role asks a model whose price is known, with room to think."""
    found = respondent(role)
    assert RESPONDENTS[role] == found
    assert 4_000 <= found.max_tokens <= price_of(found.model).max_output


def test_the_file_changes_what_it_names(file: Path) -> None:
    """One field of one role is changed; all others keep their defaults."""
    file.write_text("crew: {critic: {model: claude-opus-5-5}, editor: {effort: null}}")
    assert Respondent(model="claude-opus-5-5", effort="medium", max_tokens=8000) == respondent("critic")
    assert Respondent(model="claude-sonnet-5-5", effort=None, max_tokens=8000) == respondent("editor")
    assert RESPONDENTS["producer"] == respondent("producer")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("producr: {effort: low}", "'script_writer', 'qa_verifier'"),
        ("critic: {modl: x}", "there is no 'modl'; there are model, effort, max_tokens"),
        ("critic: {effort: most}", "'low', 'medium' or 'high'"),
        ("critic: {max_tokens: 10}", "greater than or equal to 256"),
        ("critic: claude-opus-5-5", "crew.critic"),
    ],
)
def test_a_misspelt_setting_names_those_there_are(file: Path, text: str, named: str) -> None:
    """An unknown role, field or effort is refused with the names that there are and the file."""
    file.write_text(f"crew: {{{text}}}")
    with pytest.raises(NotConfigured) as told:
        respondent("critic")
    assert (str(file), True) == (told.value.where, named in told.value.what)


def test_the_page_tells_the_defaults() -> None:
    """The how-to names every role with the model, the effort and the tokens that it has by default."""
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "ask-claude.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    for role, one in RESPONDENTS.items():
        tokens = f"{one.max_tokens:,}"
        assert f"| `{one.model}`, {one.effort}, {tokens}" in rows[role], role
