"""take back the hour and the phases that no file gave

An imported workshop was given ten o'clock, the length of its guide and all its phases as
completed. Midnight says that the hour is not known; a file tells of no phase, so only those stay to
which something belongs. What was held here is left alone, and nothing is made up again on the way
down.
"""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INVENTED = timedelta(hours=10)
AT = sa.DateTime()


def table(name: str, *instants: str, **columns: sa.types.TypeEngine) -> sa.TableClause:
    typed = {"id": sa.Integer(), **dict.fromkeys(instants, AT), **columns}
    return sa.table(name, *(sa.column(key, kind) for key, kind in typed.items()))


NUMBER = sa.Integer()
WORKSHOP = table(
    "workshop", "starts_at", "opened_at", "closed_at", "cut_at", theme_id=NUMBER, round=NUMBER
)
PHASE = table("phase", workshop_id=NUMBER)
PLAN = table("plan", details=sa.JSON())
THEME = table("theme", plan_id=NUMBER)
ENTRY = table("log_entry", "at", workshop_id=NUMBER, verb=sa.String())
IDENTIFIER = table("identifier", kind=sa.String(), row_id=NUMBER, details=sa.JSON())
# What belongs to a phase, so that it stays.
OF_A_PHASE = ("span", "turn", "contribution", "contest", "agreement_check", "response")
# What came in with a workshop was dated by its beginning: its instants, and what it hangs on.
DATED = {
    "problem": ("frozen_at",),
    "idea": ("written_at", "frozen_at"),
    "proposal": ("written_at",),
    "wording": ("written_at",),
}


def upgrade() -> None:
    connection = op.get_bind()
    imported = sa.select(ENTRY.c.workshop_id).where(ENTRY.c.verb == "workshop imported")
    invented = sa.select(WORKSHOP).where(
        WORKSHOP.c.id.in_(imported),
        WORKSHOP.c.opened_at == WORKSHOP.c.starts_at,
        WORKSHOP.c.closed_at > WORKSHOP.c.opened_at,
    )
    hours = hours_of_files(connection)
    for row in connection.execute(invented).all():
        if not ran_here(connection, row.id):
            known = row.starts_at - INVENTED + hours.get(row.id, timedelta())
            take_back_hour(connection, row, known)
            take_back_phases(connection, row.id)
    say_when_imported(connection)


def hours_of_files(connection: sa.Connection) -> dict[int, timedelta]:
    """The hour of each workshop whose file gave one, since midnight."""
    query = sa.select(IDENTIFIER.c.row_id, IDENTIFIER.c.details)
    hours = {}
    for row_id, details in connection.execute(query.where(IDENTIFIER.c.kind == "workshop")):
        day = details.get("date") if isinstance(details, dict) else None
        try:
            hour = time.fromisoformat(day["time"])
        except (KeyError, TypeError, ValueError):
            continue
        hours[row_id] = timedelta(hours=hour.hour, minutes=hour.minute)
    return hours


def ran_here(connection: sa.Connection, workshop_id: int) -> bool:
    spans = table("span", workshop_id=NUMBER)
    query = sa.select(spans.c.id).where(spans.c.workshop_id == workshop_id).limit(1)
    return connection.scalar(query) is not None


def take_back_hour(connection: sa.Connection, row: sa.Row, known: datetime) -> None:
    """Let a workshop have begun when its file says; what goes forward may be settled since."""
    cut_at = known if row.cut_at == row.closed_at else row.cut_at
    own = sa.update(WORKSHOP).where(WORKSHOP.c.id == row.id)
    connection.execute(own.values(starts_at=known, opened_at=known, closed_at=known, cut_at=cut_at))
    proposal = table("proposal", theme_id=NUMBER)
    for name, instants in DATED.items():
        dated = table(name, *instants, theme_id=NUMBER, proposal_id=NUMBER)
        of_theme = dated.c.theme_id == row.theme_id
        if name == "wording":
            of_theme = dated.c.proposal_id.in_(
                sa.select(proposal.c.id).where(proposal.c.theme_id == row.theme_id)
            )
        for instant in instants:
            at = dated.c[instant]
            as_invented = sa.update(dated).where(of_theme, at == row.opened_at)
            connection.execute(as_invented.values({instant: known}))


def take_back_phases(connection: sa.Connection, workshop_id: int) -> None:
    """Remove the phases of the guide, save those to which something belongs."""
    unused = sa.delete(PHASE).where(PHASE.c.workshop_id == workshop_id)
    for name in OF_A_PHASE:
        belonging = table(name, phase_id=NUMBER)
        held = sa.select(belonging.c.phase_id).where(belonging.c.phase_id.isnot(None))
        unused = unused.where(PHASE.c.id.not_in(held))
    connection.execute(unused)


def say_when_imported(connection: sa.Connection) -> None:
    """Let a plan say when it came in, as the first of its workshops does."""
    of_plan = sa.select(PLAN).where(PLAN.c.details.isnot(None))
    for row in connection.execute(of_plan).all():
        is_imported = isinstance(row.details, dict) and "sections" in row.details
        if not is_imported or "imported_at" in row.details:
            continue
        at = connection.scalar(
            sa.select(sa.func.min(ENTRY.c.at))
            .join(WORKSHOP, WORKSHOP.c.id == ENTRY.c.workshop_id)
            .join(THEME, THEME.c.id == WORKSHOP.c.theme_id)
            .where(THEME.c.plan_id == row.id, ENTRY.c.verb == "workshop imported")
        )
        if at:
            details = {**row.details, "imported_at": at.replace(tzinfo=UTC).isoformat()}
            connection.execute(sa.update(PLAN).where(PLAN.c.id == row.id).values(details=details))


def downgrade() -> None:
    pass
