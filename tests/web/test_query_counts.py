"""What a page asks of the database: counted, because counts do not depend on the machine."""

import re
from pathlib import Path

import pytest

from survey_app.measurements import following_up, substitutes
from survey_app.measurements.models import Signal
from survey_app.practice import contacts
from survey_app.practice.contacts import What
from survey_app.storage import migrate
from survey_app.trajects.models import Traject
from tests.rig.statements import counted, noted
from tests.web.world import Staff, World, a_world


def test_the_caseload_page_asks_as_much_for_20_trajects_as_for_5(world: World) -> None:
    coach = world.signed_in()
    asked = []
    for more in (5, 15):
        for _ in range(more):
            world.answer(world.case().intake["parent"])
        coach.get("/vandaag")
        with counted(world.database) as counts:
            page = coach.get("/vandaag")
        asked.append(counts["statements"])
        assert page.text.count("/trajecten/") >= more

    assert asked[0] == asked[1] <= 27


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
        with counted(world.database) as counts:
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
        with counted(world.database) as counts:
            coach.get("/vandaag")
        asked.append(counts["statements"])

    assert asked[0] == asked[1]


@pytest.mark.one_database
def test_the_caseload_page_looks_nowhere_where_colleagues_make_it_slower(tmp_path: Path) -> None:
    """SQLite is asked how it searches: never a whole table or a whole organisation.

    PostgreSQL chooses by what is in the tables, so this is about a database of its own.
    """
    url = f"sqlite:///{tmp_path / 'own.db'}"
    migrate.upgrade(url)
    with a_world(url) as world:
        assert_nothing_is_scanned(world)


def assert_nothing_is_scanned(world: World) -> None:
    coach = world.signed_in()
    world.answer(world.case().intake["parent"])
    coach.get("/vandaag")

    with noted(world.database) as statements:
        coach.get("/vandaag")

    plans = []
    with world.database.read() as db:
        for statement, parameters in statements:
            if statement.startswith("SELECT"):
                plan = db.connection().exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)
                )
                plans += [row.detail for row in plan]
    slow = re.compile(r"SCAN (?!CONSTANT|\(subquery)|organisation_id")
    assert any("ix_traject_coach_id" in each for each in plans)
    assert [each for each in plans if slow.search(each)] == []


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
        with counted(world.database) as counts:
            page = coach.get("/samen")
        asked.append(counts["statements"])
        assert page.status_code == 200

    assert asked[0] == asked[1] <= 12


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
        with counted(world.database) as counts:
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
        with counted(world.database) as counts:
            coach.get(f"/trajecten/{case.traject_id}")
        asked.append(counts["statements"])

    assert asked[0] == asked[1]


@pytest.mark.parametrize("number", [1, 2], ids=["saving", "sending"])
def test_answering_a_page_is_one_read_and_one_write_transaction(world: World, number: int) -> None:
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    answers = [{"q1": "2", "q2": "4"}, {"q3": "1"}]
    if number == 2:
        visitor.send(1, **answers[0])
    fields = visitor.fields(**answers[number - 1])

    with counted(world.database) as writing:
        sent = visitor.post(number, fields)
    with counted(world.database) as reading:
        shown = visitor.client.get(sent.location)

    assert (sent.status_code, shown.status_code) == (303, 200)
    assert writing["transactions"] == 1
    # The sheet, and while it is open who agreed: by the rule of today, so no column of the sheet.
    # After sending: the sheet, and what else the same person can fill in.
    assert reading == {"transactions": 1, "statements": 2}
