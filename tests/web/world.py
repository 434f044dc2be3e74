"""A small world for the tests over HTTP.

Two organisations with their coaches, trajects with open links, and visitors with a browser each.
"""

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person, School
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.roles import Role
from survey_app.answering.models import Draft, Response
from survey_app.clock import local_date
from survey_app.config import Settings, open_database
from survey_app.definitions import Questionnaire, load
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.codes import ShortCodes, code_for, written
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.keeping.simulation import Child, Staff, answer, start
from survey_app.storage import Base, Database, new_id
from survey_app.trajects import authority, school_people, statements
from survey_app.trajects import services as trajects
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants, occasions
from tests.factories.plans import asking
from tests.rig.apps import borrowed

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEYS = "the-first-key-of-these-tests-0123456789"
NEXT_KEYS = "a-newer-key-of-these-tests-abcdefghij"
PASSWORD = "vier losse woorden hier"
LOCAL = "http://localhost"
PUBLIC = "https://kansmeter.example"
WORDS_FILE = Path(__file__).with_name("words.yaml")
KINDS_FILE = Path(__file__).with_name("kinds.yaml")
TRAIL = {"audit_event", "audit_head"}
"""What changes when somebody only looks, or is refused."""


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Case:
    """A traject with the invitations of its intake and of its follow-up, by role."""

    traject_id: str
    intake: dict[str, str]
    follow_up: dict[str, str]
    informants: dict[str, str]


