"""Answers decide which pages come; what no longer comes counts for nothing and is not lost."""

import json
import re

import pytest
from sqlalchemy import select

from survey_app.definitions import ItemKind, load, shipped
from survey_app.measurements.models import Score
from tests.web.world import asked, data_page, revision

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.kinds_case()


@pytest.fixture
def visitor(world, case):
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    return visitor


def back(page):
    """Return the number of the page that the link back leads to."""
    found = re.search(r'class="back" href="[^"]*/(\d+)"', page.text)
    return int(found[1]) if found else None


def progress(page):
    found = re.search(r'<div class="way">.*?<span>([^<]*)</span></div>', page.text, re.DOTALL)
    return found[1] if found else None


def forward_label(page):
    return re.search(r'data-act="forward">([^<]*) <', page.text)[1]


def test_a_page_comes_by_the_answer_before_it(visitor):
    with_help = visitor.send(1, hulp="ja", spel="lezen")
    assert set(asked(with_help)) == {"hoe", "uren"}

    visitor.get("/1")
    without = visitor.send(1, hulp="nee", spel="lezen")
    assert set(asked(without)) == {"gezicht", "jaren"}


def test_one_question_of_a_page_comes_by_one_of_several_answers(visitor):
    page = visitor.send(1, hulp="nee", spel=["lezen", "buiten"])

    assert set(asked(page)) == {"gezicht", "weer", "jaren"}


def test_the_link_back_leads_to_the_page_that_was_shown_before(visitor):
    assert back(visitor.send(1, hulp="nee", spel="lezen")) == 1
    visitor.get("/1")
    visitor.send(1, hulp="ja", spel="lezen")

    assert back(visitor.send(2, hoe="laag", uren="3")) == 2


def test_an_answer_that_no_longer_comes_is_not_sent_nor_scored(world, visitor):
    visitor.send(1, hulp="ja", spel="buiten")
    visitor.send(2, hoe="hoog", uren="3")
    visitor.send(3, gezicht="goed", weer="hoog", jaren="1")
    visitor.get("/1")
    visitor.send(1, hulp="nee", spel="lezen")
    visitor.walk()

    (response,) = world.responses()
    assert set(response.answers) == {"hulp", "spel", "gezicht", "jaren"}
    hidden = ("hoe", "uren", "weer", "meer")
    assert response.missing == dict.fromkeys(hidden, "not_shown")
    with world.database.read() as db:
        (score,) = db.scalars(select(Score))
    assert (score.value, score.answered) == (0.0, 0)


def test_written_words_that_no_longer_come_are_not_sent(world, visitor):
    visitor.send(1, hulp="ja", spel="lezen")
    visitor.send(2, hoe="laag", uren="3")
    visitor.send(3, gezicht="niet", jaren="1")
    visitor.send(4, meer="KNR-woorden")
    visitor.get("/1")
    visitor.send(1, hulp="nee", spel="lezen")
    visitor.walk(gezicht="niet")

    (response,) = world.responses()
    assert json.loads(response.texts) == {}
    assert response.missing["meer"] == "not_shown"


def test_an_answer_that_is_changed_back_brings_everything_back(world, visitor):
    visitor.send(1, hulp="ja", spel="buiten")
    visitor.send(2, hoe="laag", uren="3")
    visitor.send(3, gezicht="wel", weer="hoog", jaren="1")
    visitor.send(4, meer="minder regen")
    for hulp in ("nee", "ja"):
        visitor.get("/1")
        visitor.send(1, hulp=hulp, spel="buiten")
    visitor.get("/5")
    visitor.send(5)

    (response,) = world.responses()
    assert response.missing == {}
    assert (response.answers["hoe"], response.answers["uren"]) == ("laag", "3")
    assert json.loads(response.texts) == {"meer": "minder regen"}


def test_the_address_of_a_page_that_does_not_come_leads_to_where_one_was(visitor):
    visitor.send(1, hulp="nee", spel="lezen")

    page = visitor.get("/2")

    assert (page.status_code, page.location) == (303, f"{visitor.path}/3")


@pytest.mark.parametrize("number", [4, 5])
def test_a_shown_question_that_was_never_seen_is_asked_before_sending(world, visitor, number):
    visitor.send(1, hulp="ja", spel="lezen")

    fields = visitor.fields()
    led = visitor.post(number, fields)

    assert led.status_code == 303
    assert world.responses() == []
    if number == 5:
        assert led.location == f"{visitor.path}/2"


def test_when_no_page_is_left_a_button_says_that_it_sends(world, visitor):
    visitor.send(1, hulp="nee", spel="lezen")

    end = visitor.send(3, gezicht="goed", jaren="1")

    assert (visitor.number, asked(end), forward_label(end)) == (5, {}, "Verstuur antwoorden")
    assert "Dit waren de vragen." in end.text
    assert world.responses() == []
    assert data_page(visitor.send(5)) == "thanks"


