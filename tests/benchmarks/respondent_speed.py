"""How long somebody with a cheap phone waits, beside a bare page of HTML in the same run.

    python -m tests.benchmarks.respondent_speed [--rounds R]

A processor 6 times slower, 50 kB/s and 400 ms there and back. "First paint" is that of the start
page with nothing kept from before; "next" goes from a finger on "Volgende" to the paint of the next
question: with the script, once the answer was saved and at once after choosing it, and without.
Machines differ and are busy: the ratio is the figure.
"""

import http.server
import statistics
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright

from survey_app.clock import LOCAL
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.storage import migrate
from tests.factories.plans import asking
from tests.factories.world import HandClock, World, opened
from tests.journeys import acts
from tests.rig import debian
from tests.rig.browser import ARGUMENTS, PHONE
from tests.rig.server import SECRET_KEYS, running_server

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FIRST = "first paint"
NEXT, NEXT_AT_ONCE, NEXT_WITHOUT = "next", "next, at once", "next, without script"
LIMITS_IN_MS = {FIRST: 1200, NEXT: 1000, NEXT_AT_ONCE: 1000, NEXT_WITHOUT: 1000}
MOST_TIMES_BARE = 1.3
BARE = b"""<!doctype html><html lang="nl"><meta charset="utf-8"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><title>Vraag</title>
<h1>Hoe gaat het?</h1><form method="post"><label><input type="radio" name="a" value="1">goed</label>
<button data-act="forward">Volgende</button></form>"""
STYLED = BARE.replace(b"<title>", b'<link rel="stylesheet" href="/bare.css"><title>')
SAVED = """() => {
  const form = document.getElementById("sheet");
  return form.querySelector("[role=status]").textContent === form.dataset.kept
}"""
PAINTED = """() => new Promise(resolve => new PerformanceObserver(list => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found) resolve(found.startTime + performance.timeOrigin);
}).observe({type: "paint", buffered: true}))"""


class BareHandler(http.server.BaseHTTPRequestHandler):
    """Gives the same bare page everywhere, with a style where asked; leads a form to the next."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Give the page."""
        if self.path.endswith(".css"):
            self._answer(200, b"body { margin: 1rem }", ("Content-Type", "text/css"))
            return
        page = STYLED if self.path == "/styled" else BARE
        self._answer(200, page, ("Content-Type", "text/html; charset=utf-8"))

    def do_POST(self) -> None:
        """Lead to the next page."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(303, b"", ("Location", f"{self.path}x"))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@contextmanager
def bare_page() -> Iterator[str]:
    """Serve the bare page."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), BareHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def slow_phone(browser: Browser, *, script: bool) -> Iterator[Page]:
    """Give a page of a cheap phone that never was here."""
    # Without script nothing could be asked of a page; the form is posted in the plain way instead.
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if not script:
        # A route of Playwright would switch off what the browser keeps of files.
        session.send("Network.setBlockedURLs", {"urls": ["*respond.js"]})
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    yield page
    context.close()


def first_paint(page: Page, address: str) -> float:
    """Open an address and return how many ms it took until something was there."""
    page.goto(address)
    painted: float = page.evaluate(PAINTED)
    return painted - float(page.evaluate("performance.timeOrigin"))


def next_paint(page: Page) -> float:
    """Press the main button and return how many ms it took until the next page was there."""
    button = page.locator("[data-act=forward]")
    button.evaluate(
        "each => each.addEventListener('click', () => { window.name = Date.now() }, true)"
    )
    acts.press(page, button)
    painted: float = page.evaluate(PAINTED)
    return painted - float(page.evaluate("window.name"))


def choose(page: Page) -> None:
    """Choose the first answer of a question."""
    page.locator("input[type=radio]").first.check(force=True)


def visit(
    browser: Browser, link: str, bare: str, found: dict[tuple[str, str], list[float]]
) -> None:
    """Go the same way with both once; note what was waited."""
    for script in (True, False):
        with slow_phone(browser, script=script) as page:
            took = first_paint(page, link)
            if script:
                found[FIRST, "kansmeter"].append(took)
            acts.begin(page)
            page.wait_for_load_state("networkidle")
            choose(page)
            if script:
                page.wait_for_function(SAVED)
                found[NEXT, "kansmeter"].append(next_paint(page))
                page.wait_for_load_state("networkidle")
                choose(page)
            found[NEXT_AT_ONCE if script else NEXT_WITHOUT, "kansmeter"].append(next_paint(page))
    with slow_phone(browser, script=True) as page:
        found[FIRST, "styled"].append(first_paint(page, f"{bare}styled"))
    with slow_phone(browser, script=True) as page:
        found[FIRST, "bare"].append(first_paint(page, bare))
        page.wait_for_load_state("networkidle")
        took = next_paint(page)
        for what in (NEXT, NEXT_AT_ONCE, NEXT_WITHOUT):
            found[what, "bare"].append(took)


@click.command(help=__doc__)
@click.option("--rounds", default=5, show_default=True)
def main(rounds: int) -> None:
    """Measure in turns and print the middle of each, and the ratios."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="kansmeter-speed-") as folder:
        url = f"sqlite:///{Path(folder) / 'speed.db'}"
        migrate.upgrade(url)
        with opened(url, SECRET_KEYS) as database:
            world = World(database, HandClock(datetime.now(LOCAL)))
            coach = world.coach()
            parents = [
                world.invitation(world.traject(coach, teachers=(), using=asking()), "parent")
                for _ in range(rounds)
            ]
        with (
            running_server(url, Path(folder) / "server.log") as server,
            bare_page() as bare,
            sync_playwright() as playwright,
        ):
            links = SignedLinks((SECRET_KEYS,), Purpose.ANSWER, server.url)
            browser = playwright.chromium.launch(executable_path=debian.chromium(), args=ARGUMENTS)
            for parent in parents:
                visit(browser, links.url(parent), bare, found)
            browser.close()
    for what, limit in LIMITS_IN_MS.items():
        own, other = (statistics.median(found[what, who]) for who in ("kansmeter", "bare"))
        within = "within" if own <= limit and own / other <= MOST_TIMES_BARE else "OVER"
        click.echo(
            f"{what:<20} {own:5.0f} ms (at most {limit}), bare {other:5.0f} ms, "
            f"ratio {own / other:.2f} (at most {MOST_TIMES_BARE}): {within}"
        )
    styled = statistics.median(found[FIRST, "styled"])
    click.echo(f"the bare page with one file of style: first paint {styled:.0f} ms")


if __name__ == "__main__":
    main()
