"""one number for one commitment, notes that warnings stand by, who validated for the entity

Of commitments of a plan that have the same number, the one that is furthest keeps it (the older of
two that are equally far); the others get the next numbers that are free, and it is said which.
What was accepted with a note keeps it; what has no note is asked again. Who validated for an
entity, and on what basis, was not recorded before, and that is what the record says of it.
"""

import logging
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

log = logging.getLogger("alembic.runtime.migration")

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
VALIDATORS = ("entity", "sgp", "not_recorded")
BASES = ("letter", "memorandum", "report", "minutes", "e_mail")
SAYS_WHO = "(state = 'validated_by_the_entity') = (validated_by IS NOT NULL)"
HAS_BASIS = (
    "(validated_by IS NOT NULL AND validated_by = 'sgp') = (basis_kind IS NOT NULL"
    " AND length(trim(basis_number)) > 0 AND basis_on IS NOT NULL)"
)
PLAN_OF_THEME = (
    "UPDATE commitment SET plan_id = (SELECT plan_id FROM theme WHERE theme.id = theme_id)"
)

COMMITMENT = sa.table(
    "commitment",
    sa.column("id", sa.Integer),
    sa.column("plan_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("state", sa.String),
    sa.column("title", sa.String),
    sa.column("description", sa.Text),
    sa.column("outcome_indicators", sa.JSON),
    sa.column("accepted", sa.JSON),
)
MILESTONE = sa.table(
    "milestone",
    sa.column("id", sa.Integer),
    sa.column("commitment_id", sa.Integer),
    sa.column("position", sa.Integer),
)
NOTE = sa.table(
    "warning_note",
    sa.column("commitment_id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("kind", sa.String),
    sa.column("values", sa.JSON),
    sa.column("about", sa.String),
    sa.column("note", sa.Text),
)


def upgrade() -> None:
    number_apart()
    notes_by_themselves()
    say_who_validated()


def number_apart() -> None:
    with op.batch_alter_table("theme", reflect_kwargs=ALONE) as batch:
        batch.create_unique_constraint(op.f("uq_theme_id_plan_id"), ["id", "plan_id"])
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
    op.execute(PLAN_OF_THEME)
    renumber()
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.alter_column("plan_id", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint(op.f("uq_commitment_plan_id_number"), ["plan_id", "number"])
        batch.drop_constraint(op.f("fk_commitment_theme_id_theme"), type_="foreignkey")
        batch.create_foreign_key(
            op.f("fk_commitment_theme_id_theme"),
            "theme",
            ["theme_id", "plan_id"],
            ["id", "plan_id"],
        )


def renumber() -> None:
    """Give the next free number of the plan to whatever shares one with another."""
    connection = op.get_bind()
    numbered = connection.execute(sa.select(COMMITMENT).where(COMMITMENT.c.number.isnot(None)))
    taken: dict[int, set[int]] = {}
    left = []
    for row in sorted(numbered, key=lambda row: (-STATES.index(row.state), row.id)):
        numbers = taken.setdefault(row.plan_id, set())
        if row.number in numbers:
            left.append(row)
        numbers.add(row.number)
    for row in sorted(left, key=lambda row: (row.number, row.id)):
        number = max(taken[row.plan_id]) + 1
        taken[row.plan_id].add(number)
        connection.execute(
            sa.update(COMMITMENT).where(COMMITMENT.c.id == row.id).values(number=number)
        )
        log.warning(
            "Commitment %d, %s, had the number %d of another; it now has the number %d.",
            row.id,
            row.title,
            row.number,
            number,
        )


def notes_by_themselves() -> None:
    op.create_table(
        "warning_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(trim(note)) > 0", name=op.f("ck_warning_note_has_note")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_warning_note_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_warning_note_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_note")),
        sa.UniqueConstraint("commitment_id", "key", name=op.f("uq_warning_note_commitment_id_key")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(COMMITMENT)).all():
        places = milestone_numbers(row.id)
        for key, note in (row.accepted or {}).items():
            if isinstance(note, str) and note.strip():
                said = as_said(key, row, places)
                values = {"commitment_id": row.id, "about": "", "note": note, **said}
                connection.execute(sa.insert(NOTE).values(**values))
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.drop_column("accepted")


def milestone_numbers(commitment_id: int) -> dict[str, int]:
    query = (
        sa.select(MILESTONE.c.id)
        .where(MILESTONE.c.commitment_id == commitment_id)
        .order_by(MILESTONE.c.position)
    )
    ids = op.get_bind().scalars(query)
    return {str(milestone_id): number for number, milestone_id in enumerate(ids, start=1)}


def as_said(key: str, row: sa.Row, places: dict[str, int]) -> dict[str, object]:
    """The key of a warning as it is now, with what its sentence names."""
    kind, _dash, about = key.partition("-")
    if kind in ("before", "after", "beyond") and about in places:
        return {"key": key, "kind": kind, "values": {"number": places[about]}}
    if kind == "levels":
        for number, text in enumerate(row.outcome_indicators or [], start=1):
            if plain(text)[:60] == about:
                return {"key": key, "kind": kind, "values": {"number": number}}
        return {"key": key[:80], "kind": kind, "values": {"number": 0}}
    if kind == "action":
        texts = [text for text in list_items(row.description) if stems(text) == about]
        return {"key": key[:80], "kind": kind, "values": {"action": [*texts, about][0]}}
    return {"key": key[:80], "kind": "period-beyond" if key == "beyond" else key[:40], "values": {}}


def list_items(text: str) -> list[str]:
    return [line[2:].strip() for line in text.splitlines() if line[:2] in ("- ", "* ")]


def plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in split if not unicodedata.combining(sign)).split())


def stems(text: str) -> str:
    words = {word[:6] for word in re.findall(r"\w+", plain(text)) if len(word) >= 5}
    return "-".join(sorted(words))[:60]


def say_who_validated() -> None:
    with op.batch_alter_table("step", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("validated_by", sa.String(40), nullable=True))
        batch.add_column(sa.Column("basis_kind", sa.String(40), nullable=True))
        batch.add_column(
            sa.Column("basis_number", sa.String(200), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("basis_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE step SET validated_by = 'not_recorded' WHERE state = 'validated_by_the_entity'"
    )
    with op.batch_alter_table("step", reflect_kwargs=ALONE) as batch:
        batch.alter_column("basis_number", existing_type=sa.String(200), server_default=None)
        batch.create_check_constraint(
            op.f("ck_step_validator"), f"validated_by IN ({listed(VALIDATORS)})"
        )
        batch.create_check_constraint(op.f("ck_step_basiskind"), f"basis_kind IN ({listed(BASES)})")
        batch.create_check_constraint(op.f("ck_step_says_who_validated"), SAYS_WHO)
        batch.create_check_constraint(op.f("ck_step_sgp_has_basis"), HAS_BASIS)


def listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def downgrade() -> None:
    with op.batch_alter_table("step", reflect_kwargs=ALONE) as batch:
        for name in ("says_who_validated", "sgp_has_basis", "validator", "basiskind"):
            batch.drop_constraint(op.f(f"ck_step_{name}"), type_="check")
        for name in ("validated_by", "basis_kind", "basis_number", "basis_on"):
            batch.drop_column(name)
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("accepted", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    accepted: dict[int, dict[str, str]] = {}
    for row in connection.execute(sa.select(NOTE)):
        accepted.setdefault(row.commitment_id, {})[row.key] = row.note
    for commitment_id, notes in accepted.items():
        connection.execute(
            sa.update(COMMITMENT).where(COMMITMENT.c.id == commitment_id).values(accepted=notes)
        )
    op.drop_table("warning_note")
    with op.batch_alter_table("commitment", reflect_kwargs=ALONE) as batch:
        batch.alter_column("accepted", existing_type=sa.JSON(), server_default=None)
        batch.drop_constraint(op.f("fk_commitment_theme_id_theme"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_commitment_plan_id_number"), type_="unique")
        batch.create_foreign_key(
            op.f("fk_commitment_theme_id_theme"), "theme", ["theme_id"], ["id"]
        )
        batch.drop_column("plan_id")
    with op.batch_alter_table("theme", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("uq_theme_id_plan_id"), type_="unique")
