"""What a first visit to the form page weighs on a phone: bytes as they came in, and requests.

python -m tests.benchmarks.page_weight
"""

import tempfile
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright

from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.keeping.simulation import simulate
from survey_app.storage import migrate
from tests.factories.plans import asking
from tests.journeys import acts
from tests.journeys.stage import Stage, raised_stage
from tests.rig import debian
from tests.rig.browser import ARGUMENTS, PHONE


def main() -> None:
    """Visit the first form page of every role with an empty browser, and print what came."""
    with tempfile.TemporaryDirectory(prefix="kansmeter-weight-") as folder:
        url = f"sqlite:///{Path(folder) / 'weight.db'}"
        migrate.upgrade(url)
        with raised_stage(url) as stage, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=debian.chromium(), args=ARGUMENTS)
            for role, link in open_links(stage).items():
                weights = first_visit(browser, begin(browser, link))
                click.echo(f"{role:<8} {sum(weights.values()):>6} bytes, {len(weights)} requests")
                for address, weight in weights.items():
                    click.echo(f"  {weight:>6}  {kind_of(address)}")
            browser.close()


def open_links(stage: Stage) -> dict[str, str]:
    """Make a traject and return an open link for every role."""
    made = simulate(stage.database, asking(), count=1, seed=1, now=stage.clock())
    signed = SignedLinks(stage.settings.keys, Purpose.ANSWER, stage.url)
    return {link.role: signed.url(link.invitation_id) for link in made}


def begin(browser: Browser, link: str) -> str:
    """Open the link, press Begin, and return the address of the form page."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(link)
    acts.begin(page)
    page.wait_for_selector("main[data-page=questions]")
    address = page.url
    context.close()
    return address


def first_visit(browser: Browser, address: str) -> dict[str, int]:
    """Open an address with nothing kept from before; return the bytes of every request."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    weights = weigh_requests(page)
    page.goto(address, wait_until="networkidle")
    context.close()
    return weights


def weigh_requests(page: Page) -> dict[str, int]:
    """Return a table that fills with the bytes of every answer from the network, headers too."""
    weights: dict[str, int] = {}
    addresses: dict[str, str] = {}
    session = page.context.new_cdp_session(page)

    def asked(sent: dict[str, dict[str, str]]) -> None:
        addresses[str(sent["requestId"])] = sent["request"]["url"]

    def came(done: dict[str, float]) -> None:
        address = addresses[str(done["requestId"])]
        if not address.startswith("data:"):
            weights[address] = int(done["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.send("Network.enable")
    return weights


def kind_of(address: str) -> str:
    """Name what was asked for, never the link itself."""
    return address.rsplit("/", 1)[-1] if "/static/" in address else "the page"


if __name__ == "__main__":
    main()
