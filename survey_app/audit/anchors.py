"""Anchors: where each chain ended at some moment, noted in a file that is only added to.

Whoever can change the database can also take away its last lines with the end that was noted
there. A file elsewhere still knows how far the trail had come. Lines that were written after the
last anchor are not covered: taken away with their end they leave nothing behind.
"""

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from survey_app.audit.chain import stored
from survey_app.audit.models import AuditEvent, AuditHead
from survey_app.errors import KansmeterError
from survey_app.storage import Marks, trail_marks

FORMAT = "kansmeter audit anchor 1"
AT_ONCE = 500
_POSITION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class AnchorError(KansmeterError):
    """The end of the trail cannot be noted, or is behind one that was noted before."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of a chain at one moment, with a mark that nobody makes without a key."""

    at: str
    chain: str
    position: int
    digest: str
    key_name: str
    mark: str

    @property
    def marked_text(self) -> bytes:
        """What is marked."""
        told = (FORMAT, self.key_name, self.at, self.chain, str(self.position), self.digest)
        return "\n".join(told).encode()


def note_ends(session: Session, file: Path, now: datetime) -> int:
    """Add the end of each chain that was lengthened since it was last noted; return how many.

    A chain that is shorter than it was noted to be is told at once, after the others were noted.
    The file is held meanwhile: of two who note, the one with the older ends would come last.
    """
    with _held(file) as place:
        return _note_ends(session, file, place, now)


def _note_ends(session: Session, file: Path, place: int, now: datetime) -> int:
    known = last_noted(file)
    marks = trail_marks(session)
    fresh, behind = [], []
    for chain, position, digest in session.execute(
        select(AuditHead.chain, AuditHead.position, AuditHead.digest).order_by(AuditHead.chain)
    ):
        if position > known.get(chain, 0):
            fresh.append(_anchor(marks, stored(now), chain, position, digest))
        elif position < known.get(chain, 0):
            behind.append(chain)
    if fresh:
        _add(file, place, "".join(_written(each) for each in fresh))
    behind += sorted(known.keys() - set(session.scalars(select(AuditHead.chain))))
    if behind:
        raise AnchorError(
            f"The trail is shorter than {file} says it was: chain {', '.join(behind)}. Run "
            "'survey-app audit verify'."
        )
    return len(fresh)


def last_noted(file: Path) -> dict[str, int]:
    """Return how far each chain had come by the file; marks are not looked at."""
    known: dict[str, int] = {}
    for _, each in read_anchors(file):
        if each is not None:
            known[each.chain] = max(each.position, known.get(each.chain, 0))
    return known


def read_anchors(file: Path) -> Iterator[tuple[int, Anchor | None]]:
    """Give each line of the file by its number; None for what is no anchor.

    What is added from now on is left out: whoever looks it up may know an older trail by then.
    """
    try:
        with file.open("rb") as lines:
            left = os.fstat(lines.fileno()).st_size
            for number, line in enumerate(lines, 1):
                left -= len(line)
                if left < 0:
                    return
                yield number, _read(line)
    except OSError as fault:
        raise AnchorError(
            f"The anchors in {file} cannot be read ({fault.strerror}): without them nobody can "
            "tell whether the end of the trail is missing."
        ) from fault


def check_anchors(session: Session, file: Path) -> Iterator[str | int]:
    """Give each fault that the anchors show, and at the end how many anchors there are.

    Of one chain the first anchor that does not fit is told, and whether it ends before an anchor.
    """
    marks, count = trail_marks(session), 0
    furthest: dict[str, int] = {}
    told: set[tuple[str, str]] = set()
    lines = read_anchors(file)
    while some := list(islice(lines, AT_ONCE)):
        digests = _digests(session, [each for _, each in some if each is not None])
        for number, each in some:
            count += 1
            kind, fault = _fault_of(each, marks, digests, furthest)
            if fault is None or (each is not None and (each.chain, kind) in told):
                continue
            if each is not None and kind in ("cut", "other"):
                told.add((each.chain, kind))
            yield f"anchor {number} in {file}: {fault}"
    yield count


def _fault_of(
    anchor: Anchor | None,
    marks: Marks,
    digests: dict[tuple[str, int], str],
    furthest: dict[str, int],
) -> tuple[str, str | None]:
    if anchor is None:
        return "form", "this line is no anchor"
    mark = marks.mark(anchor.marked_text, anchor.key_name)
    if mark is None:
        return "key", f"marked by the unknown key {anchor.key_name!r}"
    if mark != anchor.mark:
        return "mark", "it was changed, or Kansmeter did not write it"
    if anchor.position < furthest.get(anchor.chain, 0):
        return "back", f"chain {anchor.chain} goes back to line {anchor.position}"
    furthest[anchor.chain] = anchor.position
    found = digests.get((anchor.chain, anchor.position))
    at = f"line {anchor.position}, which was there at {anchor.at}"
    if found is None:
        return "cut", f"chain {anchor.chain} has lost {at}: it was cut off or taken out"
    if found != anchor.digest:
        return "other", f"chain {anchor.chain} was written again: {at}, is another one now"
    return "", None


def _digests(session: Session, anchors: list[Anchor]) -> dict[tuple[str, int], str]:
    place = tuple_(AuditEvent.chain, AuditEvent.position)
    rows = session.execute(
        select(AuditEvent.chain, AuditEvent.position, AuditEvent.digest).where(
            place.in_({(each.chain, each.position) for each in anchors})
        )
    )
    return {(chain, position): digest for chain, position, digest in rows}


def _anchor(marks: Marks, at: str, chain: str, position: int, digest: str) -> Anchor:
    bare = Anchor(at, chain, position, digest, marks.newest, "")
    mark = marks.mark(bare.marked_text, marks.newest)
    return Anchor(at, chain, position, digest, marks.newest, str(mark))


def _written(anchor: Anchor) -> str:
    return (
        f"{anchor.at} {anchor.chain} {anchor.position} {anchor.digest} {anchor.key_name} "
        f"{anchor.mark}\n"
    )


def _read(line: bytes) -> Anchor | None:
    try:
        at, chain, position, digest, key_name, mark = line.decode("ascii").split()
    except ValueError:
        return None
    if not _POSITION.fullmatch(position):
        return None
    return Anchor(at, chain, int(position), digest, key_name, mark)


@contextmanager
def _held(file: Path) -> Iterator[int]:
    """Keep others who note out of the file, which is made when it is new, and give where it is.

    It is for its owner alone, and no link to elsewhere is followed.
    """
    try:
        place = os.open(
            file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
    except OSError as fault:
        raise AnchorError(f"Nothing can be added to {file}: {fault.strerror}.") from fault
    try:
        if stat.S_IMODE(os.fstat(place).st_mode) & 0o077:
            raise AnchorError(f"Others may read or write {file}: run chmod 600 on it.")
        fcntl.flock(place, fcntl.LOCK_EX)
        yield place
    finally:
        os.close(place)


def _add(file: Path, place: int, text: str) -> None:
    """Add to the file durably."""
    try:
        size = os.fstat(place).st_size
        is_torn = size > 0 and os.pread(place, 1, size - 1) != b"\n"
        os.write(place, (("\n" if is_torn else "") + text).encode())
        os.fsync(place)
    except OSError as fault:
        raise AnchorError(f"Nothing can be added to {file}: {fault.strerror}.") from fault
