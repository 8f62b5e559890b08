"""What a page says of the product is so: generated pages, links, pictures, variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from resources.providers.registry import found
from studio_assets.reference.pages import COMMAND, PAGES, file_of, text_of
from studio_assets.spec.tiers import load_tier
from tests.docs import pages
from tests.docs.pages import ROOT, blocks

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
VARIABLE = re.compile(r"\bSTUDIO_[A-Z]+(?:_[A-Z]+)*\b")
INTERNAL = {"STUDIO_DEV_STARTED"}  # set by `studio dev` for its own children
TESTS_ONLY = {"STUDIO_TEST_POSTGRES_URL", "STUDIO_TEST_SAMPLES"}
KILOBYTES = {"film.webp": 900, "dailies.webp": 200, "asset_graph.webp": 200}


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_fresh(page: str) -> None:
    """A generated page says what the code does."""
    written = file_of(page).read_text(encoding="utf-8") if file_of(page).is_file() else ""
    assert text_of(page) == written, f"docs/reference/{page}.md is stale: run `{COMMAND}`"


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link to a file of the project finds it."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), f"{pages.name(page)} links {target}, which is not there"


def test_pictures_are_small() -> None:
    """A clone is not slowed down by pictures, and there are no others than the pages show."""
    sizes = {file.name: file.stat().st_size / 1024 for file in (ROOT / "docs" / "images").iterdir()}
    assert set(KILOBYTES) == set(sizes)
    for picture, most in KILOBYTES.items():
        assert sizes[picture] < most, f"{picture} has {sizes[picture]:.0f} KB; make it smaller"


def test_every_variable_is_documented() -> None:
    """The variables that the code reads, and no others, stand in the README and in .env.example."""
    sources = [
        *ROOT.glob("studio_assets/**/*.py"),
        *ROOT.glob("resources/**/*.py"),
        *ROOT.glob("sensors/*.py"),
    ]
    read = {name for file in sources for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}
    # Read by composed names, one for each provider: the providers' page has them all.
    settings = {"STUDIO_VIDEO_SIMULATED", "STUDIO_SPEECH_SIMULATED", "STUDIO_VIDEO_RUNWAY"}
    readme = set(VARIABLE.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    of_providers = {f"STUDIO_{kind}_{name}".upper() for kind, name in found()} - settings
    assert (read | settings) - INTERNAL - of_providers == readme - TESTS_ONLY
    example = set(VARIABLE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    assert example <= readme, "the README does not explain a variable of .env.example"


def test_the_how_tos_tier_loads(tmp_path: Path) -> None:
    """The tier that the how-to writes is a tier."""
    page = ROOT / "docs" / "how-to" / "add-a-tier.md"
    file = tmp_path / "watercolour.yaml"
    file.write_text(next(one.text for one in blocks(page) if one.language == "yaml"), encoding="utf-8")
    assert "watercolour" == load_tier(file).name


def test_every_decision_says_what_undoing_it_costs() -> None:
    """A decision record has its own number, background, options, outcome and price of undoing."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [f"{number:04}" for number in range(1, len(records) + 1)] == [file.name[:4] for file in records]
    for file in records:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]}: "), file.name
        for part in ("Background", "Options", "Outcome", "Undoing"):
            assert f"**{part}.**" in text, f"{file.name} lacks {part}"


def test_the_ci_runs_the_readmes_commands() -> None:
    """CI installs and tests by the commands that the README gives to a user."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    for command in ("make film", "make test"):
        assert command in [line.strip() for line in script]


def test_yaml_on_pages_is_yaml() -> None:
    """Every YAML block can be copied."""
    for page in pages.PAGES:
        for block in blocks(page):
            if block.language == "yaml":
                assert yaml.safe_load(block.text), pages.name(page)
