"""What the simulator's API does with calls, seen through real HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from resources.clock import ManualClock
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator
from tests.resources.simulator.toy import BASE, KEY, send


def goes_wrong(sim: Simulator, **fields: Any) -> None:
    """From now on one thing goes wrong."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


def submit(sim: Simulator, base: str = BASE, **content: Any) -> httpx.Response:
    """Order a clip of one second."""
    return send(sim.url, "POST", f"{base}/jobs", **{"json": {"seconds": 1}, **content})


def poll(sim: Simulator, id: str, base: str = BASE) -> dict[str, Any]:
    """Ask after a clip."""
    said: dict[str, Any] = send(sim.url, "GET", f"{base}/jobs/{id}").json()
    return said


def test_it_says_that_nothing_is_real(sim: Simulator) -> None:
    """Whoever opens the simulator's address reads that it is one, and what it stands in for."""
    said = send(sim.url, "GET", "/", headers={}).json()
    assert (True, ["video/toy", "video/patient"]) == (said["simulated"], said["providers"])
    assert sim.media_url == said["media"]


def test_a_generation_goes_from_queued_to_succeeded(sim: Simulator, clock: ManualClock) -> None:
    """A generation waits, runs and succeeds by the clock, and is charged once."""
    id = submit(sim).json()["id"]
    states = []
    for seconds in (1, 5, 5):
        clock.advance(seconds)
        states.append(poll(sim, id)["state"])
    assert ["queued", "running", "succeeded"] == states
    charges = send(sim.url, "GET", "/invoice", headers={}).json()["charges"]
    assert [(id, "video/toy", "0.10")] == [(one["id"], one["provider"], one["charged"]) for one in charges]


def test_a_generation_is_seen_by_its_own_key_only(sim: Simulator) -> None:
    """No account sees what another one ordered, neither by its id nor in a list."""
    id, other = submit(sim).json()["id"], {"x-api-key": "another"}
    assert 404 == send(sim.url, "GET", f"{BASE}/jobs/{id}", headers=other).status_code
    lists = [send(sim.url, "GET", f"{BASE}/jobs", headers=one).json() for one in (KEY, other)]
    assert [[id], []] == lists


def test_an_address_that_points_back_is_one_of_the_dialect(sim: Simulator) -> None:
    """What an answer tells as its own address is answered under the dialect's paths."""
    told = poll(sim, submit(sim).json()["id"])
    assert told == httpx.get(told["self"], headers=KEY, trust_env=False).json()


def test_what_has_no_price_is_turned_away_before_it_is_taken(sim: Simulator) -> None:
    """A missing row of the price table is a refusal, never a failure after which nobody knows."""
    answer = send(sim.url, "POST", f"{BASE}/unpriced", json={"seconds": 1})
    assert (422, "invalid", []) == (answer.status_code, answer.json()["what"], sim.far.invoice())


def test_a_call_without_a_key_is_turned_away(sim: Simulator) -> None:
    """Every dialect wants its key, and what has none is not charged."""
    assert 401 == submit(sim, headers={}).status_code
    assert [] == sim.far.invoice()


