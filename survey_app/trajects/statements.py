"""Keeping what each person said about being asked, with the proof of it.

Rows are only added. Whoever says something holds the traject while it is written, so the number of
a statement tells which was last. Use the verbs of `measurements.agreeing`: they also stop what may
no longer be asked.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import hold
from survey_app.trajects import consent as rules
from survey_app.trajects.consent import Channel, Purpose, State
from survey_app.trajects.consent_texts import LANGUAGE, VERSION, hash_of
from survey_app.trajects.models import ConsentStatement, Traject, TrajectInformant
from survey_app.trajects.services import owned

IN_PERSON = (Channel.CONVERSATION, Channel.PAPER)


def ask_by_link(
    session: Session, actor: Actor, traject: Traject, signer: TrajectInformant, now: datetime
) -> None:
    """Record that somebody is asked by an own link; from now on that link opens."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    _demand_of(traject, signer)
    if not may_use_link(traject, signer, local_date(now)):
        raise InputError(
            f"Een kind krijgt een eigen link vanaf {rules.CHILD_SIGNS_FROM} jaar. "
            "Vul eerst de geboortemaand in."
            if signer.role == "child"
            else "Alleen wie moet tekenen krijgt een link."
        )
    asked = dict.fromkeys(Purpose, State.ASKED)
    _add(session, traject, signer, asked, Channel.LINK, actor.person_id, now)
    _audit(session, audit.person(actor.person_id), "ask consent", traject, now)


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    signer: TrajectInformant,
    answers: Mapping[Purpose, bool],
    channel: Channel,
    now: datetime,
) -> None:
    """Record what somebody said in a conversation or on paper; no is a refusal or a withdrawal."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    _demand_of(traject, signer)
    if not _must_sign(traject, signer, local_date(now)):
        raise InputError("Deze persoon hoeft geen akkoord te geven.")
    if channel not in IN_PERSON or not answers:
        raise InputError("Kies wat er is gezegd, en hoe.")
    said = _as_states(answers, positions(session, signer.id))
    _add(session, traject, signer, said, channel, actor.person_id, now)
    _audit(session, audit.person(actor.person_id), "record consent", traject, now)


def record_court_decision(
    session: Session, actor: Actor, traject: Traject, channel: Channel, now: datetime
) -> None:
    """Record that a court decided in the place of the holders; for every purpose but the network.

    A decision is about help to the child. Learning from it is never imposed.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if channel not in IN_PERSON:
        raise InputError("Kies hoe je de uitspraak kent.")
    decided = dict.fromkeys((Purpose.HELP, Purpose.MEASURING), State.COURT_DECISION)
    _add(session, traject, None, decided, channel, actor.person_id, now)
    _audit(session, audit.person(actor.person_id), "record court decision", traject, now)


