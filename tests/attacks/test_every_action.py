"""Every kind of action once, and the lines that it leaves: each once, and no line more (AC-123)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.commands.forgotten import answer_forgotten
from survey_app.commands.main import cli
from tests.web.world import KEYS, PASSWORD, World, a_world, act, address_of, agree_on_paper, sign_in

MARIT, SCHOOL = "Marit Velthuis", "Het Zandpad"
WEB = "127.0.0.1"
FORGOTTEN = "/wachtwoord-vergeten"
CONTACT = {"held_on": "2026-11-02", "with_whom": "child", "kind": "talk", "line": "een gesprek"}
EMERGENCY = {"child_name": "Fenna", "group_name": "groep 6", "reason": "niet thuis, moeder belde"}


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


@pytest.fixture
def command(world, monkeypatch):
    """Return a function that runs a command on the database of this world."""
    for name, value in {
        "DATABASE_URL": world.database.url.render_as_string(hide_password=False),
        "SECRET_KEYS": KEYS,
        "BASE_URL": "http://127.0.0.1:8000",
    }.items():
        monkeypatch.setenv(f"KANSMETER_{name}", value)
    return lambda *arguments: CliRunner().invoke(cli, arguments, catch_exceptions=False)


class Watched:
    """Does one thing after another and keeps the lines that each left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seen: set[tuple[str, int]] = set()
        self.new()

    def new(self) -> list[AuditEvent]:
        """Return the lines that came since the last time, in the order of their chains."""
        with self.world.database.read() as db:
            found = list(db.scalars(select(AuditEvent).order_by(AuditEvent.position)))
        fresh = [each for each in found if (each.chain, each.position) not in self.seen]
        self.seen |= {(each.chain, each.position) for each in fresh}
        return fresh

    def after(self, do: Callable[[], Any]) -> list[tuple[Any, ...]]:
        """Do it and return who, in which role, what, on what, how it ended and from where."""
        do()
        lines = self.new()
        assert all(each.at.utcoffset() is not None for each in lines)
        return [
            (
                each.actor_id or each.actor_kind,
                each.roles,
                each.act,
                (each.object_kind, each.object_id),
                each.outcome,
                each.origin,
            )
            for each in lines
        ]


