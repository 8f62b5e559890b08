"""The journal of takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVING = "state NOT IN ('failed', 'cancelled')"
SCENE = ["production", "run", "pilot", "scene"]


def upgrade() -> None:
    """Create the takes; one living take per slot of a recipe, one number per take of a scene."""
    op.create_table(
        "studio_takes",
        sa.Column("slate", sa.String(400), primary_key=True),
        sa.Column("production", sa.String(80), nullable=False),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("pilot", sa.String(80), nullable=False),
        sa.Column("scene", sa.String(80), nullable=False),
        sa.Column("recipe", sa.String(16), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("provider", sa.String(80), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("fresh", sa.String(200), nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("budget", sa.String(200), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("quote", sa.BigInteger, nullable=False),
        sa.Column("price", sa.BigInteger),
        sa.Column("remote_id", sa.Text),
        sa.Column("suffix", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("size", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("submitted", sa.String(32)),
        sa.Column("settled", sa.String(32)),
        sa.Column("worker", sa.String(200), nullable=False),
        sa.Column("lease_until", sa.String(32), nullable=False),
        sa.UniqueConstraint(*SCENE, "number", name="studio_takes_number"),
    )
    where = sa.text(LIVING)
    op.create_index(
        "studio_takes_slot",
        "studio_takes",
        [*SCENE, "recipe", "ordinal"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    where = sa.text(f"fresh <> '' AND {LIVING}")
    op.create_index(
        "studio_takes_fresh",
        "studio_takes",
        [*SCENE, "recipe", "fresh", "asked"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("studio_takes_state", "studio_takes", ["state"])
