"""Talking to a real server over a socket, and looking at its worker processes."""

import http.client
import re
import socket
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.keeping import bench
from survey_app.storage import Database, Keyring
from tests.rig.server import SECRET_KEYS, LiveServer
from tests.web.world import csrf, data_page

FORM = "application/x-www-form-urlencoded"


def open_links(server: LiveServer, count: int) -> list[tuple[str, str]]:
    """Make open links to the list of 25 items; return invitation ids with their paths."""
    now = datetime.now(UTC)
    database = Database(server.database_url, Keyring((SECRET_KEYS,)))
    try:
        made = bench.open_links(database, count, f"{now:%H%M%S%f}", now)
    finally:
        database.dispose()
    links = SignedLinks((SECRET_KEYS,), Purpose.ANSWER, server.url)
    return [(link.invitation_id, f"/v/{links.token(link.invitation_id)}") for link in made]


def open_link(server: LiveServer) -> str:
    """Make one open link and return its path."""
    return open_links(server, 1)[0][1]


class Phone:
    """A browser with cookies over plain HTTP; a new connection for every request."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, fields: Sequence[tuple[str, str]] = (), timeout: float = 30
    ) -> tuple[int, str, str]:
        """Return status, location and text of the answer, read to its end."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(fields) if fields else None
        if body:
            headers["Content-Type"] = FORM
        with closing(http.client.HTTPConnection(self.host, timeout=timeout)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), text

    def begin(self, path: str) -> str:
        """Open a link, press the button, and return the first page of questions."""
        text = self.ask("GET", path)[2]
        status, location, _ = self.ask("POST", path, [("csrf_token", csrf(text))])
        assert status == 303
        return self.ask("GET", location)[2]

    def send(self, path: str, page: str, answers: Sequence[str], timeout: float = 30) -> bool:
        """Send the one page of 25 items; tell whether the thanks were read to their end."""
        fields = [("csrf_token", csrf(page)), ("revision", "0"), ("act", "forward")]
        fields += [(f"a.q{n:02}", key) for n, key in enumerate(answers, start=1)]
        status, location, _ = self.ask("POST", f"{path}/1", fields, timeout)
        if status != 303:
            return False
        status, _, text = self.ask("GET", location, timeout=timeout)
        return status == 200 and data_page(text) == "thanks"


def request(
    url: str, method: str, path: str, headers: dict[str, str] | None = None, *, size: int = 0
) -> tuple[int | None, float]:
    """Send a request with a body of rubbish by hand; return the status, or None when cut off."""
    parts = urlsplit(url)
    began = time.monotonic()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method == "POST":
        lines.append(f"Content-Type: {FORM}")
    chunked = "chunked" in (headers or {}).get("Transfer-Encoding", "")
    piece = b"w" * 65_536
    with closing(socket.create_connection((parts.hostname or "", parts.port or 80), 10)) as wire:
        wire.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        with suppress(OSError):
            for _ in range(-(-size // len(piece))):
                wire.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
            if chunked:
                wire.sendall(b"0\r\n\r\n")
        answer = b""
        with suppress(OSError):
            while b"\r\n" not in answer:
                part = wire.recv(4096)
                if not part:
                    break
                answer += part
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return (int(found[1]) if found else None), time.monotonic() - began


def worker_ids(server: LiveServer) -> list[int]:
    """Return the process ids of the server's workers."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(number) for number in children.read_text().split()]


def worker_memory(server: LiveServer) -> list[int]:
    """Return the largest resident memory each worker ever had, in bytes."""
    found = []
    for worker in worker_ids(server):
        status = Path(f"/proc/{worker}/status").read_text()
        found += [int(size) * 1024 for size in re.findall(r"VmHWM:\s+(\d+) kB", status)]
    return found