def test_ac_123_every_kind_of_action_leaves_its_lines_once(world, command, tmp_path):
    case, other = world.case(child="Fenna"), world.case(child="Noor")
    me, people = world.coach().actor.person_id, {}
    for name, role in (("Anna Boer", Role.DIRECTOR), ("Ilse Ib", Role.SUPERVISOR)):
        people[name] = world.member(name, role, SCHOOL)
    anna, ilse = (world.person_id(name) for name in people)
    coach, director, helper = world.signed_in(), *people.values()
    path, school = f"/trajecten/{case.traject_id}", world.schools()[SCHOOL]
    family = world.family("moeder", child="Kind zonder toestemming")
    watched = Watched(world)
    traject = ("traject", case.traject_id)

    def by(person_id: str, roles: str, what: str, on: Any, outcome: str = "done") -> Any:
        return (person_id, roles, what, on, outcome, WEB)

    def mine(what: str, on: Any) -> Any:
        return by(me, "coach", what, on)

    account = ("account", me)
    # Signing in.
    client = world.client()
    assert watched.after(lambda: sign_in(client, address_of(MARIT), "x" * 12)) == [
        by("visitor", "", "sign in", ("account", None), "refused")
    ]
    assert watched.after(lambda: sign_in(client, address_of(MARIT), PASSWORD)) == [
        by(me, "", "sign in", account)
    ]
    # Viewing, searching, printing.
    assert watched.after(lambda: coach.get(path)) == [mine("see traject", traject)]
    assert watched.after(lambda: coach.get("/vandaag?zoek=Fenna")) == [
        mine("see caseload", ("person", me))
    ]
    letter = f"{path}/uitnodigingen/{case.intake['parent']}/brief"
    assert watched.after(lambda: coach.get(letter)) == [
        mine("print invitation", ("invitation", case.intake["parent"]))
    ]
    # Changing and deleting.
    more = {"about": case.traject_id, "minutes": "30", "minutes_apart": "0"}
    way, made = watched.after(lambda: post(coach, "/contacten/nieuw", **CONTACT, **more))
    # The first use of a way of working keeps how it was then: the software does that itself.
    assert way == by("command", "", "publish way", ("way", way[3][1]))
    assert made == mine("log contact", ("contact", made[3][1]))
    contact = f"/contacten/{made[3][1]}"
    assert watched.after(lambda: post(coach, f"{contact}/weg")) == [mine("remove contact", made[3])]
    # Consent.
    on_family, of_family = ("traject", family["traject"]), f"/trajecten/{family['traject']}"
    said = watched.after(lambda: agree_on_paper(coach, of_family))
    looked = mine("see traject", on_family)
    assert [each for each in said if each[3] == on_family] == [
        *(looked, looked),
        mine("record consent", on_family),
    ]
    # With it the links are made at once, each with a line of its own.
    made = [each for each in said if each[3] != on_family]
    assert {(*each[:3], *each[4:]) for each in made} == {
        (me, "coach", "make invitation", "done", WEB)
    }
    assert len({each[3] for each in made}) == len(made) > 1
    # Rights.
    person = f"/mensen/{me}"
    assert watched.after(lambda: post(director, person, role="ib", school=school)) == [
        by(anna, "director", "give ib", account)
    ]
    taken = re.findall(r'action="(/mensen/\w+/rechten/\w+/weghalen)"', director.get(person).text)
    watched.new()
    assert watched.after(lambda: post(director, taken[-1])) == [
        by(anna, "director", "take away ib", account)
    ]
    # An emergency, and what it shows.
    assert watched.after(lambda: post(helper, "/noodtoegang", school=school, **EMERGENCY)) == [
        by(ilse, "ib", "open in an emergency", traject)
    ]
    assert watched.after(lambda: helper.get(f"/noodtoegang/{case.traject_id}")) == [
        by(ilse, "emergency,ib", "see in an emergency", traject)
    ]
    # Refused: by role, and on somebody else's object.
    assert watched.after(lambda: coach.get("/mensen")) == [
        by(me, "coach", "see people", ("page", None), "refused")
    ]
    assert watched.after(lambda: director.get(f"/mensen/{'f' * 32}")) == [
        by(anna, "director", "see people", ("account", "f" * 32), "refused")
    ]
    # Commands, one of them an export, one that erases.
    line = "command line: "
    assert watched.after(lambda: command("user", "link", "--email", address_of(MARIT))) == [
        ("command", "", "make credential link", account, "done", line + "user link")
    ]
    out = ("--format", "csv", "--out", str(tmp_path / "out"))
    assert watched.after(lambda: command("export", *out, "--as", address_of(MARIT))) == [
        (me, "coach", "export csv, 0 rows", ("responses", None), "done", line + "export")
    ]
    erase = ("erase", other.traject_id, "--by", address_of(MARIT), "--reason", "request", "--yes")
    assert watched.after(lambda: command(*erase)) == [
        (me, "coach", "erase, request", ("traject", other.traject_id), "done", line + "erase")
    ]
    # A job: what a visitor asked for is done by the software itself.
    asked = {"email": address_of(MARIT)}
    assert watched.after(lambda: act(world.client(), FORGOTTEN, FORGOTTEN, **asked)) == []
    assert watched.after(lambda: answer_forgotten(world.database, world.clock)) == [
        ("visitor", "", "ask reset link", account, "done", None)
    ]


def post(client, path, **fields):
    """Post a form with the token of a page that writes no line, and see that it was taken."""
    done = act(client, path, "/account", **fields)
    assert done.status_code == 303, done.text
    return done
