"""count how long a room was open, and let the moderator mark who has no device"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
BEFORE = ("entered", "spoke", "acted", "voted")
NUMBER = sa.Integer()


def known_by(*values: str) -> None:
    """Let `attendance.how` hold these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("attendance", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_attendance_came"), type_="check")
        batch.create_check_constraint(op.f("ck_attendance_came"), f"how IN ({listed})")


def upgrade() -> None:
    known_by(*BEFORE, "ticked")
    with op.batch_alter_table("seat", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("seconds_present", NUMBER, nullable=False, server_default="0"))
        batch.add_column(sa.Column("seen_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("ticked_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("seat", reflect_kwargs=ALONE) as batch:
        batch.alter_column("seconds_present", existing_type=NUMBER, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM attendance WHERE how = 'ticked'")
    with op.batch_alter_table("seat", reflect_kwargs=ALONE) as batch:
        for name in ("ticked_at", "seen_at", "seconds_present"):
            batch.drop_column(name)
    known_by(*BEFORE)
