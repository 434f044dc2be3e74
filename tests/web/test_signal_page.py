"""One signal on its own page: opened, closed with what was done; and for who stands in."""

import re

import pytest

from survey_app.exchange.rows import rows_for
from survey_app.measurements.models import SignalStep
from tests.web.test_today_page import section, text_of
from tests.web.world import act, address_of, csrf, sign_in_again

pytestmark = pytest.mark.one_database

TODAY, AWAY = "/vandaag", "/vervanging"
HOSTILE = "KNR <img src=x onerror=alert(1)> =1+1 \u202egnorts\x00 {{7*7}} O'Brien"
SHOWN = "KNR &lt;img src=x onerror=alert(1)&gt; =1+1 gnorts {{7*7}} O&#39;Brien"


@pytest.fixture
def case(world):
    """Give a traject whose child asks for a talk."""
    case = world.case()
    visitor = world.visitor(case.intake["child"])
    visitor.begin()
    visitor.walk(h1="vaak", l1="nooit", c="ja_graag")
    return case


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def opening(coach, where=TODAY):
    """Return where the one signal on a page is opened."""
    (path,) = re.findall(r' action="(/signalen/\w+/gezien)"', coach.get(where).text)
    return path


def close(coach, url, **fields):
    given = {"done": "child", "note": "", **fields}
    return coach.post(f"{url}/afronden", data={"csrf_token": csrf(coach.get(url)), **given})


def kinds(world):
    with world.database.read() as db:
        return [each.kind for each in db.query(SignalStep).order_by(SignalStep.number)]


def test_opening_it_is_the_look_and_the_page_shows_question_and_answer(world, coach, case):
    path = opening(coach)
    for address in (TODAY, f"/trajecten/{case.traject_id}", path.removesuffix("/gezien")):
        assert coach.get(address).status_code == 200
    assert kinds(world) == []

    opened = act(coach, path)
    page = text_of(coach.get(opened.location).text)

    assert kinds(world) == ["seen"]
    assert "Een antwoord van Sam vraagt je aandacht" in page
    assert "ja, graag" in page
    assert "Doe hier vandaag iets mee." in page
    assert "Gezien door Marit Velthuis: vandaag, 10.00 uur" in page
    assert "Gezien door Marit Velthuis" in section(coach.get(TODAY).text, "Eerst dit")


def test_ac_055_closed_with_a_note_it_leaves_today_and_the_note_stays_as_typed(world, coach, case):
    url = opening(coach).removesuffix("/gezien")
    assert close(coach, url, done="", note="bewaar mij").status_code == 422
    long = close(coach, url, note="x" * 300)
    assert long.status_code == 422
    assert "x" * 300 in long.text

    done = close(coach, url, note=HOSTILE, was_right="yes")

    assert done.location == "/vandaag?melding=afgerond"
    html = coach.get(done.location).text
    assert "Eerst dit" not in html
    assert "afgerond: vandaag, 10.00 uur" in section(html, "Opgepakt")
    assert "Rond 1 opgepakt antwoord af" not in html
    page = coach.get(url).text
    assert SHOWN in page
    assert "Met het kind gesproken." in page
    assert "Het was terecht." in page
    assert "Rond het af" not in page
    traject = coach.get(f"/trajecten/{case.traject_id}").text
    assert "Al opgepakt (1)" in traject
    with world.database.read() as db:
        rows = repr(rows_for(db, world.coach().actor, b"secret"))
    for place in (traject, html, coach.get("/samen").text, coach.get("/contacten").text, rows):
        assert "KNR" not in place


def test_what_was_taken_up_asks_to_be_closed_until_it_is(world, coach):
    url = opening(coach).removesuffix("/gezien")
    act(coach, f"{url}/opgepakt", van="vandaag")
    world.clock.move(days=3)
    coach = world.signed_in()

    html = coach.get(TODAY).text
    assert "Rond 1 opgepakt antwoord af" in html
    assert f'href="{url}"' in section(html, "Opgepakt")

    close(coach, url)
    assert "Rond 1 opgepakt antwoord af" not in coach.get(TODAY).text


def test_a_second_tab_that_closes_it_otherwise_sees_what_stands(coach):
    url = opening(coach).removesuffix("/gezien")
    close(coach, url, note="eerste")

    refused = close(coach, url, done="parent", note="tweede")

    assert refused.status_code == 422
    assert "Dit is al afgerond." in refused.text
    assert "eerste" in refused.text
    assert 'value="tweede"' in refused.text


