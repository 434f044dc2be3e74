"""A class round: one teacher, one link, several pupils; how far each sheet is, in one read.

A sheet of a round comes whole on one page, or with its questions spread over the pages of all
pupils. What an answer can change, and what asks for faces or steps, is answered by its own link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.answering.models import Draft, Response
from survey_app.answering.services import begin
from survey_app.answering.sheets import GRACE_DAYS, Sheet
from survey_app.audit import services as audit
from survey_app.definitions import Informant, ItemKind, Page, Questionnaire, Subject
from survey_app.invitations.rounds import Round, RoundLine, every_invitation, note_way, round_of

MARK_LENGTH = 12
"""So many signs of an invitation's id stand for it inside one round."""
IN_A_ROUND = frozenset(
    {
        ItemKind.CHOICE,
        ItemKind.MULTIPLE,
        ItemKind.NUMBER,
        ItemKind.SHORT_TEXT,
        ItemKind.LONG_TEXT,
    }
)


class Way(StrEnum):
    """One pupil after the other, or one question for all of them, then the next."""

    BY_PUPIL = "by_pupil"
    BY_QUESTION = "by_question"


class Progress(StrEnum):
    """How far a sheet is; complete is not yet sent."""

    NOT_BEGUN = "not_begun"
    BUSY = "busy"
    COMPLETE = "complete"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """One list about one pupil; `entries` are those of its draft (see `Draft`)."""

    line: RoundLine
    is_begun: bool = False
    revision: int = 0
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What stands for it in addresses and names of fields; no name, no link."""
        return mark_of(self.line.invitation_id)

    @property
    def page(self) -> Page:
        """Every question of the list on one page."""
        return whole_page(self.line.questionnaire)

    @property
    def left(self) -> int:
        """How many questions were neither answered nor left open on purpose."""
        return sum(item.key not in self.entries for item in self.page.items)

    @property
    def progress(self) -> Progress:
        """How far it is."""
        if self.line.is_done:
            return Progress.SENT
        if not self.left:
            return Progress.COMPLETE
        return Progress.BUSY if self.entries else Progress.NOT_BEGUN

    @property
    def is_open(self) -> bool:
        """Whether there are questions left to answer."""
        return self.progress in (Progress.NOT_BEGUN, Progress.BUSY)

    def chosen_by(self, browser: str | None, key: str) -> str | None:
        """Return what this browser chose for an item; what another chose is not told."""
        entry = self.entries.get(key)
        if entry is None or entry["b"] != browser:
            return None
        return str(entry["o"]) if "o" in entry else None

    def was_chosen_elsewhere(self, browser: str | None, key: str) -> bool:
        """Tell whether another browser answered an item."""
        entry = self.entries.get(key)
        return entry is not None and entry["b"] != browser and not entry.get("skipped")


@dataclass(frozen=True, slots=True)
class ClassRound:
    """All that one message asks of a teacher.

    `sheets` are about pupils and are filled in here, by first name; `others` have their own link.
    """

    message_id: str
    round: Round
    sheets: tuple[RoundSheet, ...]
    others: tuple[RoundLine, ...]

    @property
    def together(self) -> tuple[RoundSheet, ...]:
        """The sheets whose list allows one question for all pupils, in one version and language.

        It takes more than one to choose that; once chosen it stays so for the last one left.
        """
        allowed = [each for each in self.sheets if each.line.questionnaire.by_question]
        kinds = {(each.line.questionnaire.fingerprint, each.line.language) for each in allowed}
        return tuple(allowed) if len(kinds) == 1 else ()

    @property
    def way(self) -> Way | None:
        """How the round is done; None as long as it can still be chosen."""
        unsent = [each for each in self.together if not each.line.is_done]
        noted = {each.line.way for each in self.together if each.line.way}
        if noted:
            return Way.BY_QUESTION if noted == {Way.BY_QUESTION} else Way.BY_PUPIL
        may_choose = len(unsent) > 1 and not any(each.entries for each in unsent)
        return None if may_choose else Way.BY_PUPIL

    @property
    def side_by_side(self) -> tuple[RoundSheet, ...]:
        """The sheets that are answered question by question."""
        return self.together if self.way is Way.BY_QUESTION else ()

    @property
    def one_by_one(self) -> tuple[RoundSheet, ...]:
        """The sheets that are answered pupil by pupil."""
        side_by_side = self.side_by_side
        return tuple(each for each in self.sheets if each not in side_by_side)

    def sheet(self, mark: str) -> RoundSheet | None:
        """Return the sheet with this mark, or None when it is asked no longer or never was."""
        return next((each for each in self.sheets if each.mark == mark), None)

    def next_open(self, after: RoundSheet | None = None) -> RoundSheet | None:
        """Return the next sheet with questions left: after this one, then from the start."""
        sheets = self.one_by_one
        place = sheets.index(after) + 1 if after in sheets else 0
        in_turn = (*sheets[place:], *sheets[:place])
        if after is None:
            in_turn = tuple(sorted(in_turn, key=lambda each: each.progress is not Progress.BUSY))
        return next((each for each in in_turn if each.is_open and each != after), None)


def read_class_round(session: Session, message_id: str, today: date) -> ClassRound:
    """Return what a message asks with how far each sheet is; two statements for all drafts.

    Who began in time finds it here for as long as it may be finished.
    """
    found = round_of(session, message_id, today, GRACE_DAYS)
    drafts = _drafts(session, [line.invitation_id for line in found.lines])
    sheets, others = [], []
    for line in found.lines:
        draft = drafts.get(line.invitation_id)
        if line.closes_on < today and draft is None:
            continue
        if not _fits(found.role, line.questionnaire):
            others.append(line)
        elif draft is None:
            sheets.append(RoundSheet(line))
        else:
            sheets.append(RoundSheet(line, True, draft.revision, draft.entries))
    sheets.sort(key=lambda each: (each.line.child_name or "").casefold())
    return ClassRound(message_id, found, tuple(sheets), tuple(others))


def sent_by(session: Session, found: ClassRound, browser: str) -> int:
    """Return how many sheets of a round this browser sent."""
    asked = [each.line.invitation_id for each in found.sheets]
    sent = select(func.count()).where(
        Response.invitation_id.in_(asked), Response.browser == browser
    )
    return session.scalar(sent) or 0


def marks_of_message(session: Session, message_id: str) -> frozenset[str]:
    """Return the marks of all that a message was ever about."""
    return frozenset(map(mark_of, every_invitation(session, message_id)))


def choose_way(session: Session, found: ClassRound, way: Way, now: datetime) -> None:
    """Note how the round is done and write it in the trail; the first choice stays."""
    asked = [each.line for each in found.together if not each.line.is_done]
    if not asked or not note_way(session, [line.invitation_id for line in asked], way):
        return
    audit.record(
        session,
        audit.respondent(asked[0].invitation_id),
        f"answer {way.value.replace('_', ' ')}",
        "message",
        found.message_id,
        organisation_id=asked[0].organisation_id,
        now=now,
    )


def begin_in_round(session: Session, sheet: Sheet, way: Way, now: datetime) -> None:
    """Start the draft of a sheet of a round; starting again changes nothing."""
    begin(session, sheet, now)
    note_way(session, [sheet.invitation_id], way)


def mark_of(invitation_id: str) -> str:
    """Return what stands for an invitation inside a round."""
    return invitation_id[:MARK_LENGTH]


@lru_cache(maxsize=256)
def whole_page(questionnaire: Questionnaire) -> Page:
    """Return every question a teacher gets, on one page."""
    pages = questionnaire.pages_for(Informant.TEACHER)
    return Page("whole", tuple(item for page in pages for item in page.items))


def _fits(role: str, questionnaire: Questionnaire) -> bool:
    return (
        role == Informant.TEACHER
        and questionnaire.about is Subject.TRAJECT
        and all(
            item.kind in IN_A_ROUND and not item.show_when
            for item in whole_page(questionnaire).items
        )
    )


def _drafts(session: Session, invitation_ids: Sequence[str]) -> dict[str, Any]:
    rows = session.execute(
        select(Draft.invitation_id, Draft.revision, Draft.entries).where(
            Draft.invitation_id.in_(invitation_ids)
        )
    )
    return {row.invitation_id: row for row in rows}
