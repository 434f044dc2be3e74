"""A tablet that goes from the coach to a child, back, and on to the next, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page

from survey_app.accounts import locking
from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.definitions import load
from tests.factories.world import HandClock, World
from tests.journeys.acts import PASSWORD, press, sign_in
from tests.journeys.stage import Stage
from tests.rig.browser import ARGUMENTS, PHONE, debian, watched_page
from tests.web.looking import violations

pytestmark = pytest.mark.one_database

PIN = "2591"
LEFT_BEHIND = """async () => [
  localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
]"""


@pytest.fixture
def tablet(browser: Browser, browser_faults: list[str]):
    """Give a tablet that keeps whole pages for going back, as people's browsers do."""
    keeping = browser.browser_type.launch(
        executable_path=debian.chromium(),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    with watched_page(keeping, browser_faults, **PHONE) as page:
        yield page
    keeping.close()


@pytest.fixture
def children(stage: Stage) -> list[str]:
    """Give the paths of two trajects of a coach who has a PIN."""
    world = World(stage.database, HandClock(stage.clock()))
    coach = world.coach()
    with stage.database.write() as db:
        accounts.give_password(db, db.get_one(Person, coach.actor.person_id), PASSWORD)
        locking.set_pin(db, coach.actor.person_id, PIN)
    short = [load("kansmeter-stapje")]
    made = (world.traject(coach, child=child, lists=short) for child in ("Sam", "Bo"))
    return [f"/trajecten/{traject_id}" for traject_id in made]


def hand_over(tablet: Page, child: str) -> None:
    press(tablet, tablet.get_by_role("button", name=f"Geef de tablet aan {child}").first)


def test_ac_036_nothing_of_the_one_before_is_reachable_by_going_back(
    tablet: Page, stage: Stage, children: list[str]
) -> None:
    first, second = children
    sign_in(tablet, stage.url, "coach1@school.example")
    tablet.goto(stage.url + first)
    hand_over(tablet, "Sam")
    press(tablet, tablet.locator("[data-act=forward]"))
    while tablet.locator("main[data-page=questions]").count():
        tablet.locator(".o label").first.click()
        press(tablet, tablet.locator("[data-act=forward]"))
    assert violations(tablet) == []
    assert "Geef de tablet terug aan Marit" in tablet.locator("main").inner_text()
    assert tablet.evaluate(LEFT_BEHIND) == [0] * 5

    seen = []
    while tablet.go_back(wait_until="commit") is not None or tablet.url != "about:blank":
        seen.append((tablet.url.removeprefix(stage.url), tablet.locator("body").inner_text()))
        assert tablet.locator("input:checked").count() == 0
        assert len(seen) < 40
    assert any("al verstuurd" in text for _, text in seen)
    assert all("Sam" not in text or path.startswith("/v/") for path, text in seen), seen
    tablet.goto(stage.url + first)
    assert tablet.url == f"{stage.url}/ontgrendelen"

    tablet.get_by_label("Pincode").fill(PIN)
    press(tablet, tablet.get_by_role("button", name="Ga verder"))
    tablet.goto(stage.url + second)
    hand_over(tablet, "Bo")
    for _ in range(3):
        tablet.go_back(wait_until="commit")
        assert "Sam" not in tablet.locator("body").inner_text(), tablet.url


def test_ac_036_another_tab_of_the_coach_closes_when_it_is_looked_at(
    tablet: Page, stage: Stage, children: list[str]
) -> None:
    sign_in(tablet, stage.url, "coach1@school.example")
    other = tablet.context.new_page()
    for path in (children[0], "/vandaag"):
        tablet.goto(stage.url + children[0])
        other.goto(stage.url + path)
        assert "Sam" in other.locator("body").inner_text()
        # A browser without a screen hides no tab; this is what it tells a tab that is shown again.
        other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        other.wait_for_timeout(300)
        assert other.url == stage.url + path

        hand_over(tablet, "Sam")
        other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

        other.wait_for_url("**/ontgrendelen")
        other.get_by_label("Pincode").fill(PIN)
        press(other, other.get_by_role("button", name="Ga verder"))
