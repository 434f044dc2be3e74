"""Answering on a cheap phone, with a keyboard, without script, while the connection breaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from survey_app.definitions import load
from tests.rig.browser import DESK, PHONE, watched_page
from tests.rig.wire import Cut, Wire, laid_to
from tests.web import keyboard
from tests.web.page_kinds import OWN, TALKS, shown
from tests.web.world import World, a_world

pytestmark = pytest.mark.one_database

PROFILES = {
    "cheap phone": PHONE,
    "keyboard": DESK,
    "no script": {**PHONE, "java_script_enabled": False},
}
FEW = [
    ("cheap phone", "parent", "ar"),
    ("keyboard", "teacher", "nl"),
    ("no script", "child", "nl"),
]
EVERY = [(how, role, spoken) for how in PROFILES for role in OWN for spoken in ("nl", "ar")]
FORWARD = "[data-act=forward]"
QUESTIONS = "main[data-page=questions]"
AT_THE_END = "main[data-page=thanks], main[data-page=already]"
NO_PAGE = "chrome-error:"
SLOW = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


class Network:
    """The network of a page, there or not."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def offline(self, yes: bool) -> None:
        """Take it away or give it back."""
        self._page.context.set_offline(yes)


class SlowNetwork(Network):
    """The slow, far network of a cheap phone, whose processor is slow too."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        self._session.send("Network.enable")
        self.offline(False)

    def offline(self, yes: bool) -> None:
        """Take it away or give it back as slow as it was."""
        self._session.send("Network.emulateNetworkConditions", {**SLOW, "offline": yes})


@dataclass
class Person:
    """Somebody at a device, who opens the link again when a page does not come."""

    page: Page
    link: str
    how: str
    wire: Wire
    network: "Network"

    def choose(self, place: int) -> dict[str, str]:
        """Choose the answer at this place in every question; return what was chosen."""
        if self.how == "keyboard":
            wrong: list[str] = []
            chosen = keyboard.Walker(self.page, wrong).choose(place)
            assert wrong == []
            return chosen
        chosen = {}
        for question in self.page.locator("fieldset").all():
            fields = question.locator("input")
            radio = fields.nth(place % fields.count())
            question.locator(f"label[for='{radio.get_attribute('id')}']").tap()
            chosen[radio.get_attribute("name").removeprefix("a.")] = radio.get_attribute("value")
        return chosen

    def press(self) -> None:
        """Press the main button, whatever comes of it."""
        if self.how == "keyboard":
            keyboard.Walker(self.page, []).go_to(self.page.evaluate(keyboard.MAIN))
            self.page.keyboard.press("Enter")
        else:
            self.page.locator(FORWARD).tap(no_wait_after=True)

    def go_on(self) -> None:
        """Press and come to the next page."""
        before = self.page.url
        self.press()
        self.page.wait_for_url(lambda url: url != before)

    def send_while(self, trouble: Callable[["Person"], None]) -> None:
        """Press while something goes wrong, and go on as a page or common sense says."""
        before = self.page.url
        self.settle()
        trouble(self)
        if self.how != "no script" and self.page.url == before:
            # The page says so and goes on by itself; it keeps what was chosen. Or it had counted on
            # a connection of just now, and the browser shows that the next page did not come.
            self.page.wait_for_url(lambda url: url != before)
            if not self.page.url.startswith(NO_PAGE):
                return
        self.page.wait_for_load_state()
        self.page.goto(self.link)
        if self.page.locator(AT_THE_END).count() == 0:
            self.go_on()

    def settle(self) -> None:
        """Wait until what was chosen is saved, so that the next form is the page itself."""
        if self.how != "no script" and self.page.locator(QUESTIONS).count():
            expect(self.page.locator(".saved")).not_to_be_empty()
            self.page.wait_for_load_state("networkidle")


def look_away(person: Person) -> None:
    """Let so much time go by on the device that a connection of before is not counted on."""
    if person.how != "no script":
        person.page.clock.fast_forward(16_000)


def without_connection(person: Person) -> None:
    """Press where there is no network, which comes back."""
    person.network.offline(True)
    press_in_vain(person)
    person.network.offline(False)


def cut(where: Cut) -> Callable[[Person], None]:
    """Return a press whose form is cut off there."""

    def press(person: Person) -> None:
        person.wire.cut = where
        press_in_vain(person)
        person.wire.cut = None

    return press


def press_in_vain(person: Person) -> None:
    """Press and wait until the browser or the page knows that it failed."""
    with person.page.expect_event("requestfailed"):
        person.press()
    if person.page.locator(".saved.lost").count() == 0:
        person.page.wait_for_timeout(200)


TROUBLES = [without_connection, cut(Cut.HALFWAY), cut(Cut.BEFORE_THE_ANSWER)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every profile, role and language in the long size, and each of them once in short."""
    cases = EVERY if metafunc.config.getoption("--size") == "long" else FEW
    metafunc.parametrize(("how", "role", "spoken"), cases)


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    with a_world(migrated_url) as world:
        yield world


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes about a connection that breaks."""
    return ["ERR_INTERNET_DISCONNECTED", "ERR_EMPTY_RESPONSE", "status of 4"]


def test_ac_146_nothing_is_lost_and_nothing_is_doubled(
    browser, browser_faults, world, size, how, role, spoken
):
    own = OWN[role] if size.name == "long" and spoken == "nl" else TALKS
    case = world.case(lists=[load(own)])
    chosen: dict[str, str] = {}
    with (
        shown(world, []) as url,
        laid_to(urlsplit(url).port) as wire,
        watched_page(browser, browser_faults, **PROFILES[how]) as page,
    ):
        network = SlowNetwork(page) if how == "cheap phone" else Network(page)
        link = f"http://127.0.0.1:{wire.port}/v/{world.token(case.intake[role])}?taal={spoken}"
        person = Person(page, link, how, wire, network)
        page.clock.install()
        page.goto(link)
        person.send_while(cut(Cut.BEFORE_THE_ANSWER))
        if page.locator("main[data-page=practice]").count():
            person.go_on()
        number = 0
        while page.locator(QUESTIONS).count():
            assert page.locator("html").get_attribute("lang") == spoken
            number += 1
            chosen |= person.choose(number % 3)
            person.settle()
            if number % 2:
                look_away(person)
            person.send_while(TROUBLES[(number + 1) % 3])
        assert page.locator(AT_THE_END).count() == 1
        assert wire.cuts > 1

    (response,) = world.responses()
    assert response.answers == chosen
    assert (response.invitation_id, response.missing) == (case.intake[role], {})
