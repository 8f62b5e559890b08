"""What is read out of a provider's JSON, and what an answer that lacks it is called."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from resources.errors import OutcomeUnknown, TransientFailure
from resources.providers.reading import id_of, object_of


@pytest.mark.parametrize(
    "answer", ["", "[]", "{}", "null", '{"id": null}', '{"id": ""}', '{"id": true}', "<html>"]
)
def test_an_accepted_submit_without_an_id_is_unknown(answer: str) -> None:
    """An answer of success that names no generation may still have been charged."""
    with pytest.raises(OutcomeUnknown) as caught:
        id_of(httpx.Response(201, text=answer), lambda told: told["id"], "Acme", look="Look on its site.")
    assert ("Look on its site.", "Acme") == (caught.value.mend, caught.value.where)


@pytest.mark.parametrize(("id", "read"), [("7d1f", "7d1f"), (7, "7")])
def test_an_id_is_kept_as_text(id: Any, read: str) -> None:
    """Ids that come as numbers and ids that come as words are stored alike."""
    answer = httpx.Response(200, json={"data": {"id": id}})
    assert read == id_of(answer, lambda told: told["data"]["id"], "Acme", look="Look on its site.")


@pytest.mark.parametrize("answer", ["", "[]", "null", '"ok"', "<html>"])
def test_a_question_is_answered_with_an_object_or_not_at_all(answer: str) -> None:
    """A page or a bare value in the place of an object is asked for again, at no cost."""
    with pytest.raises(TransientFailure):
        object_of(httpx.Response(200, text=answer), "Acme")
    assert {"state": "done"} == object_of(httpx.Response(200, json={"state": "done"}), "Acme")
