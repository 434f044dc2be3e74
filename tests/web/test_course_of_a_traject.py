"""On the coach's page: what happened, who took over, the time before, pictures and explanations."""

import re

import pytest

from tests.web.world import act

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.case()


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def page_of(coach, case):
    return coach.get(f"/trajecten/{case.traject_id}").text


def pictures(html):
    """Return the addresses of the charts, without width."""
    return re.findall(r'src="(/trajecten/\w+/grafiek/[\w-]+)/smal\.svg"', html)


EVENT = {"kind": "event", "words": "verhuizing", "first_on": "2026-09-14"}


def test_what_is_put_on_the_time_axis_stands_on_the_page_and_can_go(coach, case):
    where = f"/trajecten/{case.traject_id}/tijdlijn"

    assert act(coach, where, **EVENT).status_code == 303
    page = page_of(coach, case)
    assert "verhuizing" in page
    assert "14 september 2026" in page
    (remove,) = re.findall(rf'action="({where}/\w+/weg)"', page)
    assert act(coach, remove).status_code == 303
    assert "14 september 2026" not in page_of(coach, case)


def test_a_date_may_be_typed_the_dutch_way(coach, case):
    where = f"/trajecten/{case.traject_id}/tijdlijn"

    assert act(coach, where, **{**EVENT, "first_on": "14-9-2026"}).status_code == 303
    assert "14 september 2026" in page_of(coach, case)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first_on", "morgen", "Vul een datum in, zoals 3-11-2026."),
        ("first_on", "", "Vul een datum in, zoals 3-11-2026."),
        ("words", "", "Vul in een paar woorden in wat er was."),
        ("words", "x" * 41, "Houd het bij 40 tekens."),
        ("kind", "pause", "Een pauze heeft een eerste en een laatste dag. Vul beide in."),
    ],
)
def test_what_cannot_be_put_there_is_said_and_what_was_typed_stays(
    world, coach, case, field, value, says
):
    given = {**EVENT, field: value}

    refused = act(coach, f"/trajecten/{case.traject_id}/tijdlijn", **given)

    assert refused.status_code == 422
    assert says in refused.text
    for kept in ("verhuizing", "2026-09-14"):
        assert kept in refused.text or kept not in given.values()
    assert world.dump()["traject_event"] == []


def test_who_takes_over_is_asked_instead(world, coach, case):
    world.answer(case.intake["teacher"])
    where = f"/trajecten/{case.traject_id}/informanten"

    taken = act(
        coach, where, role="teacher", label="meester Bas", succeeds=case.informants["teacher"]
    )

    assert taken.status_code == 303
    page = page_of(coach, case)
    assert page.count("meester Bas") >= 2
    assert world.visitor(case.follow_up["teacher"]).get().status_code != 200
    assert f'value="{case.informants["teacher"]}"' not in page


def test_from_whom_another_took_over_is_asked_nothing_more(world, coach, case):
    where = f"/trajecten/{case.traject_id}"
    act(
        coach,
        f"{where}/informanten",
        role="teacher",
        label="meester Bas",
        succeeds=case.informants["teacher"],
    )
    made = len(world.dump()["invitation"])

    page = page_of(coach, case)
    again = act(coach, f"{where}/uitnodigingen/{case.intake['teacher']}/vernieuwen")

    assert case.intake["teacher"] not in page
    assert "van 4 ingevuld" not in page
    assert again.status_code == 422
    assert "Iemand anders nam dit over." in again.text
    assert len(world.dump()["invitation"]) == made


def test_only_a_teacher_of_this_traject_can_be_succeeded(world, coach, case):
    other = world.case(child="Noor")

    refused = act(
        coach,
        f"/trajecten/{case.traject_id}/informanten",
        role="teacher",
        label="meester Bas",
        succeeds=other.informants["teacher"],
    )

    assert refused.status_code == 422
    assert "meester Bas" in refused.text


def test_the_time_before_can_be_asked_until_the_teacher_answered_the_intake(world, coach, case):
    where = f"/trajecten/{case.traject_id}/aanmeldmeting"
    assert where in page_of(coach, case)

    assert act(coach, where).status_code == 303
    page = page_of(coach, case)
    assert "Aanmelding door de leerkracht" in page
    assert where not in page


def test_after_the_intake_the_time_before_is_past(world, coach, case):
    world.answer(case.intake["teacher"])
    where = f"/trajecten/{case.traject_id}/aanmeldmeting"

    assert where not in page_of(coach, case)
    refused = act(coach, where)
    assert refused.status_code == 422
    assert "Er is geen leerkracht die de intake nog moet invullen." in refused.text


def test_every_chart_has_a_picture_to_keep_and_an_explanation(world, coach, case):
    for role in ("parent", "teacher", "child"):
        world.answer(case.intake[role])
    addresses = pictures(page_of(coach, case))

    assert len(addresses) >= 6
    for address in addresses:
        picture = coach.get(f"{address}.png")
        assert picture.data.startswith(b"\x89PNG\r\n\x1a\n")
        assert "Sam" not in picture.headers["Content-Disposition"]
        explanation = coach.get(address.replace("/grafiek/", "/uitleg/"))
        assert explanation.status_code == 200
        assert "Van antwoorden naar score" in explanation.text
    assert str(world.dump()["audit_event"]).count("'see explanation'") == len(addresses)


def test_words_that_stand_beside_each_other_say_that_nothing_was_computed(world, coach, case):
    act(coach, f"/trajecten/{case.traject_id}/aanmeldmeting")
    ((nomination,),) = [
        [row[0] for row in world.dump()["invitation"] if "kansmeter-aanmelding" in row]
    ]
    world.answer(nomination)
    for role in ("parent", "teacher", "child"):
        world.answer(case.intake[role])

    page = page_of(coach, case)

    said = re.findall(r">(Dit zijn de antwoorden zelf; er is niets berekend\. [^<]+)<", page)
    assert len(said) == 2
    for title in ("Vragenlijst voor het kind, versie", "Vragenlijst voor de leerkracht, versie"):
        assert title in said[0]
    assert "Aanmelding door de leerkracht, versie" in said[1]


def test_a_second_view_of_a_chart_costs_no_drawing(world, coach, case, monkeypatch):
    world.answer(case.intake["parent"])
    address = pictures(page_of(coach, case))[0]
    first = coach.get(f"{address}/smal.svg")
    monkeypatch.setattr(
        "survey_app.charts.pictures.accessible_svg", lambda *_: pytest.fail("drawn")
    )

    assert coach.get(f"{address}/smal.svg").data == first.data


def test_a_picture_that_is_not_there_is_not_found(coach, case):
    for address in ("grafiek/x/breed.svg", "grafiek/x.png", "uitleg/x"):
        assert coach.get(f"/trajecten/{case.traject_id}/{address}").status_code == 404
