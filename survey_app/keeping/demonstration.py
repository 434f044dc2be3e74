"""A small invented caseload for trying Kansmeter.

People of every role, and of one coach finished and fresh trajects and one signal.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts import services as accounts
from survey_app.answering.reading import PREFIX
from survey_app.answering.sheets import Sheet
from survey_app.clock import local_date
from survey_app.definitions import Page, Questionnaire, load
from survey_app.definitions.plans import OccasionKind
from survey_app.invitations import planning
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.models import Invitation
from survey_app.invitations.services import stop_asking
from survey_app.keeping.demonstrated_goals import set_goals
from survey_app.keeping.demonstrated_people import COACH, PEOPLE, Invented, add_people
from survey_app.keeping.demonstrated_practice import log_work
from survey_app.keeping.invented import Child
from survey_app.keeping.simulation import (
    OpenLink,
    Staff,
    answer,
    coach_of,
    daytime,
    fill_in,
    hold,
    start,
)
from survey_app.measurements.following_up import close
from survey_app.measurements.models import Signal
from survey_app.storage import Database
from survey_app.trajects import services as trajects
from survey_app.trajects import timeline
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants, occasions

EMAIL = COACH.email
WEEKS_AGO = 13
FOLLOW_UP_WEEKS = 11
NEW_TEACHER_AT_TALK = 3
OTHERS_WEEKS_AGO = 18
OTHERS = ("Lotte", "Finn", "Sara", "Bram", "Nora", "Amir", "Zoë", "Daan")
"""With Sam and Mila ten: from ten on a figure has words and lines."""
SEED = 15
"""Chosen so that every score of the finished traject can be computed."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration prints: open links, who signs in and the one password for that."""

    links: tuple[OpenLink, ...]
    people: tuple[Invented, ...]
    password: str


def example_list() -> Questionnaire:
    """Return the fictitious list of evidence stage 2, which shows a band and a verdict."""
    return load(Path(__file__).parent / "demo" / "voorbeeld-rust.yaml")


def build(database: Database, using: ReadyPlan, now: datetime) -> Demonstration:
    """Fill an empty database and return what to show."""
    chance = random.Random(SEED)
    password = secrets.token_urlsafe(12)
    with database.write() as session:
        staff = _staff(session, password, now)
        _finished(session, staff, chance, using, now)
        _with_signal(session, staff, chance, using, now)
        _half_way(session, staff, chance, using, now)
        _with_events(session, staff, using, now)
        _others(session, staff, chance, using, now)
        links = _fresh(session, staff, chance, using, now)
    return Demonstration(links, PEOPLE, password)


def _staff(session: Session, password: str, now: datetime) -> Staff:
    school = accounts.find_or_make_school(session, "Demonstratie", "Het Zandpad", simulated=True)
    person = add_people(session, school, password, now)
    return Staff(accounts.actor(person, local_date(now)), school)


def _finished(
    session: Session,
    staff: Staff,
    chance: random.Random,
    using: ReadyPlan,
    now: datetime,
) -> None:
    """Sam: intake and follow-up by everybody, and the example list with its band."""
    began = now - timedelta(weeks=WEEKS_AGO)
    traject, made = start(
        session,
        staff,
        chance,
        child_name="Sam",
        age=9,
        parents=("moeder",),
        teachers=("juf Petra",),
        using=using.also_asking(example_list()),
        now=began,
    )
    follow_up_on = local_date(began) + timedelta(weeks=FOLLOW_UP_WEEKS)
    hold(session, staff, traject, OccasionKind.FOLLOW_UP, follow_up_on, using, began)
    child = Child(strength=0.3, load=0.75, gain=0.4)
    for invitation in made:
        at = daytime(invitation.opens_on + timedelta(days=chance.randrange(1, 6)), chance)
        answer(session, invitation.id, child, chance, at)
    _answer_own(session, traject, child, began)


