"""Which account a take was submitted with, by a fingerprint of its key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the payer; it is not known of older takes."""
    op.add_column("studio_takes", sa.Column("payer", sa.String(16), nullable=False, server_default=""))
