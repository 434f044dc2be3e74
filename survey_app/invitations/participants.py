"""Asking a reference participant the same list twice.

Both links exist from the start. The second opens 10 days after the first was answered and closes
after 18 (`lists.md` 8): sooner people remember what they answered, later the child has changed.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Informant, Questionnaire
from survey_app.errors import InputError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import publish
from survey_app.invitations.services import OPEN_DAYS, revoke_where
from survey_app.trajects.consent import ages_of
from survey_app.trajects.models import ReferenceParticipant
from survey_app.trajects.participants import owned

FEWEST_DAYS: Final = 10
MOST_DAYS: Final = 18
FIRST, SECOND = 1, 2
LISTS: Final = ("kansmeter-ouder", "kansmeter-leerkracht", "kansmeter-kind")
"""What is asked twice: one list for each kind of informant."""


def list_for(
    participant: ReferenceParticipant, questionnaires: Iterable[Questionnaire]
) -> Questionnaire:
    """Return the list for this informant and, for a child, this age; raise when there is none."""
    youngest, oldest = ages_of(participant.age_months)
    for questionnaire in questionnaires:
        if participant.role not in questionnaire.informants:
            continue
        lowest, highest = questionnaire.ages or (0, 99)
        if participant.role != Informant.CHILD or (lowest <= youngest and oldest <= highest):
            return questionnaire
    raise InputError(
        "Voor een kind van deze leeftijd is er geen eigen lijst. Vraag een ouder of leerkracht."
    )


def ask_twice(
    session: Session,
    actor: Actor,
    participant: ReferenceParticipant,
    questionnaire: Questionnaire,
    now: datetime,
) -> tuple[Invitation, Invitation]:
    """Make both invitations; the second stays shut until the first was answered."""
    demand(actor, Act.CHANGE_PARTICIPANT, owned(participant))
    today = local_date(now)
    last = today + timedelta(days=OPEN_DAYS)
    fingerprint = publish(session, questionnaire, now)
    first, second = (
        Invitation(
            organisation_id=participant.organisation_id,
            participant_id=participant.id,
            round=number,
            fingerprint=fingerprint,
            questionnaire_key=questionnaire.key,
            language=questionnaire.offered_languages[0],
            opens_on=opens_on,
            closes_on=closes_on,
            made_at=now,
        )
        for number, (opens_on, closes_on) in ((FIRST, (today, last)), (SECOND, days_after(last)))
    )
    for invitation in (first, second):
        session.add(invitation)
        session.flush()
        audit.record(
            session,
            audit.person(actor.person_id),
            "make invitation",
            "invitation",
            invitation.id,
            organisation_id=invitation.organisation_id,
            now=now,
        )
    return first, second


def open_second(session: Session, participant_id: str, first_answered_on: date) -> None:
    """Let the second link open so many days after the first was answered."""
    opens_on, closes_on = days_after(first_answered_on)
    session.execute(
        update(Invitation)
        .where(Invitation.participant_id == participant_id, Invitation.round == SECOND)
        .values(opens_on=opens_on, closes_on=closes_on)
    )


def stop_both(session: Session, participant: ReferenceParticipant, now: datetime) -> None:
    """Make both links worthless at once, as withdrawal asks."""
    revoke_where(session, now, Invitation.participant_id == participant.id)


def days_after(first_answered_on: date) -> tuple[date, date]:
    """Return the days on which the second link opens and closes."""
    return (
        first_answered_on + timedelta(days=FEWEST_DAYS),
        first_answered_on + timedelta(days=MOST_DAYS),
    )
