"""An act is done again only when the database undid all of it, and three times at most."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from survey_app.storage import UnavailableError, once_more_when_undone
from survey_app.storage.undone import MOST_TIMES


class Broken(Exception):
    """What the driver of PostgreSQL raises, with its own code of what went wrong."""

    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def fail(database, sqlstate):
    with database.write():
        raise OperationalError("UPDATE", {}, Broken(sqlstate))


def store(database):
    with database.write() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_what_was_undone_is_done_again_until_it_holds(database, sqlstate):
    times = []

    def act():
        times.append(1)
        if len(times) < MOST_TIMES:
            fail(database, sqlstate)
        store(database)
        return "done"

    assert once_more_when_undone(act) == "done"
    assert len(times) == MOST_TIMES


def test_an_answer_that_says_it_failed_is_asked_again_too(database):
    times = []

    def act():
        times.append(1)
        try:
            fail(database, "40P01")
        except UnavailableError:
            return "failed"

    assert once_more_when_undone(act) == "failed"
    assert len(times) == MOST_TIMES


@pytest.mark.parametrize("sqlstate", ["55P03", "57P01", "53100", None])
def test_what_failed_otherwise_is_not_done_again(database, sqlstate):
    times = []

    def act():
        times.append(1)
        fail(database, sqlstate)

    with pytest.raises(UnavailableError):
        once_more_when_undone(act)
    assert times == [1]


def test_an_act_that_stored_something_before_is_not_done_again(database):
    times = []

    def act():
        times.append(1)
        store(database)
        fail(database, "40P01")

    with pytest.raises(UnavailableError):
        once_more_when_undone(act)
    assert times == [1]


def test_a_mistake_of_our_own_is_not_done_again(database):
    times = []

    def act():
        times.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once_more_when_undone(act)
    assert times == [1]
