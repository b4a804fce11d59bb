"""show a ballot only to the person who cast it

Of ballots that are in while this is carried out nobody knows who cast them, so they are shown to
nobody; whoever holds the voting right may replace them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table("ballot_link", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("cast_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_ballot_link_cast_by_id_person"), "person", ["cast_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("ballot_link", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("fk_ballot_link_cast_by_id_person"), type_="foreignkey")
        batch.drop_column("cast_by_id")
