"""Counts of who agreed become statements of people, and back; what held keeps holding."""

import pytest

from survey_app.storage import migrate
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.consent import Purpose
from tests.factories.fixtures import clock, coach, database, world
from tests.factories.world import KEYRING

pytestmark = pytest.mark.one_every_day

__all__ = ["clock", "coach", "database", "world"]

BEFORE = "0007_short_codes"
NINE, TWELVE, SIXTEEN = (2017, 3), (2014, 3), (2010, 3)


def url_of(world):
    return world.database.url.render_as_string(hide_password=False)


@pytest.fixture
def counted(world, coach):
    """Give a way to fill the tables of before: a traject with its parents and what was agreed."""
    made = {}

    def fill(child, parents, *rows, born=NINE):
        """Each row is: holders, how many agreed, whether the child did, whether it is withdrawn."""
        traject_id = world.start(coach, child=child)
        for label in parents:
            world.add(coach, traject_id, "parent", label)
        made[traject_id] = (rows, born)
        return traject_id

    def back():
        migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)
        for traject_id, (rows, born) in made.items():
            world.sql(
                "UPDATE traject SET birth_year = :y, birth_month = :m WHERE id = :t",
                y=born[0],
                m=born[1],
                t=traject_id,
            )
            for number, (holders, count, child, withdrawn) in enumerate(rows, 1):
                world.sql(
                    "INSERT INTO consent (id, organisation_id, traject_id, purpose, holders,"
                    " holders_agreed, child_agreed, channel, text_version, recorded_by,"
                    " recorded_at, withdrawn_at) VALUES (:id, :o, :t, 'measuring', :h, :n, :c,"
                    " 'paper', '2026-11', :p, :at, :w)",
                    id=f"{traject_id[:31]}{number}",
                    o=coach.actor.organisation_id,
                    t=traject_id,
                    h=holders,
                    n=count,
                    c=child,
                    p=coach.actor.person_id,
                    at=f"2026-09-0{number}T08:00:00.000000Z",
                    w=f"2026-09-0{number}T12:00:00.000000Z" if withdrawn else None,
                )

    return fill, back


def said(world, traject_id):
    return world.sql(
        "SELECT consent_statement.number, state, COALESCE(role, '-'),"
        " COALESCE(traject_informant.number, 0)"
        " FROM consent_statement LEFT JOIN traject_informant"
        " ON traject_informant.id = signer_id WHERE consent_statement.traject_id = :t"
        " ORDER BY consent_statement.number",
        t=traject_id,
    )


def may_ask(world, traject_id):
    with world.database.read() as session:
        return agreed_consent(session, traject_id, world.clock.today) is not None


def test_counts_become_what_people_said_and_what_held_holds(world, counted):
    fill, back = counted
    both = fill("Sam", ["moeder", "vader"], ("two", 2, False, False))
    unnamed = fill("Noor", ["moeder"], ("two", 2, False, False))
    nobody = fill("Fenna", [], ("one", 1, False, False))
    court = fill("Mila", ["moeder"], ("court", 0, False, False))
    twelve = fill("Bram", ["moeder", "vader"], ("two", 2, True, False), born=TWELVE)
    sixteen = fill("Lotte", ["moeder"], ("two", 0, True, False), born=SIXTEEN)
    ended = fill("Daan", ["moeder"], ("one", 1, False, True))
    again = fill("Zoë", ["moeder"], ("one", 1, False, True), ("one", 1, False, False))
    never = fill("Amir", ["moeder", "vader"])
    back()

    migrate.upgrade(url_of(world), keyring=KEYRING)

    assert said(world, both) == [(1, "given", "parent", 1), (2, "given", "parent", 2)]
    assert said(world, unnamed) == [(1, "given", "parent", 1), (2, "given", "-", 0)]
    assert said(world, nobody) == [(1, "given", "-", 0)]
    assert said(world, court) == [(1, "court_decision", "-", 0)]
    assert said(world, twelve)[2:] == [(3, "given", "child", 1)]
    assert said(world, sixteen) == [(1, "given", "child", 1)]
    assert said(world, ended) == [(1, "given", "parent", 1), (2, "withdrawn", "parent", 1)]
    assert [line[1] for line in said(world, again)] == ["given", "withdrawn", "given"]
    assert said(world, never) == []
    held = {both, unnamed, nobody, court, twelve, sixteen, again}
    asked = {each for each in (*held, ended, never) if may_ask(world, each)}
    assert asked == held
    assert world.sql(
        "SELECT DISTINCT purpose, channel, text_version, text_hash, language FROM consent_statement"
    ) == [("measuring", "paper", "2026-11", None, "nl")]


def test_a_parent_who_comes_later_counts_with_who_agreed_without_a_name(world, coach, counted):
    fill, back = counted
    unnamed = fill("Noor", ["moeder"], ("two", 2, False, False))
    back()
    migrate.upgrade(url_of(world), keyring=KEYRING)

    father = world.add(coach, unnamed, "parent", "vader", holds_authority=True)
    assert may_ask(world, unnamed)
    world.say(coach, unnamed, father, yes=False)

    assert not may_ask(world, unnamed)


def test_as_many_parents_hold_authority_as_there_are_holders(world, counted):
    fill, back = counted
    one = fill("Sam", ["moeder", "vader"], ("one", 1, False, False))
    unknown = fill("Noor", ["moeder", "vader"])
    back()
    world.sql("DELETE FROM consent WHERE traject_id = :t", t=unknown)

    migrate.upgrade(url_of(world), keyring=KEYRING)

    held = "SELECT number FROM traject_informant WHERE holds_authority AND traject_id = :t"
    assert world.sql(held + " ORDER BY number", t=one) == [(1,)]
    assert world.sql(held + " ORDER BY number", t=unknown) == [(1,), (2,)]
    assert world.sql("SELECT DISTINCT is_asked FROM traject_informant") in ([(True,)], [(1,)])


def test_the_way_back_keeps_what_is_agreed_and_what_was_withdrawn(world, coach):
    agreed = world.traject(coach, parents=("moeder", "vader"))
    withdrawn = world.traject(coach, child="Noor")
    world.withdraw(coach, withdrawn)
    half = world.start(coach, child="Fenna")
    for label in ("moeder", "vader"):
        parent = world.add(coach, half, "parent", label)
    world.decide(coach, half)
    world.say(coach, half, parent)
    court = world.start(coach, child="Mila")
    world.agree(coach, court)

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    rows = world.sql(
        "SELECT traject_id, holders, holders_agreed, withdrawn_at IS NULL FROM consent"
    )
    assert {row[0]: tuple(row[1:]) for row in rows} == {
        agreed: ("two", 2, True),
        withdrawn: ("one", 1, False),
        court: ("court", 0, True),
    }

    migrate.upgrade(url_of(world), keyring=KEYRING)

    asked = [each for each in (agreed, withdrawn, half, court) if may_ask(world, each)]
    assert asked == [agreed, court]


def test_on_the_way_back_refused_help_is_an_end_too(world, coach):
    traject = world.traject(coach)
    ((mother,),) = world.sql("SELECT id FROM traject_informant WHERE role = 'parent'")

    world.say(coach, traject, mother, Purpose.HELP, yes=False)

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    assert world.sql("SELECT count(*) FROM consent WHERE withdrawn_at IS NULL") == [(0,)]
    assert world.rows("consent") == 1
