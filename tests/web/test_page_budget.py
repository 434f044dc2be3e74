"""The form page on a cheap phone: how much comes over the air, and what works without script."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from survey_app.definitions import load
from tests.benchmarks.page_weight import begin, open_links, weigh_requests
from tests.journeys import acts
from tests.journeys.stage import Stage, raised_stage
from tests.rig.browser import PHONE, watched_page
from tests.web.page_kinds import Gallery
from tests.web.world import a_world, data_page, encoded

pytestmark = pytest.mark.one_database


MOST_BYTES = 14_000
ZIPPED = {"Accept-Encoding": "gzip"}
MOST_REQUESTS = 4
MOST_SCRIPT = 3_000
ROLES = ["parent", "teacher", "child"]
HEADERS = 1_500
"""What the headers of two answers weigh at most; measured by the tests in a browser below."""
HEAVIEST = {
    "kansmeter-aanmelding": "teacher",
    "kansmeter-kind-jong": "child",
    "kansmeter-nazorg": "parent",
    "kansmeter-stapje": "child",
}
"""Lists with nine boxes to tick, three faces, thirteen answers and eleven stones on a page."""


@pytest.fixture
def stage(migrated_url: str) -> Iterator[Stage]:
    """Give a running application on a fresh database."""
    with raised_stage(migrated_url) as running:
        yield running


@pytest.fixture
def links(stage: Stage) -> dict[str, str]:
    """Give an open link for every role."""
    return open_links(stage)


@pytest.mark.parametrize("role", ROLES)
def test_a_form_page_with_its_style_is_light(
    browser: Browser, browser_faults: list[str], links: dict[str, str], role: str
) -> None:
    address = begin(browser, links[role])

    with watched_page(browser, browser_faults, **PHONE) as page:
        weights = weigh_requests(page)
        page.goto(address, wait_until="networkidle")
        assert page.locator("main[data-page=questions]").count() == 1
        assert page.evaluate("document.styleSheets.length") == 2

    assert not any(name.endswith(".css") for name in weights)
    assert len(weights) <= MOST_REQUESTS
    assert 2_000 < sum(weights.values()) <= MOST_BYTES


@pytest.mark.parametrize("role", ROLES)
def test_a_list_is_sent_with_javascript_switched_off(
    phone_without_script: Page, links: dict[str, str], role: str
) -> None:
    acts.answer(phone_without_script, links[role], 1)

    assert phone_without_script.locator("main[data-page=thanks]").count() == 1


@pytest.mark.parametrize(("key", "role"), HEAVIEST.items())
def test_every_page_of_the_heaviest_lists_is_light(migrated_url: str, key: str, role: str) -> None:
    questionnaire = load(key)
    age = questionnaire.ages[0] if questionnaire.ages else 9
    with a_world(migrated_url) as world:
        case = world.case(lists=[questionnaire], age=age)
        visitor = world.visitor(case.intake[role])
        visitor.begin()
        styles = [
            visitor.client.get(each, headers=ZIPPED)
            for each in re.findall(r'href="(/static/[^"]+)"', visitor.page.text)
        ]
        beside = sum(len(each.data) for each in styles) + HEADERS
        weights = []
        while data_page(visitor.page) == "questions":
            page = visitor.client.get(visitor.page.request.path, headers=ZIPPED)
            weights.append(len(page.data) + beside)
            refused = visitor.client.post(
                visitor.page.request.path, data=encoded(visitor.fields()), headers=ZIPPED
            )
            weights.append(len(refused.data) + beside)
            visitor.send(visitor.number, act="skip")

    assert {each.headers["Content-Encoding"] for each in (page, *styles)} == {"gzip"}
    assert len(styles) == 2
    assert 2_000 < max(weights) <= MOST_BYTES


def test_every_page_and_all_that_it_asks_for_is_light(gallery: Gallery) -> None:
    assert [each for each in weighed(gallery) if not each.is_light] == []


@dataclass(frozen=True)
class Weight:
    """What one page weighs: bytes of the page and of each file it asks for, compressed."""

    language: str
    name: str
    page: int
    files: dict[str, int]

    @property
    def is_light(self) -> bool:
        """Whether it keeps within every part of the budget."""
        script = sum(size for name, size in self.files.items() if name.endswith(".js"))
        headers = HEADERS * (1 + len(self.files)) // 2
        total = self.page + sum(self.files.values()) + headers
        within = total <= MOST_BYTES and script <= MOST_SCRIPT
        return within and 1 + len(self.files) <= MOST_REQUESTS


def weighed(gallery: Gallery) -> Iterator[Weight]:
    """Weigh every kind of page with the files that its HTML asks for at once."""
    client = gallery.world.client()
    known: dict[str, int] = {}
    for met in gallery.met:
        asked = re.findall(r'(?:href|src)="(/static/[^"]+)"', met.html)
        for each in set(asked) - set(known):
            known[each] = len(client.get(each, headers=ZIPPED).data)
        page = len(gzip.compress(met.body, 6))
        yield Weight(met.language, met.name, page, {each: known[each] for each in asked})
