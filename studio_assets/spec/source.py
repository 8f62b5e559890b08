"""A YAML file read safely: plain data, and the line and column of every key and value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from studio_assets.spec.fault import Fault, gathered, shown
from studio_assets.spec.scalars import NULL, UNSHOWN, SpecLoader, TooMuch, plain

__all__ = ["MAX_BYTES", "MAX_NODES", "KeyPath", "Place", "Source", "read"]

MAX_BYTES = 1024 * 1024
"""Longest spec. A production of 100 scenes is about 60 KB."""

MAX_NODES = 10_000
"""Most values after aliases are expanded. A production of 100 scenes has about 2,500."""

KeyPath = tuple[str | int | Decimal, ...]

_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"


@dataclass(frozen=True)
class Place:
    """Where a value and its key begin; lines and columns from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass
class Source:
    """A spec's plain data and where each part of it stands.

    Args:
        file: the file's path.
        data: mappings, lists, strings, integers, decimals, booleans and None.
        places: path of keys and indexes -> place.
        faults: mistakes that did not hinder reading on, such as duplicate keys.
    """

    file: Path
    data: dict[object, object] = field(default_factory=dict)
    places: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: KeyPath, message: str, mend: str, *, at_key: bool = False) -> Fault:
        """A fault at a path, or at the nearest written thing above it.

        Args:
            path: keys and indexes from the top.
            message: what is wrong, without a full stop.
            mend: what to do, a sentence.
            at_key: point at the key instead of its value.
        """
        while path and path not in self.places:
            path = path[:-1]
            at_key = isinstance(
                self._value(path), dict | list
            )  # a key is missing in it; else it is wrong itself
        place = self.places[path]
        line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
        return Fault(shown(self.file), line, column, message, mend)

    def _value(self, path: KeyPath) -> object:
        value: Any = self.data
        for step in path:
            known = (
                step in value
                if isinstance(value, dict)
                else isinstance(value, list) and step in range(len(value))
            )
            value = value[step] if known else None
        return value


def read(file: Path) -> Source:
    """Read a spec.

    Args:
        file: a YAML file.

    Returns:
        Its data and places.

    Raises:
        SpecFaults: it is no readable YAML mapping within the limits; each line has its mend.
    """
    text = _text(file)
    loader = SpecLoader(text, MAX_NODES)
    try:
        node = loader.get_single_node()
        if node is None or node.tag == NULL:
            raise TooMuch(None, "the file is empty", "Write a production; `studio new NAME` starts one.")
        if not isinstance(node, yaml.MappingNode):
            raise TooMuch(
                node.start_mark,
                "the file is not a mapping",
                "Begin with `production: NAME` and further keys.",
            )
        return _Reader(file).source(node)
    except TooMuch as stop:
        raise gathered(file, [_at(file, stop.mark, stop.message, stop.mend)]) from None
    except yaml.MarkedYAMLError as broken:
        raise gathered(file, [_syntax(file, broken)]) from None


