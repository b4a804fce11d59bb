"""know of a meeting that its year was only inferred"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
FLAG = sa.Boolean()
WORKSHOP = sa.table("workshop", sa.column("id", sa.Integer), sa.column("is_year_inferred", FLAG))
IDENTIFIER = sa.table(
    "identifier",
    sa.column("kind", sa.String),
    sa.column("row_id", sa.Integer),
    sa.column("details", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.add_column(
            sa.Column("is_year_inferred", FLAG, nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.alter_column("is_year_inferred", existing_type=FLAG, server_default=None)
    connection = op.get_bind()
    imported = sa.select(IDENTIFIER.c.row_id, IDENTIFIER.c.details).where(
        IDENTIFIER.c.kind == "workshop"
    )
    for row_id, details in connection.execute(imported).all():
        day = details.get("date") if isinstance(details, dict) else None
        if isinstance(day, dict) and day.get("year_inferred"):
            own = WORKSHOP.c.id == row_id
            connection.execute(sa.update(WORKSHOP).where(own).values(is_year_inferred=True))


def downgrade() -> None:
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.drop_column("is_year_inferred")
