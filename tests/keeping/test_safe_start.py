"""What is not safe starts no service, and `doctor` says the same of one that runs (AC-104, AC-116).

The PostgreSQL server of the tests is set up without fsync, as no real one may be.
"""

import pytest

from survey_app.commands.wiring import UnsafeStartError, demand_safe
from survey_app.config import Settings
from survey_app.keeping.safe_start import starting, why_unsafe
from tests.factories.world import SECRET

WEAK_SERVER = ["fsync", "full_page_writes"]


def unsafe(world, *statements, is_public=True, environment=None):
    """Return what is said of a connection after it was told some more."""
    with world.database.read() as session:
        for each in statements:
            session.connection().exec_driver_sql(each)
        found = why_unsafe(session, environment or {}, is_public=is_public)
        told = starting(session, environment or {}, is_public=is_public)
    assert [each.sentence for each in told if each.is_fault] == found
    assert len(told) == max(1, len(found))
    return found


def settings_of(sentences):
    return [each.split(" has ")[1].split(" set to ")[0] for each in sentences]


def test_ac_104_weak_durability_is_a_reason_in_front_of_people(world):
    as_set_up = settings_of(unsafe(world))

    assert as_set_up == ([] if world.database.is_sqlite else WEAK_SERVER)
    assert unsafe(world, is_public=False) == []


@pytest.mark.parametrize(
    ("on_a_file", "on_a_server"),
    [
        (("foreign_keys", "OFF"), ("session_replication_role", "replica")),
        (("synchronous", "NORMAL"), ("synchronous_commit", "off")),
    ],
)
def test_ac_104_a_guard_that_is_switched_off_is_a_reason(world, on_a_file, on_a_server):
    if world.database.is_sqlite:
        (name, value), before = on_a_file, []
        told = ["ROLLBACK", f"PRAGMA {name} = {value}"]  # inside a transaction it does nothing
    else:
        (name, value), before = on_a_server, WEAK_SERVER
        told = [f"SET {name} = {value}"]

    found = settings_of(unsafe(world, *told))

    world.database.dispose()
    assert sorted(found) == sorted([*before, name])


def test_ac_116_debug_is_a_reason_anywhere(world):
    for value in ("1", "true"):
        (said,) = unsafe(world, is_public=False, environment={"FLASK_DEBUG": value})
        assert "unset it" in said
    for value in ("0", ""):
        assert unsafe(world, is_public=False, environment={"FLASK_DEBUG": value}) == []


def test_ac_104_no_service_begins_on_a_server_that_forgets(world):
    def settings(base_url):
        return Settings(
            database_url=world.database.url.render_as_string(hide_password=False),
            secret_keys=SECRET,
            base_url=base_url,
        )

    demand_safe(world.database, settings("http://127.0.0.1:8000"))
    if world.database.is_sqlite:
        demand_safe(world.database, settings("https://kansmeter.example"))
        return
    with pytest.raises(UnsafeStartError, match=r"fsync set to off.*set it to on\.$"):
        demand_safe(world.database, settings("https://kansmeter.example"))
