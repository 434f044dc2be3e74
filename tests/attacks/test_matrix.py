"""Every door, tried by everybody: route × method × role × whose it is (AC-016…026).

The rows come from the map of addresses, each with real ids of somebody else's things. What is
expected comes from the policy alone; a view or service that forgot to ask it answers otherwise. The
reply to a foreign id must be the reply to an id that nobody has, and the database must stay as it
was. A new address with a place that nobody filled fails here until the world has such a thing.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.accounts import approvals
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_models import Passkey
from survey_app.accounts.models import Person, RoleGrant
from survey_app.accounts.policy import Act, Actor, Owned, could, may
from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.clock import local_date
from survey_app.web import refusals
from survey_app.web.permissions import MARK
from survey_app.web.refusals import KINDS
from tests.attacks.belongings import ids_of, with_signal
from tests.web.world import PASSWORD, World, a_world, address_of, csrf, facts, sign_in

pytestmark = pytest.mark.one_every_day

SCHOOL, OTHER_SCHOOL, ORGANISATION, ELSEWHERE = "Het Zandpad", "De Heidebloem", "Veldkans", "Elders"
UNKNOWN = "f" * 32
CHILD = "KNR-kindnaam"
ACTS = {act.value: act for act in Act}
FIXED = {
    "width": "breed",
    "way": "gesprek",
    "number": "1",
    "key": "kansmeter-leerkracht",
}
TYPED = {
    "role": "parent",
    "label": "oma",
    "birth_month": "5",
    "birth_year": "2017",
    "holders": "one",
    "holds": "nee",
    "channel": "paper",
    "kind": "event",
    "words": "verhuizing",
    "first_on": "2026-11-14",
    "besluit": "ja",
}


@dataclass(frozen=True)
class Door:
    """One address with one way of asking."""

    endpoint: str
    address: str
    method: str
    act: Act

    @property
    def places(self) -> list[str]:
        """The names of what stands open in the address."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.address)

    @property
    def has_id(self) -> bool:
        """Whether it is about one thing."""
        return any(name.endswith("_id") or name == "picture" for name in self.places)

    def object_id(self, values: dict[str, str]) -> str | None:
        """Return what the line of a refusal names."""
        return next((values[place] for place in KINDS if place in self.places), None)

    def path(self, values: dict[str, str]) -> str:
        """Return the address with values in its places."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: values[place[1]], self.address)

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


@dataclass
class Doors:
    """The world of one coach with everybody else around it."""

    world: World
    doors: list[Door]
    ids: dict[str, str]
    owner: Owned
    clients: dict[str, tuple[FlaskClient, Actor]]

    def ask(self, who: str, door: Door, values: dict[str, str]) -> tuple[int, str]:
        """Return what somebody gets to see at a door."""
        client, _ = self.clients[who]
        data = {"csrf_token": self.token(who), **TYPED} if door.method == "POST" else None
        page = client.open(door.path(values), method=door.method, data=data)
        return page.status_code, page.text

    def refusals(self, actor: Actor) -> list[tuple[str, str | None]]:
        """Return which act somebody was refused on what, in the order in which it was written."""
        with self.world.database.read() as db:
            found = db.scalars(
                select(AuditEvent)
                .where(AuditEvent.outcome == "refused", AuditEvent.actor_id == actor.person_id)
                .order_by(AuditEvent.position)
            )
            return [(each.act, each.object_id) for each in found]

    @cache  # noqa: B019  # lives as long as the world of this file
    def token(self, who: str) -> str:
        """Return the token of somebody's browser."""
        return csrf(self.clients[who][0].get("/account"))

    def __hash__(self) -> int:
        return id(self)

    def owned(self, door: Door) -> Owned:
        """Return whose the thing behind a door is."""
        return replace(
            self.owner, traject_id=self.ids["traject_id"] if "traject_id" in door.places else None
        )


ROLES = (
    "a coach of the same school",
    "a coach of another school",
    "a coach of another organisation",
    "a substitute for another coach",
    "a substitute for another child",
    "an internal supervisor",
    "a director",
    "a director of another school",
    "a project leader",
    "a researcher",
    "an administrator",
    "an administrator elsewhere",
    "somebody without rights",
)


