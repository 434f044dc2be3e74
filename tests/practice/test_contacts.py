"""Logging what was done: in what shape, by whom, and never lost when it changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survey_app.audit import services as audit
from survey_app.definitions.ways import way_of
from survey_app.errors import InputError, NotFoundError
from survey_app.practice import contacts, queries, ways
from survey_app.practice.contacts import ChangedMeanwhileError, What
from survey_app.trajects.course import hand_over
from survey_app.trajects.models import Traject


@pytest.fixture
def what(world):
    return What(
        world.clock.today, ("parent", "child"), "talk", 30, 10, ("wat_lukt", "samen"), "liep goed"
    )


def log(world, coach, traject_id, what):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return contacts.log_at_traject(session, coach.actor, traject, what, world.clock()).id


def change(world, coach, contact_id, what):
    with world.database.write() as session:
        return contacts.change(session, coach.actor, contact_id, what, world.clock()).id


def at_traject(world, coach, traject_id):
    with world.database.read() as session:
        traject = session.get_one(Traject, traject_id)
        return queries.contacts_of_traject(session, coach.actor, traject)


def test_a_contact_is_kept_as_it_was_said(world, coach, traject, what):
    log(world, coach, traject, what)

    (line,) = at_traject(world, coach, traject)

    contact = line.contact
    assert (contact.kind, contact.minutes, contact.minutes_apart) == ("talk", 30, 10)
    assert contacts.parties_of(contact) == ["child", "parent"]
    assert line.principles == ("samen beslissen", "uitgaan van wat lukt")
    assert (contact.line, line.child, line.school) == ("liep goed", "Sam", "Het Zandpad")


def test_the_line_is_unreadable_in_the_database(world, coach, traject, what):
    log(world, coach, traject, what)

    ((kept,),) = world.sql("SELECT line FROM logged_contact")

    assert "liep goed" not in kept


def test_a_contact_keeps_the_principles_of_its_day(world, coach, traject, what):
    log(world, coach, traject, what)
    way = way_of("kansencoach")
    first, *rest = way.principles
    renamed = replace(first, name="samen kiezen", version="1.1")
    newer = replace(way, version="1.1", principles=(renamed, *rest))
    with world.database.write() as session:
        ways.publish(session, coach.actor.organisation_id, newer, audit.COMMAND, world.clock())

    log(world, coach, traject, what)

    names = [line.principles[0] for line in at_traject(world, coach, traject)]
    assert sorted(names) == ["samen beslissen", "samen kiezen"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"with_whom": ()}, "met wie"),
        ({"with_whom": ("buur",)}, "met wie"),
        ({"kind": "praatje"}, "wat voor contact"),
        ({"minutes": 0}, "hoeveel minuten"),
        ({"minutes": -1}, "hoeveel minuten"),
        ({"minutes": 999}, "hoeveel minuten"),
        ({"minutes": 5, "minutes_apart": 10}, "niet langer duren"),
        ({"principles": ("toveren",)}, "werkwijze is net veranderd"),
        (
            {"principles": tuple(each.key for each in way_of("kansencoach").principles[:6])},
            "ten hoogste 5",
        ),
        ({"line": "a" * 141}, "140 tekens"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, coach, traject, what, given, says):
    with pytest.raises(InputError, match=says):
        log(world, coach, traject, replace(what, **given))

    assert world.sql("SELECT count(*) FROM logged_contact") == [(0,)]


@pytest.mark.parametrize(("days", "says"), [(1, "moet nog komen"), (-367, "meer dan een jaar")])
def test_a_day_that_cannot_be_is_refused(world, coach, traject, what, days, says):
    with pytest.raises(InputError, match=says):
        log(world, coach, traject, replace(what, held_on=what.held_on + timedelta(days=days)))


def test_a_change_takes_the_place_and_the_old_words_stay(world, coach, traject, what):
    first = log(world, coach, traject, what)

    second = change(world, coach, first, replace(what, minutes=45, line="liep heel goed"))

    (line,) = at_traject(world, coach, traject)
    assert (line.contact.id, line.contact.minutes) == (second, 45)
    assert world.sql("SELECT count(*) FROM logged_contact") == [(2,)]


def test_of_two_changes_at_once_the_second_is_told_and_finds_the_first(world, coach, traject, what):
    first = log(world, coach, traject, what)
    second = change(world, coach, first, replace(what, minutes=45))
    third = change(world, coach, second, replace(what, minutes=60))

    with pytest.raises(ChangedMeanwhileError):
        change(world, coach, first, replace(what, minutes=90))

    with world.database.read() as session:
        assert queries.successor(session, coach.actor, first).id == third
    assert [each.contact.minutes for each in at_traject(world, coach, traject)] == [60]


def test_what_is_removed_stays_out_of_sight_and_is_not_changed(world, coach, traject, what):
    contact_id = log(world, coach, traject, what)
    with world.database.write() as session:
        contacts.remove(session, coach.actor, contact_id, world.clock())

    with pytest.raises(ChangedMeanwhileError):
        change(world, coach, contact_id, what)

    assert at_traject(world, coach, traject) == []


def test_nobody_else_logs_changes_or_reads(world, coach, traject, what):
    colleague, stranger = world.coach(), world.coach("Zuid", "De Heide")
    contact_id = log(world, coach, traject, what)

    for other in (colleague, stranger):
        for forbidden in (
            lambda who: log(world, who, traject, what),
            lambda who: change(world, who, contact_id, what),
            lambda who: at_traject(world, who, traject),
        ):
            with pytest.raises(NotFoundError):
                forbidden(other)
    assert world.sql("SELECT count(*) FROM logged_contact") == [(1,)]


def test_ac_025_who_gave_a_child_away_reads_and_changes_no_contact_about_it_any_more(
    world, coach, traject, what
):
    """AC-025."""
    contact_id, today = log(world, coach, traject, what), world.clock.today
    alone = at_school(world, coach, what)
    colleague = world.coach()
    with world.database.write() as session:
        given = session.get_one(Traject, traject)
        hand_over(session, coach.actor, given, colleague.actor.person_id, world.clock())

    with world.database.read() as session:
        listed = queries.own_contacts(session, coach.actor, today, today)
    assert [each.contact.id for each in listed] == [alone]
    with pytest.raises(NotFoundError):
        change(world, coach, contact_id, what)
    with pytest.raises(NotFoundError), world.database.write() as session:
        contacts.remove(session, coach.actor, contact_id, world.clock())
    assert [each.contact.id for each in at_traject(world, colleague, traject)] == [contact_id]


def at_school(world, coach, what, school_id=None):
    with world.database.write() as session:
        return contacts.log_at_school(
            session, coach.actor, school_id or coach.school_id, what, world.clock()
        ).id


def test_a_contact_without_a_traject_counts_in_the_hours_of_its_school(world, coach, traject, what):
    log(world, coach, traject, what)
    at_school(world, coach, replace(what, kind="training", minutes=90, minutes_apart=0))
    today = world.clock.today

    with world.database.read() as session:
        (hours,) = queries.minutes_at_schools(session, coach.actor, today, today)
        before = queries.minutes_at_schools(
            session, coach.actor, today - timedelta(days=9), today - timedelta(days=1)
        )
        lines = queries.own_contacts(session, coach.actor, today, today)

    assert (hours.school, hours.contacts, hours.minutes) == ("Het Zandpad", 2, 120)
    assert (hours.apart, hours.without_traject) == (10, 90)
    assert before == []
    assert sorted(each.child or "" for each in lines) == ["", "Sam"]


def test_a_contact_is_logged_only_at_an_own_school(world, coach, what):
    other = world.coach("Zuid", "De Heide")

    for school_id in (other.school_id, "f" * 32):
        with pytest.raises(NotFoundError):
            at_school(world, coach, what, school_id)


def test_a_contact_that_stood_alone_goes_with_the_traject_that_came_of_it(
    world, coach, traject, what
):
    contact_id = at_school(world, coach, replace(what, kind="incident"))

    bring(world, coach, traject, contact_id)

    (line,) = at_traject(world, coach, traject)
    assert line.contact.kind == "incident"
    with pytest.raises(InputError, match="al bij een traject"):
        bring(world, coach, traject, contact_id)


def bring(world, coach, traject_id, contact_id):
    with world.database.write() as session:
        found = session.get_one(Traject, traject_id)
        contacts.bring_to_traject(session, coach.actor, contact_id, found, world.clock())


def test_a_contact_has_the_choices_and_lengths_of_the_blueprint():
    assert contacts.PARTIES == ("child", "parent", "teacher", "team", "network")
    assert contacts.KINDS == ("talk", "consult", "training", "meeting", "observation", "incident")
    assert contacts.MINUTES == (5, 10, 15, 30, 45, 60, 90)
    assert (contacts.MOST_PRINCIPLES, contacts.LONGEST_LINE) == (5, 140)