@dataclass
class World:
    """One application with its database, its clock and its signed links."""

    settings: Settings
    database: Database
    clock: HandClock
    app: Flask
    links: SignedLinks
    staff: dict[str, Staff] = field(default_factory=dict)

    def coach(
        self,
        name: str = "Marit Velthuis",
        school: str = "Het Zandpad",
        organisation: str = "Veldkans",
        phone: str | None = "0591 55 01 23",
    ) -> Staff:
        """Return this coach, made with a password when it is new."""
        if name not in self.staff:
            with self.database.write() as db:
                place = accounts.find_or_make_school(db, organisation, school, simulated=True)
                person = accounts.add_coach(
                    db,
                    place,
                    name=name,
                    email=address_of(name),
                    phone=phone,
                    now=self.clock() - timedelta(days=30),
                )
                accounts.give_password(db, person, PASSWORD)
                db.refresh(person)
                self.staff[name] = Staff(accounts.actor(person, local_date(self.clock())), place)
        return self.staff[name]

    def member(
        self,
        name: str,
        role: Role,
        school: str | None = None,
        organisation: str = "Veldkans",
        **limits: Any,
    ) -> FlaskClient:
        """Return a browser in which somebody with this one right is signed in."""
        now = self.clock()
        with self.database.write() as db:
            owner = accounts.find_or_make_organisation(db, organisation, simulated=True)
            person = accounts.add_person(db, owner.id, name=name, email=address_of(name))
            school_id = (
                accounts.find_or_make_school(db, organisation, school, simulated=True).id
                if school
                else None
            )
            wish = Wish(role, local_date(now), school_id=school_id, **limits)
            granting.write(db, person, wish, now, given_by=None)
            accounts.give_password(db, person, PASSWORD)
        client = self.client()
        assert sign_in(client, address_of(name), PASSWORD).status_code == 303
        return client

    def person_id(self, name: str) -> str:
        """Return the id of somebody with an account."""
        with self.database.read() as db:
            found = person_by_email(db, address_of(name))
            assert found is not None
            return found.id

    def case(
        self,
        staff: Staff | None = None,
        *,
        child: str = "Sam",
        parents: Sequence[str] = ("moeder",),
        teachers: Sequence[str] = ("juf Anouk",),
        lists: Sequence[Questionnaire] | None = None,
        age: int = 9,
    ) -> Case:
        """Start a traject with consent, so that its links are open."""
        staff = staff or self.coach()
        with self.database.write() as db:
            traject, made = start(
                db,
                staff,
                random.Random(1),  # noqa: S311  # chance that can be repeated
                child_name=child,
                age=age,
                parents=parents,
                teachers=teachers,
                using=asking(lists),
                now=self.clock(),
            )
            kinds = {moment.id: moment.kind for moment in occasions(db, traject.id)}
            roles = {person.id: person.role for person in informants(db, traject.id)}
            by_kind: dict[str, dict[str, str]] = {"intake": {}, "follow_up": {}}
            for invitation in reversed(made):
                role = roles[str(invitation.informant_id)]
                by_kind[kinds[str(invitation.occasion_id)]][role] = invitation.id
            return Case(
                traject.id,
                by_kind["intake"],
                by_kind["follow_up"],
                {role: person_id for person_id, role in roles.items()},
            )

    def start_traject(self, child: str = "Sam") -> str:
        """Start a traject about which nothing was agreed yet; return its id."""
        staff = self.coach()
        with self.database.write() as db:
            return trajects.start_traject(
                db,
                staff.actor,
                child_name=child,
                group_name="groep 6",
                reason="loss",
                school_id=staff.school.id,
                now=self.clock(),
            ).id

    def words_case(self, **options: Any) -> Case:
        """Start a traject with the list that asks for own words; only a parent is asked."""
        return self.case(lists=[words_list()], teachers=(), **options)

    def kinds_case(self, **options: Any) -> Case:
        """Start a traject with the list that asks in every way; only a parent is asked."""
        return self.case(lists=[load(KINDS_FILE)], teachers=(), **options)

    def answer(self, invitation_id: str) -> None:
        """Answer an invitation as somebody would, through the services."""
        with self.database.write() as db:
            chance = random.Random(2)  # noqa: S311  # chance that can be repeated
            answer(db, invitation_id, Child(0.4, 0.5, 0.1), chance, self.clock())

    def token(self, invitation_id: str) -> str:
        """Return the token of an invitation's link."""
        return self.links.token(invitation_id)

    def code(self, invitation_id: str) -> str:
        """Return the short code of an invitation, as a letter shows it."""
        codes = ShortCodes.of(self.settings.keys)
        with self.database.write() as db:
            return written(code_for(db, db.get_one(Invitation, invitation_id), codes))

    def family(self, *parents: str, age: int = 9, child: str = "Sam") -> dict[str, str]:
        """Start a traject about which nothing was agreed; return its id and those of the people.

        Each of the parents holds authority, and everybody who must agree was asked by link.
        """
        traject_id = self.start_traject(child)
        by, now = self.coach().actor, self.clock()
        today = local_date(now)
        with self.database.write() as db:
            traject = db.get_one(Traject, traject_id)
            for label in parents:
                trajects.add_informant(db, by, traject, role="parent", label=label, now=now)
            authority.record_who_decides(
                db,
                by,
                traject,
                birth_year=today.year - age,
                birth_month=today.month - 1,
                holders=("court", "one", "two")[len(parents)],
                now=now,
            )
            people = informants(db, traject_id)
            for person in people:
                if statements.may_use_link(traject, person, today):
                    statements.ask_by_link(db, by, traject, person, now)
            names = {each.label if each.role == "parent" else each.role: each.id for each in people}
            return {"traject": traject_id, **names}

    def signer(self, informant_id: str) -> "Visitor":
        """Return a browser that holds somebody's link to agree with."""
        links = SignedLinks(self.settings.keys, Purpose.CONSENT, LOCAL)
        return Visitor(self.client(), f"/akkoord/{links.token(informant_id)}")

    def teacher(
        self, staff: Staff | None = None, name: str = "juf Anouk", group: str = "groep 5"
    ) -> str:
        """Let a coach add a teacher around the school; return the id."""
        staff = staff or self.coach()
        with self.database.write() as db:
            return school_people.add_school_informant(
                db,
                staff.actor,
                school_id=staff.school.id,
                role="teacher",
                name=name,
                group_name=group,
                now=self.clock(),
            ).id

    def nominator(self, informant_id: str) -> "Visitor":
        """Return a browser that holds a teacher's standing link."""
        links = SignedLinks(self.settings.keys, Purpose.NOMINATE, LOCAL)
        return Visitor(self.client(), f"/aanmelden/{links.token(informant_id)}")

    def round(self, *invitation_ids: str) -> str:
        """Let one message be about these invitations; return the path of its link."""
        with self.database.write() as db:
            first = db.get_one(Invitation, invitation_ids[0])
            message_id = new_id()
            owner = {"organisation_id": first.organisation_id}
            message = {"id": message_id, "key": message_id, "reference": message_id}
            now = self.clock()
            db.add(OutboxMessage(**owner, **message, channel="mail", made_at=now, due_at=now))
            db.flush()
            for each in invitation_ids:
                about = {"invitation_id": each, "message_id": message_id}
                db.add(InvitationMessage(**owner, **about, number=0))
        links = SignedLinks(self.settings.keys, Purpose.ROUND, LOCAL)
        return f"/ronde/{links.token(message_id)}"

    def visitor(self, invitation_id: str) -> "Visitor":
        """Return a browser that holds this link and has not opened it yet."""
        return Visitor(self.client(), f"/v/{self.token(invitation_id)}")

    def client(self, address: str = "127.0.0.1") -> FlaskClient:
        """Return a browser without cookies, at an internet address."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def signed_in(self, staff: Staff | None = None) -> FlaskClient:
        """Return a browser in which this coach is signed in."""
        client = self.client()
        done = sign_in(client, address_of((staff or self.coach()).actor.name), PASSWORD)
        assert done.status_code == 303, done.text
        return client

    def credential_link(self, staff: Staff) -> str:
        """Return the path of a new one-time link for this coach."""
        with self.database.write() as db:
            person = db.get_one(Person, staff.actor.person_id)
            link_id = accounts.make_credential_link(db, person, self.clock())
        links = SignedLinks(self.settings.keys, Purpose.CREDENTIAL, LOCAL)
        return f"/toegang/{links.token(link_id)}"

    def responses(self) -> list[Response]:
        """Return all responses."""
        with self.database.read() as db:
            return list(db.scalars(select(Response)))

    def draft(self, invitation_id: str) -> Draft | None:
        """Return what is saved for an invitation."""
        with self.database.read() as db:
            return db.get(Draft, invitation_id)

    def invitation(self, invitation_id: str) -> Invitation:
        """Return an invitation as it is now."""
        with self.database.read() as db:
            return db.get_one(Invitation, invitation_id)

    def person(self, staff: Staff) -> Person:
        """Return a coach's row as it is now."""
        with self.database.read() as db:
            return db.get_one(Person, staff.actor.person_id)

    def schools(self) -> dict[str, str]:
        """Return the ids of all schools by name."""
        with self.database.read() as db:
            return {school.name: school.id for school in db.scalars(select(School))}

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table as the database holds it."""
        return dump(self.database)

    def text_of_database(self) -> str:
        """Return all that stands in the database as one text."""
        return repr(self.dump())


Fields = list[tuple[str, str]]


class Visitor:
    """One browser with one link; pages are read and posted as a browser does."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.client = client
        self.path = path
        self.page: TestResponse | None = None

    def get(self, rest: str = "", **options: Any) -> TestResponse:
        """Open a page of this link."""
        self.page = self.client.get(self.path + rest, **options)
        return self.page

    def begin(self) -> TestResponse:
        """Open the link, press the button and follow it to the first question, past practising."""
        self.get()
        pressed = self.client.post(self.path, data={"csrf_token": csrf(self.page)})
        assert pressed.status_code == 303, pressed.text
        self.page = self.client.get(pressed.location)
        if data_page(self.page) == "practice":
            done = self.client.post(pressed.location, data={"csrf_token": csrf(self.page)})
            self.page = self.client.get(done.location)
        return self.page

    def choose(self, yes: str = "ja", **purposes: str) -> TestResponse:
        """Choose on the page to agree with: for each purpose the same unless told."""
        chosen = {**dict.fromkeys(("help", "measuring", "network"), yes), **purposes}
        return self._agreeing(act="forward", **chosen)

    def take_back(self) -> TestResponse:
        """Take everything back in one step."""
        return self._agreeing(act="withdraw")

    def _agreeing(self, **fields: str) -> TestResponse:
        done = self.client.post(self.path, data={"csrf_token": csrf(self.get()), **fields})
        self.page = self.client.get(done.location) if done.status_code == 303 else done
        return self.page

    def fields(self, *, act: str = "forward", **answers: str | Sequence[str]) -> Fields:
        """Return the fields a browser sends for the page that is open, with these answers.

        Several ticked boxes are given as a list.
        """
        assert self.page is not None
        hidden = [("csrf_token", csrf(self.page)), ("revision", revision(self.page))]
        given = [
            (f"a.{key}", each)
            for key, value in answers.items()
            for each in ([value] if isinstance(value, str) else value)
        ]
        return [*hidden, *given, ("act", act)]

    @property
    def number(self) -> int:
        """The number in the address of the page of questions that is open."""
        assert self.page is not None
        return int(self.page.request.path.rsplit("/", 1)[1])

    def walk(self, **answers: str | Sequence[str]) -> list[dict[str, list[str]]]:
        """Answer from the open page to the thanks; return what each page asked.

        What is not given gets the first answer on offer, or no words.
        """
        seen = []
        while data_page(self.page or "") == "questions":
            seen.append(asked(self.page or ""))
            given = {
                key: answers.get(key, offered[0]) for key, offered in seen[-1].items() if offered
            }
            before = self.page
            self.send(self.number, **given)
            assert self.page.status_code == 200, self.page.text
            assert len(seen) < 60, before
        return seen

    def send(
        self, number: int, *, act: str = "forward", **answers: str | Sequence[str]
    ) -> TestResponse:
        """Post a page of questions and follow where it leads."""
        done = self.post(number, self.fields(act=act, **answers))
        if done.status_code == 303:
            done = self.client.get(done.location)
        self.page = done
        return done

    def post(self, number: int, fields: Sequence[tuple[str, str]], **options: Any) -> TestResponse:
        """Post these fields exactly as given."""
        return self.client.post(f"{self.path}/{number}", data=encoded(fields), **options)


