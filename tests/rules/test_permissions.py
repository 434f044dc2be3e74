"""Rules over the whole map of addresses: who may use what, and what may change anything."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from survey_app.accounts.policy import Act
from survey_app.answering.sheets import read_sheet
from survey_app.factory import create_app
from survey_app.invitations.models import Invitation
from survey_app.keeping import rectifying, rights_requests
from survey_app.measurements.models import Signal
from survey_app.measurements.services import report_wrong_person
from survey_app.practice import deviations, meldcode
from survey_app.trajects import goals
from survey_app.trajects.models import Traject
from survey_app.web.permissions import FOR_MACHINES, MARK, OWN_CSRF
from tests.web.world import TRAIL, Case, World, a_world, csrf, dump

pytestmark = pytest.mark.one_database

ACTS = {act.value for act in Act}


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


def rules(world: World, method: str) -> list[tuple[str, str]]:
    """Return endpoint and address of every route that takes this method."""
    return [
        (rule.endpoint, rule.rule)
        for rule in world.app.url_map.iter_rules()
        if method in rule.methods
    ]


def filled(address: str, **values: str) -> str:
    """Return an address with values in its places."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: values.get(place[1], "0" * 32), address)


def test_every_view_says_who_may_use_it(world):
    marks = {name: getattr(view, MARK, None) for name, view in world.app.view_functions.items()}

    assert [name for name, mark in marks.items() if mark is None] == []
    assert {
        name: mark
        for name, mark in marks.items()
        if mark not in ACTS and not re.fullmatch(r"public: \w.{9,}", mark)
    } == {}


PUBLIC = {
    "account.credentials",
    "account.forgotten",
    "account.login",
    "account.logout",
    "coach.home",
    "coach.unlock",
    "coach.unlocked",
    "delivery_reports.sms",
    "health.live",
    "health.ready",
    "sounds.sound",
    "static_file",
    "ways_in.ask_passkey",
    "ways_in.from_school",
    "ways_in.link_school_at_first",
    "ways_in.second_step",
    "ways_in.sign_in_by_passkey",
    "ways_in.to_school",
    "well_known.robots",
    "well_known.security",
}


def test_outside_the_respondent_only_these_pages_are_public(world):
    public = {
        name
        for name, view in world.app.view_functions.items()
        if getattr(view, MARK).startswith("public") and not name.startswith("respond.")
    }

    assert public == PUBLIC