def kept(visitor, number, **answers):
    """Save a page as the script does; return where it may go on without sending, if anywhere."""
    done = visitor.post(number, visitor.fields(act="keep", **answers))
    assert done.status_code == 204
    return done.headers.get("X-Next")


def test_a_page_that_was_saved_whole_may_be_left_without_sending_it(visitor):
    assert kept(visitor, 1, hulp="ja") is None
    visitor.get("/1")
    assert kept(visitor, 1, hulp="ja", spel="lezen") == f"{visitor.path}/2"
    visitor.get("/1")
    assert kept(visitor, 1, hulp="nee", spel="lezen") == f"{visitor.path}/3"


def test_what_another_browser_answered_or_the_last_page_is_never_left_without_sending(
    world, case, visitor
):
    other = world.visitor(case.intake["parent"])
    other.begin()
    other.send(1, hulp="ja", spel="lezen")
    visitor.get("/1")
    assert kept(visitor, 1, hulp="ja") is None

    assert kept(other, 5) is None


def test_a_page_that_was_opened_from_the_overview_is_not_left_without_sending(visitor):
    page = visitor.get("/1?overzicht=1")
    assert page.status_code == 200
    fields = visitor.fields(act="keep", hulp="ja", spel="lezen")
    done = visitor.post("1?overzicht=1", fields)
    assert (done.status_code, done.headers.get("X-Next")) == (204, None)


def test_before_the_end_no_button_sends(visitor):
    labels = [forward_label(visitor.page)]
    for number, answers in (
        (1, {"hulp": "ja", "spel": "lezen"}),
        (2, {"hoe": "laag", "uren": "3"}),
        (3, {"gezicht": "wel", "jaren": "1"}),
    ):
        labels.append(forward_label(visitor.send(number, **answers)))

    assert labels == ["Volgende"] * 4


def test_how_many_parts_there_are_is_said_only_when_it_is_sure(visitor):
    first = progress(visitor.page)
    second = progress(visitor.send(1, hulp="ja", spel="lezen"))
    third = progress(visitor.send(2, hoe="laag", uren="3"))
    last = progress(visitor.send(3, gezicht="wel", jaren="1"))

    assert (first, second, third, last) == ("Deel 1", "Deel 2", "Deel 3", "Deel 4 van 4")


def test_a_list_whose_pages_always_come_says_how_many_there_are(world):
    visitor = world.visitor(world.words_case().intake["parent"])

    assert progress(visitor.begin()) == "Deel 1 van 2"


def test_the_start_page_says_how_many_questions_there_can_be(world, case):
    page = world.visitor(case.intake["parent"]).get()

    assert "Het zijn hooguit 8 korte vragen." in page.text


def test_ac_007_what_another_browser_chose_does_not_show_in_what_comes_next(world, case, visitor):
    visitor.send(1, hulp="ja", spel="buiten")
    visitor.send(2, hoe="laag", uren="3")
    other = world.visitor(case.intake["parent"])

    other.begin()
    assert other.number == 1
    skipped = other.send(1, act="skip")

    assert set(asked(skipped)) == {"gezicht", "jaren"}
    assert other.get("/2").location == f"{other.path}/1"


def test_ac_007_another_browser_is_asked_again_what_decides_the_pages(world, case, visitor):
    visitor.send(1, hulp="ja", spel="buiten")
    other = world.visitor(case.intake["parent"])
    other.begin()

    again = other.send(1)
    led = other.send(1, hulp="ja", spel="lezen")

    assert again.status_code == 422
    assert set(asked(led)) == {"hoe", "uren"}


def test_what_another_browser_leaves_open_is_sent_as_it_was(world, case, visitor):
    visitor.send(1, hulp="ja", spel="buiten")
    visitor.send(2, hoe="laag", uren="3")
    other = world.visitor(case.intake["parent"])
    other.begin()
    other.send(1, act="skip")
    other.send(3, gezicht="goed", jaren="1")
    assert data_page(other.send(5)) == "thanks"

    (response,) = world.responses()
    assert (response.answers["hulp"], response.answers["uren"]) == ("ja", "3")
    assert response.missing == {"weer": "skipped", "meer": "not_shown"}


def test_ac_007_what_came_by_an_answer_of_another_browser_is_open_and_not_kept_away(
    world, case, visitor
):
    visitor.send(1, hulp="ja", spel="buiten")
    other = world.visitor(case.intake["parent"])
    other.begin()
    other.send(1, act="skip")
    other.send(3, gezicht="goed", jaren="1")
    other.send(5)

    (response,) = world.responses()
    assert response.answers["hulp"] == "ja"
    assert [response.missing[key] for key in ("hoe", "uren", "weer")] == ["skipped"] * 3
    with world.database.read() as db:
        (score,) = db.scalars(select(Score))
    assert (score.value, score.reason) == (None, "too_few_items")


