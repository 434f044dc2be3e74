"""Invented people for trying Kansmeter: of each role somebody, and one password for all."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from survey_app.accounts import approvals, granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person, School
from survey_app.accounts.roles import AT_A_SCHOOL, Role
from survey_app.audit import services as audit
from survey_app.clock import local_date

WORKED_HERE_FOR: Final = timedelta(days=365)


class Invented(NamedTuple):
    """Somebody with an account: the role, the name, where they sign in with, and a number."""

    role: Role
    name: str
    email: str
    phone: str | None = None


COACH: Final = Invented(
    Role.COACH, "Marit Velthuis", "marit@kansmeter.example", phone="0591 55 01 23"
)
RESEARCHER: Final = Invented(Role.RESEARCHER, "Lieke Brandsma", "lieke@kansmeter.example")
PEOPLE: Final = (
    COACH,
    Invented(Role.COACH, "Joris Zandstra", "joris@kansmeter.example"),
    Invented(Role.SUPERVISOR, "Ingrid Hofman", "ingrid@kansmeter.example"),
    Invented(Role.DIRECTOR, "Ruben Aalders", "ruben@kansmeter.example"),
    Invented(Role.ADMINISTRATOR, "Sanne Postma", "sanne@kansmeter.example"),
    Invented(Role.ADMINISTRATOR, "Wim Terpstra", "wim@kansmeter.example"),
    Invented(Role.PROJECT_LEADER, "Fatma Yildiz", "fatma@kansmeter.example"),
    RESEARCHER,
)
"""A second coach stands in or takes a traject over; some things take two administrators."""


def add_people(session: Session, school: School, password: str, now: datetime) -> Person:
    """Add everybody, let the researcher ask for something, and return the coach of the children."""
    since = now - WORKED_HERE_FOR
    made = {each: _add(session, school, each, password, since) for each in PEOPLE}
    _ask_for_rows(session, made[RESEARCHER], now - timedelta(hours=2))
    return made[COACH]


def _add(
    session: Session, school: School, invented: Invented, password: str, now: datetime
) -> Person:
    role, name, email, phone = invented
    person = accounts.add_person(
        session, school.organisation_id, name=name, email=email, phone=phone
    )
    at = school.id if role in AT_A_SCHOOL else None
    granting.write(session, person, Wish(role, local_date(now), school_id=at), now, given_by=None)
    accounts.give_password(session, person, password)
    session.refresh(person)
    return person


def _ask_for_rows(session: Session, researcher: Person, now: datetime) -> None:
    """Ask for rows without names, which waits for somebody else's yes or no."""
    actor = accounts.actor(researcher, local_date(now))
    asked = approvals.ask_export(session, actor, "het jaarverslag van het netwerk", now)
    audit.record(
        session,
        audit.person(researcher.id),
        "ask export",
        "approval",
        asked.id,
        organisation_id=researcher.organisation_id,
        now=now,
    )