def _with_signal(
    session: Session,
    staff: Staff,
    chance: random.Random,
    using: ReadyPlan,
    now: datetime,
) -> None:
    """Noor: an intake of today in which the child asks for contact."""
    began = now - timedelta(days=6)
    traject, made = start(
        session,
        staff,
        chance,
        child_name="Noor",
        age=10,
        parents=("vader",),
        teachers=("meester Daan",),
        using=using,
        now=began,
    )
    roles = {person.id: person.role for person in informants(session, traject.id)}
    for invitation in made:
        if invitation.opens_on > local_date(now):
            continue
        role = roles[str(invitation.informant_id)]
        if role == "child":
            fill_in(session, invitation.id, now - timedelta(minutes=40), _wish)
        elif role == "teacher":
            answer(session, invitation.id, Child(0.4, 0.6, 0.1), chance, now - timedelta(days=2))


def _half_way(
    session: Session,
    staff: Staff,
    chance: random.Random,
    using: ReadyPlan,
    now: datetime,
) -> None:
    """Fenna: the intake is done, the follow-up opens this week."""
    began = now - timedelta(weeks=FOLLOW_UP_WEEKS, days=-3)
    traject, made = start(
        session,
        staff,
        chance,
        child_name="Fenna",
        age=8,
        parents=("moeder", "vader"),
        teachers=("juf Sanne",),
        using=using,
        now=began,
    )
    follow_up_on = local_date(now) + timedelta(days=3)
    hold(session, staff, traject, OccasionKind.FOLLOW_UP, follow_up_on, using, began)
    kinds = {occasion.id: occasion.kind for occasion in occasions(session, traject.id)}
    for invitation in made:
        if kinds[str(invitation.occasion_id)] == "intake":
            answer(session, invitation.id, Child(0.45, 0.5, 0.1), chance, began + timedelta(days=3))


def _with_events(session: Session, staff: Staff, using: ReadyPlan, now: datetime) -> None:
    """Mila: a nomination before the intake, another teacher, a move, a pause, steps at talks."""
    chance = random.Random(SEED)
    began = now - timedelta(weeks=16)
    also = using.also_asking(example_list())
    traject, made = start(
        session,
        staff,
        chance,
        child_name="Mila",
        age=9,
        parents=("moeder",),
        teachers=("juf Petra",),
        using=also,
        now=began,
    )
    child = Child(strength=0.35, load=0.7, gain=0.35)
    nominated = planning.ask_nomination(session, staff.actor, traject, using, began)
    for invitation in nominated:
        answer(session, invitation.id, child, chance, began + timedelta(hours=3))
    _answer_at(session, traject, made, "intake", child, chance, days=6, now=now)
    _answer_own(session, traject, child, began)
    follow_up_on = local_date(began) + timedelta(weeks=FOLLOW_UP_WEEKS)
    hold(session, staff, traject, OccasionKind.FOLLOW_UP, follow_up_on, also, began)
    with_new_teacher: list[Invitation] = []
    for week, gain in enumerate((0.0, 0.3, 0.3, 0.8, 0.6, 1.2, 1.5)):
        talk = daytime(local_date(began) + timedelta(weeks=2 * week + 1), chance)
        if week == NEW_TEACHER_AT_TALK:
            _change_teacher(session, staff, traject, talk)
            with_new_teacher = planning.plan_invitations(session, staff.actor, traject, also, talk)
        at_talk = Child(child.strength, child.load, 2 * gain * child.gain)
        for invitation in planning.ask_step(session, staff.actor, traject, using, talk):
            answer(session, invitation.id, at_talk, chance, talk + timedelta(minutes=40))
    later = [each for each in made if each.revoked_at is None]
    asked = [*later, *with_new_teacher]
    _answer_at(session, traject, asked, "follow_up", child, chance, days=3, now=now)
    happened = (
        ("event", "verhuizing", began + timedelta(weeks=4), None),
        ("pause", "ziek thuis", began + timedelta(weeks=8), began + timedelta(weeks=9)),
    )
    for (signal,) in session.execute(select(Signal.id).where(Signal.traject_id == traject.id)):
        close(session, staff.actor, signal, done="child", note="", was_right=True, now=now)
    for kind, words, first, last in happened:
        timeline.add_event(
            session,
            staff.actor,
            traject,
            kind=kind,
            words=words,
            first_on=local_date(first),
            last_on=local_date(last) if last else None,
            now=first,
        )
    set_goals(session, staff.actor, traject, began)
    log_work(session, staff.actor, traject, began)


