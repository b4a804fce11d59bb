"""let what was said be echoed in a record, without having become its proposal"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ALONE = {"resolve_fks": False}  # SQLite: the table itself, not what it refers to
FORMER = (
    "raised_by",
    "carried",
    "reworded",
    "merged",
    "split",
    "dropped",
    "answers",
    "developed_into",
    "partly_taken_up",
    "not_taken_up",
    "introduced_by_entity",
    "adopted",
    "adopted_changed",
    "implemented_by",
)


def upgrade() -> None:
    allow(*FORMER, "echoed_in_record")


def downgrade() -> None:
    op.execute(
        "DELETE FROM link WHERE relation = 'echoed_in_record'"
    )  # no other relation joins an idea to a record
    allow(*FORMER)


def allow(*values: str) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("link", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_link_relation"), type_="check")
        batch.create_check_constraint(op.f("ck_link_relation"), f"relation IN ({listed})")
