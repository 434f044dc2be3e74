"""The invented list of evidence stage 2: the band, the verdict, and that it says it is invented."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from survey_app.effects import change_of_pair, difference_sd
from survey_app.keeping import demonstration
from tests.factories.plans import standard
from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.journeys.test_from_link_to_change import kinds, points, svg_in, svg_of

pytestmark = pytest.mark.one_database


NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def sam(stage: Stage, desk: Page) -> Page:
    """The finished traject of the demonstration, on the coach's screen."""
    stage.clock.now = NOW
    made = demonstration.build(stage.database, standard(), NOW)
    desk.goto(f"{stage.url}/inloggen")
    desk.get_by_label("E-mailadres").fill(demonstration.EMAIL)
    desk.get_by_label("Wachtwoord").fill(made.password)
    acts.press(desk, desk.get_by_role("button", name="Log in"))
    acts.press(desk, desk.locator(".caseload a", has_text="Sam"))
    said = desk.locator(".panel", has_text="Voorbeeldlijst rust").inner_text()
    assert "groter dan toeval" in said
    assert "verzonnen referentie" in said
    acts.show_all(desk)
    return desk


def test_the_band_is_the_first_score_with_chance_around_it_and_the_sentence_agrees(
    sam: Page,
) -> None:
    scale = demonstration.example_list().scale("rust")
    reference = scale.references[0]
    assert reference.sd is not None
    assert reference.reliability is not None

    svg = svg_of(sam, "Hoeveel rust ziet de ouder bij Sam?")
    (_, first), (_, last) = points(svg)
    (band,) = (each for each in svg.iter() if each.get("data-kind") == "band")
    half = 1.96 * difference_sd(reference.sd, reference.reliability)
    verdict = change_of_pair(
        first, last, sd=reference.sd, reliability=reference.reliability, higher_is_better=True
    )
    sentence = sam.locator("figure", has_text="Hoeveel rust").locator(".lead").inner_text()

    assert float(band.get("data-high") or "nan") == pytest.approx(first + half)
    assert float(band.get("data-low") or "nan") == pytest.approx(first - half)
    assert ("groter dan toeval" in sentence) == (verdict.category == "improved")
    assert verdict.category == "improved"


def test_every_chart_of_the_invented_list_says_so_and_no_other_has_a_band(sam: Page) -> None:
    invented = sam.locator("figure", has_text="Hoeveel rust")
    assert "voorbeeld, verzonnen referentie" in invented.inner_text()
    assert "verzonnen referentie" in "".join(
        svg_of(sam, "Hoeveel rust ziet de ouder bij Sam?").itertext()
    )

    others = [
        figure
        for figure in sam.locator("figure", has=sam.locator("h3:visible")).all()
        if "rust" not in figure.locator("h3").inner_text()
    ]
    assert len(others) == 14
    for figure in others:
        assert kinds(svg_in(sam, figure)).isdisjoint({"band", "line"})
