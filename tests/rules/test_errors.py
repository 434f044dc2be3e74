"""What is somebody else's looks exactly like what does not exist, whatever is asked of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from survey_app.accounts.models import Organisation
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import load
from survey_app.invitations.models import Invitation
from survey_app.invitations.yearly_planning import ask_now
from survey_app.measurements import substitutes
from survey_app.papers import ordering
from survey_app.papers.kinds import Kind
from survey_app.practice import contacts, decisions, deviations, meldcode, support
from survey_app.reports.pictures import key_of
from survey_app.trajects import closures, goals, participants, school_people, timeline
from survey_app.trajects.models import Traject
from survey_app.trajects.nominations import nominate
from tests.factories.samples import ENROLMENT
from tests.web.world import a_world, act, csrf, dump

pytestmark = pytest.mark.one_database

UNKNOWN = "f" * 32
COACHES = {
    "another coach of the same school": ("Joris Zandstra", "Het Zandpad", "Veldkans"),
    "a coach of another school": ("Anouk Bergsma", "De Heidebloem", "Veldkans"),
    "a coach of another organisation": ("Hamza Dijkhof", "Het Keienhuis", "Elders"),
}


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


def ids_of(world, case):
    """Return every id that an address of the coach can hold, of this traject and its coach."""
    with world.database.engine.connect() as connection:

        def one(statement):
            return connection.execute(text(statement), {"id": case.traject_id}).scalars().first()

        return {
            "traject_id": case.traject_id,
            "invitation_id": case.intake["teacher"],
            "signer_id": case.informants["parent"],
            "occasion_id": one("SELECT id FROM occasion WHERE traject_id = :id"),
            "informant_id": case.informants["teacher"],
            "signal_id": one("SELECT id FROM signal WHERE traject_id = :id"),
            "school_id": one("SELECT school_id FROM traject WHERE id = :id"),
            "closure_id": one(
                "SELECT id FROM school_closure WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "event_id": one("SELECT id FROM traject_event WHERE traject_id = :id"),
            "contact_id": one("SELECT id FROM logged_contact WHERE traject_id = :id"),
            "support_id": one("SELECT id FROM support WHERE traject_id = :id"),
            "referral_id": one("SELECT id FROM considered_referral WHERE traject_id = :id"),
            "goal_id": one("SELECT id FROM goal WHERE traject_id = :id"),
            "paper_id": one("SELECT id FROM paper WHERE traject_id = :id"),
            "deviation_id": one("SELECT id FROM deviation WHERE traject_id = :id"),
            "decision_id": one("SELECT id FROM decision WHERE traject_id = :id"),
            "step_id": one("SELECT id FROM meldcode_step WHERE traject_id = :id"),
            "substitution_id": one(
                "SELECT id FROM substitution WHERE coach_id ="
                " (SELECT coach_id FROM traject WHERE id = :id)"
            ),
            "school_person_id": one(
                "SELECT id FROM school_informant WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "yearly_id": one(
                "SELECT invitation.id FROM invitation JOIN school_informant"
                " ON school_informant.id = invitation.school_informant_id"
                " WHERE school_informant.school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "participant_id": one(
                "SELECT id FROM reference_participant WHERE coach_id ="
                " (SELECT coach_id FROM traject WHERE id = :id)"
            ),
            "nomination_id": one(
                "SELECT id FROM nomination WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "picture": key_of(
                case.informants["parent"],
                world.invitation(case.intake["parent"]).fingerprint,
                "kracht",
            ),
            "width": "breed",
            "way": "gesprek",
            "number": "1",
        }


def with_signal(world, staff, child):
    """Make a traject with answers of a parent, a signal and something that happened.

    A step of the meldcode was taken. Beside it the coach has who stands in, somebody in the retest,
    and a teacher who is asked every year and put a child forward.
    """
    case = world.case(staff, child=child)
    world.answer(case.intake["parent"])
    with world.database.read() as session:
        organisation = session.get_one(Organisation, staff.actor.organisation_id).name
    stands_in = world.coach(f"Vera{child}", staff.school.name, organisation)
    with world.database.write() as session:
        timeline.add_event(
            session,
            staff.actor,
            session.get_one(Traject, case.traject_id),
            kind="event",
            words="verhuizing",
            first_on=local_date(world.clock()),
            last_on=None,
            now=world.clock(),
        )
        traject = session.get_one(Traject, case.traject_id)
        today = local_date(world.clock())
        what = contacts.What(today, ("parent",), "talk", 30, 5, ("samen",), "belde over de week")
        contacts.log_at_traject(session, staff.actor, traject, what, world.clock())
        support.record(
            session,
            staff.actor,
            traject,
            kind="social_team",
            status="runs",
            source="parent",
            from_day=today,
            until_day=None,
            now=world.clock(),
        )
        support.consider(
            session,
            staff.actor,
            traject,
            considered_by="school",
            on=today,
            outcome="open",
            why="",
            now=world.clock(),
        )
        deviations.argue(
            session,
            staff.actor,
            traject,
            principle="meteen",
            why="eerst rust",
            expected="meer rust thuis",
            look_back_on=today + timedelta(days=21),
            now=world.clock(),
        )
        goals.set_goal(
            session,
            staff.actor,
            traject,
            owner_id=case.informants["child"],
            wording=goals.Wording("meedoen", "contact", 3, 7, today + timedelta(days=42)),
            now=world.clock(),
        )
        decisions.decide(
            session,
            staff.actor,
            traject,
            str(session.get_one(Invitation, case.follow_up["parent"]).occasion_id),
            decisions.Said("more", "een vast maatje"),
            decisions.Saw(),
            world.clock(),
        )
        taken = meldcode.Taken(today, ("alone",), None, "")
        meldcode.take(session, staff.actor, traject, 1, taken, world.clock())
        substitutes.name_substitute(
            session,
            staff.actor,
            stands_in.actor.person_id,
            first_on=today,
            last_on=today,
            now=world.clock(),
        )
        ordering.order(session, staff.actor, traject, Kind.TALK, "nl", world.clock())
        closures.close_school(
            session,
            staff.actor,
            staff.school.id,
            first_on=local_date(world.clock()),
            last_on=None,
            words="studiedag",
            now=world.clock(),
        )
        participants.enrol(
            session,
            staff.actor,
            school_id=staff.school.id,
            now=world.clock(),
            **{**ENROLMENT, "code": f"{child[:3]}7"},
        )
        teacher = school_people.add_school_informant(
            session,
            staff.actor,
            school_id=staff.school.id,
            role="teacher",
            name=f"juf van {child}",
            now=world.clock(),
        )
        ask_now(session, teacher, load, audit.COMMAND, world.clock())
        about = {"child_name": "KNR-aangemeld", "group_name": "groep 5"}
        nominate(session, teacher.id, **about, now=world.clock())
    visitor = world.visitor(case.intake["child"])
    fields = {"csrf_token": csrf(visitor.get("/liever-niet")), "act": "wrong_person"}
    visitor.client.post(visitor.path + "/liever-niet", data=fields)
    return case


def coach_routes(world):
    """Return address and methods of every route of the coach that holds an id."""
    return [
        (rule.rule, sorted(rule.methods & {"GET", "POST"}))
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint.startswith("coach.") and "_id>" in rule.rule
    ]


def ask(client, address, method, values, token):
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: values[place[1]], address)
    fields = {
        "csrf_token": token,
        "role": "parent",
        "label": "oma",
        "birth_month": "5",
        "birth_year": "2017",
        "holders": "one",
        "holds": "nee",
        "channel": "paper",
        "kind": "event",
        "words": "verhuizing",
        "first_on": "2026-09-14",
    }
    page = client.open(path, method=method, data=fields if method == "POST" else None)
    return page.status_code, page.text


@pytest.mark.parametrize("who", COACHES)
def test_what_is_of_another_coach_is_the_same_page_as_what_does_not_exist(world, who):
    case = with_signal(world, world.coach(), "KNR-kindnaam")
    name, school, organisation = COACHES[who]
    stranger = world.coach(name, school, organisation)
    client = world.signed_in(stranger)
    token = csrf(client.get("/vandaag"))
    foreign = ids_of(world, case)
    unknown = {**dict.fromkeys(foreign, UNKNOWN), "width": "breed", "way": "gesprek", "number": "1"}
    before = dump(world.database)
    # The calendar of a school, the people around it and what its teachers put forward belong to
    # every coach of that school.
    of_the_school = ("/schooldagen/", "/school/", "/aanmeldingen/")
    shared = of_the_school if who == "another coach of the same school" else ()
    routes = [route for route in coach_routes(world) if not route[0].startswith(shared)]

    for address, methods in routes:
        for method in methods:
            seen = ask(client, address, method, foreign, token)
            assert seen == ask(client, address, method, unknown, token), (address, method)
            assert seen[0] == 404, (address, method)
            assert "KNR-kindnaam" not in seen[1]
    assert len(routes) >= 10
    assert dump(world.database) == before


@pytest.mark.parametrize("who", COACHES)
def test_an_own_traject_with_the_id_of_another_changes_nothing(world, who):
    foreign_case = with_signal(world, world.coach(), "KNR-kindnaam")
    name, school, organisation = COACHES[who]
    stranger = world.coach(name, school, organisation)
    own_case = with_signal(world, stranger, "Fenna")
    client = world.signed_in(stranger)
    token = csrf(client.get("/vandaag"))
    own, foreign = ids_of(world, own_case), ids_of(world, foreign_case)
    mixed = {**foreign, "traject_id": own["traject_id"]}
    before = dump(world.database)
    nested = [
        route
        for route in coach_routes(world)
        if route[0].count("_id>") > 1 or "<picture>" in route[0]
    ]

    for address, methods in nested:
        for method in methods:
            assert ask(client, address, method, mixed, token)[0] == 404, address
    assert len(nested) >= 7
    assert dump(world.database) == before


@pytest.mark.parametrize("who", COACHES)
def test_the_first_page_of_a_coach_names_nobody_of_another(world, who):
    with_signal(world, world.coach(), "KNR-kindnaam")
    client = world.signed_in(world.coach(*COACHES[who]))

    assert "KNR-kindnaam" not in client.get("/vandaag").text


def test_a_traject_cannot_be_started_at_a_school_where_one_is_no_coach(world):
    world.coach(*COACHES["a coach of another organisation"])
    world.coach(*COACHES["a coach of another school"])
    client = world.signed_in()
    before = dump(world.database)

    for school in ("De Heidebloem", "Het Keienhuis"):
        fields = {"child_name": "Sam", "group_name": "6", "reason": "loss"}
        refused = act(
            client,
            "/trajecten/nieuw",
            "/trajecten/nieuw",
            school=world.schools()[school],
            **fields,
        )
        assert refused.status_code in (404, 422)
    assert dump(world.database) == before


ODD_IDS = ["x", "%00", "..%2f..%2fetc%2fpasswd", "%27%20OR%201%3D1--", "9" * 3000, "%F0%9F%8D%8E"]


@pytest.mark.parametrize("odd", ODD_IDS, ids=lambda odd: odd[:12])
def test_an_odd_id_is_the_same_page_as_what_does_not_exist(world, odd):
    case = with_signal(world, world.coach(), "Sam")
    client = world.signed_in()
    token = csrf(client.get("/vandaag"))
    own = ids_of(world, case)
    unknown = {**dict.fromkeys(own, UNKNOWN), "width": "breed", "scale": "kracht"}
    before = dump(world.database)

    for address, methods in coach_routes(world):
        for method in methods:
            seen = ask(client, address, method, {**unknown, **ids(address, odd)}, token)
            assert seen == ask(client, address, method, unknown, token), (address, method)
    assert dump(world.database) == before


def ids(address, odd):
    return dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+_id)>", address), odd)


def test_the_rights_of_the_moment_count_on_the_next_request(world):
    case = with_signal(world, world.coach(), "Sam")
    client = world.signed_in()
    path = f"/trajecten/{case.traject_id}"
    assert client.get(path).status_code == 200

    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE role_grant SET ends_on = '2026-11-01'"))
    assert client.get(path).status_code in (403, 404)

    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE role_grant SET ends_on = NULL"))
    other = world.coach("Joris Zandstra").actor.person_id
    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE traject SET coach_id = :coach"), {"coach": other})
    assert client.get(path).status_code == 404
