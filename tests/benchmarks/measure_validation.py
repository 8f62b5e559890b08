"""Prints what each damage costs: `python -m tests.benchmarks.measure_validation`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from resources.media.measure import measure
from tests.benchmarks.damages import DAMAGES, damaged, gradient, order_of, real, textured


def main() -> None:
    """One line a damage, one column a base clip; the pristine scores first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = real(folder)
        bases = [gradient(folder), textured(folder), *([found] if found else [])]
        others = bases[1:] + bases[:1]
        print(f"{'':14}" + "".join(f"{base.stem[:14]:>16}" for base in bases))
        began = time.process_time()
        scores = [measure(base, order_of(base)) for base in bases]
        print(f"{'pristine':14}" + "".join(f"{one.score:>16}" for one in scores))
        for base, one in zip(bases, scores, strict=True):
            print(f"  {base.stem}: " + ", ".join(f"{n} {p.value:.3f}" for n, p in one.parts.items()))
        for damage in DAMAGES:
            line, seen = f"{damage.family + ' ' + str(damage.level):14}", []
            for base, other in zip(bases, others, strict=True):
                one = measure(damaged(base, damage, other, folder), order_of(base))
                line += f"{one.score:>16}"
                worst = sorted(one.parts.items(), key=lambda part: part[1].weight * (part[1].score - 1))[:2]
                seen.append(", ".join(f"{n} {p.value:.2f}->{p.score:.2f}" for n, p in worst))
            print(line + "   " + " | ".join(seen))
        print(f"CPU seconds: {time.process_time() - began:.1f}")


if __name__ == "__main__":
    main()
