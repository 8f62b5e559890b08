"""The film's music under a named cut."""

from __future__ import annotations

from decimal import Decimal

from resources.artifacts.artifact import Artifact
from resources.money import ZERO
from studio_assets.audio.music import Cue, Music
from studio_assets.combine.sound import music_under
from studio_assets.spec.sound import MusicCue
from tests.studio_assets.timeline.reels import cut_of, dissolved, event

ORDER = ("launch", "sail", "storm", "home")
PIECE = Artifact(digest="a" * 64, suffix=".m4a", size=1)
MADE = Music(
    state="made",
    cues=(Cue(number=1, state="made", at=0, end=500, media=PIECE, price=Decimal("0.15"), slate="s"),),
    price=Decimal("0.15"),
    simulated=True,
)


def spans(music: Music) -> list[tuple[int, int]]:
    """Where the music is heard."""
    return [(cue.at, cue.end) for cue in music.cues]


def test_film_wide_music_lies_under_all_of_it() -> None:
    """Music without scenes of its own is heard from the first frame to the last, at no further price."""
    found = music_under(MADE, [MusicCue(mood="warm")], cut_of(event("home", 30), event("sail", 20)), ORDER)
    assert ("made", [(0, 50)], ZERO, ZERO) == (
        found.state, spans(found), found.price, found.cues[0].price,
    )  # fmt: skip


def test_music_of_scenes_is_heard_where_they_stand() -> None:
    """A cue of two scenes falls silent under a scene that stands between them, and begins again after it."""
    cut = cut_of(event("launch", 30), event("home", 10), dissolved("sail", 20, 5), event("storm", 7))
    found = music_under(MADE, [MusicCue(mood="warm", first="launch", last="sail")], cut, ORDER)
    assert [(0, 30), (35, 55)] == spans(found)


def test_music_of_absent_scenes_is_not_heard() -> None:
    """A cue none of whose scenes is there leaves the cut silent, which is no fault."""
    found = music_under(
        MADE, [MusicCue(mood="warm", first="storm", last="storm")], cut_of(event("sail", 9)), ORDER
    )
    assert ("silent", (), ()) == (found.happened, found.cues, found.notes)


def test_music_that_was_never_made_is_told() -> None:
    """A cue that was held is not bought for a named cut; its notes say that it is not heard."""
    held = MADE.model_copy(
        update={"cues": (MADE.cues[0].model_copy(update={"media": None, "state": "held: budget"}),)}
    )
    found = music_under(held, [MusicCue(mood="warm")], cut_of(event("sail", 9)), ORDER)
    assert ((), ("The music of cue 1 is not heard: held: budget.",)) == (found.cues, found.notes)
