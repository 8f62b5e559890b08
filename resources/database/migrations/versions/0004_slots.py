"""Providers that get fewer generations for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the throttles."""
    op.create_table(
        "studio_throttles",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("provider", sa.String(80), primary_key=True),
        sa.Column("simulated", sa.Boolean, primary_key=True),
        sa.Column("at_once", sa.Integer, nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
    )
