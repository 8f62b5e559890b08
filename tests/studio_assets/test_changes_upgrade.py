"""What an upgrade touches: nothing, until somebody edits the spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resources.project import package_folder
from resources.providers.registry import providers
from studio_assets.changes import as_now, touched
from studio_assets.graph import Graph
from studio_assets.spec.load import load
from studio_assets.spec.offers import ProviderOffers
from studio_assets.spec.production import Production
from studio_assets.spec.tiers import load_tiers

SPEC = Path(__file__).with_name("snapshots") / "0.3.0.yaml"
SNAPSHOT = SPEC.with_suffix(".json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def offers() -> ProviderOffers:
    """The simulated providers."""
    return ProviderOffers(providers("simulated"))


def _now(tmp_path: Path, offers: ProviderOffers, more: str = "", old: str = "", new: str = "") -> Production:
    tiers, _ = load_tiers(package_folder("specs"))
    file = tmp_path / SPEC.name
    file.write_text(SPEC.read_text(encoding="utf-8").replace(old, new) + more, encoding="utf-8")
    return load(file, tiers=tiers, offers=offers)


def _touched(now: Production) -> list[str]:
    return ["/".join(key[1:]) for key in touched(Graph(as_now(SNAPSHOT, now)), Graph(now))]


def test_a_film_of_0_3_is_up_to_date(tmp_path: Path, offers: ProviderOffers) -> None:
    """A run whose snapshot version 0.3.0 wrote has nothing to make while its spec says the same."""
    assert [] == _touched(_now(tmp_path, offers))


def test_nothing_that_was_filmed_then_has_another_version(tmp_path: Path, offers: ProviderOffers) -> None:
    """Scenes and clips have the hashes that version 0.3.0 gave them, so that none of them looks unsynced."""
    now = _now(tmp_path, offers)
    then = Production.model_validate_json(SNAPSHOT)
    filmed = {"scene", "clip", "qa_report", "pilot", "plan"}
    versions = [
        {node.key: node.version for node in Graph(one).nodes if node.kind in filmed} for one in (then, now)
    ]
    assert versions[0] == versions[1]
    clips = {"/".join(key): version for key, version in versions[0].items() if key[-1].endswith("_clip")}
    assert "89064af628fd" == clips["paper_boat/drawn/launch_clip"], "what 0.3.0 wrote"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("captions: off\n", {"master", "dailies"}, id="captions"),
        pytest.param("captions: {formats: [srt]}\n", {"captions", "master", "dailies"}, id="formats"),
        pytest.param("metadata: {artist: Ada}\n", {"master", "dailies"}, id="metadata"),
        pytest.param(
            "deliverables: [{name: vertical, aspect_ratio: 9:16}]\n",
            {"vertical", "dailies"},
            id="deliverable",
        ),
        pytest.param(
            "titles: {closing: The End}\n", {"timeline", "captions", "master", "dailies"}, id="titles"
        ),
    ],
)
def test_what_is_added_after_the_upgrade_is_an_edit(
    tmp_path: Path, offers: ProviderOffers, more: str, expected: set[str]
) -> None:
    """A key that 0.3.0 did not know touches what it decides, however long after the upgrade it is written."""
    assert expected == set(_touched(_now(tmp_path, offers, more)))


def test_an_edited_scene_is_still_one_edited_scene(tmp_path: Path, offers: ProviderOffers) -> None:
    """An old snapshot does not hide an edit of what 0.3.0 knew, too."""
    found = _touched(_now(tmp_path, offers, old="meets a wave", new="meets a duck"))
    assert {"drawn/crossing_clip", "real/crossing_clip", "master"} < set(found)
    assert not [name for name in found if "launch" in name]


def _in_clips(now: Production, *left_out: str) -> str:
    """A snapshot of the time when the tier of stills was filmed in clips.

    Args:
        now: the production as it is now.
        left_out: keys that the version did not know.
    """
    said = json.loads(now.model_dump_json())
    clips = {"provider": "simulated", "model": "static_images", "fallback": []}
    said["tiers"]["static_images"]["video"] = [clips]
    del said["tiers"]["static_images"]["price_per_picture"]
    said["pilots"][0]["video"] = clips
    return json.dumps({key: value for key, value in said.items() if key not in left_out})


def test_a_tier_that_draws_stills_now_is_no_edit(tmp_path: Path, offers: ProviderOffers) -> None:
    """Films of 0.3 in the tier of stills are left alone; a tier that somebody edits since is an edit."""
    now = _now(tmp_path, offers, old="tier: animated", new="tier: static_images")
    assert "image" == now.pilots[0].video.kind
    graphs = [Graph(as_now(snapshot, now)) for snapshot in (_in_clips(now, "deliverables"), _in_clips(now))]
    assert () == touched(graphs[0], Graph(now))
    assert ("paper_boat", "drawn", "launch_clip") in touched(graphs[1], Graph(now))
