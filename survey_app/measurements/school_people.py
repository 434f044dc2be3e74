"""What was asked this school year of the people around a school, and who asks for contact.

Nothing here reads what somebody chose: an answer about the own work, a group or the role is shown
to nobody one by one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.models import Draft, Response
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import Invitation, InvitationMessage, YearlyLeftOut
from survey_app.invitations.states import Facts, InvitationState, state_on
from survey_app.measurements.models import Signal
from survey_app.measurements.queries import BY_HAND, WENT, Message, message_of
from survey_app.measurements.signals import (
    ASKS,
    IS_LAST_STEP,
    LAST_STEP,
    LEVELS,
    STEP_BY,
    StepMade,
    step_made,
    taken_up_by,
)
from survey_app.trajects.calendar import school_year_of
from survey_app.trajects.models import SchoolInformant


@dataclass(frozen=True, slots=True)
class YearlyLine:
    """One list that somebody around a school is asked, with what became of it.

    `by_colleague` tells that another teacher answered about the same group, so that once is enough.
    """

    invitation_id: str
    questionnaire_key: str
    fingerprint: str
    moment: str
    opens_on: date
    closes_on: date
    declined_at: datetime | None
    decline_reason: str | None
    revoked_at: datetime | None
    started_at: datetime | None
    submitted_at: datetime | None
    message: Message | None
    channel: str
    next_message_on: date | None
    by_colleague: bool

    def state_on(self, day: date) -> InvitationState:
        """Return where it stands on a day."""
        went = self.message is not None and self.message.state in WENT
        return state_on(
            day,
            Facts(
                opens_on=self.opens_on,
                closes_on=self.closes_on,
                is_brought=self.channel in BY_HAND or went,
                started_at=self.started_at,
                answered_at=self.submitted_at,
                revoked_at=self.revoked_at,
                declined_at=self.declined_at,
            ),
        )


@dataclass(frozen=True, slots=True)
class SchoolSignal:
    """Somebody around a school asks for contact, or a link reached somebody it is not for."""

    id: str
    informant_id: str
    school_id: str
    name: str
    item: str
    level: str
    raised_at: datetime
    step: StepMade | None = None


def asked_this_year(
    session: Session, actor: Actor, today: date
) -> Mapping[str, Sequence[YearlyLine]]:
    """Return what this school year was asked of each (informant id) at the actor's schools.

    A revoked link that was replaced is left out.
    """
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(
            Invitation,
            SchoolInformant.channel,
            Draft.started_at,
            Response.submitted_at,
            InvitationMessage.number,
            OutboxMessage,
        )
        .join(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
        .outerjoin(OutboxMessage, OutboxMessage.id == InvitationMessage.message_id)
        .where(
            *around_own_schools(actor),
            SchoolInformant.left_at.is_(None),
            Invitation.moment.is_not(None),
            Invitation.school_year == school_year_of(today),
        )
        .order_by(
            Invitation.opens_on,
            Invitation.questionnaire_key,
            Invitation.made_at,
            InvitationMessage.number,
        )
    ).all()
    settled = {_group_moment(row[0]) for row in rows if row.submitted_at is not None}
    last: dict[tuple[str | None, str, str | None], YearlyLine] = {}
    for invitation, channel, started_at, submitted_at, number, message in rows:
        key = (invitation.school_informant_id, invitation.questionnaire_key, invitation.moment)
        known = last.get(key)
        if invitation.revoked_at is not None and known and known.invitation_id != invitation.id:
            continue
        last[key] = YearlyLine(
            invitation_id=invitation.id,
            questionnaire_key=invitation.questionnaire_key,
            fingerprint=invitation.fingerprint,
            moment=str(invitation.moment),
            opens_on=invitation.opens_on,
            closes_on=invitation.closes_on,
            declined_at=invitation.declined_at,
            decline_reason=invitation.decline_reason,
            revoked_at=invitation.revoked_at,
            started_at=started_at,
            submitted_at=submitted_at,
            message=None if message is None else message_of(message, number),
            channel=channel,
            next_message_on=invitation.next_message_on,
            by_colleague=invitation.class_group_id is not None
            and invitation.answered_at is None
            and _group_moment(invitation) in settled,
        )
    found: defaultdict[str, list[YearlyLine]] = defaultdict(list)
    for (informant_id, _, _), line in last.items():
        found[str(informant_id)].append(line)
    return found


def left_out_this_year(
    session: Session, actor: Actor, today: date
) -> Mapping[str, Sequence[YearlyLeftOut]]:
    """Return what did not fit this school year of each (informant id) at the actor's schools."""
    demand(actor, Act.SEE_CASELOAD)
    found: defaultdict[str, list[YearlyLeftOut]] = defaultdict(list)
    for each in session.scalars(
        select(YearlyLeftOut)
        .join(SchoolInformant, SchoolInformant.id == YearlyLeftOut.school_informant_id)
        .where(
            *around_own_schools(actor),
            SchoolInformant.left_at.is_(None),
            YearlyLeftOut.school_year == school_year_of(today),
        )
        .order_by(YearlyLeftOut.left_out_at)
    ):
        found[each.school_informant_id].append(each)
    return found


def school_signals(session: Session, actor: Actor) -> Sequence[SchoolSignal]:
    """Return what people around the actor's schools ask, the most urgent first."""
    demand(actor, Act.SEE_CASELOAD)
    found = _signals(session, *around_own_schools(actor), ASKS)
    return sorted(found, key=lambda each: LEVELS.index(each.level))


def followed_up(session: Session, actor: Actor, since: datetime) -> list[SchoolSignal]:
    """Return what this coach took up of people around the schools, and closed from a moment on."""
    demand(actor, Act.SEE_CASELOAD)
    return _signals(session, *around_own_schools(actor), taken_up_by(actor, since))


def line_of(session: Session, signal: Signal) -> SchoolSignal:
    """Return the line of what somebody around a school asks, that the policy let somebody see."""
    (line,) = _signals(session, Signal.id == signal.id)
    return line


def _signals(session: Session, *which: ColumnElement[bool]) -> list[SchoolSignal]:
    rows = session.execute(
        select(Signal, SchoolInformant, LAST_STEP, STEP_BY.name)
        .join(SchoolInformant, SchoolInformant.id == Signal.school_informant_id)
        .outerjoin(LAST_STEP, IS_LAST_STEP)
        .outerjoin(STEP_BY, STEP_BY.id == LAST_STEP.by_id)
        .where(*which)
        .order_by(Signal.raised_at)
    )
    return [
        SchoolSignal(
            id=signal.id,
            informant_id=informant.id,
            school_id=informant.school_id,
            name=informant.name,
            item=signal.item,
            level=signal.level,
            raised_at=signal.raised_at,
            step=step_made(step, step_by),
        )
        for signal, informant, step, step_by in rows
    ]


def around_own_schools(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return what makes somebody one of a school where the role of coach is held today."""
    return (
        SchoolInformant.organisation_id == actor.organisation_id,
        SchoolInformant.school_id.in_(actor.coaches_at),
    )


def _group_moment(invitation: Invitation) -> tuple[str | None, str, str | None]:
    return invitation.class_group_id, invitation.questionnaire_key, invitation.moment
