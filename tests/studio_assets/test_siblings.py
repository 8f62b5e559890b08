"""A folder of the user's must not hide one of Studio's packages unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studio_assets.siblings import check


def test_our_own_packages_are_fine() -> None:
    """In a sound installation nothing is said."""
    check()


def test_a_hidden_package_is_named_with_its_mend(tmp_path: Path) -> None:
    """A package from elsewhere is named, with what to do about it."""
    with pytest.raises(ImportError, match=r"'resources' is hidden by .* rename the folder"):
        check(tmp_path)


def test_dagster_in_a_folder_with_resources_says_so(tmp_path: Path) -> None:
    """Loading the definitions beside a foreign `resources` folder ends in the mend."""
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "__init__.py").touch()
    code = "import sys; sys.path.insert(0, '.'); import studio_assets.definitions"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert "Studio's package 'resources' is hidden" in done.stderr
