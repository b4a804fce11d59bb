"""keep the versions of a commitment record, and what was published of a round"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
STATES = (
    "draft",
    "complete",
    "validated_by_the_entity",
    "validated_by_sgp",
    "approved",
    "published",
)
FILLED = (
    ("so_far", sa.Text(), ""),
    ("novelty", sa.Text(), ""),
    ("values", sa.JSON(), "[]"),
    ("supporters", sa.JSON(), "{}"),
    ("web_links", sa.JSON(), "[]"),
    ("indicator_levels", sa.JSON(), "[]"),
    ("accepted", sa.JSON(), "{}"),
    ("approval_instrument", sa.String(length=200), ""),
)


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    for name, kind, filling in FILLED:
        with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=filling))
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        for name, kind, _filling in FILLED:
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.create_check_constraint(
            op.f("ck_commitment_approved_by_instrument"),
            "state NOT IN ('approved', 'published')"
            " OR (length(trim(approval_instrument)) > 0 AND approved_on IS NOT NULL)",
        )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            one_of("stage", "proposed", "drafted", "validated", "approved"),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_version_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_version_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_version_commitment_id_number")
        ),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("commitmentstate", *STATES), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state != 'draft' OR length(trim(reason)) > 0", name=op.f("ck_step_back_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_step_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_step_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index(op.f("ix_step_commitment_id"), "step", ["commitment_id"])
    create_editions()


def create_editions() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_edition_number_positive")),
        sa.CheckConstraint(
            "number = 1 OR length(trim(note)) > 0", name=op.f("ck_edition_corrected_with_note")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_edition_person_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_edition_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_edition_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_index(op.f("ix_edition_plan_id"), "edition", ["plan_id"])
    for name, column, where in (
        ("uq_edition_workshop", "workshop_id", "workshop_id IS NOT NULL"),
        ("uq_edition_plan", "plan_id", "workshop_id IS NULL"),
    ):
        op.create_index(
            name,
            "edition",
            [column, "number"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for table in ("edition", "step", "version"):
        op.drop_table(table)
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_commitment_approved_by_instrument"), type_="check")
        batch.drop_column("approved_on")
        for name, _kind, _filling in FILLED:
            batch.drop_column(name)
