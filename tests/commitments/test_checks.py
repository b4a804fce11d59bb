"""What a record lacks, as a table: one thing is wrong with an otherwise faultless record."""

import pytest

from workshop.commitments.actions import stands_for
from workshop.commitments.checks import Around, errors, has_outsider, listed_actions, warnings
from workshop.commitments.halves import latest_month

MILESTONE = {
    "id": 7,
    "activity": "Design the public registry",
    "unit": "Registry Office",
    "means": "Published design",
    "start": "2023-H1",
    "end": "2024-H2",
    "footnote": "",
}
NOTE = {"mark": "*", "anchor": "", "text": "The law that pays for it runs on."}
RECORD = {
    "title": "Publish the registry",
    "period_start": "2023-01",
    "period_end": "2024-12",
    "organization": "Ministry of Trees",
    "problem": "Nobody knows",
    "description": "So:\n\n- Design the registry\n  - with care",
    "contribution": "All will know",
    "relevance": "It is transparent",
    "stakeholders": ["Regions", {"text": "Civil society", "ul": ["DAR"]}],
    "milestones": [MILESTONE],
    "final_products": ["A registry"],
    "outcome_indicators": ["Permits published"],
    "indicator_levels": [{"baseline": "0", "target": "100"}],
    "monitoring_entity": "MINTREE",
    "monitoring_unit": "Planning Office",
    "footnotes": [],
    "novelty": "There was none",
    "values": ["transparency"],
    "supporters": {},
}
AROUND = Around(
    plan_end="2024-12",
    lead=("Ministry of Trees", "MINTREE"),
    others=(("Ministry of Stone", "MINSTONE"),),
    outside=("Amazon Watch Perú",),
    comes_from_idea=True,
)


def changed(**details):
    return {**RECORD, **details}


def milestone(**details):
    return changed(milestones=[{**MILESTONE, **details}])


def keys(findings):
    return [finding.key for finding in findings]


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(RECORD, [], id="faultless"),
        *[
            pytest.param(changed(**{name: empty}), [f"empty-{name}"], id=f"no {name}")
            for name, empty in (
                ("title", ""),
                ("organization", ""),
                ("problem", ""),
                ("description", ""),
                ("contribution", ""),
                ("relevance", ""),
                ("milestones", []),
                ("final_products", []),
                ("outcome_indicators", []),
                ("monitoring_entity", ""),
                ("monitoring_unit", ""),
            )
        ],
        pytest.param(changed(period_end=""), ["empty-period"], id="half a period"),
        pytest.param(changed(stakeholders=[]), [], id="stakeholders may be empty"),
        pytest.param(changed(period_start="2025-01"), ["period"], id="period inverted"),
        *[
            pytest.param(milestone(**{name: ""}), ["lacks-7"], id=f"milestone without {name}")
            for name in ("activity", "unit", "means", "start", "end")
        ],
        pytest.param(
            changed(footnotes=[{"mark": "", "text": "If"}]), [], id="a note may lack its mark"
        ),
        pytest.param(
            changed(outcome_indicators=["", "Permits"]), ["indicator-1"], id="indicator unsaid"
        ),
        pytest.param(
            milestone(start="2024-H2", end="2024-H1"), ["order-7"], id="milestone inverted"
        ),
    ],
)
def test_errors_block_complete(content, wanted):
    assert keys(errors(content)) == wanted


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(RECORD, [], id="faultless"),
        pytest.param(changed(period_start="2023-06"), [], id="starts within the half"),
        pytest.param(changed(period_start="2023-07"), ["before-7"], id="starts before"),
        pytest.param(changed(period_end="2024-11"), ["after-7"], id="its half ends after"),
        pytest.param(milestone(end="2025-H1"), ["after-7", "beyond-7"], id="after the plan"),
        pytest.param(
            changed(
                milestones=[{**MILESTONE, "end": "2025-H1", "footnote": "*"}], footnotes=[NOTE]
            ),
            ["after-7"],
            id="with a footnote",
        ),
        pytest.param(
            milestone(end="2025-H1", footnote="*"),
            ["after-7", "beyond-7"],
            id="a mark, no footnote",
        ),
        pytest.param(changed(period_end="2025-03"), ["beyond"], id="period after the plan"),
        pytest.param(
            changed(monitoring_unit="REGISTRY  office"), ["same-unit"], id="monitors itself"
        ),
        pytest.param(
            changed(monitoring_entity="Ministry of Stone"), ["other-entity"], id="another entity"
        ),
        pytest.param(
            changed(monitoring_unit="Office of MINSTONE"), ["other-entity"], id="another's unit"
        ),
        pytest.param(
            changed(description="- Train the clerks of the regions"),
            ["action-clerks-region-train"],
            id="action without a milestone",
        ),
        pytest.param(
            changed(indicator_levels=[{"baseline": "0", "target": ""}]),
            ["levels-permits published"],
            id="no target",
        ),
        pytest.param(changed(indicator_levels=[]), ["levels-permits published"], id="no levels"),
        pytest.param(changed(stakeholders=["Regions"]), ["outsiders"], id="only the State"),
        pytest.param(changed(values=[]), ["values"], id="no value"),
        pytest.param(changed(novelty=""), ["novelty"], id="nothing new"),
    ],
)
def test_warnings_are_shown(content, wanted):
    assert keys(warnings(content, AROUND)) == wanted


