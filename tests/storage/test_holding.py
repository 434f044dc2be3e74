"""A row that is held is read anew, and what was changed in it before stays."""

import pytest
from sqlalchemy import text

from survey_app.accounts.models import Organisation
from survey_app.errors import NotFoundError
from survey_app.storage import hold


@pytest.fixture
def owner(database):
    with database.write() as session:
        made = Organisation(name="Noord")
        session.add(made)
    return made.id


@pytest.mark.parametrize("with_key", [True, False])
def test_what_changed_elsewhere_is_seen_and_what_changed_here_stays(database, owner, with_key):
    with database.write() as session:
        held = session.get_one(Organisation, owner)
        session.execute(text("UPDATE organisation SET simulated = true"))
        held.name = "Zuid"
        hold(session, held, with_key=with_key)

        assert (held.name, held.simulated) == ("Zuid", True)


def test_what_went_is_not_found(database, owner):
    with database.write() as session:
        held = session.get_one(Organisation, owner)
        session.execute(text("DELETE FROM organisation"))

        with pytest.raises(NotFoundError):
            hold(session, held)
