"""Keeping who may be shown what somebody answered: each informant decides on the own answers.

Rows are only added, one after another by who holds the traject. Without a row nothing is released.
Use the verbs of `papers.releasing`: they also take away the papers on which it still stands.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.dutch import date_in_words
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import hold
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.release_models import AnswerRelease
from survey_app.trajects.services import owned

ASKED: Final = ("child", "parent", "teacher")
"""Whose answers can stand on a sheet for a talk."""


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    informant_id: str,
    *,
    allowed: bool,
    said_on: date,
    seen: int,
    now: datetime,
) -> None:
    """Record what somebody said to the coach about showing the own answers.

    `seen` is the number of the last word of this informant that the coach saw, 0 for none. A yes
    that did not see the last word is refused, and a word of a day before it: an earlier yes would
    undo a later no.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    informant = informant_in(session, traject, informant_id)
    if said_on > local_date(now):
        raise InputError("Die dag moet nog komen. Kies een dag tot en met vandaag.")
    if said_on < traject.started_on:
        raise InputError("Toen was er nog geen traject. Kies een latere dag.")
    last = _last(session, informant_id)
    if allowed and seen != (last.number if last else 0):
        raise InputError(f"{informant.label} zei intussen zelf iets. Kijk hieronder wat.")
    if last is not None and said_on < last.said_on:
        raise InputError(
            f"Op {date_in_words(last.said_on)} is er al iets gezegd. Kies die dag of een latere."
        )
    _add(session, traject, informant, allowed, "conversation", said_on, actor.person_id, now)
    _record(session, audit.person(actor.person_id), informant, allowed, now)


def say_by_link(
    session: Session, informant_id: str, *, allowed: bool, now: datetime
) -> TrajectInformant:
    """Keep what the holder of a link said about the own answers; return who that is."""
    informant = session.get(TrajectInformant, informant_id)
    if informant is None or informant.role not in ASKED:
        raise NotFoundError("Deze link werkt niet.")
    traject = session.get_one(Traject, informant.traject_id)
    hold(session, traject, with_key=False)
    _add(session, traject, informant, allowed, "link", local_date(now), None, now)
    _record(session, audit.respondent(informant.id), informant, allowed, now)
    return informant


def informant_in(session: Session, traject: Traject, informant_id: str) -> TrajectInformant:
    """Return somebody of this traject who can be asked, else raise as if there were nobody."""
    informant = session.get(TrajectInformant, informant_id)
    if informant is None or informant.traject_id != traject.id or informant.role not in ASKED:
        raise NotFoundError
    return informant


def standing(session: Session, traject_id: str) -> dict[str, AnswerRelease]:
    """Return the last thing each informant of a traject said, by informant."""
    said = session.scalars(
        select(AnswerRelease)
        .where(AnswerRelease.traject_id == traject_id)
        .order_by(AnswerRelease.number)
    )
    return {each.informant_id: each for each in said}


def last_said(session: Session, informant_id: str, on: date) -> bool | None:
    """Return what somebody said that holds for what is answered on a day; None is nothing.

    A yes of before that day is none for what came after it; a no holds until it is taken back.
    """
    last = _last(session, informant_id)
    return None if last is None or (last.allowed and last.said_on < on) else last.allowed


def released_until(said: Mapping[str, AnswerRelease]) -> dict[str, date]:
    """Return, for who said yes, until which day the answers may be shown."""
    return {each: release.said_on for each, release in said.items() if release.allowed}


def _last(session: Session, informant_id: str) -> AnswerRelease | None:
    return session.scalar(
        select(AnswerRelease)
        .where(AnswerRelease.informant_id == informant_id)
        .order_by(AnswerRelease.number.desc())
        .limit(1)
    )


def _add(
    session: Session,
    traject: Traject,
    informant: TrajectInformant,
    allowed: bool,
    channel: str,
    said_on: date,
    recorded_by: str | None,
    now: datetime,
) -> None:
    last = session.scalar(
        select(func.max(AnswerRelease.number)).where(AnswerRelease.traject_id == traject.id)
    )
    session.add(
        AnswerRelease(
            organisation_id=traject.organisation_id,
            traject_id=traject.id,
            number=(last or 0) + 1,
            informant_id=informant.id,
            allowed=allowed,
            channel=channel,
            said_on=said_on,
            at=now,
            recorded_by=recorded_by,
        )
    )
    session.flush()


def _record(
    session: Session, by: audit.By, informant: TrajectInformant, allowed: bool, now: datetime
) -> None:
    audit.record(
        session,
        by,
        "release answers" if allowed else "keep answers back",
        "informant",
        informant.id,
        organisation_id=informant.organisation_id,
        now=now,
    )