def withdraw(
    session: Session,
    actor: Actor,
    traject: Traject,
    signer: TrajectInformant | None,
    channel: Channel,
    now: datetime,
) -> None:
    """Take back all that somebody gave; without a signer what holds for the holders together."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if signer is not None:
        _demand_of(traject, signer)
    if channel not in IN_PERSON:
        raise InputError("Kies hoe het is gezegd.")
    known = positions(session, signer.id) if signer else _positions_together(session, traject.id)
    _add(session, traject, signer, _taken_back(known), channel, actor.person_id, now)
    _audit(session, audit.person(actor.person_id), "withdraw consent", traject, now)


def say_by_link(
    session: Session,
    signer_id: str,
    answers: Mapping[Purpose, bool],
    now: datetime,
    *,
    language: str,
) -> Traject:
    """Keep what the holder of a link chose, for that signer only; return the traject."""
    signer, traject = signer_of_link(session, signer_id, local_date(now), lock=True)
    said = _as_states(answers, positions(session, signer.id))
    _add(session, traject, signer, said, Channel.LINK, None, now, language)
    _audit(session, audit.respondent(signer.id), "record consent", traject, now)
    return traject


def withdraw_by_link(session: Session, signer_id: str, now: datetime, *, language: str) -> Traject:
    """Take back all that the holder of a link gave; return the traject."""
    signer, traject = signer_of_link(session, signer_id, local_date(now), lock=True)
    said = _taken_back(positions(session, signer.id))
    _add(session, traject, signer, said, Channel.LINK, None, now, language)
    _audit(session, audit.respondent(signer.id), "withdraw consent", traject, now)
    return traject


def signer_of_link(
    session: Session, signer_id: str, on: date, *, lock: bool = False
) -> tuple[TrajectInformant, Traject]:
    """Return whose link this is and the traject, or raise as if there were no such link.

    A link opens for who was asked by link and still has to be asked: a parent who holds authority,
    a child from 12 on.
    """
    signer = session.get(TrajectInformant, signer_id)
    if signer is None:
        raise NotFoundError("Deze link werkt niet.")
    traject = session.get_one(Traject, signer.traject_id)
    if lock:
        hold(session, traject, with_key=False)
        session.refresh(signer)
    asked = select(ConsentStatement.id).where(
        ConsentStatement.signer_id == signer.id,
        ConsentStatement.state == State.ASKED,
        ConsentStatement.channel == Channel.LINK,
    )
    if session.scalar(asked.limit(1)) is None or not may_use_link(traject, signer, on):
        raise NotFoundError("Deze link werkt niet.")
    return signer, traject


def may_use_link(traject: Traject, signer: TrajectInformant, on: date) -> bool:
    """Tell whether somebody can be asked by a link of its own on a day."""
    if signer.role == "child":
        return rules.may_sign_by_link(traject.birth_year, traject.birth_month, on)
    return _must_sign(traject, signer, on)


def positions(session: Session, signer_id: str) -> dict[Purpose, ConsentStatement]:
    """Return the last thing one person said about each purpose, being asked not counted."""
    return _last(session, ConsentStatement.signer_id == signer_id)


def statements(session: Session, traject_id: str) -> list[ConsentStatement]:
    """Return all that was said about a traject, in the order of time."""
    return list(
        session.scalars(
            select(ConsentStatement)
            .where(ConsentStatement.traject_id == traject_id)
            .order_by(ConsentStatement.number)
        )
    )


def signer_in(session: Session, traject: Traject, signer_id: str) -> TrajectInformant:
    """Return somebody of this traject, else raise as if there were nobody."""
    signer = session.get(TrajectInformant, signer_id)
    if signer is None:
        raise NotFoundError
    _demand_of(traject, signer)
    return signer


def _must_sign(traject: Traject, signer: TrajectInformant, on: date) -> bool:
    rule = rules.needed(traject.birth_year, traject.birth_month, on)
    if signer.role == "child":
        return rule.child
    return rule.holders and signer.holds_authority


def _demand_of(traject: Traject, signer: TrajectInformant) -> None:
    if signer.traject_id != traject.id:
        raise NotFoundError


def _as_states(
    answers: Mapping[Purpose, bool], known: Mapping[Purpose, ConsentStatement]
) -> dict[Purpose, State]:
    """Return what each yes or no says beside what was said before; no after yes takes it back."""

    def state(purpose: Purpose, agrees: bool) -> State:
        if agrees:
            return State.GIVEN
        before = known.get(purpose)
        gave = before is not None and before.state in (State.GIVEN, State.WITHDRAWN)
        return State.WITHDRAWN if gave else State.REFUSED

    return {
        purpose: said
        for purpose, said in ((each, state(each, agrees)) for each, agrees in answers.items())
        if purpose not in known
        or (known[purpose].state, known[purpose].text_version) != (said, VERSION)
    }


def _taken_back(known: Mapping[Purpose, ConsentStatement]) -> dict[Purpose, State]:
    return {
        purpose: State.WITHDRAWN
        for purpose, last in known.items()
        if last.state in (State.GIVEN, State.COURT_DECISION)
    }


def _positions_together(session: Session, traject_id: str) -> dict[Purpose, ConsentStatement]:
    return _last(
        session,
        ConsentStatement.traject_id == traject_id,
        ConsentStatement.signer_id.is_(None),
    )


def _last(session: Session, *which: ColumnElement[bool]) -> dict[Purpose, ConsentStatement]:
    said = session.scalars(
        select(ConsentStatement)
        .where(*which, ConsentStatement.state != State.ASKED)
        .order_by(ConsentStatement.number)
    )
    return {Purpose(each.purpose): each for each in said}


def _add(
    session: Session,
    traject: Traject,
    signer: TrajectInformant | None,
    said: Mapping[Purpose, State],
    channel: Channel,
    recorded_by: str | None,
    now: datetime,
    language: str = LANGUAGE,
) -> None:
    last = session.scalar(
        select(func.max(ConsentStatement.number)).where(ConsentStatement.traject_id == traject.id)
    )
    is_child = signer is not None and signer.role == "child"
    for number, (purpose, state) in enumerate(said.items(), (last or 0) + 1):
        session.add(
            ConsentStatement(
                organisation_id=traject.organisation_id,
                traject_id=traject.id,
                number=number,
                purpose=purpose,
                signer_id=signer.id if signer else None,
                state=state,
                channel=channel,
                text_version=VERSION,
                text_hash=hash_of(purpose, is_child=is_child, language=language),
                language=language,
                at=now,
                recorded_by=recorded_by,
            )
        )
        if state in (State.REFUSED, State.WITHDRAWN):
            _note_no(session, traject, signer, purpose, state, channel, now)
    # Whoever was the last to agree did so by an own link perhaps: planning looks today.
    traject.next_moment_on = local_date(now)
    session.flush()


def _note_no(
    session: Session,
    traject: Traject,
    signer: TrajectInformant | None,
    purpose: Purpose,
    state: State,
    channel: Channel,
    now: datetime,
) -> None:
    """Note a no, so that it holds as well when an older copy of the database is put back."""
    told: repeating.Detail = {
        "signer": repeating.fingerprint(signer.id) if signer else None,
        "purpose": purpose,
        "state": state,
        "channel": channel,
        "at": now.astimezone(UTC).isoformat(),
    }
    repeating.note(session, repeating.Kind.WITHDRAWN, traject.id, now, told)


def repeat_no(session: Session, traject: Traject, told: Mapping[str, str | None]) -> bool:
    """Add a no that an older copy does not hold yet; tell whether it did not.

    Who recorded it is not known any more: the coach of the traject stands for it.
    """
    people = session.scalars(
        select(TrajectInformant).where(TrajectInformant.traject_id == traject.id)
    )
    marks = {repeating.fingerprint(each.id): each for each in people}
    mark, at = told["signer"], datetime.fromisoformat(str(told["at"]))
    if mark is not None and mark not in marks:
        return False  # somebody who was added after the copy was made
    signer = marks[mark] if mark is not None else None
    purpose, channel = Purpose(str(told["purpose"])), Channel(str(told["channel"]))
    state = State(str(told["state"]))
    known = select(ConsentStatement.id).where(
        ConsentStatement.traject_id == traject.id,
        ConsentStatement.state == state,
        ConsentStatement.signer_id == (signer.id if signer else None),
        ConsentStatement.purpose == purpose,
        ConsentStatement.at == at,
    )
    if session.scalar(known) is not None:
        return False
    recorded_by = None if channel is Channel.LINK else traject.coach_id
    _add(session, traject, signer, {purpose: state}, channel, recorded_by, at)
    return True


def _audit(session: Session, by: audit.By, act: str, traject: Traject, now: datetime) -> None:
    audit.record(
        session,
        by,
        act,
        "traject",
        traject.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