@pytest.fixture(scope="module")
def doors(database_server):
    """Give the world with a browser for everybody; nothing in it may change."""
    url = database_server.create_migrated()
    with a_world(url) as world, pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusals, "A_MINUTE", 10**6)  # here the clock stands still
        owner = world.coach()
        case = with_signal(world, owner, CHILD)
        other_case = world.case(child="ander kind")
        clients = _everybody(world, owner.actor.person_id, other_case.traject_id)
        ids = {**ids_of(world, case), **FIXED, **_ids_of_people(world, owner)}
        yield Doors(
            world=world,
            doors=_doors(world),
            ids=ids,
            owner=Owned(owner.actor.organisation_id, owner.school.id, owner.actor.person_id),
            clients=clients,
        )
    database_server.drop(url)


def _everybody(world, owner_id, other_traject_id):
    colleague = world.coach("Joris Zandstra", SCHOOL)
    world.coach("Anouk Bergsma", OTHER_SCHOOL)
    world.coach("Hamza Dijkhof", "Het Keienhuis", ELSEWHERE)
    until = local_date(world.clock()) + timedelta(days=9)
    found = {
        "a coach of the same school": "Joris Zandstra",
        "a coach of another school": "Anouk Bergsma",
        "a coach of another organisation": "Hamza Dijkhof",
    }
    made = {
        "a substitute for another coach": (
            Role.SUBSTITUTE,
            SCHOOL,
            {"coach_id": colleague.actor.person_id, "ends_on": until},
        ),
        "a substitute for another child": (
            Role.SUBSTITUTE,
            SCHOOL,
            {"coach_id": owner_id, "ends_on": until, "traject_id": other_traject_id},
        ),
        "an internal supervisor": (Role.SUPERVISOR, SCHOOL, {}),
        "a director": (Role.DIRECTOR, SCHOOL, {}),
        "a director of another school": (Role.DIRECTOR, OTHER_SCHOOL, {}),
        "a project leader": (Role.PROJECT_LEADER, None, {}),
        "a researcher": (Role.RESEARCHER, None, {}),
        "an administrator": (Role.ADMINISTRATOR, None, {}),
        "an administrator elsewhere": (
            Role.ADMINISTRATOR,
            None,
            {"organisation": ELSEWHERE},
        ),
    }
    clients = {who: _signed_in(world, name) for who, name in found.items()}
    for number, (who, (role, school, more)) in enumerate(made.items()):
        name = f"Mens{number} Ander"
        world.member(name, role, school, **more)
        clients[who] = _signed_in(world, name)
    with world.database.write() as db:
        organisation_id = world.coach().actor.organisation_id
        person = accounts.add_person(
            db, organisation_id, name="Rechteloos Mens", email=address_of("Rechteloos")
        )
        accounts.give_password(db, person, PASSWORD)
    clients["somebody without rights"] = _signed_in(world, "Rechteloos Mens")
    return clients


def _signed_in(world, name) -> tuple[FlaskClient, Actor]:
    client = world.client()
    assert sign_in(client, address_of(name), PASSWORD).status_code == 303
    with world.database.read() as db:
        person = db.get_one(Person, world.person_id(name))
        return client, accounts.actor(person, local_date(world.clock()))


def _ids_of_people(world, owner):
    person_id = owner.actor.person_id
    world.signed_in()
    own_sessions = world.signed_in().get("/account").text
    with world.database.write() as db:
        asked = approvals.ask(
            db,
            owner.actor,
            approvals.Kind.EXPORT,
            {"of": "a test"},
            "een reden van genoeg woorden",
            world.clock(),
            school_id=owner.school.id,
        )
        passkey = Passkey(
            organisation_id=owner.actor.organisation_id,
            person_id=person_id,
            name="laptop van school",
            credential_id="een sleutel",
            public_key="de open helft",
            sign_count=0,
            made_at=world.clock(),
        )
        db.add(passkey)
        db.flush()
        return {
            "passkey_id": passkey.id,
            "person_id": person_id,
            "approval_id": asked.id,
            "session_id": re.findall(r"/account/sessies/(\w{32})/uit", own_sessions)[0],
        }


