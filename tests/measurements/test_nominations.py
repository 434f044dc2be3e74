"""A child that a teacher puts forward: sealed until the parents agree, else gone on its day."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from survey_app.clock import LOCAL, local_date
from survey_app.commands.erasing import erase_in_time
from survey_app.definitions import load
from survey_app.errors import InputError, NotFoundError
from survey_app.exchange.rows import rows_for
from survey_app.invitations import reaching
from survey_app.invitations.due import open_at
from survey_app.invitations.nominating import nominate_and_ask, still_sealed
from survey_app.measurements import agreeing
from survey_app.measurements import nominations as measured
from survey_app.measurements.nominations import REASON_OF, accept, refuse, sealed_nominations
from survey_app.measurements.queries import placed_responses
from survey_app.reports.before import baselines_of
from survey_app.trajects import closures, school_people, statements
from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.models import Nomination, SchoolInformant, Traject, TrajectInformant
from survey_app.trajects.nominations import MOST_A_DAY, TooManyNominationsError, nominator
from survey_app.trajects.queries import informants
from survey_app.trajects.services import REASONS
from tests.factories.answers import answer, begin_change, change
from tests.factories.world import MONDAY, SECRET
from tests.rig.bootstrap import ROOT

AM = load("kansmeter-aanmelding")
SAID = {
    "reden": "gevoelens leren",
    "zie": "KNR-woorden",
    "ouders": "help_mij",
    "r1": "vaak",
    "w1": "soms",
    "l2": "helft",
    "c": "ja_graag",
}
SEALED_TABLES = ("nomination", "response", "correction", "draft", "measurement", "signal")


@pytest.fixture
def teacher(world, coach):
    """Give a teacher around the school, who is reached by mail."""
    with world.database.write() as session:
        return school_people.add_school_informant(
            session,
            coach.actor,
            school_id=coach.school_id,
            role="teacher",
            name="juf Anouk",
            group_name="groep 5",
            channel="mail",
            address="anouk@school.example",
            now=world.clock(),
        ).id


def put_forward(world, teacher, child="KNR-Sam", group="groep 5"):
    """Put a child forward without answering yet; return the invitation about it."""
    with world.database.write() as session:
        made = nominate_and_ask(
            session, teacher, AM, child_name=child, group_name=group, now=world.clock()
        )
        return made.id


def nominated(world, teacher, **child):
    """Put a child forward with all answers; return the nomination's id."""
    invitation_id = put_forward(world, teacher, **child)
    answer(world, invitation_id, SAID)
    ((found,),) = world.sql("SELECT nomination_id FROM invitation WHERE id = :id", id=invitation_id)
    return found


def accepted(world, coach, nomination_id, *, parents_agree=True):
    with world.database.write() as session:
        started = accept(
            session, coach.actor, nomination_id, parents_agree=parents_agree, now=world.clock()
        )
        return started.id


def with_parents(world, coach, traject_id, *labels):
    """Add parents who hold authority and record that they decide; return who must agree."""
    for label in labels:
        world.add(coach, traject_id, "parent", label)
    world.decide(coach, traject_id)
    with world.database.read() as session:
        return [each.id for each in informants(session, traject_id) if each.role == "parent"]


def placed(world, traject_id):
    with world.database.read() as session:
        return placed_responses(session, traject_id)


def counts(world):
    return {table: world.rows(table) for table in SEALED_TABLES if world.rows(table)}


def tally(world, teacher):
    with world.database.read() as session:
        found = nominator(session, teacher, world.clock.today)
        sent = still_sealed(session, teacher, world.clock.today).sent
        return sent, found.taken_up, found.erased


def erase(world):
    return erase_in_time(world.database, world.clock)


def on(world, day):
    world.clock.now = datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL)


# From the teacher to the first measurement


