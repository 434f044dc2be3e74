"""What somebody with an account was refused stands in the trail, once, and shows nothing new."""

import pytest
from sqlalchemy import select

from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.web import refusals
from tests.web.world import act, csrf, dump, facts

UNKNOWN = "f" * 32


def refused(world):
    with world.database.read() as db:
        found = select(AuditEvent).where(AuditEvent.outcome == "refused")
        return list(db.scalars(found.order_by(AuditEvent.chain, AuditEvent.position)))


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def stranger(world, case):
    return world.signed_in(world.coach("Joris Zandstra"))


@pytest.mark.one_database
def test_ac_123_a_refused_look_leaves_one_line_for_a_foreign_and_for_an_unknown_id(
    world, case, stranger
):
    for traject_id in (case.traject_id, UNKNOWN):
        before, count = facts(world.database), len(refused(world))

        page = stranger.get(f"/trajecten/{traject_id}/verloop")

        assert page.status_code == 404
        assert facts(world.database) == before
        (line,) = refused(world)[count:]
        assert (line.actor_id, line.roles) == (world.person_id("Joris Zandstra"), "coach")
        assert (line.act, line.object_kind, line.object_id) == (
            "see traject",
            "traject",
            traject_id,
        )
        assert (line.origin, line.reason) == ("127.0.0.1", None)


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_ac_123_a_page_of_another_role_leaves_one_line_whatever_the_method(world, case, method):
    client = world.member("Lia Leider", Role.PROJECT_LEADER)
    token = {"csrf_token": csrf(client.get("/account"))} if method == "POST" else None

    page = client.open("/mensen", method=method, data=token)

    assert page.status_code == 403
    (line,) = refused(world)
    assert line.roles == "project_leader"
    assert (line.object_kind, line.object_id) == ("page", None)
    assert line.act == ("give a right at a school" if method == "POST" else "see people")


@pytest.mark.one_database
def test_a_foreign_id_in_a_form_is_refused_as_the_address_is(world, case):
    director = world.member("Anna de Boer", Role.DIRECTOR, "Het Zandpad")
    away = world.coach("Bea Boom", "De Heidebloem").school.id
    path = f"/mensen/{world.coach().actor.person_id}"

    assert act(director, path, path, role="ib", school=away).status_code == 404

    (line,) = refused(world)
    assert line.act == "give a right at a school"
    assert (line.object_kind, f"/mensen/{line.object_id}") == ("account", path)


@pytest.mark.one_database
def test_what_is_no_refusal_leaves_no_line(world, case, stranger):
    token = csrf(stranger.get("/vandaag"))
    visitor = world.client()
    before = dump(world.database)

    asked = [
        stranger.get("/bestaat-niet"),
        stranger.get("/trajecten/geen-id"),
        stranger.post("/trajecten/nieuw"),
        stranger.post("/trajecten/nieuw", data={"csrf_token": token}),
        stranger.get("/v/geen-link"),
        visitor.get(f"/trajecten/{case.traject_id}"),
        visitor.get("/mensen"),
    ]

    assert [page.status_code for page in asked] == [404, 404, 400, 422, 404, 303, 303]
    assert dump(world.database) == before


@pytest.mark.one_database
def test_a_storm_of_refusals_writes_so_many_lines_a_minute_and_one_that_says_so(
    world, case, stranger, monkeypatch
):
    monkeypatch.setattr(refusals, "A_MINUTE", 3)
    other = world.signed_in(world.coach("Bea Boom", "De Heidebloem"))
    path = f"/trajecten/{case.traject_id}"

    pages = {stranger.get(path).data for _ in range(6)}

    assert len(pages) == 1
    assert [each.reason for each in refused(world)] == [None, None, None, refusals.NO_MORE]
    other.get(path)
    assert len(refused(world)) == 5
    world.clock.move(minutes=1)
    stranger.get(path)
    assert [each.reason for each in refused(world)][4:] == [None, None]


@pytest.mark.one_database
def test_ac_123_a_refusal_that_cannot_be_noted_is_the_same_page_for_every_id(world, case, stranger):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_head RENAME TO audit_head_away")

    pages = [stranger.get(f"/trajecten/{each}") for each in (case.traject_id, UNKNOWN)]

    assert [page.status_code for page in pages] == [503, 503]
