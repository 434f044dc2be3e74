"""Many children at the start of a traject, and pairs of a retest, made through the services."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.answering.reading import PREFIX
from survey_app.answering.sheets import Sheet
from survey_app.definitions import Page, Questionnaire
from survey_app.invitations import participants as invitations
from survey_app.invitations.models import Invitation
from survey_app.keeping.simulation import Staff, fill_in, start
from survey_app.storage import Database
from survey_app.trajects import participants
from survey_app.trajects.models import ReferenceParticipant
from tests.factories.plans import asking
from tests.factories.world import Coach

ENROLMENT = {
    "group_name": "groep 6",
    "code": "H1",
    "role": "parent",
    "age_months": 9 * 12 + 4,
    "asks_attention": False,
    "holders": "two",
    "holders_agreed": 2,
    "child_agreed": False,
    "channel": "conversation",
}
"""What a coach fills in for a parent of a child of nine."""


@dataclass(frozen=True)
class Answers:
    """A child that does so well, seen by somebody who is off by chance in each answer."""

    level: float
    chance: random.Random
    noise: float = 0.8
    open: frozenset[str] = frozenset()

    def fields(self, sheet: Sheet, page: Page) -> list[tuple[str, str]]:
        """Return what a browser would send for a page."""
        turned = {key for scale in sheet.questionnaire.scales for key in scale.reversed}
        fields = []
        for item in page.items:
            options = sorted(
                (each for each in item.options if each.value is not None),
                key=lambda each: each.value or 0.0,
            )
            if item.key in self.open:
                continue
            if not options:
                fields.append((PREFIX + item.key, item.options[-1].key))
                continue
            step = round(self.chance.gauss(self.level, self.noise))
            place = min(len(options) - 1, max(0, step))
            chosen = options[::-1][place] if item.key in turned else options[place]
            fields.append((PREFIX + item.key, chosen.key))
        return fields


def add_starts(
    database: Database,
    coach: Coach,
    questionnaire: Questionnaire,
    count: int,
    *,
    seed: int,
    now: datetime,
    sd: float = 0.9,
    **answers: object,
) -> list[str]:
    """Start so many trajects of which the parent answers the intake; return their ids."""
    made = []
    with database.write() as session:
        staff = Staff(coach.actor, session.get_one(School, coach.school_id))
        for number in range(count):
            chance = random.Random(f"start {seed}/{number}")  # noqa: S311 repeatable on purpose
            traject, asked = start(
                session,
                staff,
                chance,
                child_name=f"Kind {number}",
                age=9,
                parents=("moeder",),
                teachers=(),
                using=asking([questionnaire]),
                now=now,
            )
            first = next(each for each in asked if each.opens_on <= now.date())
            child = Answers(chance.gauss(2, sd), chance, **answers)
            fill_in(session, first.id, now, child.fields)
            made.append(traject.id)
    return made


def enrol(
    session: Session, coach: Coach, questionnaire: Questionnaire, now: datetime, **changes: object
) -> tuple[ReferenceParticipant, Invitation, Invitation]:
    """Enrol somebody and invite them twice."""
    participant = participants.enrol(
        session, coach.actor, school_id=coach.school_id, now=now, **{**ENROLMENT, **changes}
    )
    return participant, *invitations.ask_twice(
        session, coach.actor, participant, questionnaire, now
    )


def add_pairs(
    database: Database,
    coaches: Sequence[Coach],
    questionnaire: Questionnaire,
    count: int,
    *,
    seed: int,
    now: datetime,
    sd: float = 0.9,
    noise: float = 0.8,
    days: int = 14,
) -> list[str]:
    """Let so many parents answer twice, so many days apart; return the ids of the participants."""
    made = []
    with database.write() as session:
        for number in range(count):
            chance = random.Random(f"pair {seed}/{number}")  # noqa: S311 repeatable on purpose
            child = Answers(chance.gauss(2, sd), chance, noise)
            participant, first, second = enrol(
                session,
                coaches[number % len(coaches)],
                questionnaire,
                now,
                code=f"H{seed}-{number}",
                asks_attention=number % 2 == 0,
            )
            fill_in(session, first.id, now, child.fields)
            session.expire_all()
            fill_in(session, second.id, now + timedelta(days=days), child.fields)
            made.append(participant.id)
    return made