def fill_words(
    visitor: Visitor, q1: str = "2", q2: str = "4", q3: str = "1", words: str = ""
) -> TestResponse:
    """Answer both pages of the list with own words, from the start page to the thanks."""
    visitor.begin()
    visitor.send(1, q1=q1, q2=q2)
    return visitor.send(2, q3=q3, woorden=words)


def words_list() -> Questionnaire:
    """Return the list of this folder, which asks for own words."""
    return load(WORDS_FILE)


def type_code(client: FlaskClient, typed: str, **options: Any) -> TestResponse:
    """Open the page for codes, type one and send it."""
    token = csrf(client.get("/code"))
    return client.post("/code", data={"csrf_token": token, "code": typed}, **options)


def address_of(name: str) -> str:
    """Return the address a coach signs in with."""
    return f"{name.split()[0].lower()}@kansmeter.example"


def sign_in(client: FlaskClient, email: str, password: str, **options: Any) -> TestResponse:
    """Post the form of signing in."""
    token = csrf(client.get("/inloggen", **options))
    fields = {"csrf_token": token, "email": email, "password": password}
    return client.post("/inloggen", data=fields, **options)


def sign_in_again(client: FlaskClient, page: TestResponse, email: str) -> TestResponse:
    """Sign in by a page that carries what was typed."""
    carried = {"csrf_token": csrf(page), "getypt": _hidden(page, "getypt")}
    return client.post("/inloggen", data={**carried, "email": email, "password": PASSWORD})


