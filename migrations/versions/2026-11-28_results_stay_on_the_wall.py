"""results stay on the wall until the moderator goes on"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}

# The number of a practice contest is never given to another.
AUTOINCREMENT = {"sqlite_autoincrement": True}
# What had made way by itself: run-offs that were shown, and settled votes that others follow.
MADE_WAY = """
    UPDATE contest SET is_put_away = true
    WHERE state = 'revealed' AND NOT is_practice AND (
        run_off_of_id IS NOT NULL
        OR carried IS NOT NULL AND EXISTS (
            SELECT 1 FROM contest AS later
            WHERE later.workshop_id = contest.workshop_id AND later.number > contest.number
            AND later.state != 'void' AND later.run_off_of_id IS NULL AND NOT later.is_practice
        )
    )
"""


def upgrade() -> None:
    column = sa.Column("is_put_away", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.add_column(column)
    op.execute(MADE_WAY)
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.alter_column("is_put_away", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.drop_column("is_put_away")
