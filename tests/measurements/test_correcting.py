"""What was sent can be corrected for 48 hours by who sent it: a row beside it, never over it."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.answering.correcting import CORRECTABLE_FOR, NotBegunError
from survey_app.answering.erasing import drop_unsent_corrections
from survey_app.answering.services import PagesLeftError
from survey_app.answering.sheets import read_sheet
from survey_app.definitions import load
from survey_app.exchange.rows import rows_for
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.measurements.caseload import courses
from survey_app.measurements.correcting import correct
from survey_app.measurements.following_up import take_up
from survey_app.measurements.queries import placed_responses
from survey_app.measurements.recomputing import recompute
from survey_app.measurements.references.samples import read_samples
from survey_app.measurements.signals import open_signals
from survey_app.storage import migrate
from survey_app.trajects.models import Traject
from tests.factories.answers import (
    PHONE,
    TABLET,
    answer,
    begin_change,
    change,
    reading_of,
)
from tests.factories.lists import NEW_SCORING, PARENTS, changed
from tests.factories.samples import enrol
from tests.factories.world import KEYRING
from tests.measurements.test_submitting import refuse
from tests.web.world import WORDS_FILE

WORDS = load(WORDS_FILE)
FIRST = {"q1": "2", "q2": "3", "q3": "4", "woorden": "KNR-eerst"}


@pytest.fixture
def fruit(world, coach):
    """Give a traject whose mother is asked the list with own words."""
    return world.traject(coach, teachers=(), lists=[WORDS])


@pytest.fixture
def link(world, fruit):
    """Give the invitation of its intake, answered."""
    invitation_id = world.invitation(fruit, "parent")
    answer(world, invitation_id, FIRST)
    return invitation_id


def placed(world, traject):
    with world.database.read() as session:
        return placed_responses(session, traject)


def signals(world, coach):
    with world.database.read() as session:
        return [(each.item, each.level, each.changed_at) for each in open_signals(session, coach)]


def test_a_correction_stands_beside_what_was_sent_and_counts_from_then_on(world, fruit, link):
    before = world.sql("SELECT * FROM response")
    at = world.clock.forward(hours=1)
    change(world, link, {"q1": "5", "woorden": "KNR-daarna"})
    later = world.clock.forward(hours=1)
    change(world, link, {"q1": None})

    (now,) = placed(world, fruit)
    first, second = now.replaced
    assert world.sql("SELECT * FROM response") == before
    assert now.answers == {"q2": "3", "q3": "4"}
    assert (now.missing, now.texts) == ({"q1": "skipped"}, {"woorden": "KNR-daarna"})
    assert (now.scores["fruit"].value, now.scores["fruit"].reason) == (None, "too_few_items")
    assert (first.scores["fruit"].value, first.texts) == (9.0, {"woorden": "KNR-eerst"})
    assert (second.answers["q1"], second.scores["fruit"].value) == ("5", 12.0)
    assert [each.until for each in now.replaced] == [at, later]
    assert world.rows("draft") == 0
    assert "KNR" not in str(world.sql("SELECT * FROM correction"))
    assert (
        world.sql("SELECT actor_kind, object_kind FROM audit_event WHERE act = 'correct'")
        == [("respondent", "response")] * 2
    )


def test_a_sheet_that_came_out_as_it_was_is_no_correction(world, link):
    assert change(world, link, {}) is None

    assert (world.rows("correction"), world.rows("measurement"), world.rows("draft")) == (0, 1, 0)


def test_the_database_refuses_a_change_of_a_correction_and_two_that_count(world, link):
    change(world, link, {"q1": "5"})

    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE correction SET answers = '{}'")
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        world.sql("UPDATE measurement SET replaced_at = NULL")


@pytest.mark.parametrize("table", ["measurement", "score", "audit_event"])
def test_when_one_part_of_a_correction_cannot_be_stored_nothing_is(world, fruit, link, table):
    refuse(world, table, "NEW.act = 'correct'" if table == "audit_event" else "1 = 1")

    with pytest.raises(IntegrityError, match="no room"):
        change(world, link, {"q1": "5"})

    (now,) = placed(world, fruit)
    assert (now.answers["q1"], now.replaced, world.rows("correction")) == ("2", (), 0)


def test_only_the_browser_that_sent_and_only_for_48_hours(world, link):
    assert not begin_change(world, link, TABLET)
    world.clock.now += CORRECTABLE_FOR
    assert begin_change(world, link)

    world.clock.forward(seconds=1)

    assert not begin_change(world, link)


@pytest.mark.parametrize("how", ["withdrawn", "revoked", "no longer agreed"])
def test_nobody_corrects_what_may_not_be_asked_any_more(world, coach, fruit, link, how):
    if how == "withdrawn":
        world.withdraw(coach, fruit)
    elif how == "revoked":
        with world.database.write() as session:
            traject, invitation = session.get_one(Traject, fruit), session.get_one(Invitation, link)
            invitations.revoke(session, coach.actor, traject, invitation, world.clock())
    else:
        # In the month of the 12th birthday the child has a say, and did not say anything.
        world.sql("UPDATE traject SET birth_year = :year", year=world.clock.today.year - 13)

    assert not begin_change(world, link)


@pytest.mark.parametrize(("role", "mode"), [("child", "self"), ("parent", "interview")])
def test_nobody_reads_back_what_a_child_or_somebody_in_a_talk_answered(world, traject, role, mode):
    link = world.invitation(traject, role)
    answer(world, link, mode=mode)

    assert not begin_change(world, link)


def test_a_retest_is_not_corrected(world, coach):
    with world.database.write() as session:
        _, first, _ = enrol(session, coach, load("kansmeter-ouder"), world.clock())
    answer(world, first.id)

    assert not begin_change(world, first.id)


def test_a_signal_is_raised_when_newly_reached_and_never_taken_back(world, coach, traject):
    link = world.invitation(traject, "parent")
    answer(world, link, {"l1": "bijna_altijd"})
    assert signals(world, coach.actor) == [("l1", "talk", None)]

    at = world.clock.forward(hours=1)
    change(world, link, {"l1": "soms", "c": "ja_graag"})

    assert signals(world, coach.actor) == [("c", "two_days", None), ("l1", "talk", at)]

    at = world.clock.forward(hours=1)
    change(world, link, {"l1": "bijna_altijd", "c": "nu_niet"})

    assert signals(world, coach.actor) == [("c", "two_days", at), ("l1", "talk", None)]


def test_an_answer_that_asks_more_urgently_is_one_more_signal(world, coach, traject):
    link = world.invitation(traject, "parent")
    answer(world, link, {"c": "ja_graag", "l1": "bijna_altijd"})
    # As if what was answered first had asked less of the coach.
    world.sql("UPDATE signal SET level = 'talk'")
    with world.database.write() as session:
        for line in open_signals(session, coach.actor):
            take_up(session, coach.actor, line.id, world.clock())

    change(world, link, {"o1": "vaak"})

    assert [each[:2] for each in signals(world, coach.actor)] == [("c", "two_days")]


def test_all_that_counts_takes_the_last_answers_and_one_row(world, coach, fruit, link):
    sent = world.clock.now
    world.clock.forward(hours=1)
    change(world, link, {"q1": "5"})
    world.clock.forward(hours=1)
    change(world, link, {"q1": "4"})

    with world.database.read() as session:
        (row,) = rows_for(session, coach.actor, b"secret")
        (course,) = courses(session, coach.actor)
        samples = [
            read_samples(session, WORDS, moment)["parent"].starts
            for moment in (sent, world.clock.now)
        ]
    assert (row.answers["q1"], row.corrections) == ("4", 2)
    assert [score.value for score in row.scores] == [11.0]
    assert [each.scores["fruit"].value for each in course.placed] == [11.0]
    assert [[each.answers["q1"] for each in starts] for starts in samples] == [["2"], ["4"]]


def test_new_rules_score_the_answers_that_count(world, coach, tmp_path):
    traject = world.traject(coach, teachers=(), lists=[load("kansmeter-ouder")])
    link = world.invitation(traject, "parent")
    answer(world, link, {"l1": "soms"})
    change(world, link, {"l1": "vaak"})

    with world.database.write() as session:
        rules = load(changed(PARENTS, tmp_path, NEW_SCORING))
        done = recompute(session, rules, world.clock.forward(days=1))

    assert (done.sheets, world.rows("measurement")) == (1, 2)
    (now,) = placed(world, traject)
    assert {score.fingerprint for score in now.scores.values()} == {rules.fingerprint}


def test_a_question_that_comes_by_a_changed_answer_must_be_seen_first(world, coach):
    experience = load("kansmeter-ervaring")
    deciding = next(item for item in experience.items if item.show_when).show_when[0]
    shows = next(iter(deciding.options))
    hides = next(
        option.key
        for option in experience.item(deciding.item).options
        if option.key not in deciding.options
    )
    link = world.invitation(world.traject(coach, lists=[experience], teachers=()), "parent")
    answer(world, link, {deciding.item: hides})
    assert begin_change(world, link)

    with world.database.write() as session:
        sheet = read_sheet(session, link, world.clock.today, lock=True)
        saved = {
            **sheet.saved,
            deciding.item: replace(sheet.saved[deciding.item], answer=shows),
        }
        with pytest.raises(PagesLeftError):
            correct(
                session,
                sheet.with_saved(saved),
                sheet.every_page[-1],
                reading_of(sheet.every_page[-1], {}),
                browser=PHONE,
                seen_revision=sheet.revision,
                now=world.clock(),
            )


def test_ac_079_of_many_who_send_one_change_at_once_one_is_stored_whole(world, fruit, link):
    assert begin_change(world, link)
    gate, stored, refused, faults = threading.Barrier(20), [], [], []

    def send_one(number):
        given = {"q3": str(number % 5 + 1), "woorden": f"woord {number}"}
        gate.wait()
        try:
            with world.database.write() as session:
                sheet = read_sheet(session, link, world.clock.today, lock=True)
                page = sheet.every_page[-1]
                stored.append(
                    correct(
                        session,
                        sheet,
                        page,
                        reading_of(page, given),
                        browser=PHONE,
                        seen_revision=0,
                        now=world.clock(),
                    ).answers["q3"]
                )
        except NotBegunError:
            refused.append(number)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=send_one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert (len(stored), len(refused), world.rows("correction")) == (1, 19, 1)
    (now,) = placed(world, fruit)
    word = int(now.texts["woorden"].removeprefix("woord "))
    assert now.answers["q3"] == str(word % 5 + 1) == stored[0]


def test_a_change_that_was_never_sent_goes_after_its_time_and_no_other_draft(world, fruit, link):
    world.clock.forward(weeks=11)
    other = world.invitation(fruit, "parent", "follow_up")
    answer(world, other, FIRST)
    assert begin_change(world, other)
    world.sql(
        "INSERT INTO draft SELECT :link, organisation_id, revision, entries, texts, posted,"
        " started_at, saved_at FROM draft",
        link=link,
    )

    with world.database.write() as session:
        drop_unsent_corrections(session, world.clock())

    assert world.sql("SELECT invitation_id FROM draft") == [(other,)]


def test_going_back_to_an_older_schema_keeps_what_was_sent_first(world, link):
    change(world, link, {"q1": "5"})
    assert begin_change(world, link)
    url = world.database.url.render_as_string(hide_password=False)
    world.database.dispose()

    migrate.downgrade(url, "0023_coach_and_ib", keyring=KEYRING)

    assert world.sql("SELECT value FROM score") == [(9.0,)]
    assert (world.rows("measurement"), world.rows("draft")) == (1, 0)
