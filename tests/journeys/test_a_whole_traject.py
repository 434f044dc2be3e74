"""A new coach does a whole traject on a phone, from the first day to the closing; acts are counted.

An act is a tap, or words that are written into one field. What must cost little is counted apart.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.papers.reading_pdf import Tagged
from tests.rig.browser import PHONE, watched_page

EMAIL = "marit@school.example"
WEEKS_BETWEEN = timedelta(weeks=12)
MADE_WITHIN = 60_000
"""In how many ms a PDF is there, on a busy machine too."""
SECONDS_PER_ACT = 4
"""To find and touch something on a page one knows: generous, so that a minute is never needed."""

pytestmark = pytest.mark.one_database


class Counted:
    """A page on which every act is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []

    def tap(self, what: Locator) -> None:
        """Touch something that stays on the page."""
        self.done.append(what.inner_text())
        what.click()

    def go(self, what: Locator) -> None:
        """Touch something that leads to another page."""
        self.done.append(what.inner_text())
        acts.press(self.page, what)

    def write(self, label: str, words: str) -> None:
        """Write into one field."""
        self.done.append(f"{label}: {words}")
        self.page.get_by_label(label).fill(words)


@pytest.fixture
def coach(stage: Stage, browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """A new coach with a phone."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        page.clock.set_fixed_time(stage.clock.now)
        acts.choose_password(page, stage.invite_coach("Marit Velthuis", EMAIL))
        acts.sign_in(page, stage.url, EMAIL)
        yield page


def test_from_the_first_day_to_the_closing(
    stage: Stage, coach: Page, phone: Page, tmp_path: Path
) -> None:
    start_with_four_fields(coach, stage)
    traject_url = coach.url.partition("?")[0]
    acts.add_informant(coach, "ouder of verzorger", "moeder")
    acts.add_informant(coach, "leerkracht", "juf Petra")
    acts.record_consent(coach, "moeder", "mei", 2017)
    for link in acts.open_links(coach).values():
        acts.answer(phone, link, 1)
    set_a_goal(coach, traject_url)
    log_a_contact(coach, traject_url)
    ask_a_step(coach, traject_url)
    argue_a_deviation(coach, traject_url)

    stage.clock.now += WEEKS_BETWEEN
    coach.clock.set_fixed_time(stage.clock.now)
    acts.sign_in(coach, stage.url, EMAIL)
    coach.goto(traject_url)
    for link in acts.open_links(coach).values():
        acts.answer(phone, link, 3)
    look_back_and_decide(coach, stage)

    coach.goto(f"{traject_url}/verloop")
    coach.get_by_label("Waarom stopt het?").select_option(label="het doel is bereikt")
    acts.press(coach, coach.get_by_role("button", name="Sluit af"))
    closing = acts.open_links(coach)
    assert set(closing) == {"Sam zelf", "moeder", "juf Petra"}
    for link in closing.values():
        acts.answer(phone, link, 3)

    line = read_line(coach, traject_url)
    for word in ("Intake", "Gesprek met ouder", "Vervolgmeting", "Traject afgesloten"):
        assert word in line
    report = report_of(stage, coach, traject_url, tmp_path)
    assert len(report.reader.pages) == 2
    assert "het doel is bereikt" in report.text


def start_with_four_fields(coach: Page, stage: Stage) -> None:
    coach.goto(f"{stage.url}/trajecten/nieuw")
    fields = coach.locator("main input:not([type=hidden]), main select, main textarea")
    assert fields.count() <= 4
    acts.start_traject(coach, stage.url, "Sam", "groep 6", "spanning of zorgen")


def set_a_goal(coach: Page, traject_url: str) -> None:
    coach.goto(traject_url)
    by_hand = Counted(coach)
    by_hand.go(coach.get_by_role("link", name="Kies een doel"))
    by_hand.tap(coach.locator("label", has_text="Sam").first)
    by_hand.write("Het doel, in eigen woorden", "Ik vraag of ik mee mag doen")
    by_hand.tap(coach.locator("label", has_text="contact met anderen"))
    for legend, step in (("Op welke stap nu?", "3"), ("Welke stap is goed genoeg?", "7")):
        group = coach.get_by_role("radiogroup", name=legend)
        by_hand.tap(group.locator("label", has_text=step).first)
    by_hand.go(coach.get_by_role("button", name="Bewaar"))
    expect(coach.get_by_text("Het doel staat erbij.")).to_be_visible()
    assert len(by_hand.done) * SECONDS_PER_ACT <= 40


def log_a_contact(coach: Page, traject_url: str) -> None:
    coach.goto(traject_url)
    by_hand = Counted(coach)
    by_hand.go(coach.get_by_role("link", name="Leg een contact vast"))
    for words in ("ouder", "30 min", "een kleine stap"):
        by_hand.tap(coach.locator("label", has_text=words))
    by_hand.go(coach.get_by_role("button", name="Leg vast"))
    expect(coach.get_by_text("Het contact is vastgelegd.")).to_be_visible()
    assert len(by_hand.done) * SECONDS_PER_ACT <= 45


def ask_a_step(coach: Page, traject_url: str) -> None:
    coach.goto(traject_url)
    by_hand = Counted(coach)
    by_hand.go(coach.get_by_role("link", name="Noteer een stapje"))
    by_hand.tap(coach.get_by_role("button", name="6", exact=True).first)
    expect(coach.get_by_text("Bewaard: stap 6.")).to_be_visible()
    assert len(by_hand.done) * SECONDS_PER_ACT <= 10


def argue_a_deviation(coach: Page, traject_url: str) -> None:
    coach.goto(traject_url)
    acts.press(coach, coach.get_by_role("link", name="Ik werk anders dan een principe"))
    fields = coach.locator("main select, main input:not([type=hidden])")
    assert fields.count() <= 6
    coach.get_by_label("Van welk principe").select_option(label="meteen en dichtbij")
    coach.get_by_label("Waarom doe je het anders?").fill("eerst rust in huis")
    coach.get_by_label("Wat verwacht je te zien?").fill("vier dagen naar school")
    coach.get_by_label("Wanneer kijk je terug?").fill("2026-09-28")
    acts.press(coach, coach.get_by_role("button", name="Leg vast"))
    expect(coach.get_by_text("Terugkijken op 28 september 2026.")).to_be_visible()


def look_back_and_decide(coach: Page, stage: Stage) -> None:
    coach.goto(f"{stage.url}/vandaag")
    expect(coach.get_by_text("je week af van")).to_be_visible()
    by_hand = Counted(coach)
    by_hand.write("Wat werkte, of wat ga je anders doen?", "elke dag vijf minuten samen lezen")
    by_hand.go(coach.get_by_role("button", name="Meer van dit"))
    expect(coach.get_by_text("Bewaard.")).to_be_visible()
    assert len(by_hand.done) <= 2


def read_line(coach: Page, traject_url: str) -> str:
    coach.goto(traject_url)
    coach.get_by_text("Alles op een rij").click()
    return coach.locator("ol.line").last.inner_text()


def report_of(stage: Stage, coach: Page, traject_url: str, folder: Path) -> Tagged:
    coach.goto(f"{traject_url}/verslag")
    coach.get_by_role("button", name="Maak de pdf").click()
    stage.workshop.open()
    expect(coach.get_by_role("link", name="Haal de pdf op")).to_be_visible(timeout=MADE_WITHIN)
    with coach.expect_download() as started:
        coach.get_by_role("link", name="Haal de pdf op").click()
    started.value.save_as(folder / "verslag.pdf")
    return Tagged((folder / "verslag.pdf").read_bytes())