@pytest.mark.usefixtures("in_request")
def test_a_record_that_comes_from_no_idea_is_warned_of():
    around = Around(plan_end="2024-12", lead=AROUND.lead)

    assert keys(warnings(RECORD, around)) == ["idea"]


@pytest.mark.parametrize(
    ("stakeholders", "is_there"),
    [
        (["amazon watch peru"], True),
        (["Colectivo DAR"], True),
        ([{"text": "Otros", "ul": ["Universidad de Loreto"]}], True),
        (["Civil society in general."], True),
        (["Entidades públicas, gobiernos regionales y sociedad civil"], True),
        (["Cámara de Comercio de Lima"], True),
        (["ONGs"], True),
        (["Gobiernos regionales"], False),
        (["Oficina de Atención al Ciudadano", "Dirección de Participación Ciudadana"], False),
        (["General Directorate of Citizen Education and Environmental Information"], False),
        (["Agencia Peruana de Cooperación Internacional"], False),
        (["Superintendencia Nacional de Educación Superior Universitaria"], False),
        (["Comité de acompañamiento", "Mesa de dar seguimiento"], False),
    ],
)
def test_whoever_is_from_outside_the_state_is_found_by_name_or_by_kind(stakeholders, is_there):
    def has_one(**details):
        return has_outsider(changed(**details), (*AROUND.outside, "DAR"))

    assert has_one(stakeholders=stakeholders) is is_there
    assert has_one(stakeholders=[], supporters={"civil_society": ["DAR"]})
    assert not has_one(stakeholders=[], supporters={"government": ["GORE"]})


def test_the_actions_are_the_items_of_the_first_level():
    assert listed_actions(RECORD["description"]) == ["Design the registry"]


PCM = ("Presidencia del Consejo de Ministros", "PCM")
ENTITIES = (
    ("Ministerio de Educación", "MINEDU"),
    ("Ministerio del Ambiente", "MINAM"),
    ("Ministry of Justice and Human Rights", "MINJUSDH"),
    ("Congress of the Republic", "CdR"),
    ("Asociación Derecho, Ambiente y Recursos Naturales", "DAR"),
    ("Programa Nacional de Vida Digna", "VIDA"),
)
SGP = "Secretaría de Gestión Pública"


