"""Alembic runs this file to migrate on the connection, and inside the transaction, that it is handed."""

from __future__ import annotations

from alembic import context

from resources.database.tables import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
