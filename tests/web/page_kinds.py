"""Every kind of page that who answers can meet, and how somebody gets there.

A page that is new is one function more here; the tests of accessibility, the pictures and the
weights then look at it too.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import template_rendered
from playwright.sync_api import Page
from werkzeug.datastructures import Headers
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from survey_app.definitions import Questionnaire, load
from survey_app.frames import LANGUAGES
from survey_app.invitations.models import Invitation
from survey_app.web.respond.posting import keep
from tests.rig.server import free_port
from tests.web.test_contact import round_link
from tests.web.world import (
    KINDS_FILE,
    WORDS_FILE,
    Case,
    Visitor,
    World,
    asked,
    csrf,
    data_page,
)

TALKS = WORDS_FILE.with_name("languages.yaml")
"""A list that may be asked in Arabic."""
PARENT, TEACHER, CHILD = "parent", "teacher", "child"
OWN = {PARENT: "kansmeter-ouder", TEACHER: "kansmeter-leerkracht", CHILD: "kansmeter-kind"}
LANGUAGES_BY_SIZE = {"short": ("nl", "ar"), "long": LANGUAGES}
SEEN = "/gezien"
"""Where the pages that were met are shown again."""


@dataclass
class Guest:
    """Somebody who answers in a language, in a world where everything can be arranged."""

    world: World
    language: str
    role: str
    cases: dict[str, Case] = field(default_factory=dict)
    visitor: Visitor | None = None

    def invited(
        self,
        questionnaire: Questionnaire | None = None,
        *,
        age: int = 9,
        later: bool = False,
        alone: bool = False,
    ) -> Visitor:
        """Return a browser that holds a link to a list, or to the own list of a child of nine.

        Others use the same link in browsers of their own, unless somebody must be alone with it.
        """
        key = "own" if questionnaire is None else questionnaire.key
        lists = None if questionnaire is None else [questionnaire]
        if alone:
            case = self.world.case(lists=lists, age=age)
        else:
            case = self.cases.get(key) or self.world.case(lists=lists, age=age)
            self.cases[key] = case
        invitations_by_role = case.follow_up if later else case.intake
        self.visitor = self.world.visitor(invitations_by_role[self.role])
        self.visitor.get(f"?taal={self.language}")
        return self.visitor

    def begun(self, questionnaire: Questionnaire | None = None, **options: Any) -> Visitor:
        """Return a browser that is at the first question, past practising."""
        visitor = self.practising(questionnaire, **options)
        if data_page(visitor.page) == "practice":
            self.press(csrf_token=csrf(visitor.page))
        return visitor

    def practising(self, questionnaire: Questionnaire | None = None, **options: Any) -> Visitor:
        """Return a browser that pressed the button of the start page."""
        visitor = self.invited(questionnaire, **options)
        self.press(csrf_token=csrf(visitor.page), language=self.language)
        return visitor

    def press(self, path: str | None = None, **fields: Any) -> TestResponse:
        """Post what a page asks, at another address when told, and follow where that leads."""
        visitor = self.visitor
        done = visitor.client.post(path or visitor.page.request.path, data=fields)
        visitor.page = visitor.client.get(done.location) if done.status_code == 303 else done
        return visitor.page

    def answered(self) -> Visitor:
        """Return a browser that sent its answers to a short list: the first option everywhere."""
        visitor = self.begun(load(TALKS), alone=True)
        while data_page(visitor.page) == "questions":
            given = {key: offered[:1] for key, offered in asked(visitor.page).items() if offered}
            visitor.send(visitor.number, act="skip", **given)
        return visitor

    def typed(self, path: str, **fields: str) -> TestResponse:
        """Open a page without a link, type in it, and send it."""
        self.visitor = Visitor(self.world.client(), path)
        page = self.visitor.get(f"?taal={self.language}")
        if fields:
            return self.press(csrf_token=csrf(page), language=self.language, **fields)
        return page


@dataclass(frozen=True)
class Kind:
    """One kind of page: its name, who meets it, and how."""

    name: str
    role: str
    reach: Callable[[Guest], TestResponse]
    languages: tuple[str, ...] = LANGUAGES
    is_short: bool = True


KINDS: list[Kind] = []
Reach = Callable[[Guest], TestResponse]


def met_by(
    *roles: str, also: tuple[str, ...] = (), languages: tuple[str, ...] = LANGUAGES
) -> Callable[[Reach], Reach]:
    """Put a way to a page among the kinds, once for each who meets it.

    Whoever `also` meets it gets other words in the same shape, which the long size looks at.
    """

    def noted(reach: Reach) -> Reach:
        name = reach.__name__.replace("_", "-")
        everybody = (*roles, *also)
        for role in everybody:
            full = name if len(everybody) == 1 else f"{name}-{role}"
            KINDS.append(Kind(full, role, reach, languages, is_short=role in roles))
        return reach

    return noted


@met_by(PARENT, CHILD, also=(TEACHER,))
def start(guest: Guest) -> TestResponse:
    return guest.invited().page


@met_by(CHILD)
def practice_in_words(guest: Guest) -> TestResponse:
    return guest.practising().page


@met_by(CHILD)
def practice_with_faces(guest: Guest) -> TestResponse:
    return guest.practising(load("kansmeter-kind-jong"), age=6).page


@met_by(PARENT, TEACHER, also=(CHILD,))
def question(guest: Guest) -> TestResponse:
    return guest.begun().page


@met_by(PARENT, TEACHER, also=(CHILD,))
def nothing_chosen(guest: Guest) -> TestResponse:
    return guest.begun(alone=True).send(1)


@met_by(CHILD)
def faces(guest: Guest) -> TestResponse:
    return guest.begun(load("kansmeter-kind-jong"), age=6).page


@met_by(CHILD)
def faces_nothing_chosen(guest: Guest) -> TestResponse:
    return guest.begun(load("kansmeter-kind-jong"), age=6).send(1)


@met_by(CHILD, also=(PARENT,))
def stones(guest: Guest) -> TestResponse:
    return guest.begun(load("kansmeter-stapje")).page


@met_by(CHILD)
def stones_nothing_chosen(guest: Guest) -> TestResponse:
    return guest.begun(load("kansmeter-stapje")).send(1)


@met_by(PARENT, also=(TEACHER, CHILD), languages=("ar",))
def question_in_own_language(guest: Guest) -> TestResponse:
    return guest.begun(load(TALKS)).page


@met_by(PARENT, also=(CHILD,), languages=("ar",))
def nothing_chosen_in_own_language(guest: Guest) -> TestResponse:
    return guest.begun(load(TALKS)).send(1)


@met_by(PARENT)
def boxes_to_tick(guest: Guest) -> TestResponse:
    return guest.begun(load(KINDS_FILE)).page


@met_by(PARENT)
def too_many_ticked(guest: Guest) -> TestResponse:
    visitor = guest.begun(load(KINDS_FILE))
    return visitor.send(1, hulp="ja", spel=["lezen", "tekenen", "buiten"])


@met_by(PARENT)
def a_wrong_number(guest: Guest) -> TestResponse:
    visitor = guest.begun(load(KINDS_FILE))
    visitor.send(1, hulp="ja", spel="lezen")
    return visitor.send(2, hoe="laag", uren="veel")


@met_by(PARENT)
def own_words(guest: Guest) -> TestResponse:
    visitor = guest.begun(load(WORDS_FILE))
    return visitor.send(1, q1="1", q2="2")


@met_by(PARENT)
def changed_elsewhere(guest: Guest) -> TestResponse:
    visitor = guest.begun(load(WORDS_FILE), alone=True)
    opened = visitor.page
    visitor.send(1, q1="1", q2="2")
    visitor.page = opened
    return visitor.send(1, q1="3", q2="4")


@met_by(PARENT)
def look_over(guest: Guest) -> TestResponse:
    visitor = guest.begun()
    visitor.send(1, **{key: offered[0] for key, offered in asked(visitor.page).items()})
    return visitor.get("/overzicht")


@met_by(PARENT, CHILD, also=(TEACHER,))
def thanks(guest: Guest) -> TestResponse:
    return guest.answered().page


@met_by(PARENT)
def already(guest: Guest) -> TestResponse:
    sent = guest.answered()
    return Visitor(guest.world.client(), sent.path).get(f"?taal={guest.language}")


@met_by(CHILD, also=(PARENT,))
def stopped(guest: Guest) -> TestResponse:
    return guest.begun().send(1, act="stop")


@met_by(PARENT, also=(CHILD,))
def decline(guest: Guest) -> TestResponse:
    guest.invited()
    return guest.visitor.get(f"/liever-niet?taal={guest.language}")


@met_by(PARENT)
def declined(guest: Guest) -> TestResponse:
    guest.invited(alone=True)
    token = csrf(guest.visitor.get(f"/liever-niet?taal={guest.language}"))
    return guest.press(csrf_token=token, language=guest.language, act="decline")


@met_by(PARENT)
def not_yet(guest: Guest) -> TestResponse:
    return guest.invited(later=True).page


@met_by(PARENT)
def ended(guest: Guest) -> TestResponse:
    visitor = guest.invited(alone=True)
    with guest.world.database.write() as db:
        invitation_id = guest.world.links.read(visitor.path.removeprefix("/v/"))
        db.get_one(Invitation, invitation_id).revoked_at = guest.world.clock()
    return visitor.get(f"?taal={guest.language}")


@met_by(PARENT)
def not_saved(guest: Guest) -> TestResponse:
    guest.visitor = Visitor(guest.world.client(), "/niet-bewaard")
    with guest.world.app.test_request_context(f"/v/x/1?taal={guest.language}", method="POST"):
        html, _, _ = keep([("a.o2", "soms"), ("act", "forward")])
    page = guest.typed("/code")
    page.data = html
    return page


@met_by(PARENT)
def problem(guest: Guest) -> TestResponse:
    return guest.typed("/v/onzin")


@met_by(PARENT)
def code(guest: Guest) -> TestResponse:
    return guest.typed("/code")


@met_by(PARENT)
def a_wrong_code(guest: Guest) -> TestResponse:
    return guest.typed("/code", code="AAA-AAA-AAA")


@met_by(PARENT)
def link_again(guest: Guest) -> TestResponse:
    return guest.typed("/nieuwe-link")


@met_by(PARENT)
def an_address_that_cannot_be(guest: Guest) -> TestResponse:
    return guest.typed("/nieuwe-link", address="moeder")


@met_by(PARENT)
def link_asked(guest: Guest) -> TestResponse:
    return guest.typed("/nieuwe-link", address="moeder@thuis.example")


def signer(guest: Guest) -> Visitor:
    """Return a browser with the link to agree with, of a parent or of a child of twelve."""
    family = guest.world.family("moeder", age=12)
    guest.visitor = guest.world.signer(family["child" if guest.role == CHILD else "moeder"])
    guest.visitor.get(f"?taal={guest.language}")
    return guest.visitor


@met_by(PARENT, CHILD)
def consent(guest: Guest) -> TestResponse:
    return signer(guest).page


@met_by(PARENT)
def consent_nothing_chosen(guest: Guest) -> TestResponse:
    token = csrf(signer(guest).page)
    return guest.press(csrf_token=token, language=guest.language, help="ja", act="forward")


@met_by(PARENT)
def consent_kept(guest: Guest) -> TestResponse:
    token = csrf(signer(guest).page)
    given = dict.fromkeys(("help", "measuring", "network"), "ja")
    return guest.press(csrf_token=token, language=guest.language, act="forward", **given)


@met_by(TEACHER)
def round_of_lists(guest: Guest) -> TestResponse:
    cases, link = round_link(guest.world, guest.world.signed_in())
    guest.world.answer(cases[0].intake[TEACHER])
    return guest.typed(link)


@met_by(TEACHER, languages=("nl",))
def one_question_for_all_pupils(guest: Guest) -> TestResponse:
    _, link = round_link(guest.world, guest.world.signed_in())
    token = csrf(guest.typed(link))
    return guest.press(csrf_token=token, language=guest.language, act="by_question")


@met_by(PARENT)
def round_of_two_children(guest: Guest) -> TestResponse:
    cases = [guest.world.case(child=child) for child in ("Sam", "Noor")]
    guest.world.answer(cases[0].intake[PARENT])
    return guest.typed(guest.world.round(*(each.intake[PARENT] for each in cases)))


def standing(guest: Guest, name: str) -> TestResponse:
    """Open the standing link of a teacher who is new."""
    teacher = guest.world.teacher(name=f"{name} {guest.language}")
    guest.visitor = guest.world.nominator(teacher)
    return guest.visitor.get(f"?taal={guest.language}")


@met_by(TEACHER)
def nominate(guest: Guest) -> TestResponse:
    return standing(guest, "juf Fenna")


@met_by(TEACHER)
def nominate_without_a_name(guest: Guest) -> TestResponse:
    token = csrf(standing(guest, "meester Bo"))
    return guest.press(csrf_token=token, language=guest.language, child_name="", group_name="")


@met_by(PARENT)
def accessibility(guest: Guest) -> TestResponse:
    return guest.typed("/toegankelijkheid")


@met_by(PARENT, languages=("nl",))
def neutral(guest: Guest) -> TestResponse:
    return guest.typed("/snel-weg")


@dataclass(frozen=True)
class Met:
    """One page as it came from the application, in one language."""

    name: str
    role: str
    language: str
    status: int
    headers: Headers
    body: bytes
    path: str

    @property
    def address(self) -> str:
        """Where it is shown again."""
        return f"{SEEN}/{self.language}/{self.name}"

    @property
    def html(self) -> str:
        """What a browser reads."""
        return self.body.decode()


def meet(world: World, kinds: Iterable[Kind], languages: Iterable[str]) -> list[Met]:
    """Go to every page in every language that it is asked in."""
    met = []
    for language in languages:
        cases: dict[str, Case] = {}
        for kind in kinds:
            if language in kind.languages:
                page = kind.reach(Guest(world, language, kind.role, cases))
                assert f'<html lang="{language}"' in page.text, (kind.name, language)
                headers = Headers([each for each in page.headers if each[0] != "Set-Cookie"])
                met.append(
                    Met(
                        kind.name,
                        kind.role,
                        language,
                        page.status_code,
                        headers,
                        page.data,
                        page.request.path,
                    )
                )
    return met


@contextmanager
def drawn_from(world: World) -> Iterator[set[str]]:
    """Give the set that fills with the names of the templates that are drawn meanwhile."""
    names: set[str] = set()

    def note(_: object, template: Any, **__: object) -> None:
        names.add(template.name)

    with template_rendered.connected_to(note, world.app):
        yield names


@contextmanager
def shown(world: World, met: Iterable[Met]) -> Iterator[str]:
    """Serve the application, and the pages that were met at their addresses; give its own."""
    by_address = {each.address: each for each in met}

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = by_address.get(environ["PATH_INFO"])
        if page is None:
            return world.app.wsgi_app(environ, start_response)
        start_response(f"{page.status} Again", list(page.headers))
        return [page.body]

    server = make_server("127.0.0.1", free_port(), serve, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Gallery:
    """All pages that were met, each at an address where a browser can look at it."""

    url: str
    world: World
    met: list[Met] = field(repr=False)
    drawn: set[str] = field(repr=False)

    def look(
        self, page: Page, at: Callable[[Page], list[str]], language: str
    ) -> dict[str, list[str]]:
        """Open every page in a language and return by its address what is wrong with it."""
        wrong = {}
        for each in self.met:
            if each.language == language:
                page.goto(self.url + each.address)
                wrong[each.address] = at(page)
        return {address: found for address, found in wrong.items() if found}


@contextmanager
def opened_gallery(world: World, size: str) -> Iterator[Gallery]:
    """Meet the pages of this size, in its languages, and show them."""
    kinds = [each for each in KINDS if each.is_short or size == "long"]
    with drawn_from(world) as drawn:
        met = meet(world, kinds, LANGUAGES_BY_SIZE[size])
    with shown(world, met) as url:
        yield Gallery(url, world, met, drawn)
