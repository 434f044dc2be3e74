"""A school year of invitations: holidays, answers, withdrawals, mail outages, killed workers.

A mail server outside counts what arrived. At the end every planned invitation was brought exactly
once or is listed with the reason why not.
"""

import os
import random
import signal
import threading
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from survey_app.clock import local_date
from survey_app.commands.delivering import make_worker, plan_due
from survey_app.commands.planning import come_due
from survey_app.config import Settings
from survey_app.definitions import Informant
from survey_app.definitions.plans import Ceiling
from survey_app.delivery.hours import is_quiet
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations import ending
from survey_app.invitations import services as invitations
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.burden import ceiling_of
from survey_app.invitations.models import Invitation
from survey_app.trajects import services as trajects
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.contacts import set_contact
from survey_app.trajects.models import Contact, Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import informants
from tests.attacks.test_database_faults import wait_until
from tests.factories.answers import answer
from tests.factories.plans import standard
from tests.factories.world import MONDAY, HandClock, World, opened
from tests.rig.mail_sink import running_sink
from tests.rig.server import SECRET_KEYS
from tests.rig.sizes import Size
from tests.rig.worker_processes import BASE_URL, running_at

WEEKS = 30
CALENDAR = SchoolCalendar()
TRAJECTS_PER_COACH = 20
OUTAGES = {5: "later", 9: "drop", 14: "refuse", 20: "later_text"}
"""In which weeks the mail server misbehaves, and how."""
NEW_TEACHERS_IN = 9
"""In which week somebody takes over in every fourth traject."""
KILLED_IN = (2, 7, 11)
"""In which weeks the workers of a Monday morning are processes that are killed at their work."""


@pytest.fixture
def world(migrated_url):
    with opened(migrated_url, SECRET_KEYS) as database:
        yield World(database, HandClock())


