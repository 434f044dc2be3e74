"""Putting right on request what is on record (AVG art. 16); what stood there is kept, sealed.

A name, a month of birth and what staff wrote are changed in place. An answer is corrected by who
gave it alone: a new row that is scored, beside what was sent. What is not put right gets the words
of who asked beside it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Actor
from survey_app.answering.correcting import correct_one, what_counts
from survey_app.answering.models import Correction, Response
from survey_app.answering.reading import PREFIX, read_page
from survey_app.answering.sheets import read_sheet
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Item, Page
from survey_app.dutch import date_in_words
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.rights_models import Rectification, RightsRequest
from survey_app.keeping.rights_requests import LONGEST_WORDS, RECTIFICATION, note, open_request
from survey_app.measurements.correcting import follow_correction
from survey_app.practice.models import ConsideredReferral, Deviation, LoggedContact
from survey_app.storage import Base
from survey_app.trajects.authority import OLDEST, YOUNGEST
from survey_app.trajects.models import Traject, TrajectEvent, TrajectInformant
from survey_app.trajects.services import LONGEST_LABEL, LONGEST_NAME
from survey_app.trajects.timeline import LONGEST_WORDS as LONGEST_EVENT

CHILD_NAME: Final = "traject.child_name"
BORN: Final = "traject.birth_month"
ANSWER: Final = "response"
LONGEST_LINE: Final = 140
LONGEST_STATEMENT: Final = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """Something on record that can be put right: where it stands and what it says now."""

    place: str
    row_id: str
    what: str
    now: str


@dataclass(frozen=True, slots=True)
class Given:
    """An own answer that can be put right: its sheet and day, its question and what it says now."""

    response_id: str
    title: str
    item: Item
    now: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A column of a table of a traject that holds a line, and how long that may be."""

    model: type[Base]
    column: str
    what: str
    longest: int


_LINES: Final = {
    "traject_informant.label": _Kept(TrajectInformant, "label", "naam", LONGEST_LABEL),
    "traject_event.words": _Kept(TrajectEvent, "words", "tijdlijn", LONGEST_EVENT),
    "logged_contact.line": _Kept(LoggedContact, "line", "contact", LONGEST_LINE),
    "deviation.why": _Kept(Deviation, "why", "waarom anders gewerkt", LONGEST_LINE),
    "deviation.expected": _Kept(Deviation, "expected", "wat verwacht werd", LONGEST_LINE),
    "deviation.found": _Kept(Deviation, "found", "wat ervan kwam", LONGEST_LINE),
    "considered_referral.why": _Kept(ConsideredReferral, "why", "verwijzing", LONGEST_LINE),
}
"""What can be put right in its place. What never changes (decisions, goals, the meldcode) has its
own way to be said anew, or gets a statement beside it."""


def facts_of(session: Session, traject: Traject) -> list[Fact]:
    """Return what can be put right in its place, with what it says now."""
    found = [
        Fact(CHILD_NAME, traject.id, "naam of code van het kind", traject.child_name),
        Fact(BORN, traject.id, "geboortemaand", _born(traject)),
    ]
    for place, kept in _LINES.items():
        model: Any = kept.model
        rows = session.scalars(select(model).where(model.traject_id == traject.id))
        found += [
            Fact(place, row.id, kept.what, getattr(row, kept.column))
            for row in rows
            if getattr(row, kept.column) and _can_be_said(row)
        ]
    return found


def put_right(
    session: Session,
    actor: Actor,
    traject: Traject,
    request_id: str,
    *,
    place: str,
    row_id: str,
    seen: str,
    after: str,
    why: str,
    now: datetime,
) -> Rectification:
    """Change what is on record and keep what stood there.

    `seen` is what stood there when the form was opened: what changed meanwhile is read first.
    """
    request = open_request(session, actor, traject, request_id, RECTIFICATION)
    fact = fact_at(session, traject, place, row_id)
    if fact.now != seen:
        raise InputError("Dit is intussen veranderd. Kijk eerst wat er nu staat.")
    reason = clean_line(why, LONGEST_WORDS, "Schrijf in één zin wat er niet klopte.")
    put = _put_born if place == BORN else _put_name if place == CHILD_NAME else _put_line
    said = put(session, traject, fact, after, now)
    session.flush()
    return _note(session, actor, request, fact.place, fact.row_id, fact.now, said, reason, now)


def fact_at(session: Session, traject: Traject, place: str, row_id: str) -> Fact:
    """Return what stands in a place of this traject, else raise as if there were nothing."""
    for fact in facts_of(session, traject):
        if (fact.place, fact.row_id) == (place, row_id):
            return fact
    raise NotFoundError


def own_answers(session: Session, traject: Traject, request: RightsRequest) -> list[Given]:
    """Return every answer of who asks; nobody has the answers of somebody else put right."""
    if request.informant_id is None:
        return []
    sent = session.execute(
        select(Response, Invitation)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .where(Invitation.traject_id == traject.id, Invitation.informant_id == request.informant_id)
        .order_by(Response.submitted_at)
    )
    found = []
    for response, _ in sent:
        counting = what_counts(response, _last(session, response))
        questionnaire = questionnaire_of(session, response.fingerprint)
        texts = json.loads(counting.texts)
        day = date_in_words(local_date(response.submitted_at))
        found += [
            Given(
                response.id,
                f"{questionnaire.title.in_language('nl')}, {day}",
                item,
                counting.answers.get(item.key) or texts.get(item.key),
            )
            for item in questionnaire.items
            if counting.missing.get(item.key) != "not_shown"
        ]
    return found