def test_what_was_nominated_is_a_measurement_of_its_own_day_once_both_parents_agreed(
    world, coach, teacher
):
    invitation_id = put_forward(world, teacher)
    assert tally(world, teacher) == (0, 0, 0)
    answer(world, invitation_id, SAID)
    ((nomination_id,),) = world.sql("SELECT id FROM nomination")
    assert counts(world) == {"nomination": 1, "response": 1}
    assert tally(world, teacher) == (1, 0, 0)
    world.clock.forward(days=4)
    traject_id = accepted(world, coach, nomination_id)
    assert tally(world, teacher) == (0, 1, 0)
    mother, father = with_parents(world, coach, traject_id, "moeder", "vader")

    world.say(coach, traject_id, mother)
    assert (counts(world), placed(world, traject_id)) == ({"nomination": 1, "response": 1}, [])
    world.clock.forward(days=1)
    world.say(coach, traject_id, father)

    (found,) = placed(world, traject_id)
    assert (found.occasion_kind, found.answered_on) == ("nomination", local_date(MONDAY))
    assert (found.label, found.answers["r1"], found.texts["zie"]) == (
        "juf Anouk",
        "vaak",
        "KNR-woorden",
    )
    assert world.sql("SELECT planned_on, kind FROM occasion")[0] in [
        ("2026-09-07", "nomination"),
        (date(2026, 9, 7), "nomination"),
    ]
    # The wish to be called was told before: an old one asks nobody now.
    assert counts(world) == {"response": 1, "measurement": 1}
    with world.database.read() as session:
        traject = session.get_one(Traject, traject_id)
        anouk = session.scalars(
            select(TrajectInformant).where(TrajectInformant.role == "teacher")
        ).one()
        assert (traject.child_name, traject.reason) == ("KNR-Sam", "feelings")
        assert anouk.contact_id == session.get_one(SchoolInformant, teacher).contact_id
        assert anouk.channel == "mail"
    assert world.plan(coach, traject_id)


def test_what_a_teacher_corrects_is_read_unsealed_and_erased_like_what_was_sent(
    world, coach, teacher
):
    kept = put_forward(world, teacher)
    world.clock.forward(minutes=1)
    gone = put_forward(world, teacher, child="KNR-Noor")
    for invitation_id in (kept, gone):
        answer(world, invitation_id, SAID)
        change(world, invitation_id, {"ouders": "akkoord", "r1": "soms", "reden": "leren"})
    assert begin_change(world, gone)
    with world.database.read() as session:
        sealed = sealed_nominations(session, coach.actor, world.clock.today)
    assert [each.parents for each in sealed] == ["akkoord", "akkoord"]

    traject_id = accepted(world, coach, sealed[0].id)
    for parent_id in with_parents(world, coach, traject_id, "moeder"):
        world.say(coach, traject_id, parent_id)
    with world.database.write() as session:
        refuse(session, coach.actor, sealed[1].id, world.clock())

    (found,) = placed(world, traject_id)
    assert (found.answers["r1"], [each.answers["r1"] for each in found.replaced]) == (
        "soms",
        ["vaak"],
    )
    assert world.sql("SELECT reason FROM traject") == [("learning",)]
    assert counts(world) == {"response": 1, "correction": 1, "measurement": 2}


def test_the_intake_after_it_makes_a_double_baseline(world, coach, teacher):
    traject_id = accepted(world, coach, nominated(world, teacher))
    (mother,) = with_parents(world, coach, traject_id, "moeder")
    world.say(coach, traject_id, mother)
    world.plan(coach, traject_id)
    world.clock.forward(days=7)
    answer(world, world.invitation(traject_id, "teacher"), {"r1": "soms"})

    by_fingerprint = {each.fingerprint: each for each in (AM, load("kansmeter-leerkracht"))}
    (found,) = baselines_of("Sam", placed(world, traject_id), by_fingerprint.__getitem__)

    assert found.moments == ("aanmelding, 7 sep", "intake, 14 sep")
    assert ("vaak", "soms") in [row.answers for row in found.rows]


def by_court(world, session, coach, traject):
    agreeing.record_court_decision(session, coach.actor, traject, Channel.PAPER, world.clock())


def parent(session, traject, label):
    return next(each for each in informants(session, traject.id) if each.label == label)


def set_authority(world, session, coach, traject, label, holds):
    who = parent(session, traject, label)
    agreeing.set_authority(
        session, coach.actor, traject, who, holds_authority=holds, now=world.clock()
    )


def by_authority(world, session, coach, traject):
    """The one who agreed first holds authority after all."""
    set_authority(world, session, coach, traject, "moeder", False)
    father = parent(session, traject, "vader")
    said = dict.fromkeys(Purpose, True)
    agreeing.record(
        session, coach.actor, traject, father, said, Channel.CONVERSATION, world.clock()
    )
    set_authority(world, session, coach, traject, "moeder", True)


