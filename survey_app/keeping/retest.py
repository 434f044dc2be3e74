"""Invented people who answer a list twice, so that references can be built in a try-out."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.services import actor
from survey_app.clock import local_date
from survey_app.definitions import Questionnaire
from survey_app.invitations import participants as invitations
from survey_app.keeping.invented import GROUPS, Child, invent_child
from survey_app.keeping.simulation import Staff, answer, daytime, email_of
from survey_app.storage import Database
from survey_app.trajects import participants
from survey_app.trajects.models import ReferenceParticipant

ENROLLED_DAYS_AGO = 40
LATEST_FIRST_DAYS = 12
ROLES = ("parent", "teacher", "child")
AT_ONCE = 20


def add_pairs(
    database: Database,
    questionnaires: Sequence[Questionnaire],
    *,
    count: int,
    seed: int,
    now: datetime,
) -> None:
    """Let a parent, a teacher and the child itself answer twice about each of `count` children.

    How the child does is the same both times; what differs is chance. The coaches are those of the
    world that was simulated with this seed.
    """
    with database.read() as session:
        staff = list(_staff(session, f"sim{seed}", now))
    numbers = iter(range(count))
    while some := list(islice(numbers, AT_ONCE)):
        with database.write() as session:
            for number in some:
                chance = random.Random(f"retest {seed}/{number}")
                child, age = invent_child(chance), chance.choice((8, 9, 10))
                steady = Child(child.strength, child.load, 0.0)
                at_school = staff[number % len(staff)]
                for role in ROLES:
                    enrolled = now - timedelta(days=ENROLLED_DAYS_AGO)
                    participant = _enrol(session, at_school, number, role, age, chance, enrolled)
                    questionnaire = invitations.list_for(participant, questionnaires)
                    first, second = invitations.ask_twice(
                        session, at_school.actor, participant, questionnaire, enrolled
                    )
                    days = chance.randrange(1, LATEST_FIRST_DAYS)
                    at = daytime(local_date(enrolled) + timedelta(days=days), chance)
                    answer(session, first.id, steady, chance, at)
                    later = chance.randrange(invitations.FEWEST_DAYS, invitations.MOST_DAYS + 1)
                    again = daytime(local_date(at) + timedelta(days=later), chance)
                    answer(session, second.id, steady, chance, again)


def _staff(session: Session, tag: str, now: datetime) -> Iterator[Staff]:
    number = 1
    while (person := person_by_email(session, email_of(number, tag))) is not None:
        school = session.get_one(School, person.roles[0].school_id)
        yield Staff(actor(person, local_date(now)), school)
        number += 1


def _enrol(
    session: Session,
    staff: Staff,
    number: int,
    role: str,
    age: int,
    chance: random.Random,
    now: datetime,
) -> ReferenceParticipant:
    return participants.enrol(
        session,
        staff.actor,
        school_id=staff.school.id,
        group_name=GROUPS[age],
        code=f"H{number + 1}",
        role=role,
        age_months=age * 12 + chance.randrange(1, 12),
        asks_attention=number % 2 == 1,
        holders="two",
        holders_agreed=2,
        child_agreed=role == "child",
        channel="conversation",
        now=now,
    )
