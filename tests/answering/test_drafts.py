"""Nothing that was saved is lost, and nobody overwrites what another filled in unseen."""

import json
import threading
import time

import pytest
from sqlalchemy import text

from survey_app.answering import services as answering
from survey_app.answering.services import ChangedElsewhereError, SheetClosedError, SheetNotOpenError
from survey_app.definitions import load
from survey_app.errors import NotFoundError
from tests.factories.answers import PHONE, TABLET, answer, reading_of, save, send, sheet_of
from tests.scoring.examples import TURNED_FILE

LISTS = [load(TURNED_FILE)]
FIRST = {"a": "soms", "b": "vaak"}


@pytest.fixture
def link(world, coach):
    """Give a parent's link to the list with two pages and written words."""
    return world.invitation(world.traject(coach, lists=LISTS), "parent")


def options(sheet):
    return {key: saved.answer for key, saved in sheet.saved.items() if saved.answer is not None}


def begin(world, link):
    with world.database.write() as session:
        sheet = answering.open_sheet(session, link, world.clock.today)
        answering.begin(session, sheet, world.clock())


def test_looking_at_a_sheet_starts_nothing(world, link):
    sheet = sheet_of(world, link)

    assert (sheet.started_at, sheet.revision, sheet.saved) == (None, 0, {})
    assert world.rows("draft") == 0


def test_starting_twice_keeps_the_first_moment(world, link):
    began = world.clock()
    begin(world, link)
    world.clock.forward(minutes=5)
    begin(world, link)

    assert sheet_of(world, link).started_at == began


def test_a_saved_page_is_there_days_later(world, link):
    save(world, link, 0, FIRST)
    world.clock.forward(days=10)

    assert options(sheet_of(world, link)) == FIRST


def test_a_page_may_be_saved_without_a_start(world, link):
    # A mail program may drop the cookie between the start page and the first page.
    assert options(save(world, link, 0, FIRST)) == FIRST


def test_what_is_left_open_is_kept_as_skipped(world, link):
    sheet = save(world, link, 0, FIRST)

    assert {key for key, saved in sheet.saved.items() if saved.skipped} == {"c", "d", "e"}


def test_the_same_browser_may_take_an_answer_back(world, link):
    save(world, link, 0, FIRST)

    sheet = save(world, link, 0, {"a": None, "b": "nooit"})

    assert options(sheet) == {"b": "nooit"}
    assert sheet.saved["a"].skipped


def test_what_is_emptied_again_on_a_page_where_one_stays_is_open(world, link):
    save(world, link, 0, FIRST)

    sheet = keep(world, link, 0, {"a": None, "b": "vaak"}, PHONE)

    assert options(sheet) == {"b": "vaak"}
    assert "a" not in sheet.saved
    assert "c" in sheet.saved  # left open when the page was sent, so skipped


def test_a_browser_that_stays_on_a_page_empties_nothing_of_another(world, link):
    save(world, link, 0, FIRST)

    assert options(keep(world, link, 0, {"a": None, "b": "nooit"}, TABLET)) == {
        "a": "soms",
        "b": "nooit",
    }


def keep(world, link, number, answers, browser):
    """Save a page on which somebody stays, having seen it as it is."""
    with world.database.write() as session:
        sheet = answering.open_sheet(session, link, world.clock.today)
        page = sheet.every_page[number]
        return answering.save_answered(
            session,
            sheet,
            page,
            reading_of(page, answers),
            browser=browser,
            seen_revision=sheet.revision,
            now=world.clock(),
        )


def test_another_browser_that_leaves_a_question_open_overwrites_nothing(world, link):
    # It was shown an empty page: it sees no earlier answers (AC-007).
    save(world, link, 0, FIRST)

    sheet = save(world, link, 0, {"b": "nooit"}, browser=TABLET)

    assert options(sheet) == {"a": "soms", "b": "nooit"}
    assert (sheet.saved["a"].browser, sheet.saved["b"].browser) == (PHONE, TABLET)


