"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("acronym", sa.String(length=40), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "executive",
                "legislative",
                "judicial",
                "autonomous_public_body",
                "civil_society",
                "academia",
                "private_sector",
                "international_cooperation",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_organization_has_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_index("uq_organization_name", "organization", [sa.text("lower(name)")], unique=True)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_year >= first_year", name=op.f("ck_plan_years_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("name", name=op.f("uq_plan_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "NOT is_admin OR password_hash IS NOT NULL", name=op.f("ck_person_admin_has_password")
        ),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_person_has_name")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_person_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_developed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "is_developed OR length(trim(note)) > 0", name=op.f("ck_theme_stops_with_reason")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_theme_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_theme_plan_id_name")),
    )
    op.create_index(op.f("ix_theme_plan_id"), "theme", ["plan_id"], unique=False)
    op.create_table(
        "answered_order",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answered_order_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_answered_order")),
    )
    op.create_table(
        "diagnosis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=True),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_diagnosis_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_diagnosis_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnosis")),
    )
    op.create_index(op.f("ix_diagnosis_theme_id"), "diagnosis", ["theme_id"], unique=False)
    op.create_table(
        "personal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leads_to", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_personal_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
    )
    op.create_index(
        op.f("ix_personal_link_person_id"), "personal_link", ["person_id"], unique=False
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "convened",
                "ready",
                "live",
                "closed",
                "minutes",
                "published",
                "postponed",
                "suspended",
                "cancelled",
                name="workshopstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("video_url", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("screen_key", sa.String(length=32), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "duels-points",
                "points",
                "approval",
                "dots",
                "grid",
                "stv",
                "irv",
                name="countrule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("carry_limit", sa.Integer(), nullable=False),
        sa.Column(
            "vote_unit",
            sa.Enum(
                "organization",
                "person",
                name="voteunit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("officials_vote", sa.Boolean(), nullable=False),
        sa.Column("rule_settings", sa.JSON(), nullable=False),
        sa.Column(
            "tie_policy",
            sa.Enum(
                "carry-all",
                "run-off",
                "lots",
                name="tiepolicy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("quorum_percent", sa.Integer(), nullable=True),
        sa.Column("state_scrutineer_id", sa.Integer(), nullable=True),
        sa.Column("society_scrutineer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agenda_version", sa.Integer(), nullable=False),
        sa.Column("log_length", sa.Integer(), nullable=False),
        sa.Column("log_head", sa.String(length=64), nullable=False),
        sa.CheckConstraint("carry_limit >= 1", name=op.f("ck_workshop_carries_one")),
        sa.CheckConstraint(
            "quorum_percent BETWEEN 1 AND 100", name=op.f("ck_workshop_quorum_is_share")
        ),
        sa.CheckConstraint("round BETWEEN 1 AND 3", name=op.f("ck_workshop_round_known")),
        sa.CheckConstraint(
            "state_scrutineer_id IS NULL OR state_scrutineer_id != society_scrutineer_id",
            name=op.f("ck_workshop_two_scrutineers"),
        ),
        sa.ForeignKeyConstraint(
            ["society_scrutineer_id"],
            ["person.id"],
            name=op.f("fk_workshop_society_scrutineer_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["state_scrutineer_id"],
            ["person.id"],
            name=op.f("fk_workshop_state_scrutineer_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_workshop_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
        sa.UniqueConstraint("theme_id", "round", name=op.f("uq_workshop_theme_id_round")),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_log_entry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_log_entry_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_log_entry_workshop_id_number")),
    )
    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "discussion",
                "summary",
                "officials",
                "voting",
                "results",
                name="phasekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("seconds_per_turn", sa.Integer(), nullable=True),
        sa.Column(
            "floor_order",
            sa.Enum(
                "first_come",
                "new_voices",
                "sector_balance",
                name="floororder",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("protected_places", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "current",
                "completed",
                "skipped",
                name="phasestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("extra_seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state != 'skipped' OR length(trim(reason)) > 0",
            name=op.f("ck_phase_skipped_with_reason"),
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 240", name=op.f("ck_phase_minutes_sensible")
        ),
        sa.CheckConstraint(
            "protected_places BETWEEN 0 AND 10", name=op.f("ck_phase_protected_sensible")
        ),
        sa.CheckConstraint(
            "seconds_per_turn IS NULL OR seconds_per_turn BETWEEN 15 AND 1800",
            name=op.f("ck_phase_turn_sensible"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_phase_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    op.create_index(op.f("ix_phase_workshop_id"), "phase", ["workshop_id"], unique=False)
    op.create_index(
        "uq_phase_current",
        "phase",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "admitted",
                "declined",
                name="problemstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state != 'declined' OR length(trim(reason)) > 0",
            name=op.f("ck_problem_declined_with_reason"),
        ),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_problem_has_text")),
        sa.CheckConstraint("round BETWEEN 1 AND 3", name=op.f("ck_problem_round_known")),
        sa.ForeignKeyConstraint(
            ["diagnosis_id"], ["diagnosis.id"], name=op.f("fk_problem_diagnosis_id_diagnosis")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_problem_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_problem_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_theme_id"), "problem", ["theme_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "moderator",
                "deputy",
                "rapporteur",
                "titular",
                "alternate",
                "official",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "admitted",
                "declined",
                "removed",
                name="seatstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holds_vote", sa.Boolean(), nullable=False),
        sa.Column("time_percent", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "NOT holds_vote OR (state = 'admitted' AND organization_id IS NOT NULL "
            "AND role IN ('titular', 'alternate', 'official'))",
            name=op.f("ck_seat_voter_is_seated"),
        ),
        sa.CheckConstraint(
            "time_percent IN (100, 150, 200)", name=op.f("ck_seat_time_factor_known")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_seat_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seat_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_seat_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_seat_workshop_id_person_id")),
    )
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)
    op.create_index(op.f("ix_seat_workshop_id"), "seat", ["workshop_id"], unique=False)
    op.create_index(
        "uq_seat_holds_vote",
        "seat",
        ["workshop_id", "organization_id"],
        unique=True,
        sqlite_where=sa.text("holds_vote"),
        postgresql_where=sa.text("holds_vote"),
    )
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "duels-points",
                "points",
                "approval",
                "dots",
                "grid",
                "stv",
                "irv",
                name="countrule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column(
            "vote_unit",
            sa.Enum(
                "organization",
                "person",
                name="voteunit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "counted",
                "revealed",
                "void",
                name="conteststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column(
            "tie_policy",
            sa.Enum(
                "carry-all",
                "run-off",
                "lots",
                name="tiepolicy",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quorum_percent", sa.Integer(), nullable=True),
        sa.Column("run_off_of_id", sa.Integer(), nullable=True),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("shuffle_key", sa.String(length=32), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("carried", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("opening_digest", sa.String(length=64), nullable=False),
        sa.Column("closing_digest", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("lot_number", sa.String(length=40), nullable=True),
        sa.Column("lot_drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("places_shown", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('counted', 'revealed')) = (result IS NOT NULL)",
            name=op.f("ck_contest_counted_once"),
        ),
        sa.CheckConstraint(
            "state != 'void' OR length(trim(reason)) > 0", name=op.f("ck_contest_void_with_reason")
        ),
        sa.CheckConstraint(
            "state = 'open' OR closed_at IS NOT NULL", name=op.f("ck_contest_closed_once")
        ),
        sa.CheckConstraint(
            "NOT is_practice OR ends_at IS NOT NULL", name=op.f("ck_contest_practice_has_end")
        ),
        sa.CheckConstraint(
            "lot_number IS NULL OR lot_drawn_by_id IS NOT NULL",
            name=op.f("ck_contest_lot_has_drawer"),
        ),
        sa.CheckConstraint(
            "run_off_of_id IS NULL OR ends_at IS NOT NULL", name=op.f("ck_contest_run_off_has_end")
        ),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_contest_seats_positive")),
        sa.ForeignKeyConstraint(
            ["lot_drawn_by_id"], ["person.id"], name=op.f("fk_contest_lot_drawn_by_id_person")
        ),
        sa.ForeignKeyConstraint(["phase_id"], ["phase.id"], name=op.f("fk_contest_phase_id_phase")),
        sa.ForeignKeyConstraint(
            ["run_off_of_id"], ["contest.id"], name=op.f("fk_contest_run_off_of_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_contest_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contest_workshop_id"), "contest", ["workshop_id"], unique=False)
    op.create_index(
        "uq_contest_standing",
        "contest",
        ["phase_id"],
        unique=True,
        sqlite_where=sa.text("state != 'void' AND run_off_of_id IS NULL AND NOT is_practice"),
        postgresql_where=sa.text("state != 'void' AND run_off_of_id IS NULL AND NOT is_practice"),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "hidden_at IS NULL OR length(trim(reason)) > 0",
            name=op.f("ck_contribution_hidden_with_reason"),
        ),
        sa.CheckConstraint(
            "length(text) BETWEEN 1 AND 600", name=op.f("ck_contribution_text_length")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_contribution_phase_id_phase")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_contribution_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_contribution_seat_id_seat")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_contribution_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index(
        op.f("ix_contribution_problem_id"), "contribution", ["problem_id"], unique=False
    )
    op.create_index(
        op.f("ix_contribution_workshop_id"), "contribution", ["workshop_id"], unique=False
    )
    op.create_table(
        "official_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "being_addressed",
                "planned",
                "not_addressed",
                "outside_competence",
                name="commentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("action", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(text) <= 1500", name=op.f("ck_official_comment_text_length")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_official_comment_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_official_comment_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_official_comment_seat_id_seat")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_official_comment_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_comment")),
    )
    op.create_index(
        op.f("ix_official_comment_workshop_id"), "official_comment", ["workshop_id"], unique=False
    )
    op.create_index(
        "uq_official_comment",
        "official_comment",
        ["workshop_id", "problem_id", "organization_id"],
        unique=True,
    )
    op.create_table(
        "span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_span_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["phase_id"], ["phase.id"], name=op.f("fk_span_phase_id_phase")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_span_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span")),
    )
    op.create_index(op.f("ix_span_phase_id"), "span", ["phase_id"], unique=False)
    op.create_index(
        "uq_span_running",
        "span",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_summary_text_length")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_summary_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_summary_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_summary_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint(
            "workshop_id", "problem_id", name=op.f("uq_summary_workshop_id_problem_id")
        ),
    )
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "spoke",
                "withdrawn",
                "dropped",
                name="turnend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("times_called", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome != 'spoke' OR started_at IS NOT NULL", name=op.f("ck_turn_spoke_on_the_floor")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_turn_ends_with_outcome")
        ),
        sa.ForeignKeyConstraint(["phase_id"], ["phase.id"], name=op.f("fk_turn_phase_id_phase")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_turn_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_turn_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index(op.f("ix_turn_phase_id"), "turn", ["phase_id"], unique=False)
    op.create_index(
        "uq_turn_holds_floor",
        "turn",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "uq_turn_waits",
        "turn",
        ["phase_id", "seat_id"],
        unique=True,
        sqlite_where=sa.text("started_at IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("started_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_option_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_option_problem_id_problem")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option")),
        sa.UniqueConstraint("contest_id", "key", name=op.f("uq_option_contest_id_key")),
    )
    op.create_index(op.f("ix_option_contest_id"), "option", ["contest_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_receipt_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "code", name=op.f("pk_receipt")),
    )
    op.create_table(
        "roll_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("has_cast", sa.Boolean(), nullable=False),
        sa.Column("assisted_by_id", sa.Integer(), nullable=True),
        sa.Column("assisted_with_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(assisted_by_id IS NULL) = (assisted_with_id IS NULL)",
            name=op.f("ck_roll_entry_assisted_by_two"),
        ),
        sa.CheckConstraint(
            "assisted_by_id != assisted_with_id",
            name=op.f("ck_roll_entry_assisted_by_different_two"),
        ),
        sa.ForeignKeyConstraint(
            ["assisted_by_id"], ["person.id"], name=op.f("fk_roll_entry_assisted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["assisted_with_id"], ["person.id"], name=op.f("fk_roll_entry_assisted_with_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_roll_entry_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_roll_entry_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_roll_entry_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint("contest_id", "seat_id", name=op.f("uq_roll_entry_contest_id_seat_id")),
    )
    op.create_index(op.f("ix_roll_entry_contest_id"), "roll_entry", ["contest_id"], unique=False)
    op.create_index(
        "uq_roll_organization",
        "roll_entry",
        ["contest_id", "organization_id"],
        unique=True,
        sqlite_where=sa.text("seat_id IS NULL"),
        postgresql_where=sa.text("seat_id IS NULL"),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("ranking", sa.Text(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_ballot_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["roll_entry_id"], ["roll_entry.id"], name=op.f("fk_ballot_roll_entry_id_roll_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("roll_entry_id", name=op.f("uq_ballot_roll_entry_id")),
    )
    op.create_index(op.f("ix_ballot_contest_id"), "ballot", ["contest_id"], unique=False)
    op.create_table(
        "ballot_link",
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_link_ballot_id_ballot")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_ballot_link_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["roll_entry_id"],
            ["roll_entry.id"],
            name=op.f("fk_ballot_link_roll_entry_id_roll_entry"),
        ),
        sa.PrimaryKeyConstraint("roll_entry_id", name=op.f("pk_ballot_link")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_ballot_link_ballot_id")),
    )
    op.create_index(op.f("ix_ballot_link_contest_id"), "ballot_link", ["contest_id"], unique=False)


def downgrade() -> None:
    for table in (
        "ballot_link",
        "ballot",
        "roll_entry",
        "receipt",
        "option",
        "turn",
        "summary",
        "span",
        "official_comment",
        "contribution",
        "contest",
        "seat",
        "problem",
        "phase",
        "log_entry",
        "workshop",
        "personal_link",
        "diagnosis",
        "answered_order",
        "theme",
        "person",
        "plan",
        "organization",
    ):
        op.drop_table(table)