def _doors(world) -> list[Door]:
    found = []
    for rule in world.app.url_map.iter_rules():
        mark = getattr(world.app.view_functions[rule.endpoint], MARK)
        found += [
            Door(rule.endpoint, rule.rule, method, ACTS[mark])
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
            if mark in ACTS
        ]
    return found


def test_ac_016_every_place_in_an_address_is_filled_by_something_real(doors):
    """AC-016."""
    missing = {
        str(door): [name for name in door.places if not doors.ids.get(name)] for door in doors.doors
    }

    assert {door: names for door, names in missing.items() if names} == {}
    assert len(doors.doors) > 150
    named = [door for door in doors.doors if any(each.endswith("_id") for each in door.places)]
    assert [str(door) for door in named if not {*door.places} & {*KINDS}] == []


@pytest.mark.parametrize("who", ROLES)
def test_ac_016_nobody_comes_in_where_the_policy_says_no(doors, who):
    """AC-016, AC-017, AC-018, AC-019, AC-020, AC-022."""
    _, actor = doors.clients[who]
    unknown = {**dict.fromkeys(doors.ids, UNKNOWN), **FIXED}
    before, tried, let_in = facts(doors.world.database), Counter(), {}
    noted, expected_lines = len(doors.refusals(actor)), []

    for door in doors.doors:
        if not could(actor, door.act):
            expected = 403
        elif not door.has_id:
            continue
        elif door.act is not Act.KEEP_OWN_ACCOUNT and may(actor, door.act, doors.owned(door)):
            continue
        else:
            expected = 404
        status, text = doors.ask(who, door, doors.ids)
        tried[expected] += 1
        expected_lines.append((door.act, door.object_id(doors.ids)))
        if status != expected or CHILD in text:
            let_in[str(door)] = status
            continue
        if expected == 404:
            expected_lines.append((door.act, door.object_id(unknown)))
            if (status, text) != doors.ask(who, door, unknown):
                let_in[str(door)] = "tells that it exists"

    assert let_in == {}
    assert sum(tried.values()) > 90
    assert facts(doors.world.database) == before
    assert doors.refusals(actor)[noted:] == expected_lines


@pytest.mark.parametrize("who", ROLES)
def test_ac_023_no_page_of_ones_own_holds_anything_of_another(doors, who):
    """AC-023."""
    _, actor = doors.clients[who]
    by_the_school = {"school_id", "closure_id", "school_person_id", "yearly_id", "nomination_id"}
    of_people = {"person_id", "approval_id", "right_id"}
    theirs = {name for name in doors.ids if name.endswith("_id")} - by_the_school - of_people
    held = {}

    for door in doors.doors:
        if door.method == "POST" or door.has_id or not could(actor, door.act):
            continue
        status, text = doors.ask(who, door, doors.ids)
        assert status in (200, 303, 404), (str(door), status)
        shown = [name for name in sorted(theirs) if doors.ids[name] in text]
        if shown or CHILD in text:
            held[str(door)] = shown

    assert held == {}


def test_the_owner_comes_in_at_every_door_of_a_child(doors):
    client = doors.world.signed_in()
    refused = {}
    for door in doors.doors:
        if (
            door.method == "GET"
            and "traject_id" in door.places
            and door.act is not (Act.SEE_IN_EMERGENCY)
        ):
            status = client.get(door.path(doors.ids)).status_code
            if status not in (200, 303):
                refused[str(door)] = status

    assert set(refused) <= {
        # What this child does not have: a card at this moment, a sheet typed before, a PDF made.
        "GET /trajecten/<id:traject_id>/kaarten/<id:occasion_id>",
        "GET /trajecten/<id:traject_id>/pdf/<id:paper_id>/bestand",
        # Nor is its use restricted, and what was asked about its data is not to be given them.
        "GET /trajecten/<id:traject_id>/gegevens/brief",
        "GET /trajecten/<id:traject_id>/gegevens/verzoeken/<id:request_id>/nalopen",
        "GET /trajecten/<id:traject_id>/gegevens/verzoeken/<id:request_id>/voorbeeld",
    }, refused


