"""Who takes part in a retest: an own yes, a code and no name, and a way out."""

import pytest

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import participants
from survey_app.trajects.consent import ConsentIncompleteError
from tests.factories.samples import ENROLMENT


@pytest.fixture
def enrol(world, coach):
    """Return a function that enrols somebody and gives their id."""

    def enrol(by=coach, **changes):
        with world.database.write() as session:
            return participants.enrol(
                session,
                by.actor,
                school_id=coach.school_id,
                now=world.clock(),
                **{**ENROLMENT, **changes},
            ).id

    return enrol


def test_who_said_yes_when_to_what_and_by_which_text_is_on_record(world, coach, enrol):
    enrol(code=" a3 ", holders_agreed=2, asks_attention=True)

    assert world.sql(
        "SELECT code, role, age_months, purpose, holders, holders_agreed, child_agreed, channel,"
        " text_version, enrolled_at, withdrawn_at, coach_id FROM reference_participant"
    ) == [
        (
            *("A3", "parent", 112, "development", "two", 2, False, "conversation"),
            *("2026-11 hertest", "2026-09-07T08:00:00.000000Z", None, coach.actor.person_id),
        )
    ]


def test_nobody_in_a_traject_is_known_by_it(world, enrol):
    enrol()

    assert (world.rows("traject"), world.rows("traject_informant")) == (0, 0)


@pytest.mark.parametrize("code", ["Sam", "", "x", "1234567890123", "a b1", "a3é", "a3\nb"])
def test_a_code_has_a_digit_and_is_no_name(enrol, code):
    with pytest.raises(InputError, match="Geen naam"):
        enrol(code=code)


def test_the_same_child_may_be_seen_by_a_parent_a_teacher_and_itself(world, enrol):
    enrol(role="parent")
    enrol(role="teacher")
    enrol(role="child", child_agreed=True)

    assert world.rows("reference_participant") == 3


def test_a_code_is_used_once_for_one_kind_of_person(world, enrol):
    enrol()

    with pytest.raises(InputError, match="al in gebruik"):
        enrol()
    assert world.rows("reference_participant") == 1


UNFIT = {
    "one of two parents": {"holders_agreed": 1},
    "no parent": {"holders": "one", "holders_agreed": 0},
    "a child of twelve that was not asked": {"age_months": 12 * 12 + 1},
    "a child that answers and was not asked": {"role": "child"},
}


@pytest.mark.parametrize("case", UNFIT)
def test_without_everybodys_yes_nobody_is_enrolled(world, enrol, case):
    with pytest.raises(ConsentIncompleteError):
        enrol(**UNFIT[case])

    assert world.rows("reference_participant") == 0


@pytest.mark.parametrize("months", [47, 216])
def test_an_age_that_no_pupil_has_is_refused(enrol, months):
    with pytest.raises(InputError, match="4 tot 18 jaar"):
        enrol(age_months=months, child_agreed=True)


def test_enrolling_and_withdrawing_stand_in_the_trail(world, coach, enrol):
    participant_id = enrol()
    for _ in range(2):
        with world.database.write() as session:
            found = participants.participant_for(
                session, coach.actor, participant_id, Act.CHANGE_PARTICIPANT
            )
            participants.withdraw(session, coach.actor, found, world.clock())

    assert world.sql(
        "SELECT act, object_id FROM audit_event WHERE object_kind = 'participant' ORDER BY position"
    ) == [("enrol participant", participant_id), ("withdraw participant", participant_id)]


def test_another_coach_finds_no_participant_and_enrols_nobody_at_this_school(world, coach, enrol):
    participant_id = enrol()
    colleague = world.coach()
    stranger = world.coach("Zuid", "Elders")

    for other in (colleague, stranger):
        with world.database.read() as session, pytest.raises(NotFoundError):
            participants.participant_for(session, other.actor, participant_id, Act.SEE_PARTICIPANT)
        with world.database.read() as session:
            assert participants.participants_of(session, other.actor) == []
    with pytest.raises(NotFoundError):
        enrol(by=stranger, code="Z1")