def act(client: FlaskClient, path: str, page: str = "/vandaag", **fields: str) -> TestResponse:
    """Post a form of the coach's side with the token of a page."""
    return client.post(path, data={"csrf_token": csrf(client.get(page)), **fields})


def agree_on_paper(
    client: FlaskClient, path: str, yes: str = "yes", **purposes: str
) -> TestResponse:
    """Post what the first person who must agree says, to each purpose the same unless told."""
    html = client.get(path).text
    signer = re.search(rf'action="{path}/toestemming/(\w+)"', html)
    assert signer, html
    said = {**dict.fromkeys(("help", "measuring", "network"), yes), "channel": "paper", **purposes}
    fields = {f"s{signer[1]}-{name}": value for name, value in said.items()}
    return act(client, f"{path}/toestemming/{signer[1]}", path, **fields)


def csrf(page: TestResponse | str | None) -> str:
    """Return the CSRF token in a page."""
    return _hidden(page, "csrf_token")


def revision(page: TestResponse | str | None) -> str:
    """Return the revision of the sheet in a page."""
    return _hidden(page, "revision")


def _hidden(page: TestResponse | str | None, name: str) -> str:
    html = page if isinstance(page, str) else page.text if page is not None else ""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"no {name} in:\n{html}"
    return unescape(found[1])


def encoded(fields: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return fields in the shape Flask's client takes; a doubled name keeps both its values."""
    shaped: dict[str, list[str]] = {}
    for name, value in fields:
        shaped.setdefault(name, []).append(value)
    return shaped


def data_page(page: TestResponse | str) -> str | None:
    """Return which kind of page this is."""
    found = re.search(r'data-page="([^"]*)"', page if isinstance(page, str) else page.text)
    return found[1] if found else None


def asked(page: TestResponse | str) -> dict[str, list[str]]:
    """Return what a page asks: item key to the answers on offer, "1" for a number."""
    html = page if isinstance(page, str) else page.text
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", html):
        named = re.search(r' name="a\.(\w+)"', tag)
        if named:
            offered = re.search(r' value="(\w+)" id=', tag)
            values = [offered[1]] if offered else ["1"] if "inputmode" in tag else []
            found.setdefault(named[1], []).extend(values)
    return found


def checked(page: TestResponse) -> set[str]:
    """Return the ids of all options that are chosen on a page."""
    return set(re.findall(r'id="([^"]+)" checked', page.text))


def dump(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table as the database holds it."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}")  # noqa: S608  # names of our own tables
                ),
                key=repr,
            )
            for table in Base.metadata.sorted_tables
        }


def facts(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row but those of the trail: a refusal changes nothing else."""
    return {name: rows for name, rows in dump(database).items() if name not in TRAIL}


def settings_for(url: str, keys: str = KEYS, base_url: str = LOCAL) -> Settings:
    """Return settings for this database."""
    return Settings.model_validate({"database_url": url, "secret_keys": keys, "base_url": base_url})


@contextmanager
def a_world(
    url: str, *, keys: str = KEYS, base_url: str = LOCAL, clock: HandClock | None = None
) -> Iterator[World]:
    """Give an application on this database, closed at the end."""
    settings = settings_for(url, keys, base_url)
    database = open_database(settings)
    clock = clock or HandClock()
    links = SignedLinks(settings.keys, Purpose.ANSWER, base_url)
    try:
        with borrowed(settings, database, clock) as app:
            yield World(settings, database, clock, app, links)
    finally:
        database.dispose()