FORM = re.compile(
    r'<form[^>]*method="post"[^>]*?(?:action="([^"]*)")?[^>]*>(.*?)</form>', re.DOTALL
)
FIELD = re.compile(r'<(?:input|textarea|select)[^>]*name="([^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>')
WITH_FORMS = (
    *("/trajecten/nieuw", "/school", "/schooldagen", "/hertest", "/contacten/nieuw", "/mensen"),
    *("/vervanging", "/noodtoegang"),
)


@pytest.mark.parametrize("who", ["a coach of another school", "a director of another school"])
def test_ac_017_a_foreign_id_in_an_own_form_is_refused(doors, who):
    """AC-017, AC-018."""
    client, _ = doors.clients[who]
    foreign = {
        *(doors.ids[name] for name in ("school_id", "traject_id", "informant_id")),
        doors.world.coach("Hamza Dijkhof").actor.person_id,
    }
    before, tried = facts(doors.world.database), 0

    for address in WITH_FORMS:
        page = client.get(address)
        if page.status_code != 200:
            continue
        for action, body in FORM.findall(page.text):
            fields = {name: unescape(value) for name, value in FIELD.findall(body)}
            chosen = re.findall(r'<select[^>]*name="([^"]+)"', body)
            hidden = [name for name, value in fields.items() if re.fullmatch("[0-9a-f]{32}", value)]
            for name in {*chosen, *hidden} - {"csrf_token"}:
                for value in foreign:
                    data = {**fields, "csrf_token": doors.token(who), **_typed(fields), name: value}
                    status = client.post(unescape(action) or address, data=data).status_code
                    tried += 1
                    assert status in (404, 422), (address, action, name, status)

    assert tried >= 8
    assert facts(doors.world.database) == before


def _typed(fields):
    likely = {
        "child_name": "Sam",
        "group_name": "groep 5",
        "reason": "loss",
        "name": "Cas Smit",
        "email": "cas@school.example",
        "role": "teacher",
        "first_on": "2026-11-20",
        "last_on": "2026-11-21",
        "words": "studiedag",
    }
    return {name: value for name, value in likely.items() if name in fields}


def test_ac_021_what_has_no_owner_any_more_is_shown_to_nobody(database_server):
    """AC-021: a traject whose coach has no right at its school any more."""
    url = database_server.create_migrated()
    with a_world(url) as world:
        case = with_signal(world, world.coach(), CHILD)
        other_case = world.case(child="ander kind")
        everybody = _everybody(world, world.coach().actor.person_id, other_case.traject_id)
        owner = world.signed_in()
        with world.database.write() as db:
            for grant in db.scalars(
                select(RoleGrant).where(RoleGrant.person_id == world.coach().actor.person_id)
            ):
                grant.ended_at = world.clock()
        browsers = {
            "the coach of before": owner,
            **{who: each[0] for who, each in everybody.items()},
        }

        for who, client in browsers.items():
            for path in (f"/trajecten/{case.traject_id}", "/vandaag", "/samen"):
                page = client.get(path)
                assert CHILD not in page.text, (who, path)
                assert page.status_code in (200, 403, 404), (who, path)
            assert client.get(f"/trajecten/{case.traject_id}").status_code in (403, 404), who
    database_server.drop(url)


def test_ac_016_a_door_that_is_signed_out_or_closed_leads_to_signing_in(doors):
    """AC-016, AC-025: nobody, and somebody whose account was closed."""
    world = doors.world
    closed = world.signed_in(world.coach("Gesloten Mens", SCHOOL))
    with world.database.write() as db:
        db.get_one(Person, world.person_id("Gesloten Mens")).active = False
    before = world.dump()

    for client in (world.client(), closed):
        token = csrf(client.get("/inloggen"))
        for door in doors.doors:
            data = {"csrf_token": token, **TYPED} if door.method == "POST" else None
            page = client.open(door.path(doors.ids), method=door.method, data=data)
            is_led = page.status_code == 303 and urlsplit(page.location).path == "/inloggen"
            is_kept = page.status_code == 401 and door.method == "POST"
            assert is_led or is_kept, (str(door), page.status_code)
            assert CHILD not in page.text
    assert world.dump() == before
