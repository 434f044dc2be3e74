"""A sheet closes once, whole, and what is missing keeps its kind."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.answering.services import (
    ChangedElsewhereError,
    PagesLeftError,
    SheetClosedError,
)
from survey_app.definitions import load
from tests.factories.answers import PHONE, TABLET, answer, save, send, sheet_of
from tests.scoring.examples import TURNED_FILE

LISTS = [load(TURNED_FILE)]
COLUMNS = (
    "organisation_id, invitation_id, fingerprint, language, mode, answers, missing, texts, posted,"
    " browser, started_at, submitted_at"
)


@pytest.fixture
def link(world, coach):
    """Give a parent's link to the list with two pages and written words."""
    return world.invitation(world.traject(coach, lists=LISTS), "parent")


def test_the_response_holds_what_was_saved_and_the_last_page(world, link):
    save(world, link, 0, {"a": "soms", "b": "vaak"})

    response = send(world, link, {"f": "7", "contact": "ja"})

    assert response.answers == {"a": "soms", "b": "vaak", "f": "7", "contact": "ja"}


def test_the_response_says_which_version_when_and_how(world, link):
    began = world.clock()
    save(world, link, 0, {})
    sent = world.clock.forward(minutes=3)

    response = send(world, link, {})

    assert response.fingerprint == LISTS[0].fingerprint
    assert (response.started_at, response.submitted_at) == (began, sent)
    assert (response.mode, response.language, response.browser) == ("self", "nl", PHONE)


def test_skipped_and_does_not_know_and_rather_not_are_kept_apart(world, link):
    save(world, link, 0, {"a": "weet_niet", "b": "liever_niet"})

    response = send(world, link, {})

    assert (response.answers["a"], response.answers["b"]) == ("weet_niet", "liever_niet")
    assert response.missing["c"] == "skipped"
    assert not {"a", "b"} & set(response.missing)


def test_a_question_for_another_role_is_not_shown_rather_than_skipped(world, coach):
    traject = world.traject(coach, lists=[])
    world.talk(coach, traject)

    response = answer(world, world.invitation(traject, "parent", "session"), {"c_ouder": "7"})

    kinds = response.missing
    assert (kinds["a_kind"], kinds["c_coach"], kinds["e"]) == ("not_shown",) * 3
    assert not {"a_ouder", "b_volwassene", "c_ouder"} & set(kinds)


def test_every_question_is_either_answered_or_missing_for_a_reason(world, link):
    save(world, link, 0, {"a": "soms"})
    response = send(world, link, {"words": "ja"})

    kept = {*response.answers, *response.missing, "words"}

    assert kept == {item.key for item in LISTS[0].items}


def test_a_page_that_was_never_sent_blocks_closing_and_is_named(world, link):
    with pytest.raises(PagesLeftError) as caught:
        send(world, link, {"f": "3"})

    assert caught.value.first_open_number == 1
    assert world.rows("response") == 0


def test_a_page_that_was_sent_empty_does_not_block(world, link):
    save(world, link, 0, {})

    send(world, link, {})

    assert world.rows("response") == 1


def test_closing_removes_the_draft(world, link):
    answer(world, link)

    assert world.rows("draft") == 0


def test_a_clash_on_the_last_page_sends_nothing(world, link):
    save(world, link, 0, {})
    seen = sheet_of(world, link).revision
    save(world, link, 1, {"f": "3"}, browser=TABLET)

    with pytest.raises(ChangedElsewhereError):
        send(world, link, {"f": "9"}, seen=seen)

    assert world.rows("response") == 0
    assert sheet_of(world, link).saved["f"].answer == "3"


def test_another_browser_that_leaves_the_last_page_open_sends_what_was_saved(world, link):
    save(world, link, 0, {"a": "soms"})
    save(world, link, 1, {"f": "3"})

    response = send(world, link, {}, browser=TABLET)

    assert (response.answers["a"], response.answers["f"]) == ("soms", "3")


def test_sending_twice_is_refused_and_changes_nothing(world, link):
    first = answer(world, link, {"a": "soms"})

    with pytest.raises(SheetClosedError):
        send(world, link, {"f": "9"})

    assert world.sql("SELECT id FROM response") == [(first.id,)]


def test_ac_081_the_database_refuses_a_second_response_for_an_invitation(world, link):
    answer(world, link)

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        world.sql(
            f"INSERT INTO response (id, {COLUMNS})"  # noqa: S608 the columns stand above
            f" SELECT 'second', {COLUMNS} FROM response"
        )


def test_ac_081_the_database_refuses_a_response_without_an_invitation(world, link):
    answer(world, link)
    loose = COLUMNS.replace("invitation_id", "NULL", 1)

    with pytest.raises(IntegrityError, match=r"(?i)null"):
        world.sql(
            f"INSERT INTO response (id, {COLUMNS})"  # noqa: S608 the columns stand above
            f" SELECT 'loose', {loose} FROM response"
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [("answers", "{}"), ("missing", "{}"), ("texts", ""), ("submitted_at", "2020"), ("id", "x")],
)
def test_the_database_refuses_a_change_of_what_was_sent(world, link, column, value):
    answer(world, link)

    with pytest.raises(IntegrityError, match="never change"):
        world.sql(f"UPDATE response SET {column} = :v", v=value)  # noqa: S608 the names stand above


def test_ac_079_of_many_who_send_at_once_one_response_is_stored_whole(world, link):
    save(world, link, 0, {})
    steps = [str(number) for number in range(8)]
    gate = threading.Barrier(len(steps))
    sent, refused, faults = [], [], []

    def send_one(step):
        gate.wait()
        try:
            sent.append(send(world, link, {"f": step, "words": f"woord {step}"}, seen=1).answers)
        except SheetClosedError:
            refused.append(step)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=send_one, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert (len(sent), len(refused)) == (1, len(steps) - 1)
    assert (world.rows("response"), world.rows("measurement")) == (1, 1)


def test_written_words_and_raw_posts_cannot_be_read_in_the_row(world, link):
    save(world, link, 0, {})
    send(world, link, {"words": "KNR-geheim"})

    assert "KNR-geheim" not in str(world.sql("SELECT * FROM response"))


def test_the_state_after_sending_shows_no_answers(world, link):
    answer(world, link, {"a": "soms"})

    sheet = sheet_of(world, link)

    assert (sheet.state, sheet.sent_by, sheet.saved, sheet.posted) == ("closed", PHONE, {}, ())


def test_ac_083_a_revoked_link_that_was_answered_still_says_received(world, coach, link):
    answer(world, link)
    ((traject,),) = world.sql("SELECT id FROM traject")
    world.withdraw(coach, traject)

    assert sheet_of(world, link).state == "closed"
