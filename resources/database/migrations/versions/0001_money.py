"""Budgets, accounts and entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the ledger's tables; entries can be added, never changed."""
    op.create_table(
        "studio_budgets",
        sa.Column("budget", sa.String(200), primary_key=True),
        sa.Column("limit_micros", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("spent", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.String(32), nullable=False),
        sa.CheckConstraint("limit_micros >= 0 AND held >= 0 AND spent >= 0", name="studio_budgets_signs"),
    )
    op.create_table(
        "studio_accounts",
        sa.Column("budget", sa.String(200), sa.ForeignKey("studio_budgets.budget"), primary_key=True),
        sa.Column("account", sa.String(80), primary_key=True),
        sa.Column("granted", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("spent", sa.BigInteger, nullable=False),
        sa.CheckConstraint("granted >= 0 AND held >= 0 AND spent >= 0", name="studio_accounts_signs"),
    )
    op.create_table(
        "studio_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("budget", sa.String(200), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("micros", sa.BigInteger, nullable=False),
        sa.Column("slate", sa.String(400), nullable=False),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("memo", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["budget", "account"], ["studio_accounts.budget", "studio_accounts.account"]
        ),
        sa.UniqueConstraint("key", name="studio_entries_key"),
    )
    op.create_index("studio_entries_budget", "studio_entries", ["budget", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION studio_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'entries are append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER studio_entries_append_only BEFORE UPDATE OR DELETE ON studio_entries "
            "FOR EACH ROW EXECUTE FUNCTION studio_append_only()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER studio_entries_no_{verb.lower()} BEFORE {verb} ON studio_entries "
                "BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END"
            )
