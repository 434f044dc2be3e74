"""A caseload as figures of a group read it: the same scores as one traject, and only one's own."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import event

from survey_app.answering import services as answering
from survey_app.definitions import load
from survey_app.measurements.caseload import Agreement, courses
from survey_app.measurements.pairing import AFTER_INTAKE, INTAKE
from survey_app.measurements.queries import placed_responses
from survey_app.measurements.recomputing import recompute
from tests.factories.answers import answer, sheet_of
from tests.factories.lists import NEW_SCORING, PARENTS, changed

ROLES = ("parent", "teacher")


@pytest.fixture
def read(world):
    """Return a function that reads the caseload of a coach."""

    def read(coach):
        with world.database.read() as session:
            return courses(session, world.actor(coach))

    return read


def measure(world, traject, *kinds):
    for kind in kinds:
        if kind != INTAKE:
            world.clock.forward(weeks=11, days=1)
        for role in ROLES:
            answer(world, world.invitation(traject, role, kind))


def _place(placed):
    return placed.answered_on, placed.informant_id


def test_the_scores_are_those_of_the_page_of_the_traject(world, coach, traject, read):
    measure(world, traject, INTAKE, "follow_up")
    with world.database.read() as session:
        placed = [
            dataclasses.replace(each, answers={}, texts={}, missing={})
            for each in placed_responses(session, traject)
            if each.occasion_kind in (INTAKE, *AFTER_INTAKE)
        ]

    (course,) = read(coach)

    # What was sent at one moment has no order of its own.
    assert sorted(course.placed, key=_place) == sorted(placed, key=_place)
    assert len(placed) == 4


def test_where_a_list_was_scored_again_the_newest_score_counts(world, coach, read, tmp_path):
    traject = world.traject(coach, teachers=(), lists=[load("kansmeter-ouder")])
    answer(world, world.invitation(traject, "parent"), {"o1": None, "o2": None})
    rules = load(changed(PARENTS, tmp_path, NEW_SCORING, ("min_answered: 7", "min_answered: 6")))
    (before,) = read(coach)
    with world.database.write() as session:
        recompute(session, rules, world.clock.forward(days=1))

    (after,) = read(coach)

    values = [each.placed[0].scores["kracht"].value for each in (before, after)]
    assert values == [None, 0.0]


def test_answers_and_texts_are_not_read(world, coach, traject, read):
    measure(world, traject, INTAKE)
    statements = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    for engine in world.database.engines:
        event.listen(engine, "before_cursor_execute", note)
    read(coach)
    for engine in world.database.engines:
        event.remove(engine, "before_cursor_execute", note)

    assert "response.submitted_at" in "".join(statements)
    assert not [each for each in statements if "response.answers" in each or ".texts" in each]


def test_what_was_asked_tells_how_far_it_came(world, coach, traject, read):
    parent, teacher = (world.invitation(traject, role) for role in ROLES)
    answer(world, parent)
    with world.database.write() as session:
        answering.begin(session, sheet_of(world, teacher), world.clock())

    (course,) = read(coach)

    came = {
        each.role: (each.was_opened, each.was_completed)
        for each in course.asked
        if each.occasion_kind == INTAKE
    }
    assert came == {"parent": (True, True), "teacher": (True, False), "child": (False, False)}
    later = [each for each in course.asked if each.is_later]
    assert {each.role for each in later} == set(came)
    assert not any(each.was_opened or each.is_revoked for each in later)
    assert {each.closes_on for each in later} == {
        world.clock.today + timedelta(weeks=11, days=28),
    }


def test_consent_is_agreed_withdrawn_or_never_asked(world, coach, traject, read):
    withdrawn = world.traject(coach, child="Noor")
    world.withdraw(coach, withdrawn)
    again = world.traject(coach, child="Fenna")
    world.withdraw(coach, again)
    world.agree(coach, again)
    never = world.start(coach, child="Mila")

    agreed = {each.traject_id: each.agreement for each in read(coach)}

    assert agreed == {
        traject: Agreement.AGREED,
        withdrawn: Agreement.WITHDRAWN,
        again: Agreement.AGREED,
        never: Agreement.NEVER,
    }


def test_another_coach_and_a_role_that_ended_read_nothing(world, coach, traject, read):
    colleague = world.coach()
    elsewhere = world.coach("Zuid", "De Heidebloem")
    measure(world, traject, INTAKE)
    theirs = world.traject(colleague, child="Noor")
    answer(world, world.invitation(theirs, "parent"))

    assert [each.traject_id for each in read(coach)] == [traject]
    assert [len(each.placed) for each in read(coach)] == [2]
    assert [each.traject_id for each in read(colleague)] == [theirs]
    assert read(elsewhere) == []


def test_a_late_intake_is_marked_as_on_the_page_of_the_traject(world, coach, traject, read):
    world.clock.forward(days=20)
    answer(world, world.invitation(traject, "parent"))

    (course,) = read(coach)

    assert [each.late for each in course.placed] == [True]
