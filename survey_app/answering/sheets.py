"""One informant's sheet as it is now.

The invitation, who asks, the definition and what was saved.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, false, null, select, true
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.answering.models import Draft, Response
from survey_app.answering.nomination_sheet import OF_NOMINATION
from survey_app.answering.participant_sheet import OF_PARTICIPANT
from survey_app.answering.school_sheet import OF_SCHOOL
from survey_app.answering.sent import OF_RESPONSE
from survey_app.definitions import Informant, Page, Questionnaire
from survey_app.errors import NotFoundError
from survey_app.frames import LANGUAGES
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.agreements import agreed
from survey_app.trajects.models import Occasion, Traject, TrajectInformant

GRACE_DAYS = 2
"""Who began in time may finish this many days after the last day, so that nothing is lost."""


class SheetState(StrEnum):
    """Whether a sheet can be filled in now."""

    OPEN = "open"
    NOT_YET = "not yet"
    PAST = "past"
    REVOKED = "revoked"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved for one item; `answer` as in `Response.answers`."""

    answer: str | None
    text: str | None
    skipped: bool
    browser: str
    revision: int


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A goal as its owner said it: the goal itself and what each of its 5 levels looks like."""

    words: str
    levels: tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a page about this invitation needs.

    `goals` is of an example: goals are rated in a talk, and a list that asks is sent to nobody.
    Of a reference participant there is no traject, informant or moment and no name of a child, only
    a code; `round` tells the first time from the second, which waits for the first. What comes back
    every year is answered by somebody around a school, about the own work, the school or a group.
    Of a nomination there is no traject yet: nothing of it is measured until it has one. `language`
    is that of the questions, `spoken` that of everything round them. Once it is closed, `saved` is
    the draft of a correction, and `is_withdrawn` tells that nothing may be asked by its link.
    """

    invitation_id: str
    organisation_id: str
    traject_id: str | None
    informant_id: str | None
    occasion_id: str | None
    occasion_kind: str
    role: Informant
    label: str
    child_name: str
    coach_name: str
    coach_phone: str | None
    school_name: str
    questionnaire: Questionnaire
    language: str
    spoken: str
    opens_on: date
    closes_on: date
    state: SheetState
    sent_by: str | None
    started_at: datetime | None
    revision: int
    saved: dict[str, Saved] = field(default_factory=dict)
    posted: tuple[Any, ...] = ()
    goals: Mapping[int, GoalWords] = field(default_factory=dict)
    participant_id: str | None = None
    round: int | None = None
    waits_for_first: bool = False
    school_informant_id: str | None = None
    group_name: str | None = None
    nomination_id: str | None = None
    sent_at: datetime | None = None
    sent_mode: str | None = None
    sent_alone: bool = False
    corrections: int = 0
    is_withdrawn: bool = False

    @property
    def every_page(self) -> tuple[Page, ...]:
        """All pages that could come for this informant; the number in an address counts in these.

        So an address keeps its meaning when an answer changes what comes. A list whose last page
        may stay away ends with a page without questions, to send from: nobody sends without a
        button that says so.
        """
        return _every_page(self.questionnaire, self.role)

    @property
    def last_number(self) -> int:
        """The number of the page that sends; it always comes."""
        return len(self.every_page)

    def shown_to(self, browser: str | None) -> Mapping[int, Page]:
        """Return the pages this browser gets, by number.

        Only its own answers decide what it gets: what another browser chose must not show in which
        question comes next.
        """
        own = {key: saved for key, saved in self.saved.items() if saved.browser == browser}
        return self._shown(own)

    def shown(self) -> Mapping[int, Page]:
        """Return the pages that come by all that was saved, by number."""
        return self._shown(self.saved)

    def _shown(self, saved: Mapping[str, Saved]) -> Mapping[int, Page]:
        numbered = enumerate(self.every_page, 1)
        if not _deciding(self.questionnaire, self.role):
            return dict(numbered)
        answers = {key: each.answer for key, each in saved.items() if each.answer is not None}
        came = {page.key: page for page in self.questionnaire.pages_for(self.role, answers)}
        return {
            number: came.get(page.key, page)
            for number, page in numbered
            if page.key in came or not page.items
        }

    def next_number(self, number: int, browser: str | None) -> int:
        """Return the number of the page that this browser gets after this one."""
        return min((each for each in self.shown_to(browser) if each > number), default=number)

    def previous_number(self, number: int, browser: str | None) -> int | None:
        """Return the number of the page that this browser got before this one."""
        return max((each for each in self.shown_to(browser) if each < number), default=None)

    def first_open_number(self, browser: str | None) -> int:
        """Return the number of the page where this browser goes on.

        It is the first one with a question that was neither answered nor skipped, or that decides
        what comes and was answered in another browser.
        """
        for number, page in self.shown_to(browser).items():
            if any(
                item.key not in self.saved or self.decides_unseen(item.key, browser)
                for item in page.items
            ):
                return number
        return self.last_number

    def is_answered_in(self, browser: str, key: str) -> bool:
        """Tell whether what is saved for an item is an answer, given in this browser."""
        saved = self.saved.get(key)
        return saved is not None and saved.browser == browser and not saved.skipped

    def decides_unseen(self, key: str, browser: str | None) -> bool:
        """Tell whether an item decides what comes, by an answer that this browser did not give."""
        saved = self.saved.get(key)
        return (
            saved is not None
            and saved.browser != browser
            and key in _deciding(self.questionnaire, self.role)
        )

    def is_settled(self, number: int) -> bool:
        """Tell whether no answer from this page on can change how many pages come."""
        ahead = {item.key for page in self.every_page[number - 1 :] for item in page.items}
        return not any(_waits_for(page, ahead) for page in self.every_page[number:] if page.items)

    def spoken_in(self, language: str) -> "Sheet":
        """Return the sheet for somebody who chose a language; its questions too where they can.

        Questions are asked in another language only where their text in it may be asked, and the
        second time of a retest in that of the first.
        """
        can_change = self.participant_id is None
        offered = self.questionnaire.offered_languages if can_change else ()
        asked = language if language in offered else self.language
        return replace(self, spoken=language, language=asked)

    def with_saved(self, saved: Mapping[str, Saved]) -> "Sheet":
        """Return the sheet as it is after one more save."""
        return replace(self, saved=dict(saved), revision=self.revision + 1)


