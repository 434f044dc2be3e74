"""Asking the internal supervisor to call the coach, when nobody looked at an urgent signal in time.

The message says that something waits, with whom and since when: never what, nor about which child.
At one school one message a day is about all that waits there. Planning it twice plans it once: the
school is locked meanwhile, a signal is told of once, and the outbox knows each key once. Whether it
is still so is looked at again at the moment the message goes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import Session

from survey_app.accounts.granting import in_force as right_in_force
from survey_app.accounts.models import Person, RoleGrant, School
from survey_app.accounts.queries import by_name
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.delivery import outbox
from survey_app.delivery.hours import after_quiet_hours
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed, Dropped, Letter
from survey_app.dutch import day_in_words
from survey_app.measurements.deadlines import ib_is_told_on
from survey_app.measurements.models import Signal, SignalMessage, SignalStep
from survey_app.measurements.substitutes import who_stand_in
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Contact, ReferenceParticipant, SchoolInformant, Traject

IB: Final = "ib"
MAIL: Final = "mail"
_KEY: Final = "unseen signals "
_AT_SCHOOL = func.coalesce(Traject.school_id, ReferenceParticipant.school_id)
_WITH_COACH = func.coalesce(Traject.coach_id, ReferenceParticipant.coach_id)


@dataclass(frozen=True, slots=True)
class Told:
    """What one batch came to: schools looked at, messages planned."""

    schools: int
    planned: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where an internal supervisor is reached, and by what the address is known here."""

    channel: str
    address: str
    id: str


def tell_due(session: Session, now: datetime, most_schools: int, school_id: str | None) -> Told:
    """Plan the messages about what waited a whole school day, at so many schools at most."""
    today = local_date(now)
    due = _waiting(select(_AT_SCHOOL).distinct(), today)
    if school_id is not None:
        due = due.where(_AT_SCHOOL == school_id)
    schools = session.scalars(due.order_by(_AT_SCHOOL).limit(most_schools)).all()
    planned = sum(_tell_at(session, each, today, now) for each in schools)
    return Told(len(schools), planned)


def schools_with_ib(session: Session, school_ids: Collection[str], today: date) -> set[str]:
    """Return at which of these schools somebody can be told."""
    contacts = _reachable(SchoolInformant.school_id.in_(school_ids), SchoolInformant.school_id)
    accounts = _with_account(RoleGrant.school_id.in_(school_ids), RoleGrant.school_id, today)
    return set(session.scalars(union(contacts, accounts)))


def is_about_signals(message: OutboxMessage) -> bool:
    """Tell whether a message of the outbox is one to an internal supervisor."""
    return message.key.startswith(_KEY)


def compose(session: Session, message: OutboxMessage, now: datetime) -> Composed:
    """Return the letter, or why it does not go: somebody looked, or nobody can be reached."""
    waiting = session.execute(
        _of_signals(select(Signal.raised_at, _AT_SCHOOL, Person))
        .join(SignalMessage, SignalMessage.signal_id == Signal.id)
        .join(Person, Person.id == _WITH_COACH)
        .where(SignalMessage.message_id == message.id, ~_IS_LOOKED_AT)
    ).all()
    if not waiting:
        return Dropped("looked at")
    waiting = sorted(waiting, key=lambda row: (row[0], *by_name(row[2])))
    since, school_id = waiting[0][:2]
    reader = _reader(session, school_id, local_date(now), message.channel)
    if reader is None:
        return Dropped("nobody to tell")
    school = session.get_one(School, school_id).name
    coaches = list(dict.fromkeys(coach for _, _, coach in waiting))
    away = who_stand_in(session, [each.id for each in coaches], local_date(now))
    write = _mail if message.channel == MAIL else _sms
    return write(message.reference, reader, school, coaches, away, local_date(since))


_IS_LOOKED_AT = (
    select(SignalStep.id).where(SignalStep.signal_id == Signal.id).correlate(Signal).exists()
)


def _of_signals(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Signal)
        .outerjoin(Traject, Traject.id == Signal.traject_id)
        .outerjoin(ReferenceParticipant, ReferenceParticipant.id == Signal.participant_id)
    )


def _waiting(query: Select[*tuple[Any, ...]], today: date) -> Select[*tuple[Any, ...]]:
    return _of_signals(query).where(Signal.tell_ib_on <= today, _AT_SCHOOL.is_not(None))


