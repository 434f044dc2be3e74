"""A coach prepares a talk on a phone: the sheet, and its PDF while it is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.papers.reading_pdf import Tagged
from tests.rig.browser import PHONE, watched_page
from tests.web import looking

EMAIL = "marit@school.example"
MADE_WITHIN = 60_000
"""A busy machine takes its time; a paper that is not made at all is seen by then."""
pytestmark = pytest.mark.one_database


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


def test_a_sheet_is_in_hand_after_three_taps_and_the_page_says_how_far_it_is(
    stage: Stage, coach: Page, tmp_path: Path
) -> None:
    traject_url = coach.url.partition("?")[0]

    coach.get_by_role("link", name="Gespreksblad").click()
    look(coach)
    coach.get_by_role("button", name="Maak de pdf").click()
    expect(coach.get_by_role("status")).to_contain_text("In de rij")
    look(coach)
    stage.workshop.open()
    expect(coach.get_by_role("link", name="Haal de pdf op")).to_be_visible(timeout=MADE_WITHIN)
    look(coach)
    with coach.expect_download() as started:
        coach.get_by_role("link", name="Haal de pdf op").click()
    started.value.save_as(tmp_path / "blad.pdf")

    pdf = Tagged((tmp_path / "blad.pdf").read_bytes())
    assert started.value.suggested_filename == "kansmeter-gespreksblad.pdf"
    assert "Sam: waar staan we?" in pdf.text
    assert len(pdf.reader.pages) == 1
    for paper in ("gespreksblad", "jouw-stapjes", "verslag"):
        coach.goto(f"{traject_url}/{paper}/scherm?taal=ar")
        look(coach)
        coach.goto(f"{traject_url}/{paper}")
        look(coach)
