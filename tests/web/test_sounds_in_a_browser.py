"""Reading aloud in a real browser, with sounds from the programs that make them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_app.definitions import load
from survey_app.definitions.speech import Sounds, utterances
from survey_app.keeping.voices import make_missing
from tests.benchmarks import page_weight
from tests.journeys.stage import raised_stage
from tests.web.test_page_budget import MOST_BYTES, MOST_REQUESTS

pytestmark = pytest.mark.one_database

LARGEST_SCRIPT = 3_000
FIRST = {"kansmeter-kind": "p1", "kansmeter-ouder": "o2"}
SHOW_THE_SOUND = """
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.sound = this; return play.call(this); };
"""


@pytest.fixture
def links(migrated_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an open link for every role, with the first question of child and parent made."""
    texts = [
        each
        for key, item in FIRST.items()
        for each in utterances(load(key), "nl")
        if each.name == "period" or each.name.split("-")[0] == item
    ]
    make_missing(texts, Sounds(tmp_path), tmp_path)
    with raised_stage(migrated_url, tmp_path) as stage:
        yield page_weight.open_links(stage)


def wait_until(page: Page, condition: str) -> None:
    """Wait for something a locator cannot see; the policy of the page forbids to watch for it."""
    page.evaluate(
        "new Promise((done, fail) => {"
        f" setInterval(() => {condition} && done(), 20); setTimeout(fail, 15000); }})"
    )


def test_a_child_hears_on_tap_only_and_one_thing_at_a_time(
    phone: Page, browser: Browser, links: dict[str, str]
) -> None:
    address = page_weight.begin(browser, links["child"])
    phone.add_init_script(SHOW_THE_SOUND)
    weights = page_weight.weigh_requests(phone)
    phone.goto(address, wait_until="networkidle")
    question, soms = (
        phone.get_by_role("button", name=name, exact=True)
        for name in ("Lees de vraag voor", "Lees voor: soms")
    )

    assert len(weights) <= MOST_REQUESTS
    assert sum(weights.values()) <= MOST_BYTES
    assert sum(size for name, size in weights.items() if name.endswith(".js")) < LARGEST_SCRIPT
    assert phone.evaluate("window.sound") is None

    question.tap()
    wait_until(phone, "window.sound.currentTime > 0.1")
    expect(phone.locator("[data-heard]")).to_have_text("Ik doe graag mee in de klas.")
    soms.tap()
    expect(question).to_have_attribute("aria-pressed", "false")
    expect(soms).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[data-heard]")).to_have_text("soms")
    wait_until(phone, "window.sound.ended")
    expect(soms).to_have_attribute("aria-pressed", "false")
    assert phone.locator("[data-heard], input:checked").count() == 0


def test_a_parent_plays_pauses_and_goes_on_with_the_keyboard(
    desk: Page, links: dict[str, str], expected_faults: list[str]
) -> None:
    desk.add_init_script(SHOW_THE_SOUND)
    desk.goto(links["parent"])
    desk.locator("[data-act=forward]").click()
    button = desk.get_by_role("button", name="Lees voor")
    heard = desk.locator("[data-heard]")

    button.press("Enter")
    expect(heard).to_have_text("Denk aan de afgelopen 4 weken.")
    button.press(" ")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert desk.evaluate("window.sound.paused")
    assert heard.count() == 0
    button.press(" ")
    expect(heard).to_have_text("Denk aan de afgelopen 4 weken.")

    expected_faults.append("ERR_FAILED")
    desk.route("**/geluid/*", lambda route: route.abort())
    button.press(" ")
    button.press(" ")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert desk.url.endswith("/1")


def test_without_script_the_sound_opens_beside_the_page(
    phone_without_script: Page, links: dict[str, str]
) -> None:
    page = phone_without_script
    page.goto(links["parent"])
    page.locator("[data-act=forward]").click()
    page.get_by_text("soms", exact=True).click()

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Lees voor").click()

    opened.value.wait_for_selector("video, audio", state="attached")
    assert "/geluid/" in opened.value.url
    assert page.locator("input:checked").count() == 1
