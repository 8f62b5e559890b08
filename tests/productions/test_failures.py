"""What fails outside: siblings stay, nothing is paid twice, and the run goes on with what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dagster import DagsterRunStatus

from resources.artifacts.artifact import Artifact
from resources.providers.simulated_side import SimulatedSide
from studio_assets.cli.report import PARTIAL
from tests.productions.studio import Studio

ONCE = {"ink/desk": 1, "ink/victory": 1, "photo/desk": 1, "photo/victory": 1}


def _bad_bytes(studio: Studio, artifact: Artifact | None) -> Path:
    """Change a stored file's bytes but not its size."""
    assert artifact is not None
    path = studio.doers.artifacts.folder() / artifact.path
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    return path


def _fails_once(studio: Studio) -> str:
    """A run whose third generation fails: a scene of one pilot after the greenlight."""
    studio.spec()
    studio.video(fail="3")
    (failure,) = studio.run().failures
    assert "The generation failed at simulated: Submit 3 was to fail." in failure
    return studio.key


def _missing(studio: Studio, key: str) -> set[str]:
    """The clips that Dagster has not materialised in a run."""
    return {"ink/victory_clip", "photo/victory_clip"} - set(studio.versions(key))


def test_a_failed_generation_leaves_its_siblings(studio: Studio) -> None:
    """When one generation fails, the step fails, the sibling stays materialised, and nothing is cut."""
    key = _fails_once(studio)
    assert 1 == len(_missing(studio, key))
    assert {"ink/desk_clip", "photo/desk_clip", "greenlight"} < set(studio.versions(key))
    assert "edl" not in studio.versions(key)
    studio.check_money(key)


def test_the_same_command_films_what_is_missing(studio: Studio) -> None:
    """The same command with the run's key films only the scene that failed, and the film is complete."""
    key = _fails_once(studio)
    assert key == studio.again()
    assert ["failed"] == [take.state for take in studio.takes(key) if take.state != "fetched"]
    assert sum(ONCE.values()) + 1 == sum(studio.filmed().values())
    assert ("rendered", False) == (studio.master(key).state, studio.master(key).partial)
    studio.check_money(key)


def test_dagsters_from_asset_failure_films_what_is_missing(studio: Studio) -> None:
    """Dagster's re-execution from asset failure makes what is missing and what follows, nothing else."""
    key = _fails_once(studio)
    before, missing = studio.times(key), _missing(studio, key)
    assert DagsterRunStatus.SUCCESS == studio.reexecute("FROM_ASSET_FAILURE")
    after = studio.times(key)
    assert [] == [name for name in before if before[name] != after[name]]
    assert missing < set(after)
    assert sum(ONCE.values()) + 1 == sum(studio.filmed().values())
    assert not studio.master(key).partial
    studio.check_money(key)


def test_a_rejected_submit_is_no_take(studio: Studio) -> None:
    """A submit that the provider turns away reserves nothing, and the next making submits it again."""
    studio.spec()
    studio.video(reject="1")
    assert 1 == len(studio.run().failures)
    studio.check_money(studio.key)
    studio.again()
    assert ONCE == studio.filmed()
    studio.check_money(studio.key)


def test_a_refused_scene_is_never_asked_again(studio: Studio) -> None:
    """A scene that moderation refuses is a state, not a failure; it is asked once and the film is partial."""
    studio.spec()
    key = studio.film(refuse="arms")
    state = "refused: Moderation: 'arms' is not filmed here."
    clip = studio.clip(key, "ink", "victory")
    assert state == clip.state
    assert PARTIAL == studio.exit_code(studio.run(key=key))
    assert [1, 1] == [SimulatedSide("video").submits(take.slate) for take in studio.takes(key)
                      if take.scene == "victory"]  # fmt: skip
    master = studio.master(key)
    assert (True, {"victory"}, 16) == (master.partial, set(master.missing), master.frames)
    studio.check_money(key)


def test_withheld_media_are_a_refusal(studio: Studio) -> None:
    """A finished generation whose result is withheld is refused, costs nothing and is not asked again."""
    studio.spec()
    key = studio.film(moderate="arms")
    assert "refused" == studio.clip(key, "photo", "victory").happened
    studio.again()
    assert ONCE == studio.filmed()
    studio.check_money(key)


def test_a_lost_answer_is_claimed_by_its_slate(studio: Studio) -> None:
    """A take whose submit got no answer is found in the provider's list; it is never submitted again."""
    studio.spec()
    key = studio.film(lose_answer="*")
    assert ONCE == studio.filmed()
    assert {1} == {SimulatedSide("video").submits(take.slate) for take in studio.takes(key)}
    assert not studio.master(key).partial
    studio.check_money(key)


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_damaged_clip_is_fetched_again_for_nothing(filmed: Studio, harm: str) -> None:
    """A clip file with wrong bytes, or none, is fetched again for nothing and has the right bytes."""
    key, versions = filmed.key, filmed.versions(filmed.key)
    path = _bad_bytes(filmed, filmed.clip(key, "ink", "desk").media)
    if harm == "gone":
        path.unlink()
    filmed.again()
    assert path.name.removesuffix(".mp4") == filmed.doers.artifacts.keep(path, ".mp4").digest
    assert versions == filmed.versions(key)
    assert ONCE == filmed.filmed()


def test_a_damaged_clip_is_never_rendered(filmed: Studio) -> None:
    """The master alone refuses a damaged clip, says what to do, and the film that is there stays."""
    key, old = filmed.key, filmed.master(filmed.key)
    for pilot in ("ink", "photo"):
        _bad_bytes(filmed, filmed.clip(key, pilot, "victory").media)
    (failure,) = filmed.run("master", key=key).failures
    assert "The stored bytes are not those of its name." in failure
    assert "materialize the asset that made it again" in failure
    assert old == filmed.master(key)


def test_a_damaged_segment_is_made_again(filmed: Studio) -> None:
    """Every stored file but the clips may be damaged: the film is made again, byte for byte."""
    key, film = filmed.key, filmed.master(filmed.key).media
    clips = {filmed.clip(key, pilot, scene).media
             for pilot in ("ink", "photo") for scene in ("desk", "victory")}  # fmt: skip
    for path in sorted((filmed.doers.artifacts.folder() / "sha256").rglob("*.mp4")):
        artifact = filmed.doers.artifacts.find(path.stem)
        if artifact not in clips:
            _bad_bytes(filmed, artifact)
    filmed.again("master")
    assert film == filmed.master(key).media
    filmed.file(filmed.master(key))
    assert ONCE == filmed.filmed()


def test_deleted_caches_are_no_harm(filmed: Studio) -> None:
    """Without the notes of what was measured and rendered everything is made again, the same, for nothing."""
    key, versions = filmed.key, filmed.versions(filmed.key)
    shutil.rmtree(filmed.doers.artifacts.folder() / "derived")
    filmed.again()
    assert versions == filmed.versions(key)
    assert ONCE == filmed.filmed()