def by_who_decides(world, session, coach, traject):
    """The one who said nothing turns out to hold no authority."""
    set_authority(world, session, coach, traject, "vader", False)
    born = {"birth_year": 2017, "birth_month": 3}
    agreeing.record_who_decides(
        session, coach.actor, traject, **born, holders="one", now=world.clock()
    )


def by_link(world, session, coach, traject):
    father = parent(session, traject, "vader")
    statements.ask_by_link(session, coach.actor, traject, father, world.clock())
    agreeing.say_by_link(session, father.id, dict.fromkeys(Purpose, True), world.clock())


@pytest.mark.parametrize("way", [by_court, by_authority, by_who_decides, by_link])
def test_every_way_in_which_the_agreement_becomes_whole_unseals(world, coach, teacher, way):
    traject_id = accepted(world, coach, nominated(world, teacher))
    mother, _ = with_parents(world, coach, traject_id, "moeder", "vader")
    world.say(coach, traject_id, mother)

    with world.database.write() as session:
        way(world, session, coach, session.get_one(Traject, traject_id))

    assert len(placed(world, traject_id)) == 1
    assert world.rows("nomination") == 0


def test_who_refuses_erases_at_once_and_the_traject_stays(world, coach, teacher):
    traject_id = accepted(world, coach, nominated(world, teacher))
    mother, _ = with_parents(world, coach, traject_id, "moeder", "vader")

    world.say(coach, traject_id, mother, Purpose.MEASURING, yes=False)

    assert counts(world) == {}
    assert world.rows("traject") == 1
    assert ("erase nomination",) in world.sql("SELECT act FROM audit_event")


# What a coach knows and does


def test_a_coach_knows_who_and_what_the_parents_know_and_an_export_knows_nothing(
    world, coach, teacher
):
    nominated(world, teacher)
    put_forward(world, teacher, child="KNR-Noor")
    other = world.coach(school="De Heidebloem")

    with world.database.read() as session:
        (found,) = sealed_nominations(session, coach.actor, world.clock.today)
        assert (found.teacher_name, found.group_name, found.parents, found.wants_contact) == (
            "juf Anouk",
            "groep 5",
            "help_mij",
            True,
        )
        assert "KNR" not in repr(found)
        assert sealed_nominations(session, other.actor, world.clock.today) == []
        assert list(rows_for(session, coach.actor, b"secret")) == []


def test_the_help_begins_only_with_the_parents_and_for_a_coach_of_the_school(world, coach, teacher):
    nomination_id = nominated(world, teacher)
    other = world.coach(school="De Heidebloem")

    with pytest.raises(InputError, match="Praat anders eerst met hen"):
        accepted(world, coach, nomination_id, parents_agree=False)
    for act in (
        lambda: accepted(world, other, nomination_id),
        lambda: accepted(world, coach, put_forward(world, teacher, child="Noor")),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert world.rows("traject") == 0


def test_two_coaches_and_two_taps_at_once_make_one_traject(world, coach, teacher):
    nomination_id = nominated(world, teacher)
    together, ready = (coach, coach, world.coach()), Barrier(3)

    def tap(who):
        ready.wait()
        try:
            return accepted(world, who, nomination_id)
        except measured.TakenUpError as error:
            return str(error)

    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(tap, together))

    ((traject_id, coach_id),) = world.sql("SELECT id, coach_id FROM traject")
    taken = "Een collega heeft deze aanmelding net opgepakt."
    assert ends == [traject_id if who.actor.person_id == coach_id else taken for who in together]
    assert tally(world, teacher) == (0, 1, 0)


def test_what_is_not_taken_up_is_gone_at_once(world, coach, teacher):
    nomination_id = nominated(world, teacher)

    with world.database.write() as session:
        refuse(session, coach.actor, nomination_id, world.clock())

    assert (counts(world), world.rows("invitation")) == ({}, 0)
    assert tally(world, teacher) == (0, 0, 1)


# Erasing in time


