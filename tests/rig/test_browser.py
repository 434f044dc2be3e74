"""The browser notices what a person's browser would complain about, and stays on this machine."""

import http.server
import threading
from functools import partial

import pytest

PAGES = {
    "/good": "<!doctype html><html lang=nl><title>Goed</title><main>Hallo</main>",
    "/inline-style": "<!doctype html><html lang=nl><title>Stijl</title><p style='color:red'>Nee",
    "/broken-script": "<!doctype html><title>Fout</title><script src=/fail.js></script>",
    "/elsewhere": "<!doctype html><html lang=nl><title>Weg</title><img src=http://192.0.2.1/a.png>",
    "/fail.js": "throw new Error('stuk')",
}


class Pages(http.server.BaseHTTPRequestHandler):
    """Serves the few pages above under the policy that scripts and styles come from files."""

    def do_GET(self):
        body = PAGES.get(self.path, "").encode()
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_response(200 if body else 204)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src *")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing on the terminal."""


@pytest.fixture(scope="module")
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_good_page_shows_no_fault(phone, site, browser_faults):
    phone.goto(f"{site}/good")

    assert phone.get_by_role("main").inner_text() == "Hallo"
    assert browser_faults == []


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/inline-style", "Content Security Policy"),
        ("/broken-script", "stuk"),
        ("/elsewhere", "request elsewhere: http://192.0.2.1/a.png"),
    ],
)
def test_a_faulty_page_is_noticed(phone, site, browser_faults, expected_faults, path, part):
    expected_faults += [part, "ERR_"]

    phone.goto(f"{site}{path}", wait_until="load")
    phone.wait_for_timeout(200)

    assert any(part in fault for fault in browser_faults)


def test_the_phone_is_360_pixels_wide_and_has_touch(phone, site):
    phone.goto(f"{site}/good")

    assert phone.evaluate("[screen.width, navigator.maxTouchPoints > 0]") == [360, True]


def test_the_desk_is_1280_pixels_wide(desk, site):
    desk.goto(f"{site}/good")

    assert desk.evaluate("window.innerWidth") == 1280


def test_the_phone_without_script_runs_none(phone_without_script, site):
    phone_without_script.goto(f"{site}/broken-script")

    assert phone_without_script.title() == "Fout"
