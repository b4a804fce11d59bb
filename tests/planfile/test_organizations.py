"""An organization of a file is the one that is known here by any of its names."""

import pytest

from workshop import clock as wall_clock
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.writing import export_plan

MINISTRY = {"id": "minam", "name": "Ministerio del Ambiente", "acronym": "MINAM"}


@pytest.fixture
def bring(app):
    """Import a plan that names these organizations; what is known then, and the file's own."""

    def bring(*entries, name="Plan"):
        document = {
            "schema_version": "1.1",
            "process": {"name": name, "plan_years": [2025, 2026]},
            "organizations": [{"sector": "executive", **entry} for entry in entries],
        }
        with app.test_request_context():
            plan, _is_new = import_plan(document, now=wall_clock.now())
            db.session.commit()
            assert export_plan(plan)["organizations"] == document["organizations"]
            return list(db.session.scalars(db.select(Organization.name).order_by(Organization.id)))

    return bring


@pytest.mark.parametrize(
    "other",
    [
        {"name": "ministerio del ambiente"},
        {"name": "Ministerio del Ambiente."},
        {"name": "MINISTÉRIO DEL AMBIENTE", "acronym": None},
        {"name": "«Ministerio  del-Ambiente»", "acronym": "M.I.N.A.M."},
        {"name": "Ministerio del Ambiente (MINAM)", "acronym": "MINAM"},
        {"name": "MINAM"},
        {"name": "Minam.", "acronym": "minam"},
        {"name": "Ministry of Environment", "acronym": "MINAM"},
        {"name": "Ministry of Environment", "names_as_printed": ["Ministerio del Ambiente"]},
        {"name": "Ministry of Environment", "names_as_printed": ["x", "MINAM"]},
    ],
    ids=str,
)
def test_it_is_one_organization_and_the_file_keeps_its_words(bring, other):
    bring(MINISTRY)

    assert bring({"id": "x", **other}, name="Otro") == ["Ministerio del Ambiente"]


def test_a_name_that_an_earlier_file_printed_is_known(bring):
    bring({**MINISTRY, "names_as_printed": ["Ministry of the Environment"]})

    known = bring({"id": "x", "name": "MINISTRY OF THE ENVIRONMENT"}, name="Otro")

    assert known == ["Ministerio del Ambiente"]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ministerio del Interior"},
        {"name": "Movimiento Ambiental", "acronym": "MINAM", "sector": "civil_society"},
        {"name": "MINAM", "sector": "academia"},
        {"name": "Ministerio del Ambiente (Lima)"},
    ],
    ids=str,
)
def test_what_only_resembles_is_another(bring, other):
    bring(MINISTRY)

    assert bring({"id": "x", **other}, name="Otro") == ["Ministerio del Ambiente", other["name"]]


def test_associations_may_share_an_acronym(bring):
    bring({"id": "a", "name": "Red de Agua", "acronym": "RA", "sector": "civil_society"})

    known = bring(
        {"id": "b", "name": "Red Amazónica", "acronym": "RA", "sector": "civil_society"},
        name="Otro",
    )

    assert known == ["Red de Agua", "Red Amazónica"]


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ([{"name": "Ministerio del Ambiente", "sector": "academia"}], "organizations[0].sector"),
        ([{"name": "ministerio del ambiente", "acronym": "MA"}], "organizations[0].acronym"),
        ([{"name": "MINAM"}, {"name": "Ministerio del Ambiente"}], "organizations[1].name"),
        ([{"name": "Foro del Río"}, {"name": "foro del rio."}], "organizations[0].name"),
        (
            [{"name": "Ambos", "names_as_printed": ["MINAM", "Sector Justicia"]}],
            "organizations[0].name",
        ),
    ],
    ids=str,
)
def test_what_contradicts_itself_is_refused_with_its_path(bring, entries, place):
    bring(MINISTRY, {"id": "minjus", "name": "Sector Justicia"})
    coded = [{"id": f"x{number}", **entry} for number, entry in enumerate(entries)]

    with pytest.raises(BadPlan) as refused:
        bring(*coded, name="Otro")

    assert place in [where for where, _sentence in refused.value.faults]
