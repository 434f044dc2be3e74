"""Reading signals: what asks for somebody's attention, and what was done about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person, School
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.correcting import IS_LAST, what_counts
from survey_app.answering.models import Correction, Response
from survey_app.definitions import Questionnaire, fill
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.models import Signal, SignalStep
from survey_app.measurements.raising import WRONG_PERSON, Cause, cause_of
from survey_app.measurements.substitutes import coaches_away
from survey_app.storage import not_looked_up
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import of_whole_caseload, owned

LEVELS: Final = ("today", "two_days", "talk")
"""How soon a signal asks for somebody, the most urgent first."""
URGENT: Final = LEVELS[:2]
"""What cannot wait for the next talk, so what a colleague looks at when the coach is away."""
ASKING: Final = frozenset({"seen", "put_back"})
"""Steps after which a signal asks for attention still, as one without a step does."""


@dataclass(frozen=True, slots=True)
class StepMade:
    """Something that was done about a signal, when and by whom."""

    kind: str
    at: datetime
    by_id: str
    by: str
    done: str | None = None
    note: str | None = None
    was_right: bool | None = None


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal with whose answer it was, at which moment, and what was done about it last.

    `item` is where the answer stands; `items` are all whose answers raised it together, and `said`
    each question with its answer; `changed_at` is when its sender changed one of them after that.
    """

    id: str
    traject_id: str
    coach_id: str
    school_id: str
    school: str
    child_name: str
    informant_id: str
    fingerprint: str
    role: str
    label: str
    item: str
    items: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    cause: Cause
    level: str
    raised_at: datetime
    occasion_kind: str
    changed_at: datetime | None = None
    step: StepMade | None = None

    @property
    def asks(self) -> bool:
        """Whether it asks for attention still: nobody took it up."""
        return self.step is None or self.step.kind in ASKING


def open_signals(session: Session, actor: Actor, traject_id: str | None = None) -> list[SignalLine]:
    """Return what asks of this coach (or in one of their trajects), the most urgent first.

    What was answered before the data of a child were restricted asks for the coach still.
    """
    query = _signals(*of_whole_caseload(actor), ASKS).order_by(Signal.raised_at)
    if traject_id is not None:
        query = query.where(Signal.traject_id == traject_id)
    return _lines(session, query)


def signals_taken_up(session: Session, actor: Actor, traject_id: str) -> list[SignalLine]:
    """Return the signals of one traject that somebody took up or closed, the newest first."""
    query = _signals(
        *of_whole_caseload(actor),
        LAST_STEP.kind.in_(("taken_up", "closed")),
        Signal.traject_id == traject_id,
    ).order_by(LAST_STEP.at.desc())
    return [_signal_line(session, *row) for row in session.execute(query)]


def followed_up(session: Session, actor: Actor, since: datetime) -> list[SignalLine]:
    """Return what was taken up in this coach's trajects and is to be closed, by whoever took it up.

    What the coach closed from a moment on is there too: it can still be put back.
    """
    query = _signals(
        *of_whole_caseload(actor), (LAST_STEP.kind == "taken_up") | closed_by(actor, since)
    ).order_by(LAST_STEP.at.desc())
    return [_signal_line(session, *row) for row in session.execute(query)]


def of_colleagues_away(session: Session, actor: Actor, today: date) -> list[SignalLine]:
    """Return the urgent signals of the coaches for whom this one stands in today.

    A link that reached somebody else is not among them: only the own coach can withdraw it.
    """
    demand(actor, Act.SEE_CASELOAD)
    query = _signals(
        Traject.coach_id.in_(coaches_away(actor, today)),
        not_looked_up(Traject.organisation_id) == actor.organisation_id,
        Signal.level.in_(URGENT),
        Signal.item != WRONG_PERSON,
        ASKS | ((LAST_STEP.kind == "taken_up") & (LAST_STEP.by_id == actor.person_id)),
    ).order_by(Signal.raised_at)
    return _lines(session, query)


def seen_in_an_emergency(session: Session, actor: Actor, traject: Traject) -> list[SignalLine]:
    """Return what cannot wait in a traject that somebody opened in an emergency."""
    demand(actor, Act.SEE_IN_EMERGENCY, owned(traject))
    query = _signals(
        Signal.traject_id == traject.id, Signal.level.in_(URGENT), Signal.item != WRONG_PERSON, ASKS
    ).order_by(Signal.raised_at)
    return _lines(session, query)


def line_of(session: Session, signal: Signal) -> SignalLine:
    """Return the line of a signal in a traject that the policy let somebody see."""
    return _signal_line(session, *session.execute(_signals(Signal.id == signal.id)).one())


