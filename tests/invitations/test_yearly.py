"""What comes back every year: asked once of each, in its month, by the calendar of the school."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from survey_app.answering.sheets import SheetState
from survey_app.audit import services as audit
from survey_app.clock import LOCAL
from survey_app.commands.delivering import plan_due
from survey_app.definitions import load
from survey_app.invitations import school_people, yearly_planning
from survey_app.invitations.burden import burdens_at_school
from survey_app.invitations.yearly import due_in_month_of
from survey_app.invitations.yearly_planning import _ask
from survey_app.trajects.closures import close_school
from survey_app.trajects.models import SchoolInformant
from tests.factories.answers import answer, sheet_of
from tests.factories.school import add_person, ask, asked_of
from tests.invitations.conftest import ROUNDS, Post
from tests.rig.statements import counted

SELF, GROUP = "kansmeter-leerkracht-zelf", "kansmeter-groep"


def at(world, year, month, day):
    world.clock.now = datetime(year, month, day, 10, 0, tzinfo=LOCAL)


def plan(world):
    plan_due(world.database, world.clock)


@pytest.fixture
def anouk(world, coach):
    return add_person(world, coach, group_name="groep 5")


def test_each_is_asked_in_the_month_of_the_list_and_not_before_or_after(world, coach, anouk):
    director = add_person(world, coach, "Els", "director")
    gemeente = add_person(world, coach, "Bram van de gemeente", "municipality")
    everybody, asked = (anouk, director, gemeente), {}
    for year, month in [(2026, month) for month in range(9, 13)] + [
        (2027, month) for month in range(1, 8)
    ]:
        at(world, year, month, 20)
        before = world.rows("invitation")
        plan(world)
        plan(world)
        asked[month] = world.rows("invitation") - before

    assert asked == {**dict.fromkeys(asked, 0), 9: 2, 11: 2, 5: 2, 6: 2}
    assert [sorted(asked_of(world, each)) for each in everybody] == [
        [GROUP, SELF],
        ["kansmeter-rol-juni", "kansmeter-rol-september"],
        ["kansmeter-rol-juni", "kansmeter-rol-september"],
    ]
    assert sorted(world.sql("SELECT DISTINCT school_year, moment FROM invitation")) == [
        (2026, "juni"),
        (2026, "mei"),
        (2026, "november"),
        (2026, "september"),
    ]


def test_a_list_opens_on_the_first_school_day_of_the_own_school_for_28_days(world, coach, anouk):
    other = world.coach(school="De Wierde")
    bea = add_person(world, other, "juf Bea")
    with world.database.write() as session:
        close_school(
            session,
            coach.actor,
            coach.school_id,
            first_on=date(2026, 11, 2),
            last_on=date(2026, 11, 3),
            words="studiedagen",
            now=world.clock(),
        )
    at(world, 2026, 11, 1)  # a Sunday
    plan(world)

    own, others = asked_of(world, anouk)[SELF], asked_of(world, bea)[SELF]
    assert (own.opens_on, own.closes_on) == (date(2026, 11, 4), date(2026, 12, 2))
    assert others.opens_on == date(2026, 11, 2)
    assert sorted(asked_of(world, bea)) == [SELF]  # without a group


def test_two_planners_at_once_ask_each_once(world, coach):
    people = [add_person(world, coach, f"juf {n}", group_name=f"groep {n}") for n in range(12)]
    at(world, 2026, 11, 2)
    ready, faults = Barrier(2), []

    def planner():
        ready.wait()
        try:
            plan(world)
        except Exception as fault:
            faults.append(fault)

    planners = [Thread(target=planner) for _ in range(2)]
    for each in planners:
        each.start()
    for each in planners:
        each.join()
    plan(world)

    assert faults == []
    assert world.rows("invitation") == 2 * len(people)


def test_of_two_planners_who_both_saw_nothing_the_constraint_lets_one_ask(world, anouk):
    at(world, 2026, 11, 2)
    asked, now = due_in_month_of(world.clock.today)[0], world.clock()
    with world.database.write() as session:
        people = [session.get_one(SchoolInformant, anouk)]
        made = [_ask(session, asked, people, load, audit.COMMAND, now) for _ in range(2)]

        assert [len(each) for each in made] == [1, 0]
    assert world.rows("invitation") == 1


def test_of_two_teachers_of_a_group_the_first_to_answer_settles_it(world, coach, anouk):
    bea = add_person(world, coach, "juf Bea", group_name="groep 5")
    at(world, 2026, 11, 2)
    plan(world)
    second = asked_of(world, bea)[GROUP].id

    answer(world, asked_of(world, anouk)[GROUP].id)
    late = add_person(world, coach, "meester Jan", group_name="groep 5")
    plan(world)

    assert GROUP not in asked_of(world, bea)
    world.sql("UPDATE invitation SET revoked_at = NULL WHERE id = :id", id=second)
    assert sheet_of(world, second).state is SheetState.REVOKED
    world.sql("UPDATE invitation SET revoked_at = made_at WHERE id = :id", id=second)
    assert sorted(asked_of(world, bea)) == sorted(asked_of(world, late)) == [SELF]


def test_in_a_new_year_it_is_about_the_group_of_that_year(world, coach, anouk):
    at(world, 2026, 11, 2)
    plan(world)
    answer(world, asked_of(world, anouk)[GROUP].id)
    at(world, 2027, 11, 1)
    plan(world)

    years = world.sql(
        "SELECT class_group.school_year, class_group.name FROM invitation"
        " JOIN class_group ON class_group.id = invitation.class_group_id ORDER BY 1"
    )
    assert years == [(2026, "groep 5"), (2027, "groep 5")]


@pytest.mark.parametrize(("ceiling", "asked"), [(5.7, [SELF]), (5.8, [GROUP, SELF])])
def test_the_group_waits_half_a_year_when_the_teacher_was_asked_enough(
    world, coach, monkeypatch, ceiling, asked
):
    # About a pupil twice 1.6 minutes, the own work twice 0.9, and the group 0.8: together 5.8.
    monkeypatch.setattr(yearly_planning, "yearly_ceilings", lambda: {"teacher": ceiling})
    at(world, 2026, 11, 2)
    mail = {"channel": "mail", "address": "anouk@school.nl"}
    anouk = add_person(world, coach, group_name="groep 5", **mail)
    bea = add_person(world, coach, "juf Bea", group_name="groep 6")
    traject = world.traject(coach)
    world.reach(coach, traject, "teacher", "anouk@school.nl")

    plan(world)
    plan(world)

    assert sorted(asked_of(world, anouk)) == asked
    assert sorted(asked_of(world, bea)) == [GROUP, SELF]
    left = "SELECT school_informant_id, questionnaire_key, school_year, moment FROM yearly_left_out"
    assert world.sql(left) == ([] if GROUP in asked else [(anouk, GROUP, 2026, "november")])

    # What nobody answered in time took nothing, so in May there is room.
    at(world, 2027, 5, 10)
    plan(world)

    moments = "SELECT moment FROM invitation WHERE class_group_id IS NOT NULL AND moment = 'mei'"
    assert len(world.sql(moments)) == 2


def test_a_batch_of_people_costs_as_much_as_one(world, coach):
    at(world, 2026, 11, 2)
    for number in range(12):
        mail = {"channel": "mail", "address": f"juf{number}@school.nl"}
        add_person(world, coach, f"juf {number}", group_name=f"groep {number}", **mail)
    plan(world)
    cost = []
    for size in (1, 12):
        with counted(world.database) as done, world.database.read() as session:
            people = session.scalars(select(SchoolInformant).limit(size)).all()
            found = burdens_at_school(session, {}, people, 2026, world.clock.today)
        assert [round(each.asked, 1) for each in found.values()] == [1.7] * size
        cost.append(done["statements"])

    assert cost == [2, 2]


def test_who_gets_another_group_is_asked_about_that_one(world, coach, anouk):
    at(world, 2026, 11, 2)
    plan(world)
    old = asked_of(world, anouk)[GROUP]
    with world.database.write() as session:
        school_people.change(
            session,
            coach.actor,
            anouk,
            load,
            world.clock(),
            name="juf Anouk",
            group_name="groep 7",
            channel="person",
            address="",
        )

    assert asked_of(world, anouk)[GROUP].class_group_id != old.class_group_id
    assert sheet_of(world, old.id).state is SheetState.REVOKED


def test_who_left_is_asked_nothing_and_the_link_stops(world, coach, anouk):
    at(world, 2026, 11, 2)
    plan(world)
    links = [each.id for each in asked_of(world, anouk).values()]
    with world.database.write() as session:
        school_people.let_go(session, coach.actor, anouk, world.clock())
    at(world, 2027, 5, 10)
    plan(world)

    assert {sheet_of(world, each).state for each in links} == {SheetState.REVOKED}
    assert asked_of(world, anouk) == {}


def test_a_new_link_takes_the_place_of_the_old_one(world, coach, anouk):
    at(world, 2026, 11, 2)
    ask(world, anouk)
    old = asked_of(world, anouk)[SELF].id
    with world.database.write() as session:
        _, made = school_people.replace(session, coach.actor, old, world.clock())
        fresh = made.id
    plan(world)

    assert asked_of(world, anouk)[SELF].id == fresh != old
    assert sheet_of(world, old).state is SheetState.REVOKED


def test_a_teacher_gets_one_message_about_two_pupils_and_the_yearly_lists(world, coach):
    at(world, 2026, 11, 2)
    anouk = add_person(
        world, coach, group_name="groep 6", channel="mail", address="anouk@school.nl"
    )
    plan(world)
    for child in ("Sam", "Noor"):
        traject = world.traject(coach, child=child)
        world.reach(coach, traject, "teacher", "anouk@school.nl")
    post = Post(world)

    (letter,) = post.now()
    went = post.days(20)
    with world.database.write() as session:
        school_people.let_go(session, coach.actor, anouk, world.clock())

    assert "Het zijn 4 korte vragenlijsten." in letter.text
    assert ROUNDS.url("").rsplit("/", 1)[0] in letter.text
    assert [day for day, _ in went] == [date(2026, 11, 9), date(2026, 11, 16)]
    assert {each.to for _, each in went} == {"anouk@school.nl"}


def test_a_reminder_that_waits_does_not_go_to_who_left(world, coach):
    at(world, 2026, 11, 2)
    anouk = add_person(world, coach, channel="mail", address="anouk@school.nl")
    post = Post(world)
    post.now()
    at(world, 2026, 11, 9)
    plan(world)
    with world.database.write() as session:
        school_people.let_go(session, coach.actor, anouk, world.clock())

    assert post.days(30) == []
    assert ("dropped", "revoked") in post.states()
