"""let entities prepare answers, mark what comes late, and keep who was asked"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
FLAG = sa.Boolean()
STATUSES = ("being_addressed", "planned", "not_addressed", "outside_competence")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def refers_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    with op.batch_alter_table("official_comment", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("is_late", FLAG, nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("problem_revision", sa.Integer(), nullable=True))
    with op.batch_alter_table("official_comment", reflect_kwargs=ALONE) as batch:
        batch.alter_column("is_late", existing_type=FLAG, server_default=None)
    op.create_table(
        "prepared_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("status", one_of("commentstatus", *STATUSES), nullable=True),
        sa.Column("action", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("problem_revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(text) <= 1500", name=op.f("ck_prepared_answer_text_length")),
        refers_to("prepared_answer", "workshop_id", "workshop"),
        refers_to("prepared_answer", "problem_id", "problem"),
        refers_to("prepared_answer", "organization_id", "organization"),
        refers_to("prepared_answer", "seat_id", "seat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_answer")),
        sa.UniqueConstraint(
            "workshop_id",
            "problem_id",
            "organization_id",
            name=op.f("uq_prepared_answer_workshop_id_problem_id_organization_id"),
        ),
    )
    op.create_table(
        "answer_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        refers_to("answer_request", "workshop_id", "workshop"),
        refers_to("answer_request", "organization_id", "organization"),
        refers_to("answer_request", "problem_id", "problem"),
        refers_to("answer_request", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_request")),
    )
    op.create_index(
        "uq_answer_request",
        "answer_request",
        ["workshop_id", "organization_id", "problem_id"],
        unique=True,
    )
    of_all = sa.text("problem_id IS NULL")
    op.create_index(
        "uq_answer_request_for_all",
        "answer_request",
        ["workshop_id", "organization_id"],
        unique=True,
        sqlite_where=of_all,
        postgresql_where=of_all,
    )


def downgrade() -> None:
    op.drop_table("answer_request")
    op.drop_table("prepared_answer")
    with op.batch_alter_table("official_comment", reflect_kwargs=ALONE) as batch:
        batch.drop_column("problem_revision")
        batch.drop_column("is_late")
