"""Who stands in for a coach sees what cannot wait, on the days agreed on, and nothing else."""

from datetime import date, timedelta

import pytest

from survey_app.accounts.models import Person
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import following_up, substitutes
from survey_app.measurements.services import report_wrong_person
from survey_app.measurements.signals import followed_up, of_colleagues_away, open_signals
from survey_app.trajects.queries import caseload
from tests.factories.answers import answer, sheet_of

TUESDAY = date(2026, 9, 8)


@pytest.fixture
def colleague(world):
    """Give a coach of another school of the same organisation."""
    return world.coach(school="De Heidebloem")


def name(world, coach, colleague, first_on=TUESDAY, last_on=TUESDAY):
    with world.database.write() as session:
        return substitutes.name_substitute(
            session,
            coach.actor,
            colleague.actor.person_id,
            first_on=first_on,
            last_on=last_on,
            now=world.clock(),
        ).id


def seen_by(world, colleague):
    with world.database.read() as session:
        return of_colleagues_away(session, colleague.actor, world.clock.today)


def do(world, colleague, act, signal_id):
    with world.database.write() as session:
        act(session, colleague.actor, signal_id, world.clock())


@pytest.fixture
def signals(world, coach, traject):
    """Give ids of signals by level: of today, of two days, for a talk."""
    answer(world, world.invitation(traject, "child"), {"h1": "nooit", "l1": "nooit"})
    answer(world, world.invitation(traject, "parent"), {"l1": "bijna_altijd", "c": "ja_graag"})
    with world.database.read() as session:
        return {each.level: each.id for each in open_signals(session, coach.actor)}


def test_ac_025_who_lost_the_account_stands_in_no_more_and_another_can_be_named(
    world, coach, colleague
):
    name(world, coach, colleague)
    with world.database.write() as session:
        session.get_one(Person, colleague.actor.person_id).active = False

    with world.database.read() as session:
        assert substitutes.who_stand_in(session, [coach.actor.person_id], TUESDAY) == []
        assert substitutes.stand_ins(session, coach.actor, world.clock.today) == []
    assert name(world, coach, world.coach())


def test_only_on_the_days_agreed_on(world, coach, colleague, signals):
    name(world, coach, colleague)
    found = {}
    for day in ("before", "on it", "after"):
        found[day] = {each.id for each in seen_by(world, colleague)}
        if day == "on it":
            do(world, colleague, following_up.look, signals["today"])
        else:
            with pytest.raises(NotFoundError):
                do(world, colleague, following_up.look, signals["today"])
        world.clock.forward(days=1)

    urgent = {signals["today"], signals["two_days"]}
    assert found == {"before": set(), "on it": urgent, "after": set()}


def test_what_waits_for_a_talk_and_a_lost_link_are_not_for_who_stands_in(
    world, coach, colleague, traject, signals
):
    name(world, coach, colleague)
    with world.database.write() as session:
        sheet = sheet_of(world, world.invitation(traject, "teacher"))
        report_wrong_person(session, sheet, world.clock())
    world.clock.forward(days=1)

    assert {each.level for each in seen_by(world, colleague)} == {"today", "two_days"}
    assert {each.item for each in seen_by(world, colleague)} == {"h1", "c"}
    with pytest.raises(NotFoundError):
        do(world, colleague, following_up.take_up, signals["talk"])
    with world.database.read() as session:
        assert caseload(session, colleague.actor) == []


def test_who_stands_in_takes_up_and_the_coach_sees_who_did(world, coach, colleague, signals):
    name(world, coach, colleague)
    world.clock.forward(days=1)
    do(world, colleague, following_up.take_up, signals["today"])

    assert {each.id: each.asks for each in seen_by(world, colleague)}[signals["today"]] is False
    with world.database.read() as session:
        (line,) = followed_up(session, coach.actor, world.clock())
    assert line.step.by_id == colleague.actor.person_id
    with world.database.write() as session:
        following_up.close(
            session,
            coach.actor,
            signals["today"],
            done="child",
            note="",
            was_right=None,
            now=world.clock(),
        )
    assert {each.id for each in seen_by(world, colleague)} == {signals["two_days"]}