def _tell_at(session: Session, school_id: str, today: date, now: datetime) -> int:
    """Plan one message about all that waits at a school, or let it be looked at another day."""
    school = session.get_one(School, school_id, with_for_update={"key_share": True})
    calendar = calendar_of(session, school_id)
    # Another planner may have been here until just now: read only once it is gone.
    waiting: Sequence[Signal] = session.scalars(
        _waiting(select(Signal), today)
        .where(_AT_SCHOOL == school_id)
        .order_by(Signal.id)
        .with_for_update(of=Signal)
        .execution_options(populate_existing=True)
    ).all()
    late = []
    for signal in waiting:
        day = max(ib_is_told_on(signal.raised_at, calendar), calendar.first_from(today))
        if day > today:
            signal.tell_ib_on = day
        else:
            late.append(signal)
    reader = _reader(session, school_id, today) if late else None
    if reader is None:
        # Nobody else is told. Once somebody can be reached, the next planning finds it.
        for signal in late:
            signal.tell_ib_on = calendar.days_later(today, 1)
        session.flush()
        return 0
    return _put(session, school, late, reader, today, now)


def _put(
    session: Session,
    school: School,
    late: Sequence[Signal],
    reader: _Reader,
    today: date,
    now: datetime,
) -> int:
    key = f"{_KEY}{school.id} {today}"
    known = session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    message = known or outbox.put(
        session,
        organisation_id=school.organisation_id,
        key=key,
        channel=reader.channel,
        due_at=after_quiet_hours(now),
        now=now,
    )
    session.flush()
    for signal in late:
        signal.tell_ib_on = None
        session.add(
            SignalMessage(
                signal_id=signal.id,
                organisation_id=signal.organisation_id,
                message_id=message.id,
            )
        )
        audit.record(
            session,
            audit.COMMAND,
            "tell internal supervisor",
            "signal",
            signal.id,
            organisation_id=signal.organisation_id,
            now=now,
        )
    return int(known is None)


def _reader(
    session: Session, school_id: str, today: date, channel: str | None = None
) -> _Reader | None:
    """Return where the internal supervisor of a school is reached.

    First whom the coach put around the school, then who has an account for it: of each who was
    there first.
    """
    contacts = _reachable(SchoolInformant.school_id == school_id, Contact)
    if channel is not None:
        contacts = contacts.where(Contact.channel == channel)
    found = session.scalars(
        contacts.order_by(SchoolInformant.added_at, SchoolInformant.id).limit(1)
    ).first()
    if found is not None:
        return _Reader(found.channel, found.address, found.id)
    if channel not in (None, MAIL):
        return None
    accounts = _with_account(RoleGrant.school_id == school_id, Person, today)
    person = session.scalars(accounts.order_by(RoleGrant.given_at, RoleGrant.id).limit(1)).first()
    return None if person is None else _Reader(MAIL, person.email, person.id)


def _reachable(which: ColumnElement[bool], what: Any) -> Select[Any]:
    return (
        select(what)
        .select_from(SchoolInformant)
        .join(Contact, Contact.id == SchoolInformant.contact_id)
        .where(
            which,
            SchoolInformant.role == IB,
            SchoolInformant.left_at.is_(None),
            Contact.refused_at.is_(None),
        )
    )


def _with_account(which: ColumnElement[bool], what: Any, today: date) -> Select[Any]:
    return (
        select(what)
        .select_from(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(which, RoleGrant.role == Role.SUPERVISOR, Person.active, *right_in_force(today))
    )


def _mail(
    reference: str,
    reader: _Reader,
    school: str,
    coaches: Sequence[Person],
    away: Sequence[Person],
    since: date,
) -> Letter:
    return Letter(
        reference=reference,
        to=reader.address,
        subject="Wil je de kansencoach bellen?",
        text="\n\n".join(
            (
                "Dag,",
                f"{_waits(school, coaches, since)} Niemand keek er nog naar.",
                f"Wil je vandaag bellen? {_numbers(coaches, away)}",
                "Wat het is en over wie het gaat, staat niet in dit bericht. "
                "Dat ziet alleen de kansencoach.",
                f"Groeten,\nKansmeter, {school}",
            )
        )
        + "\n",
        sender_name=" ".join(school.split()),
        reader=reader.id,
    )


def _sms(
    reference: str,
    reader: _Reader,
    school: str,
    coaches: Sequence[Person],
    away: Sequence[Person],
    since: date,
) -> Letter:
    return Letter(
        reference=reference,
        to=reader.address,
        text=f"{_waits(school, coaches, since)} Wil je vandaag bellen? {_numbers(coaches, away)}",
        reader=reader.id,
    )


def _waits(school: str, coaches: Sequence[Person], since: date) -> str:
    names = " en ".join(each.name for each in coaches)
    who = "kansencoach" if len(coaches) == 1 else "kansencoaches"
    return f"Bij {names}, {who} op {school}, wacht iets sinds {day_in_words(since)}."


def _numbers(coaches: Sequence[Person], away: Sequence[Person]) -> str:
    """Return how the coaches are reached, and who stands in for them today."""
    known = [f"{each.name.split()[0]}: {each.phone}." for each in coaches if each.phone]
    known += [f"{each.name} vervangt: {each.phone}." for each in away if each.phone]
    return " ".join(known) or "Het nummer weet de school."