def units_warned_of(lead, entity, unit, *carry_out):
    """Which warnings there are about the units of a record, `others` being all but the lead."""
    others = tuple(names for names in (PCM, *ENTITIES) if names[0] not in lead)
    milestones = [{**MILESTONE, "unit": name} for name in carry_out or ("Registry Office",)]
    content = changed(monitoring_entity=entity, monitoring_unit=unit, milestones=milestones)
    around = Around("2024-12", lead, others, AROUND.outside, comes_from_idea=True)
    return keys(warnings(content, around))


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("unit", "carries_out"),
    [
        ("Oficina de Modernización", "Oficina de Modernización - PCM"),
        ("Oficina de Modernización", "OFICINA DE MODERNIZACION DE LA PCM"),
        ("Oficina de Modernización (PCM)", "Oficina de Modernización"),
        ("PCM – Oficina de Modernización", "Oficina de modernización, pcm"),
        ("Oficina de Modernización de la Presidencia del Consejo de Ministros (PCM)",
         "Oficina de Modernización"),
        ("Modernization Office", "PCM Modernization Office"),
        ("Office of Modernization", "PCM's Modernization Office"),
        ("Oficina General de Planeamiento y Presupuesto (OGPP)", "OGPP - PCM"),
        ("Oficina General de Planeamiento y Presupuesto",
         "Oficina General de Planeamiento y Presupuesto (OGPP)"),
        ("Oficina de Modernización", "Oficina de Modernización\nOficina de Prensa"),
        ("PCM", "Presidencia del Consejo de Ministros"),
    ],
)  # fmt: skip
def test_a_unit_is_the_same_with_its_entity_and_without(unit, carries_out):
    for first, second in ((unit, carries_out), (carries_out, unit)):
        if "\n" not in first:
            assert units_warned_of(PCM, "PCM", first, second) == ["same-unit"]
            assert units_warned_of(PCM, "PCM", first, second, "Oficina de Prensa - PCM") == []


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("unit", "carries_out"),
    [
        ("Oficina de Modernización", "Oficina de Modernización - MINAM"),
        ("Oficina de Modernización - PCM", "Oficina de Modernización del Ministerio de Educación"),
        ("Oficina de Modernización", "Oficina de Prensa de la PCM"),
        ("Oficina de Modernización", "PCM"),
        ("Oficina de Modernización", "Oficina de Modernización - SENACE"),
    ],
)
def test_units_of_two_entities_are_not_the_same(unit, carries_out):
    assert units_warned_of(PCM, "PCM", unit, carries_out) == []


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("lead", "entity", "unit"),
    [
        (PCM, "Presidencia del Consejo de Ministros (PCM)", "Oficina de Prensa"),
        (PCM, "presidencia del consejo de ministros", "Oficina de Prensa"),
        (PCM, "Secretaría de Gestión Pública de la PCM", "Secretaría de Gestión Pública"),
        (PCM, "PCM a través de la Secretaría de Gestión Pública", SGP),
        ((f"{SGP} de la PCM", "SGP"), "PCM", SGP),
        (("Ministerio de Educación a través del PRONIED",), "Ministerio de Educación", "MINEDU"),
        (("Ministerio de Educación mediante el PRONIED",), "MINEDU", "Oficina de Prensa - MINEDU"),
        (("Ministerio de Educación por intermedio del PRONIED",), "PRONIED", "PRONIED"),
        (("PRONIED through Ministerio de Educación",), "PRONIED", "Planning Office - MINEDU"),
        (("PRONIED (Programa Educativo) por medio de MINEDU",), "Programa Educativo", "PRONIED"),
        (("PRONIED",), "Ministerio de Educación, a través del PRONIED", "PRONIED"),
        (ENTITIES[2], "Ministry of Justice", "Legal Office"),
        (ENTITIES[2], "MINISTRY OF JUSTICE AND HUMAN RIGHTS", "Legal Office"),
        (PCM, "PCM", "Oficina de Coordinación con el Congreso y con el MINEDU"),
        (PCM, "PCM", "Unidad de Enlace ante el Ministerio del Ambiente"),
        (PCM, "PCM", "Oficina de vida silvestre"),
        (PCM, "PCM", "Unidad Vida Digna"),
        (PCM, "PCM", "Oficina de Tecnologías - PCM/ MINEDU"),
        (ENTITIES[2], "Ministerio de Justicia y Derechos Humanos", "Oficina de Asesoría Jurídica"),
        (ENTITIES[3], "Congreso de la República", "Oficina de Prensa del Congreso de la República"),
        (("Ministry of Housing, Construction and Sanitation",),
         "Ministerio de Vivienda, Construcción y Saneamiento", "Oficina de Prensa"),
        (("Ministerio de Energía y Minas",), "Ministry of Energy and Mines", "Press Office"),
        (("National Water Authority",), "Autoridad Nacional del Agua", "Oficina de Planeamiento"),
        (("Autoridad Nacional del Agua", "ANA"), "National Water Authority", "Planning Office"),
        (("Office of the Comptroller General of the Republic",),
         "Contraloría General de la República", "Gerencia de Control"),
        (("National Geophysical Institute (Instituto Geofísico)",), "Instituto Geofísico", "UTI"),
        (ENTITIES[3], "Congress of the Republic",
         "Congress of the Republic’s Parliamentary General Directorate"),
    ],
)  # fmt: skip
def test_an_entity_is_the_lead_by_any_of_its_names(lead, entity, unit):
    assert units_warned_of(lead, entity, unit) == []


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("lead", "entity", "unit"),
    [
        (PCM, "Ministerio del Ambiente (MINAM)", "Oficina de Prensa"),
        (PCM, "Ministerio del Ambiente", "Oficina de Prensa - PCM"),
        (PCM, "Ministerio de Justicia y Derechos Humanos", "Oficina de Prensa"),
        (("Ministry of Health",), "Ministerio del Ambiente", "Oficina de Prensa"),
        (
            ("Ministry of Health",),
            "Ministry of Health",
            "Press Office, Ministry of Education",
        ),
        (("National Water Authority",), "Autoridad Nacional de Salud", "Oficina de Prensa"),
        (PCM, "Servicio Nacional de Áreas", "Oficina de Prensa"),
        (PCM, "PCM", "MINAM Modernization Office"),
        (PCM, "PCM", "Oficina de Prensa del Ministerio de Educación"),
        (PCM, "PCM", "OFICINA DE PRENSA DEL MINISTERIO DE EDUCACION"),
        (PCM, "PCM", "Oficina de Prensa (minedu)"),
        (PCM, "PCM", "DAR"),
        (("Ministerio de Educación a través del PRONIED",), "MINAM", "Oficina de Prensa"),
        (("Ministry of Justice",), "Ministry of Justice and Human Rights", "Legal Office"),
    ],
)
def test_another_entity_is_another(lead, entity, unit):
    assert units_warned_of(lead, entity, unit) == ["other-entity"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- Publicar los datos\n- Publicación de la norma\n- Se capacitará a las regiones", 3),
        ("- Train clerks\n- Design of the portal\n- The Ministry will issue a norm", 3),
        ("1. To open the registry\n2. Onboard the regions\n3. Report results", 3),
        ("- (a) Difundir la guía\n- b) Implementarlo en regiones", 2),
        ("Se realizarán las siguientes acciones:\n\n- Diseño de la guía\n- Registro de casos", 2),
        ("- Difusión en medios\n- Diseño\n- Se elabora la guía\n- MINAM: publicar datos", 4),
        ("Información:\n\n- Fecha: la de emisión\n- Estado: otorgado", 0),
        ("It shows the following information:\n\n- Budget execution\n- Implementation of works", 0),
        ("El portal tendrá:\n\n- Nombre del titular\n- Ubicación\n- Lugar de la tala", 0),
        ("La información es:\n\n- estadística\n- documental\n- Ejecución de obras", 0),
        ("- Name of the owner\n- Address\n- Permit number\n- Date of issue", 0),
        ("- Contratos\n- Resoluciones que serán publicadas\n- Taller regional", 0),
        ("- Number of permits that the Ministry will issue\n- Calendar of works", 0),
        ("- Regional governments\n- Civil society\n- Owner register\n- Open data", 0),
        ("Publicar el registro, que no es una lista.", 0),
    ],
)
def test_items_of_information_are_no_actions(text, wanted):
    assert len(listed_actions(text)) == wanted


