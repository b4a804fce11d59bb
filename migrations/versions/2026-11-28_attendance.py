"""keep which organizations came to a workshop"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEATED = "seat.role IN ('titular', 'alternate', 'official') AND seat.organization_id IS NOT NULL"
# What was done in workshops so far, by whom and when: how it came to be known, and from where.
ACTS = (
    ("spoke", "turn.ended_at", "turn", "turn.outcome = 'spoke'"),
    ("acted", "contribution.written_at", "contribution", ""),
    ("acted", "official_comment.written_at", "official_comment", ""),
    ("acted", "idea.written_at", "idea", ""),
    ("acted", "opinion.written_at", "opinion", "NOT opinion.is_late"),
    ("acted", "suggestion.written_at", "suggestion", ""),
    ("acted", "agreement_answer.answered_at", "agreement_answer", ""),
)
VOTES = """
    SELECT contest.workshop_id, roll_entry.organization_id, 'voted',
        MIN(COALESCE(contest.closed_at, contest.opened_at))
    FROM roll_entry JOIN contest ON contest.id = roll_entry.contest_id
    WHERE roll_entry.has_cast AND NOT contest.is_practice AND NOT EXISTS ({known})
    GROUP BY contest.workshop_id, roll_entry.organization_id
"""
# Let in at the door while the meeting went on.
ENTRIES = """
    SELECT seat.workshop_id, seat.organization_id, 'entered', MIN(seat.admitted_at)
    FROM seat JOIN workshop ON workshop.id = seat.workshop_id
    WHERE {seated} AND seat.created_at < seat.admitted_at
        AND seat.admitted_at >= workshop.opened_at
        AND (workshop.closed_at IS NULL OR seat.admitted_at < workshop.closed_at)
        AND NOT EXISTS ({known})
    GROUP BY seat.workshop_id, seat.organization_id
"""
INTO = "INSERT INTO attendance (workshop_id, organization_id, how, noted_at)"


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def known(workshop: str, organization: str) -> str:
    return (
        f"SELECT 1 FROM attendance WHERE attendance.workshop_id = {workshop}"
        f" AND attendance.organization_id = {organization}"
    )


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("how", one_of("came", "entered", "spoke", "acted", "voted"), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_attendance_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_attendance_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("workshop_id", "organization_id", name=op.f("pk_attendance")),
    )
    by_seat = known("seat.workshop_id", "seat.organization_id")
    for how, at, table, condition in ACTS:
        op.execute(
            f"{INTO} SELECT seat.workshop_id, seat.organization_id, '{how}', MIN({at})"
            f" FROM {table} JOIN seat ON seat.id = {table}.seat_id"
            f" WHERE {SEATED} AND {condition or '1 = 1'} AND NOT EXISTS ({by_seat})"
            " GROUP BY seat.workshop_id, seat.organization_id"
        )
    by_roll = known("contest.workshop_id", "roll_entry.organization_id")
    op.execute(INTO + VOTES.format(known=by_roll))
    op.execute(INTO + ENTRIES.format(seated=SEATED, known=by_seat))


def downgrade() -> None:
    op.drop_table("attendance")
