"""Telling whether the trail is what was written: every line against its mark, in its place.

What was changed in the database shows, because nobody can make a mark without a key. That the last
lines were taken away together with the end of their chain shows only beside the anchors (see
`anchors`), which stand elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from survey_app.audit.chain import AT
from survey_app.audit.lines import BEGIN, Line, marked_text
from survey_app.audit.models import AuditEvent, AuditHead
from survey_app.storage import Marks, trail_marks

AT_ONCE = 2000
LONGEST_RUN = 60
"""So many lines in a row are tried in every order; of more, each is called changed."""
_LINE = tuple(AT if each.name == "at" else getattr(AuditEvent, each.name) for each in fields(Line))
_STORED = select(AuditEvent.position, AuditEvent.key_name, AuditEvent.digest, *_LINE)


@dataclass(frozen=True, slots=True)
class Stored:
    """A line as it stands in the database."""

    position: int
    key_name: str
    digest: str
    line: Line


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one chain: how many lines it has, and each fault in one sentence."""

    chain: str
    lines: int
    faults: int


def chains(session: Session) -> list[str]:
    """Return every chain that there is a line of, or an end."""
    return sorted(session.scalars(union(select(AuditEvent.chain), select(AuditHead.chain))))


def check(session: Session, chain: str) -> Iterator[str | Checked]:
    """Give each fault of a chain as it is met, and at the end what became of it."""
    top = session.scalar(select(func.max(AuditEvent.position)).where(AuditEvent.chain == chain))
    # The end is read after the last line: a line that comes meanwhile moves it along.
    head = session.execute(
        select(AuditHead.position, AuditHead.digest).where(AuditHead.chain == chain)
    ).one_or_none()
    checking = _Checking(chain, trail_marks(session))
    count = faults = 0
    for stored in stored_lines(session, chain, max(top or 0, head.position if head else 0)):
        count += 1
        for fault in checking.take(stored):
            faults += 1
            yield fault
    end = _faults_of_end(chain, checking.last, None if head is None else (head[0], head[1]))
    for fault in (*checking.finish(), *end):
        faults += 1
        yield fault
    yield Checked(chain, count, faults)


def stored_lines(session: Session, chain: str, up_to: int) -> Iterator[Stored]:
    """Give the lines of a chain in the order of their places, some at a time."""
    query = _STORED.where(AuditEvent.chain == chain, AuditEvent.position <= up_to)
    query = query.order_by(AuditEvent.position).limit(AT_ONCE)
    rows = session.execute(query).all()
    while rows:
        for position, key_name, digest, *line in rows:
            yield Stored(position, key_name, digest, Line(*line))
        rows = session.execute(query.where(AuditEvent.position > rows[-1][0])).all()


class _Checking:
    """Takes the lines of one chain, one after another.

    Lines that do not fit are held until one fits again, or too many do not: only together do they
    tell whether each was changed, or whether they stand in another order.
    """

    def __init__(self, chain: str, marks: Marks) -> None:
        self._chain = chain
        self._marks = marks
        self._before: str | None = BEGIN
        self._held: list[Stored] = []
        self._may_stand_before: list[str] = []
        self.last: Stored | None = None

    def take(self, stored: Stored) -> Iterator[str]:
        expected = 1 if self.last is None else self.last.position + 1
        if stored.position != expected:
            yield from self.finish()
            yield self._said(_gap(expected, stored.position))
            self._before = None
        self.last = stored
        if self._fits(stored):
            yield from self.finish()
            self._before = stored.digest
            return
        if self._marks.mark(b"", stored.key_name) is None:
            yield from self.finish()
            yield self._said(
                f"line {stored.position} has a mark by the unknown key {stored.key_name!r}: add "
                "that key to KANSMETER_SECRET_KEYS, or nobody can tell whether it was changed"
            )
            self._before = stored.digest
            return
        before = self._held[-1].digest if self._held else self._before or BEGIN
        remade = self._mark(stored, stored.position, before)
        self._may_stand_before += [stored.digest, *([remade] if remade else [])]
        self._held.append(stored)
        if len(self._held) >= LONGEST_RUN:
            yield from self.finish()
            self._before = stored.digest

    def finish(self) -> Iterator[str]:
        """Tell of the lines that are held what was done to them."""
        held, self._held, self._may_stand_before = self._held, [], []
        if not held:
            return
        if len(held) > 1 and self._is_another_order(held):
            yield self._said(
                f"lines {held[0].position} to {held[-1].position} stand in another order than "
                "they were written in"
            )
            return
        for each in held:
            yield self._said(
                f"line {each.position} was changed, or is not one that Kansmeter wrote there"
            )

    def _fits(self, stored: Stored) -> bool:
        """Tell whether a line stands where it was written, behind any that may stand before it."""
        if self._held:
            possible = self._may_stand_before
        elif self._before is None:
            # What stood before it is gone; whether it was changed too, nobody can tell.
            return self._marks.mark(b"", stored.key_name) is not None
        else:
            possible = [self._before]
        return any(
            self._mark(stored, stored.position, before) == stored.digest for before in possible
        )

    def _is_another_order(self, held: Sequence[Stored]) -> bool:
        left, digests = list(held), {each.digest for each in held}
        before = self._before or BEGIN
        for position in [each.position for each in held]:
            for each in left:
                mark = self._mark(each, position, before)
                if mark in digests and mark is not None:
                    left.remove(each)
                    before = mark
                    break
            else:
                return False
        return True

    def _mark(self, stored: Stored, position: int, before: str) -> str | None:
        message = marked_text(stored.line, self._chain, position, before, stored.key_name)
        return self._marks.mark(message, stored.key_name)

    def _said(self, what: str) -> str:
        return f"chain {self._chain}: {what}"


def _gap(expected: int, found: int) -> str:
    if found < expected:
        return f"line {found} stands before the first one"
    if found == expected + 1:
        return f"line {expected} was removed"
    return f"lines {expected} to {found - 1} were removed"


def _faults_of_end(chain: str, last: Stored | None, head: tuple[int, str] | None) -> Iterator[str]:
    end = 0 if last is None else last.position
    if head is None:
        yield f"chain {chain}: its end is not noted any more (audit_head)"
    elif head[0] > end:
        yield (
            f"chain {chain}: cut off: {head[0]} lines were written, and those after line {end} "
            "are gone"
        )
    elif head[0] < end:
        yield f"chain {chain}: lines {head[0] + 1} to {end} stand behind its end"
    elif head[1] != (BEGIN if last is None else last.digest):
        yield f"chain {chain}: the mark of its last line is not the one that was noted as its end"
