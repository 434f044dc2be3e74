"""The main job: three people answer twice on a phone, and the coach sees what changed."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import func, select

from survey_app.answering.models import Response
from survey_app.measurements.models import Score
from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.rig.browser import watched_page

EMAIL = "marit@school.example"
WEEKS_BETWEEN = timedelta(weeks=12)
"""Eleven weeks with school, and one of autumn holiday."""


@pytest.fixture
def coach(stage: Stage, desk: Page) -> Page:
    """A coach who chose a password through the one-time link and signed in."""
    acts.choose_password(desk, stage.invite_coach("Marit Velthuis", EMAIL))
    acts.sign_in(desk, stage.url, EMAIL)
    return desk


def prepared_traject(stage: Stage, coach: Page) -> None:
    acts.start_traject(coach, stage.url, "Sam", "groep 6", "spanning of zorgen")
    acts.add_informant(coach, "ouder of verzorger", "moeder")
    acts.add_informant(coach, "leerkracht", "juf Petra")
    acts.record_consent(coach, "moeder", "mei", 2017)


def test_three_informants_answer_twice_and_the_coach_sees_the_change(
    stage: Stage, coach: Page, phone: Page
) -> None:
    prepared_traject(stage, coach)
    traject_url = coach.url.partition("?")[0]

    intake = acts.open_links(coach)
    assert set(intake) == {"Sam zelf", "moeder", "juf Petra"}
    pages = {who: acts.answer(phone, link, 1) for who, link in intake.items()}
    assert pages == {"Sam zelf": 9, "moeder": 11, "juf Petra": 2}
    assert phone.locator("main[data-page=thanks]").count() == 1

    stage.clock.now += WEEKS_BETWEEN
    acts.sign_in(coach, stage.url, EMAIL)
    coach.goto(traject_url)
    follow_up = acts.open_links(coach)
    assert set(follow_up) == {"Sam zelf", "moeder", "juf Petra"}
    assert not set(follow_up.values()) & set(intake.values())
    for link in follow_up.values():
        acts.answer(phone, link, 3)

    coach.goto(traject_url)
    text = coach.locator("main").inner_text()
    assert "Intake: soms. Vervolgmeting: vaak." in text
    assert "Noem een verschil dus nog geen vooruitgang." in text
    for word in ("groter dan toeval", "verbeter", "Vervolgmeting: soms"):
        assert word not in text
    parent = svg_of(coach, "Hoeveel kracht ziet de ouder bij Sam?")
    assert points(parent) == [("2026-09-07", 1.0), ("2026-11-30", 3.0)]
    assert kinds(parent).isdisjoint({"line", "band"})
    assert stored_scores(stage, "kracht") == [1.0, 1.0, 1.0, 3.0, 3.0, 3.0]


@pytest.mark.one_database
def test_a_wish_for_contact_stands_on_top_of_the_page_until_it_is_seen(
    stage: Stage, coach: Page, phone: Page
) -> None:
    prepared_traject(stage, coach)
    acts.answer(phone, acts.open_links(coach)["Sam zelf"], 1, wish=True)

    coach.goto(f"{stage.url}/vandaag")
    first = coach.locator("main section").first
    assert "Een antwoord van Sam vraagt je aandacht" in first.inner_text()
    assert "vandaag, 9.30 uur" in first.inner_text()
    assert "ja, graag" not in first.inner_text()
    acts.press(coach, first.get_by_role("button", name="Ik heb dit opgepakt"))

    coach.goto(f"{stage.url}/vandaag")
    assert "vraagt je aandacht" not in coach.locator("main").inner_text()


@pytest.mark.one_database
def test_answering_needs_no_script(stage: Stage, coach: Page, phone_without_script: Page) -> None:
    prepared_traject(stage, coach)

    acts.answer(phone_without_script, acts.open_links(coach)["moeder"], 2)

    assert phone_without_script.locator("main[data-page=thanks]").count() == 1
    with stage.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.one_database
def test_another_device_goes_on_where_it_stopped_and_shows_no_earlier_answer(
    stage: Stage, coach: Page, phone: Page, browser: Browser, browser_faults: list[str]
) -> None:
    prepared_traject(stage, coach)
    link = acts.open_links(coach)["moeder"]
    phone.goto(link)
    acts.forward(phone)
    for _ in range(3):
        phone.locator("label", has_text="bijna altijd").click()
        acts.forward(phone)

    with watched_page(browser, browser_faults) as other:
        other.goto(link)
        acts.forward(other)
        assert other.locator("main").inner_text().count("Vraag 4 van 11") == 1
        acts.press(other, other.locator("[data-act=back]"))
        assert other.locator("input:checked").count() == 0
        assert "al beantwoord op een ander apparaat" in other.locator("main").inner_text()

    acts.press(phone, phone.locator("[data-act=back]"))
    assert phone.locator("input:checked").get_attribute("value") == "bijna_altijd"


@pytest.mark.one_database
def test_the_browser_s_own_back_button_shows_the_saved_answer(
    stage: Stage, coach: Page, phone: Page
) -> None:
    prepared_traject(stage, coach)
    phone.goto(acts.open_links(coach)["moeder"])
    acts.forward(phone)
    phone.locator("label", has_text="soms").click()
    acts.forward(phone)

    phone.go_back()
    assert phone.locator("input:checked").get_attribute("value") == "soms"
    phone.locator("label", has_text="vaak").click()
    acts.forward(phone)
    assert "Vraag 2 van 11" in phone.locator("main").inner_text()


@pytest.mark.one_database
def test_a_child_has_the_way_out_and_the_phone_number_on_every_page(
    stage: Stage, coach: Page, phone: Page
) -> None:
    prepared_traject(stage, coach)
    phone.goto(acts.open_links(coach)["Sam zelf"])

    seen = 0
    while True:
        assert phone.locator("[data-act=leave]").is_visible()
        assert "Kindertelefoon 0800-0432" in phone.locator("body").inner_text()
        if phone.locator("main[data-page=thanks]").count():
            break
        if phone.locator("main[data-page=questions]").count():
            seen += 1
            assert phone.locator("fieldset").count() == 1
            assert phone.locator("[data-act=stop]").is_visible()
            phone.locator("fieldset label").first.click()
        acts.forward(phone)
    assert seen == 9


def svg_of(coach: Page, question: str) -> ET.Element:
    """Return the drawn chart behind the one picture on the page with this question."""
    return svg_in(coach, coach.locator("figure", has_text=question))


def svg_in(coach: Page, figure: Locator) -> ET.Element:
    """Return the drawn chart behind a picture."""
    source = figure.locator("img").get_attribute("src")
    response = coach.request.get(f"{coach.url.split('/trajecten')[0]}{source}")
    assert response.headers["content-type"].startswith("image/svg+xml")
    return ET.fromstring(response.text())  # noqa: S314  # our own picture


def points(svg: ET.Element) -> list[tuple[str | None, float]]:
    """Return the points that are drawn, by date."""
    return [
        (group.get("data-on"), float(group.get("data-value") or "nan"))
        for group in svg.iter()
        if group.get("data-kind") == "point"
    ]


def kinds(svg: ET.Element) -> set[str | None]:
    """Return what kinds of parts are drawn."""
    return {element.get("data-kind") for element in svg.iter()}


def stored_scores(stage: Stage, scale: str) -> list[float]:
    """Return the stored values of a scale, lowest first."""
    with stage.database.read() as session:
        values = session.scalars(select(Score.value).where(Score.scale == scale))
        return sorted(value for value in values if value is not None)
