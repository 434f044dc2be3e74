"""Every row has an owner, and a row whose owner is unknown is shown to nobody (AC-021)."""

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import IntegrityError

from survey_app.accounts.policy import Act, may
from survey_app.errors import NotFoundError
from survey_app.exchange.rows import rows_for
from survey_app.measurements.queries import asked
from survey_app.measurements.signals import open_signals
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import caseload, traject_for
from survey_app.trajects.services import owned
from tests.factories.answers import answer
from tests.factories.fixtures import clock, coach, database, traject, world

__all__ = ["clock", "coach", "database", "traject", "world"]

OWNERLESS = {
    "organisation": "it is the owner",
    "published_questionnaire": "its content is the same for all; it says nothing of anybody",
    "accepted_reference": "figures of a list count for all, and tell of no child",
    "act_to_repeat": "fingerprints; what an older copy must do again is asked by nobody",
    "failed_sign_in": "it counts addresses that may belong to no account at all",
    "reset_request": "it is about an address that nobody here may have",
    "link_request": "it counts addresses that may belong to nobody here",
    "sign_in_step": "it is begun by whoever opens the page, and goes within the hour",
    "wrong_code": "it counts addresses from which nobody's code came",
    "alembic_version": "it is the schema's own",
}
OWNER_MAY_BE_UNKNOWN = {
    "audit_event": "a command acts for the whole installation",
    "audit_head": "the lines of such commands are a chain too",
}
TRAJECT_ROWS = (
    "traject_informant",
    "consent_statement",
    "occasion",
    "invitation",
    "measurement",
    "signal",
)


def owner_columns(url):
    engine = create_engine(url)
    try:
        found = inspect(engine)
        return {
            table: next(
                (each for each in found.get_columns(table) if each["name"] == "organisation_id"),
                None,
            )
            for table in found.get_table_names()
        }
    finally:
        engine.dispose()


def test_every_table_but_a_named_few_has_an_owner(migrated_url):
    columns = owner_columns(migrated_url)

    assert {table for table, column in columns.items() if column is None} == set(OWNERLESS)


def test_the_owner_is_never_unknown_but_in_a_named_few(migrated_url):
    columns = owner_columns(migrated_url)

    unknown = {table for table, column in columns.items() if column and column["nullable"]}

    assert unknown == set(OWNER_MAY_BE_UNKNOWN)


def test_every_owner_is_an_organisation_that_exists(migrated_url):
    engine = create_engine(migrated_url)
    found = inspect(engine)
    tied = {
        table
        for table in found.get_table_names()
        for key in found.get_foreign_keys(table)
        if "organisation_id" in key["constrained_columns"]
    }
    tables = set(found.get_table_names())
    engine.dispose()

    assert tables - tied == set(OWNERLESS)


@pytest.mark.parametrize("table", TRAJECT_ROWS)
def test_ac_018_a_row_of_a_traject_cannot_get_another_owner(world, traject, table):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    world.coach(organisation="Zuid")

    with pytest.raises(IntegrityError):
        world.sql(
            f"UPDATE {table} SET organisation_id ="  # noqa: S608 the tables stand above
            " (SELECT id FROM organisation WHERE name = 'Zuid')"
        )


@pytest.mark.parametrize("table", [*TRAJECT_ROWS, "response", "draft", "score", "traject"])
def test_ac_021_a_row_cannot_lose_its_owner(migrated_url, table):
    assert owner_columns(migrated_url)[table]["nullable"] is False


def test_ac_021_a_traject_of_somebody_who_is_no_coach_any_more_is_shown_to_nobody(
    world, coach, traject
):
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    world.sql("UPDATE role_grant SET ends_on = starts_on")
    world.clock.forward(days=1)
    before = world.actor(coach)
    colleague = world.coach().actor

    with world.database.read() as session:
        kept = session.get_one(Traject, traject)
        assert [may(who, Act.SEE_TRAJECT, owned(kept)) for who in (before, colleague)] == [
            False,
            False,
        ]
        assert caseload(session, colleague) == []
        assert [open_signals(session, who) for who in (before, colleague)] == [[], []]
        assert [asked(session, who) for who in (before, colleague)] == [[], []]
        assert [list(rows_for(session, who, b"s")) for who in (before, colleague)] == [[], []]


def test_ac_016_an_id_that_does_not_exist_and_one_of_another_look_the_same(world, traject):
    stranger = world.coach(organisation="Zuid")
    said = []

    with world.database.read() as session:
        for traject_id in (traject, "0" * 32, ""):
            with pytest.raises(NotFoundError) as caught:
                traject_for(session, stranger.actor, traject_id, Act.SEE_TRAJECT)
            said.append(str(caught.value))

    assert len(set(said)) == 1
