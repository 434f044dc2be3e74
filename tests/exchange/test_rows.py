"""What may be taken out is what the one policy gives, under names that cannot be traced back."""

import pytest

from survey_app.accounts import services as accounts
from survey_app.answering.services import begin, open_sheet
from survey_app.definitions import load
from survey_app.errors import ForbiddenError
from survey_app.exchange.rows import rows_for
from survey_app.invitations.rounds import note_way
from survey_app.trajects import participants
from survey_app.trajects.models import ReferenceParticipant
from tests.factories.answers import answer, save
from tests.factories.samples import enrol

SECRET = b"for pseudonyms"


def rows(world, actor, secret=SECRET):
    with world.database.read() as session:
        return list(rows_for(session, actor, secret))


@pytest.fixture
def answered(world, traject):
    """Give a traject of which parent and child answered the intake."""
    answer(world, world.invitation(traject, "parent"))
    world.clock.forward(minutes=1)
    answer(world, world.invitation(traject, "child"))
    return traject


def test_a_coach_takes_out_the_own_responses_in_the_order_of_sending(world, coach, answered):
    taken = rows(world, coach.actor)

    assert [(row.role, row.questionnaire.key, row.occasion) for row in taken] == [
        ("parent", "kansmeter-ouder", "intake 1"),
        ("child", "kansmeter-kind", "intake 1"),
    ]


def test_of_a_class_round_is_told_how_a_teacher_went_about_it(world, coach, answered):
    teacher = world.invitation(answered, "teacher")
    with world.database.write() as session:
        note_way(session, [teacher], "by_question")
    answer(world, teacher)

    assert {row.role: row.class_round for row in rows(world, coach.actor)} == {
        "parent": None,
        "child": None,
        "teacher": "by_question",
    }


@pytest.mark.parametrize(
    "place", [("Noord", "Het Zandpad"), ("Noord", "De Heidebloem"), ("Zuid", "Het Zandpad")]
)
def test_another_coach_takes_out_nothing_of_it(world, answered, place):
    assert rows(world, world.coach(*place).actor) == []


def test_a_coach_whose_role_ended_takes_out_nothing(world, coach, answered):
    world.sql("UPDATE role_grant SET ends_on = starts_on")
    world.clock.forward(days=1)

    assert rows(world, world.actor(coach)) == []


def test_of_real_data_nothing_is_given_without_a_person(world, answered):
    with pytest.raises(ForbiddenError, match="--as"):
        rows(world, None)


def test_beside_simulated_data_real_data_still_needs_a_person(world, answered):
    with world.database.write() as session:
        accounts.find_or_make_school(session, "Simulatie", "De Veenvlinder", simulated=True)

    with pytest.raises(ForbiddenError):
        rows(world, None)


def test_of_simulated_data_everything_is_given(world, answered):
    world.sql("UPDATE organisation SET simulated = true")

    assert len(rows(world, None)) == 2


@pytest.fixture
def pair(world, coach):
    """Give a participant who answered twice."""
    with world.database.write() as session:
        participant, *links = enrol(session, coach, load("kansmeter-ouder"), world.clock())
        ids = participant.id, [link.id for link in links]
    world.clock.forward(minutes=1)
    answer(world, ids[1][0])
    world.clock.forward(days=14)
    answer(world, ids[1][1])
    return ids[0]


def test_a_retest_goes_out_marked_as_such_with_no_traject_stage_or_score(world, coach, pair):
    first, second = rows(world, coach.actor)

    assert (first.sample, first.occasion, first.role) == ("retest", "retest 1", "parent")
    assert (second.sample, second.occasion) == ("retest", "retest 2")
    assert first.informant == second.informant
    assert {(row.traject, row.evidence_stage, row.scores) for row in (first, second)} == {
        (None, None, ())
    }


def test_trajects_and_retests_go_out_together_in_the_order_of_sending(world, coach, answered, pair):
    assert [row.sample for row in rows(world, coach.actor)] == ["traject"] * 2 + ["retest"] * 2


def test_nothing_of_who_withdrew_goes_out(world, coach, pair):
    with world.database.write() as session:
        participant = session.get_one(ReferenceParticipant, pair)
        participants.withdraw(session, coach.actor, participant, world.clock())

    assert rows(world, coach.actor) == []


def test_another_coach_takes_out_no_retest(world, pair):
    assert rows(world, world.coach("Noord", "De Heidebloem").actor) == []


def test_a_real_participant_alone_asks_for_a_person_too(world, pair):
    with pytest.raises(ForbiddenError, match="--as"):
        rows(world, None)


def test_no_id_of_the_database_leaves_it(world, coach, answered, pair):
    ids = {
        each[0]
        for table in (
            "response",
            "traject",
            "traject_informant",
            "invitation",
            "person",
            "reference_participant",
        )
        for each in world.sql(f"SELECT id FROM {table}")  # noqa: S608 the tables stand above
    }

    said = str([(row.response_id, row.traject, row.informant) for row in rows(world, coach.actor)])

    assert [each for each in ids if each in said or each[:16] in said] == []


def test_the_same_traject_has_one_name_and_each_informant_another(world, coach, answered):
    first, second = rows(world, coach.actor)

    assert first.traject == second.traject
    assert len({first.informant, second.informant, first.traject, first.response_id}) == 4


def test_the_same_export_twice_gives_the_same_names(world, coach, answered):
    assert rows(world, coach.actor) == rows(world, coach.actor)


def test_under_another_secret_nobody_has_the_same_name(world, coach, answered):
    here, there = rows(world, coach.actor), rows(world, coach.actor, b"another")

    assert {row.traject for row in here} & {row.traject for row in there} == set()


def test_a_draft_is_no_response(world, coach, traject):
    save(world, world.invitation(traject, "child"), 0, {"p1": "vaak"})

    assert rows(world, coach.actor) == []


@pytest.fixture
def many_sheets(world, coach):
    """Give 30 sheets of parents that took 90 seconds, the first one 25."""
    for number in range(30):
        traject = world.traject(coach, teachers=(), lists=[load("kansmeter-ouder")])
        link = world.invitation(traject, "parent")
        with world.database.write() as session:
            begin(session, open_sheet(session, link, world.clock.today), world.clock())
        world.clock.forward(seconds=90 if number else 25)
        answer(world, link, dict.fromkeys(("l1", "l2"), "vaak"))


def test_from_thirty_sheets_on_a_sheet_is_held_against_the_usual_time(world, coach, many_sheets):
    taken = rows(world, coach.actor)

    assert [row.seconds for row in taken] == [25, *[90] * 29]
    assert ["too_fast" in row.quality for row in taken] == [True, *[False] * 29]


def test_of_fewer_sheets_no_usual_time_is_known(world, coach, many_sheets, monkeypatch):
    monkeypatch.setattr("survey_app.exchange.rows.LEAST_SHEETS_FOR_USUAL", 31)

    assert {flag for row in rows(world, coach.actor) for flag in row.quality} == set()


def test_what_was_found_on_the_day_itself_stays(world, coach, answered):
    # Of a child no time is too short by itself, so this is only known from the day.
    world.sql("UPDATE measurement SET quality = :flags", flags='["too_fast"]')

    (child,) = [row for row in rows(world, coach.actor) if row.role == "child"]
    assert "too_fast" in child.quality