def test_another_browser_that_answers_anew_counts(world, link):
    save(world, link, 0, FIRST)

    assert options(save(world, link, 0, {"a": "altijd"}, browser=TABLET))["a"] == "altijd"


def test_ac_080_an_answer_changed_elsewhere_after_the_page_was_shown_is_not_overwritten(
    world, link
):
    seen = save(world, link, 0, FIRST).revision
    save(world, link, 0, {**FIRST, "a": "altijd"}, browser=TABLET)

    with pytest.raises(ChangedElsewhereError):
        save(world, link, 0, {**FIRST, "a": "nooit"}, seen=seen)

    assert options(sheet_of(world, link))["a"] == "altijd"


def test_ac_080_when_one_question_clashes_the_whole_page_is_kept_as_it_was(world, link):
    seen = save(world, link, 0, FIRST).revision
    before = save(world, link, 0, {**FIRST, "a": "altijd"}, browser=TABLET)

    with pytest.raises(ChangedElsewhereError):
        save(world, link, 0, {"a": "nooit", "b": "nooit", "c": "nooit"}, seen=seen)

    assert sheet_of(world, link) == before


def test_ac_078_the_same_page_sent_twice_is_no_clash(world, link):
    save(world, link, 0, FIRST, seen=0)

    assert options(save(world, link, 0, FIRST, seen=0)) == FIRST


def test_a_page_that_was_changed_elsewhere_may_be_sent_after_it_was_shown_again(world, link):
    save(world, link, 0, FIRST)
    newest = save(world, link, 0, {"a": "altijd"}, browser=TABLET).revision

    assert options(save(world, link, 0, {**FIRST, "a": "nooit"}, seen=newest))["a"] == "nooit"


def test_every_save_is_a_new_revision(world, link):
    revisions = [save(world, link, 0, FIRST).revision for _ in range(3)]

    assert revisions == [1, 2, 3]


def test_saving_one_page_leaves_the_other_alone(world, link):
    save(world, link, 0, FIRST)

    sheet = save(world, link, 1, {"f": "3"})

    assert options(sheet) == {**FIRST, "f": "3"}


def test_the_first_page_with_an_open_question_is_where_one_goes_on(world, link):
    before = sheet_of(world, link).first_open_number(PHONE)
    after = save(world, link, 0, {}).first_open_number(PHONE)

    assert (before, after) == (1, 2)


def test_written_words_are_saved_changed_and_taken_back(world, link):
    said = [
        save(world, link, 1, {"words": words}).saved["words"].text
        for words in ("KNR eerst", "KNR later", None)
    ]

    assert said == ["KNR eerst", "KNR later", None]


def test_written_words_and_raw_posts_cannot_be_read_in_the_row(world, link):
    save(world, link, 1, {"words": "KNR-geheim"})

    assert "KNR-geheim" not in str(world.sql("SELECT * FROM draft"))


def test_written_words_of_any_script_come_back_as_they_were(world, link):
    words = "Łucja \U0001f468\u200d\U0001f469 \u202eמילים ١٢ ''\"; --"

    assert save(world, link, 1, {"words": words}).saved["words"].text == words


def test_each_post_is_kept_beside_the_cleaned_answers(world, link):
    save(world, link, 0, {"a": "soms"})
    sheet = save(world, link, 0, {"a": "vaak"})

    assert json.loads(json.dumps(sheet.posted)) == [[["a.a", "soms"]], [["a.a", "vaak"]]]


def test_of_very_many_posts_the_last_two_hundred_are_kept(world, link):
    with world.database.write() as session:
        for _ in range(205):
            sheet = answering.open_sheet(session, link, world.clock.today)
            answering.save_page(
                session,
                sheet,
                sheet.every_page[0],
                answering.PageReading({}, {}, {}, False, (("a.a", str(sheet.revision)),)),
                browser=PHONE,
                seen_revision=sheet.revision,
                now=world.clock(),
            )
            session.expunge_all()

    posted = sheet_of(world, link).posted
    assert (len(posted), posted[-1]) == (200, [["a.a", "204"]])