class Year:
    """What happens in a school year, and what the mail server saw of it."""

    def __init__(self, world, sink, size):
        self.world = world
        self.sink = sink
        self.chance = random.Random(11)  # noqa: S311  # chance that can be repeated
        self.went: dict[str, list[tuple[str, object]]] = defaultdict(list)
        self.stopped_at: dict[str, object] = {}
        self.coaches = [
            world.coach(school=f"School {number}")
            for number in range(max(1, size.school_year // TRAJECTS_PER_COACH))
        ]
        self.trajects: list[tuple[str, int]] = []
        self.to_start = size.school_year
        self.plan = standard()
        self.sparing = sparing_parents(self.plan)
        self.new_teachers = 0
        self.kills = 0
        sink.on_mail = self.note
        settings = Settings(
            database_url=str(world.database.url),
            secret_keys=SECRET_KEYS,
            base_url=BASE_URL,
            smtp_url=sink.url,
            send_patience=1,
        )
        self.workers = [make_worker(settings, world.database, world.clock) for _ in range(4)]

    def note(self, mail):
        """Write down what arrived, and when."""
        self.went[mail["Message-ID"]].append((mail["Subject"], self.world.clock()))

    def start_some(self):
        """Begin new trajects, each parent and teacher reached by mail."""
        for _ in range(min(self.to_start, -(-self.to_start // 8))):
            number = len(self.trajects)
            coach = self.coaches[number % len(self.coaches)]
            traject = self.world.start(coach, child=f"Kind {number}")
            for role, label in (("parent", "moeder"), ("teacher", "juf Petra")):
                self.world.add(coach, traject, role, label)
            self.world.reach(coach, traject, "parent", f"ouder{number}@thuis.nl")
            teacher = f"juf{number % len(self.coaches)}@school.nl"
            self.world.reach(coach, traject, "teacher", teacher)
            self.world.agree(coach, traject)
            using = self.plan if number % 4 else self.sparing
            self.world.plan(coach, traject, using=using)
            self.trajects.append((traject, number % len(self.coaches)))
            self.to_start -= 1

    def deliver(self):
        """Plan, and let four workers deliver side by side."""
        come_due(self.world.database, self.world.clock)
        plan_due(self.world.database, self.world.clock)
        threads = [threading.Thread(target=worker.deliver_due) for worker in self.workers]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    def deliver_and_be_killed(self):
        """Plan, and kill four processes as soon as one of them has sent something."""
        plan_due(self.world.database, self.world.clock)
        before = len(self.sink.mails)
        with running_at(
            self.world.clock(),
            self.world.database.url.render_as_string(hide_password=False),
            "deliver",
            count=4,
            smtp_url=self.sink.url,
            send_patience="1",
        ) as workers:
            wait_until(lambda: len(self.sink.mails) > before, seconds=20)
            for worker in workers:
                os.killpg(worker.pid, signal.SIGKILL)
        self.kills += len(workers)

    def live(self):
        """Let some people answer, decline or withdraw, and some trajects end."""
        with self.world.database.read() as session:
            waiting = session.scalars(
                select(Invitation.id)
                .where(
                    Invitation.answered_at.is_(None),
                    Invitation.revoked_at.is_(None),
                    Invitation.opens_on <= self.world.clock.today,
                    Invitation.closes_on >= self.world.clock.today,
                )
                .order_by(Invitation.id)
            ).all()
        for invitation_id in waiting:
            luck = self.chance.random()
            if luck < 0.08:
                answer(self.world, invitation_id)
                self.stopped_at[invitation_id] = self.world.clock()
            elif luck < 0.085:
                with self.world.database.write() as session:
                    invitations.decline(session, invitation_id, self.world.clock())
                self.stopped_at[invitation_id] = self.world.clock()
        for traject, number in self.trajects:
            luck = self.chance.random()
            if luck < 0.002:
                self.withdraw(traject, number)
            elif luck < 0.005:
                self.end(traject, number)

    def withdraw(self, traject, number):
        """Let a parent take the agreement back: nothing of this traject goes any more."""
        self.world.withdraw(self.coaches[number], traject)
        with self.world.database.read() as session:
            for each in session.scalars(
                select(Invitation.id).where(Invitation.traject_id == traject)
            ):
                self.stopped_at.setdefault(each, self.world.clock())

    def end(self, traject, number):
        """End a traject: its closing is asked, and what has not opened yet does not come."""
        with self.world.database.write() as session:
            found = session.get_one(Traject, traject)
            if found.ended_on is None:
                actor = self.coaches[number].actor
                ending.end(session, actor, found, "goal", self.plan, self.world.clock())

    def change_teacher(self, traject, number):
        """Let somebody take over from the teacher of a traject that runs."""
        actor, now = self.coaches[number].actor, self.world.clock()
        with self.world.database.write() as session:
            found = session.get_one(Traject, traject)
            teachers = [each for each in informants(session, traject) if each.role == "teacher"]
            if found.ended_on is not None:
                return
            added = trajects.add_informant(
                session,
                actor,
                found,
                role="teacher",
                label="meester Bas",
                succeeds_id=teachers[0].id,
                now=now,
            )
            address = f"bas{len(self.trajects)}.{self.new_teachers}@school.nl"
            set_contact(session, actor, found, added.id, channel="mail", address=address, now=now)
            invitations.stop_asking(session, actor, found, teachers[0].id, now)
            self.new_teachers += 1
        if self.world.agreed(traject):
            self.world.plan(self.coaches[number], traject, using=self.plan)

    def pass_by(self):
        """Let the weeks pass: each school day a morning and an evening."""
        for week in range(WEEKS):
            self.sink.mode = OUTAGES.get(week, "accept")
            for day in range(7):
                now = MONDAY + timedelta(weeks=week, days=day)
                self.world.clock.now = now.replace(hour=9, minute=0)
                if CALENDAR.is_school_day(self.world.clock.today):
                    if week < 12 and day == 0:
                        self.start_some()
                    if week == NEW_TEACHERS_IN and day == 0:
                        for traject, number in self.trajects[::4]:
                            self.change_teacher(traject, number)
                    self.live()
                if week in KILLED_IN and day == 0:
                    self.deliver_and_be_killed()
                    self.world.clock.now = now.replace(hour=9, minute=30)
                self.deliver()
                self.world.clock.now = now.replace(hour=21, minute=0)
                self.deliver()
        for each in self.workers:
            each.close()


@pytest.mark.one_every_day
def test_ac_088_092_096_a_school_year_of_messages(world, size: Size):
    with running_sink() as sink:
        year = Year(world, sink, size)
        year.pass_by()

    with world.database.read() as session:
        messages = {
            each.id: (each.state, each.reason, each.due_at)
            for each in session.scalars(select(OutboxMessage))
        }
    at_server = {key.strip("<>").split("@")[0]: seen for key, seen in year.went.items()}
    moments = [moment for seen in at_server.values() for _, moment in seen]

    # Nothing twice, nothing lost: what the server never saw says why.
    assert max(len(seen) for seen in at_server.values()) == 1
    for message_id, (state, reason, due_at) in messages.items():
        if message_id in at_server:
            assert state in ("sent", "uncertain"), (state, reason)
        else:
            # Uncertain too: a worker that was killed as it began to send may have sent nothing.
            assert state in ("dropped", "refused", "given_up", "waiting", "uncertain"), reason
            assert reason is not None or due_at > world.clock(), (state, due_at)

    # Every invitation that opened was brought, or its message says why not.
    brought = {
        invitation_id
        for invitation_id, _ in world.sql("SELECT invitation_id, number FROM invitation_message")
    }
    with world.database.read() as session:
        for invitation, informant, kind in session.execute(
            select(Invitation, TrajectInformant, Occasion.kind)
            .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
            .join(Occasion, Occasion.id == Invitation.occasion_id)
        ):
            if informant.contact_id is None or invitation.id in brought:
                continue
            contact = session.get_one(Contact, informant.contact_id)
            today = world.clock.today
            # Revoked before it opened, answered or declined first, an address that takes nothing,
            # or not yet open on a day on which something may go.
            assert (
                invitation.revoked_at is not None
                or invitation.answered_at is not None
                or invitation.declined_at is not None
                or contact.refused_at is not None
                or CALENDAR.first_from(invitation.opens_on) > today
            ), (kind, invitation.opens_on, invitation.next_message_on)

    # Only on school days, never in the night.
    assert moments
    assert [each for each in moments if is_quiet(each)] == []
    assert [each for each in moments if not CALENDAR.is_school_day(local_date(each))] == []
    holidays = {date(2026, 10, 14), date(2026, 12, 28)}
    assert {local_date(each) for each in moments} & holidays == set()

    # No message after an answer, a refusal or a withdrawal, unless it is about others too.
    about = defaultdict(list)
    for message_id, invitation_id in world.sql(
        "SELECT message_id, invitation_id FROM invitation_message"
    ):
        about[message_id].append(invitation_id)
    for message_id, seen in at_server.items():
        ((_, moment),) = seen
        stops = [year.stopped_at.get(each) for each in about[message_id]]
        assert any(stop is None or stop >= moment for stop in stops), message_id

    # The plan was followed: over a ceiling only by what is never dropped, no new teacher asked
    # too soon, and every kind of moment came.
    assert_nobody_over_the_ceiling(world, year)
    assert_new_teachers_waited(world)
    kinds = Counter(kind for (kind,) in world.sql("SELECT kind FROM occasion"))
    assert {"intake", "follow_up", "closing"} <= kinds.keys()
    assert year.new_teachers > 0

    # At most one that brings and two that remind, and the year had some of each kind.
    per_invitation = Counter(each for message_id in at_server for each in about[message_id])
    assert max(per_invitation.values()) <= 3
    states = Counter(state for state, *_ in messages.values())
    assert {"sent", "uncertain", "refused", "dropped"} <= states.keys()
    assert len(year.stopped_at) > size.school_year / 4
    assert year.kills == 4 * len(KILLED_IN)


def sparing_parents(using):
    """Return a plan whose ceiling leaves a parent room for the core five of the follow-up only."""
    others = [each for each in using.plan.ceilings if each.informant is not Informant.PARENT]
    ceilings = (*others, Ceiling(Informant.PARENT, 8.5))
    return ReadyPlan(replace(using.plan, ceilings=ceilings), using.lists)


def assert_nobody_over_the_ceiling(world, year):
    """Whatever may be dropped fitted under each ceiling when it was asked."""
    plan = year.plan.plan
    droppable = {
        (moment.key, key)
        for moment in plan.moments
        for ask in moment.asks
        if ask.drop is not None
        for key in ask.forms
    }
    with world.database.read() as session:
        asked = session.execute(
            select(Invitation, Occasion.moment, TrajectInformant, Traject)
            .join(Occasion, Occasion.id == Invitation.occasion_id)
            .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
            .join(Traject, Traject.id == Invitation.traject_id)
        ).all()
        for for_all in (False, True):
            persons = defaultdict(list)
            for invitation, moment, person, traject in asked:
                ceiling = ceiling_of(
                    plan.ceilings, person.role, traject, invitation.opens_on, for_all=for_all
                )
                if ceiling is not None:
                    whose = (person.contact_id if for_all else None) or person.id
                    minutes = year.plan.lists[invitation.questionnaire_key].minutes
                    persons[whose].append((invitation, moment, minutes, ceiling))
            for lists in persons.values():
                for invitation, moment, _, ceiling in lists:
                    if (moment, invitation.questionnaire_key) in droppable:
                        # An answer takes no time in this year, so what is open is all that counts.
                        minutes = sum(
                            each for other, _, each, _ in lists if counts_beside(other, invitation)
                        )
                        assert round(minutes, 6) <= ceiling, (moment, minutes, ceiling)
    assert world.sql("SELECT 1 FROM left_out WHERE reason = 'budget' AND instead IS NULL")
    assert_shorter_lists_came_instead(world, plan)


def assert_shorter_lists_came_instead(world, plan):
    """A shorter list was asked of some, and nowhere but where the longer one did not fit."""
    shorter = {ask.shorter for moment in plan.moments for ask in moment.asks if ask.shorter}
    said = world.sql(
        "SELECT occasion_id, informant_id, instead FROM left_out"
        " WHERE reason = 'budget' AND instead IS NOT NULL"
    )
    with world.database.read() as session:
        asked = session.execute(
            select(
                Invitation.occasion_id, Invitation.informant_id, Invitation.questionnaire_key
            ).where(Invitation.questionnaire_key.in_(shorter))
        ).all()
    assert said
    assert sorted(said) == sorted(map(tuple, asked))


def counts_beside(other, invitation):
    """Tell whether an invitation was asked and not over when another one was made.

    Of several trajects that are planned at one moment nobody knows which came first.
    """
    at = invitation.made_at
    came_before = other.made_at < at or (
        other.made_at == at and other.traject_id == invitation.traject_id
    )
    return (
        came_before
        and other.closes_on >= local_date(at)
        and (other.answered_at is None or other.answered_at > at)
        and (other.revoked_at is None or other.revoked_at > at)
    )


def assert_new_teachers_waited(world):
    with world.database.read() as session:
        for person, opens_on in session.execute(
            select(TrajectInformant, Invitation.opens_on)
            .join(Invitation, Invitation.informant_id == TrajectInformant.id)
            .where(TrajectInformant.succeeds_id.is_not(None))
        ):
            added_on = local_date(person.added_at)
            assert opens_on >= CALENDAR.school_weeks_later(added_on, 6), person.id
