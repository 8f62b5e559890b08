"""The dailies of a run as an asset: its page, and the index of all runs."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.document import Document
from studio_assets.links import page_link
from studio_assets.render.dailies import index, page
from studio_assets.render.dailies_gather import gather, page_name, rows
from studio_assets.render.dailies_run import run_state

__all__ = ["DailiesPage", "show"]


class DailiesPage(Document):
    """State `shown`.

    Args:
        page: the page's name below the artifact store's `dailies` folder.
        run_state: the state of the run as the page says it.
    """

    page: str
    run_state: str


async def show(sheet: CallSheet) -> AsyncIterator[Made]:
    """Write the run's page and the index anew."""
    artifacts, dailies = sheet.doers.artifacts, gather(sheet)
    name = page_name(sheet.production.name, sheet.run)
    file = artifacts.write_page(name, page(dailies))
    artifacts.write_page("index.html", index(list(rows(sheet.doers))))
    document = DailiesPage(state="shown", page=name, run_state=run_state(dailies))
    report(Progress(stage="dailies", subject=sheet.production.name, state="shown", detail=str(file)))
    metadata = {"run_state": document.run_state, "page": page_link(name), "all_runs": page_link("index.html")}
    yield Made(sheet.wanted[0], document, metadata)
