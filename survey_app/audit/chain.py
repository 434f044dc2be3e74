"""Lines wait in their session and are written at its very end, each chain behind its own lock.

A chain must be lengthened by one writer at a time. That lock is taken when all else of the act is
done, so it is held for the end of the transaction and no longer; chains are locked in a fixed
order, and nothing else is locked after them, so two writers never wait for each other. When a line
cannot be written the transaction fails: no line, no act.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    event,
    insert,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.types import String

from survey_app.audit.lines import BEGIN, Line, marked_text
from survey_app.audit.models import AuditEvent, AuditHead
from survey_app.storage import UTC_FORMAT, Marks, trail_marks

WAITING = "kansmeter lines of the trail"
"""Where a session keeps the lines that are not written yet."""
_SAVEPOINTS = "kansmeter lines of the trail at each savepoint"
_HEADS = select(AuditHead.position, AuditHead.digest).with_for_update()
_BEGIN = text(
    "INSERT INTO audit_head (chain, organisation_id, position, digest)"
    " VALUES (:chain, :organisation_id, 0, :digest) ON CONFLICT DO NOTHING"
)
_WRITE = insert(AuditEvent)
_MOVE = (
    update(AuditHead)
    .where(AuditHead.chain == bindparam("of_chain"))
    .values(position=bindparam("to_position"), digest=bindparam("to_digest"))
)
AT = type_coerce(AuditEvent.at, String)
"""The moment of a line as the text that is stored, which is what its mark is over."""


def stored(moment: datetime) -> str:
    """Return a moment as the trail stores it."""
    return moment.astimezone(UTC).strftime(UTC_FORMAT)


def collect(session: Session, line: Line) -> None:
    """Let a line be written when the transaction of this session ends."""
    if not session.in_transaction():
        session.begin()  # so that a rollback takes the line along
    session.info.setdefault(WAITING, []).append(line)


@event.listens_for(Session, "after_transaction_create")
def _note_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        count = len(session.info.get(WAITING, ()))
        session.info.setdefault(_SAVEPOINTS, []).append((transaction, count))


@event.listens_for(Session, "before_commit")
def _write_at_the_end(session: Session) -> None:
    if session.in_nested_transaction():
        # What was done since the savepoint stands, as far as what is around it will.
        session.info[_SAVEPOINTS].pop()
        return
    lines = session.info.get(WAITING)
    if lines:
        session.flush()
        _lengthen(session.connection(), trail_marks(session), lines)


@event.listens_for(Session, "after_transaction_end")
def _drop_what_did_not_happen(session: Session, transaction: SessionTransaction) -> None:
    """Drop the lines of what was undone since a savepoint; at the very end none is left."""
    if transaction.parent is None:
        session.info.pop(WAITING, None)
        session.info.pop(_SAVEPOINTS, None)
    elif transaction.nested:
        undone = [count for at, count in session.info[_SAVEPOINTS] if at is transaction]
        if undone:
            session.info[_SAVEPOINTS].pop()
            del session.info.get(WAITING, [])[undone[0] :]


def _lengthen(connection: Connection, marks: Marks, lines: Iterable[Line]) -> None:
    by_chain: dict[str, list[Line]] = {}
    for line in lines:
        by_chain.setdefault(line.chain, []).append(line)
    rows: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for chain in sorted(by_chain):
        position, digest = _lock(connection, chain, by_chain[chain][0].organisation_id)
        for line in by_chain[chain]:
            position += 1
            text_of = marked_text(line, chain, position, digest, marks.newest)
            digest = str(marks.mark(text_of, marks.newest))
            rows.append(
                {
                    **asdict(line),
                    "at": datetime.fromisoformat(line.at),
                    "chain": chain,
                    "position": position,
                    "key_name": marks.newest,
                    "digest": digest,
                }
            )
        heads.append({"of_chain": chain, "to_position": position, "to_digest": digest})
    connection.execute(_WRITE, rows)
    connection.execute(_MOVE, heads)


def _lock(connection: Connection, chain: str, organisation_id: str | None) -> Row[int, str]:
    """Return where a chain ends, and let nobody else write in it before this transaction ends."""
    head = _HEADS.where(AuditHead.chain == chain)
    found = connection.execute(head).one_or_none()
    if found is None:
        values = {"chain": chain, "organisation_id": organisation_id, "digest": BEGIN}
        connection.execute(_BEGIN, values)
        found = connection.execute(head).one()
    return found