def test_what_was_typed_comes_back_after_the_session_ended(world, coach):
    url = opening(coach).removesuffix("/gezien")
    token = csrf(coach.get(url))
    world.clock.move(days=1)

    back = coach.post(
        f"{url}/afronden", data={"csrf_token": token, "done": "team", "note": "getypt"}
    )

    assert back.status_code == 401
    again = sign_in_again(coach, back, address_of("Marit Velthuis"))
    assert 'name="note" value="getypt"' in again.text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Lees het vandaag."), (1, "Het is een schooldag te laat. Lees het nu.")],
)
def test_the_card_says_until_when_and_who_hears_it_if_nobody_looks(world, coach, days, words):
    no_ib = "Van deze school is geen intern begeleider met een mailadres of mobiel nummer bekend."
    world.clock.move(days=days)
    coach = world.signed_in()

    html = section(coach.get(TODAY).text, "Eerst dit")
    card = text_of(html)

    assert words in card
    assert no_ib in card
    assert '<a href="/school">Zet iemand erbij</a>' in html
    assert "mobiel nummer: Het Zandpad. Daar krijgt dus niemand" in coach.get("/school").text
    act(
        coach,
        "/school",
        role="ib",
        name="Joke",
        school=world.coach().school.id,
        channel="mail",
        address="joke@school.example",
    )
    assert no_ib not in text_of(coach.get(TODAY).text)
    assert "Daar krijgt dus niemand" not in coach.get("/school").text
    page = text_of(coach.get(opening(coach).removesuffix("/gezien")).text)
    assert "Dan vragen we de intern begeleider om je te bellen." in page


def test_who_stands_in_sees_this_answer_and_nothing_else_of_the_traject(world, coach, case):
    other = world.coach("Bea Boom", "De Heidebloem")
    colleague = world.signed_in(other)
    url = opening(coach).removesuffix("/gezien")
    assert colleague.get(url).status_code == 404
    assert "Regel vervanging" in coach.get(AWAY).text
    fields = {"substitute": other.actor.person_id, "first_on": "2026-11-02"}
    named = act(coach, AWAY, AWAY, **fields, last_on="2026-11-06")
    assert "Bea Boom vervangt jou tot en met vrijdag 6 november." in coach.get(named.location).text

    today = colleague.get(TODAY).text
    card = text_of(section(today, "Eerst dit"))
    assert "Een antwoord van Sam vraagt aandacht" in card
    assert "Het Zandpad" in card
    assert "Je vervangt Marit Velthuis." in card
    assert "Jij vervangt Marit Velthuis tot en met vrijdag 6 november." in text_of(today)
    page = colleague.get(act(colleague, f"{url}/gezien", van="vandaag").location).text
    assert "ja, graag" in page
    for hidden in (case.traject_id, "/trajecten/", "groep", "moeder", "Petra", "Meldcode"):
        assert hidden not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)
    for path in ("", "/meldcode", "/verloop", "/steun"):
        assert colleague.get(f"/trajecten/{case.traject_id}{path}").status_code == 404
    assert close(colleague, url, note="gebeld").location == "/vandaag?melding=afgerond"
    assert "Afgerond door Bea Boom" in coach.get(url).text

    (stop,) = re.findall(r'action="(/vervanging/\w+/stoppen)"', coach.get(AWAY).text)
    assert act(colleague, stop, AWAY).status_code == 404
    act(coach, stop, AWAY)
    assert colleague.get(url).status_code == 404
    assert "vervangt" not in colleague.get(TODAY).text


def test_two_fields_that_miss_the_same_are_told_apart(world):
    coach = world.signed_in()

    refused = act(coach, AWAY, AWAY, substitute="", first_on="", last_on="")

    told = re.findall(r'<a href="#[^"]+">([^<]+Vul een datum in[^<]*)</a>', refused.text)
    assert [each.partition("?")[0] for each in told] == ["Vanaf welke dag", "Tot en met welke dag"]


def test_without_a_colleague_the_page_says_so(coach):
    page = coach.get(AWAY).text

    assert "Er is geen andere kansencoach in jouw organisatie." in page
    assert 'name="substitute"' not in page


def test_a_substitution_that_cannot_be_is_refused_in_words(world, coach):
    bea = world.coach("Bea Boom", "De Heidebloem").actor.person_id
    for substitute, first_on, last_on in (
        ("iemand", "2026-11-02", "2026-11-06"),
        ("", "2026-11-02", "2026-11-06"),
        (bea, "gisteren", "2026-11-06"),
        (bea, "2026-11-06", "2026-11-02"),
    ):
        refused = act(coach, AWAY, AWAY, substitute=substitute, first_on=first_on, last_on=last_on)
        assert refused.status_code == 422
        assert "Dit klopt nog niet" in refused.text

    assert "vervangt jou" not in coach.get(AWAY).text
