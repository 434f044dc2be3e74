"""The report for the file: as many charts as fit, each claim once or beside its verdict."""

import re

import pytest

from survey_app.definitions import load
from survey_app.keeping.demonstration import example_list
from survey_app.papers.kinds import Kind
from survey_app.papers.press import press
from survey_app.papers.rendering import STYLE, body_of, print_of
from survey_app.papers.report import PARTS
from survey_app.papers.texts import LONGEST
from tests.factories.answers import answer
from tests.papers.conftest import Desk
from tests.papers.reading_pdf import Tagged
from tests.reports.test_traject_report import rest
from tests.rig.browser import PHONE
from tests.trajects.test_goals import SENTENCES, rate, set_goal

pytestmark = pytest.mark.one_database

INVENTED = "Let op: voorbeeld, verzonnen referentie."
CLAIM = "Eigen vragenlijst, niet genormeerd. Bewijs: trap 0 van 5."
LISTS = ("kansmeter-kind", "kansmeter-ouder", "kansmeter-leerkracht")


@pytest.fixture
def measured(world, coach):
    """Give a desk with a traject in which a parent answered an invented list too."""
    lists = [example_list(), *(load(key) for key in LISTS)]
    traject = world.traject(coach, lists=lists)
    for role, key in zip(("child", "parent", "teacher"), LISTS, strict=True):
        answer(world, world.invitation(traject, role, key=key), {"o1": "soms"})
    invented = example_list().key
    answer(world, world.invitation(traject, "parent", key=invented), rest(0, 4))
    world.clock.forward(weeks=11, days=1)
    for key, given in (("kansmeter-ouder", {"o1": "vaak"}), (invented, rest(4, 0))):
        answer(world, world.invitation(traject, "parent", "follow_up", key=key), given)
    return Desk(world, coach, traject)


def test_what_holds_of_most_rows_is_said_once_and_a_verdict_carries_its_claim(measured):
    report = measured.paper(Kind.REPORT)

    (verdict,) = [row for row in report.changes if "groter dan toeval" in row.said]
    assert verdict.badge.startswith(INVENTED)
    assert {row.badge for row in report.changes if row is not verdict} == {""}
    html = body_of(Kind.REPORT, report)
    assert re.search(rf"groter dan toeval: het gaat beter\. <span[^>]*>{INVENTED}", html)
    _, _, table = html.partition("<table aria-labelledby")
    assert table.count(CLAIM) == 1
    assert f"Waar niets anders bij staat: {CLAIM}" in table


def test_of_each_informant_the_most_telling_chart_stands_there_and_none_that_is_invented(measured):
    report = measured.paper(Kind.REPORT)

    assert len(report.charts) == 3
    assert "ouder" in report.charts[0].svg
    assert {chart.badge for chart in report.charts} == {CLAIM}


def test_charts_are_left_out_one_by_one_and_the_report_says_how_many(measured):
    report = measured.paper(Kind.REPORT)
    pages = print_of(Kind.REPORT, report, "Verslag").pages

    assert [page.count("<figure>") for page in pages] == [3, 3, 2, 1, 0]
    total = len(report.changes)
    for page in pages[1:]:
        left = total - page.count("<figure>")
        assert f"{left} grafieken staan hier niet. Je vindt ze in Kansmeter, bij het" in page


def test_with_all_that_can_be_typed_it_is_two_pages_with_the_charts_that_fit(measured):
    words = {part: ("samen lezen " * 99)[: most - 1] for part, most in LONGEST[Kind.REPORT].items()}
    measured.type(Kind.REPORT, **words)

    pdf = Tagged(press(print_of(Kind.REPORT, measured.paper(Kind.REPORT), "Verslag")))

    assert len(pdf.reader.pages) == 2
    assert set(PARTS) == set(words)
    assert 0 < len(pdf.figures()) < 3
    assert "grafieken staan hier niet" in pdf.text


def test_a_goal_in_sentences_says_which_of_them_held_when(world, coach, traject, desk):
    goal = set_goal(world, coach, traject, levels=SENTENCES, start=-1, good_enough=0)
    rate(world, coach, traject, goal, 1, role="teacher")

    html = body_of(Kind.REPORT, desk.paper(Kind.REPORT))

    assert re.search(
        r"Eerst: „<bdi[^>]*>komt 1 dag</bdi>” Op [^:]*, volgens de leerkracht: "
        r"„<bdi[^>]*>komt 4 dagen</bdi>”",
        html,
    )


def test_on_a_phone_the_cells_of_a_row_stand_below_each_other(browser, measured):
    html = body_of(Kind.REPORT, measured.paper(Kind.REPORT))
    page = browser.new_page(viewport=PHONE["viewport"])

    page.set_content(f"<style>{STYLE.read_text(encoding='utf-8')}</style>{html}")
    cells = page.locator(".changed tbody tr").first.locator("th, td").all()
    boxes = [cell.bounding_box() for cell in cells]
    page.close()

    assert len(boxes) == 3
    assert len({round(box["x"]) for box in boxes}) == 1
    assert all(box["width"] > 300 for box in boxes)
