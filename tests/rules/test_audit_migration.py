"""Lines that were written before there was a chain are chained, and come back unchained."""

import pytest
from sqlalchemy import text

from survey_app.audit.verifying import Checked, chains, check
from survey_app.errors import KansmeterError
from survey_app.storage import migrate
from tests.factories.world import KEYRING

BEFORE = "0034_rare_keys"
FACTS = "at, organisation_id, actor_kind, actor_id, act, object_kind, object_id, outcome"


def url_of(world):
    return world.database.url.render_as_string(hide_password=False)


def test_old_lines_are_chained_in_their_order_and_new_ones_go_on_behind_them(
    world, coach, traject, monkeypatch
):
    facts = world.sql(f"SELECT {FACTS} FROM audit_event ORDER BY position")  # noqa: S608 they stand above

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)
    numbered = world.sql(f"SELECT {FACTS} FROM audit_event ORDER BY number")  # noqa: S608 they stand above
    migrate.upgrade(url_of(world), keyring=KEYRING)
    world.start(coach, child="Noor")

    now = world.sql(f"SELECT {FACTS} FROM audit_event ORDER BY position")  # noqa: S608 they stand above
    assert facts == numbered == now[: len(facts)]
    with world.database.read() as session:
        found = [each for chain in chains(session) for each in check(session, chain)]
    assert found == [Checked(coach.actor.organisation_id, len(facts) + 1, 0)]
    assert world.sql("SELECT DISTINCT roles FROM audit_event WHERE position = 1") == [(None,)]


def test_lines_can_only_be_chained_with_the_keys_at_hand(world, traject):
    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    with pytest.raises(KansmeterError, match="keys at hand"):
        migrate.upgrade(url_of(world))

    assert migrate.current(world.database) == BEFORE
    with world.database.read() as session:
        assert session.execute(text("SELECT count(*) FROM audit_event")).scalar_one() > 5
