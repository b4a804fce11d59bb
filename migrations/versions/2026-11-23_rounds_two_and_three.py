"""rounds two and three"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


STANDS = "state != 'void' AND run_off_of_id IS NULL AND NOT is_practice"
# The number of a practice contest is never given to another.
AUTOINCREMENT = {"sqlite_autoincrement": True}
# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}
PHASE_KINDS = ("discussion", "summary", "officials", "voting", "results")
NEW_PHASE_KINDS = (
    "recap",
    "formulation",
    "analysis",
    "opinion",
    "reconfiguration",
    "presentation",
    "questions",
    "strengthening",
    "agreement",
    "agreements",
)
PROBLEM_STATES = ("proposed", "admitted", "declined")
FROM = ("from_diagnosis_id", "from_problem_id", "from_idea_id", "from_proposal_id")
TO = ("to_problem_id", "to_idea_id", "to_proposal_id", "to_commitment_id", "to_milestone_id")
ABOUT = ("problem_id", "idea_id", "proposal_id")


def how_many(columns: tuple[str, ...]) -> str:
    """SQL: how many of the columns are filled in."""
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)


def upgrade() -> None:
    op.create_table(
        "identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "theme",
                "organization",
                "workshop",
                "diagnosis",
                "problem",
                "idea",
                "proposal",
                "commitment",
                "milestone",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_identifier_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier")),
        sa.UniqueConstraint(
            "plan_id", "kind", "code", name=op.f("uq_identifier_plan_id_kind_code")
        ),
        sa.UniqueConstraint(
            "plan_id", "kind", "row_id", name=op.f("uq_identifier_plan_id_kind_row_id")
        ),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "complete",
                "validated_by_the_entity",
                "validated_by_sgp",
                "approved",
                "published",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("period_start", sa.String(length=7), nullable=False),
        sa.Column("period_end", sa.String(length=7), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("relevance", sa.Text(), nullable=False),
        sa.Column("stakeholders", sa.JSON(), nullable=False),
        sa.Column("final_products", sa.JSON(), nullable=False),
        sa.Column("outcome_indicators", sa.JSON(), nullable=False),
        sa.Column("monitoring_entity", sa.String(length=300), nullable=False),
        sa.Column("monitoring_unit", sa.String(length=300), nullable=False),
        sa.Column("footnotes", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_commitment_has_title")),
        sa.CheckConstraint(
            "number IS NULL OR number >= 1", name=op.f("ck_commitment_number_positive")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_commitment_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_commitment_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_theme_id"), "commitment", ["theme_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "presented",
                "withdrawn",
                "agreed",
                "agreed_with_reservations",
                "not_agreed",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("going_ahead", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'withdrawn' OR length(trim(reason)) > 0",
            name=op.f("ck_proposal_withdrawn_with_reason"),
        ),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_proposal_has_title")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_proposal_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_proposal_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_theme_id"), "proposal", ["theme_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("responsible_unit", sa.Text(), nullable=False),
        sa.Column("means_of_verification", sa.Text(), nullable=False),
        sa.Column("start_half", sa.String(length=7), nullable=False),
        sa.Column("end_half", sa.String(length=7), nullable=False),
        sa.Column("footnote", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_milestone_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(
        op.f("ix_milestone_commitment_id"), "milestone", ["commitment_id"], unique=False
    )

    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "participants",
                "official_agenda",
                "moderator",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "handed_in",
                "listed",
                "replaced",
                "left_out",
                "undone",
                name="ideastate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state != 'left_out' OR length(trim(reason)) > 0",
            name=op.f("ck_idea_left_out_with_reason"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR length(trim(text)) > 0", name=op.f("ck_idea_has_text")
        ),
        sa.CheckConstraint("length(text) <= 600", name=op.f("ck_idea_text_length")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_idea_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_idea_seat_id_seat")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_idea_theme_id_theme")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_idea_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    op.create_index(op.f("ix_idea_theme_id"), "idea", ["theme_id"], unique=False)
    op.create_index(op.f("ix_idea_workshop_id"), "idea", ["workshop_id"], unique=False)

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "title",
                "scope",
                "organization",
                name="field",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "withdrawn",
                name="suggestionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(field = 'organization') = (organization_id IS NOT NULL)",
            name=op.f("ck_suggestion_entity_suggested"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR length(trim(reason)) > 0",
            name=op.f("ck_suggestion_decided_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_suggestion_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_suggestion_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_suggestion_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_suggestion_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_proposal_id"), "suggestion", ["proposal_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
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
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_diagnosis_id", sa.Integer(), nullable=True),
        sa.Column("from_problem_id", sa.Integer(), nullable=True),
        sa.Column("from_idea_id", sa.Integer(), nullable=True),
        sa.Column("from_proposal_id", sa.Integer(), nullable=True),
        sa.Column("to_problem_id", sa.Integer(), nullable=True),
        sa.Column("to_idea_id", sa.Integer(), nullable=True),
        sa.Column("to_proposal_id", sa.Integer(), nullable=True),
        sa.Column("to_commitment_id", sa.Integer(), nullable=True),
        sa.Column("to_milestone_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            f"({how_many(FROM)}) = CASE WHEN relation = 'introduced_by_entity' THEN 0 ELSE 1 END",
            name=op.f("ck_link_one_source"),
        ),
        sa.CheckConstraint(
            f"({how_many(TO)}) ="
            " CASE WHEN relation IN ('dropped', 'not_taken_up') THEN 0 ELSE 1 END",
            name=op.f("ck_link_one_target"),
        ),
        sa.CheckConstraint(
            "from_problem_id != to_problem_id AND from_idea_id != to_idea_id",
            name=op.f("ck_link_leads_elsewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["from_diagnosis_id"],
            ["diagnosis.id"],
            name=op.f("fk_link_from_diagnosis_id_diagnosis"),
        ),
        sa.ForeignKeyConstraint(
            ["from_idea_id"], ["idea.id"], name=op.f("fk_link_from_idea_id_idea")
        ),
        sa.ForeignKeyConstraint(
            ["from_problem_id"], ["problem.id"], name=op.f("fk_link_from_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["from_proposal_id"], ["proposal.id"], name=op.f("fk_link_from_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_link_person_id_person")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_link_theme_id_theme")),
        sa.ForeignKeyConstraint(
            ["to_commitment_id"],
            ["commitment.id"],
            name=op.f("fk_link_to_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(["to_idea_id"], ["idea.id"], name=op.f("fk_link_to_idea_id_idea")),
        sa.ForeignKeyConstraint(
            ["to_milestone_id"], ["milestone.id"], name=op.f("fk_link_to_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(
            ["to_problem_id"], ["problem.id"], name=op.f("fk_link_to_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["to_proposal_id"], ["proposal.id"], name=op.f("fk_link_to_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_from_diagnosis_id"), "link", ["from_diagnosis_id"], unique=False)
    op.create_index(op.f("ix_link_from_idea_id"), "link", ["from_idea_id"], unique=False)
    op.create_index(op.f("ix_link_from_problem_id"), "link", ["from_problem_id"], unique=False)
    op.create_index(op.f("ix_link_from_proposal_id"), "link", ["from_proposal_id"], unique=False)
    op.create_index(op.f("ix_link_theme_id"), "link", ["theme_id"], unique=False)
    op.create_index(op.f("ix_link_to_commitment_id"), "link", ["to_commitment_id"], unique=False)
    op.create_index(op.f("ix_link_to_idea_id"), "link", ["to_idea_id"], unique=False)
    op.create_index(op.f("ix_link_to_milestone_id"), "link", ["to_milestone_id"], unique=False)
    op.create_index(op.f("ix_link_to_problem_id"), "link", ["to_problem_id"], unique=False)
    op.create_index(op.f("ix_link_to_proposal_id"), "link", ["to_proposal_id"], unique=False)
    op.create_index(
        "uq_link_from_idea_to_idea",
        "link",
        ["from_idea_id", "to_idea_id"],
        unique=True,
        sqlite_where=sa.text("from_idea_id IS NOT NULL AND to_idea_id IS NOT NULL"),
        postgresql_where=sa.text("from_idea_id IS NOT NULL AND to_idea_id IS NOT NULL"),
    )
    op.create_index(
        "uq_link_from_idea_to_proposal",
        "link",
        ["from_idea_id", "to_proposal_id"],
        unique=True,
        sqlite_where=sa.text("from_idea_id IS NOT NULL AND to_proposal_id IS NOT NULL"),
        postgresql_where=sa.text("from_idea_id IS NOT NULL AND to_proposal_id IS NOT NULL"),
    )
    op.create_index(
        "uq_link_from_problem_to_idea",
        "link",
        ["from_problem_id", "to_idea_id"],
        unique=True,
        sqlite_where=sa.text("from_problem_id IS NOT NULL AND to_idea_id IS NOT NULL"),
        postgresql_where=sa.text("from_problem_id IS NOT NULL AND to_idea_id IS NOT NULL"),
    )
    op.create_index(
        "uq_link_from_problem_to_problem",
        "link",
        ["from_problem_id", "to_problem_id"],
        unique=True,
        sqlite_where=sa.text("from_problem_id IS NOT NULL AND to_problem_id IS NOT NULL"),
        postgresql_where=sa.text("from_problem_id IS NOT NULL AND to_problem_id IS NOT NULL"),
    )

    op.create_table(
        "mark",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("feasibility", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.CheckConstraint("feasibility BETWEEN 0 AND 2", name=op.f("ck_mark_feasibility_known")),
        sa.CheckConstraint("value BETWEEN 0 AND 2", name=op.f("ck_mark_value_known")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_mark_idea_id_idea")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_mark_seat_id_seat")),
        sa.PrimaryKeyConstraint("idea_id", "seat_id", name=op.f("pk_mark")),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_objection_idea_id_idea")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_objection_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("idea_id", "seat_id", name=op.f("uq_objection_idea_id_seat_id")),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "feasibility",
            sa.Enum(
                "feasible",
                "feasible_with_conditions",
                "not_feasible",
                "already_on_the_agenda",
                name="feasibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "budget",
            sa.Enum(
                "yes",
                "possible",
                "no",
                "unknown",
                name="budget",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "feasibility != 'feasible_with_conditions' OR length(trim(text)) > 0",
            name=op.f("ck_opinion_conditions_stated"),
        ),
        sa.CheckConstraint("length(text) <= 1500", name=op.f("ck_opinion_text_length")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_opinion_idea_id_idea")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_opinion_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_opinion_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_opinion_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint(
            "idea_id", "organization_id", name=op.f("uq_opinion_idea_id_organization_id")
        ),
    )
    op.create_index(op.f("ix_opinion_workshop_id"), "opinion", ["workshop_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "outside_competence",
                "no_budget",
                "already_under_way",
                "merged_with_another",
                "not_specific_enough",
                "not_feasible_in_the_period",
                "outside_open_government",
                "withdrawn",
                "theme_not_developed",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"({how_many(ABOUT)}) <= 1",
            name=op.f("ck_response_about_one"),
        ),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_response_has_text")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_response_idea_id_idea")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_response_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_response_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_response_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_response_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_response_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_theme_id"), "response", ["theme_id"], unique=False)
    op.create_index(
        "uq_response_idea_id",
        "response",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("idea_id IS NOT NULL"),
        postgresql_where=sa.text("idea_id IS NOT NULL"),
    )
    op.create_index(
        "uq_response_problem_id",
        "response",
        ["problem_id"],
        unique=True,
        sqlite_where=sa.text("problem_id IS NOT NULL"),
        postgresql_where=sa.text("problem_id IS NOT NULL"),
    )
    op.create_index(
        "uq_response_proposal_id",
        "response",
        ["proposal_id"],
        unique=True,
        sqlite_where=sa.text("proposal_id IS NOT NULL"),
        postgresql_where=sa.text("proposal_id IS NOT NULL"),
    )
    op.create_index(
        "uq_response_theme",
        "response",
        ["theme_id"],
        unique=True,
        sqlite_where=sa.text(f"({how_many(ABOUT)}) = 0"),
        postgresql_where=sa.text(f"({how_many(ABOUT)}) = 0"),
    )

    op.create_table(
        "synergy",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_synergy_pair_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["idea.id"], name=op.f("fk_synergy_first_id_idea")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_synergy_seat_id_seat")),
        sa.ForeignKeyConstraint(["second_id"], ["idea.id"], name=op.f("fk_synergy_second_id_idea")),
        sa.PrimaryKeyConstraint("first_id", "second_id", "seat_id", name=op.f("pk_synergy")),
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_wording_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wording_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_wording_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_wording_suggestion_id_suggestion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_wording_proposal_id_number")),
    )
    op.create_table(
        "agreement_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "agreed",
                "agreed_with_reservations",
                "not_agreed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_agreement_check_closed_with_outcome"),
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 2", name=op.f("ck_agreement_check_at_most_two")),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_agreement_check_phase_id_phase")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_agreement_check_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_agreement_check_wording_id_wording")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_agreement_check_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_check")),
        sa.UniqueConstraint(
            "proposal_id", "number", name=op.f("uq_agreement_check_proposal_id_number")
        ),
    )
    op.create_index(
        op.f("ix_agreement_check_workshop_id"), "agreement_check", ["workshop_id"], unique=False
    )
    op.create_index(
        "uq_agreement_check_open",
        "agreement_check",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "agreement_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reservation", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "level < 4 OR length(trim(reservation)) > 0",
            name=op.f("ck_agreement_answer_reservation_stated"),
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_agreement_answer_level_known")),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["agreement_check.id"],
            name=op.f("fk_agreement_answer_check_id_agreement_check"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_agreement_answer_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_agreement_answer_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_answer")),
        sa.UniqueConstraint(
            "check_id", "organization_id", name=op.f("uq_agreement_answer_check_id_organization_id")
        ),
    )
    wider("phase", "kind", "phasekind", PHASE_KINDS, PHASE_KINDS + NEW_PHASE_KINDS)
    wider("problem", "state", "problemstate", PROBLEM_STATES, (*PROBLEM_STATES, "replaced"))
    op.drop_index("uq_contest_standing", "contest")
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("problem_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("question", sa.String(length=400), nullable=False, server_default="")
        )
        batch.create_foreign_key(
            op.f("fk_contest_problem_id_problem"), "problem", ["problem_id"], ["id"]
        )
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.alter_column("number", server_default=None)
        batch.alter_column("question", server_default=None)
    stand = sa.text(STANDS)
    op.create_index(
        "uq_contest_standing",
        "contest",
        ["phase_id", "number"],
        unique=True,
        sqlite_where=stand,
        postgresql_where=stand,
    )
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("idea_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_contribution_idea_id_idea"), "idea", ["idea_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_contribution_proposal_id_proposal"), "proposal", ["proposal_id"], ["id"]
        )
        batch.create_index(op.f("ix_contribution_idea_id"), ["idea_id"])
        batch.create_index(op.f("ix_contribution_proposal_id"), ["proposal_id"])
    with op.batch_alter_table("option", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("idea_id", sa.Integer(), nullable=True))
        batch.alter_column("text", existing_type=sa.String(400), type_=sa.String(600))
        batch.create_foreign_key(op.f("fk_option_idea_id_idea"), "idea", ["idea_id"], ["id"])
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("revealed_at", sa.DateTime(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_phase_proposal_id_proposal"), "proposal", ["proposal_id"], ["id"]
        )
    add_filled("plan", "details", sa.JSON(), "{}")
    add_filled("theme", "code", sa.String(length=12), "")
    add_filled("theme", "subject", sa.String(length=200), "")
    add_filled("workshop", "votes_overall", sa.Boolean(), sa.false())
    add_filled("workshop", "cut_reason", sa.Text(), "")
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column("cut_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))


def add_filled(table: str, name: str, kind: sa.types.TypeEngine, filling: object) -> None:
    """Add a required column to rows that are there; the filling is for them alone."""
    with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
        batch.add_column(sa.Column(name, kind, nullable=False, server_default=filling))
    with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
        batch.alter_column(name, existing_type=kind, server_default=None)


def wider(
    table: str, column: str, name: str, former: tuple[str, ...], values: tuple[str, ...]
) -> None:
    """Let a column of named values hold `values`, where it held `former`."""
    constraint = f"ck_{table}_{name}"
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f(constraint), type_="check")
        batch.create_check_constraint(op.f(constraint), f"{column} IN ({listed})")


def downgrade() -> None:
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        for name in ("published_at", "cut_at", "cut_reason", "votes_overall"):
            batch.drop_column(name)
    with op.batch_alter_table("theme", reflect_kwargs=ALONE) as batch:
        batch.drop_column("subject")
        batch.drop_column("code")
    with op.batch_alter_table("plan", reflect_kwargs=ALONE) as batch:
        batch.drop_column("details")
    with op.batch_alter_table("phase", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("fk_phase_proposal_id_proposal"), type_="foreignkey")
        batch.drop_column("revealed_at")
        batch.drop_column("proposal_id")
    with op.batch_alter_table("option", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("fk_option_idea_id_idea"), type_="foreignkey")
        batch.drop_column("idea_id")
        batch.alter_column("text", existing_type=sa.String(600), type_=sa.String(400))
    with op.batch_alter_table("contribution", reflect_kwargs=ALONE) as batch:
        for name in ("idea", "proposal"):
            batch.drop_index(f"ix_contribution_{name}_id")
            batch.drop_constraint(op.f(f"fk_contribution_{name}_id_{name}"), type_="foreignkey")
            batch.drop_column(f"{name}_id")
    op.drop_index("uq_contest_standing", "contest")
    with op.batch_alter_table("contest", table_kwargs=AUTOINCREMENT, reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("fk_contest_problem_id_problem"), type_="foreignkey")
        for name in ("question", "problem_id", "number"):
            batch.drop_column(name)
    stand = sa.text(STANDS)
    op.create_index(
        "uq_contest_standing",
        "contest",
        ["phase_id"],
        unique=True,
        sqlite_where=stand,
        postgresql_where=stand,
    )
    wider("problem", "state", "problemstate", (*PROBLEM_STATES, "replaced"), PROBLEM_STATES)
    wider("phase", "kind", "phasekind", PHASE_KINDS + NEW_PHASE_KINDS, PHASE_KINDS)
    for table in (
        "agreement_answer",
        "agreement_check",
        "wording",
        "synergy",
        "response",
        "opinion",
        "objection",
        "mark",
        "link",
        "suggestion",
        "idea",
        "milestone",
        "proposal",
        "commitment",
        "identifier",
    ):
        op.drop_table(table)