def test_only_where_somebody_types_csrf_is_checked_by_the_page_and_one_address_is_for_machines(
    world,
):
    own = {
        name for name, view in world.app.view_functions.items() if getattr(view, OWN_CSRF, False)
    }

    machines = {
        name
        for name, view in world.app.view_functions.items()
        if getattr(view, FOR_MACHINES, False)
    }

    assert machines == {"delivery_reports.sms"}
    assert own == {
        "respond.begin",
        "respond.save",
        "respond.begin_change",
        "respond.save_change",
        "respond.declined",
        "respond.practise",
        "respond.send",
        "respond.open_code",
        "respond.ask_link",
        "respond.nominate",
        "coach.answer_in_talk",
        "coach.send_paper",
        "coach.compare_paper",
        "coach.settle_paper",
        "coach.logged_contact",
        "coach.changed_contact",
        "coach.argued",
        "coach.looked_back",
        "coach.set_goal",
        "coach.reworded",
        "coach.ended_goal",
        "coach.tap",
        "coach.decided",
        "coach.checked_card",
        "coach.close_signal",
        "coach.took_step",
        "coach.corrected_step",
        "coach.erased",
        "coach.hold",
        "coach.write_paper",
        "coach.record_request",
        "coach.extend_request",
        "coach.close_request",
        "coach.restrict_use",
        "coach.lift_restriction",
        "coach.looked_over",
        "coach.was_put_right",
        "coach.corrected_answer",
        "coach.add_statement",
        "respond.show_answers",
        "respond.act_in_round",
        "respond.save_pupil",
        "respond.save_rows",
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_view_that_says_nothing_is_refused(world, method):
    # An application of its own: the address would stay in one that others use after this test.
    world = replace(world, app=create_app(world.settings, world.database, world.clock))
    world.app.add_url_rule("/vergeten", "forgotten", lambda: "secret", methods=["GET", "POST"])

    page = world.signed_in().open("/vergeten", method=method)

    assert page.status_code == 403
    assert "secret" not in page.text


def test_a_signed_out_visitor_of_every_page_of_the_coach_is_led_to_signing_in(world):
    case = world.case()
    private = [
        (address, method)
        for method in ("GET", "POST")
        for endpoint, address in rules(world, method)
        if getattr(world.app.view_functions[endpoint], MARK) in ACTS
    ]
    client = world.client()
    token = csrf(client.get("/inloggen"))
    before = world.dump()

    for address, method in private:
        path = filled(address, traject_id=case.traject_id, invitation_id=case.intake["parent"])
        page = client.open(
            path, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        assert (page.status_code, page.location.split("?")[0]) == (303, "/inloggen"), (path, method)
    assert len(private) > 10
    assert world.dump() == before


@pytest.mark.parametrize("sent", ["nothing", "a wrong token", "the token of another session"])
def test_every_post_without_its_csrf_token_is_refused(world, sent):
    case = world.case()
    coach = world.signed_in()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    tokens = {
        "nothing": {},
        "a wrong token": {"csrf_token": "x"},
        "the token of another session": {"csrf_token": csrf(world.client().get("/inloggen"))},
    }
    values = {
        "token": world.token(case.intake["parent"]),
        "number": "1",
        "traject_id": case.traject_id,
        "invitation_id": case.intake["parent"],
        "way": "gesprek",
        "deviation_id": deviation_in(world, case),
        "goal_id": goal_in(world, case),
        "occasion_id": card_in(world, case),
        "signal_id": signal_in(world, case),
        "step_id": step_in(world, case),
    }
    rights = rights_in(world, case)
    standing = world.nominator(world.teacher()).path
    in_round = world.round(case.intake["teacher"]).removeprefix("/ronde/")
    mark = case.intake["teacher"][:12]
    posts = rules(world, "POST")
    before = dump(world.database)

    for endpoint, address in posts:
        client = visitor.client if endpoint.startswith("respond.") else coach
        fields = {"act": "decline", "a.p1": "soms", **tokens[sent]}
        path = standing if endpoint == "respond.nominate" else filled(address, **values)
        if "<id:request_id>" in address:
            path = filled(address, **values, **rights.get(endpoint, rights["coach.looked_over"]))
        if address.startswith("/ronde/"):
            path = filled(address, token=in_round, mark=mark, key="p1")
        page = client.post(path, data=fields)
        own = getattr(world.app.view_functions[endpoint], OWN_CSRF, False)
        machine = getattr(world.app.view_functions[endpoint], FOR_MACHINES, False)
        expected = (401,) if machine else (303, 400) if own else (400,)
        assert page.status_code in expected, address
    assert len(posts) > 12
    assert dump(world.database) == before


def rights_in(world: World, case: Case) -> dict[str, dict[str, str]]:
    """Let a child that answered ask for the data and to put them right; return both by address."""
    world.answer(case.intake["child"])
    child = {"asker": case.informants["child"], "asker_words": ""}
    known = {"identity": "known", "identity_words": "", "received_on": world.clock().date()}
    with world.database.write() as session:
        actor, traject = world.coach().actor, session.get_one(Traject, case.traject_id)
        made = {
            kind: rights_requests.record(
                session, actor, traject, kind=kind, **child, **known, now=world.clock()
            )
            for kind in ("access", "rectification")
        }
        answered = rectifying.own_answers(session, traject, made["rectification"])[0]
        ids = {kind: request.id for kind, request in made.items()}
    to_put_right = {
        "request_id": ids["rectification"],
        "place": rectifying.CHILD_NAME,
        "row_id": case.traject_id,
        "response_id": answered.response_id,
        "item_key": answered.item.key,
    }
    return {
        "coach.looked_over": {"request_id": ids["access"]},
        "coach.was_put_right": to_put_right,
        "coach.corrected_answer": to_put_right,
    }


def deviation_in(world: World, case: Case) -> str:
    """Argue a deviation in a traject and return its id."""
    with world.database.write() as session:
        return deviations.argue(
            session,
            world.coach().actor,
            session.get_one(Traject, case.traject_id),
            principle="samen",
            why="eerst het kind",
            expected="meer rust",
            look_back_on=world.clock().date() + timedelta(days=7),
            now=world.clock(),
        ).id


def goal_in(world: World, case: Case) -> str:
    """Set a goal of the child in a traject and return its id."""
    with world.database.write() as session:
        return goals.set_goal(
            session,
            world.coach().actor,
            session.get_one(Traject, case.traject_id),
            owner_id=goals.owners_of(session, case.traject_id)[0].id,
            wording=goals.Wording(
                "meedoen", "contact", 3, 7, world.clock().date() + timedelta(days=7)
            ),
            now=world.clock(),
        ).id


def card_in(world: World, case: Case) -> str:
    """Let the days of the follow-up be over, which asks for a decision; return that moment."""
    today = world.clock().date()
    with world.database.write() as session:
        for invitation_id in case.follow_up.values():
            invitation = session.get_one(Invitation, invitation_id)
            invitation.opens_on = today - timedelta(days=30)
            invitation.closes_on = today - timedelta(days=1)
        return str(invitation.occasion_id)


def signal_in(world: World, case: Case) -> str:
    """Let a link in a traject reach somebody else and return the id of the signal."""
    with world.database.write() as session:
        invitation = case.intake["teacher"]
        sheet = read_sheet(session, invitation, world.clock().date())
        report_wrong_person(session, sheet, world.clock())
        return session.scalars(select(Signal.id).where(Signal.invitation_id == invitation)).one()


def step_in(world: World, case: Case) -> str:
    """Take the first step of the meldcode in a traject and return its id."""
    with world.database.write() as session:
        taken = meldcode.Taken(world.clock().date(), ("alone",), None, "")
        traject = session.get_one(Traject, case.traject_id)
        return meldcode.take(session, world.coach().actor, traject, 1, taken, world.clock()).id


def test_no_get_of_a_respondent_changes_the_database(world):
    open_case, begun, sent, revoked = (world.words_case(child=f"Kind {n}") for n in range(4))
    visitors = [world.visitor(case.intake["parent"]) for case in (open_case, begun, sent, revoked)]
    visitors.append(world.visitor(open_case.follow_up["parent"]))
    visitors[1].begin()
    visitors[2].begin()
    visitors[2].send(1, q1="2", q2="3")
    visitors[2].send(2, q3="1")
    with world.database.write() as db:
        db.get_one(Invitation, revoked.intake["parent"]).revoked_at = world.clock()
    addresses = [
        address
        for name, address in rules(world, "GET")
        if name.startswith("respond.") and name != "respond.consent"
    ]
    before = dump(world.database)

    for visitor, address, method in product(visitors, addresses, ("GET", "HEAD", "OPTIONS")):
        for number in ("1", "2", "99"):
            path = filled(address, token=visitor.path.removeprefix("/v/"), number=number)
            page = visitor.client.open(path, method=method)
            # An answer link is worth nothing at any other address (AC-004).
            token = visitor.path.removeprefix("/v/")
            elsewhere = token in path and not path.startswith("/v/")
            expected = (404,) if elsewhere and method != "OPTIONS" else (200, 303, 410)
            assert page.status_code in expected, (method, path)
    assert len(addresses) >= 6
    assert dump(world.database) == before


def test_a_get_of_the_coach_changes_nothing_but_the_trail_of_who_looked(world):
    case = world.case()
    world.answer(case.intake["parent"])
    coach = world.signed_in()
    ids = {
        "traject_id": case.traject_id,
        "signal_id": signal_in(world, case),
        "step_id": step_in(world, case),
        "number": "1",
    }
    before = dump(world.database)

    for _, address in rules(world, "GET"):
        if address.startswith(("/v/", "/static", "/health", "/toegang", "/akkoord")):
            continue
        coach.get(filled(address, **ids))

    after = dump(world.database)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == TRAIL


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_address_takes_another_method(world, method):
    case = world.case()
    coach = world.signed_in()
    before = dump(world.database)

    for rule in world.app.url_map.iter_rules():
        if method in rule.methods:
            continue
        path = filled(rule.rule, traject_id=case.traject_id, number="1")
        assert coach.open(path, method=method).status_code in (404, 405), path
    assert dump(world.database) == before
