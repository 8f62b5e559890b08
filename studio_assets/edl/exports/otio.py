"""OpenTimelineIO JSON, the trade's own interchange format; it keeps all that we know."""

from __future__ import annotations

from collections import Counter
from typing import Any

from studio_assets.edl.exports.formats import Format, Written
from studio_assets.edl.exports.pieces import Piece, pieces, speed, swallowed
from studio_assets.edl.exports.program import Heard, Mark, Program, tracks

__all__ = ["FORMAT", "write"]


def write(program: Program) -> Written:
    """A program as the text of an `.otio` file.

    OTIO's clips abut and a transition reaches into the frames beside them, so the cut point lies in the
    middle of the overlap. A fade through black and the like have no name of their own in OTIO; they
    are custom transitions with our name. Everything of ours stands under the metadata key `studio`.

    Args:
        program: what is exported.
    """
    # Imported here: it loads a native library, which only a cut's writer needs.
    import opentimelineio as otio

    writer = _Writer(program, otio)
    notes = [
        "A held frame that lies within a transition is only in the metadata." for _ in swallowed(program)[:1]
    ]
    if program.titles:
        notes.append("Overlays are markers, and cards are generators that no program draws.")
    if any(one.gain_db for one in program.sounds):
        notes.append("Gains of sounds are only in the metadata.")
    if any(one.role == "clip" for one in program.sounds) and any(
        event.transition_frames for event in program.events
    ):
        notes.append("The clips' own sound is cut in the middle of a transition, not mixed.")
    text = str(otio.adapters.write_to_string(writer.timeline(), "otio_json"))
    return Written(text + "\n", tuple(notes))


class _Writer:
    def __init__(self, program: Program, otio: Any) -> None:
        self.program = program
        self.otio = otio

    def timeline(self) -> Any:
        program = self.program
        made = self.otio.schema.Timeline(name=program.name, global_start_time=self.at(0))
        made.metadata["studio"] = {
            "reason": program.reason,
            "missing": dict(program.missing),
            "size": [program.width, program.height],
        }
        made.tracks.append(self.picture())
        counted: Counter[str] = Counter()
        for sounds in tracks(program.sounds):
            role = sounds[0].role
            counted[role] += 1
            made.tracks.append(self.sound(f"{role} {counted[role]}", sounds))
        for mark in program.marks:
            made.tracks.markers.append(self.mark(mark))
        return made

    def at(self, frames: int | float) -> Any:
        return self.otio.opentime.RationalTime(frames, self.program.fps)

    def span(self, begin: int | float, frames: int) -> Any:
        return self.otio.opentime.TimeRange(self.at(begin), self.at(frames))

    def picture(self) -> Any:
        track = self.otio.schema.Track(name="picture", kind=self.otio.schema.TrackKind.Video)
        for piece in pieces(self.program):
            if piece.opens:
                track.append(self.transition(piece))
            track.append(self.clip(piece))
        return track

    def clip(self, piece: Piece) -> Any:
        event, schema = piece.event, self.otio.schema
        if event.card is not None:
            media = schema.GeneratorReference(
                name=event.scene,
                generator_kind="card",
                parameters=event.card.model_dump(),
                available_range=self.span(0, event.frames),
            )
        else:
            media = schema.ExternalReference(
                target_url=self.program.media[event.clip], available_range=self.span(0, event.clip_frames)
            )
        begin = piece.source(piece.first)
        made = schema.Clip(
            name=event.scene,
            media_reference=media,
            source_range=self.span(int(begin) if begin.denominator == 1 else float(begin), piece.frames),
            metadata={
                "studio": {
                    "pilot": event.pilot,
                    "slate": event.slate,
                    "reason": event.reason,
                    "event": event.model_dump(mode="json"),
                }
            },
        )
        if piece.still:
            made.effects.append(schema.FreezeFrame(name="hold"))
        elif event.card is None and speed(event) != 1:
            made.effects.append(schema.LinearTimeWarp(name="speed", time_scalar=float(speed(event))))
        if event.overlay is not None and not piece.still:
            made.markers.append(self.overlay(piece))
        return made

    def transition(self, piece: Piece) -> Any:
        event, kinds = piece.event, self.otio.schema.TransitionTypes
        return self.otio.schema.Transition(
            name=event.transition,
            transition_type=kinds.SMPTE_Dissolve if event.transition == "dissolve" else kinds.Custom,
            in_offset=self.at(piece.leads),
            out_offset=self.at(event.transition_frames - piece.leads),
        )

    def overlay(self, piece: Piece) -> Any:
        overlay, fps = piece.event.overlay, self.program.fps
        assert overlay is not None, "only pieces of an event with an overlay are marked"
        begin, end = round(overlay.start * fps), round(overlay.end * fps)
        return self.otio.schema.Marker(
            name=overlay.text,
            marked_range=self.span(float(piece.source(piece.first)) + begin - piece.first, end - begin),
            metadata={"studio": {"overlay": overlay.position}},
        )

    def sound(self, name: str, sounds: tuple[Heard, ...]) -> Any:
        schema, at = self.otio.schema, 0
        track = schema.Track(name=name, kind=schema.TrackKind.Audio)
        for one in sounds:
            if one.at > at:
                track.append(schema.Gap(source_range=self.span(0, one.at - at)))
            track.append(
                schema.Clip(
                    name=one.label,
                    media_reference=schema.ExternalReference(
                        target_url=self.program.media[one.media], available_range=self.span(0, one.length)
                    ),
                    source_range=self.span(one.source_in, one.end - one.at),
                    metadata={"studio": {"role": one.role, "gain_db": one.gain_db}},
                )
            )
            at = one.end
        return track

    def mark(self, mark: Mark) -> Any:
        return self.otio.schema.Marker(
            name=mark.text,
            marked_range=self.span(mark.at, 0),
            color="GREEN" if mark.kind == "chapter" else "RED",
            metadata={"studio": {"kind": mark.kind}},
        )


FORMAT = Format("OpenTimelineIO", ".otio", "Resolve, Kdenlive, Nuke, scripts", write)
