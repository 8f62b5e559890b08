"""Assembles what Dagster loads, and nothing else: specs, resources, sensors, schedules."""

from __future__ import annotations

import studio_assets.siblings  # noqa: F401  # checks what the imports below would find

# isort: split
from dagster import Definitions, in_process_executor

from resources.project import specs_folder
from sensors.picture_locks import picture_locks_sensor
from sensors.schedules import schedules
from sensors.specs import folder_hash, specs_sensor
from sensors.unclaimed_takes import unclaimed_takes_sensor
from studio_assets.spec.folder import load_specs
from studio_assets.translator import translate
from studio_assets.wiring import resources

__all__ = ["defs"]

_folder = specs_folder()
# Hashed before it is read: an edit in between is seen as one.
_hash = folder_hash(_folder)
_specs = load_specs(_folder)
_resources = resources(secrets_as_names=True)

defs = Definitions(
    assets=[step for one in _specs.productions for step in translate(one, _folder, _resources)],
    resources=_resources,
    sensors=[
        specs_sensor(_folder, _hash, _specs.productions, _specs.faults),
        picture_locks_sensor(_specs.productions),
        unclaimed_takes_sensor(),
    ],
    schedules=schedules(_specs.productions),
    # One process makes a run: its stages wait for providers together (docs/decisions/).
    executor=in_process_executor,
)
