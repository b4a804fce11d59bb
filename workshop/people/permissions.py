"""Who may keep the lists of organizations and staff."""

from __future__ import annotations

from workshop.people.models import Person


def can_keep_lists(person: Person) -> bool:
    """The SGP's administrators, and nobody else."""
    return person.is_authenticated and person.is_admin


def can_change_password(person: Person) -> bool:
    """Only staff have a password."""
    return person.is_authenticated and person.is_staff