def test_it_is_gone_after_30_school_days_of_the_own_school_whoever_accepted(world, coach, teacher):
    with world.database.write() as session:
        closures.close_school(
            session,
            coach.actor,
            coach.school_id,
            first_on=date(2026, 9, 15),
            last_on=None,
            words="studiedag",
            now=world.clock(),
        )
    nominated(world, teacher)
    put_forward(world, teacher, child="KNR-Noor")
    taken = nominated(world, teacher, child="KNR-Fenna")
    traject_id = accepted(world, coach, taken)

    # 30 school days with the autumn holiday of the region and the own study day between.
    on(world, date(2026, 10, 26))
    assert (erase(world), world.rows("nomination")) == (0, 3)
    on(world, date(2026, 10, 27))
    with pytest.raises(NotFoundError):
        accepted(world, coach, taken)
    assert (erase(world), erase(world)) == (3, 0)

    assert (counts(world), world.rows("invitation")) == ({}, 0)
    assert tally(world, teacher) == (0, 1, 2)
    assert len(world.sql("SELECT object_id FROM audit_event WHERE act = 'erase nomination'")) == 3
    (mother,) = with_parents(world, coach, traject_id, "moeder")
    world.say(coach, traject_id, mother)
    assert placed(world, traject_id) == []


def test_who_agrees_on_the_day_itself_before_anything_was_erased_is_too_late(world, coach, teacher):
    traject_id = accepted(world, coach, nominated(world, teacher))
    (mother,) = with_parents(world, coach, traject_id, "moeder")
    on(world, date(2026, 10, 26))

    world.say(coach, traject_id, mother)

    assert counts(world) == {}


DIE = """
import os, signal, sys
from datetime import datetime
from sqlalchemy import Engine, event
from survey_app.commands.erasing import erase_in_time
from survey_app.storage import Database, Keyring

left = 5

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    left -= statement.startswith("DELETE")
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

database = Database(sys.argv[1], Keyring((sys.argv[2],)))
erase_in_time(database, lambda: datetime.fromisoformat(sys.argv[3]))
"""


def test_an_eraser_that_is_killed_halfway_leaves_nothing_half(world, teacher):
    for child in ("Sam", "Noor"):
        nominated(world, teacher, child=child)
    before = counts(world)
    on(world, date(2026, 10, 26))
    url = world.database.url.render_as_string(hide_password=False)

    command = [sys.executable, "-c", DIE, url, SECRET, world.clock().isoformat()]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert died.returncode == -signal.SIGKILL, died.stderr
    assert counts(world) == before
    assert (erase(world), counts(world)) == (2, {})


# The standing link


def test_the_same_child_twice_at_once_is_one_nomination(world, teacher):
    ready = Barrier(2)

    def tap(child):
        ready.wait()
        return put_forward(world, teacher, child=child)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(tap, ("Sam", " sam "))

    assert first == second
    assert put_forward(world, teacher, child="Sam", group="groep 6") != first
    assert world.rows("nomination") == 2


def test_one_link_puts_so_many_children_forward_a_day(world, teacher):
    for number in range(MOST_A_DAY):
        put_forward(world, teacher, child=f"Kind {number}")
    with pytest.raises(TooManyNominationsError):
        put_forward(world, teacher, child="Sam")
    assert put_forward(world, teacher, child="Kind 1")

    world.clock.forward(days=1)
    assert put_forward(world, teacher, child="Sam")


def test_nothing_is_ever_sent_about_it(world, teacher):
    put_forward(world, teacher)
    with world.database.write() as session:
        anouk = session.get_one(SchoolInformant, teacher)
        reaching.reach(session, anouk, world.clock())
        assert open_at(session, anouk.contact_id, world.clock.today) == []

    assert world.sql("SELECT next_message_on FROM invitation") == [(None,)]
    assert world.rows("outbox_message") == 0


def test_who_left_puts_nobody_forward_and_answers_nothing_more(world, coach, teacher):
    open_one = put_forward(world, teacher)
    with world.database.write() as session:
        school_people.leave(session, coach.actor, teacher, world.clock())

    for act in (lambda: put_forward(world, teacher), lambda: tally(world, teacher)):
        with pytest.raises(NotFoundError):
            act()
    with pytest.raises(InputError):
        answer(world, open_one, SAID)


def test_each_reason_a_teacher_can_choose_is_one_of_a_traject():
    assert {option.key for option in AM.item("reden").options} == set(REASON_OF)
    assert set(REASON_OF.values()) == set(REASONS)


def test_a_nomination_lasts_as_long_as_its_link(world, teacher):
    invitation_id = put_forward(world, teacher)
    with world.database.read() as session:
        (kept,) = session.scalars(select(Nomination))

    on(world, kept.erase_on - timedelta(days=1))
    assert answer(world, invitation_id, SAID)
