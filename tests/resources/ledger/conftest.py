"""The databases that these promises are tested on."""

from tests.resources.database.stores import database, server

__all__ = ["database", "server"]
