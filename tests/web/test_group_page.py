"""All trajects together: what a coach sees of the own caseload, and nobody of another's."""

import random
import re

import pytest

from survey_app.keeping.demonstration import example_list
from survey_app.keeping.simulation import Child, answer
from tests.web.world import act

pytestmark = pytest.mark.one_database


GROUP = "/samen"


def measured(world, count, *, staff=None, came=None):
    """Measure children with the example list at intake and later; return their cases."""
    lists = [example_list()]
    cases = [
        world.case(staff, child=f"Kind{number}", teachers=(), lists=lists)
        for number in range(count)
    ]
    chance = random.Random(4)  # noqa: S311  # chance that can be repeated
    child = Child(0.3, 0.6, 0.3)
    with world.database.write() as db:
        for case in cases:
            answer(db, case.intake["parent"], child, chance, world.clock())
    world.clock.move(weeks=11, days=1)
    with world.database.write() as db:
        for case in cases[: count if came is None else came]:
            answer(db, case.follow_up["parent"], child, chance, world.clock())
    world.clock.move(weeks=5)
    return cases


def addresses(html, kind):
    return re.findall(rf'"({GROUP}/{kind}/[^"]+)"', html)


def test_a_coach_without_trajects_is_told_what_comes(world):
    page = world.signed_in().get(GROUP).text

    assert "Je hebt nog geen traject." in page
    assert addresses(page, "grafiek") == []


def test_before_anything_later_is_asked_the_page_says_when(world):
    world.start_traject()

    assert "Er is nog geen latere meting gevraagd." in world.signed_in().get(GROUP).text


def test_twelve_children_have_a_figure_with_charts_table_picture_and_explanation(world):
    measured(world, 17, came=12)
    coach = world.signed_in()

    page = coach.get(GROUP).text

    assert "Bij 12 kinderen ging het gemiddelde van" in page
    assert "We weten niet hoeveel hiervan vanzelf ging." in page
    assert "Effectgrootte (plus is beter)" in page
    assert page.count("Bekijk als tabel") == 2
    charts = addresses(page, "grafiek")
    assert len(charts) == 6
    for address in charts:
        got = coach.get(address)
        assert got.status_code == 200
        is_svg = address.endswith(".svg")
        assert got.data.startswith(b"<svg" if is_svg else b"\x89PNG\r\n\x1a\n"), address
    assert len(addresses(page, "uitleg")) == 2


def test_the_page_and_its_pictures_name_no_child(world):
    measured(world, 12)
    coach = world.signed_in()
    page = coach.get(GROUP)

    assert "Kind1" not in page.text
    for address in addresses(page.text, "grafiek"):
        got = coach.get(address)
        assert b"Kind1" not in got.data
        assert "Kind" not in got.headers.get("Content-Disposition", "")


def test_the_explanation_leads_to_every_child_that_counts_and_that_does_not(world):
    cases = measured(world, 12, came=10)
    act(
        world.signed_in(),
        f"/trajecten/{cases[0].traject_id}/toestemming/{cases[0].informants['parent']}/intrekken",
    )
    coach = world.signed_in()
    (address,) = addresses(coach.get(GROUP).text, "uitleg")

    page = coach.get(address).text

    counted, left_out = page.split("Deze kinderen tellen niet mee")
    assert [each.traject_id for each in cases[1:10] if each.traject_id not in counted] == []
    assert counted.count("/trajecten/") == 1 + 9
    for case in (cases[0], *cases[10:]):
        assert case.traject_id in left_out
    assert "De toestemming is ingetrokken." in left_out
    assert "d_av" in page
    assert "voorbeeld, verzonnen referentie" in page


