"""`make bench`: measure speed and memory and print tables; `python -m tests.benchmarks film` measures one."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.benchmarks import crew, delivery, film, judging, loading, orchestration
from tests.benchmarks.table import Figures, Row, show

BENCHMARKS: dict[str, tuple[str, Callable[[], list[Row] | Figures]]] = {
    "crew": ("Questions to Claude, 12 scenes, simulated", crew.figures),
    "delivery": ("The film from its clips: 12 scenes of 5 s with speech and music", delivery.rows),
    "film": ("A small film", film.rows),
    "judging": ("Measuring a clip, the technical half of QA", judging.rows),
    "loading": ("Loading specs", loading.rows),
    "orchestration": ("Orchestration, 20 s a clip", orchestration.rows),
    "full_size": ("Orchestration with 720p media", orchestration.full_size),
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    for name in names or BENCHMARKS:
        title, rows = BENCHMARKS[name]
        show(title, rows())
    return 0


raise SystemExit(main(sys.argv[1:]))
