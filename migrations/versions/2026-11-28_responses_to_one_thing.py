"""a response answers exactly one thing; a round published early says why"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Rebuilding a table on SQLite needs to know the table itself, not what it refers to.
ALONE = {"resolve_fks": False}

FORMER = ("problem_id", "idea_id", "proposal_id")
NEW = {"about_theme_id": "theme", "commitment_id": "commitment", "phase_id": "phase"}
FORMER_CATEGORIES = (
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
)
NEW_CATEGORIES = ("not_among_those_carried", "adopted_with_changes", "taken_into_account")


def how_many(columns: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)


def categories(*values: str) -> str:
    return f"category IN ({', '.join(repr(value) for value in values)})"


def only_one(column: str, condition: str) -> None:
    op.create_index(
        f"uq_response_{column}",
        "response",
        ["theme_id"] if column == "theme" else [column],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def upgrade() -> None:
    op.add_column(
        "workshop", sa.Column("early_reason", sa.Text(), nullable=False, server_default="")
    )
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.alter_column("early_reason", existing_type=sa.Text(), server_default=None)

    op.drop_index("uq_response_theme", "response")
    with op.batch_alter_table("response", reflect_kwargs=ALONE) as batch:
        batch.drop_constraint(op.f("ck_response_about_one"), type_="check")
        batch.drop_constraint(op.f("ck_response_category"), type_="check")
        for column, table in NEW.items():
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = op.f(f"fk_response_{column}_{table}")
            batch.create_foreign_key(name, table, [column], ["id"])
        batch.add_column(
            sa.Column("scope_digest", sa.String(64), nullable=False, server_default="")
        )
        batch.create_check_constraint(
            op.f("ck_response_category"), categories(*FORMER_CATEGORIES, *NEW_CATEGORIES)
        )
    op.execute(f"UPDATE response SET about_theme_id = theme_id WHERE ({how_many(FORMER)}) = 0")
    with op.batch_alter_table("response", reflect_kwargs=ALONE) as batch:
        batch.alter_column("scope_digest", existing_type=sa.String(64), server_default=None)
        batch.create_check_constraint(
            op.f("ck_response_about_one"), f"({how_many((*FORMER, *NEW))}) = 1"
        )
        batch.create_check_constraint(
            op.f("ck_response_about_own_theme"), "about_theme_id = theme_id"
        )
    for column in NEW:
        only_one(column, f"{column} IS NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM response WHERE commitment_id IS NOT NULL OR phase_id IS NOT NULL")
    listed = ", ".join(repr(value) for value in NEW_CATEGORIES)
    op.execute(f"UPDATE response SET category = 'other' WHERE category IN ({listed})")
    for column in NEW:
        op.drop_index(f"uq_response_{column}", "response")
    with op.batch_alter_table("response", reflect_kwargs=ALONE) as batch:
        for name in ("about_one", "about_own_theme", "category"):
            batch.drop_constraint(op.f(f"ck_response_{name}"), type_="check")
        for column, table in NEW.items():
            batch.drop_constraint(op.f(f"fk_response_{column}_{table}"), type_="foreignkey")
            batch.drop_column(column)
        batch.drop_column("scope_digest")
        batch.create_check_constraint(op.f("ck_response_category"), categories(*FORMER_CATEGORIES))
        batch.create_check_constraint(op.f("ck_response_about_one"), f"({how_many(FORMER)}) <= 1")
    only_one("theme", f"({how_many(FORMER)}) = 0")
    with op.batch_alter_table("workshop", reflect_kwargs=ALONE) as batch:
        batch.drop_column("early_reason")
