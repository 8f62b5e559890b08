"""Which plain words in YAML are numbers (few: `16:9`, `off` and `1e5` stay text), and what no text holds."""

from __future__ import annotations

import re
from decimal import Decimal

import yaml

__all__ = ["NULL", "UNSHOWN", "SpecLoader", "TooMuch", "plain"]

UNSHOWN = re.compile(f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|\x85")
"""What nothing can show: control characters other than tabs and line breaks, and halves of characters. No
YAML file holds it as it is, but quoted text such as `"\\0"` does."""

NULL = "tag:yaml.org,2002:null"
_STR = "tag:yaml.org,2002:str"
_INT = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_BOOL = "tag:yaml.org,2002:bool"

# YAML 1.1 reads 16:9 as 969 and `off` as false; YAML 1.2 does not, and neither do editors. Digits are
# bounded because Python refuses to read endless integers.
_WORDS = {
    NULL: (re.compile(r"^(?:~|null|)$"), ["~", "n", ""]),
    _BOOL: (re.compile(r"^(?:true|false)$"), list("tf")),
    _INT: (re.compile(r"^[-+]?[0-9]{1,18}$"), list("-+0123456789")),
    _FLOAT: (re.compile(r"^[-+]?[0-9]{1,18}\.[0-9]{1,18}$"), list("-+0123456789")),
}


class TooMuch(Exception):
    """Reading stops here: a limit is passed or the file is no spec at all."""

    def __init__(self, mark: yaml.Mark | None, message: str, mend: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message
        self.mend = mend


class SpecLoader(yaml.SafeLoader):
    """PyYAML's safe loader, used for its nodes only, with few implicit types and a limit on depth.

    Args:
        text: the file's text.
        limit: most nodes as written.
    """

    MERGE = "tag:yaml.org,2002:merge"
    MAX_DEPTH = 40
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def __init__(self, text: str, limit: int) -> None:
        super().__init__(text)
        self._limit = limit
        self._count = 0
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, refusing too many and too deep ones before they are kept."""
        self._count += 1
        self._depth += 1
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # types-PyYAML leaves it bare
        if self._count > self._limit:
            raise TooMuch(
                mark, f"the file holds more than {self._limit:,} values", "Split it into several files."
            )
        if self._depth > self.MAX_DEPTH:
            raise TooMuch(mark, f"values are nested deeper than {self.MAX_DEPTH} levels", "Write it flatter.")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


for _tag, (_pattern, _first) in _WORDS.items():
    SpecLoader.add_implicit_resolver(_tag, _pattern, _first)
SpecLoader.add_implicit_resolver(SpecLoader.MERGE, re.compile(r"^<<$"), ["<"])


def plain(node: yaml.ScalarNode) -> tuple[bool, object]:
    """The value of a scalar.

    Returns:
        Whether its tag is one of the plain ones, and the value.
    """
    text = str(node.value)
    if node.tag in (_STR, SpecLoader.MERGE):
        return True, text
    if node.tag not in _WORDS or not _WORDS[node.tag][0].match(text):
        return False, None
    if node.tag == NULL:
        return True, None
    if node.tag == _BOOL:
        return True, text == "true"
    return True, int(text) if node.tag == _INT else Decimal(text)
