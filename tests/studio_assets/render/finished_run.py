"""The made-up run with all that follows its lock: timeline, sound, captions, deliverables, a named cut."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from resources.media.caption import Cue as Caption
from studio_assets.audio.music import Cue, Music
from studio_assets.audio.speech_report import SpeechReport
from studio_assets.captions.captions import Captions
from studio_assets.combine.combined import Ancestor, Combined
from studio_assets.edl.cut import CardText, Event
from studio_assets.render.dailies_run import Dailies
from studio_assets.render.master_document import Invariant, Master
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline, SpokenAt
from tests.studio_assets.render import made_up_run
from tests.studio_assets.render.made_up_run import FPS, FRAMES, RUN, SCENES, Store, no_files

CARD = Event(
    pilot="", scene="opening", clip="", suffix="", slate="", clip_frames=24, source_in=0, source_out=24,
    record_in=0, card=CardText(text="Make it rain"), reason="It opens the film.",
)  # fmt: skip


def timeline(store: Store) -> FilmTimeline:
    """A card, a clip that is slowed and held, and a clip that wipes in."""
    cut = made_up_run.cut(store, "balanced", 6, 6)
    first = cut.events[0].model_copy(update={"spread": 52, "hold": 12, "record_in": 24})
    second = cut.events[1].model_copy(update={"transition": "wipe", "record_in": 82})
    return FilmTimeline(
        state="fitted",
        lock="0123456789abcdef",
        cut=cut.model_copy(update={"events": (CARD, first, second), "frames": 124}),
        lines=(
            SpokenAt(pilot="animated", scene=SCENES[0], media=store("narration", ".m4a"), at=24, end=24 + 62),
        ),
        chapters=(Chapter(title="Make it rain coffee", at=0), Chapter(title="Night", at=24)),
        unfit={SCENES[1]: "Its line is not heard: the line before it lasts to its picture's end."},
    )


def music(store: Store) -> Music:
    """One cue that is made by a stand-in, and one that the budget held."""
    return Music(
        state="held: cue 2",
        cues=(
            Cue(
                number=1, state="made", at=0, end=100, gain_db=-3.0, provider="loudly", mood="warm lo-fi",
                media=store("music", ".m4a"), seconds=Fraction(5), price=Decimal("0.05"), slate="music/1",
                fell_back_from="mubert",
            ),
            Cue(number=2, state="held: budget reached", at=100, end=124, provider="mubert", mood="brighter"),
        ),
        price=Decimal("0.05"),
        simulated=True,
    )  # fmt: skip


def captions(store: Store) -> Captions:
    """Two captions, one of them too fast."""
    return Captions(
        state="captioned",
        language="en",
        cues=(
            Caption(start=1000, end=2480, lines=("It was two", "in the morning.")),
            Caption(start=61_000, end=61_900, lines=("Rain.",)),
        ),
        files={"srt": store("captions", ".srt"), "vtt": store("captions", ".vtt")},
        timing=("pauses",),
        fast=("“Rain.” at 1:01 stands for 0.9 s, less than 1 s.",),
    )


def deliverables(store: Store, master: Master) -> tuple[Master, ...]:
    """An upright film, and the sound alone, which is too quiet."""
    common = {"missing": {}, "partial": False, "chapters": 2}
    upright = {"deliverable": "vertical", "width": 360, "height": 640, "codec": "h265", "captions": "burned"}
    alone = {
        "deliverable": "sound", "width": 0, "height": 0, "codec": "", "media": store("sound", ".m4a"),
        "poster": None, "invariants": (Invariant(name="true peak", expected="-1", actual="0.4", held=False),),
    }  # fmt: skip
    held = {"invariants": master.invariants[:1]}
    return (
        master.model_copy(update=common | upright | held),
        master.model_copy(update=common | alone),
    )


def combined(store: Store, master: Master) -> Combined:
    """The second scene alone."""
    cut = made_up_run.cut(store, "scenes_2")
    event = cut.events[1].model_copy(update={"record_in": 0})
    return Combined(
        state="combined",
        name="scenes_2",
        run=RUN,
        scenes=SCENES[1:],
        source="balanced",
        lock=3,
        timeline=FilmTimeline(
            state="fitted", cut=cut.model_copy(update={"events": (event,), "frames": FRAMES})
        ),
        captions=captions(store),
        film=master.model_copy(update={"deliverable": "scenes_2", "frames": FRAMES}),
        lineage=(
            Ancestor(
                scene=SCENES[1], pilot="animated", source="balanced", slate=event.slate, clip=event.clip,
                source_in=0, source_out=FRAMES, at=0, end=FRAMES,
            ),
            Ancestor(
                scene="rain", pilot="animated", source="creative", footage="footage/rain.mp4",
                clip=event.clip, source_in=3, source_out=FPS, at=FRAMES, end=FRAMES + FPS - 3,
                line=store("narration", ".m4a").digest,
            ),
        ),
        notes=("coffee_rain: its line is not heard, because it was never spoken (held: budget reached).",),
    )  # fmt: skip


def dailies(store: Store = no_files) -> Dailies:
    """The whole run, with all that followed its lock."""
    run = made_up_run.dailies(store)
    assert run.narration is not None
    assert run.master is not None
    report = SpeechReport(
        clipped=0.002, loudness=-18.5, words_per_minute=162, leading=120, trailing=80, longest_pause=400,
        picture=Fraction(2), faults=("It is clipped: 0.2% of it stand at full scale.",),
    )  # fmt: skip
    line = run.narration.lines[0].model_copy(
        update={
            "spoken": "It was two in the morning", "provider": "openai_tts", "voice": "alloy",
            "fell_back_from": "elevenlabs", "shortened_from": "It was already two in the morning.",
            "report": report,
        }
    )  # fmt: skip
    spoken = {"lines": (line, *run.narration.lines[1:]), "bed": store("bed", ".m4a")}
    return run.model_copy(
        update={
            "narration": run.narration.model_copy(update=spoken),
            "timeline": timeline(store),
            "music": music(store),
            "captions": captions(store),
            "deliverables": deliverables(store, run.master),
            "combined": (combined(store, run.master),),
        }
    )