def correct_answer(
    session: Session,
    actor: Actor,
    traject: Traject,
    request_id: str,
    *,
    response_id: str,
    item_key: str,
    values: tuple[str, ...],
    why: str,
    now: datetime,
) -> Correction:
    """Put one answer of who asks right: a new row, scored, that says who entered it and when."""
    request = open_request(session, actor, traject, request_id, RECTIFICATION)
    before = answer_at(session, traject, request, response_id, item_key)
    reason = clean_line(why, LONGEST_WORDS, "Schrijf in één zin wat er niet klopte.")
    response = session.get_one(Response, response_id)
    sheet = read_sheet(session, response.invitation_id, local_date(now), lock=True)
    reading = read_page(
        Page("", (before.item,)), [(PREFIX + item_key, each) for each in values if each]
    )
    correction = correct_one(session, sheet, before.item, reading, actor.person_id, now)
    follow_correction(session, sheet, correction, audit.person(actor.person_id), now)
    said = reading.answers.get(item_key) or reading.texts[item_key]
    place = f"{ANSWER}/{item_key}"
    _note(session, actor, request, place, response.id, before.now or "", said, reason, now)
    return correction


def answer_at(
    session: Session, traject: Traject, request: RightsRequest, response_id: str, item_key: str
) -> Given:
    """Return an answer of who asks, else raise as if there were none."""
    for each in own_answers(session, traject, request):
        if (each.response_id, each.item.key) == (response_id, item_key):
            return each
    raise NotFoundError


def add_statement(
    session: Session,
    actor: Actor,
    traject: Traject,
    request_id: str,
    *,
    about: str,
    words: str,
    now: datetime,
) -> Rectification:
    """Put the words of who asked beside what is not put right."""
    request = open_request(session, actor, traject, request_id, RECTIFICATION)
    what = clean_line(about, LONGEST_LINE, "Vul in waar het over gaat.")
    said = clean_line(words, LONGEST_STATEMENT, "Schrijf op wat diegene zegt.")
    return _note(
        session, actor, request, "statement", request.id, None, None, f"{what}: {said}", now
    )


def rectified_in(session: Session, traject: Traject) -> list[Rectification]:
    """Return what was put right and the statements, the newest first."""
    return list(
        session.scalars(
            select(Rectification)
            .where(Rectification.traject_id == traject.id)
            .order_by(Rectification.recorded_at.desc())
        )
    )


def _note(
    session: Session,
    actor: Actor,
    request: RightsRequest,
    place: str,
    row_id: str,
    before: str | None,
    after: str | None,
    words: str,
    now: datetime,
) -> Rectification:
    made = Rectification(
        organisation_id=request.organisation_id,
        traject_id=request.traject_id,
        request_id=request.id,
        place=place,
        row_id=row_id,
        before=before,
        after=after,
        words=words,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    note(session, actor, "add statement" if before is None else "put right", request, now)
    return made


def _put_name(session: Session, traject: Traject, fact: Fact, after: str, now: datetime) -> str:
    """Change the name of the child, also where it stands among the people."""
    name = clean_line(after, LONGEST_NAME, "Vul een voornaam of code in.")
    traject.child_name = name
    child = session.scalars(
        select(TrajectInformant).where(
            TrajectInformant.traject_id == traject.id, TrajectInformant.role == "child"
        )
    ).one()
    child.label = name
    return name


def _put_born(session: Session, traject: Traject, fact: Fact, after: str, now: datetime) -> str:
    """Change the month of birth; who must agree follows from it at once."""
    year, _, month = after.strip().partition("-")
    if not (year.isascii() and month.isascii() and year.isdigit() and month.isdigit()):
        raise InputError("Vul jaar en maand in, zoals 2017-03.")
    today = local_date(now)
    months = (today.year - int(year)) * 12 + today.month - int(month)
    if not 1 <= int(month) <= 12 or not YOUNGEST * 12 <= months < OLDEST * 12:
        raise InputError("Vul de maand en het jaar van geboorte in van een kind van 4 tot 18 jaar.")
    traject.birth_year, traject.birth_month = int(year), int(month)
    return _born(traject)


def _put_line(session: Session, traject: Traject, fact: Fact, after: str, now: datetime) -> str:
    kept = _LINES[fact.place]
    line = clean_line(after, kept.longest, "Vul in wat er moet staan.")
    setattr(session.get_one(kept.model, fact.row_id), kept.column, line)
    return line


def _born(traject: Traject) -> str:
    if traject.birth_year is None or traject.birth_month is None:
        return "onbekend"
    return f"{traject.birth_year}-{traject.birth_month:02d}"


def _can_be_said(row: Any) -> bool:
    """Tell whether a row is one to put right: the child has its name from the traject."""
    return getattr(row, "role", "") not in ("child", "coach")


def _last(session: Session, response: Response) -> Correction | None:
    return session.scalars(
        select(Correction)
        .where(Correction.response_id == response.id)
        .order_by(Correction.number.desc())
        .limit(1)
    ).first()
