"""Names stand in the order of the language wherever people read them, and on every database."""

import re
from pathlib import Path

import pytest

from workshop.extensions import db
from workshop.people import queries
from workshop.people.models import Organization, Sector
from workshop.proposals.queries import public_entities
from workshop.text import name_order

CODE = Path(__file__).parents[1] / "workshop"
IN_ORDER = [
    "«Ágora» ciudadana",
    "Agua para todos",
    "Árbol",
    "arca",
    "Camara del Norte",
    "Cámara del Sur",
    "Nube",
    "ñ",
    "Ñandú",
    "Oro",
    "Último",
    "Unión",
    "Zorro",
]
# A name that a database sorts by, or that Python sorts by its code points.
BY_DATABASE = re.compile(r"order_by\([^\n]*\.(name|acronym|label)\b|order_by\([^\n]*func\.lower")
BY_CODE_POINT = re.compile(r"key=lambda \w+: [^\n]*\.name(\.casefold\(\)|\.lower\(\)|[,)])")


@pytest.fixture
def organizations(app):
    with app.app_context():
        db.session.add_all(
            Organization(name=name, sector=Sector.EXECUTIVE) for name in reversed(IN_ORDER)
        )
        db.session.commit()
        yield


def test_an_accent_counts_last_and_a_tilde_makes_another_letter():
    assert sorted(reversed(IN_ORDER), key=name_order) == IN_ORDER
    # A name is in the same place however its accents were typed.
    assert name_order("N\u0303andú")[:2] == name_order("Ñandú")[:2]


def test_organizations_are_listed_in_the_order_of_the_language(organizations):
    assert [organization.name for organization in queries.organizations()] == IN_ORDER
    assert [organization.name for organization in public_entities()] == IN_ORDER


def test_no_list_of_names_is_left_to_a_database_or_to_code_points():
    lists = [
        f"{path.relative_to(CODE)}: {line.strip()}"
        for path in CODE.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if (BY_DATABASE.search(line) or BY_CODE_POINT.search(line)) and "name_order" not in line
    ]

    assert lists == []
