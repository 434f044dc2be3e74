"""The form page on a cheap phone: how much comes over the air, and what works without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.benchmarks.page_weight import begin, open_links, weigh_requests
from tests.journeys import acts
from tests.journeys.stage import Stage, raised_stage
from tests.rig.browser import PHONE, watched_page

MOST_BYTES = 14_000
MOST_REQUESTS = 4
ROLES = ["parent", "teacher", "child"]


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

    assert any(name.endswith(".css") for name in weights)
    assert len(weights) <= MOST_REQUESTS
    assert 2_000 < sum(weights.values()) <= MOST_BYTES


@pytest.mark.parametrize("role", ROLES)
def test_a_list_is_sent_with_javascript_switched_off(
    phone_without_script: Page, links: dict[str, str], role: str
) -> None:
    acts.answer(phone_without_script, links[role], 1)

    assert phone_without_script.locator("main[data-page=thanks]").count() == 1
