"""FCPXML 1.10, which Final Cut Pro and DaVinci Resolve read: times are exact fractions of a second."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from studio_assets.edl.cut import Event
from studio_assets.edl.exports.formats import Format, Written
from studio_assets.edl.exports.pieces import Piece, pieces, speed
from studio_assets.edl.exports.program import Heard, Program, Title, tracks
from studio_assets.edl.exports.timecode import COUNTED
from studio_assets.edl.exports.xml import address, document, element

__all__ = ["FORMAT", "write"]

_TRANSITIONS = {
    "dissolve": ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"),
    "fade": ("Fade To Color", "FxPlug:F779C565-486D-4633-8035-0374B4DB8F5C"),
}
_TITLE = "Basic Title"
_TITLE_UID = ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti"
_HEIGHTS = {"lower_third": "0 -33", "bottom": "0 -42", "top": "0 38"}  # percent of the frame's height
_ROLES = {"clip": "dialogue", "narration": "dialogue", "music": "music", "effect": "effects"}


def write(program: Program) -> Written:
    """A program as the text of an `.fcpxml` file.

    The clips' own sound comes with their pictures. Slow motion and holds are time maps, exact to the frame.

    Args:
        program: what is exported.
    """
    root = element("fcpxml", *_Writer(program).inside(), version="1.10")
    return Written(document(root, "fcpxml"), tuple(_notes(program)))


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.pieces = pieces(program, split=False)
        self.assets = {digest: f"m{number}" for number, digest in enumerate(program.media, start=1)}
        kinds = {_known(event.transition) for event in program.events if event.transition_frames}
        self.effects = {kind: f"t{number}" for number, kind in enumerate(sorted(kinds), start=1)}
        self.lanes = tracks(tuple(one for one in program.sounds if one.role != "clip"))

    def time(self, frames: int | Fraction) -> str:
        if frames == 0:
            return "0s"
        if isinstance(frames, int) or frames.denominator == 1:
            return f"{frames}/{self.program.fps}s"
        seconds = frames / self.program.fps
        return f"{seconds.numerator}/{seconds.denominator}s"

    def inside(self) -> Iterator[Element]:
        program = self.program
        yield element("resources", *self.resources())
        spine = element("spine", *self.spine())
        sequence = element(
            "sequence",
            spine,
            format="r1",
            duration=self.time(program.frames),
            tcStart="0s",
            tcFormat="NDF",
            audioLayout="stereo",
            audioRate="48k",
        )
        yield element(
            "library", element("event", element("project", sequence, name=program.name), name=program.name)
        )

    def resources(self) -> Iterator[Element]:
        program = self.program
        yield element(
            "format",
            id="r1",
            frameDuration=self.time(1),
            width=program.width,
            height=program.height,
            colorSpace="1-1-1 (Rec. 709)",
        )
        shown = {event.clip: event for event in program.events if event.card is None}
        heard = {one.media: one for one in program.sounds}
        for digest, asset in self.assets.items():
            event, sound = shown.get(digest), heard.get(digest)
            length = event.clip_frames if event else sound.length if sound else 0
            picture: dict[str, str] = {"hasVideo": "1", "videoSources": "1", "format": "r1"} if event else {}
            audio = {"hasAudio": "1", "audioSources": "1"} if sound else {}
            path = program.media[digest]
            yield element(
                "asset",
                element("media-rep", kind="original-media", src=address(path)),
                id=asset,
                name=path.rpartition("/")[2],
                start="0s",
                duration=self.time(length),
                **picture,
                **audio,
            )
        for kind, effect in self.effects.items():
            name, uid = _TRANSITIONS[kind]
            yield element("effect", id=effect, name=name, uid=uid)
        if program.titles:
            yield element("effect", id="r2", name=_TITLE, uid=_TITLE_UID)

    def spine(self) -> Iterator[Element]:
        for piece in self.pieces:
            event = piece.event
            if piece.opens:
                effect = _known(event.transition)
                yield element(
                    "transition",
                    element("filter-video", ref=self.effects[effect], name=_TRANSITIONS[effect][0]),
                    name=_TRANSITIONS[effect][0],
                    offset=self.time(event.record_in),
                    duration=self.time(event.transition_frames),
                )
            inside = [*self.anchored(piece), *self.markers(piece)]
            where = {
                "name": event.scene,
                "offset": self.time(piece.at),
                "start": self.time(_start(piece)),
                "duration": self.time(piece.frames),
            }
            if event.card is not None:
                yield element("gap", *inside, **where)
            else:
                mapped = self.time_map(event) if _retimed(event) else None
                yield element("asset-clip", mapped, *inside, ref=self.assets[event.clip], **where)

    def time_map(self, event: Event) -> Element:
        """Frames of the event -> frames of the clip; between two points the way is straight."""
        moving, begin, rate = event.frames - event.hold, event.source_in, speed(event)
        points = [(Fraction(0), Fraction(begin))]
        if event.hold:
            # The last used frame stands from here on; the point before keeps the speed up to it.
            points += [(Fraction(moving - 1), begin + (moving - 1) * rate)] if moving > 1 else []
            points += [(Fraction(moving), Fraction(event.source_out - 1))]
            points += [(Fraction(event.frames), Fraction(event.source_out - 1))]
        else:
            points += [(Fraction(moving), Fraction(event.source_out))]
        return element(
            "timeMap",
            *(
                element("timept", time=self.time(at), value=self.time(value), interp="linear")
                for at, value in points
            ),
            frameSampling="floor",
        )

    def anchored(self, piece: Piece) -> Iterator[Element]:
        for lane, sounds in enumerate(self.lanes, start=1):
            yield from (self.sound(one, piece, -lane) for one in sounds if _begins(one.at, piece))
        for number, title in enumerate(self.program.titles):
            if _begins(title.at, piece):
                # Neighbours take turns: titles of one lane must not overlap in a transition.
                yield self.title(title, piece, 1 + number % 2, number)

    def sound(self, one: Heard, piece: Piece, lane: int) -> Element:
        volume = element("adjust-volume", amount=f"{one.gain_db:g}dB") if one.gain_db else None
        return element(
            "asset-clip",
            volume,
            ref=self.assets[one.media],
            lane=lane,
            offset=self.local(one.at, piece),
            name=one.label,
            start=self.time(one.source_in),
            duration=self.time(one.end - one.at),
            audioRole=_ROLES[one.role],
        )

    def title(self, title: Title, piece: Piece, lane: int, number: int) -> Element:
        letters = element(
            "text-style", "\n".join(filter(None, (title.text, title.subtitle))), ref=f"s{number}"
        )
        style = {
            "font": "Helvetica",
            "fontSize": str(max(self.program.height // 16, 8)),
            "fontColor": "1 1 1 1",
        }
        height = _HEIGHTS.get(title.position)
        return element(
            "title",
            element("text", letters),
            element("text-style-def", element("text-style", **style, alignment="center"), id=f"s{number}"),
            element("adjust-transform", position=height) if height else None,
            ref="r2",
            lane=lane,
            offset=self.local(title.at, piece),
            name=title.text,
            start="0s",
            duration=self.time(title.end - title.at),
        )

    def markers(self, piece: Piece) -> Iterator[Element]:
        for mark in self.program.marks:
            if _begins(mark.at, piece):
                where = {"start": self.local(mark.at, piece), "duration": self.time(1), "value": mark.text}
                if mark.kind == "chapter":
                    yield element("chapter-marker", **where, posterOffset="0s")
                else:
                    yield element("marker", **where)

    def local(self, frame: int, piece: Piece) -> str:
        return self.time(_start(piece) + frame - piece.at)


def _start(piece: Piece) -> int:
    """Where the piece begins in its clip's own time, or in the time map's."""
    event = piece.event
    return piece.first if event.card is not None or _retimed(event) else event.source_in + piece.first


def _retimed(event: Event) -> bool:
    return bool(event.hold) or speed(event) != 1


def _begins(frame: int, piece: Piece) -> bool:
    return piece.at <= frame < piece.at + piece.frames


def _known(kind: str) -> str:
    return kind if kind in _TRANSITIONS else "fade" if kind.startswith("fade") else "dissolve"


def _notes(program: Program) -> Iterator[str]:
    if program.fps not in COUNTED:
        yield f"Final Cut Pro has no format of {program.fps} frames a second."
    for event in program.events:
        if event.transition_frames and event.transition not in _TRANSITIONS:
            became = _TRANSITIONS[_known(event.transition)][0]
            yield f"The {event.transition} into `{event.scene}` is a {became}."
    if any(event.card for event in program.events):
        yield "Cards are gaps with titles; their background is black."
    if program.titles:
        yield "Titles have Final Cut's own letters, and places near ours."


FORMAT = Format("FCPXML 1.10", ".fcpxml", "Final Cut Pro, Resolve", write)
