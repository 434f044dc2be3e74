"""Which rows of the database belong to one child.

Nobody keeps a list of them: it follows from the foreign keys of all tables. Whatever points to the
traject, or to a row that belongs to it, belongs to it too; so a table that is added tomorrow is
found tomorrow. What cannot be found that way is named here, and a test demands that each table is
found, shared or said to hold nothing of a child.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Table,
    delete,
    inspect,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

import survey_app
from survey_app.errors import KansmeterError
from survey_app.storage import Base

Column = TableColumn[Any]
Key = tuple[Any, ...]
Rows = dict[Key, Row[Any]]
Belongings = dict[str, Rows]

TRAJECT: Final = "traject"
PARTICIPANT: Final = "reference_participant"
NOMINATION: Final = "nomination"
SUBJECTS: Final = (TRAJECT, PARTICIPANT, NOMINATION)
"""What can be erased with all that belongs to it: each is about one child."""
OWNER: Final = "organisation_id"
AT_ONCE: Final = 5000

SHARED: Final = {
    "contact": "an address can be that of a parent of two children",
    "outbox_message": "one message to a teacher can be about several pupils",
}
"""Goes with a child when nothing of anybody else points to it."""
HOLDS_NOTHING: Final = {
    "accepted_reference": "figures of a whole sample, shown from 10 people on",
    "account_message": "what a mail to somebody who works here tells",
    "act_to_repeat": "fingerprints of random ids, and words of a fixed list",
    "approval": "a question of somebody who works here; ids of what is gone lead nowhere",
    "audit_event": "who did what when, by random ids: a line is never changed, see `erasing`",
    "audit_head": "where each chain of the trail ends",
    "class_group": "the name of a class and its school year",
    "credential_link": "a way in of somebody who works here",
    "erasure": "the certificate: numbers, days and a fingerprint",
    "failed_sign_in": "a keyed count of wrong passwords",
    "link_request": "a keyed fingerprint of an address; removed with the address, see LOOSE",
    "login_session": "a browser of a coach; what it was lent for is emptied, see LOOSE",
    "organisation": "the owner of the data",
    "passkey": "with what somebody who works here signs in",
    "person": "somebody who works here",
    "published_principle": "how coaches work",
    "published_questionnaire": "texts of a list",
    "published_way": "how coaches work",
    "recovery_code": "a keyed hash, with which somebody who works here signs in",
    "reset_request": "that somebody who works here forgot a password",
    "retention_rule": "a term of an organisation",
    "school": "a school",
    "school_closure": "days on which a school is closed",
    "school_identity": "a hash, with which somebody who works here signs in",
    "school_informant": "a teacher or another adult around a school",
    "second_factor": "with what somebody who works here signs in",
    "sign_in_step": "a sign-in that is half done; goes within the hour",
    "substitution": "which coach stands in for which",
    "wrong_code": "a keyed count of wrong codes",
    "yearly_left_out": "a list that a teacher was not asked about the own work",
}
"""Each table without anything of a child, with the reason."""
LOOSE: Final = {
    ("audit_event", "actor_id"): "stays, see `erasing`",
    ("audit_event", "digest"): "a mark over a line",
    ("audit_head", "digest"): "a mark over a line",
    ("person", "email_print"): "of somebody who works here",
    ("reset_request", "address_key"): "of somebody who works here; goes within an hour",
    ("audit_event", "object_id"): "stays, see `erasing`",
    ("login_session", "lent_for"): "emptied with the invitation",
    ("outbox_message", "claim"): "of a worker",
    ("outbox_message", "key"): "says for which invitation; written anew where the message stays",
    ("outbox_message", "reader"): "emptied with the contact",
    ("outbox_message", "reference"): "of the message itself",
    ("contact", "fingerprint"): "goes with the contact",
    ("link_request", "address_key"): "removed with the contact",
    ("link_request", "place_key"): "of an internet address, keyed; goes within a day",
}
"""Columns that can hold an id or fingerprint without a foreign key, and what becomes of each."""


class UnknownTableError(KansmeterError):
    """The database has a table that this software does not know, so nobody knows whose it is."""


@lru_cache(maxsize=1)
def every_table() -> Mapping[str, Table]:
    """Return all tables, those that point after those pointed to; every module of models is read.

    Modules that hold tables end in `models`; a test holds them to it.
    """
    for module in pkgutil.walk_packages(survey_app.__path__, "survey_app."):
        if module.name.endswith("models"):
            importlib.import_module(module.name)
    return {each.name: each for each in Base.metadata.sorted_tables}


def reached_from(subject: str) -> list[str]:
    """Return the tables that can hold rows of one traject (or other subject), by foreign keys."""
    reached = [subject]
    for table in every_table().values():
        if table.name not in reached and any(owner in reached for _, owner in _ways(table)):
            reached.append(table.name)
    return reached


def find(session: Session, subject: str, subject_id: str, *, hold: bool = True) -> Belongings:
    """Return every row that belongs to one subject, by table.

    They are held until the end, from the top down, so nobody adds a row to one that was found
    meanwhile; who only looks holds nothing.
    """
    _demand_known(session)
    found: Belongings = {}
    for table in every_table().values():
        rows = (
            _matching(session, table, [(table.c.id, [subject_id])], hold=hold)
            if table.name == subject
            else _matching(session, table, _ways_from(table, found), hold=hold)
        )
        while rows:
            own = [(column, _firsts(rows)) for column, owner in _ways(table) if owner == table.name]
            more = _matching(session, table, own, hold=hold)
            if not more.keys() - rows.keys():
                break
            rows |= more
        if rows:
            found[table.name] = rows
    return found


def remove(session: Session, found: Belongings) -> dict[str, int]:
    """Delete what was found, and what was shared with nobody; return how many rows of each table.

    What stays for somebody else keeps no id of what went.
    """
    tables = every_table()
    counts = {name: len(rows) for name, rows in found.items()}
    candidates = {name: _pointed_at(found, name) - found.get(name, {}).keys() for name in SHARED}
    for name in SHARED:
        # Held until the end, so that nobody begins to use what goes.
        _matching(session, tables[name], [(tables[name].c.id, _firsts(candidates[name]))])
    for name in reversed(list(tables)):
        if name in found:
            _delete(session, tables[name], found[name])
    for name in SHARED:
        alone = candidates[name] - _still_used(session, tables[name], candidates[name])
        if alone:
            gone = _matching(session, tables[name], [(tables[name].c.id, _firsts(alone))])
            _forget_requests(session, name, gone)
            counts[name] = counts.get(name, 0) + len(gone)
            _delete(session, tables[name], gone)
        candidates[name] = alone
    _empty_loose_ends(session, found, _firsts(candidates["contact"]))
    return counts


def _ways(table: Table) -> Iterator[tuple[Column, str]]:
    """Give each column by which a row points to another table, with that table.

    Of a key of two columns the second is the owner of both rows.
    """
    for constraint in table.foreign_key_constraints:
        (column,) = (each.parent for each in constraint.elements if each.column.name != OWNER)
        yield column, constraint.referred_table.name


def _ways_from(table: Table, found: Belongings) -> list[tuple[Column, list[Any]]]:
    """Return the columns by which a table points to what was found, with what they then hold."""
    return [
        (column, _firsts(found[owner]))
        for column, owner in _ways(table)
        if owner in found and owner != table.name
    ]


def _matching(
    session: Session,
    table: Table,
    ways: Iterable[tuple[ColumnElement[Any], list[Any]]],
    *,
    hold: bool = True,
) -> Rows:
    """Return the rows in which one of these columns holds one of its values."""
    primary = list(table.primary_key.columns)
    kept = {each.name: each for each in (*primary, *_pointers(table))}
    rows: Rows = {}
    for column, values in ways:
        for first in range(0, len(values), AT_ONCE):
            some = select(*kept.values()).where(column.in_(values[first : first + AT_ONCE]))
            if hold:
                some = some.with_for_update()
            rows |= {
                tuple(row._mapping[each] for each in primary): row for row in session.execute(some)
            }
    return rows


def _pointers(table: Table) -> list[Column]:
    return [column for column, owner in _ways(table) if owner in SHARED] + (
        [table.c.fingerprint] if table.name == "contact" else []
    )


def _pointed_at(found: Belongings, shared: str) -> set[Key]:
    """Return the keys of shared rows that what was found points to."""
    tables = every_table()
    return {
        (row._mapping[column],)
        for name, rows in found.items()
        for column, owner in _ways(tables[name])
        if owner == shared
        for row in rows.values()
        if row._mapping[column] is not None
    }


def _still_used(session: Session, shared: Table, keys: set[Key]) -> set[Key]:
    used: set[Key] = set()
    for table in every_table().values():
        for column, owner in _ways(table):
            if owner == shared.name and keys:
                pointing = select(column).where(column.in_(_firsts(keys))).distinct()
                used |= {(each,) for each in session.scalars(pointing)}
    return used


def _delete(session: Session, table: Table, rows: Rows) -> None:
    primary = list(table.primary_key.columns)
    which: FromClause | ColumnElement[Any] = primary[0] if len(primary) == 1 else tuple_(*primary)
    keys = _firsts(rows) if len(primary) == 1 else list(rows)
    step = AT_ONCE // len(primary)
    for first in range(0, len(keys), step):
        session.execute(delete(table).where(which.in_(keys[first : first + step])))  # type: ignore[union-attr]  # both have it


def _forget_requests(session: Session, name: str, gone: Rows) -> None:
    """Remove the requests for a link that were made with an address that goes."""
    if name != "contact" or not gone:
        return
    requests = every_table()["link_request"]
    prints = [row.fingerprint for row in gone.values()]
    session.execute(
        delete(requests).where(or_(*(requests.c.prints.contains(each) for each in prints)))
    )


def _empty_loose_ends(session: Session, found: Belongings, contacts: list[Any]) -> None:
    tables = every_table()
    invitations = _firsts(found.get("invitation", {}))
    logins, messages = tables["login_session"], tables["outbox_message"]
    for table, column, gone in (
        (logins, logins.c.lent_for, invitations),
        (messages, messages.c.reader, contacts),
    ):
        if gone:
            session.execute(update(table).where(column.in_(gone)).values({column.name: None}))
    shared = _firsts(_pointed_at(found, "outbox_message"))
    for message in session.execute(
        select(messages.c.id, messages.c.key).where(messages.c.id.in_(shared))
    ).all():
        # It stays for another child, and was called after an invitation of this one perhaps.
        if any(each in message.key for each in invitations):
            session.execute(
                update(messages)
                .where(messages.c.id == message.id)
                .values(key=f"about others {message.id}")
            )


def _firsts(keys: Collection[Key]) -> list[Any]:
    return [key[0] for key in keys]


def _demand_known(session: Session) -> None:
    there = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
    unknown = there - every_table().keys()
    if unknown:
        raise UnknownTableError(
            f"The database has a table {min(unknown)} that this version does not know, so nobody "
            "knows whose rows it holds: nothing was erased. Run the newest version."
        )


def by_table(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts in the order in which tables point to each other, without noughts."""
    ordered: dict[str, int] = defaultdict(int)
    for name in every_table():
        if counts.get(name):
            ordered[name] = counts[name]
    return dict(ordered)
