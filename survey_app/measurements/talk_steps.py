"""Steps tapped in a talk: each stored once, in the same series as the step answered by a link.

A device without network keeps what was tapped and sends it later, perhaps twice; the random id it
gave each tap tells that it is here already.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.services import open_sheet
from survey_app.answering.sheets import Sheet, SheetState, read_sheet
from survey_app.answering.tapped import IN_TALK, close_step, correct_step
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Item, Questionnaire
from survey_app.errors import InputError
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.services import demand_askable
from survey_app.invitations.talks import (
    TalkList,
    asked_on,
    demand_day,
    invite_in_talk,
    people_to_ask,
    talk_list,
)
from survey_app.measurements.correcting import follow_correction
from survey_app.measurements.models import TalkStep
from survey_app.measurements.queries import Placed
from survey_app.measurements.services import follow_up
from survey_app.trajects import goals
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.services import owned

SENT_ID: Final = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Tapped:
    """One tap: its id, whose step, which one, and on which day. With a goal it is about that."""

    sent_id: str
    informant_id: str
    step: str
    on: date
    goal_id: str | None = None


def record_tap(
    session: Session,
    actor: Actor,
    traject: Traject,
    using: ReadyPlan,
    tapped: Tapped,
    now: datetime,
) -> bool:
    """Store a tap, or return False when it was stored before.

    The caller reads the traject to change it, so that of two simultaneous sends one waits.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if not SENT_ID.fullmatch(tapped.sent_id):
        raise InputError("Dit stapje kwam niet heel over. Tik het nog een keer aan.")
    known = session.get(TalkStep, tapped.sent_id)
    if known is not None:
        if (known.traject_id, known.recorded_by) != (traject.id, actor.person_id):
            raise InputError("Dit stapje hoort niet bij dit traject.")
        return False
    session.add(
        TalkStep(
            id=tapped.sent_id,
            organisation_id=traject.organisation_id,
            traject_id=traject.id,
            recorded_by=actor.person_id,
            recorded_at=now,
        )
    )
    session.flush()
    if tapped.goal_id is not None:
        goals.rate_goal(
            session,
            actor,
            traject,
            tapped.goal_id,
            rated_by=tapped.informant_id,
            value=_value(tapped.step),
            on=tapped.on,
            now=now,
        )
    else:
        _record_step(session, actor, traject, using, tapped, now)
    return True


def step_before(
    placed: Sequence[Placed],
    informant_id: str,
    asked: Item,
    read: Callable[[str], Questionnaire],
    today: date,
) -> tuple[date, str] | None:
    """Return the last step before today that somebody chose on the same staircase, with its day."""
    for each in reversed(placed):
        given = each.answers.get(asked.key)
        if given is None or each.informant_id != informant_id or each.answered_on >= today:
            continue
        item = read(each.fingerprint).item(asked.key)
        if (item.text, item.values) == (asked.text, asked.values):
            return each.answered_on, given
    return None


def _record_step(
    session: Session,
    actor: Actor,
    traject: Traject,
    using: ReadyPlan,
    tapped: Tapped,
    now: datetime,
) -> None:
    demand_askable(session, traject, now)
    informant = _person(session, traject, tapped.informant_id)
    asked = talk_list(using, informant, traject, tapped.on)
    if asked is None:
        raise InputError("Voor deze persoon is er geen stapje. Kijk de geboortemaand na.")
    demand_day(traject, tapped.on, local_date(now), asked.moment)
    sheet = _sheet_of(session, actor, traject, informant, asked, tapped.on, now)
    if sheet is None:
        made = invite_in_talk(session, actor, traject, informant, asked, using, tapped.on, now)
        sheet = open_sheet(session, made.id, local_date(now))
    item = sheet.questionnaire.item(asked.item.key)
    if sheet.state is SheetState.OPEN:
        response = close_step(
            session,
            sheet,
            item,
            tapped.step,
            entered_by=actor.person_id,
            on=tapped.on,
            now=now,
        )
        follow_up(session, sheet, response, audit.person(actor.person_id), now)
        return
    correction = correct_step(
        session, sheet, item, tapped.step, entered_by=actor.person_id, now=now
    )
    if correction is not None:
        follow_correction(session, sheet, correction, audit.person(actor.person_id), now)


def _sheet_of(
    session: Session,
    actor: Actor,
    traject: Traject,
    informant: TrajectInformant,
    asked: TalkList,
    on: date,
    now: datetime,
) -> Sheet | None:
    """Return the sheet of that day that waits for a step, or that this coach closed in a talk.

    What somebody answered alone stays as it is: a step in a talk after it stands beside it.
    """
    for invitation in asked_on(session, traject, informant, asked, on):
        sheet = read_sheet(session, invitation.id, local_date(now), lock=True)
        if sheet.state is SheetState.OPEN:
            return sheet
        if sheet.state is SheetState.CLOSED and sheet.sent_mode == IN_TALK:
            return sheet
    return None


def _person(session: Session, traject: Traject, informant_id: str) -> TrajectInformant:
    for each in people_to_ask(session, traject.id):
        if each.id == informant_id:
            return each
    raise InputError("Kies wie dit zegt.")


def _value(step: str) -> int:
    """Return a step as a number; what is none becomes one that is no step."""
    return int(step) if re.fullmatch("-?[0-9]{1,2}", step) else -99
