"""Keys and words that the language has and this version does not: refused as such, never ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from studio_assets.spec.values import mistake

__all__ = ["LATER", "Later", "Written"]

LATER = "x-not-implemented-yet"
"""Where the JSON Schema lists what is refused as not implemented yet."""


@dataclass(frozen=True)
class Later:
    """Marks a value whose further words are not implemented yet.

    Args:
        words: those words; empty means every other value of the same type.
        mend: what to write instead, a sentence.
    """

    words: tuple[object, ...]
    mend: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Look at the value before its own type does."""
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """List the words in the schema."""
        return {**handler(schema), LATER: [str(word) for word in self.words]}

    def _check(self, value: object) -> object:
        if isinstance(value, str | int) and not isinstance(value, bool) and value in self.words:
            raise mistake(f"`{value}` is not implemented yet", self.mend)
        return value


def _listed(schema: dict[str, Any], model: type[BaseModel]) -> None:
    later = getattr(model, "later", ())
    if later:
        schema[LATER] = list(later)


class Written(BaseModel):
    """A mapping in a spec, as written: unknown keys are faults, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, json_schema_extra=_listed)

    later: ClassVar[tuple[str, ...]] = ()
