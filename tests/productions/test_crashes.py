"""Whatever stops a making, the same command goes on, and nothing is filmed twice."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.productions.stopping import killed_at, leases_end
from tests.productions.studio import COFFEE, Studio

ONCE = {"ink/desk": 1, "ink/victory": 1, "photo/desk": 1, "photo/victory": 1}

FULL = """
import os, resource, signal, sys
limit = int(sys.argv.pop(1))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from studio_assets.cli.app import main
main()
"""


@pytest.mark.parametrize(
    ("sign", "nth"),
    [
        pytest.param("planned", 1, id="after the plan"),
        pytest.param("submitting", 1, id="while submitting"),
        pytest.param("generating", 2, id="while generating"),
        pytest.param("fetched", 1, id="while fetching"),
        pytest.param("fetched", 2, id="while measuring"),
        pytest.param("greenlight ink", 1, id="at the greenlight"),
        pytest.param("of the picture", 2, id="while rendering"),
    ],
)
def test_a_killed_making_goes_on_where_it_was(studio: Studio, sign: str, nth: int) -> None:
    """After kill -9 at any moment the same command with the run's key ends in a film that is paid once."""
    studio.spec()
    studio.video(latency=0.3)
    killed_at(studio, sign, nth)
    key = studio.partition()
    leases_end(studio)
    made = studio.run(key=key)
    assert () == made.failures
    assert ONCE == studio.filmed()
    master = studio.master(key)
    assert ("rendered", False, 32) == (master.state, master.partial, master.frames)
    studio.file(master)
    studio.check_money(key)


def test_two_processes_that_make_one_run_pay_once(studio: Studio) -> None:
    """Two commands that make the same run at the same time buy each take once and both succeed."""
    studio.spec()
    studio.video(latency=0.5)
    key = studio.partition("2026-11-21_080534")
    words = studio.command("run", "coffee", "--run", key, "--json")
    both = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in both]
    assert [0, 0] == [process.returncode for process in both], "\n".join(err for _, err in told)
    assert {"rendered"} == {json.loads(out)["state"] for out, _ in told}
    assert ONCE == studio.filmed()
    studio.check_money(key)


def _run_with_limit(studio: Studio, limit: int, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FULL, str(limit), *words], capture_output=True, text=True, timeout=120
    )


def test_a_full_disk_is_said_and_the_run_goes_on(studio: Studio) -> None:
    """When a file cannot be written the error says so, the journal is whole, and the run goes on later."""
    studio.spec(COFFEE.replace("fps: 8", "fps: 24"))
    studio.video(thumbnail=False)
    key = studio.partition("2026-11-21_080534")
    # More than the databases have and less than the raw pictures that one clip is made of.
    databases = max(path.stat().st_size for path in studio.folder.rglob("*.db*"))
    done = _run_with_limit(studio, databases + (1 << 20), "run", "coffee", "--run", key)
    assert 1 == done.returncode, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "Raise the file size limit (ulimit -f)." in done.stdout
    assert "goes on; what is bought costs nothing again." in done.stdout
    assert () == studio.doers.ledger.audit(f"coffee/{key}")
    studio.video()
    studio.again()
    assert sorted(ONCE) == sorted(studio.filmed())
    assert ONCE == studio.filmed()
    assert not studio.master(key).partial
    studio.check_money(key)


def test_an_artifact_folder_that_cannot_be_written_is_said(filmed: Studio) -> None:
    """An artifact store that takes no file fails the step in words; with the store back it goes on."""
    folder = filmed.doers.artifacts.folder()
    away = folder.with_name("away")
    folder.rename(away)
    folder.write_text("a file, where the folder should be")
    made = filmed.run(key=filmed.key)
    assert made.failures
    assert all(str(folder) in failure and "Traceback" not in failure for failure in made.failures)
    folder.unlink()
    away.rename(folder)
    filmed.again()
    assert ONCE == filmed.filmed()
    filmed.check_money(filmed.key)