def _others(
    session: Session, staff: Staff, chance: random.Random, using: ReadyPlan, now: datetime
) -> None:
    """Children of whom only the example list was asked, so that there is a figure of a group."""
    began = now - timedelta(weeks=OTHERS_WEEKS_AGO)
    only = using.asking_only(example_list())
    for name in OTHERS:
        child = Child(chance.uniform(0.2, 0.6), chance.uniform(0.5, 0.8), chance.uniform(0, 0.35))
        traject, made = start(
            session,
            staff,
            chance,
            child_name=name,
            age=chance.choice((8, 9, 10, 11)),
            parents=("ouder",),
            teachers=(),
            using=only,
            now=began,
        )
        follow_up_on = local_date(began) + timedelta(weeks=FOLLOW_UP_WEEKS)
        hold(session, staff, traject, OccasionKind.FOLLOW_UP, follow_up_on, only, began)
        for invitation in made:
            at = daytime(invitation.opens_on + timedelta(days=chance.randrange(1, 6)), chance)
            answer(session, invitation.id, child, chance, at)


def _answer_at(
    session: Session,
    traject: Traject,
    asked: list[Invitation],
    kind: str,
    child: Child,
    chance: random.Random,
    *,
    days: int,
    now: datetime,
) -> None:
    """Answer what is asked at one kind of moment, some days after it opened, up to now."""
    kinds = {occasion.id: occasion.kind for occasion in occasions(session, traject.id)}
    for invitation in asked:
        if kinds[str(invitation.occasion_id)] == kind:
            at = daytime(invitation.opens_on + timedelta(days=days), chance)
            if at <= now:
                answer(session, invitation.id, child, chance, at)


def _answer_own(session: Session, traject: Traject, child: Child, now: datetime) -> None:
    """Let the coach fill in what is open for the coach."""
    open_now = select(Invitation.id).where(
        Invitation.informant_id == coach_of(session, traject),
        Invitation.opens_on <= local_date(now),
    )
    for invitation_id in session.scalars(open_now.order_by(Invitation.place)).all():
        answer(session, invitation_id, child, random.Random(SEED), now + timedelta(minutes=30))


def _change_teacher(session: Session, staff: Staff, traject: Traject, now: datetime) -> None:
    """Let another teacher take over."""
    before = next(each for each in informants(session, traject.id) if each.role == "teacher")
    trajects.add_informant(
        session,
        staff.actor,
        traject,
        role="teacher",
        label="meester Bas",
        succeeds_id=before.id,
        now=now,
    )
    stop_asking(session, staff.actor, traject, before.id, now)


def _fresh(
    session: Session,
    staff: Staff,
    chance: random.Random,
    using: ReadyPlan,
    now: datetime,
) -> tuple[OpenLink, ...]:
    """Yusuf: started today; return the first open link of each role."""
    traject, made = start(
        session,
        staff,
        chance,
        child_name="Yusuf",
        age=9,
        parents=("moeder",),
        teachers=("meester Ilyas",),
        using=using,
        now=now,
    )
    roles = {person.id: person.role for person in informants(session, traject.id)}
    today = local_date(now)
    first: dict[str, str] = {}
    for invitation in made:
        if invitation.opens_on <= today:
            first.setdefault(roles[str(invitation.informant_id)], invitation.id)
    return tuple(OpenLink(role, invitation_id) for role, invitation_id in first.items())


def _wish(sheet: Sheet, page: Page) -> list[tuple[str, str]]:
    """Return the second answer everywhere, and a wish for contact."""
    return [(PREFIX + item.key, item.options[1 if item.values else 0].key) for item in page.items]
