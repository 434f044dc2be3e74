"""What people ask about a child's data, on the pages of the coach."""

import io
import json
import re
import zipfile

import pytest

from survey_app.dutch import MONTHS
from survey_app.trajects.models import Traject, TrajectInformant
from tests.web.test_today_page import text_of
from tests.web.world import TRAIL, csrf, data_page, fill_words

pytestmark = pytest.mark.one_database

HOSTILE = "KNR <script>alert(1)</script> =cmd|x &amp;"


@pytest.fixture
def case(world):
    case = world.words_case(parents=("moeder", "vader"))
    fill_words(world.visitor(case.intake["parent"]), words="KNRantwoord")
    return case


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def place(case):
    return f"/trajecten/{case.traject_id}/gegevens"


def parent_who_answered(world, case):
    return world.invitation(case.intake["parent"]).informant_id


def record(coach, case, kind, asker, **more):
    fields = {
        "kind": kind,
        "asker": asker,
        "asker_words": "",
        "received_on": "2026-11-02",
        "identity": "known",
        "identity_words": "",
    } | more
    page = coach.get(place(case))
    return coach.post(f"{place(case)}/verzoeken", data={"csrf_token": csrf(page), **fields})


def post(coach, address, page, **fields):
    return coach.post(address, data={"csrf_token": csrf(coach.get(page)), **fields})


def test_a_request_is_answered_from_the_first_question_to_the_file(world, case, coach):
    traject = f"/trajecten/{case.traject_id}"
    assert f'href="{place(case)}"' in coach.get(traject).text
    asked = record(coach, case, "access", parent_who_answered(world, case))
    request = asked.location.split("?")[0]
    page = text_of(coach.get(asked.location).text)
    assert "Het verzoek is vastgelegd." in page
    assert "Uiterlijk 2 december 2026, nog 30 dagen." in page
    assert "Dit kan zodra je stap 1 hebt gedaan." in page
    assert "Er wacht een verzoek over de gegevens, uiterlijk" in text_of(coach.get(traject).text)
    assert post(coach, f"{request}/geven", request, vorm="document").status_code == 422

    texts = coach.get(f"{request}/nalopen").text
    seen = re.search(r'name="seen" value="(\w+)"', texts)[1]
    assert post(coach, f"{request}/nalopen", request, seen="x").status_code == 422
    done = post(coach, f"{request}/nalopen", request, seen=seen)
    assert "Alles is nagelopen." in coach.get(done.location).text

    example = coach.get(f"{request}/voorbeeld").text
    assert "Dit is een voorbeeld." in example
    document = post(coach, f"{request}/geven", request, vorm="document").text
    for words in ("KNRantwoord", "Wat we bewaren over Sam", "Autoriteit Persoonsgegevens"):
        assert words in document
    with world.database.read() as db:
        born = db.get_one(Traject, case.traject_id)
    assert f"{MONTHS[born.birth_month - 1]} {born.birth_year}" in document
    for who in ("moeder", "vader"):
        assert (who in document) == (who == own_label(world, case))
    file = post(coach, f"{request}/geven", request, vorm="data")
    assert file.headers["Content-Disposition"] == "attachment; filename=gegevens.zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        data = json.loads(archive.read("gegevens.json"))
        assert "AVG artikel 15 lid 4" in archive.read("LEESMIJ.txt").decode()
    assert any(each["antwoord"] == "„KNRantwoord”" for each in data["antwoorden"])

    page = text_of(coach.get(request).text)
    assert page.count("Kenmerk") == 2
    closed = post(coach, f"{request}/afsluiten", request, **{"close-outcome": "given"})
    assert "Gedaan op 2 november 2026" in text_of(coach.get(closed.location).text)
    acts = [row[6] for row in world.dump()["audit_event"] if "rights request" in row]
    assert sorted(acts) == sorted(
        ["record request", "look over request", "give document", "give data", "close request"]
    )


def own_label(world, case):
    labels = {"moeder", "vader"}
    with world.database.read() as db:
        label = db.get_one(TrajectInformant, parent_who_answered(world, case)).label
    assert label in labels
    return label


