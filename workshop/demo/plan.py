"""The demonstration's plan: organizations and figures of the fifth plan, people invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.people import passwords
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.workshops.guides import Role
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.seating import take_seat
from workshop.workshops.services import plan_workshop

ORGANIZATIONS = [
    ("Ministerio del Ambiente", "MINAM", Sector.EXECUTIVE),
    ("Organismo de Evaluación y Fiscalización Ambiental", "OEFA", Sector.EXECUTIVE),
    ("Servicio Nacional de Áreas Naturales Protegidas", "SERNANP", Sector.EXECUTIVE),
    ("Ministerio de Energía y Minas", "MINEM", Sector.EXECUTIVE),
    ("Contraloría General de la República", "CGR", Sector.AUTONOMOUS_PUBLIC_BODY),
    ("Sociedad Peruana de Derecho Ambiental", "SPDA", Sector.CIVIL_SOCIETY),
    ("Derecho, Ambiente y Recursos Naturales", "DAR", Sector.CIVIL_SOCIETY),
    ("OXFAM", "", Sector.INTERNATIONAL_COOPERATION),
    ("Centro Bartolomé de las Casas", "CBC", Sector.ACADEMIA),
    ("Instituto Geofísico del Perú", "IGP", Sector.EXECUTIVE),
]

# Who takes part; those with a host are played by the visitor, the others act by themselves.
PEOPLE = [
    ("Ana Rojas", "SPDA", Role.TITULAR, "ana"),
    ("Luis Quispe", "DAR", Role.TITULAR, "luis"),
    ("Rosa Mamani", "MINAM", Role.OFFICIAL, "rosa"),
    ("Carlos Huamán", "OEFA", Role.OFFICIAL, None),
    ("Elena Flores", "SERNANP", Role.OFFICIAL, None),
    ("Jorge Paredes", "MINEM", Role.OFFICIAL, None),
    ("Silvia Torres", "CGR", Role.OFFICIAL, None),
    ("Marta Salas", "OXFAM", Role.TITULAR, None),
    ("Pedro Ccori", "CBC", Role.TITULAR, None),
    ("Inés Vargas", "IGP", Role.TITULAR, None),
]

DIAGNOSES = [
    ("SPDA", "Acceso a la información ambiental en las regiones"),
    ("DAR", "Participación ciudadana en proyectos de inversión"),
]

# The text, and which diagnosis names it.
PROBLEMS = [
    ("Las garantías de transparencia y acceso a la información ambiental son limitadas.", 0),
    ("Persiste una brecha en la producción y difusión de información ambiental.", 0),
    ("La participación ciudadana en los proyectos de inversión es débil.", 1),
    ("Los datos de calidad del agua llegan tarde a las comunidades.", 0),
    ("Los compromisos ambientales de las empresas no se pueden seguir con facilidad.", 1),
]

OTHER_THEMES = [
    ("Educación", True, ""),
    ("Justicia abierta", True, ""),
    ("Parlamento abierto", True, ""),
    ("Salud", True, ""),
    ("Seguridad ciudadana", False, "No se desarrolló por razones de coyuntura."),
]


def build(now: datetime) -> tuple[Workshop, dict[str, tuple[str, Person, str]]]:
    """Fill the database; returns the workshop and, by host, (label, person, where to go)."""
    organizations = {}
    for name, acronym, sector in ORGANIZATIONS:
        organization = Organization(name=name, acronym=acronym, sector=sector)
        organizations[acronym or name] = organization
    db.session.add_all(organizations.values())
    theme = _themes()
    _problems(theme, organizations)
    workshop = plan_workshop(theme, 1, now + timedelta(minutes=2), carry_limit=3)
    workshop.state = WorkshopState.READY
    workshop.place = "Videollamada"

    admin = _staff("Gabriela León (SGP)", "sgp@example.org", now, is_admin=True)
    moderator = _staff("Teresa Campos", "modera@example.org", now, is_admin=False)
    take_seat(workshop, moderator, None, Role.MODERATOR, admin, now=now)
    room, desk = f"/workshops/{workshop.id}", f"/workshops/{workshop.id}/desk"
    roles = {
        "sgp": ("SGP: tablero del plan", admin, f"/plans/{theme.plan_id}"),
        "modera": ("Panel de moderación", moderator, desk),
    }
    for name, acronym, role, host in PEOPLE:
        organization = organizations[acronym]
        person = Person(name=name, organization=organization, created_at=now)
        take_seat(workshop, person, organization, role, admin, now=now)
        if host:
            roles[host] = (f"{name} ({acronym})", person, room)
    return workshop, roles


def _themes() -> Theme:
    plan = Plan(
        name="Plan de Acción de Gobierno Abierto (demostración)", first_year=2027, last_year=2028
    )
    first = Theme(plan=plan, name="Ambiente e industrias extractivas", position=0)
    db.session.add(first)
    for position, (name, is_developed, note) in enumerate(OTHER_THEMES, start=1):
        theme = Theme(plan=plan, name=name, position=position, is_developed=is_developed, note=note)
        db.session.add(theme)
    db.session.flush()
    return first


def _problems(theme: Theme, organizations: dict[str, Organization]) -> None:
    diagnoses = [
        Diagnosis(theme=theme, organization=organizations[acronym], title=title)
        for acronym, title in DIAGNOSES
    ]
    for position, (text, diagnosis) in enumerate(PROBLEMS):
        problem = Problem(
            theme=theme,
            round=1,
            position=position,
            text=text,
            diagnosis=diagnoses[diagnosis],
            state=ProblemState.ADMITTED,
            revision=1,
        )
        db.session.add(problem)
    db.session.flush()


def _staff(name: str, email: str, now: datetime, *, is_admin: bool) -> Person:
    person = Person(
        name=name,
        email=email,
        password_hash=passwords.hash_password("demostracion-2027"),
        is_admin=is_admin,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    return person
