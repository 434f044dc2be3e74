"""Respondents by the hundred: a small driver of plain HTTP that opens, answers and sends.

It reads pages with three patterns instead of a parser, because what it costs itself is taken from
the server on the same machine.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

RADIO = re.compile(rb'<input type="radio" name="([^"]+)" value="([^"]*)"')
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
THANKS = b'data-page="thanks"'
FORM = "application/x-www-form-urlencoded"


class VisitError(Exception):
    """A page was not what a respondent expects; the text names the address and the status."""


@dataclass
class Visitor:
    """One respondent with a connection, a cookie and chance of its own."""

    base_url: str
    chance: random.Random
    cookie: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the connection; it opens with the first request."""
        self.connection = http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=60)

    def get(self, path: str) -> bytes:
        """Open a page and return it."""
        status, body, _ = self._request("GET", path)
        if status != 200:
            raise VisitError(f"{status} at {path}")
        return body

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> str:
        """Send a form and return where the server leads to."""
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields)
        status, _, location = self._request("POST", path, body)
        if status != 303 or not location:
            raise VisitError(f"{status} after sending to {path}")
        return location

    def begin(self, path: str) -> str:
        """Open the start page, press Begin, and return the path of the form page."""
        return self.post(path, [*hidden_fields(self.get(path)), ("act", "forward")])

    def answer(self, path: str) -> int:
        """Open the form page, answer it by chance, send it, see the thanks; return the sum sent.

        The options of an item count from 1, in the order shown.
        """
        page = self.get(path)
        options: dict[str, list[str]] = {}
        for name, value in RADIO.findall(page):
            options.setdefault(name.decode(), []).append(value.decode())
        chosen = {name: self.chance.randrange(len(values)) for name, values in options.items()}
        fields = [*hidden_fields(page), ("act", "forward")]
        fields += [(name, options[name][place]) for name, place in chosen.items()]
        thanks = self.get(self.post(path, fields))
        if THANKS not in thanks:
            raise VisitError(f"no thanks after {path}")
        return sum(place + 1 for place in chosen.values())

    def _request(
        self, method: str, path: str, body: str | None = None
    ) -> tuple[int, bytes, str | None]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = FORM
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        given = answer.getheader("Set-Cookie")
        if given:
            self.cookie = given.split(";")[0]
        return answer.status, answer.read(), answer.getheader("Location")


def hidden_fields(page: bytes) -> list[tuple[str, str]]:
    """Return the hidden inputs of a page, sent back as they came."""
    return [(name.decode(), value.decode()) for name, value in HIDDEN.findall(page)]


@dataclass(frozen=True)
class Visits:
    """How many visits succeeded, in how many seconds, and what they returned."""

    count: int
    seconds: float
    results: list[object]

    @property
    def per_second(self) -> float:
        """Completed visits a second."""
        return self.count / self.seconds


def visit_all(
    base_url: str, paths: Sequence[str], at_once: int, visit: Callable[[Visitor, str], object]
) -> Visits:
    """Let every path be visited by a respondent of its own, some at the same time."""
    todo = iter(enumerate(paths))
    results: list[object] = []
    faults: list[str] = []
    turn = threading.Lock()

    def work() -> None:
        while True:
            with turn:
                number, path = next(todo, (0, None))
            if path is None:
                return
            visitor = Visitor(base_url, random.Random(number))  # noqa: S311  # chance that can be repeated
            try:
                results.append(visit(visitor, path))
            except (VisitError, OSError, http.client.HTTPException) as error:
                faults.append(str(error))
            finally:
                visitor.connection.close()

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if faults:
        raise VisitError(f"{len(faults)} of {len(paths)} visits failed, the first: {faults[0]}")
    return Visits(len(results), seconds, results)
