"""Keeping the database and the list outside it in step, before anything else is done with either.

What the database has and the file has not is added to the file. What the file has and the database
has not was done after this copy of the database was made: it is done again. Each erasure is a
transaction of its own, so whoever is stopped half-way goes on at the next start.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.audit.repeat_models import ActToRepeat
from survey_app.audit.repeating import Kind
from survey_app.clock import Clock
from survey_app.invitations.models import Invitation
from survey_app.invitations.participants import stop_both
from survey_app.keeping.erasing import KINDS, Ground, erase, subject_of
from survey_app.keeping.list_file import Line, ListFile
from survey_app.measurements.agreeing import stop_what_is_taken_back
from survey_app.measurements.nominations import settle
from survey_app.storage import Database
from survey_app.trajects import statements
from survey_app.trajects.models import ReferenceParticipant, Traject


@dataclass(frozen=True, slots=True)
class Repeated:
    """What an older copy of the database was made to do again."""

    erased: int = 0
    withdrawn: int = 0
    revoked: int = 0

    def __bool__(self) -> bool:
        return bool(self.erased or self.withdrawn or self.revoked)


def keep_in_step(
    database: Database, file: ListFile | None, copies_for_days: int, clock: Clock
) -> Repeated:
    """Bring file and database together; return what was done again. Without a file, nothing is."""
    if file is None:
        return Repeated()
    with database.read() as session:
        is_empty = session.scalar(select(ActToRepeat.id).limit(1)) is None
    if is_empty and not file.path.exists():
        return Repeated()
    with file.held():
        there, is_fresh = file.read()
        missing = _missing_from(database, there)
        done = _repeat(database, missing, copies_for_days, clock)
        noted = _noted(database)
        known = {each.key for each in there}
        if is_fresh:
            file.add([each for each in noted if each.key not in known])
        else:
            file.replace(noted)
    return done


def _missing_from(database: Database, there: Sequence[Line]) -> list[Line]:
    with database.read() as session:
        known = set(session.scalars(select(ActToRepeat.key)))
    return [each for each in there if each.key not in known]


def _noted(database: Database) -> list[Line]:
    with database.read() as session:
        rows = session.scalars(select(ActToRepeat).order_by(ActToRepeat.at, ActToRepeat.key))
        return [Line(each.kind, each.subject, each.detail, each.at) for each in rows]


def _repeat(
    database: Database, missing: Sequence[Line], copies_for_days: int, clock: Clock
) -> Repeated:
    """Do again what the database does not know of: first what was erased, then the rest at once."""
    erased = 0
    gone = [line for line in missing if line.kind == Kind.ERASED]
    marks = _marks(database) if gone else {}
    for line in gone:
        with database.write() as session:
            if line.subject in marks:
                _erase_again(session, *marks[line.subject], copies_for_days, clock())
                erased += 1
            _note(session, line)
    rest = [line for line in missing if line.kind != Kind.ERASED]
    if not rest:
        return Repeated(erased)
    with database.write() as session:
        revoked = _revoke_again(session, rest)
        withdrawn = _withdraw_again(session, rest, clock()) + _leave_again(session, rest, clock())
        for line in rest:
            _note(session, line)
    return Repeated(erased, withdrawn, revoked)


def _marks(database: Database) -> dict[str, tuple[str, str]]:
    """Return the kind and id of all that can be erased, by fingerprint."""
    with database.read() as session:
        return {
            repeating.fingerprint(each): (kind, each)
            for kind, model in KINDS.items()
            for each in session.scalars(select(model.id))
        }


def _erase_again(
    session: Session, kind: str, subject_id: str, copies_for_days: int, now: datetime
) -> None:
    subject = subject_of(session, kind, subject_id)
    ground = Ground.REPEATED
    erase(session, subject, audit.COMMAND, ground, copies_for_days=copies_for_days, now=now)


def _revoke_again(session: Session, lines: Sequence[Line]) -> int:
    at = {each.subject: each.at for each in lines if each.kind == Kind.REVOKED}
    if not at:
        return 0
    again = 0
    for invitation in session.scalars(
        select(Invitation).where(Invitation.revoked_at.is_(None)).with_for_update()
    ):
        mark = repeating.fingerprint(invitation.id)
        if mark in at:
            invitation.revoked_at = at[mark]
            again += 1
    session.flush()
    return again


def _withdraw_again(session: Session, lines: Sequence[Line], now: datetime) -> int:
    said: dict[str, list[repeating.Detail]] = defaultdict(list)
    for each in lines:
        if each.kind == Kind.WITHDRAWN:
            said[each.subject].append(each.detail)
    again = 0
    for traject_id in session.scalars(select(Traject.id)).all() if said else ():
        told = said.get(repeating.fingerprint(traject_id), [])
        if told:
            traject = session.get_one(Traject, traject_id, with_for_update=True)
            again += sum(statements.repeat_no(session, traject, each) for each in told)
            stop_what_is_taken_back(session, traject, now)
            settle(session, traject, audit.COMMAND, now)
            _record(session, traject, now)
    return again


def _leave_again(session: Session, lines: Sequence[Line], now: datetime) -> int:
    left = {each.subject: each.at for each in lines if each.kind == Kind.LEFT_RETEST}
    stay = select(ReferenceParticipant).where(ReferenceParticipant.withdrawn_at.is_(None))
    again = 0
    for participant in session.scalars(stay).all() if left else ():
        mark = repeating.fingerprint(participant.id)
        if mark in left:
            participant.withdrawn_at = left[mark]
            stop_both(session, participant, now)
            again += 1
    return again


def _note(session: Session, line: Line) -> None:
    known = select(ActToRepeat.id).where(ActToRepeat.key == line.key)
    if session.scalar(known) is None:
        session.add(
            ActToRepeat(
                key=line.key,
                kind=line.kind,
                subject=line.subject,
                detail=line.detail,
                at=line.at,
            )
        )
        session.flush()


def _record(session: Session, traject: Traject, now: datetime) -> None:
    audit.record(
        session,
        audit.COMMAND,
        "repeat withdrawal",
        "traject",
        traject.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
