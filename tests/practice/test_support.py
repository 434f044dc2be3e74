"""Support in use: kind and month, no more, and what cannot be is refused."""

from datetime import date

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.practice import support
from survey_app.trajects.models import Traject


def record(world, coach, traject_id, **given):
    said = {
        "kind": "social_team",
        "status": "runs",
        "source": "parent",
        "from_day": date(2026, 5, 19),
        "until_day": None,
        **given,
    }
    return act(world, traject_id, support.record, coach.actor, **said).id


def act(world, traject_id, verb, actor, *more, **given):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return verb(session, actor, traject, *more, now=world.clock(), **given)


def rows(world, coach, traject_id):
    with world.database.read() as session:
        found = support.in_use(session, coach.actor, session.get_one(Traject, traject_id))
        return [(each.kind, each.status, each.from_month, each.until_month) for each in found]


def test_of_the_days_only_the_month_is_kept_and_what_runs_stands_first(world, coach, traject):
    record(world, coach, traject, kind="school", status="done", until_day=date(2026, 6, 30))
    record(world, coach, traject)

    assert rows(world, coach, traject) == [
        ("social_team", "runs", date(2026, 5, 1), None),
        ("school", "done", date(2026, 5, 1), date(2026, 6, 1)),
    ]


def test_support_that_waited_begins_and_ends(world, coach, traject):
    row = record(world, coach, traject, status="waits")
    for status, until_day in (("runs", date(2026, 6, 2)), ("stopped", date(2026, 6, 9))):
        act(
            world,
            traject,
            support.change,
            coach.actor,
            row,
            status=status,
            until_day=until_day,
        )
        ended = date(2026, 6, 1) if status == "stopped" else None
        assert rows(world, coach, traject) == [("social_team", status, date(2026, 5, 1), ended)]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "buurvrouw Ans"}, "wat voor steun"),
        ({"status": ""}, "hoe het ervoor staat"),
        ({"source": "krant"}, "van wie je het weet"),
        ({"status": "done"}, "wanneer de steun eindigde"),
        ({"status": "done", "until_day": date(2026, 4, 1)}, "voor het begin"),
        ({"from_day": date(2030, 1, 1)}, "moet nog komen"),
        ({"from_day": date(1, 1, 1)}, "te ver terug"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, coach, traject, given, says):
    with pytest.raises(InputError, match=says):
        record(world, coach, traject, **given)

    assert rows(world, coach, traject) == []


def test_a_referral_that_was_considered_is_kept_with_what_came_of_it(world, coach, traject):
    row = act(
        world,
        traject,
        support.consider,
        coach.actor,
        considered_by="health",
        on=date(2026, 9, 4),
        outcome="open",
        why="eerst hier proberen",
    )

    act(world, traject, support.settle, coach.actor, row.id, "not_needed")

    with world.database.read() as session:
        found = support.considered(session, coach.actor, session.get_one(Traject, traject))
        assert [(each.considered_by, each.in_month, each.outcome, each.why) for each in found] == [
            ("health", date(2026, 9, 1), "not_needed", "eerst hier proberen")
        ]
    ((kept,),) = world.sql("SELECT why FROM considered_referral")
    assert "proberen" not in kept


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"considered_by": "buren"}, "wie aan een verwijzing dacht"),
        ({"outcome": "misschien"}, "wat er van de verwijzing kwam"),
        ({"why": "a" * 141}, "140 tekens"),
        ({"on": date(2030, 1, 1)}, "moet nog komen"),
    ],
)
def test_a_referral_that_cannot_be_is_refused(world, coach, traject, given, says):
    usual = {"considered_by": "school", "on": date(2026, 9, 4), "outcome": "open", "why": ""}

    with pytest.raises(InputError, match=says):
        act(world, traject, support.consider, coach.actor, **{**usual, **given})


def test_what_is_removed_is_out_of_sight_and_stays(world, coach, traject):
    row = record(world, coach, traject)

    act(world, traject, support.remove, coach.actor, row)

    assert rows(world, coach, traject) == []
    assert world.sql("SELECT count(*) FROM support") == [(1,)]


def test_nobody_else_records_or_reads(world, coach, traject):
    row = record(world, coach, traject)
    own = world.traject(coach, child="Noor")

    for other in (world.coach(), world.coach("Zuid", "De Heide")):
        with pytest.raises(NotFoundError):
            record(world, other, traject)
        with pytest.raises(NotFoundError):
            rows(world, other, traject)
    with pytest.raises(NotFoundError):
        act(world, own, support.change, coach.actor, row, status="runs", until_day=None)
    assert rows(world, coach, traject) == [("social_team", "runs", date(2026, 5, 1), None)]
