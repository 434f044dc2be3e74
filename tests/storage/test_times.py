"""A moment is a point in time, whatever the zone it was written in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from survey_app.accounts.models import FailedSignIn
from survey_app.clock import LOCAL, local_date

NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=LOCAL)


@pytest.fixture
def kept(database):
    """Return a function that stores a moment and gives it as read and as it lies in the row."""

    def keep(moment):
        with database.write() as session:
            session.add(FailedSignIn(id="x", counter_key="k", at=moment))
        with database.read() as session:
            read = session.get_one(FailedSignIn, "x").at
            raw = session.connection().exec_driver_sql("SELECT at FROM failed_sign_in").scalar_one()
        return read, raw

    return keep


def test_a_moment_is_kept_in_utc(kept):
    read, raw = kept(NOON)

    assert raw == "2026-07-01T10:00:00.123456Z"
    assert (read, read.tzinfo) == (NOON, UTC)


def test_a_moment_without_a_zone_is_refused(kept):
    with pytest.raises((ValueError, StatementError), match="without a time zone"):
        kept(datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001 a missing zone is what is tested


def test_the_order_of_rows_is_the_order_of_time(database):
    # 12:00 in Tokyo comes before 11:00 in Amsterdam.
    tokyo = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=9)))
    with database.write() as session:
        session.add(FailedSignIn(id="later", counter_key="k", at=NOON.replace(hour=11)))
        session.add(FailedSignIn(id="first", counter_key="k", at=tokyo))

    with database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT id FROM failed_sign_in ORDER BY at")
        order = [row[0] for row in rows]

    assert order == ["first", "later"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), 30),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), 1),
    ],
)
def test_a_day_ends_at_midnight_in_the_netherlands(moment, day):
    assert local_date(moment).day == day