@pytest.mark.parametrize(
    ("action", "activity", "stands"),
    [
        (
            "Diseñar, desarrollar y publicar un registro abierto de los permisos forestales que"
            " otorgan los gobiernos regionales, con buscador por distrito y especie, en"
            " coordinación con las autoridades indígenas",
            "Publicación del registro de permisos",
            True,
        ),
        ("Capacitar a los funcionarios", "Capacitación de funcionarios regionales", True),
        ("Publish data on permits", "Permit data are published", True),
        ("Aprobar el reglamento del SEIA", "Norma del SEIA aprobada", True),
        ("Train the clerks on the registry", "Publish the registry", False),
        ("Capacitar a los funcionarios", "Publicar el registro de permisos", False),
        ("Prepare a training proposal", "Prepare a regulatory framework", False),
        ("Publicar la guía", "Publicar el registro", False),
    ],
)
def test_a_milestone_stands_for_what_it_carries_out(action, activity, stands):
    assert stands_for(action, activity, "") is stands


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("This would conclude the first half of 2025.", "2025-06"),
        ("Concluirá en el segundo semestre del 2025", "2025-12"),
        ("II Semestre 2025; antes, I Semestre 2024", "2025-12"),
        ("It ends on 15 March 2025", "2025-03"),
        ("Until March 15, 2025", "2025-03"),
        ("Se entrega el 31 de setiembre de 2025", "2025-09"),
        ("Hasta el 31/03/2025", "2025-03"),
        ("2025-07-01", "2025-07"),
        ("tercer trimestre de 2026", "2026-09"),
        ("a fines de 2026", "2026-12"),
        ("Supreme Decree N° 034-2025-PCM", ""),
        ("National Environmental Policy to 2030", ""),
        ("Política Nacional al 2030", ""),
        ("If there is money", ""),
    ],
)
def test_a_sentence_names_its_latest_date(text, month):
    assert latest_month(text) == month


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("notes", "details", "wanted"),
    [
        ([{"mark": "*", "text": "Ends in the first half of 2025"}], {}, ["after-7"]),
        ([{"mark": "(*)", "text": "Termina en marzo de 2025"}], {}, ["after-7"]),
        ([{"mark": "1", "text": "Ends in 2025"}], {}, []),
        ([{"mark": "", "anchor": "C01-M1.end", "text": "Ends in June 2025"}], {}, ["after-7"]),
        ([{"mark": "*", "anchor": "C01-M2.end", "text": "Ends in June 2025"}], {}, []),
        ([{"mark": "*", "anchor": "Hito 1, inicio", "text": "Desde junio de 2025"}], {}, []),
        ([{"mark": "*", "text": "Planned for May 2023"}], {}, []),
        ([{"mark": "*", "text": "Ends in 2025"}], {"period_end": "2025-12"}, []),
    ],
)
def test_a_date_that_stands_in_a_footnote_counts(notes, details, wanted):
    content = changed(milestones=[{**MILESTONE, "footnote": "*"}], footnotes=notes, **details)

    assert keys(warnings(content, AROUND)) == wanted


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("note", "says_why"),
    [
        ({"mark": "1", "anchor": "Period", "text": "As the Forum decided"}, True),
        ({"mark": "", "anchor": "", "text": "As the Forum decided"}, True),
        ({"mark": "1", "anchor": "indicator 1", "text": "It ends in March 2025"}, True),
        ({"mark": "1", "anchor": "indicator 1", "text": "In soles"}, False),
        ({"mark": "*", "anchor": "Milestone 1, start", "text": "Of the registry"}, False),
        ({"mark": "*", "anchor": "C01-M1.end", "text": "Of the registry"}, False),
        ({"mark": "1", "anchor": "Period", "text": " "}, False),
    ],
)
def test_the_end_of_the_period_is_explained_by_a_footnote_to_it(note, says_why):
    content = changed(
        period_end="2025-03", milestones=[{**MILESTONE, "footnote": "*"}], footnotes=[note]
    )

    assert keys(warnings(content, AROUND)) == ([] if says_why else ["beyond"])