def test_the_response_says_who_counts_in_each_step_and_names_nobody(world):
    measured(world, 17, came=12)
    coach = world.signed_in()
    address = next(
        each for each in addresses(coach.get(GROUP).text, "uitleg") if each.endswith("respons")
    )

    page = coach.get(address).text

    assert "Wie er in elke stap telt" in page
    assert "uitgenodigd: <b>17</b>" in page
    assert "te vergelijken: <b>12</b>" in page
    assert "een intake op tijd en een latere meting van dezelfde persoon" in page
    assert example_list().fingerprint[:12] in page
    assert "Kind1" not in page
    assert re.findall(r"/trajecten/\w+", page) == ["/trajecten/nieuw"]
    assert str(world.dump()["audit_event"]).count("'see group explanation'") == 1


def test_the_explained_response_has_no_step_that_the_page_leaves_out(world):
    # Two of the seventeen opened nothing: beside "uitgenodigd" the step would tell of these two.
    measured(world, 17, came=12)
    coach = world.signed_in()
    page = coach.get(GROUP).text
    address = next(each for each in addresses(page, "uitleg") if each.endswith("respons"))

    said = re.findall(r"<dt>([a-z ]+): <b>\d+</b>", coach.get(address).text)
    shown = re.findall(r'<th role="rowheader" scope="row">([a-z ]+)</th>', page)

    assert said == [step for step in shown if step in said]
    assert "geopend" not in said


def test_of_four_children_nothing_is_shown_and_no_picture_can_be_had(world):
    measured(world, 12)
    coach = world.signed_in()
    charts = addresses(coach.get(GROUP).text, "grafiek")
    explanation = addresses(coach.get(GROUP).text, "uitleg")
    colleague = world.coach("Joris Zandstra")
    measured(world, 6, staff=colleague, came=4)
    other = world.signed_in(colleague)

    page = other.get(GROUP).text

    assert "Minder dan 5 kinderen hebben een intake en een latere meting." in page
    assert addresses(page, "grafiek") == []
    for address in [*charts, *explanation]:
        assert other.get(address).status_code == 404


def test_a_colleague_and_another_organisation_count_nobody_of_mine(world):
    measured(world, 12)
    for name, organisation in (("Joris Zandstra", "Veldkans"), ("Anouk Bergsma", "Elders")):
        stranger = world.signed_in(world.coach(name, organisation=organisation))
        assert "Je hebt nog geen traject." in stranger.get(GROUP).text


@pytest.mark.parametrize(
    "address",
    [
        "/samen/grafiek/niets/smal.svg",
        "/samen/grafiek/niets.png",
        "/samen/uitleg/niets",
        "/samen/grafiek/voorbeeld-rust-parent-respons/groot.svg",
        "/samen/uitleg/voorbeeld-rust-parent-respons",
    ],
)
def test_what_is_not_there_is_not_found(world, address):
    measured(world, 6)

    assert world.signed_in().get(address).status_code == 404


def test_each_look_at_the_page_and_at_an_explanation_is_recorded(world):
    measured(world, 6)
    coach = world.signed_in()
    (address,) = addresses(coach.get(GROUP).text, "uitleg")
    coach.get(address)

    trail = str(world.dump()["audit_event"])

    assert trail.count("'see group'") == 1
    assert trail.count("'see group explanation'") == 1


def test_a_second_view_of_a_chart_costs_no_drawing(world, monkeypatch):
    measured(world, 6)
    coach = world.signed_in()
    address = next(each for each in addresses(coach.get(GROUP).text, "grafiek") if "svg" in each)
    first = coach.get(address)
    monkeypatch.setattr(
        "survey_app.charts.pictures.accessible_svg", lambda *_: pytest.fail("drawn")
    )

    assert coach.get(address).data == first.data


def test_when_consent_is_withdrawn_the_child_counts_no_more_at_once(world):
    cases = measured(world, 5)
    coach = world.signed_in()
    assert "Bij 5 kinderen" in coach.get(GROUP).text

    act(
        coach,
        f"/trajecten/{cases[0].traject_id}/toestemming/{cases[0].informants['parent']}/intrekken",
    )

    page = coach.get(GROUP).text
    assert "Bij 5 kinderen" not in page
    assert "Minder dan 5 kinderen" in page
