"""A child asks for a talk: the coach sees it, does it, and says so; nothing else knows of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from survey_app.accounts.models import Person, School
from survey_app.accounts.services import actor
from survey_app.measurements.models import SignalStep
from tests.factories.answers import answer
from tests.factories.world import Coach, HandClock, World
from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.rig.browser import PHONE, watched_page
from tests.web import looking

EMAIL = "marit@school.example"
MOST_TAPS = 4
"""From the page of today to a signal that is closed."""

pytestmark = pytest.mark.one_database


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes when something has to be mended."""
    return ["status of 422"]


@pytest.fixture
def coach(stage: Stage, browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """A coach with a phone, signed in."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        acts.choose_password(page, stage.invite_coach("Marit Velthuis", EMAIL))
        acts.sign_in(page, stage.url, EMAIL)
        yield page


@pytest.fixture
def traject(stage: Stage, coach: Page) -> str:
    """Give the address of a traject in which the child asked for a talk."""
    world = World(stage.database, HandClock(stage.clock()))
    with stage.database.read() as session:
        person = session.scalars(select(Person)).one()
        school_id = session.scalars(select(School.id)).one()
        marit = Coach(actor(person, world.clock.today), school_id, EMAIL)
    traject_id = world.traject(marit)
    answer(world, world.invitation(traject_id, "child"), {"h1": "vaak", "c": "ja_graag"})
    return f"{stage.url}/trajecten/{traject_id}"


def look(page: Page) -> None:
    """Judge a page as somebody with a screen reader, a small screen or large letters would."""
    assert looking.violations(page) == []
    assert looking.too_wide(page) == []
    assert looking.cut_off(page) == []


def test_a_child_asks_for_a_talk_and_the_coach_closes_it_in_a_few_taps(
    stage: Stage, coach: Page, traject: str
) -> None:
    coach.goto(f"{stage.url}/vandaag")
    look(coach)
    taps = [coach.get_by_role("button", name="Open het antwoord")]
    acts.press(coach, taps[-1])
    expect(coach.get_by_text("ja, graag")).to_be_visible()
    look(coach)

    acts.press(coach, coach.get_by_role("button", name="Rond af"))
    expect(coach.get_by_role("heading", name="Dit klopt nog niet")).to_be_focused()
    look(coach)
    for words in ("met het kind gesproken", "ja"):
        taps.append(coach.locator("label", has_text=words).last)
        taps[-1].click()
    taps.append(coach.get_by_role("button", name="Rond af"))
    acts.press(coach, taps[-1])

    expect(coach.get_by_role("status").first).to_have_text("Afgerond.")
    assert len(taps) <= MOST_TAPS
    assert coach.get_by_role("heading", name="Eerst dit").count() == 0
    look(coach)
    with stage.database.read() as session:
        steps = session.query(SignalStep).order_by(SignalStep.number).all()
        assert [(each.kind, each.done, each.was_right) for each in steps] == [
            ("seen", None, None),
            ("closed", "child", True),
        ]


def test_the_meldcode_and_who_stands_in_can_be_read_by_everybody(
    stage: Stage, coach: Page, traject: str
) -> None:
    stage.invite_coach("Joris Zandstra", "joris@school.example", "De Heidebloem")
    coach.goto(traject)
    coach.get_by_role("link", name="Meldcode").first.click()
    look(coach)
    coach.locator("section", has_text="Stap 5.").get_by_role("link").click()
    look(coach)
    acts.press(coach, coach.get_by_role("button", name="Leg vast"))
    look(coach)
    for words in ("Veilig Thuis", "hulp geven of regelen"):
        coach.locator("label", has_text=words).first.click()
    coach.get_by_label("Waarom?").fill("het gezin wil hulp")
    acts.press(coach, coach.get_by_role("button", name="Leg vast"))
    expect(coach.get_by_text("4 stappen nog open")).to_be_visible()
    look(coach)

    coach.goto(f"{stage.url}/vervanging")
    look(coach)
    coach.get_by_label("Wie vervangt je?").select_option(label="Joris Zandstra, De Heidebloem")
    coach.get_by_label("Vanaf welke dag?").fill("2026-09-07")
    coach.get_by_label("Tot en met welke dag?").fill("2026-09-11")
    acts.press(coach, coach.get_by_role("button", name="Leg vast"))
    expect(coach.get_by_text("Joris Zandstra vervangt jou").first).to_be_visible()
    look(coach)
