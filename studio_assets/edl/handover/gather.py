"""What an export holds: the program of a film, a named cut or a candidate, and the files that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path, PurePosixPath

from resources.errors import NotConfigured
from resources.media.probe import probe, probe_sound
from studio_assets.audio.music import Cue, Music
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet
from studio_assets.captions.captions import Captions
from studio_assets.combine.combined import Combined
from studio_assets.edl.cut import Cut, PictureLock
from studio_assets.edl.exports.program import Program, picture
from studio_assets.edl.handover.film import film_program
from studio_assets.edl.handover.sidecar import Media, sidecar
from studio_assets.spec.sound import Effect
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.timeline.stale import stale

__all__ = ["Gathered", "of_combined", "of_cut", "of_film"]


@dataclass(frozen=True)
class Gathered:
    """What an export holds.

    Args:
        program: what the formats write down.
        files: path in the export -> the verified file that lies there.
        cut: the name of its cut.
    """

    program: Program
    files: Mapping[str, Path]
    cut: str


def of_cut(sheet: CallSheet, cut: Cut) -> Gathered:
    """A candidate cut: its pictures alone.

    Args:
        sheet: the run's.
        cut: the candidate.

    Raises:
        DamagedArtifact: a clip is missing from the store; the mend says how it comes back.
    """
    production = sheet.production
    media = sidecar(_clips(cut))
    program = picture(cut, media, production.width, production.height, f"{production.name}_{cut.name}")
    return Gathered(program, _files(sheet, media), cut.name)


def of_film(sheet: CallSheet) -> Gathered:
    """The film of a run: picture, narration, music, effects, chapters and captions.

    Args:
        sheet: the run's.

    Raises:
        NotConfigured: no cut is locked, or timeline, narration, music and captions are not of one film;
            run it again.
        DamagedArtifact: a file is missing from the store; the mend says how it comes back.
    """
    production = sheet.production
    # What the spec has no more may still lie in the run.
    music = sheet.document("music", Music) if production.mix.music else None
    captions = sheet.document("captions", Captions) if production.captioned else None
    timeline = _timeline(sheet, music, captions)
    return _whole(sheet, timeline, music, production.mix.effects, captions, production.name)


def of_combined(sheet: CallSheet, combined: Combined) -> Gathered:
    """A named cut: the pictures of its scenes, and all that is heard in it.

    Args:
        sheet: of the run that it belongs to.
        combined: the named cut.

    Raises:
        DamagedArtifact: a file is missing from the store; the mend says how it comes back.
    """
    name = f"{sheet.production.name}_{combined.name}"
    effects = sheet.production.mix.effects if combined.effects is None else combined.effects
    return _whole(sheet, combined.timeline, combined.music, effects, combined.captions, name)


def _whole(
    sheet: CallSheet,
    timeline: FilmTimeline,
    music: Music | None,
    effects: tuple[Effect, ...],
    captions: Captions | None,
    name: str,
) -> Gathered:
    production, artifacts, cut = sheet.production, sheet.doers.artifacts, timeline.cut
    assert cut is not None, "a timeline without a cut was refused"
    cues = music.cues if music else ()
    media = sidecar((*_clips(cut), *_sounds(timeline, cues, effects)))
    files = _files(sheet, media)

    def seconds(digest: str) -> Fraction:
        return probe_sound(files[media[digest]]).duration

    program = film_program(
        timeline,
        cut,
        cues,
        effects,
        name=name,
        size=(production.width, production.height),
        media=media,
        seconds=seconds,
        sounding=frozenset(one.digest for one in _clips(cut) if probe(files[media[one.digest]]).has_audio),
    )
    beside = (
        {f"captions.{kind}": artifacts.path(one) for kind, one in captions.files.items()} if captions else {}
    )
    used = {path: files[path] for path in program.media.values()}
    return Gathered(program, used | beside, cut.name)


def _timeline(sheet: CallSheet, music: Music | None, captions: Captions | None) -> FilmTimeline:
    name = f"{sheet.production.name}/{sheet.run}"
    lock, narration = sheet.need("picture_lock", PictureLock), sheet.document("narration", Narration)
    if lock.cut is None:
        raise NotConfigured(
            f"{name} has no locked cut.",
            mend=f"`studio pick {sheet.production.name} CUT` locks one; `--cut` exports a candidate.",
        )
    timeline = sheet.document("timeline", FilmTimeline)
    if timeline is None:
        return FilmTimeline(state="fitted", cut=lock.cut, lines=tuple(_lines(narration, lock.cut)))
    old = stale(timeline, lock=lock, narration=narration, music=music, captions=captions)
    if old or timeline.cut is None:
        raise NotConfigured(
            f"{name} is not the film of its newest lock: {old or timeline.why or timeline.state}.",
            mend=f"`studio run {sheet.production.name} --run {sheet.run}` makes it; what is bought is "
            "not paid again.",
        )
    return timeline


def _lines(narration: Narration | None, cut: Cut) -> Iterator[SpokenAt]:
    """The lines of runs from before there were timelines: each begins with its scene."""
    for event in cut.events if narration else ():
        line = narration.line(event.pilot, event.scene) if narration else None
        if line is not None and line.media is not None:
            end = event.record_in + ceil(line.seconds * cut.fps)
            yield SpokenAt(
                pilot=event.pilot, scene=event.scene, media=line.media, at=event.record_in, end=end
            )


def _clips(cut: Cut) -> tuple[Media, ...]:
    return tuple(
        Media(digest=event.clip, suffix=event.suffix, label=event.scene)
        for event in cut.events
        if event.card is None
    )


def _sounds(timeline: FilmTimeline, cues: tuple[Cue, ...], effects: tuple[Effect, ...]) -> Iterator[Media]:
    for line in timeline.lines:
        media = line.media
        yield Media(digest=media.digest, suffix=media.suffix, label=line.scene, group="narration")
    for cue in cues:
        if cue.media is not None:
            mood = "" if cue.provider else PurePosixPath(cue.mood).stem
            yield Media(digest=cue.media.digest, suffix=cue.media.suffix, label=mood, group="music")
    for effect in effects:
        path = PurePosixPath(effect.file.path)
        yield Media(digest=effect.file.digest, suffix=path.suffix.lower(), label=path.stem, group="effect")


def _files(sheet: CallSheet, media: Mapping[str, str]) -> dict[str, Path]:
    return {path: sheet.doers.artifacts.file_of(digest) for digest, path in media.items()}
