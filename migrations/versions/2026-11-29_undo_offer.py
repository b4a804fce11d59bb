"""keep how an act is taken back, when a phase was left and a text corrected; accept in one press"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
DECLINED = "state != 'declined' OR length(trim(reason)) > 0"
DECIDED = "state NOT IN ('accepted', 'declined') OR length(trim(reason)) > 0"


def upgrade() -> None:
    op.create_table(
        "undo_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("moved_agenda", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_undo_offer_workshop_id_workshop")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_undo_offer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_offer")),
    )
    op.create_index(op.f("ix_undo_offer_workshop_id"), "undo_offer", ["workshop_id"])
    op.create_index(op.f("ix_undo_offer_person_id"), "undo_offer", ["person_id"])

    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("edited_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("suggestion", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_suggestion_decided_with_reason"), type_="check")
        batch.create_check_constraint(op.f("ck_suggestion_declined_with_reason"), DECLINED)


def downgrade() -> None:
    silent = sa.table("suggestion", sa.column("state", sa.String), sa.column("reason", sa.Text))
    empty = sa.and_(silent.c.state == "accepted", sa.func.trim(silent.c.reason) == "")
    op.execute(sa.update(silent).where(empty).values(reason="-"))
    with op.batch_alter_table("suggestion", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_suggestion_declined_with_reason"), type_="check")
        batch.create_check_constraint(op.f("ck_suggestion_decided_with_reason"), DECIDED)
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.drop_column("edited_at")
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.drop_column("left_at")
    op.drop_table("undo_offer")
