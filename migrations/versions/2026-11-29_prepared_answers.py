"""let entities prepare answers and be asked, mark what is late, and know a clerk"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
FLAG = sa.Boolean()
STATUSES = ("being_addressed", "planned", "not_addressed", "outside_competence")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def refers_to(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


ROLES = ("moderator", "deputy", "rapporteur", "titular", "alternate", "official", "observer")
CAME = ("entered", "spoke", "acted", "voted", "ticked")
NUMBER = sa.Integer()
# Where the clerk writes for another seat, and what the database itself refuses of it.
IS_ANOTHER = "clerk_seat_id != seat_id"
THROUGH_CLERK = {
    "turn": ("clerk_is_another", IS_ANOTHER),
    "contribution": ("clerk_is_another", IS_ANOTHER),
    "suggestion": ("clerk_is_another", IS_ANOTHER),
    "idea": (
        "clerk_is_another",
        f"clerk_seat_id IS NULL OR (seat_id IS NOT NULL AND {IS_ANOTHER})",
    ),
    "problem": (
        "clerk_for_an_organization",
        "clerk_seat_id IS NULL OR organization_id IS NOT NULL",
    ),
}


def allow(table: str, column: str, constraint: str, *values: str) -> None:
    """Let a column hold these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    name = op.f(f"ck_{table}_{constraint}")
    with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"{column} IN ({listed})")


def know_the_clerk() -> None:
    allow("seat", "role", "role", *ROLES, "clerk")
    allow("attendance", "how", "came", *CAME, "clerk")
    for table, (constraint, condition) in THROUGH_CLERK.items():
        with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
            batch.add_column(sa.Column("clerk_seat_id", NUMBER, nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_clerk_seat_id_seat"), "seat", ["clerk_seat_id"], ["id"]
            )
            batch.create_check_constraint(op.f(f"ck_{table}_{constraint}"), condition)


def forget_the_clerk() -> None:
    for table, (constraint, _condition) in THROUGH_CLERK.items():
        with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{constraint}"), type_="check")
            batch.drop_constraint(op.f(f"fk_{table}_clerk_seat_id_seat"), type_="foreignkey")
            batch.drop_column("clerk_seat_id")
    op.execute("UPDATE attendance SET how = 'ticked' WHERE how = 'clerk'")
    op.execute("UPDATE seat SET role = 'observer' WHERE role = 'clerk'")
    allow("attendance", "how", "came", *CAME)
    allow("seat", "role", "role", *ROLES)


def upgrade() -> None:
    know_the_clerk()
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
        refers_to("prepared_answer", "problem_id", "problem", "CASCADE"),
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
    forget_the_clerk()
    op.drop_table("answer_request")
    op.drop_table("prepared_answer")
    with op.batch_alter_table("official_comment", reflect_kwargs=ALONE) as batch:
        batch.drop_column("problem_revision")
        batch.drop_column("is_late")
