"""Pauses and life events: on the time axis, in words, and never thrown away."""

from datetime import date

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import timeline
from survey_app.trajects.models import Traject

DAY, LATER = date(2026, 9, 14), date(2026, 9, 25)


def happens(world, coach, traject_id, **given):
    event = {"kind": "event", "words": "verhuizing", "first_on": DAY, "last_on": None, **given}
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return timeline.add_event(session, coach.actor, traject, now=world.clock(), **event).id


def happened(world, traject_id):
    with world.database.read() as session:
        return [
            (each.kind, each.words, each.first_on, each.last_on)
            for each in timeline.events(session, traject_id)
        ]


def test_what_happened_stands_in_the_order_of_time(world, coach, traject):
    happens(world, coach, traject, kind="pause", words="ziek", last_on=LATER, first_on=LATER)
    happens(world, coach, traject)

    assert happened(world, traject) == [
        ("event", "verhuizing", DAY, None),
        ("pause", "ziek", LATER, LATER),
    ]


def test_an_event_is_one_day_also_when_two_were_given(world, coach, traject):
    happens(world, coach, traject, last_on=LATER)

    assert happened(world, traject) == [("event", "verhuizing", DAY, None)]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "pause"}, "laatste dag"),
        ({"kind": "pause", "first_on": LATER, "last_on": DAY}, "laatste dag"),
        ({"words": " \t "}, "in een paar woorden"),
        ({"words": "x" * 41}, "40 tekens"),
        ({"kind": "feest"}, "Kies pauze"),
        ({"first_on": date(2062, 9, 14)}, "het jaar na"),
        ({"kind": "pause", "last_on": date(2027, 10, 1)}, "het jaar na"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, coach, traject, given, says):
    with pytest.raises(InputError, match=says):
        happens(world, coach, traject, **given)

    assert world.rows("traject_event") == 0


def test_what_is_removed_is_off_the_axis_and_stays_on_record(world, coach, traject):
    event_id = happens(world, coach, traject)
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        timeline.remove_event(session, coach.actor, found, event_id, world.clock())

    assert happened(world, traject) == []
    assert world.rows("traject_event") == 1
    acts = [act for (act,) in world.sql("SELECT act FROM audit_event ORDER BY chain, position")]
    assert acts[-2:] == ["add event", "remove event"]


def test_the_words_are_sealed(world, coach, traject):
    happens(world, coach, traject)

    ((words,),) = world.sql("SELECT words FROM traject_event")
    assert "verhuizing" not in words


def test_another_coach_cannot_touch_it(world, coach, traject):
    event_id = happens(world, coach, traject)
    stranger, other = world.coach(school="De Brink"), world.start(coach, child="Noor")

    with pytest.raises(NotFoundError):
        happens(world, stranger, traject)
    with world.database.write() as session:
        theirs = session.get_one(Traject, other)
        with pytest.raises(NotFoundError):
            timeline.remove_event(session, coach.actor, theirs, event_id, world.clock())
    assert len(happened(world, traject)) == 1


def test_there_are_no_more_than_can_be_read(world, coach, traject):
    first, *_ = [happens(world, coach, traject) for _ in range(timeline.MOST_EVENTS)]

    with pytest.raises(InputError, match="Haal er eerst een weg"):
        happens(world, coach, traject)

    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        timeline.remove_event(session, coach.actor, found, first, world.clock())
    happens(world, coach, traject, words="nieuwe school")
    assert len(happened(world, traject)) == timeline.MOST_EVENTS
