"""The coach's pages: a signal leads to its answer, consent counts who decides."""

import re

import pytest
from flask.testing import FlaskClient

from survey_app.definitions import load
from tests.web.world import act, data_page

pytestmark = pytest.mark.one_database

MOTHER = {"role": "parent", "label": "moeder"}


def row_of(html: str, words: str) -> str:
    """Return the opening tag of the row of answers in which these words stand."""
    rows = re.findall(r"<tr[^>]* id=[^>]*>(?:(?!</tr>).)*</tr>", html, re.DOTALL)
    (found,) = [row for row in rows if words in row]
    return found[: found.index(">") + 1]


def anchors(coach: FlaskClient, html: str) -> list[str]:
    """Open each signal and return where it leads to."""
    paths = re.findall(r' action="(/signalen/[^"]+)"', html)
    pages = [coach.get(act(coach, path).location).text for path in paths]
    return [re.search(r'href="/trajecten/[^"]*#(antwoord-[^"]+)"', page)[1] for page in pages]


@pytest.fixture
def asking(world):
    """Give a traject whose child wants to talk and feels no support, and the coach's browser."""
    case = world.case()
    child = world.visitor(case.intake["child"])
    page = child.begin()
    number = 1
    while data_page(page) == "questions":
        key = re.search(r'name="a\.(\w+)"', page.text)[1]
        page = child.send(number, **{key: {"h1": "nooit", "c": "ja_graag"}.get(key, "soms")})
        number += 1
    assert data_page(page) == "thanks"
    return case, world.signed_in()


def test_a_signal_leads_to_the_answer_that_raised_it(asking):
    case, coach = asking
    today = coach.get("/vandaag").text
    page = coach.get(f"/trajecten/{case.traject_id}").text

    places = [row_of(page, words) for words in ("ja, graag", "nooit")]

    found = anchors(coach, today)
    assert len(found) == 2
    for place in found:
        (row,) = [each for each in places if f'id="{place}"' in each]
        assert 'class="asks"' in row
    for title in ("Antwoorden in woorden", "Alleen voor jou"):
        assert re.search(rf'<details class="card" open><summary>{title}', page)


def answered(world, invitation, rest, **answers):
    """Send a whole list: as chosen, and one same answer to everything else."""
    visitor = world.visitor(invitation)
    page = visitor.begin()
    number = 1
    while data_page(page) == "questions":
        key = re.search(r'name="a\.(\w+)"', page.text)[1]
        page = visitor.send(number, **{key: answers.get(key, rest)})
        number += 1
    assert data_page(page) == "thanks"


def test_answers_that_count_together_are_one_card_and_all_marked(world):
    case = world.case(lists=[load("kansmeter-samenwerking")])
    answered(world, case.intake["parent"], "goed", sw1="nog_niet", sw3="nog_niet", c="nu_niet")
    coach = world.signed_in()

    today = coach.get("/vandaag").text
    page = coach.get(f"/trajecten/{case.traject_id}").text

    (place,) = anchors(coach, today)
    assert place.endswith("-sw1")
    assert "vragen samen je aandacht" in today
    assert "volgende gesprek" in today
    assert page.count('class="asks"') == 2
    for words in ("snel contact", "samen te zien"):
        assert 'class="asks"' in row_of(page, words)


def test_a_drop_is_a_card_that_says_what_to_lay_it_beside(world):
    case = world.case(lists=[load("kansmeter-stapje")])
    answered(world, case.intake["child"], "8", c_wens_kind="nu_niet")
    world.clock.move(days=80)
    answered(world, case.follow_up["child"], "8", a_kind="5", c_wens_kind="nu_niet")

    coach = world.signed_in()
    today = coach.get("/vandaag").text

    (place,) = anchors(coach, today)
    assert place.endswith("-a_kind")
    assert "Leg het naast de vorige keer." in today


def test_a_card_never_says_what_was_answered(asking):
    _, coach = asking

    assert "graag" not in coach.get("/vandaag").text


def test_what_was_taken_up_stays_on_the_page_with_its_answer(asking):
    case, coach = asking
    where = f"/trajecten/{case.traject_id}"
    for path in re.findall(r'formaction="(/signalen/[^"]+)"', coach.get(where).text):
        assert act(coach, path).status_code == 303

    page = coach.get(where).text

    assert "Eerst dit" not in page
    assert "Al opgepakt (2)" in page
    assert 'class="asks"' in row_of(page, "ja, graag")
    assert '<details class="card"><summary>Alleen voor jou' in page


def test_a_table_for_a_talk_holds_no_wish_for_contact(asking):
    case, coach = asking
    page = coach.get(f"/trajecten/{case.traject_id}").text

    for_talk, private = page.split("Alleen voor jou", 1)

    assert "Wil je met" not in for_talk
    assert "Wil je met" in private


def test_a_button_copies_the_link_it_stands_beside(world):
    case = world.case()
    page = world.signed_in().get(f"/trajecten/{case.traject_id}").text

    fields = re.findall(r'<input class="share" id="([^"]+)"', page)
    everything = re.findall(r' id="([^"]+)"', page)

    assert len(fields) > 1
    assert re.findall(r'data-copy="([^"]+-l)"', page) == fields
    assert sorted(everything) == sorted(set(everything))


def test_two_people_cannot_have_one_name_in_one_role(world):
    started = world.start_traject()
    coach = world.signed_in()
    act(coach, f"/trajecten/{started}/informanten", **MOTHER)

    again = act(coach, f"/trajecten/{started}/informanten", **MOTHER)

    assert again.status_code == 422
    assert "Er is al een &#39;moeder&#39;" in again.text
