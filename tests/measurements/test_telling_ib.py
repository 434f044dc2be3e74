"""When nobody looked the internal supervisor is asked to call, once, and reads no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest

from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.clock import LOCAL
from survey_app.commands.delivering import make_worker
from survey_app.commands.unseen import tell_of_unseen
from survey_app.config import Settings
from survey_app.delivery.outcomes import Refused
from survey_app.delivery.remembering import RememberingSender
from survey_app.invitations import school_people
from survey_app.measurements import following_up, substitutes
from survey_app.measurements.signals import open_signals
from survey_app.measurements.telling_ib import schools_with_ib
from survey_app.trajects.closures import close_school
from tests.factories.answers import answer
from tests.factories.school import add_person
from tests.factories.world import SECRET

MAIL = {"channel": "mail", "address": "joke@school.example"}
SCHOOL = "Het Zandpad"
TUESDAY = datetime(2026, 9, 8, 9, 0, tzinfo=LOCAL)


@pytest.fixture
def ib(world, coach):
    """Put an internal supervisor with an address around the school of the coach."""
    return add_person(world, coach, "Joke", "ib", **MAIL)


def ask_for_a_talk(world, coach, child="Sam"):
    """Let a child ask for a talk and return the id of the signal."""
    traject = world.traject(coach, child=child)
    answer(world, world.invitation(traject, "child"), {"h1": "vaak", "c": "ja_graag"})
    with world.database.read() as session:
        return open_signals(session, coach.actor, traject)[0].id


def plan(world, at=TUESDAY):
    world.clock.now = at
    return tell_of_unseen(world.database, world.clock)


def deliver(world, sender=None):
    """Let a worker send what is due and return the letters."""
    settings = Settings.model_validate(
        {
            "database_url": world.database.url.render_as_string(hide_password=False),
            "secret_keys": SECRET,
            "base_url": "https://kansmeter.example",
        }
    )
    sender = sender or RememberingSender()
    worker = make_worker(settings, world.database, world.clock)
    worker.senders = {"mail": sender, "sms": sender}
    worker.deliver_due()
    return getattr(sender, "letters", [])


def look(world, coach, signal_id):
    with world.database.write() as session:
        following_up.look(session, coach.actor, signal_id, world.clock())


def test_after_a_school_day_without_a_look_she_is_asked_to_call_and_no_more(world, coach, ib):
    signal = ask_for_a_talk(world, coach)
    assert plan(world, datetime(2026, 9, 7, 23, 0, tzinfo=LOCAL)) == 0
    assert plan(world, datetime(2026, 9, 8, 0, 5, tzinfo=LOCAL)) == 1
    assert deliver(world) == []
    assert plan(world, datetime(2026, 9, 8, 7, 30, tzinfo=LOCAL)) == 0
    (letter,) = deliver(world)

    assert letter.to == "joke@school.example"
    assert letter.subject == "Wil je de kansencoach bellen?"
    assert "Bij Marit Velthuis, kansencoach op Het Zandpad, wacht iets" in letter.text
    assert "sinds maandag 7 september." in letter.text
    assert "Marit: 0591 55 01 23." in letter.text
    ((traject,),) = world.sql("SELECT traject_id FROM signal")
    told = f"{letter.subject} {letter.text} {letter.html or ''} {letter.sender_name}".lower()
    for secret in ("sam", traject, signal, "http", "kind", "graag", "praten", "antwoord"):
        assert secret not in told
    for day in range(1, 15):
        assert plan(world, TUESDAY + timedelta(days=day)) == 0
    assert deliver(world) == []
    trail = "SELECT actor_kind, object_id FROM audit_event WHERE act = 'tell internal supervisor'"
    assert world.sql(trail) == [("command", signal)]


def test_by_sms_it_is_one_short_message(world, coach):
    add_person(world, coach, "Joke", "ib", channel="sms", address="06 12 34 56 78")
    ask_for_a_talk(world, coach)

    plan(world)
    (letter,) = deliver(world)

    assert letter.text == (
        "Bij Marit Velthuis, kansencoach op Het Zandpad, wacht iets sinds maandag 7 september. "
        "Wil je vandaag bellen? Marit: 0591 55 01 23."
    )


@pytest.mark.parametrize(
    ("act", "when"),
    [
        ("look", "before it is planned"),
        ("look", "before it goes"),
        ("take_up", "before it goes"),
        ("close", "before it is planned"),
    ],
)
def test_nobody_is_told_once_somebody_looked(world, coach, ib, act, when):
    signal = ask_for_a_talk(world, coach)
    if when == "before it goes":
        assert plan(world) == 1
    more = {"done": "child", "note": "", "was_right": None} if act == "close" else {}
    with world.database.write() as session:
        getattr(following_up, act)(session, coach.actor, signal, now=world.clock(), **more)

    planned = plan(world)

    assert planned == 0
    assert deliver(world) == []
    states = world.sql("SELECT state, reason FROM outbox_message")
    assert states == ([("dropped", "looked at")] if when == "before it goes" else [])


def test_what_was_looked_at_and_put_back_is_not_told_of(world, coach, ib):
    signal = ask_for_a_talk(world, coach)
    with world.database.write() as session:
        following_up.take_up(session, coach.actor, signal, world.clock())
        following_up.put_back(session, coach.actor, signal, world.clock())

    assert plan(world) == 0


def call(world, coach, name, phone):
    """Give a coach another name and number."""
    with world.database.write() as session:
        person = session.get_one(Person, coach.actor.person_id)
        person.name, person.phone = name, phone


def test_all_that_waits_at_a_school_is_one_message_that_names_each_coach(world, coach, ib):
    colleague, elsewhere = world.coach(), world.coach(school="De Heidebloem")
    call(world, colleague, "Joris Zandstra", None)
    for each, child in ((coach, "Sam"), (coach, "Noor"), (colleague, "Mila"), (elsewhere, "Bo")):
        ask_for_a_talk(world, each, child)

    assert plan(world) == 1
    (letter,) = deliver(world)

    assert "Bij Joris Zandstra en Marit Velthuis, kansencoaches op Het Zandpad" in letter.text
    assert world.rows("signal_message") == 3


def test_who_stands_in_today_is_in_it(world, coach, ib):
    colleague = world.coach(school="De Heidebloem")
    call(world, colleague, "Joris Zandstra", "0591 11 11 11")
    with world.database.write() as session:
        substitutes.name_substitute(
            session,
            coach.actor,
            colleague.actor.person_id,
            first_on=date(2026, 9, 8),
            last_on=date(2026, 9, 8),
            now=world.clock(),
        )
    ask_for_a_talk(world, coach)

    plan(world)
    (letter,) = deliver(world)

    assert "Joris Zandstra vervangt: 0591 11 11 11." in letter.text


def test_a_day_that_the_school_is_closed_does_not_count(world, coach, ib):
    ask_for_a_talk(world, coach)
    with world.database.write() as session:
        close_school(
            session,
            coach.actor,
            coach.school_id,
            first_on=date(2026, 9, 8),
            last_on=date(2026, 9, 9),
            words="studiedagen",
            now=world.clock(),
        )

    assert [plan(world, TUESDAY + timedelta(days=each)) for each in range(3)] == [0, 0, 1]


def test_what_came_on_friday_evening_is_told_of_on_tuesday(world, coach, ib):
    world.clock.now = datetime(2026, 9, 11, 19, 0, tzinfo=LOCAL)
    ask_for_a_talk(world, coach)

    days = [plan(world, datetime(2026, 9, day, 9, 0, tzinfo=LOCAL)) for day in range(12, 16)]

    assert days == [0, 0, 0, 1]


@pytest.mark.parametrize("why", ["no address", "director", "left", "refused"])
def test_without_somebody_who_can_be_reached_nobody_else_is_told(world, coach, why):
    role = "director" if why == "director" else "ib"
    reached = {} if why == "no address" else MAIL
    person = add_person(world, coach, "Joke", role, **reached)
    if why == "left":
        with world.database.write() as session:
            school_people.let_go(session, coach.actor, person, world.clock())
    elif why == "refused":
        world.sql("UPDATE contact SET refused_at = added_at")
    ask_for_a_talk(world, coach)

    assert plan(world) == 0
    with world.database.read() as session:
        assert schools_with_ib(session, {coach.school_id}, world.clock.today) == set()
    # Once there is somebody, the next school day does it.
    add_person(world, coach, "Els", "ib", channel="mail", address="els@school.example")
    assert plan(world) == 0
    assert plan(world, TUESDAY + timedelta(days=1)) == 1
    assert [each.to for each in deliver(world)] == ["els@school.example"]


def test_who_has_an_account_as_internal_supervisor_is_told_when_nobody_is_around_the_school(
    world, coach
):
    person = world.member(Role.SUPERVISOR, school=SCHOOL, starts_on=TUESDAY.date())
    ask_for_a_talk(world, coach)

    with world.database.read() as session:
        assert schools_with_ib(session, {coach.school_id}, world.clock.today) == set()
        assert schools_with_ib(session, {coach.school_id}, TUESDAY.date()) == {coach.school_id}
        address = session.get_one(Person, person).email
    assert plan(world) == 1
    (letter,) = deliver(world)
    assert letter.to == address
    assert "Bij Marit Velthuis" in letter.text
    assert "Sam" not in letter.text


@pytest.mark.parametrize("why", ["another school", "another role", "over", "switched off"])
def test_an_account_that_holds_no_such_right_today_is_not_told(world, coach, why):
    role = Role.DIRECTOR if why == "another role" else Role.SUPERVISOR
    school = "Elders" if why == "another school" else SCHOOL
    person = world.member(role, school=school)
    if why == "over":
        world.sql("UPDATE role_grant SET ended_at = given_at WHERE role = 'ib'")
    elif why == "switched off":
        with world.database.write() as session:
            session.get_one(Person, person).active = False
    ask_for_a_talk(world, coach)

    assert plan(world) == 0
    with world.database.read() as session:
        assert schools_with_ib(session, {coach.school_id}, TUESDAY.date()) == set()


def test_whom_the_coach_put_around_the_school_goes_before_an_account(world, coach, ib):
    world.member(Role.SUPERVISOR, school=SCHOOL)
    ask_for_a_talk(world, coach)

    assert plan(world) == 1
    assert [each.to for each in deliver(world)] == [MAIL["address"]]


def test_an_address_that_takes_none_is_known_after_that(world, coach, ib):
    class Refusing(RememberingSender):
        def hand_over(self, letter, may_go):
            may_go()
            return Refused("refused with 550", address=True)

    ask_for_a_talk(world, coach)
    plan(world)
    deliver(world, Refusing())

    with world.database.read() as session:
        assert schools_with_ib(session, {coach.school_id}, world.clock.today) == set()


def test_a_wish_of_a_parent_and_a_talk_signal_are_not_told_of(world, coach, traject, ib):
    answer(world, world.invitation(traject, "parent"), {"l1": "bijna_altijd", "c": "ja_graag"})

    assert plan(world, TUESDAY + timedelta(days=20)) == 0


def test_two_planners_at_the_same_moment_plan_one_message(world, coach, ib):
    for child in ("Sam", "Noor"):
        ask_for_a_talk(world, coach, child)
    world.clock.now = TUESDAY
    barrier = Barrier(4)

    def planner(_: int) -> int:
        barrier.wait()
        return tell_of_unseen(world.database, world.clock)

    with ThreadPoolExecutor(4) as threads:
        planned = sorted(threads.map(planner, range(4)))

    assert planned == [0, 0, 0, 1]
    assert (world.rows("outbox_message"), world.rows("signal_message")) == (1, 2)
