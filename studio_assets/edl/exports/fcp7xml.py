"""Final Cut Pro 7 XML (xmeml 5), which Premiere Pro, Resolve and many others read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from xml.etree.ElementTree import Element

from studio_assets.edl.cut import Event
from studio_assets.edl.exports.fcp7_effects import dissolve, effect, marker, parameter, retiming
from studio_assets.edl.exports.formats import Format, Written
from studio_assets.edl.exports.pieces import Piece, pieces, speed, swallowed
from studio_assets.edl.exports.program import Heard, Program, Title, tracks
from studio_assets.edl.exports.xml import address, document, element

__all__ = ["FORMAT", "write"]

_FONT = "Arial"
_DOWN = {"lower_third": "0.3", "bottom": "0.4", "top": "-0.4"}  # shares of the frame's height from its middle


def write(program: Program) -> Written:
    """A program as the text of an `.xml` file.

    Clips abut in the middle of their transition; a clip's end inside a transition is written -1, and its
    in and out points name all frames that the transition needs.

    Args:
        program: what is exported.
    """
    root = element("xmeml", _Writer(program).sequence(), version=5)
    return Written(document(root, "xmeml"), tuple(_notes(program)))


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.files: set[str] = set()
        self.items = 0

    def sequence(self) -> Element:
        program = self.program
        size = element(
            "format",
            element(
                "samplecharacteristics",
                self.rate(),
                element("width", program.width),
                element("height", program.height),
                element("pixelaspectratio", "square"),
                element("fielddominance", "none"),
            ),
        )
        picture = element("track", *self.picture())
        letters = [element("track", *map(self.letters, one)) for one in _rows(program.titles)]
        sounds = [element("track", *map(self.sound, one)) for one in tracks(program.sounds)]
        return element(
            "sequence",
            element("name", program.name),
            element("duration", program.frames),
            self.rate(),
            self.timecode(),
            element(
                "media",
                element("video", size, picture, *letters),
                element("audio", element("numOutputChannels", 2), *sounds),
            ),
            *(marker(mark.text, mark.kind, mark.at) for mark in program.marks),
            id="sequence-1",
        )

    def rate(self) -> Element:
        return element("rate", element("timebase", self.program.fps), element("ntsc", "FALSE"))

    def timecode(self) -> Element:
        return element(
            "timecode",
            self.rate(),
            element("string", "00:00:00:00"),
            element("frame", 0),
            element("displayformat", "NDF"),
        )

    def picture(self) -> Iterator[Element]:
        for piece in pieces(self.program):
            if piece.opens:
                yield self.transition(piece.event)
            yield self.clip(piece) if piece.event.card is None else self.card(piece)

    def clip(self, piece: Piece) -> Element:
        event, rate = piece.event, speed(piece.event)
        begin = piece.first - piece.leads
        long = piece.frames + piece.leads + piece.trails
        if piece.still:
            start, whole = 0, long
        else:
            # Points of a retimed clip count in its slowed or hastened frames.
            start, whole = ceil(event.source_in / rate) + begin, ceil(event.clip_frames / rate)
        still = element("stillframe", "TRUE"), element("stillframeoffset", event.source_out - 1)
        return self.item(
            "clipitem",
            event.scene,
            whole,
            piece,
            start,
            self.file(event.clip, event.clip_frames, "video"),
            *(still if piece.still else ()),
            *([retiming(float(rate * 100))] if rate != 1 and not piece.still else []),
        )

    def item(self, tag: str, name: str, whole: int, piece: Piece, start: int, *more: Element) -> Element:
        self.items += 1
        long = piece.frames + piece.leads + piece.trails
        return element(
            tag,
            element("name", name),
            element("enabled", "TRUE"),
            element("duration", whole),
            self.rate(),
            element("start", -1 if piece.opens else piece.at),
            element("end", -1 if piece.trails else piece.at + piece.frames),
            element("in", start),
            element("out", start + long),
            *more,
            id=f"{tag}-{self.items}",
        )

    def card(self, piece: Piece) -> Element:
        card = piece.event.card
        assert card is not None, "only cards are drawn"
        parts = (int(card.background[at : at + 2], 16) for at in (1, 3, 5))
        colour = zip(("red", "green", "blue"), parts, strict=True)
        fill = element("value", element("alpha", 255), *(element(name, part) for name, part in colour))
        made = effect("Color", "Color", "Matte", "generator", parameter("fillcolor", "Color", fill))
        whole = piece.event.frames
        return self.item("generatoritem", piece.event.scene, whole, piece, piece.first - piece.leads, made)

    def file(self, digest: str, frames: int, kind: str) -> Element:
        number = list(self.program.media).index(digest) + 1
        if digest in self.files:
            return element("file", id=f"file-{number}")
        self.files.add(digest)
        path = self.program.media[digest]
        return element(
            "file",
            element("name", path.rpartition("/")[2]),
            element("pathurl", address(path)),
            self.rate(),
            element("duration", frames),
            element("media", element(kind, element("duration", frames))),
            id=f"file-{number}",
        )

    def transition(self, event: Event) -> Element:
        name, category, code = dissolve(event.transition)
        return element(
            "transitionitem",
            self.rate(),
            element("start", event.record_in),
            element("end", event.record_in + event.transition_frames),
            element("alignment", "center"),
            effect(
                name,
                name,
                category,
                "transition",
                element("wipecode", code),
                element("wipeaccuracy", 100),
                element("startratio", 0),
                element("endratio", 1),
                element("reverse", "FALSE"),
            ),
        )

    def letters(self, title: Title) -> Element:
        self.items += 1
        text = "\n".join(filter(None, (title.text, title.subtitle)))
        down = element("value", element("horiz", 0), element("vert", _DOWN.get(title.position, "0")))
        made = effect(
            "Text",
            "Text",
            "Text",
            "generator",
            parameter("str", "Text", element("value", text)),
            parameter("fontname", "Font", element("value", _FONT)),
            parameter("fontsize", "Size", element("value", max(self.program.height // 16, 8))),
            parameter("origin", "Origin", down),
        )
        long = title.end - title.at
        return element(
            "generatoritem",
            element("name", title.text),
            element("enabled", "TRUE"),
            element("duration", long),
            self.rate(),
            element("start", title.at),
            element("end", title.end),
            element("in", 0),
            element("out", long),
            made,
            id=f"generatoritem-{self.items}",
        )

    def sound(self, one: Heard) -> Element:
        self.items += 1
        level = f"{10 ** (one.gain_db / 20):.4f}"
        gain = effect(
            "Audio Levels",
            "audiolevels",
            "audiolevels",
            "audiolevels",
            parameter("level", "Level", element("value", level)),
            media="audio",
        )
        return element(
            "clipitem",
            element("name", one.label),
            element("enabled", "TRUE"),
            element("duration", one.length),
            self.rate(),
            element("start", one.at),
            element("end", one.end),
            element("in", one.source_in),
            element("out", one.source_in + one.end - one.at),
            self.file(one.media, one.length, "audio"),
            element("sourcetrack", element("mediatype", "audio"), element("trackindex", 1)),
            element("filter", gain) if one.gain_db else None,
            id=f"clipitem-{self.items}",
        )


def _rows(titles: tuple[Title, ...]) -> list[list[Title]]:
    """Titles on as few tracks as hold them without overlap."""
    rows: list[list[Title]] = []
    for title in titles:
        free = next((row for row in rows if row[-1].end <= title.at), None)
        if free is None:
            rows.append(free := [])
        free.append(title)
    return rows


def _notes(program: Program) -> Iterator[str]:
    for before, event in pairwise(program.events):
        if event.transition in {"cut", "dissolve", "fade"}:
            continue
        name, _, code = dissolve(event.transition)
        became = f"SMPTE wipe {code}, the nearest" if code else f"a {name}"
        yield f"The {event.transition} between `{before.scene}` and `{event.scene}` is {became}."
    if any((event.source_in / speed(event)).denominator > 1 for event in program.events if not event.card):
        yield "The first frame of retimed clips is rounded: their frames may be one off."
    yield from swallowed(program)
    if program.titles:
        yield "Titles have the editing program's own letters, and places near ours."
    own = any(one.role == "clip" for one in program.sounds)
    if own and any(event.transition_frames for event in program.events):
        yield "The clips' own sound is cut in the middle of a transition, not mixed."


FORMAT = Format("Final Cut Pro 7 XML", ".xml", "Premiere Pro, Resolve", write)
