"""Kling's tasks as its answers show them: the new API's words, the older one's, and pages of a listing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resources.simulator.far_side import FarSide
from resources.simulator.job import Job
from resources.simulator.part import Failure, Turned

__all__ = ["cost_report", "new_task", "old_task", "pick"]

_STATES = {"queued": "submitted", "running": "processing", "succeeded": "succeeded"}
_WITHHELD = "Failure to pass the risk control system"
_PACK = {"resource_pack_name": "Simulated pack", "resource_pack_type": "decreasing_total", "status": "online"}


def new_task(far: FarSide, job: Job) -> dict[str, Any]:
    """A task of `GET /tasks`.

    Args:
        far: the memory.
        job: the generation.
    """
    state, accepted, changed = _told(far, job)
    task: dict[str, Any] = {
        "id": job.id,
        "status": state,
        "message": _reason(far, job),
        "create_time": accepted,
        "update_time": changed,
        "external_id": job.token,
    }
    if state == "succeeded":
        task["outputs"] = [{"type": "video", **_film(far, job)}] * job.copies
        task["billing"] = [{"charge_type": "cash", "amount": f"{job.price:f}", "currency": "USD"}]
    return task


def old_task(far: FarSide, job: Job) -> dict[str, Any]:
    """A task of `GET /v1/videos/{kind}/{id}`: there success is spelled `succeed`.

    Args:
        far: the memory.
        job: the generation.
    """
    state, accepted, changed = _told(far, job)
    task: dict[str, Any] = {
        "task_id": job.id,
        "task_status": "succeed" if state == "succeeded" else state,
        "task_status_msg": _reason(far, job),
        "task_info": {"external_task_id": job.token},
        "created_at": accepted,
        "updated_at": changed,
    }
    if state == "succeeded":
        task["task_result"] = {"videos": [_film(far, job)] * job.copies}
    return task


def pick(jobs: Sequence[Job], body: Mapping[str, Any]) -> tuple[list[Job], dict[str, Any]]:
    """One page of `POST /tasks`, newest first.

    Args:
        jobs: all of the account, oldest first.
        body: what was asked.

    Returns:
        The page's generations, and what it says of the next one.

    Raises:
        Turned: Kling would not take it.
    """
    limit = body.get("limit", 100)
    start = body.get("start_time", "0")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 500:
        raise Turned(Failure("invalid", "limit is 1 to 500"))
    if not isinstance(start, str) or not start.isdecimal():
        raise Turned(Failure("invalid", "start_time is a word of milliseconds"))
    if strange := set(body) - {"start_time", "end_time", "cursor", "limit", "filters"}:
        raise Turned(Failure("invalid", f"unknown: {', '.join(sorted(strange))}"))
    found = [job for job in jobs if _millis(job) >= int(start)][::-1]
    begin = int(body.get("cursor") or 0)
    page, more = found[begin : begin + limit], begin + limit < len(found)
    return page, {"count": len(page), "next_cursor": str(begin + limit) if more else "", "has_more": more}


def cost_report() -> dict[str, Any]:
    """What `GET /account/costs` holds: a pack that is never used up."""
    pack = {**_PACK, "total_quantity": 1000.0, "remaining_quantity": 1000.0}
    return {"code": 0, "msg": "success", "resource_pack_subscribe_infos": [pack]}


def _told(far: FarSide, job: Job) -> tuple[str, int, int]:
    now = far.clock.now()
    state = _STATES.get(job.state(now), "failed")
    changed = {"submitted": job.accepted, "processing": job.starts}.get(state, job.ends)
    return state, _millis(job), int(changed.timestamp() * 1000)


def _reason(far: FarSide, job: Job) -> str:
    state = job.state(far.clock.now())
    if state == "moderated":
        return _WITHHELD
    return job.reason if state == "failed" else ""


def _film(far: FarSide, job: Job) -> dict[str, str]:
    return {"id": f"film-{job.id}", "url": far.url(job, ".mp4"), "duration": f"{job.wish.seconds:g}"}


def _millis(job: Job) -> int:
    return int(job.accepted.timestamp() * 1000)