def test_ending_it_works_at_once_and_only_the_coach_can(world, coach, colleague, signals):
    named = name(world, coach, colleague)
    world.clock.forward(days=1)
    assert len(seen_by(world, colleague)) == 2
    with pytest.raises(NotFoundError), world.database.write() as session:
        substitutes.end(session, colleague.actor, named, world.clock())

    for _ in range(2):
        with world.database.write() as session:
            substitutes.end(session, coach.actor, named, world.clock())

    assert seen_by(world, colleague) == []
    with pytest.raises(NotFoundError):
        do(world, colleague, following_up.look, signals["today"])
    told = "SELECT count(*) FROM audit_event WHERE act = 'end substitution'"
    assert world.sql(told) == [(1,)]


def test_neither_another_organisation_nor_somebody_not_named_sees_anything(
    world, coach, colleague, signals
):
    stranger, near = world.coach(organisation="Zuid"), world.coach()
    with pytest.raises(InputError, match="Kies een collega"):
        name(world, coach, stranger)
    name(world, coach, colleague)
    world.clock.forward(days=1)

    # As if a row of another organisation had been written past the service.
    world.sql("UPDATE substitution SET substitute_id = :id", id=stranger.actor.person_id)
    for other in (stranger, near):
        assert seen_by(world, other) == []
        with pytest.raises(NotFoundError):
            do(world, other, following_up.look, signals["today"])


def test_of_a_colleague_whose_role_ended_nobody_stands_in(world, coach, colleague, signals):
    name(world, coach, colleague)
    world.clock.forward(days=1)
    world.sql(
        "UPDATE role_grant SET ends_on = '2026-09-07' WHERE person_id = :id",
        id=colleague.actor.person_id,
    )
    without = world.actor(colleague)

    with pytest.raises(NotFoundError), world.database.write() as session:
        following_up.look(session, without, signals["today"], world.clock())


def test_days_that_cannot_be_are_refused(world, coach, colleague):
    for first, last, words in (
        (1, 0, "voor de eerste"),
        (-1, 3, "vandaag of een latere dag"),
        (0, 56, "8 weken"),
        (400, 401, "te ver weg"),
    ):
        days = [world.clock.today + timedelta(days=each) for each in (first, last)]
        with pytest.raises(InputError, match=words):
            name(world, coach, colleague, *days)

    assert world.rows("substitution") == 0


def test_two_at_a_time_are_refused_and_one_after_another_is_not(world, coach, colleague):
    near = world.coach()
    name(world, coach, colleague, TUESDAY, TUESDAY + timedelta(days=55))

    with pytest.raises(InputError, match="vervangt al iemand je"):
        name(world, coach, near, TUESDAY + timedelta(days=55), TUESDAY + timedelta(days=60))
    name(world, coach, near, TUESDAY + timedelta(days=56), TUESDAY + timedelta(days=60))

    with world.database.read() as session:
        mine = substitutes.stand_ins(session, coach.actor, world.clock.today)
        theirs = substitutes.stand_ins(session, near.actor, world.clock.today)
    assert [each.first_on for each in mine] == [TUESDAY, TUESDAY + timedelta(days=56)]
    assert [each.coach_id for each in theirs] == [coach.actor.person_id]


def test_who_can_stand_in_is_offered_those_of_the_same_school_first(world, coach):
    far, near = world.coach(school="De Heidebloem"), world.coach()
    world.coach(organisation="Zuid")
    gone = world.coach()
    world.sql("UPDATE person SET active = :no WHERE id = :id", no=False, id=gone.actor.person_id)

    with world.database.read() as session:
        found = substitutes.colleagues(session, coach.actor, world.clock.today)

    assert [(each.person_id, each.schools) for each in found] == [
        (near.actor.person_id, ("Het Zandpad",)),
        (far.actor.person_id, ("De Heidebloem",)),
    ]