def steps_of(session: Session, signal_id: str) -> list[StepMade]:
    """Return all that was done about a signal, in the order of time."""
    rows = session.execute(
        select(SignalStep, Person.name)
        .join(Person, Person.id == SignalStep.by_id)
        .where(SignalStep.signal_id == signal_id)
        .order_by(SignalStep.number)
    )
    return [
        StepMade(step.kind, step.at, step.by_id, name, step.done, step.note, step.was_right)
        for step, name in rows
    ]


LAST_STEP = aliased(SignalStep)
STEP_BY = aliased(Person)
_ANY_STEP = aliased(SignalStep)
IS_LAST_STEP = (LAST_STEP.signal_id == Signal.id) & (
    LAST_STEP.number
    == select(func.max(_ANY_STEP.number)).where(_ANY_STEP.signal_id == Signal.id).scalar_subquery()
)
"""What joins a signal to what was done about it last."""
ASKS = LAST_STEP.id.is_(None) | LAST_STEP.kind.in_(ASKING)
"""What makes a signal one that asks for attention."""

_THEN = aliased(Correction)
_ANY = aliased(Correction)
_LAST_THEN = (_THEN.response_id == Response.id) & (
    _THEN.number
    == select(func.max(_ANY.number))
    .where(_ANY.response_id == Response.id, _ANY.corrected_at <= Signal.raised_at)
    .scalar_subquery()
)
"""What joins a response to the correction that counted when a signal was raised."""


def taken_up_by(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Return what makes a signal one that this person took up, or closed from a moment on."""
    mine = (LAST_STEP.kind == "taken_up") & (LAST_STEP.by_id == actor.person_id)
    return mine | closed_by(actor, since)


def closed_by(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Return what makes a signal one that this person closed from a moment on."""
    return (
        (LAST_STEP.kind == "closed")
        & (LAST_STEP.by_id == actor.person_id)
        & (LAST_STEP.at >= since)
    )


def step_made(step: SignalStep | None, name: str | None) -> StepMade | None:
    """Return a step with the name of who made it."""
    return None if step is None else StepMade(step.kind, step.at, step.by_id, name or "", step.done)


def said_in(
    definition: Questionnaire, answers: dict[str, str], items: tuple[str, ...], child: str
) -> tuple[tuple[str, str], ...]:
    """Return each question with its answer, in Dutch; where no answer raised it there is none."""
    return tuple(
        (
            fill(definition.item(key).text.in_language("nl"), kind=child, informant=""),
            " · ".join(
                definition.item(key).option(chosen).text.in_language("nl")
                for chosen in answers[key].split()
            ),
        )
        for key in items
        if key in answers
    )


def _signals(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Signal,
            Traject,
            School.name,
            TrajectInformant,
            Invitation,
            Occasion.kind,
            Response,
            Correction,
            _THEN,
            LAST_STEP,
            STEP_BY.name,
        )
        .join(Traject, Traject.id == Signal.traject_id)
        .join(School, School.id == Traject.school_id)
        .join(Invitation, Invitation.id == Signal.invitation_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(Correction, IS_LAST)
        .outerjoin(_THEN, _LAST_THEN)
        .outerjoin(LAST_STEP, IS_LAST_STEP)
        .outerjoin(STEP_BY, STEP_BY.id == LAST_STEP.by_id)
        .where(*which)
    )


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> list[SignalLine]:
    """Return lines with the most urgent first."""
    lines = [_signal_line(session, *row) for row in session.execute(query)]
    return sorted(lines, key=lambda line: LEVELS.index(line.level))


def _signal_line(
    session: Session,
    signal: Signal,
    traject: Traject,
    school: str,
    informant: TrajectInformant,
    invitation: Invitation,
    occasion_kind: str,
    response: Response | None,
    last: Correction | None,
    then: Correction | None,
    step: SignalStep | None,
    step_by: str | None,
) -> SignalLine:
    answers = what_counts(response, then).answers if response else {}
    definition = questionnaire_of(session, invitation.fingerprint)
    cause, items = cause_of(definition, answers, signal.item)
    is_changed = last is not None and any(
        last.answers.get(item) != answers.get(item) for item in items
    )
    return SignalLine(
        id=signal.id,
        traject_id=traject.id,
        coach_id=traject.coach_id,
        school_id=traject.school_id,
        school=school,
        child_name=traject.child_name,
        informant_id=informant.id,
        fingerprint=invitation.fingerprint,
        role=informant.role,
        label=informant.label,
        item=signal.item,
        items=items,
        said=said_in(definition, answers, items, traject.child_name),
        cause=cause,
        level=signal.level,
        raised_at=signal.raised_at,
        occasion_kind=occasion_kind,
        changed_at=last.corrected_at if last and is_changed else None,
        step=step_made(step, step_by),
    )
