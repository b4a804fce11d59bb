"""messages, temperature checks, replies and points of order, hard ends, contributions held"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
FLAG = sa.Boolean()
ORDERS = ("first_come", "new_voices", "sector_balance")
KINDS = ("speech", "direct_reply", "point_of_order")
WAITS = sa.text("started_at IS NULL AND ended_at IS NULL")
REPLIED = sa.text("replies_to_id IS NOT NULL AND started_at IS NOT NULL")
STANDS = sa.text("taken_down_at IS NULL")
UNCOUNTED = sa.text("counted_at IS NULL")


def upgrade() -> None:
    agenda()
    floor()
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.add_column(flag("is_held"))
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.alter_column("is_held", existing_type=FLAG, server_default=None)
    messages()
    temperature()


def flag(name: str) -> sa.Column:
    return sa.Column(name, FLAG, nullable=False, server_default=sa.false())


def listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def agenda() -> None:
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.add_column(flag("has_hard_end"))
        batch.add_column(sa.Column("shut_at", sa.DateTime(), nullable=True))
        batch.add_column(flag("holds_contributions"))
        batch.add_column(sa.Column("list_closed_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.alter_column("has_hard_end", existing_type=FLAG, server_default=None)
        batch.alter_column("holds_contributions", existing_type=FLAG, server_default=None)
        batch.create_check_constraint(
            op.f("ck_phase_hard_end_has_time"), "NOT has_hard_end OR minutes IS NOT NULL"
        )
        batch.drop_constraint(op.f("ck_phase_floororder"), type_="check")
        batch.create_check_constraint(
            op.f("ck_phase_floororder"), f"floor_order IN ({listed((*ORDERS, 'time_spoken'))})"
        )


def floor() -> None:
    op.drop_index("uq_turn_waits", table_name="turn")
    with op.batch_alter_table("turn", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("kind", sa.String(40), nullable=False, server_default="speech"))
        batch.add_column(sa.Column("replies_to_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("turn", reflect_kwargs=ALONE) as batch:
        batch.alter_column("kind", existing_type=sa.String(40), server_default=None)
        batch.create_check_constraint(op.f("ck_turn_turnkind"), f"kind IN ({listed(KINDS)})")
        batch.create_check_constraint(
            op.f("ck_turn_reply_is_to_a_turn"),
            "(kind = 'direct_reply') = (replies_to_id IS NOT NULL)",
        )
        batch.create_foreign_key(
            op.f("fk_turn_replies_to_id_turn"), "turn", ["replies_to_id"], ["id"]
        )
    op.create_index(
        "uq_turn_waits",
        "turn",
        ["phase_id", "seat_id", "kind"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "uq_turn_replied_to",
        "turn",
        ["replies_to_id"],
        unique=True,
        sqlite_where=REPLIED,
        postgresql_where=REPLIED,
    )


def messages() -> None:
    op.create_table(
        "room_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(140), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "length(trim(text)) BETWEEN 1 AND 140", name=op.f("ck_room_message_text_length")
        ),
        sa.CheckConstraint("ends_at > posted_at", name=op.f("ck_room_message_ends_after_posting")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_room_message_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_message")),
    )
    op.create_index(op.f("ix_room_message_workshop_id"), "room_message", ["workshop_id"])
    op.create_index(
        "uq_room_message_stands",
        "room_message",
        ["workshop_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def temperature() -> None:
    op.create_table(
        "temperature_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(140), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("put_away_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "length(trim(question)) BETWEEN 1 AND 140",
            name=op.f("ck_temperature_check_has_question"),
        ),
        sa.CheckConstraint(
            "ends_at > opened_at", name=op.f("ck_temperature_check_ends_after_opening")
        ),
        sa.CheckConstraint(
            "(counted_at IS NULL) = (answered IS NULL)",
            name=op.f("ck_temperature_check_counted_says_how_many"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_temperature_check_workshop_id_workshop"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temperature_check")),
    )
    op.create_index(op.f("ix_temperature_check_workshop_id"), "temperature_check", ["workshop_id"])
    op.create_index(
        "uq_temperature_check_open",
        "temperature_check",
        ["workshop_id"],
        unique=True,
        sqlite_where=UNCOUNTED,
        postgresql_where=UNCOUNTED,
    )
    op.create_table(
        "temperature_answer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("face", sa.Integer(), nullable=False),
        sa.CheckConstraint("face BETWEEN 1 AND 5", name=op.f("ck_temperature_answer_face_known")),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["temperature_check.id"],
            name=op.f("fk_temperature_answer_check_id_temperature_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temperature_answer")),
    )
    op.create_index(op.f("ix_temperature_answer_check_id"), "temperature_answer", ["check_id"])
    op.create_table(
        "temperature_link",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["temperature_answer.id"],
            name=op.f("fk_temperature_link_answer_id_temperature_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["temperature_check.id"],
            name=op.f("fk_temperature_link_check_id_temperature_check"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_temperature_link_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("check_id", "seat_id", name=op.f("pk_temperature_link")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_temperature_link_answer_id")),
    )


def downgrade() -> None:
    for table in ("temperature_link", "temperature_answer", "temperature_check", "room_message"):
        op.drop_table(table)
    # What was held was not shown: before, that was said by hiding it.
    op.execute(
        "UPDATE contribution SET hidden_at = written_at, reason = 'not shown'"
        " WHERE is_held AND hidden_at IS NULL"
    )
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.drop_column("is_held")
    undo_floor()
    op.execute("UPDATE phase SET floor_order = 'new_voices' WHERE floor_order = 'time_spoken'")
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_phase_floororder"), type_="check")
        batch.create_check_constraint(
            op.f("ck_phase_floororder"), f"floor_order IN ({listed(ORDERS)})"
        )
        batch.drop_constraint(op.f("ck_phase_hard_end_has_time"), type_="check")
        for name in ("has_hard_end", "shut_at", "holds_contributions", "list_closed_at"):
            batch.drop_column(name)


def undo_floor() -> None:
    """What stood beside the queue and was not given goes; what was spoken stays as a turn."""
    op.drop_index("uq_turn_replied_to", table_name="turn")
    op.drop_index("uq_turn_waits", table_name="turn")
    op.execute("DELETE FROM turn WHERE kind != 'speech' AND started_at IS NULL")
    with op.batch_alter_table("turn", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("fk_turn_replies_to_id_turn"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_turn_reply_is_to_a_turn"), type_="check")
        batch.drop_constraint(op.f("ck_turn_turnkind"), type_="check")
        batch.drop_column("replies_to_id")
        batch.drop_column("kind")
    op.create_index(
        "uq_turn_waits",
        "turn",
        ["phase_id", "seat_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
