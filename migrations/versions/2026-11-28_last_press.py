"""know a button that was pressed twice"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_press",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_last_press_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_last_press")),
    )


def downgrade() -> None:
    op.drop_table("last_press")