def _text(file: Path) -> str:
    def refuse(message: str, mend: str, before: bytes = b"") -> Exception:
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        return gathered(file, [Fault(shown(file), before.count(b"\n") + 1, column, message, mend)])

    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as failed:
        raise refuse(f"the file cannot be read: {failed.strerror}", "Give a readable file.") from None
    if len(raw) > MAX_BYTES:
        raise refuse("the file is over 1 MiB", "Split it into several productions.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise refuse("the file is not UTF-8 text", "Save it as UTF-8.", raw[: broken.start]) from None
    if (odd := yaml.reader.Reader.NON_PRINTABLE.search(text)) is not None:
        before = text[: odd.start()].encode()
        raise refuse(
            f"the file holds the control character U+{ord(odd[0]):04X}",
            "Remove it; a spec is plain text.",
            before,
        )
    return text


def _at(file: Path, mark: yaml.Mark | None, message: str, mend: str) -> Fault:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Fault(shown(file), line, column, message, mend)


def _syntax(file: Path, broken: yaml.MarkedYAMLError) -> Fault:
    mark = broken.problem_mark or broken.context_mark
    problem = " ".join(str(part) for part in (broken.context, broken.problem) if part)
    if broken.problem == "but found another document":
        return _at(file, mark, "the file holds several YAML documents", "Keep one production in one file.")
    mend = "Mind the indentation, the colons and the quotes here."
    if "\\t" in problem:
        mend = "Indent with spaces, not with tabs."
    elif "alias" in problem:
        mend = "Define the anchor with `&name` before it is used."
    return _at(file, mark, f"this is not YAML: {problem}", mend)


class _Reader:
    """Builds plain data from nodes, counting what aliases expand to."""

    def __init__(self, file: Path) -> None:
        self.result = Source(file)
        self.count = 0

    def source(self, node: yaml.MappingNode) -> Source:
        self._place((), node, node)
        self.result.data = dict(self._mapping(node, (), 0).items())
        return self.result

    def _place(self, path: KeyPath, key: yaml.Node, value: yaml.Node) -> None:
        start, head = value.start_mark, key.start_mark
        self.result.places[path] = Place(start.line + 1, start.column + 1, head.line + 1, head.column + 1)

    def _fault(self, node: yaml.Node, message: str, mend: str) -> None:
        self.result.faults.append(_at(self.result.file, node.start_mark, message, mend))

    def _counted(self, node: yaml.Node, depth: int) -> None:
        self.count += 1
        if self.count > MAX_NODES or depth > SpecLoader.MAX_DEPTH:
            raise TooMuch(
                node.start_mark,
                f"aliases expand to more than {MAX_NODES:,} values",
                "Write the values out instead of repeating aliases.",
            )

    def _value(self, node: yaml.Node, path: KeyPath, depth: int) -> object:
        self._counted(node, depth)
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQ:
            items: list[object] = []
            for index, item in enumerate(node.value):
                self._place((*path, index), item, item)
                items.append(self._value(item, (*path, index), depth + 1))
            return items
        if isinstance(node, yaml.ScalarNode):
            known, value = plain(node)
            if known:
                return self._shown(node, value) if isinstance(value, str) else value
        self._fault(
            node, f"the tag `{_short(node.tag)}` is not allowed", "Remove the tag; write the value alone."
        )
        return None

    def _shown(self, node: yaml.Node, text: str) -> str:
        """The text without what nothing can show, which is a fault: providers, files and databases choke."""
        if not UNSHOWN.search(text):
            return text
        # JSON, which is YAML, writes an emoji as its two halves: those are one character.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        if (odd := UNSHOWN.search(text)) is not None:
            what = f"the text holds the character U+{ord(odd[0]):04X}, which nothing can show"
            self._fault(node, what, "Remove it; tabs and line breaks may stay.")
        return UNSHOWN.sub("", text)

    def _mapping(
        self, node: yaml.MappingNode, path: KeyPath, depth: int
    ) -> dict[str | int | Decimal, object]:
        data: dict[str | int | Decimal, object] = {}
        first: dict[str | int | Decimal, tuple[int, bool]] = {}
        for key_node, value_node, merged in self._pairs(node, depth):
            key = _key(key_node)
            if key is None:
                self._fault(key_node, "a key must be a word", "Write the key as plain text.")
                continue
            if isinstance(key, str):
                key = self._shown(key_node, key)
            if key in first:
                line, _ = first[key]
                if not merged:  # what is written here wins over what is merged in, silently
                    self._fault(
                        key_node,
                        f"the key `{key}` is written twice",
                        f"Keep one; the first is at line {line}.",
                    )
                continue
            first[key] = (key_node.start_mark.line + 1, merged)
            self._place((*path, key), key_node, value_node)
            data[key] = self._value(value_node, (*path, key), depth + 1)
        return data

    def _pairs(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[yaml.Node, yaml.Node, bool]]:
        merges: list[yaml.Node] = []
        for key, value in node.value:
            self._counted(key, depth)
            if key.tag == SpecLoader.MERGE:
                merges.append(value)
            else:
                yield key, value, False
        for value in merges:
            parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for part in parts:
                self._counted(part, depth)
                if not isinstance(part, yaml.MappingNode):
                    self._fault(
                        part, "`<<` takes a mapping", "Merge an alias of a mapping, such as `<<: *name`."
                    )
                    continue
                for key, inner, _ in self._pairs(part, depth + 1):
                    yield key, inner, True


def _key(node: yaml.Node) -> str | int | Decimal | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    _, value = plain(node)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return str(node.value)
    return value


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
