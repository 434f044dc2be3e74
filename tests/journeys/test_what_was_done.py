"""A coach writes down what was done, on a phone: counted in taps, and readable by everybody."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.rig.browser import PHONE, watched_page
from tests.web import looking

EMAIL = "marit@school.example"
MOST_TAPS = 6
"""What a contact may take: at half a second to find each, far within 45 seconds."""

pytestmark = pytest.mark.one_database


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes when something has to be mended."""
    return ["status of 422"]


@pytest.fixture
def coach(stage: Stage, browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """A coach with a phone and one traject."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        acts.choose_password(page, stage.invite_coach("Marit Velthuis", EMAIL))
        acts.sign_in(page, stage.url, EMAIL)
        acts.start_traject(page, stage.url, "Sam", "groep 6", "spanning of zorgen")
        yield page


def look(page: Page) -> None:
    """Judge a page as somebody with a screen reader, a small screen or large letters would."""
    assert looking.violations(page) == []
    assert looking.too_wide(page) == []
    assert looking.cut_off(page) == []


def test_a_contact_takes_a_few_taps_and_a_deviation_four_fields(stage: Stage, coach: Page) -> None:
    traject_url = coach.url.partition("?")[0]
    taps: list[str] = []

    def tap(what: Locator) -> None:
        taps.append(what.inner_text())
        what.click()

    tap(coach.get_by_role("link", name="Leg een contact vast"))
    expect(coach.get_by_label("Rond wie?")).to_have_value(traject_url.rpartition("/")[2])
    look(coach)
    for words in ("ouder", "30 min", "een kleine stap"):
        tap(coach.locator("label", has_text=words))
    tap(coach.get_by_role("button", name="Leg vast"))

    expect(coach.get_by_role("status")).to_have_text("Het contact is vastgelegd.")
    assert len(taps) <= MOST_TAPS
    expect(coach.get_by_text("Gesprek met ouder").first).to_be_visible()
    look(coach)

    coach.get_by_role("link", name="Ik werk anders dan een principe").click()
    look(coach)
    fields = coach.locator("main select, main input:not([type=hidden])")
    assert fields.count() <= 6
    coach.get_by_label("Van welk principe").select_option(label="meteen en dichtbij")
    coach.get_by_label("Waarom doe je het anders?").fill("eerst rust in huis")
    coach.get_by_label("Wat verwacht je te zien?").fill("vier dagen naar school")
    coach.get_by_label("Wanneer kijk je terug?").fill("2026-09-28")
    coach.get_by_role("button", name="Leg vast").click()
    expect(coach.get_by_text("Terugkijken op 28 september 2026.")).to_be_visible()

    stage.clock.now += timedelta(weeks=3)
    acts.sign_in(coach, stage.url, EMAIL)
    coach.get_by_role("link", name="Kijk terug").click()
    look(coach)
    coach.locator("label", has_text="een deel ervan").click()
    coach.get_by_role("button", name="Leg vast").click()
    expect(coach.get_by_text("Een deel ervan.")).to_be_visible()


def test_the_pages_of_what_was_done_can_be_read_by_everybody(stage: Stage, coach: Page) -> None:
    traject_url = coach.url.partition("?")[0]
    coach.goto(f"{stage.url}/contacten/nieuw")
    coach.get_by_role("button", name="Leg vast").click()
    expect(coach.get_by_role("heading", name="Dit klopt nog niet")).to_be_focused()
    look(coach)
    for address in (f"{stage.url}/contacten", f"{stage.url}/werkwijze", f"{traject_url}/steun"):
        coach.goto(address)
        look(coach)
    for summary in coach.locator("summary").all():
        summary.click()
    look(coach)