@lru_cache(maxsize=256)
def _every_page(questionnaire: Questionnaire, role: Informant) -> tuple[Page, ...]:
    pages = questionnaire.pages_for(role)
    may_stay_away = all(item.show_when for item in pages[-1].items)
    return (*pages, Page("", ())) if may_stay_away else pages


@lru_cache(maxsize=256)
def _deciding(questionnaire: Questionnaire, role: Informant) -> frozenset[str]:
    """Return the items that decide what else this informant is asked."""
    return frozenset(
        condition.item
        for page in _every_page(questionnaire, role)
        for item in page.items
        for condition in item.show_when
    )


def _waits_for(page: Page, keys: set[str]) -> bool:
    """Tell whether it may depend on the answers to these items that a page comes at all."""
    return all(item.show_when for item in page.items) and any(
        condition.item in keys for item in page.items for condition in item.show_when
    )


def read_sheet(session: Session, invitation_id: str, today: date, *, lock: bool = False) -> Sheet:
    """Return the sheet of an invitation; with `lock` no other writer can pass it.

    The lock is taken in a statement of its own: what is read in the statement that waits is as old
    as that statement, so a draft or response of the one waited for would not be seen. On SQLite a
    writer holds the whole database from its first statement on.
    """
    if lock and session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(Invitation.id).where(Invitation.id == invitation_id).with_for_update()
        )
    session.flush()
    row = _row(session, {"invitation_id": invitation_id, "today": today})
    begun = row.started_at is not None
    state = _state(row, today)
    if state is not SheetState.CLOSED and row.traject_id is not None:
        agreement = agreed(session, row.traject_id, today)
        if not agreement.may_measure:
            waits = agreement.is_settled and state in (SheetState.OPEN, SheetState.NOT_YET)
            state = SheetState.PAUSED if waits else SheetState.REVOKED
    return Sheet(
        invitation_id=invitation_id,
        organisation_id=row.organisation_id,
        traject_id=row.traject_id,
        informant_id=row.informant_id,
        occasion_id=row.occasion_id,
        occasion_kind=row.occasion_kind,
        role=Informant(row.role),
        label=row.label,
        child_name=row.child_name,
        coach_name=row.coach_name,
        coach_phone=row.coach_phone,
        school_name=row.school_name,
        questionnaire=questionnaire_of(session, row.fingerprint),
        language=row.language,
        spoken=row.spoken if row.spoken in LANGUAGES else LANGUAGES[0],
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        state=state,
        sent_by=row.sent_by,
        started_at=row.started_at,
        revision=row.revision if begun else 0,
        saved=_saved(row.entries, row.texts) if begun else {},
        posted=tuple(json.loads(row.posted)) if begun else (),
        participant_id=row.participant_id,
        round=row.round,
        waits_for_first=bool(row.waits_for_first),
        school_informant_id=row.school_informant_id,
        group_name=row.group_name,
        nomination_id=row.nomination_id,
        sent_at=row.sent_at,
        sent_mode=row.sent_mode,
        sent_alone=bool(row.sent_alone),
        corrections=row.corrections,
        is_withdrawn=_is_withdrawn(row),
    )


