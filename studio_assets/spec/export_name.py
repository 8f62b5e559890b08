"""Names of export formats: those that ship, and any other module that is put beside them."""

from __future__ import annotations

from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from studio_assets.spec.fault import nearest
from studio_assets.spec.values import mistake

__all__ = ["SHIPPED", "ExportName"]

SHIPPED = ("cmx3600", "fcp7xml", "fcpxml", "otio")
"""Known without a look at the formats themselves, whose import takes longer than a spec."""


class _Known:
    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_export)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "enum": sorted(_formats())}


def _export(value: object) -> str:
    if not isinstance(value, str) or (value not in SHIPPED and value not in _formats()):
        raise mistake(f"`{value}` is no export format", nearest(str(value), sorted(_formats())))
    return value


def _formats() -> set[str]:
    from studio_assets.edl.exports.formats import formats

    return set(formats())


ExportName = Annotated[str, _Known()]
"""The name of a module in `studio_assets/edl/exports`."""
