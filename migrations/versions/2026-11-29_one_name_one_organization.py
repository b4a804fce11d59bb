"""keep by which names an organization is the same, who was found to be whom, and shared addresses

Of organizations that are doubles already, all but the first keep their number behind the folded
name: they stay apart until somebody who knows says that they are the same.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
FOLDED = sa.String(length=420)
LONGEST = 400
HAS_PASSWORD = sa.text("password_hash IS NOT NULL")
CORRECTED = ("name", "organization", "email", "role", "acronym", "sector", "merged")
ALIKE = ("organization", "person")
OF_ORGANIZATION = "seat_id IS NULL"
STANDING = "seat_id IS NULL AND NOT is_struck"
ORGANIZATION = sa.table(
    "organization",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("folded_name", sa.String),
)
PERSON = sa.table(
    "person",
    sa.column("id", sa.Integer),
    sa.column("email", sa.String),
    sa.column("password_hash", sa.String),
)
UNHEARD = re.compile(r"[.'\"’‘“”«»´`‹›„‚′″]")
ACCENTS = range(0x300, 0x370)


def upgrade() -> None:
    op.drop_index("uq_organization_name", "organization")
    with op.batch_alter_table("organization", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("folded_name", FOLDED, nullable=False, server_default=""))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_organization_merged_into_id_organization"),
            "organization",
            ["merged_into_id"],
            ["id"],
        )
        batch.create_check_constraint(
            op.f("ck_organization_merged_into_another"), "merged_into_id != id"
        )
    fold_names()
    with op.batch_alter_table("organization", reflect_kwargs=ALONE) as batch:
        batch.alter_column("folded_name", existing_type=FOLDED, server_default=None)
        batch.create_index("uq_organization_folded_name", ["folded_name"], unique=True)
        batch.create_index(op.f("ix_organization_merged_into_id"), ["merged_into_id"])
    with op.batch_alter_table("person", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("uq_person_email"), type_="unique")
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_person_merged_into_another"), "merged_into_id != id")
        batch.create_check_constraint(
            op.f("ck_person_staff_stay_themselves"),
            "password_hash IS NULL OR merged_into_id IS NULL",
        )
        batch.create_index(op.f("ix_person_email"), ["email"])
        batch.create_index(op.f("ix_person_merged_into_id"), ["merged_into_id"])
    op.create_index(
        "uq_person_staff_email",
        "person",
        ["email"],
        unique=True,
        sqlite_where=HAS_PASSWORD,
        postgresql_where=HAS_PASSWORD,
    )
    op.drop_index("uq_roll_organization", "roll_entry")
    with op.batch_alter_table("roll_entry", reflect_kwargs=ALONE) as batch:
        batch.add_column(
            sa.Column("is_struck", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("roll_entry", reflect_kwargs=ALONE) as batch:
        batch.alter_column("is_struck", existing_type=sa.Boolean(), server_default=None)
        batch.create_check_constraint(
            op.f("ck_roll_entry_struck_has_no_ballot"), "NOT (is_struck AND has_cast)"
        )
    one_line_each(STANDING)
    op.create_table(
        "known_apart",
        sa.Column(
            "kind",
            sa.Enum(*ALIKE, name="alike", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("first_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_known_apart_in_order")),
        sa.PrimaryKeyConstraint("kind", "first_id", "second_id", name=op.f("pk_known_apart")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "field",
            sa.Enum(
                *CORRECTED, name="corrected", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("former", sa.String(length=300), nullable=False),
        sa.Column("new", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(seat_id IS NULL) != (organization_id IS NULL)",
            name=op.f("ck_correction_of_one_thing"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_correction_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_correction_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_correction_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_organization_id"), "correction", ["organization_id"])
    op.create_index(op.f("ix_correction_seat_id"), "correction", ["seat_id"])


def one_line_each(where: str) -> None:
    """Of each organization one line of a roll, among those that this says."""
    op.create_index(
        "uq_roll_organization",
        "roll_entry",
        ["contest_id", "organization_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def fold_names() -> None:
    connection = op.get_bind()
    names = connection.execute(
        sa.select(ORGANIZATION.c.id, ORGANIZATION.c.name).order_by(ORGANIZATION.c.id)
    )
    taken: set[str] = set()
    for number, name in names.all():
        known_by = folded(name)
        if known_by in taken:
            known_by = f"{known_by} #{number}"
        taken.add(known_by)
        own = ORGANIZATION.c.id == number
        connection.execute(sa.update(ORGANIZATION).where(own).values(folded_name=known_by))


def folded(name: str) -> str:
    """As `likeness.folded` was when this was written."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if ord(letter) not in ACCENTS
    )
    words = "".join(
        letter if unicodedata.category(letter)[0] in "LNM" else " "
        for letter in UNHEARD.sub("", plain).casefold()
    )
    return " ".join(words.split())[:LONGEST].strip()


def downgrade() -> None:
    op.drop_table("correction")
    op.drop_table("known_apart")
    op.drop_index("uq_roll_organization", "roll_entry")
    with op.batch_alter_table("roll_entry", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_roll_entry_struck_has_no_ballot"), type_="check")
        batch.drop_column("is_struck")
    one_line_each(OF_ORGANIZATION)
    keep_addresses_apart()
    op.drop_index("uq_person_staff_email", "person")
    with op.batch_alter_table("person", reflect_kwargs=ALONE) as batch:
        batch.drop_index(op.f("ix_person_merged_into_id"))
        batch.drop_index(op.f("ix_person_email"))
        batch.drop_constraint(op.f("ck_person_staff_stay_themselves"), type_="check")
        batch.drop_constraint(op.f("ck_person_merged_into_another"), type_="check")
        batch.drop_constraint(op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch.drop_column("merged_into_id")
        batch.create_unique_constraint(op.f("uq_person_email"), ["email"])
    with op.batch_alter_table("organization", reflect_kwargs=ALONE) as batch:
        batch.drop_index(op.f("ix_organization_merged_into_id"))
        batch.drop_index("uq_organization_folded_name")
        batch.drop_constraint(op.f("ck_organization_merged_into_another"), type_="check")
        batch.drop_constraint(
            op.f("fk_organization_merged_into_id_organization"), type_="foreignkey"
        )
        batch.drop_column("merged_into_id")
        batch.drop_column("folded_name")
    op.create_index("uq_organization_name", "organization", [sa.text("lower(name)")], unique=True)


def keep_addresses_apart() -> None:
    """Before, an address belonged to one person: whoever signs in with it, else the first."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(PERSON.c.id, PERSON.c.email)
        .where(PERSON.c.email.is_not(None))
        .order_by(PERSON.c.password_hash.is_(None), PERSON.c.id)
    )
    taken: set[str] = set()
    for number, email in rows.all():
        if email in taken:
            own = PERSON.c.id == number
            connection.execute(sa.update(PERSON).where(own).values(email=None))
        taken.add(email)
