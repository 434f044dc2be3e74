"""What a page asks of the database: counted, because counts do not depend on the machine."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from survey_app.measurements import following_up, substitutes
from survey_app.measurements.models import Signal
from survey_app.practice import contacts
from survey_app.practice.contacts import What
from survey_app.storage import migrate
from survey_app.trajects import goals
from survey_app.trajects.models import Traject
from tests.benchmarks.coach_pages import NUMBERS, copy_world
from tests.rig import statements
from tests.web.world import Staff, World, a_world

LINE = "chain, position, at, actor_kind, act, object_kind, object_id, outcome, key_name, digest"
LINES = """SELECT 'others', i, '2026-01-01T00:00:00.000000Z', 'person', 'see traject', 'traject',
    printf('%032d', i), 'done', '', '' FROM n"""
"""What others do is nearly all of the trail."""


def test_the_caseload_page_asks_as_much_for_20_trajects_as_for_5(world: World) -> None:
    coach = world.signed_in()
    asked = []
    for more in (5, 15):
        for _ in range(more):
            world.answer(world.case().intake["parent"])
        coach.get("/vandaag")
        with statements.counted(world.database) as counts:
            page = coach.get("/vandaag")
        asked.append(counts["statements"])
        assert page.text.count("/trajecten/") >= more

    # Three of them write the line of the trail.
    assert asked[0] == asked[1] <= 33


def test_the_pages_with_cards_to_answer_ask_as_much_for_6_as_for_2(world: World) -> None:
    asked: dict[str, list[int]] = {"/vandaag": [], "/contacten": []}
    for more in (2, 4):
        cases = [world.case() for _ in range(more)]
        for case in cases:
            world.answer(case.intake["parent"])
        world.clock.move(weeks=11)
        for case in cases:
            world.answer(case.follow_up["parent"])
        coach = world.signed_in()
        for page, counts in asked.items():
            coach.get(page)
            with statements.counted(world.database) as here:
                html = coach.get(page).text
            counts.append(here["statements"])
            assert html.count('class="decide"') == (2 * len(counts) + 2 * (len(counts) - 1)) * (
                page == "/vandaag"
            )

    assert asked["/vandaag"][0] == asked["/vandaag"][1] <= 41
    assert asked["/contacten"][0] == asked["/contacten"][1]


def test_the_caseload_page_asks_as_much_for_8_signals_as_for_2(world: World) -> None:
    """Of the own children and of a colleague who is away: what waits, and what was taken up."""
    staff, coach = world.coach(), world.signed_in()
    away = world.coach("Bea Boom", "De Heidebloem")
    day = world.clock().date()
    with world.database.write() as db:
        me = staff.actor.person_id
        substitutes.name_substitute(
            db, away.actor, me, first_on=day, last_on=day, now=world.clock()
        )
    asked = []
    for more in (1, 3):
        for whose in [staff, away] * more:
            for level, is_taken_up in (("today", False), ("two_days", True)):
                raise_signal(world, whose, level, is_taken_up)
        with statements.counted(world.database) as counts:
            page = coach.get("/vandaag")
        asked.append(counts["statements"])
        assert page.text.count("/gezien") == (2 if more == 1 else 8)
        assert page.text.count("Rond af") == (1 if more == 1 else 4)

    assert asked[0] == asked[1]


def raise_signal(world: World, staff: Staff, level: str, is_taken_up: bool) -> None:
    """Let a child of a coach ask for somebody."""
    case = world.case(staff)
    with world.database.write() as db:
        signal = Signal(
            organisation_id=staff.actor.organisation_id,
            traject_id=case.traject_id,
            invitation_id=case.intake["child"],
            item="c",
            level=level,
            raised_at=world.clock(),
        )
        db.add(signal)
        db.flush()
        if is_taken_up:
            following_up.take_up(db, staff.actor, signal.id, world.clock())


def test_the_caseload_page_asks_as_much_however_much_others_have(world: World) -> None:
    coach, colleague = world.signed_in(), world.coach("Joris Zandstra")
    world.answer(world.case().intake["parent"])
    asked = []
    for more in (0, 15):
        for _ in range(more):
            world.answer(world.case(colleague).intake["parent"])
        coach.get("/vandaag")
        with statements.counted(world.database) as counts:
            coach.get("/vandaag")
        asked.append(counts["statements"])

    assert asked[0] == asked[1]


@pytest.mark.one_database
@pytest.mark.parametrize("counted", [False, True])
def test_a_coach_waits_nowhere_for_what_colleagues_have(tmp_path: Path, counted: bool) -> None:
    """SQLite is asked how it searches: never a whole table or a whole organisation.

    What it counted of its tables may not lead it away from the keys that few rows have.
    PostgreSQL chooses by what is in the tables, so this is about a database of its own.
    """
    url = f"sqlite:///{tmp_path / 'own.db'}"
    migrate.upgrade(url)
    with a_world(url) as world:
        case = world.case()
        world.answer(case.intake["parent"])
        world.clock.move(weeks=11)
        world.answer(case.follow_up["parent"])
        coach = world.signed_in()
        assert 'class="decide"' in coach.get("/vandaag").text
        if counted:
            beside_others(world)
        at = f"/trajecten/{case.traject_id}"
        searched = {path: searches(world, coach, path) for path in ("/vandaag", at, f"{at}/inzage")}

    # The reference values that were accepted are few, and for everybody. Cards that colleagues
    # share are of a whole network; their indexes hold no others.
    slow = re.compile(
        r"SCAN (?!CONSTANT|\(subquery|accepted_reference)"
        r"|^(?!.*ix_card_offer_).*\(organisation_id="
    )
    assert any("ix_traject_coach_id" in each for each in searched["/vandaag"])
    assert any("ix_audit_event_object_id" in each for each in searched[f"{at}/inzage"])
    for plans in searched.values():
        assert [each for each in plans if slow.search(each)] == []


def beside_others(world: World) -> None:
    """Fill the tables with many others like what is in them, and let SQLite count."""
    with world.database.write() as db:
        copy_world(db.connection(), 300)
        db.execute(text(f"INSERT INTO audit_event ({LINE}) {NUMBERS} {LINES}"), {"copies": 20_000})
        db.execute(text("ANALYZE"))
    world.database.dispose()


def searches(world: World, coach: FlaskClient, path: str) -> list[str]:
    """Return how each statement of a page is searched for, in the words of SQLite."""
    coach.get(path)
    with statements.noted(world.database) as asked:
        coach.get(path)
    plans = []
    with world.database.read() as db:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = db.connection().exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)
                )
                plans += [row.detail for row in plan]
    return plans


@pytest.mark.parametrize("others", [0, 10])
def test_the_page_of_the_group_asks_as_much_for_20_trajects_as_for_5(
    world: World, others: int
) -> None:
    """Neither the own caseload nor that of a colleague makes the page ask more often."""
    coach, colleague = world.signed_in(), world.coach("Joris Zandstra")
    for _ in range(others):
        world.answer(world.case(colleague).intake["parent"])
    asked = []
    for more in (5, 15):
        for _ in range(more):
            world.answer(world.case().intake["parent"])
        coach.get("/samen")
        with statements.counted(world.database) as counts:
            page = coach.get("/samen")
        asked.append(counts["statements"])
        assert page.status_code == 200

    # Three of them write the line of the trail.
    assert asked[0] == asked[1] <= 14


def test_the_log_of_contacts_asks_as_much_for_20_as_for_5(world: World) -> None:
    staff, coach = world.coach(), world.signed_in()
    asked = []
    for more in (5, 15):
        for _ in range(more):
            case = world.case()
            what = What(world.clock().date(), ("child",), "talk", 15, 0, ("samen",))
            with world.database.write() as db:
                traject = db.get_one(Traject, case.traject_id)
                contacts.log_at_traject(db, staff.actor, traject, what, world.clock())
        coach.get("/contacten")
        with statements.counted(world.database) as counts:
            page = coach.get("/contacten")
        asked.append(counts["statements"])
        assert page.text.count("samen beslissen") == (5 if more == 5 else 20)

    assert asked[0] == asked[1]


def test_a_traject_page_asks_as_much_with_answers_as_without(world: World) -> None:
    coach, case = world.signed_in(), world.case()
    asked = []
    for answered in ((), (*case.intake.values(),)):
        for invitation_id in answered:
            world.answer(invitation_id)
        coach.get(f"/trajecten/{case.traject_id}")
        with statements.counted(world.database) as counts:
            coach.get(f"/trajecten/{case.traject_id}")
        asked.append(counts["statements"])

    assert asked[0] == asked[1]


@pytest.mark.one_database
def test_the_pages_with_goals_ask_as_much_for_three_with_steps_as_for_none(world: World) -> None:
    coach, case = world.signed_in(), world.case()
    pages = (f"/trajecten/{case.traject_id}", f"/trajecten/{case.traject_id}/stapje")
    asked = []
    for words in ((), ("meedoen", "samen eten", "vinger opsteken")):
        with world.database.write() as db:
            traject = db.get_one(Traject, case.traject_id)
            for each in words:
                who, day = world.coach().actor, world.clock().date()
                wording = goals.Wording(each, "joy", 3, 7, day + timedelta(days=42))
                child = {"owner_id": case.informants["child"], "wording": wording}
                goal = goals.set_goal(db, who, traject, **child, now=world.clock())
                goals.rate_goal(
                    db,
                    who,
                    traject,
                    goal.id,
                    rated_by=case.informants["child"],
                    value=5,
                    on=day,
                    now=world.clock(),
                )
        for page in pages:
            coach.get(page)
            with statements.counted(world.database) as counts:
                assert coach.get(page).text.count("meedoen") >= bool(words)
            asked.append(counts["statements"])

    assert asked[:2] == asked[2:]


@pytest.mark.parametrize("number", [1, 2], ids=["saving", "sending"])
def test_answering_a_page_is_one_read_and_one_write_transaction(world: World, number: int) -> None:
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    answers = [{"q1": "2", "q2": "4"}, {"q3": "1"}]
    if number == 2:
        visitor.send(1, **answers[0])
    fields = visitor.fields(**answers[number - 1])

    with statements.counted(world.database) as writing:
        sent = visitor.post(number, fields)
    with statements.counted(world.database) as reading:
        shown = visitor.client.get(sent.location)

    assert (sent.status_code, shown.status_code) == (303, 200)
    assert writing["transactions"] == 1
    # The sheet, and while it is open who agreed: by the rule of today, so no column of the sheet.
    # After sending: the sheet, what else the same person can fill in, and who may see the answers.
    assert reading == {"transactions": 1, "statements": 3 if number == 2 else 2}
