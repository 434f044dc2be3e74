"""The coaches of a filled database become informants, and go again as long as none answered."""

import pytest

from survey_app.definitions import load
from survey_app.errors import KansmeterError
from survey_app.storage import migrate
from survey_app.trajects.queries import informants
from tests.factories.answers import answer
from tests.factories.world import KEYRING

pytestmark = pytest.mark.one_every_day

BEFORE = "0022_why_declined"
LISTS = (load("kansmeter-ouder"), load("kansmeter-samenwerking"))


@pytest.fixture
def traject(world, coach):
    """Give a traject in which the mother answered, and an IB'er who is reached by mail."""
    traject = world.traject(coach, lists=LISTS)
    answer(world, world.invitation(traject, "parent", key="kansmeter-ouder"))
    world.add(coach, traject, "ib", "Joke")
    world.reach(coach, traject, "ib", "joke@school.nl")
    return traject


def url_of(world):
    return world.database.url.render_as_string(hide_password=False)


def people(world, traject):
    with world.database.read() as session:
        return [(each.role, each.label) for each in informants(session, traject)]


def people_of_before(world, traject):
    """Return the same of the schema of before, when a label was sealed for its column alone."""
    rows = world.sql(
        "SELECT role, label FROM traject_informant WHERE traject_id = :t ORDER BY role", t=traject
    )
    return [(role, KEYRING.unseal(label, "traject_informant.label")) for role, label in rows]


def test_going_back_and_up_again_keeps_all_but_the_links_of_who_did_not_answer(
    world, coach, traject
):
    ended = world.traject(coach, child="Noor")
    world.sql("UPDATE traject SET ended_on = started_on, ending = 'goal' WHERE id = :t", t=ended)
    world.sql("UPDATE traject SET next_moment_on = '2030-01-01'")

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    assert people_of_before(world, traject) == [
        ("child", "Sam"),
        ("parent", "moeder"),
        ("teacher", "juf Petra"),
    ]
    assert (world.rows("response"), world.rows("contact")) == (1, 0)
    with pytest.raises(KansmeterError, match="keys"):
        migrate.upgrade(url_of(world))
    assert migrate.current(world.database) == BEFORE

    migrate.upgrade(url_of(world), keyring=KEYRING)

    assert people(world, traject)[-1] == people(world, ended)[-1] == ("coach", "coach")
    looked_at = "SELECT id FROM traject WHERE next_moment_on < '2030-01-01'"
    assert world.sql(looked_at) == [(traject,)]


def test_what_a_coach_answered_keeps_the_database_from_going_back(world, traject):
    answer(world, world.invitation(traject, "coach"))
    before = people(world, traject)

    with pytest.raises(KansmeterError, match="nothing was changed"):
        migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    assert (people(world, traject), world.rows("response")) == (before, 2)
    assert migrate.current(world.database) == migrate.head()
