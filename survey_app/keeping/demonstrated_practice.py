"""Invented work for trying Kansmeter: what a coach did, and once otherwise than agreed."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.clock import local_date
from survey_app.practice import contacts, deviations, support
from survey_app.trajects.models import Traject


class Work(NamedTuple):
    """A contact: in which week, with whom, what it was, and how was worked."""

    week: int
    whom: tuple[str, ...]
    kind: str
    minutes: int
    principles: tuple[str, ...]
    line: str


DONE: Final = (
    Work(1, ("parent",), "talk", 45, ("samen", "eigen_stuur"), "moeder kiest het eerste doel"),
    Work(2, ("child",), "observation", 15, (), "staat in de pauze bij het hek"),
    Work(5, ("child", "parent"), "talk", 30, ("kleine_stap",), "het doel kleiner gemaakt"),
    Work(7, ("teacher",), "meeting", 30, ("wat_lukt",), "kiest een maatje voor de pauze"),
    Work(12, ("child",), "talk", 15, ("wat_lukt", "kleine_stap"), ""),
)
AT_SCHOOL: Final = Work(6, ("team",), "training", 60, ("kennis_delen",), "als een kind stil wordt")
ARGUED_IN_WEEK, LOOKED_BACK_IN_WEEK = 4, 8


def log_work(session: Session, actor: Actor, traject: Traject, began: datetime) -> None:
    """Log contacts about a child and one with the team, a deviation, and support beside it."""
    for work in DONE:
        at = began + timedelta(weeks=work.week)
        contacts.log_at_traject(session, actor, traject, _what(work, at), at)
    at = began + timedelta(weeks=AT_SCHOOL.week)
    contacts.log_at_school(session, actor, traject.school_id, _what(AT_SCHOOL, at), at)
    _deviate(session, actor, traject, began)
    support.record(
        session,
        actor,
        traject,
        kind="social_team",
        status="runs",
        source="parent",
        from_day=local_date(began + timedelta(weeks=3)),
        until_day=None,
        now=began + timedelta(weeks=5),
    )


def _what(work: Work, at: datetime) -> contacts.What:
    return contacts.What(
        held_on=local_date(at),
        with_whom=work.whom,
        kind=work.kind,
        minutes=work.minutes,
        principles=work.principles,
        line=work.line,
    )


def _deviate(session: Session, actor: Actor, traject: Traject, began: datetime) -> None:
    argued_at, seen_at = (
        began + timedelta(weeks=week) for week in (ARGUED_IN_WEEK, LOOKED_BACK_IN_WEEK)
    )
    deviation = deviations.argue(
        session,
        actor,
        traject,
        principle="meteen",
        why="het gezin zit midden in een verhuizing",
        expected="na de verhuizing weer tijd voor een gesprek",
        look_back_on=local_date(seen_at),
        now=argued_at,
    )
    deviations.look_back(
        session,
        actor,
        traject,
        deviation.id,
        outcome="seen",
        found="moeder belde zelf",
        again_on=None,
        now=seen_at,
    )
