"""The meldcode on the pages of the coach: five steps with their text, and what was done."""

import re

import pytest

from tests.web.test_today_page import text_of
from tests.web.world import act, csrf

pytestmark = pytest.mark.one_database

HOSTILE = "KNR <script>alert(1)</script> =cmd|x \u202egnorts\x00 &amp;"


@pytest.fixture
def case(world):
    return world.case()


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def place(case):
    return f"/trajecten/{case.traject_id}/meldcode"


def take(coach, case, number, **fields):
    url = f"{place(case)}/stap/{number}"
    given = {"done_on": "2026-11-02", "with_whom": ["attention_officer"], "note": "", **fields}
    return coach.post(url, data={"csrf_token": csrf(coach.get(url)), **given})


def test_all_five_steps_stand_there_with_whom_to_call_and_what_is_open(coach, case):
    assert f'href="{place(case)}"' in coach.get(f"/trajecten/{case.traject_id}").text
    page = text_of(coach.get(place(case)).text)

    for words in (
        "Stap 1. Breng de signalen in kaart",
        "Stap 2. Overleg met een collega",
        "Stap 3. Praat met de ouders en het kind",
        "Stap 4. Weeg het geweld of de mishandeling",
        "Stap 5. Beslis",
        "0800-2000",
        "112",
        "aandachtsfunctionaris",
        "afwegingskader",
        "Kansmeter meldt nooit iets.",
        "Er is nog geen stap vastgelegd.",
    ):
        assert words in page

    done = take(coach, case, 5, decision="report", note="het kind is niet veilig")
    page = text_of(coach.get(done.location).text)
    assert "4 stappen nog open: 1, 2, 3, 4." in page
    assert "Melden bij Veilig Thuis. Maandag 2 november" in page
    assert "aandachtsfunctionaris · vastgelegd door Marit Velthuis" in page


def test_ac_055_a_note_is_shown_as_typed_here_and_nowhere_else(world, coach, case):
    world.answer(case.intake["parent"])
    take(coach, case, 1, note=HOSTILE)

    assert "KNR &lt;script&gt;alert(1)&lt;/script&gt; =cmd|x gnorts &amp;amp;" in (
        coach.get(place(case)).text
    )
    for other in (f"/trajecten/{case.traject_id}", "/vandaag", "/samen", "/contacten"):
        assert "KNR" not in coach.get(other).text
    assert "KNR" not in world.text_of_database()


def test_a_correction_leads_back_and_what_stood_there_can_be_read(coach, case):
    take(coach, case, 2, note="de eerste tekst")
    (url,) = re.findall(rf'href="({place(case)}/\w+)"', coach.get(place(case)).text)
    form = coach.get(url)
    assert 'value="de eerste tekst"' in form.text
    assert "Zo stond het er" in form.text
    given = {"done_on": "2026-11-01", "with_whom": ["ib"], "note": "de tweede tekst"}

    done = coach.post(url, data={"csrf_token": csrf(form), **given})

    assert done.location == f"{place(case)}?melding=verbeterd"
    page = coach.get(done.location).text
    assert page.index("de tweede tekst") < page.index("Wat er eerst stond")
    assert page.index("Wat er eerst stond") < page.index("de eerste tekst")
    again = coach.post(url, data={"csrf_token": csrf(form), **given, "note": "de derde tekst"})
    assert again.status_code == 422
    assert "net al verbeterd" in again.text
    assert 'value="de derde tekst"' in again.text


def test_what_is_wrong_is_said_and_everything_stays_in_the_form(coach, case):
    for number, fields, words in (
        (1, {"done_on": "2026-11-03"}, "Kies vandaag of een dag die al is geweest."),
        (1, {"done_on": "toen"}, "Vul een datum in"),
        (1, {"with_whom": []}, "Kies met wie je dit deed."),
        (1, {"note": "x" * 300}, "Houd het bij 280 tekens."),
        (5, {"note": "daarom"}, "Kies wat je besliste."),
        (5, {"decision": "help", "note": ""}, "waarom je dit besliste"),
    ):
        wrong = take(coach, case, number, **{"note": "blijft staan", **fields})
        assert wrong.status_code == 422
        assert words in wrong.text
        assert fields.get("note", "blijft staan") in wrong.text

    assert "Er is nog geen stap vastgelegd." in coach.get(place(case)).text


def test_there_is_no_sixth_step(coach, case):
    for number in ("0", "6", "99"):
        path = f"{place(case)}/stap/{number}"
        assert coach.get(path).status_code == 404
        assert act(coach, path, done_on="2026-11-02", with_whom="ib").status_code == 404


def test_a_colleague_finds_nothing(world, coach, case):
    take(coach, case, 1)
    (step,) = re.findall(rf'href="({place(case)}/\w+)"', coach.get(place(case)).text)
    colleague = world.signed_in(world.coach("Joris Zandstra"))

    for path in (place(case), f"{place(case)}/stap/1", step):
        assert colleague.get(path).status_code == 404
    for path in (f"{place(case)}/stap/1", step):
        assert act(colleague, path, done_on="2026-11-02", with_whom="ib").status_code == 404


def test_a_look_at_the_page_is_recorded(world, coach, case):
    coach.get(place(case))

    assert "see meldcode" in world.text_of_database()


def test_ac_123_a_look_at_one_step_is_recorded_too(world, coach, case):
    done = take(coach, case, 1, note="KNR-1")
    step = re.search(rf"{place(case)}/\w{{32}}", coach.get(done.location).text)[0]
    looks = world.text_of_database().count("see meldcode")

    assert "KNR-1" in coach.get(step).text

    assert world.text_of_database().count("see meldcode") == looks + 1
