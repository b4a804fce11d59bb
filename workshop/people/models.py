"""Organizations with their sector, persons and personal links."""

from __future__ import annotations

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workshop.database import Instant, Model, one_of
from workshop.extensions import db, login_manager
from workshop.people.likeness import LONGEST_FOLDED, folded


class Sector(enum.StrEnum):
    """Where an organization stands; the eight of the method."""

    EXECUTIVE = "executive"
    LEGISLATIVE = "legislative"
    JUDICIAL = "judicial"
    AUTONOMOUS_PUBLIC_BODY = "autonomous_public_body"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    PRIVATE_SECTOR = "private_sector"
    INTERNATIONAL_COOPERATION = "international_cooperation"

    @property
    def is_public(self) -> bool:
        """Whether it belongs to the State, whose officials answer on record."""
        return self in PUBLIC_SECTORS


PUBLIC_SECTORS = frozenset(
    (Sector.EXECUTIVE, Sector.LEGISLATIVE, Sector.JUDICIAL, Sector.AUTONOMOUS_PUBLIC_BODY)
)


SECTOR_NAMES = {
    Sector.EXECUTIVE: _l("Executive branch"),
    Sector.LEGISLATIVE: _l("Legislative branch"),
    Sector.JUDICIAL: _l("Judicial branch"),
    Sector.AUTONOMOUS_PUBLIC_BODY: _l("Autonomous public body"),
    Sector.CIVIL_SOCIETY: _l("Civil society"),
    Sector.ACADEMIA: _l("Academia"),
    Sector.PRIVATE_SECTOR: _l("Private sector"),
    Sector.INTERNATIONAL_COOPERATION: _l("International cooperation"),
}


class Organization(Model):
    """A ministry, a court, an association, a university, a company: who is represented.

    One that turned out to be another keeps its row, which says which one: its names lead there,
    and what is closed and counted stands under the name it was counted by.
    """

    __tablename__ = "organization"
    __table_args__ = (
        Index("uq_organization_folded_name", "folded_name", unique=True),
        CheckConstraint("length(trim(name)) > 0", "has_name"),
        CheckConstraint("merged_into_id != id", "merged_into_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    acronym: Mapped[str] = mapped_column(String(40), default="")
    sector: Mapped[Sector] = mapped_column(one_of(Sector))
    # What makes two names the same (`likeness.folded`). Of doubles that were there before it was
    # kept, all but the first have their number behind it.
    folded_name: Mapped[str] = mapped_column(String(LONGEST_FOLDED + 20))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)

    merged_into: Mapped[Organization | None] = relationship(remote_side=[id])

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = folded(name)
        return name

    @property
    def short(self) -> str:
        return self.acronym or self.name

    @property
    def itself(self) -> Organization:
        """The organization that this one is: another, where they were found to be the same."""
        return self.merged_into.itself if self.merged_into else self


HAS_PASSWORD = text("password_hash IS NOT NULL")


class Person(UserMixin, Model):
    """Someone who takes part or works for the SGP. Only staff have a password.

    Who turned out to be somebody else keeps the row that logs name, and it says who that is.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("NOT is_admin OR password_hash IS NOT NULL", "admin_has_password"),
        CheckConstraint("length(trim(name)) > 0", "has_name"),
        CheckConstraint("merged_into_id != id", "merged_into_another"),
        CheckConstraint("password_hash IS NULL OR merged_into_id IS NULL", "staff_stay_themselves"),
        # An institution may have one address for several people; whoever signs in has their own.
        Index(
            "uq_person_staff_email",
            "email",
            unique=True,
            sqlite_where=HAS_PASSWORD,
            postgresql_where=HAS_PASSWORD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    # Raised when links are revoked or the password changes: older sessions end.
    session_number: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[Instant]

    organization: Mapped[Organization | None] = relationship()
    merged_into: Mapped[Person | None] = relationship(remote_side=[id])

    @property
    def itself(self) -> Person:
        """The person that this one is: another, where they were found to be the same."""
        return self.merged_into.itself if self.merged_into else self

    @property
    def is_staff(self) -> bool:
        return self.password_hash is not None

    def get_id(self) -> str:
        return f"{self.id}.{self.session_number}"


class Alike(enum.StrEnum):
    """Of what two rows may look alike."""

    ORGANIZATION = "organization"
    PERSON = "person"


class KnownApart(Model):
    """Two that look alike and are not the same: somebody who knows has said so."""

    __tablename__ = "known_apart"
    __table_args__ = (CheckConstraint("first_id < second_id", "in_order"),)

    kind: Mapped[Alike] = mapped_column(one_of(Alike), primary_key=True)
    first_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class PersonalLink(Model):
    """A way in without a password, for one person, until it expires or is revoked."""

    __tablename__ = "personal_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # Where it leads, a path of this site.
    leads_to: Mapped[str] = mapped_column(String(200), default="/")
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    opened_at: Mapped[Instant | None]

    person: Mapped[Person] = relationship()

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


# Written once: it is read at every request.
_PERSON = db.select(Person).filter(Person.id == db.bindparam("id"))


def load_person(kept: str) -> Person | None:
    """The person of a session cookie, unless the sessions of that time have been ended."""
    number, _dot, session_number = kept.partition(".")
    if not number.isdigit():
        return None
    person = db.session.scalars(_PERSON, {"id": int(number)}).one_or_none()
    is_good = person and str(person.session_number) == session_number
    return person.itself if person and is_good else None


def bind_sign_in() -> None:
    login_manager.user_loader(load_person)
