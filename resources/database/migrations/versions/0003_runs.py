"""Runs with their snapshots, and picks of cuts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create runs and the versions of picks."""
    op.create_table(
        "studio_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("production", sa.String(80), nullable=False),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("updated", sa.String(32), nullable=False),
        sa.UniqueConstraint("production", "run", name="studio_runs_name"),
    )
    op.create_table(
        "studio_picks",
        sa.Column("production", sa.String(80), primary_key=True),
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("cut", sa.String(80), nullable=False),
        sa.Column("picked_by", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["production", "run"], ["studio_runs.production", "studio_runs.run"]),
    )
