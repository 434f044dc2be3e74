"""Collects from the pages themselves what their addresses and forms take."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

Values = dict[str, set[str]]
DEEP = 4


def _values() -> Values:
    return defaultdict(set)


@dataclass
class Harvest:
    """Parts of addresses by name and together, and the fields of forms, by the route they go to."""

    routes: MapAdapter
    parts: Values = field(default_factory=_values)
    asked: Values = field(default_factory=_values)
    fields: dict[str, Values] = field(default_factory=lambda: defaultdict(_values))
    read: dict[str, str] = field(default_factory=dict)
    whole: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def likely(self, path: str) -> dict[str, str]:
        """Return parts for an address that no page leads to now, each of which is somewhere."""
        names = re.findall(r"{(\w+)}", path)
        return {name: min(self.parts[name]) for name in names if self.parts[name]}

    def walk(self, client: FlaskClient, starts: list[str]) -> list[TestResponse]:
        """Follow links, to one page of each route, and return the answers."""
        answers, todo, first = [], list(starts), True
        for _ in range(DEEP):
            following = []
            for address in todo:
                endpoint = self.note(address)
                if endpoint is None or (endpoint in self.read and not first):
                    continue
                self.read.setdefault(endpoint, address)
                page = client.get(address)
                answers.append(page)
                if page.mimetype == "text/html":
                    following += self.gather(page.text)
            todo, first = following, False
        return answers

    def note(self, address: str, method: str = "GET") -> str | None:
        """Keep the parts of an address of our own; return the name of its route."""
        parts = urlsplit(address)
        try:
            endpoint, values = self.routes.match(parts.path, method=method)
        except HTTPException:
            return None
        together = {name: str(value) for name, value in values.items()}
        for name, value in together.items():
            self.parts[name].add(value)
        if together not in self.whole[endpoint]:
            self.whole[endpoint].append(together)
        for name, value in parse_qsl(parts.query):
            self.asked[name].add(value)
        return str(endpoint)

    def gather(self, text: str) -> list[str]:
        """Keep the forms of a page; return where its links lead."""
        page = html.document_fromstring(text)
        for form in page.forms:
            method = (form.get("method") or "get").upper()
            endpoint = self.note(form.get("action") or "", method)
            known = self.asked if method == "GET" else self.fields[endpoint or ""]
            for each in form.inputs:
                if each.name is None:
                    continue
                options = each.value_options if each.tag == "select" else [each.get("value") or ""]
                known[each.name] |= set(options)
        return [each for each in page.xpath("//@href | //@src") if each.startswith("/")]
