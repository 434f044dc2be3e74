"""The five steps of the meldcode: any order, corrected by a new row, for the own coach alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.errors import InputError, NotFoundError
from survey_app.exchange.rows import rows_for
from survey_app.invitations.transferring import hand_over
from survey_app.measurements import substitutes
from survey_app.measurements.caseload import courses
from survey_app.practice import meldcode
from survey_app.practice.meldcode import CorrectedMeanwhileError, Taken
from survey_app.trajects.models import Traject

MONDAY = date(2026, 9, 7)
HOSTILE = "<svg onload=x> @SUM(A1) \u202egnorts\x00 'DROP"


def taken(**changes):
    values = {"done_on": MONDAY, "with_whom": ("attention_officer",), "decision": None, "note": ""}
    return Taken(**{**values, **changes})


def take(world, coach, traject_id, number, **changes):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return meldcode.take(
            session, coach.actor, traject, number, taken(**changes), world.clock()
        ).id


def correct(world, coach, traject_id, step_id, **changes):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return meldcode.correct(
            session, coach.actor, traject, step_id, taken(**changes), world.clock()
        ).id


def lines(world, coach, traject_id):
    with world.database.read() as session:
        return meldcode.steps_taken(session, coach.actor, session.get_one(Traject, traject_id))


def test_steps_are_kept_by_day_in_any_order_with_whom_and_by_whom(world, coach, traject):
    take(world, coach, traject, 5, decision="report", note="acuut gevaar")
    take(
        world,
        coach,
        traject,
        1,
        done_on=MONDAY - timedelta(days=3),
        with_whom=("ib", "alone"),
        decision="help",
    )

    found = [
        (each.step.step, meldcode.parties_of(each.step), each.step.decision, each.by)
        for each in lines(world, coach, traject)
    ]

    assert found == [
        (1, ("alone", "ib"), None, "Marit Velthuis"),
        (5, ("attention_officer",), "report", "Marit Velthuis"),
    ]
    told = "SELECT count(*) FROM audit_event WHERE act = 'take meldcode step'"
    assert world.sql(told) == [(2,)]


def test_a_correction_is_a_new_row_and_the_old_one_stays_readable(world, coach, traject):
    first = take(world, coach, traject, 2, note="met Els")
    world.clock.forward(hours=1)
    correct(world, coach, traject, first, note="met de IB'er")

    old, new = lines(world, coach, traject)
    assert (old.step.note, old.replaced_at) == ("met Els", world.clock())
    assert (new.step.note, new.step.step, new.replaced_at) == ("met de IB'er", 2, None)
    with pytest.raises(CorrectedMeanwhileError):
        correct(world, coach, traject, first, note="nog eens")
    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE meldcode_step SET done_on = '2026-09-01'")


def test_what_cannot_be_is_refused_in_words(world, coach, traject):
    for number, changes, words in (
        (1, {"done_on": MONDAY + timedelta(days=1)}, "al is geweest"),
        (1, {"done_on": MONDAY - timedelta(days=800)}, "te lang geleden"),
        (1, {"with_whom": ()}, "met wie"),
        (1, {"with_whom": ("oma",)}, "met wie"),
        (1, {"note": "x" * 281}, "280 tekens"),
        (5, {"note": "want"}, "wat je besliste"),
        (5, {"note": "want", "decision": "wait"}, "wat je besliste"),
        (5, {"note": " ", "decision": "help"}, "waarom"),
    ):
        with pytest.raises(InputError, match=words):
            take(world, coach, traject, number, **changes)
    for number in (0, 6):
        with pytest.raises(NotFoundError):
            take(world, coach, traject, number)

    assert lines(world, coach, traject) == []


def test_ac_055_a_note_is_kept_as_typed_and_sealed(world, coach, traject):
    take(world, coach, traject, 1, note=HOSTILE)

    (line,) = lines(world, coach, traject)
    assert line.step.note == "<svg onload=x> @SUM(A1) gnorts 'DROP"
    assert "svg" not in world.sql("SELECT note FROM meldcode_step")[0][0]


def test_neither_a_colleague_nor_who_stands_in_sees_it_and_who_takes_over_does(
    world, coach, traject
):
    step = take(world, coach, traject, 1)
    colleague = world.coach()
    with world.database.write() as session:
        substitutes.name_substitute(
            session,
            coach.actor,
            colleague.actor.person_id,
            first_on=MONDAY,
            last_on=MONDAY,
            now=world.clock(),
        )
    for act in (
        lambda: lines(world, colleague, traject),
        lambda: take(world, colleague, traject, 2),
        lambda: correct(world, colleague, traject, step),
    ):
        with pytest.raises(NotFoundError):
            act()

    with world.database.write() as session:
        own = session.get_one(Traject, traject)
        hand_over(session, coach.actor, own, colleague.actor.person_id, world.clock())

    assert [each.step.id for each in lines(world, colleague, traject)] == [step]
    with pytest.raises(NotFoundError):
        lines(world, coach, traject)


def test_a_step_of_another_traject_is_not_found(world, coach, traject):
    step = take(world, coach, traject, 1)

    with pytest.raises(NotFoundError):
        correct(world, coach, world.traject(coach, child="Noor"), step)


def test_nothing_of_it_is_in_an_export_or_a_figure_of_a_group(world, coach, traject):
    take(world, coach, traject, 5, decision="report", note="kanarie")

    with world.database.read() as session:
        assert session.scalars(select(Traject.id)).all() == [traject]
        exported = repr(rows_for(session, coach.actor, b"secret"))
        figures = repr(courses(session, coach.actor))

    for word in ("kanarie", "report", "meldcode"):
        assert word not in exported + figures