def test_today_names_a_request_when_its_last_day_is_near(world, case, coach):
    record(coach, case, "portability", "other", asker_words=HOSTILE)
    assert "Verzoeken over gegevens" not in coach.get("/vandaag").text

    world.clock.move(days=22)
    coach = world.signed_in()
    page = coach.get("/vandaag").text
    assert "Beantwoord bij 1 kind een verzoek over gegevens" in page
    assert "uiterlijk 2 december 2026, nog 8 dagen" in text_of(page)
    assert "KNR &lt;script&gt;" in coach.get(place(case)).text
    assert "KNR" not in world.text_of_database()


def test_what_was_typed_comes_back_when_it_cannot_be_taken(case, coach):
    refused = record(coach, case, "access", "other", asker_words="", identity="other")
    assert refused.status_code == 422
    assert "Vul in wie het vraagt." in refused.text
    refused = record(coach, case, "iets", "0" * 32, asker_words="de voogd")
    assert refused.status_code == 422
    assert 'value="de voogd"' in refused.text


def test_ac_122_restricting_hides_the_traject_and_lifting_brings_it_back(world, case, coach):
    traject = f"/trajecten/{case.traject_id}"
    asked = record(coach, case, "restriction", parent_who_answered(world, case))
    request = asked.location.split("?")[0]
    post(coach, f"{request}/beperken", request, **{"restrict-ground": "accuracy"})

    today = coach.get("/vandaag").text
    assert "beperkt" in text_of(today)
    assert f'href="{place(case)}"' in today
    assert f'href="{traject}"' not in today
    for address in (traject, f"{traject}/verloop", f"{traject}/steun", f"{traject}/verslag"):
        page = coach.get(address)
        assert (page.status_code, "KNRantwoord" in page.text) == (423, False), address
    assert place(case) in coach.get(traject).text
    waiting = world.visitor(case.follow_up["parent"]).get()
    assert (waiting.status_code, data_page(waiting)) == (410, "paused")
    assert "Invullen kan nu even niet" in waiting.text
    assert "beperk" not in waiting.text
    assert "We gaan de gegevens weer gebruiken" in coach.get(f"{place(case)}/brief").text

    refused = post(coach, f"{place(case)}/opheffen", place(case), told_on="2026-11-01", reason="x")
    assert refused.status_code == 422
    post(coach, f"{place(case)}/opheffen", place(case), told_on="2026-11-02", reason="uitgezocht")
    assert "KNRantwoord" in coach.get(traject).text


def test_ac_122_a_name_and_an_answer_are_put_right_and_a_statement_stands_beside(
    world, case, coach
):
    asked = record(coach, case, "rectification", parent_who_answered(world, case))
    request = asked.location.split("?")[0]
    page = coach.get(request).text
    (name,) = re.findall(rf'"({request}/verbeter/traject\.child_name/\w+)"', page)
    (answer,) = re.findall(rf'"({request}/antwoord/\w+/q1)"', page)

    post(coach, name, name, after="Samira", why="verkeerd gespeld")
    post(coach, answer, answer, after="5", why="verkeerd getikt")
    said = {"statement-about": "het besluit", "statement-words": HOSTILE}
    post(coach, f"{request}/verklaring", request, **said)

    page = coach.get(request).text
    assert "Eerst: Sam. Daarna: Samira." in page
    assert "het besluit: KNR &lt;script&gt;" in page
    traject = text_of(coach.get(f"/trajecten/{case.traject_id}").text)
    assert "Op verzoek van wie het invulde verbeterd door Marit Velthuis" in traject
    refused = post(coach, name, name, after=" ", why="x")
    assert refused.status_code == 422


def test_ac_016_requests_of_another_coach_look_as_if_they_are_not_there(world, case, coach):
    asked = record(coach, case, "access", parent_who_answered(world, case))
    request = asked.location.split("?")[0]
    stranger = world.signed_in(world.coach("Bea Boom", "De Heidebloem"))
    before = world.dump()

    for rest in ("", "/nalopen", "/voorbeeld"):
        assert stranger.get(request + rest).status_code == 404
    for rest in ("geven", "nalopen", "afsluiten", "verlengen"):
        done = post(stranger, f"{request}/{rest}", "/vandaag", vorm="data", seen="x")
        assert done.status_code in (404, 422), rest
        assert "KNR" not in done.text
    assert {name: rows for name, rows in world.dump().items() if name not in TRAIL} == {
        name: rows for name, rows in before.items() if name not in TRAIL
    }
