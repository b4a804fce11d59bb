"""private notes of a phase: none of one's own yet, so that the guide's are shown"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("notes", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.drop_column("notes")
