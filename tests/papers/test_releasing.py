"""Each informant decides on the own answers: nothing is shown before a yes, or after it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.dutch import date_in_words
from survey_app.errors import InputError, NotFoundError
from survey_app.papers import releasing
from survey_app.papers.kinds import Kind
from survey_app.papers.rendering import body_of
from tests.factories.answers import answer
from tests.trajects.test_goals import SENTENCES, rate, set_goal

HIGH, LOW = {"o1": "bijna_altijd"}, {"o1": "bijna_nooit"}


@pytest.fixture
def answered(world, traject):
    answer(world, world.invitation(traject, "parent"), HIGH)
    answer(world, world.invitation(traject, "teacher"), {**LOW, "p1": "vaak"})
    answer(world, world.invitation(traject, "child"), {"o1": "soms"})


def text_of(sheet):
    return repr((sheet.difference, sheet.columns, sheet.rows, sheet.steps, sheet.goals))


@pytest.mark.usefixtures("answered")
def test_nothing_stands_on_the_sheet_before_somebody_said_yes(desk):
    sheet = desk.paper()

    assert (sheet.columns, sheet.rows, sheet.difference) == ((), (), None)
    assert sheet.hidden == "Van deze mensen staat hier niets: Sam, ouder, leerkracht."


@pytest.mark.usefixtures("answered")
def test_of_who_did_not_say_yes_there_is_nothing_on_the_sheet(desk):
    desk.say("parent")
    desk.say("child")

    sheet = desk.paper()

    assert [column.name for column in sheet.columns] == ["Sam", "ouder"]
    assert "leerkracht" not in text_of(sheet)
    assert "vaak" not in text_of(sheet)
    assert sheet.hidden == "Van deze mensen staat hier niets: leerkracht."


@pytest.mark.usefixtures("answered")
def test_two_who_released_are_put_beside_each_other(desk):
    desk.say("parent")
    desk.say("teacher")

    difference = desk.paper().difference

    assert difference.topic == "Vertellen als er iets is"
    assert [(who.name, said.text) for who, _, said in difference.answers] == [
        ("ouder", "bijna altijd"),
        ("leerkracht", "bijna nooit"),
    ]


@pytest.mark.usefixtures("answered")
def test_a_yes_is_about_what_was_answered_up_to_that_day(world, traject, desk):
    desk.say("parent")
    world.clock.forward(days=80)
    answer(world, world.invitation(traject, "parent", "follow_up"), LOW)

    ((_, (shown,)), *_) = desk.paper().rows
    assert shown.text == "bijna altijd"

    desk.say("parent")
    ((_, (shown,)), *_) = desk.paper().rows
    assert shown.text == "bijna nooit"


@pytest.mark.usefixtures("answered")
def test_a_no_takes_it_back_and_the_papers_of_before_with_it(world, desk):
    desk.say("parent")
    paper_id = desk.order()
    desk.worker().make_ordered()
    assert desk.fetch(paper_id)

    desk.say("parent", allowed=False)

    assert desk.paper().columns == ()
    assert desk.state(paper_id) == "gone"
    with pytest.raises(NotFoundError):
        desk.fetch(paper_id)


@pytest.mark.usefixtures("answered")
def test_what_is_being_made_when_somebody_takes_it_back_is_not_kept(desk):
    desk.say("parent")
    paper_id = desk.order()
    worker = desk.worker()

    def press(wanted):
        desk.say("parent", allowed=False)
        return b"%PDF"

    type(worker)(worker.database, worker.compose, press, worker.clock).make_ordered()

    assert desk.state(paper_id) == "gone"


def test_a_goal_is_on_the_sheet_only_when_its_owner_released(world, coach, traject, desk):
    set_goal(world, coach, traject, words="In de pauze durf ik mee te doen.")
    assert desk.paper().goals == ()

    desk.say("child")

    ((goal,),) = (desk.paper().goals,)
    assert (goal.who.name, goal.words.text) == ("Sam", "In de pauze durf ik mee te doen.")


def test_a_step_that_another_chose_is_never_said_in_the_name_of_who_owns_the_goal(
    world, coach, traject, desk
):
    goal_id = set_goal(world, coach, traject, start=3, good_enough=7)
    rate(world, coach, traject, goal_id, 9, role="teacher")
    desk.say("child")
    desk.say("teacher")

    (row,) = desk.paper().goals
    assert row.said == ""
    (row,) = desk.paper(Kind.REPORT).goals
    on = date_in_words(world.clock.today)
    assert row.said == f"Begon op stap 3. Volgens leerkracht, {on}: stap 9."

    rate(world, coach, traject, goal_id, 1)

    (row,) = desk.paper().goals
    assert row.said == "eerst stap 3, nu stap 1"
    (row,) = desk.paper(Kind.REPORT).goals
    assert row.said == f"Begon op stap 3, {on} op stap 1. Volgens leerkracht, {on}: stap 9."


def test_a_goal_in_sentences_says_which_one_held_and_which_holds_for_its_owner(
    world, coach, traject, desk
):
    goal_id = set_goal(world, coach, traject, levels=SENTENCES, start=-1, good_enough=0)
    rate(world, coach, traject, goal_id, 0, role="teacher")
    desk.say("child")
    desk.say("teacher")
    assert desk.paper().goals[0].standing == ()

    rate(world, coach, traject, goal_id, 1)

    (goal,) = desk.paper().goals
    assert [(when, words.text) for when, words in goal.standing] == [
        ("eerst:", "komt 1 dag"),
        ("nu:", "komt 4 dagen"),
    ]
    assert 'eerst: <bdi dir="ltr">komt 1 dag</bdi> · nu: <bdi' in body_of(Kind.TALK, desk.paper())


def test_by_the_own_link_it_is_kept_as_said_by_that_person(world, traject, desk):
    parent = desk.person("parent")
    with world.database.write() as session:
        releasing.say_by_link(session, parent, allowed=True, now=world.clock())

    assert world.sql("SELECT allowed, channel, recorded_by FROM answer_release") == [
        (True, "link", None)
    ]
    assert world.sql(
        "SELECT actor_kind, act FROM audit_event WHERE object_kind = 'informant'"
        " ORDER BY at DESC LIMIT 1"
    ) == [("respondent", "release answers")]


def test_what_was_said_never_changes(world, desk):
    desk.say("parent")

    with pytest.raises(IntegrityError):
        world.sql("UPDATE answer_release SET allowed = :no", no=False)


def test_a_day_that_has_to_come_or_of_before_the_traject_is_refused(world, desk):
    for days in (1, -1):
        with pytest.raises(InputError):
            desk.say("parent", said_on=world.clock.today + timedelta(days=days))
    assert world.rows("answer_release") == 0


@pytest.mark.usefixtures("answered")
def test_ac_119_when_the_agreement_is_taken_back_nothing_is_shown_and_the_sheet_is_not_fetched(
    world, coach, traject, desk
):
    set_goal(world, coach, traject)
    for role in ("child", "parent"):
        desk.say(role)
    paper_id = desk.order()
    desk.worker().make_ordered()

    world.withdraw(coach, traject, desk.person("parent"))

    sheet = desk.paper()
    assert (sheet.columns, sheet.rows, sheet.steps, sheet.goals) == ((), (), (), ())
    with pytest.raises(NotFoundError):
        desk.fetch(paper_id)


def test_ac_126_of_two_parents_the_sheet_names_one_only_when_that_one_released(world, coach, desk):
    desk.traject_id = traject = world.traject(coach, parents=("moeder", "vader"))
    for number in (1, 2):
        answer(world, world.invitation(traject, "parent", number=number), HIGH)
    assert desk.paper().hidden == "Van deze mensen staat hier niets: Sam, ouder, leerkracht."

    desk.say("parent", number=2)
    sheet = desk.paper()
    assert [column.name for column in sheet.columns] == ["ouder"]
    assert sheet.hidden == "Van deze mensen staat hier niets: Sam, leerkracht."

    desk.say("parent", number=1)
    assert [column.name for column in desk.paper().columns] == ["ouder 1", "ouder 2"]


@pytest.mark.usefixtures("answered")
def test_an_earlier_yes_does_not_undo_a_later_no(world, desk):
    began, parent = world.clock.today, desk.person("parent")
    world.clock.forward(days=3)
    with world.database.write() as session:
        releasing.say_by_link(session, parent, allowed=False, now=world.clock())

    with pytest.raises(InputError, match="is er al iets gezegd"):
        desk.say("parent", said_on=began)

    assert desk.paper().columns == ()
    desk.say("parent")
    assert [column.name for column in desk.paper().columns] == ["ouder"]


def test_nobody_of_another_traject_is_recorded_here(world, coach, desk):
    other = world.traject(coach, child="Noor")
    stranger = world.sql(
        "SELECT id FROM traject_informant WHERE traject_id = :id AND role = 'parent'", id=other
    )[0][0]
    desk.person = lambda role, number=1: stranger

    with pytest.raises(NotFoundError):
        desk.say("parent")


def test_another_coach_records_nothing(world, desk):
    desk.coach = world.coach(school="De Beek")

    with pytest.raises(NotFoundError):
        desk.say("parent")