def test_before_its_day_nothing_can_be_filled_in(world, coach):
    traject = world.traject(coach, lists=LISTS)

    with pytest.raises(SheetNotOpenError):
        save(world, world.invitation(traject, "parent", "follow_up"), 0, FIRST)


@pytest.mark.parametrize(
    ("days", "begun", "state"),
    [
        (28, False, "open"),
        (29, False, "past"),
        (29, True, "open"),
        (30, True, "open"),
        (31, True, "past"),
    ],
)
def test_who_began_in_time_may_finish_up_to_two_days_later(world, link, days, begun, state):
    if begun:
        save(world, link, 0, FIRST)
    world.clock.forward(days=days)

    assert sheet_of(world, link).state == state


def test_after_its_last_day_nothing_can_be_filled_in_and_nothing_is_lost(world, link):
    save(world, link, 0, FIRST)
    world.clock.forward(days=31)

    with pytest.raises(SheetNotOpenError):
        save(world, link, 1, {"f": "3"})
    assert options(sheet_of(world, link)) == FIRST


def wait_until_it_waits(world, thread):
    """Return once the other act stands still at the lock, on SQLite before its first step."""
    until = time.monotonic() + 10
    at_lock = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while world.database.is_sqlite is False and time.monotonic() < until:
        with world.database.read() as session:
            if session.execute(text(at_lock)).scalar_one():
                break
        time.sleep(0.02)
    thread.join(0.2)
    assert thread.is_alive(), "the other did not wait for its turn"


@pytest.fixture
def meanwhile(world, link):
    """Return a function that saves the first page while another act waits for its turn."""

    def meanwhile(act):
        faults = []

        def other():
            try:
                act()
            except Exception as fault:
                faults.append(fault)

        waiting = threading.Thread(target=other)
        with world.database.write() as session:
            sheet = answering.open_sheet(session, link, world.clock.today)
            answering.save_page(
                session,
                sheet,
                sheet.every_page[0],
                reading_of(sheet.every_page[0], FIRST),
                browser=PHONE,
                seen_revision=sheet.revision,
                now=world.clock(),
            )
            waiting.start()
            wait_until_it_waits(world, waiting)
        waiting.join()
        return faults

    return meanwhile


def test_ac_080_a_page_saved_while_another_page_waits_is_not_lost(world, link, meanwhile):
    begin(world, link)

    faults = meanwhile(lambda: save(world, link, 1, {"f": "3"}))

    after = sheet_of(world, link)
    assert faults == []
    assert options(after) == {**FIRST, "f": "3"}
    assert (after.revision, len(after.posted)) == (2, 2)


def test_ac_080_what_was_saved_while_the_last_page_waited_is_sent_too(world, link, meanwhile):
    save(world, link, 0, {})

    faults = meanwhile(lambda: send(world, link, {"f": "3"}))

    ((answers,),) = world.sql("SELECT answers FROM response")
    assert faults == []
    assert json.loads(answers) == {**FIRST, "f": "3"}


def test_ac_080_an_answer_given_while_another_waits_is_not_overwritten_unseen(
    world, link, meanwhile
):
    begin(world, link)

    (fault,) = meanwhile(lambda: save(world, link, 0, {"a": "altijd"}, browser=TABLET, seen=0))

    assert isinstance(fault, ChangedElsewhereError)
    assert options(sheet_of(world, link)) == FIRST


def test_after_sending_nothing_can_be_filled_in(world, link):
    answer(world, link)

    with pytest.raises(SheetClosedError):
        save(world, link, 0, FIRST)
    assert world.rows("draft") == 0


def test_an_unknown_id_and_a_wrong_one_are_refused_alike(world, link):
    said = []
    for unknown in ("0" * 32, "' OR 1=1--"):
        with pytest.raises(NotFoundError) as caught:
            sheet_of(world, unknown)
        said.append(str(caught.value))

    assert said[0] == said[1]
