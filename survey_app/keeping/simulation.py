"""A believable world, written only through the services that the pages call."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person, School
from survey_app.accounts.policy import Actor
from survey_app.accounts.queries import person_by_email
from survey_app.answering import services as answering
from survey_app.answering.reading import PREFIX, read_page
from survey_app.answering.sheets import Sheet
from survey_app.clock import LOCAL, local_date
from survey_app.definitions import Page
from survey_app.definitions.plans import OccasionKind
from survey_app.errors import InputError
from survey_app.invitations import planning
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.models import Invitation
from survey_app.invitations.shifting import shift
from survey_app.keeping.invented import (
    CHILDREN,
    COACHES,
    GROUPS,
    PARENTS,
    SCHOOLS,
    TEACHERS,
    Child,
    choose,
    invent_child,
)
from survey_app.measurements import agreeing
from survey_app.measurements import services as measurements
from survey_app.storage import Database
from survey_app.trajects import services as trajects
from survey_app.trajects.consent import CHILD_SIGNS_FROM, Channel, Purpose
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import holds_real_children, informants, occasions

LONGEST_AGO_DAYS = 180
TRAJECTS_PER_COACH = 15
BROWSER = "simulated"

FieldsOf = Callable[[Sheet, Page], list[tuple[str, str]]]
"""From a page of a sheet to the fields that a browser would send for it."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An invitation that still waits for an answer."""

    role: str
    invitation_id: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A simulated coach."""

    actor: Actor
    school: School


def simulate(
    database: Database,
    using: ReadyPlan,
    *,
    count: int,
    seed: int,
    now: datetime,
) -> list[OpenLink]:
    """Write `count` trajects with their answers up to now; return the invitations still open.

    The first traject began two days ago and nobody answered yet, so every role has an open link.
    One traject is one transaction: an interrupted run leaves whole trajects.
    """
    staff = make_staff(database, f"Simulatie {seed}", f"sim{seed}", count, now)
    links = []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        with database.write() as session:
            links += _one_traject(session, staff[number % len(staff)], using, number, chance, now)
    return links


def make_staff(
    database: Database, organisation: str, tag: str, count: int, now: datetime
) -> list[Staff]:
    """Make the coaches of a simulated organisation; refused beside real data or a second time."""
    staff = []
    with database.write() as session:
        if holds_real_children(session):
            raise InputError(
                "This database holds real data: simulate only in a database of its own."
            )
        if person_by_email(session, email_of(1, tag)) is not None:
            raise InputError(
                "This simulated world is in the database already: choose another --seed."
            )
        needed = max(1, -(-count // TRAJECTS_PER_COACH))
        for number in range(needed):
            school = accounts.find_or_make_school(
                session, organisation, SCHOOLS[number % len(SCHOOLS)], simulated=True
            )
            person = _coach(session, school, number, tag, now)
            staff.append(Staff(accounts.actor(person, local_date(now)), school))
    return staff


def answer(
    session: Session,
    invitation_id: str,
    child: Child,
    chance: random.Random,
    now: datetime,
) -> None:
    """Answer an invitation as its informant would."""
    fill_in(session, invitation_id, now, lambda sheet, page: fields_for(sheet, page, child, chance))


def fill_in(session: Session, invitation_id: str, now: datetime, fields_of: FieldsOf) -> None:
    """Fill in an invitation page by page with the fields a browser would send, and send it.

    It takes as long as the list says, and is sent at `now`.
    """
    today = local_date(now)
    opened = answering.open_sheet(session, invitation_id, today)
    answering.begin(session, opened, now - timedelta(minutes=opened.questionnaire.minutes))
    number = 1
    sheet = answering.open_sheet(session, invitation_id, today)
    while number < sheet.last_number:
        page = sheet.shown_to(BROWSER)[number]
        saved = answering.save_page(
            session,
            sheet,
            page,
            read_page(page, fields_of(sheet, page)),
            browser=BROWSER,
            seen_revision=sheet.revision,
            now=now,
        )
        number = saved.next_number(number, BROWSER)
        sheet = answering.open_sheet(session, invitation_id, today)
    page = sheet.shown_to(BROWSER)[number]
    measurements.submit(
        session,
        sheet,
        page,
        read_page(page, fields_of(sheet, page)),
        browser=BROWSER,
        seen_revision=sheet.revision,
        mode="self",
        now=now,
    )


def fields_for(
    sheet: Sheet, page: Page, child: Child, chance: random.Random
) -> list[tuple[str, str]]:
    """Return the fields a browser would send for this page."""
    strength, load = child.seen_at(sheet.occasion_kind)
    falling = {
        key
        for scale in sheet.questionnaire.scales
        for key in scale.items
        if not scale.higher_is_better
    }
    turned = {key for scale in sheet.questionnaire.scales for key in scale.reversed}
    fields = []
    for item in page.items:
        level = load if item.key in falling else strength
        if item.key in turned:
            level = 1 - level
        chosen = choose(chance, sheet.questionnaire, item, sheet.role, level)
        if chosen is not None:
            fields.append((PREFIX + item.key, chosen))
    return fields


def daytime(on: date, chance: random.Random) -> datetime:
    """Return a moment between 8 and 20 o'clock of a day."""
    at = time(chance.randrange(8, 20), chance.randrange(60), chance.randrange(60))
    return datetime.combine(on, at, LOCAL)