@pytest.mark.parametrize("what, taken", [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_answer_is_no_answer_at_all(sim: Simulator, what: str, taken: int) -> None:
    """The client sees its connection end without a single byte, whether its submit was taken or not."""
    goes_wrong(sim, at="submit", what=what)
    with pytest.raises(httpx.HTTPError) as caught:
        submit(sim)
    assert isinstance(caught.value, httpx.ReadError | httpx.RemoteProtocolError)
    assert taken == len(sim.far.invoice())
    assert ["submit"] == [seen.does for seen in sim.far.seen]


@pytest.mark.parametrize(
    "fields, status, taken",
    [
        ({"what": "error_before"}, 500, 0),
        ({"what": "error_before", "status": 502}, 502, 0),
        ({"what": "error_after", "status": 504}, 504, 1),
        ({"what": "rate_limit"}, 429, 0),
        ({"what": "outage"}, 503, 0),
        ({"what": "unauthorised"}, 401, 0),
        ({"what": "unpaid"}, 402, 0),
        ({"what": "moderate"}, 400, 0),
        ({"what": "slow", "seconds": 0.01}, 200, 1),
    ],
)
def test_a_fault_of_a_submit_is_answered_in_the_dialects_words(
    sim: Simulator, fields: dict[str, Any], status: int, taken: int
) -> None:
    """Each fault has its status, and only what was accepted is on the invoice."""
    goes_wrong(sim, at="submit", **fields)
    assert (status, taken) == (submit(sim).status_code, len(sim.far.invoice()))


def test_a_rate_limit_tells_how_long_to_wait_only_where_the_scenario_says_so(sim: Simulator) -> None:
    """Retry-After is there with the ordered seconds, or not at all."""
    goes_wrong(sim, at="submit", what="rate_limit", retry_after=7)
    assert "7" == submit(sim).headers["retry-after"]
    goes_wrong(sim, at="submit", what="rate_limit")
    assert "retry-after" not in submit(sim).headers


def test_faults_are_counted_by_submits_and_by_what_is_asked_about(sim: Simulator) -> None:
    """The second submit fails, and of each generation only the first poll."""
    goes_wrong(sim, at="submit", what="error_before", when="2")
    answers = [submit(sim) for _ in range(3)]
    assert [200, 500, 200] == [one.status_code for one in answers]
    goes_wrong(sim, at="poll", what="error_before", when="1")
    ids = [answers[0].json()["id"], answers[2].json()["id"]]
    found = [send(sim.url, "GET", f"{BASE}/jobs/{id}").status_code for id in ids for _ in range(2)]
    assert [500, 200, 500, 200] == found
    by_query = [send(sim.url, "GET", f"{BASE}/state?id={id}").status_code for id in ids for _ in range(2)]
    assert [500, 200, 500, 200] == by_query


def test_a_fault_of_any_call_reaches_questions_too(sim: Simulator) -> None:
    """An outage answers nothing, not even what is free."""
    goes_wrong(sim, at="call", what="outage")
    calls = [("POST", "/jobs"), ("GET", "/jobs/1"), ("GET", "/jobs"), ("GET", "/balance")]
    assert {503} == {send(sim.url, method, BASE + path).status_code for method, path in calls}


def test_a_fault_of_one_provider_spares_the_others(sim: Simulator) -> None:
    """Only the provider that the fault names has it."""
    goes_wrong(sim, at="submit", what="outage", provider="video/toy")
    assert (503, 200) == (submit(sim).status_code, submit(sim, "/video/patient").status_code)


@pytest.mark.parametrize(
    "what, state, copies, charged",
    [("moderate", "moderated", 0, "0"), ("fail", "failed", 0, "0"), ("duplicate", "succeeded", 2, "0.10")],
)
def test_a_generation_can_end_badly(
    sim: Simulator, clock: ManualClock, what: str, state: str, copies: int, charged: str
) -> None:
    """A moderated or failed result costs nothing and says why; a duplicate completion costs once."""
    goes_wrong(sim, at="end", what=what)
    id = submit(sim).json()["id"]
    clock.advance(11)
    said = poll(sim, id)
    assert (state, copies, copies == 0) == (said["state"], len(said["urls"]), said["reason"] != "")
    assert [charged] == [one["charged"] for one in sim.far.invoice()]


def test_a_late_generation_is_late_by_the_clock(sim: Simulator, clock: ManualClock) -> None:
    """It still runs when its time is over, and succeeds when the extra time is over too."""
    goes_wrong(sim, at="end", what="late", seconds=60)
    id = submit(sim).json()["id"]
    clock.advance(11)
    assert "running" == poll(sim, id)["state"]
    clock.advance(60)
    assert "succeeded" == poll(sim, id)["state"]


def test_an_answer_with_the_media_waits_for_their_end(sim: Simulator, clock: ManualClock) -> None:
    """A dialect that answers at once takes as long as any other, and holds no place afterwards."""
    before = clock.now()
    answers = [send(sim.url, "POST", f"{BASE}/inline", json={"seconds": 1}) for _ in range(3)]
    assert [200] * 3 == [one.status_code for one in answers]
    assert 30 == (clock.now() - before).total_seconds()
    assert b"ftyp" in answers[0].content[:16]


@pytest.mark.parametrize("what, status", [("moderate", 400), ("fail", 500)])
def test_an_answer_without_media_is_a_failure_in_the_dialects_words(
    sim: Simulator, what: str, status: int
) -> None:
    """A generation that ends badly has no media to answer with, and is not charged."""
    goes_wrong(sim, at="end", what=what)
    answer = send(sim.url, "POST", f"{BASE}/inline", json={"seconds": 1})
    assert (status, ["0"]) == (answer.status_code, [one["charged"] for one in sim.far.invoice()])


def test_paths_that_a_dialect_does_not_have_are_written_down(sim: Simulator) -> None:
    """A wrong path or method is answered in the dialect's words, and is in the log like any other."""
    assert "missing" == send(sim.url, "GET", f"{BASE}/nowhere").json()["what"]
    assert 404 == send(sim.url, "PUT", f"{BASE}/jobs").status_code
    assert [("GET", "/nowhere", ""), ("PUT", "/jobs", "")] == [
        (seen.method, seen.path, seen.does) for seen in sim.far.seen
    ]


def test_forms_are_read_with_and_without_files(sim: Simulator) -> None:
    """Texts and files of a form arrive byte for byte, whatever the bytes are."""
    data = bytes(range(256)) + b"\r\n--x\r\n"
    said = send(
        sim.url, "POST", f"{BASE}/form", data={"word": "Grüße"}, files={"file": ("a.png", data, "image/png")}
    )
    assert {"word": "Grüße", "file": data.hex()} == said.json()
    assert {"a": "1 2"} == send(sim.url, "POST", f"{BASE}/form", data={"a": "1 2"}).json()
    assert 422 == send(sim.url, "POST", f"{BASE}/form", content=b"{}").status_code


def test_the_log_has_a_key_nowhere_but_in_its_header(sim: Simulator) -> None:
    """What came in is shown word for word, and the invoice and the files know keys by hash alone."""
    submit(sim, headers={"x-api-key": "canary-1"})
    log = send(sim.url, "GET", "/requests", headers={}).json()
    assert ["canary-1"] == [one["headers"].pop("x-api-key") for one in log]
    rest = json.dumps(log) + send(sim.url, "GET", "/invoice", headers={}).text
    files = [file.read_text() for file in sim.far.folder.rglob("*.json")]
    assert files
    assert "canary-1" not in rest + "".join(files)


def test_a_scenario_can_be_changed_while_it_runs(sim: Simulator) -> None:
    """PUT /scenario takes one as JSON, and refuses what cannot happen with the reason."""
    fault = {"at": "submit", "what": "unpaid"}
    assert {"faults": 1} == send(sim.url, "PUT", "/scenario", json={"faults": [fault]}).json()
    assert 402 == submit(sim).status_code
    for wrong in ({"at": "submit", "what": "truncate"}, {**fault, "provider": "video/nobody"}):
        answer = send(sim.url, "PUT", "/scenario", json={"faults": [wrong]})
        assert (422, True) == (answer.status_code, "only" in answer.text)
    assert 422 == send(sim.url, "PUT", "/scenario", content=b"{").status_code
    assert 402 == submit(sim).status_code


def test_a_web_page_cannot_call_it_by_a_name_of_its_own(sim: Simulator) -> None:
    """Only loopback names are answered, so that no page reads the log through DNS."""
    assert 403 == send(sim.url, "GET", "/requests", headers={"host": "evil.example"}).status_code
    assert 200 == send(sim.url, "GET", "/requests", headers={"host": "localhost:1"}).status_code
