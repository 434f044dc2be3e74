"""A coach erases everything of a child: one page, one question, a certificate to print."""

import json

import pytest

from survey_app.keeping import holding
from survey_app.keeping.list_file import ListFile, ListFileError
from tests.web.world import TRAIL, act

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.case(child="Fenna KNR")


@pytest.fixture
def page(case):
    return f"/trajecten/{case.traject_id}/wissen"


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def wipe(coach, page, **more):
    return act(coach, page, page, **{"ground": "request", "name": "fenna  knr", **more})


def test_the_page_of_a_traject_leads_to_what_would_go(coach, case, page):
    traject = coach.get(f"/trajecten/{case.traject_id}").text
    assert f'href="{page}"' in traject

    shown = coach.get(page).text

    assert "Dit kan niet ongedaan worden gemaakt." in shown
    assert "<span>uitnodigingen</span><span>6</span>" in shown
    assert "Reservekopieën blijven nog 35 dagen." in shown


def test_ac_117_everything_goes_and_the_certificate_stays(world, coach, case, page):
    done = wipe(coach, page)

    assert (done.status_code, done.location[:8]) == (303, "/gewist/")
    proof = coach.get(done.location)
    assert "Bewijs van wissen" in proof.text
    assert "op verzoek van een ouder of van het kind" in proof.text
    assert "zijn opgeschoond op" in proof.text
    assert "KNR" not in proof.text
    for gone in (page, f"/trajecten/{case.traject_id}"):
        assert coach.get(gone).status_code == 404
    assert "KNR" not in coach.get("/vandaag").text
    listed = coach.get("/gewist").text
    assert done.location in listed
    (line,) = world.settings.list_file.path.read_text().splitlines()
    assert json.loads(line)["kind"] == "erased"


def test_ac_119_an_open_link_is_worthless_at_once_and_what_is_sent_is_not_stored(
    world, coach, case, page
):
    parent, link = world.client(), f"/v/{world.token(case.intake['parent'])}"
    assert parent.get(link).status_code == 200

    wipe(coach, page)

    opened = parent.get(link)
    sent = parent.post(f"{link}/1", data={"a.o1": "vaak"})
    assert (opened.status_code, sent.status_code) == (404, 404)
    assert "Fenna" not in opened.text + sent.text
    assert world.dump()["draft"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Fenne KNR"}, "Die naam is anders."),
        ({"name": ""}, "Typ de naam van het kind over"),
        ({"ground": ""}, "Kies waarom je alles wist."),
        ({"ground": "repeated"}, "Kies waarom je alles wist."),
    ],
)
def test_a_wrong_name_or_no_reason_erases_nothing_and_keeps_what_was_typed(
    world, coach, page, given, said
):
    coach.get(page)
    before = world.dump()

    refused = wipe(coach, page, **given)

    assert refused.status_code == 422
    assert said in refused.text
    if given.get("name"):
        assert f'value="{given["name"]}"' in refused.text
    after = world.dump()
    assert {name for name in after if after[name] != before[name]} <= TRAIL


def test_what_is_held_shows_why_and_no_form(world, coach, case, page):
    with world.database.write() as db:
        holding.hold(
            db, world.coach().actor, case.traject_id, "de rechter vroeg erom", world.clock()
        )

    shown = coach.get(page).text
    refused = coach.post(page, data={"ground": "request", "name": "Fenna KNR"})

    assert "Vastgehouden sinds" in shown
    assert "de rechter vroeg erom" in shown
    assert 'name="ground"' not in shown
    assert refused.status_code in (400, 422)
    assert len(world.dump()["traject"]) == 1


def test_a_coach_holds_what_a_court_asks_for_and_lets_it_go(world, coach, case, page):
    nothing = act(coach, f"{page}/vasthouden", page, **{"hold-why": " "})
    assert (nothing.status_code, "waarom het bewaard moet blijven" in nothing.text) == (422, True)

    held = act(coach, f"{page}/vasthouden", page, **{"hold-why": "er loopt een klacht"})
    assert held.status_code == 303
    assert "er loopt een klacht" in coach.get(page).text
    again = act(coach, f"{page}/vasthouden", page, **{"hold-why": "nog eens"})
    assert (again.status_code, "al vastgehouden" in again.text) == (422, True)
    assert len(world.dump()["traject"]) == 1

    free = act(coach, f"{page}/loslaten", page)
    assert "niet meer vastgehouden" in coach.get(free.location).text
    assert wipe(coach, page).status_code == 303
    assert world.dump()["traject"] == []


def test_ac_018_a_colleague_finds_neither_the_page_nor_the_certificate(world, coach, case, page):
    colleague = world.signed_in(world.coach("Joris Zandstra"))

    assert colleague.get(page).status_code == 404
    sent = {"ground": "request", "name": "Fenna KNR"}
    assert act(colleague, page, **sent).status_code == 404
    proof = wipe(coach, page).location
    assert colleague.get(proof).status_code == 404
    assert proof not in colleague.get("/gewist").text


def test_when_the_list_cannot_be_written_the_child_is_gone_all_the_same_and_it_is_logged(
    world, coach, page, caplog, monkeypatch
):
    def fails(self):
        raise ListFileError("The erasure list cannot be written: No space left on device.")

    monkeypatch.setattr(ListFile, "held", fails)

    assert wipe(coach, page).status_code == 303

    assert world.dump()["traject"] == []
    assert "No space left" in caplog.text
