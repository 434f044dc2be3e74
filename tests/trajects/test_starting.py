"""Help comes first: a traject exists after four fields."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.accounts.policy import Act
from survey_app.clock import LOCAL
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import services as trajects
from survey_app.trajects.models import ClassGroup, Occasion, Traject
from survey_app.trajects.moments import shift_occasion
from survey_app.trajects.queries import caseload, informants, occasions, traject_for

FIELDS = {"child_name": "Sam", "group_name": "groep 6", "reason": "tension"}


@pytest.fixture
def start(world, coach):
    """Return a function that starts a traject with these fields changed and returns it."""

    def start(by=coach, **changes):
        with world.database.write() as session:
            given = {**FIELDS, "school_id": by.school_id, **changes}
            return trajects.start_traject(session, by.actor, now=world.clock(), **given)

    return start


def test_four_fields_are_enough(world, coach, start):
    traject = start()

    with world.database.read() as session:
        kept = session.get_one(Traject, traject.id)
        assert (kept.child_name, kept.reason, kept.coach_id) == (
            "Sam",
            "tension",
            coach.actor.person_id,
        )
        assert (kept.birth_year, kept.birth_month) == (None, None)


def test_the_child_and_the_coach_are_informants_from_the_start(world, start):
    traject = start()

    with world.database.read() as session:
        people = informants(session, traject.id)

    assert [(person.role, person.number, person.label) for person in people] == [
        ("child", 1, "Sam"),
        ("coach", 1, "coach"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"child_name": ""},
        {"child_name": " \n\u200b "},
        {"child_name": "n" * 61},
        {"group_name": " "},
        {"group_name": "g" * 41},
        {"reason": ""},
        {"reason": "Tension"},
        {"reason": "tension' OR 1=1--"},
    ],
)
def test_a_field_that_says_nothing_is_refused_and_nothing_is_kept(world, start, change):
    with pytest.raises(InputError):
        start(**change)

    assert world.rows("traject") == 0
    assert world.rows("class_group") == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sam   van  O'Brien ", "Sam van O'Brien"),
        ("Sam\r\nBcc: x@y", "Sam Bcc: x@y"),
        ("Sam\x00\x1b[31m", "Sam [31m"),
        ("d'Ávila \U0001f98a", "d'Ávila \U0001f98a"),
        ("{{7*7}}<b>", "{{7*7}}<b>"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_name_is_kept_on_one_line_and_otherwise_as_typed(world, start, typed, kept):
    traject = start(child_name=typed)

    with world.database.read() as session:
        assert session.get_one(Traject, traject.id).child_name == kept


def test_a_school_where_one_is_no_coach_looks_as_if_it_does_not_exist(world, start):
    # AC-017: the school comes from a form.
    other = world.coach(school="De Heidebloem")

    with pytest.raises(NotFoundError):
        start(school_id=other.school_id)
    assert world.rows("traject") == 0


def test_a_school_that_does_not_exist_is_refused_in_the_same_words(world, start):
    other = world.coach(school="De Heidebloem")
    said = []
    for school_id in (other.school_id, "0" * 32):
        with pytest.raises(NotFoundError) as caught:
            start(school_id=school_id)
        said.append(str(caught.value))

    assert said[0] == said[1]


@pytest.mark.parametrize(("day", "year"), [((2027, 7, 31), 2026), ((2027, 8, 1), 2027)])
def test_a_group_belongs_to_a_school_year_from_august(world, start, day, year):
    world.clock.now = datetime(*day, 12, tzinfo=LOCAL)

    traject = start()

    with world.database.read() as session:
        assert session.get_one(ClassGroup, traject.class_group_id).school_year == year


def test_two_children_of_a_group_share_it(world, start):
    first, second = start(), start(child_name="Noor")

    assert first.class_group_id == second.class_group_id
    assert world.rows("class_group") == 1


def test_informants_are_numbered_per_role(world, coach, start):
    traject = start()
    for role, label in [
        ("ib", "Joke"),
        ("parent", "moeder"),
        ("teacher", "juf Petra"),
        ("parent", "vader"),
    ]:
        world.add(coach, traject.id, role, label)

    with world.database.read() as session:
        people = informants(session, traject.id)

    assert [(person.role, person.number, person.label) for person in people] == [
        ("child", 1, "Sam"),
        ("parent", 1, "moeder"),
        ("parent", 2, "vader"),
        ("teacher", 1, "juf Petra"),
        ("ib", 1, "Joke"),
        ("coach", 1, "coach"),
    ]


@pytest.mark.parametrize(("role", "label"), [("child", "Sam"), ("coach", "ik"), ("parent", " ")])
def test_only_a_parent_or_teacher_with_a_name_is_added(world, coach, start, role, label):
    traject = start()

    with pytest.raises(InputError):
        world.add(coach, traject.id, role, label)


def test_somebody_elses_traject_cannot_be_changed(world, start):
    traject = start()

    with pytest.raises(NotFoundError):
        world.add(world.coach(), traject.id, "parent", "moeder")


@pytest.mark.parametrize("act", [Act.SEE_TRAJECT, Act.CHANGE_TRAJECT])
def test_a_colleague_at_the_same_school_does_not_find_it(world, start, act):
    traject = start()
    colleague = world.coach()

    with world.database.read() as session, pytest.raises(NotFoundError):
        traject_for(session, colleague.actor, traject.id, act)


def test_the_caseload_holds_ones_own_trajects_newest_first(world, coach, start):
    start(child_name="Sam")
    world.clock.forward(minutes=1)
    start(child_name="Noor")
    colleague = world.coach()
    start(by=colleague, child_name="Fenna")

    with world.database.read() as session:
        rows = caseload(session, coach.actor)

    assert [(row.traject.child_name, row.group_name, row.school_name) for row in rows] == [
        ("Noor", "groep 6", "Het Zandpad"),
        ("Sam", "groep 6", "Het Zandpad"),
    ]


def test_a_traject_at_a_school_where_the_role_ended_leaves_the_caseload(world, coach, start):
    start()
    world.sql("UPDATE role_grant SET ends_on = '2026-09-08'")
    world.clock.forward(days=2)
    now = world.actor(coach)

    assert now.coaches_at == frozenset()


def test_a_second_child_in_one_traject_is_refused_by_the_database(world, start):
    start()

    with pytest.raises(IntegrityError):
        world.sql(
            "INSERT INTO traject_informant"
            " (id, organisation_id, traject_id, role, number, label, added_at)"
            " SELECT 'x', organisation_id, traject_id, role, number, label, added_at"
            " FROM traject_informant"
        )


def test_a_row_cannot_belong_to_another_organisation_than_its_traject(world, start):
    start()
    world.coach(organisation="Zuid")

    with pytest.raises(IntegrityError):
        world.sql(
            "UPDATE traject_informant SET organisation_id ="
            " (SELECT id FROM organisation WHERE name = 'Zuid')"
        )


def test_the_follow_up_is_planned_eleven_weeks_after_the_intake(world, coach, start):
    traject = start()
    world.agree(coach, traject.id)
    world.plan(coach, traject.id)

    with world.database.read() as session:
        intake, follow_up = occasions(session, traject.id)

    assert (intake.kind, follow_up.kind) == ("intake", "follow_up")
    assert intake.planned_on == world.clock.today
    assert (follow_up.planned_on - intake.planned_on).days == 77


def test_two_talks_on_one_day_are_one_moment(world, coach, traject):
    world.talk(coach, traject)
    world.talk(coach, traject)
    world.clock.forward(days=1)
    world.talk(coach, traject)

    with world.database.read() as session:
        talks = [each for each in occasions(session, traject) if each.kind == "session"]

    assert [talk.number for talk in talks] == [1, 2]


def test_a_moment_of_another_traject_cannot_be_moved(world, coach, traject):
    other = world.traject(coach, child="Noor")

    elsewhere = world.clock.today + timedelta(days=1)

    with world.database.write() as session:
        foreign = occasions(session, other)[0]
        own = session.get_one(Traject, traject)
        with pytest.raises(NotFoundError):
            shift_occasion(
                session,
                coach.actor,
                own,
                foreign,
                on=elsewhere,
                reason="other",
                today=world.clock.today,
                now=world.clock(),
            )

    with world.database.read() as session:
        assert session.get_one(Occasion, foreign.id).planned_on == world.clock.today
