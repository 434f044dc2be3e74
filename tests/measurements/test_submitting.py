"""Sending is one act: answers, scores, signals and the trail together, or nothing at all."""

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.definitions import load
from survey_app.scoring import score_sheet
from tests.factories.answers import answer, save, send, sheet_of
from tests.scoring.examples import TURNED_FILE

REFUSALS = {
    # Signals are raised after the scores, the trail is written last of all.
    "score": "1 = 1",
    "signal": "1 = 1",
    "audit_event": "NEW.act = 'submit'",
}


def refuse(world, table, condition):
    """Install a trigger that refuses new rows, and return the statement that removes it."""
    if world.database.is_sqlite:
        world.sql(
            f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} WHEN {condition}"
            " BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
        return f"DROP TRIGGER full_{table}"
    world.sql(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'no room' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    world.sql(
        f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} FOR EACH ROW"
        f" WHEN ({condition}) EXECUTE FUNCTION no_room()"
    )
    return f"DROP TRIGGER full_{table} ON {table}"


def fill_up_to_the_last_page(world, link):
    for index in range(sheet_of(world, link).last_number - 1):
        save(world, link, index, {"h1": "nooit"})


@pytest.mark.parametrize("table", REFUSALS)
def test_ac_077_when_one_part_cannot_be_stored_nothing_is(world, traject, table):
    link = world.invitation(traject, "child")
    fill_up_to_the_last_page(world, link)
    before = sheet_of(world, link)
    refuse(world, table, REFUSALS[table])

    with pytest.raises(IntegrityError, match="no room"):
        send(world, link, {"c": "ja_graag"})

    assert [world.rows(each) for each in ("response", "measurement", "score", "signal")] == [0] * 4
    assert world.sql("SELECT act FROM audit_event WHERE act = 'submit'") == []
    assert sheet_of(world, link) == before


@pytest.mark.parametrize("table", REFUSALS)
def test_ac_077_once_there_is_room_again_the_same_answers_can_be_sent(world, traject, table):
    link = world.invitation(traject, "child")
    fill_up_to_the_last_page(world, link)
    undo = refuse(world, table, REFUSALS[table])
    with pytest.raises(IntegrityError):
        send(world, link, {"c": "ja_graag"})
    world.sql(undo)

    send(world, link, {"c": "ja_graag"})

    assert sheet_of(world, link).state == "closed"
    assert world.rows("signal") == 2


def test_sending_stands_in_the_trail_under_the_link_and_without_answers(world, traject):
    link = world.invitation(traject, "parent")

    response = answer(world, link)

    ((line),) = world.sql(
        "SELECT actor_kind, actor_id, object_kind, object_id, outcome FROM audit_event"
        " WHERE act = 'submit'"
    )
    assert line == ("respondent", link, "response", response.id, "done")


def test_every_scale_is_stored_as_the_scoring_gives_it(world, coach):
    questionnaire = load(TURNED_FILE)
    link = world.invitation(world.traject(coach, lists=[questionnaire]), "parent")

    response = answer(world, link, {"a": "vaak", "b": "soms", "c": "altijd", "e": None, "g": None})

    stored = world.sql("SELECT scale, value, reason, answered, asked FROM score")
    expected = [
        (score.scale, score.value, score.reason, score.answered, score.asked)
        for score in score_sheet(questionnaire, response.answers)
    ]
    assert sorted(stored) == sorted(expected)
    # c is turned: 3 (vaak), 1 (soms), 4 - 4 (altijd); their mean.
    assert ("average", 4 / 3, None, 3, 3) in stored
    assert ("complete", None, "too_few_items", 1, 2) in stored


def test_a_score_names_the_version_and_the_rules_it_was_made_with(world, traject):
    link = world.invitation(traject, "parent")
    answer(world, link)

    kept = set(world.sql("SELECT fingerprint, scoring_version FROM score"))

    questionnaire = load("kansmeter-ouder")
    assert kept == {(questionnaire.fingerprint, questionnaire.scoring_version)}


def test_a_measurement_is_tied_to_traject_informant_moment_and_response(world, traject):
    link = world.invitation(traject, "teacher")
    sheet = sheet_of(world, link)

    response = answer(world, link)

    assert world.sql(
        "SELECT traject_id, informant_id, occasion_id, response_id, questionnaire_key,"
        " evidence_stage FROM measurement"
    ) == [(traject, sheet.informant_id, sheet.occasion_id, response.id, "kansmeter-leerkracht", 0)]


def test_a_list_without_scales_is_stored_without_scores(world, coach, traject):
    world.talk(coach, traject)

    answer(world, world.invitation(traject, "parent", "session"))

    assert (world.rows("measurement"), world.rows("score")) == (1, 0)


@pytest.mark.parametrize(
    ("value", "reason"), [(None, None), (1.0, "too_few_items")], ids=["neither", "both"]
)
def test_the_database_takes_a_value_or_a_reason_and_never_both_or_neither(
    world, traject, value, reason
):
    answer(world, world.invitation(traject, "parent"))

    with pytest.raises(IntegrityError, match=r"(?i)check"):
        world.sql("UPDATE score SET value = :value, reason = :reason", value=value, reason=reason)


def test_the_database_refuses_a_second_score_under_the_same_rules(world, traject):
    answer(world, world.invitation(traject, "parent"))
    columns = "organisation_id, measurement_id, fingerprint, scoring_version, scale, value,"
    columns += " reason, answered, asked, evidence_stage, scored_at"

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        world.sql(
            f"INSERT INTO score (id, {columns})"  # noqa: S608 the columns stand above
            f" SELECT 'x', {columns} FROM score LIMIT 1"
        )


def test_a_score_by_newer_rules_stands_beside_the_old_one(world, traject):
    answer(world, world.invitation(traject, "parent"))
    columns = "organisation_id, measurement_id, fingerprint, scale, value, reason, answered,"
    columns += " asked, evidence_stage, scored_at"

    world.sql(
        f"INSERT INTO score (id, scoring_version, {columns})"  # noqa: S608 the columns stand above
        f" SELECT 'x', '2', {columns} FROM score WHERE scale = 'kracht'"
    )

    assert sorted(world.sql("SELECT scoring_version FROM score WHERE scale = 'kracht'")) == [
        ("1",),
        ("2",),
    ]
