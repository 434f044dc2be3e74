"""A real browser: Debian's Chromium at the size of a phone or a desk, that notices every fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.rig import debian
from tests.rig.network import is_on_this_machine

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 900}}
PATIENCE_IN_MS = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the browser process of this session; a machine without one fails the tests."""
    program = debian.chromium()
    if program is None:
        raise RuntimeError("Chromium is not installed: no `chromium` on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched_page(browser: Browser, faults: list[str], **options: object) -> Iterator[Page]:
    """Open a page of a fresh visitor; add to `faults` what a browser would complain about.

    Faults are console errors, which violations of the content security policy and failed
    requests are too, errors in scripts, and requests that leave this machine.
    """
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", **options)
    context.set_default_timeout(PATIENCE_IN_MS)
    context.on(
        "console",
        lambda message: (
            faults.append(f"console: {message.text} ({message.location.get('url')})")
            if message.type == "error"
            else None
        ),
    )
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on(
        "request",
        lambda request: (
            faults.append(f"request elsewhere: {request.url}")
            if leaves_this_machine(request.url)
            else None
        ),
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def leaves_this_machine(url: str) -> bool:
    """Tell whether a request goes to another machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and not is_on_this_machine(parts.hostname)


@pytest.fixture
def expected_faults() -> list[str]:
    """Give a list to which a test adds a part of every fault that it provokes on purpose."""
    return []


@pytest.fixture
def browser_faults(expected_faults: list[str]) -> Iterator[list[str]]:
    """Give the faults seen so far; at the end the unexpected ones fail the test."""
    faults: list[str] = []
    yield faults
    unexpected = [fault for fault in faults if not any(part in fault for part in expected_faults)]
    assert unexpected == []


@pytest.fixture
def phone(browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """Give a page as wide as a cheap phone, with touch."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        yield page


@pytest.fixture
def phone_without_script(browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """Give the same phone with JavaScript switched off."""
    with watched_page(browser, browser_faults, java_script_enabled=False, **PHONE) as page:
        yield page


@pytest.fixture
def desk(browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """Give a page as wide as a coach's laptop."""
    with watched_page(browser, browser_faults, **DESK) as page:
        yield page