def start(
    session: Session,
    staff: Staff,
    chance: random.Random,
    *,
    child_name: str,
    age: int,
    parents: Iterable[str],
    teachers: Iterable[str],
    using: ReadyPlan,
    now: datetime,
) -> tuple[Traject, list[Invitation]]:
    """Start a traject with informants and consent; return it with the invitations to others.

    The intake is held at once, also when the plan would wait for the end of a holiday. The own
    lists of the coach stay open.
    """
    traject = trajects.start_traject(
        session,
        staff.actor,
        child_name=child_name,
        group_name=GROUPS.get(age, "groep 7"),
        reason=chance.choice(list(trajects.REASONS)),
        school_id=staff.school.id,
        now=now,
    )
    for label in parents:
        trajects.add_informant(session, staff.actor, traject, role="parent", label=label, now=now)
    for label in teachers:
        trajects.add_informant(session, staff.actor, traject, role="teacher", label=label, now=now)
    _agree(session, staff, traject, age, now)
    made = planning.plan_invitations(session, staff.actor, traject, using, now)
    hold(session, staff, traject, OccasionKind.INTAKE, local_date(now), using, now)
    own = coach_of(session, traject)
    return traject, [each for each in made if each.informant_id != own]


def coach_of(session: Session, traject: Traject) -> str:
    """Return which informant the coach is."""
    return next(each.id for each in informants(session, traject.id) if each.role == trajects.COACH)


def hold(
    session: Session,
    staff: Staff,
    traject: Traject,
    kind: OccasionKind,
    at_latest: date,
    using: ReadyPlan,
    now: datetime,
) -> None:
    """Bring the moments of a kind forward that the plan has later than a day."""
    for occasion in occasions(session, traject.id):
        if occasion.kind == kind and occasion.planned_on > at_latest:
            shift(
                session,
                staff.actor,
                traject,
                occasion,
                on=at_latest,
                reason="cannot_wait",
                using=using,
                now=now,
            )


def _agree(session: Session, staff: Staff, traject: Traject, age: int, now: datetime) -> None:
    """Let everybody who must agree say yes to everything; without a parent a court decided."""
    today = local_date(now)
    people = informants(session, traject.id)
    parents = [each for each in people if each.holds_authority]
    agreeing.record_who_decides(
        session,
        staff.actor,
        traject,
        birth_year=today.year - age - (1 if today.month <= 6 else 0),
        birth_month=(today.month + 5) % 12 + 1,
        holders=("court", "one", "two")[len(parents)],
        now=now,
    )
    if not parents:
        agreeing.record_court_decision(session, staff.actor, traject, Channel.PAPER, now)
    everything = dict.fromkeys(Purpose, True)
    children = [each for each in people if each.role == "child" and age >= CHILD_SIGNS_FROM]
    for signer in (*parents, *children):
        agreeing.record(
            session, staff.actor, traject, signer, everything, Channel.CONVERSATION, now
        )


def _one_traject(
    session: Session,
    staff: Staff,
    using: ReadyPlan,
    number: int,
    chance: random.Random,
    now: datetime,
) -> list[OpenLink]:
    untouched = number == 0
    days_ago = 2 if untouched else chance.randrange(1, LONGEST_AGO_DAYS)
    began = now - timedelta(days=days_ago)
    parents = PARENTS[:2] if chance.random() < 0.3 else (chance.choice(PARENTS),)
    traject, made = start(
        session,
        staff,
        chance,
        child_name=CHILDREN[number % len(CHILDREN)],
        age=chance.choice((8, 9, 10)),
        parents=parents,
        teachers=(chance.choice(TEACHERS),),
        using=using,
        now=began,
    )
    child = invent_child(chance)
    kinds = {occasion.id: occasion.kind for occasion in occasions(session, traject.id)}
    roles = {person.id: person.role for person in informants(session, traject.id)}
    today = local_date(now)
    links = []
    for invitation in made:
        role = roles[str(invitation.informant_id)]
        at = max(began, daytime(invitation.opens_on + timedelta(days=chance.randrange(12)), chance))
        responds = chance.random() < (
            0.9 if kinds[str(invitation.occasion_id)] == "intake" else 0.8
        )
        if responds and not untouched and at <= now:
            answer(session, invitation.id, child, chance, at)
        elif invitation.opens_on <= today <= invitation.closes_on:
            links.append(OpenLink(role, invitation.id))
    return links


def email_of(number: int, tag: str) -> str:
    """Return the address of the n-th simulated coach."""
    return f"coach{number}.{tag}@kansmeter.example"


def _coach(session: Session, school: School, number: int, tag: str, now: datetime) -> Person:
    name = COACHES[number % len(COACHES)]
    person = accounts.add_coach(
        session,
        school,
        name=name,
        email=email_of(number + 1, tag),
        phone="0591 55 01 23",
        now=now - timedelta(days=LONGEST_AGO_DAYS + 30),
    )
    session.refresh(person)
    return person