def test_ac_143_who_sends_is_led_back_to_what_was_decided_elsewhere_meanwhile(world, case, visitor):
    visitor.send(1, hulp="nee", spel="lezen")
    visitor.send(3, gezicht="goed", jaren="1")
    last_page = visitor.fields()
    other = world.visitor(case.intake["parent"])
    other.begin()
    other.send(1, hulp="ja", spel="lezen")

    led = visitor.post(5, last_page)

    assert (led.status_code, led.location) == (303, f"{visitor.path}/1")
    assert world.responses() == []
    visitor.get("/1")
    visitor.send(1, hulp="ja", spel="lezen")
    visitor.send(2, hoe="laag", uren="3")
    visitor.get("/5")
    visitor.send(5)
    (response,) = world.responses()
    assert (response.answers["hulp"], response.answers["hoe"]) == ("ja", "laag")


def test_ac_143_a_page_that_was_open_while_it_went_away_is_kept_but_does_not_count(world, visitor):
    visitor.send(1, hulp="ja", spel="lezen")
    open_page = visitor.fields(hoe="hoog", uren="3")
    visitor.get("/1")
    visitor.send(1, hulp="nee", spel="lezen")

    late = visitor.post(2, open_page)

    assert (late.status_code, late.location) == (303, f"{visitor.path}/3")
    visitor.get("/1")
    visitor.send(1, hulp="ja", spel="lezen")
    assert visitor.get("/2").text.count("checked") == 1


def test_a_question_that_went_away_on_an_open_page_loses_nothing_else(world, visitor):
    visitor.send(1, hulp="nee", spel="buiten")
    open_page = visitor.fields(gezicht="goed", weer="hoog", jaren="4")
    visitor.get("/1")
    visitor.send(1, hulp="nee", spel="lezen")

    visitor.post(3, open_page)
    visitor.get("/5")
    visitor.send(5)

    (response,) = world.responses()
    assert (response.answers["gezicht"], response.answers["jaren"]) == ("goed", "4")
    assert response.missing["weer"] == "not_shown"


def test_a_new_revision_is_needed_on_the_page_that_only_sends(world, visitor):
    visitor.send(1, hulp="nee", spel="lezen")
    end = visitor.send(3, gezicht="goed", jaren="1")

    assert revision(end) == "2"


LISTS = [
    (key, role)
    for key, roles in {
        "kansmeter-aanmelding": ["teacher"],
        "kansmeter-ervaring": ["parent", "child", "teacher"],
        "kansmeter-ervaring-jong": ["child"],
        "kansmeter-kind": ["child"],
        "kansmeter-kind-jong": ["child"],
        "kansmeter-kind-jong-kern": ["child"],
        "kansmeter-kind-kern": ["child"],
        "kansmeter-leerkracht": ["teacher"],
        "kansmeter-leerkracht-kern": ["teacher"],
        "kansmeter-nazorg": ["parent", "teacher", "child"],
        "kansmeter-ouder": ["parent"],
        "kansmeter-ouder-kern": ["parent"],
        "kansmeter-samenwerking": ["parent", "teacher"],
        "kansmeter-samenwerking-slot": ["parent", "teacher"],
        "kansmeter-stapje": ["child", "parent", "teacher"],
        "kansmeter-stapje-jong": ["child"],
        "kansmeter-verandering": ["parent", "teacher", "child"],
    }.items()
    for role in roles
]


def ways(questionnaire, role):
    """Return choices that together take every way: each answer that something hangs on, once."""
    deciding = {
        condition.item
        for page in questionnaire.pages_for(role)
        for item in page.items
        for condition in item.show_when
    }
    found = [{key: option.key} for key in deciding for option in questionnaire.item(key).options]
    return found or [{}]


def test_every_own_list_about_a_child_that_can_be_sent_is_answered_here():
    sendable = {
        (each.key, informant.value)
        for each in shipped()
        if each.about == "traject" and each.can_be_asked
        for informant in each.informants
        if informant in ("child", "parent", "teacher")
        if not any(item.kind is ItemKind.GOAL for item in each.items)
    }

    assert sendable == set(LISTS)


@pytest.mark.parametrize(("key", "role"), LISTS)
def test_every_own_list_is_answered_to_the_thanks_by_every_way(world, key, role):
    questionnaire = load(key)
    age = questionnaire.ages[0] if questionnaire.ages else 9

    for number, choices in enumerate(ways(questionnaire, role)):
        case = world.case(lists=[questionnaire], child=f"Kind {number}", age=age)
        visitor = world.visitor(case.intake[role])
        visitor.begin()

        seen = visitor.walk(**choices)

        assert data_page(visitor.page) == "thanks"
        shown = [item for page in seen for item in page]
        expected = questionnaire.pages_for(role, {**first_answers(questionnaire), **choices})
        assert shown == [item.key for page in expected for item in page.items]


def first_answers(questionnaire):
    return {item.key: item.options[0].key for item in questionnaire.items if item.options}