@pytest.mark.usefixtures("in_request")
def test_every_warning_has_a_key_of_its_own():
    """Two actions that begin with the same words, two indicators that read the same."""
    same = "Train the clerks of every regional government and province on permits and"
    content = changed(
        description=f"- {same} on registries\n- {same} on maps\n- Train the judges",
        outcome_indicators=["Permits", "Permits"],
        indicator_levels=[],
    )

    own = keys(warnings(content, AROUND))
    assert len(own) == len(set(own)) == 5


MINAM, OEFA = (
    ("Ministry of Environment", "MINAM"),
    (
        "Environmental Assessment and Inspection Agency",
        "OEFA",
    ),
)
# As the fifth plan prints them: lead, entity, unit that monitors, units that carry out.
PRINTED = [
    (MINAM, "Ministry of Environment", "MINAM Modernization Office",
     "General Directorate of Environmental Management Policies and Instruments - MINAM", []),
    (MINAM, "Ministry of Environment", "MINAM Modernization Office", "MINAM", []),
    (OEFA, "Environmental Assessment and Inspection Agency (OEFA)", "MINAM Modernization Office",
     "Office of Technologies and Information – OEFA/ SENACE", ["other-entity"]),
]  # fmt: skip


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(("lead", "entity", "unit", "carries_out", "wanted"), PRINTED)
def test_printed_units_are_read_as_an_official_reads_them(lead, entity, unit, carries_out, wanted):
    content = changed(
        monitoring_entity=entity,
        monitoring_unit=unit,
        milestones=[{**MILESTONE, "unit": carries_out}],
    )
    others = (OEFA,) if lead is MINAM else (MINAM,)
    around = Around("2024-12", (*lead, f"{lead[0]} ({lead[1]})"), others, (), comes_from_idea=True)

    assert keys(warnings(content, around)) == wanted


@pytest.fixture
def in_request(app):
    with app.test_request_context():
        yield