_OF_INFORMANT = (
    select(
        Invitation.organisation_id,
        Invitation.traject_id,
        Invitation.informant_id,
        Invitation.fingerprint,
        Invitation.language,
        Invitation.opens_on,
        Invitation.closes_on,
        Invitation.revoked_at,
        Invitation.participant_id,
        Invitation.round,
        Invitation.nomination_id,
        false().label("waits_for_first"),
        Invitation.school_informant_id,
        null().label("group_name"),
        TrajectInformant.role,
        TrajectInformant.label,
        TrajectInformant.language.label("spoken"),
        Traject.child_name,
        Occasion.id.label("occasion_id"),
        Occasion.kind.label("occasion_kind"),
        Person.name.label("coach_name"),
        Person.phone.label("coach_phone"),
        School.name.label("school_name"),
        Draft.started_at,
        Draft.revision,
        Draft.entries,
        Draft.texts,
        Draft.posted,
        *OF_RESPONSE,
        true().label("agreed"),
    )
    .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
    .join(Traject, Traject.id == Invitation.traject_id)
    .join(Occasion, Occasion.id == Invitation.occasion_id)
    .join(Person, Person.id == Traject.coach_id)
    .join(School, School.id == Traject.school_id)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"))
)
"""All that a page needs, in one statement that is built once.

Whether all who must have agreed is read apart: it depends on the day.
"""
_EVERY_KIND = (_OF_INFORMANT, OF_PARTICIPANT, OF_SCHOOL, OF_NOMINATION)
"""Whose sheet it can be, the most frequent first."""


def _row(session: Session, asked: Mapping[str, Any]) -> Row[*tuple[Any, ...]]:
    """Return the sheet as it is stored, of whoever it is."""
    connection = session.connection()
    for kind in _EVERY_KIND:
        row = connection.execute(kind, asked).one_or_none()
        if row is not None:
            return row
    raise NotFoundError("Deze link werkt niet.")


def _state(row: Row[*tuple[Any, ...]], today: date) -> SheetState:
    if row.sent_by is not None:
        return SheetState.CLOSED
    if _is_withdrawn(row):
        return SheetState.REVOKED
    if today < row.opens_on or (row.waits_for_first and today <= row.closes_on):
        return SheetState.NOT_YET
    if row.waits_for_first:
        return SheetState.PAST
    grace = GRACE_DAYS if row.started_at is not None else 0
    return SheetState.PAST if today > row.closes_on + timedelta(days=grace) else SheetState.OPEN


def _is_withdrawn(row: Row[*tuple[Any, ...]]) -> bool:
    return row.revoked_at is not None or not row.agreed


def _saved(entries: dict[str, Any], texts_json: str) -> dict[str, Saved]:
    texts = json.loads(texts_json)
    return {
        key: Saved(
            answer=entry.get("o"),
            text=texts.get(key),
            skipped=entry.get("skipped", False),
            browser=entry["b"],
            revision=entry["r"],
        )
        for key, entry in entries.items()
    }
