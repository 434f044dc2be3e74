"""How long a traject is kept: by its own term, or by the rule of its organisation (AC-118)."""

from datetime import date, datetime, time, timedelta

import pytest

from survey_app.accounts.roles import Role
from survey_app.answering.models import PaperEntry
from survey_app.audit import services as audit
from survey_app.clock import LOCAL
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import clocks, holding, terms
from survey_app.keeping.right_clock import why_wrong
from survey_app.keeping.terms import CountsFrom, Standing, later
from survey_app.trajects.models import Traject
from tests.factories.answers import answer, save
from tests.keeping.second import say

pytestmark = pytest.mark.one_database
"""Terms are counted in Python; what reads them is tried on both databases by the commands."""

ENDED = date(2026, 9, 7)


@pytest.fixture
def ended(world, traject):
    """Give a traject that ended today and is kept for two years as a school file."""
    return end(world, traject)


def end(world, traject, on=ENDED, regime="school", years=2):
    """Let a traject have ended on a day, kept so many years from then."""
    with world.database.write() as session:
        ended = session.get_one(Traject, traject)
        ended.ended_on, ended.ending = date.fromisoformat(str(on)), "goal"
        ended.regime, ended.controller, ended.retention_years = regime, "bestuur", years
    return traject


def standing(world, traject, on):
    with world.database.read() as session:
        return next(
            each for each in terms.standing_of_all(session, on) if each.traject_id == traject
        )


def ask_rule(world, person, months, counts_from=CountsFrom.CLOSING):
    """Run what the command runs; return what it waits for, or None."""
    with world.database.write() as session:
        actor = world.who(person)
        return terms.set_rule(session, actor, "school", months, counts_from, world.clock())


def set_rule(world, months, counts_from=CountsFrom.CLOSING, organisation="Noord"):
    """Let one administrator ask for a term and another approve it."""
    first, second = (world.member(Role.ADMINISTRATOR, organisation) for _ in range(2))
    assert ask_rule(world, first, months, counts_from) is not None
    say(world, second, yes=True)
    assert ask_rule(world, first, months, counts_from) is None
    return first


def test_ac_118_a_traject_is_due_on_the_day_its_term_is_over_and_not_before(world, ended):
    day = date(2028, 9, 7)

    assert standing(world, ended, day - timedelta(days=1)).standing is Standing.KEPT
    found = standing(world, ended, day)

    assert (found.standing, found.until) == (Standing.DUE, day)
    assert found.reason == "school, 2 years from closing, term of the traject"
    assert (found.school, found.organisation) == ("Het Zandpad", "Noord")


def test_ac_118_a_term_counts_from_the_end_of_a_traject_and_not_from_its_beginning(world, traject):
    end(world, traject, on="2027-03-01")

    assert standing(world, traject, date(2029, 2, 28)).standing is Standing.KEPT
    assert standing(world, traject, date(2029, 3, 1)).standing is Standing.DUE


def test_ac_118_what_runs_or_says_nothing_of_a_term_is_never_due(world, coach, traject):
    far = date(2090, 1, 1)
    assert standing(world, traject, far).standing is Standing.RUNS
    world.sql("UPDATE traject SET ended_on = '2026-09-07', ending = 'goals_reached'")
    assert standing(world, traject, far).standing is Standing.UNKNOWN


def test_ac_118_a_rule_of_the_organisation_goes_before_the_term_of_a_traject(world, coach, ended):
    set_rule(world, 6)
    found = standing(world, ended, date(2027, 3, 7))
    assert (found.standing, found.reason) == (
        Standing.DUE,
        "school, 6 months from closing, rule of the organisation",
    )

    set_rule(world, 60)

    assert standing(world, ended, date(2031, 9, 6)).standing is Standing.KEPT
    assert standing(world, ended, date(2031, 9, 7)).standing is Standing.DUE


def test_ac_118_a_rule_of_another_organisation_counts_for_nobody_else(world, coach, ended):
    set_rule(world, 1, organisation="Zuid")

    assert standing(world, ended, date(2027, 9, 7)).standing is Standing.KEPT


def test_ac_118_a_term_can_count_from_birth_or_the_last_answer(world, coach, traject):
    answer(world, world.invitation(traject, "teacher"))
    end(world, traject)

    set_rule(world, 12, CountsFrom.LAST_ANSWER)
    assert standing(world, traject, date(2027, 9, 7)).standing is Standing.DUE
    set_rule(world, 18 * 12, CountsFrom.BIRTH)

    assert standing(world, traject, date(2035, 3, 30)).standing is Standing.KEPT
    assert standing(world, traject, date(2035, 3, 31)).standing is Standing.DUE
    world.sql("UPDATE traject SET birth_year = NULL, birth_month = NULL")
    assert standing(world, traject, date(2099, 1, 1)).standing is Standing.UNKNOWN


def test_ac_118_who_runs_longer_than_a_term_from_birth_is_not_due_before_the_end(
    world, coach, traject
):
    end(world, traject, on=date(2026, 12, 1))
    set_rule(world, 12, CountsFrom.BIRTH)

    assert standing(world, traject, date(2026, 11, 30)).standing is Standing.KEPT
    assert standing(world, traject, date(2026, 12, 1)).standing is Standing.DUE


def test_ac_118_what_is_held_is_told_and_not_due(world, coach, ended):
    with world.database.write() as session:
        holding.hold(session, coach.actor, ended, "de rechter vroeg erom", world.clock())

    found = standing(world, ended, date(2030, 1, 1))

    assert (found.standing, found.reason[-6:]) == (Standing.HELD, "; held")


def test_ac_118_what_is_held_no_more_is_due(world, coach, ended):
    with world.database.write() as session:
        holding.hold(session, coach.actor, ended, "de rechter vroeg erom", world.clock())
        session.flush()
        holding.lift(session, coach.actor, ended, world.clock())

    assert standing(world, ended, date(2030, 1, 1)).standing is Standing.DUE


def test_ac_097_a_term_is_set_by_two_people_and_each_time_anew(world, coach):
    person = world.member(Role.ADMINISTRATOR)

    assert "a project leader or an administrator" in ask_rule(world, person, 6)
    with pytest.raises(NotFoundError):
        say(world, person, yes=True)
    assert ask_rule(world, person, 6) is not None
    assert world.rows("retention_rule") == 0
    say(world, world.member(Role.PROJECT_LEADER), yes=True)

    assert ask_rule(world, person, 12) is not None
    assert ask_rule(world, person, 6, CountsFrom.BIRTH) is not None
    assert ask_rule(world, person, 6) is None
    assert world.sql("SELECT months, counts_from, set_by FROM retention_rule") == [
        (6, "closing", person)
    ]
    assert ask_rule(world, person, 6) is not None
    asked = world.sql("SELECT act FROM audit_event WHERE act LIKE 'ask %'")
    assert asked == [("ask term",)] * 4


def test_ac_097_a_term_is_at_least_a_month_and_for_who_keeps_the_organisation(world, coach):
    for months in (0, 601):
        with pytest.raises(InputError):
            ask_rule(world, world.member(Role.ADMINISTRATOR), months)
    with pytest.raises(NotFoundError):
        ask_rule(world, coach.actor.person_id, 6)

    assert world.rows("approval") == 0


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 9, 7), 12, date(2027, 9, 7)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert later(day, months) == then


# The clock


@pytest.mark.parametrize(
    ("ahead", "is_right"),
    [
        ({"days": 2}, True),
        ({"days": 31}, True),
        ({"days": 32}, False),
        ({"days": 365 * 9}, False),
        ({"days": -2}, False),
    ],
)
def test_ac_097_a_clock_far_from_the_last_acts_is_not_believed(world, traject, ahead, is_right):
    now = world.clock.forward(**ahead)

    with world.database.read() as session:
        assert (why_wrong(session, now) is None) is is_right


def test_ac_097_what_a_clock_that_jumped_wrote_itself_does_not_make_it_right(world, coach, traject):
    now = world.clock.forward(days=400)
    with world.database.write() as session:
        audit.record(session, audit.COMMAND, "x", "y", None, organisation_id=None, now=now)

    with world.database.read() as session:
        assert "2026-09-07" in why_wrong(session, now + timedelta(hours=5))


# All that goes by itself


def test_ac_118_what_is_used_up_goes_on_its_day_and_what_is_in_use_stays(world, coach, traject):
    link = world.invitation(traject, "parent")
    save(world, link, 0, {})
    with world.database.write() as session:
        whose = {"organisation_id": coach.actor.organisation_id, "invitation_id": link}
        who = {"entered_by": coach.actor.person_id, "entered_at": world.clock()}
        session.add(PaperEntry(turn=1, posted="[]", **whose, **who))
    world.sql(
        "INSERT INTO wrong_code (id, counter_key, at) VALUES ('a', 'k', :old), ('b', 'k', :new)",
        old="2026-09-01T00:00:00.000000Z",
        new="2027-09-01T00:00:00.000000Z",
    )
    ((closes,),) = world.sql("SELECT closes_on FROM invitation WHERE id = :id", id=link)
    day = date.fromisoformat(str(closes)) + clocks.UNSENT
    on_the_day = datetime.combine(day, time(12), LOCAL)

    early, counted, gone = (
        in_a_transaction(world, do, now)
        for do, now in (
            (clocks.let_go, on_the_day),
            (clocks.count_over, on_the_day + timedelta(days=1)),
            (clocks.let_go, on_the_day + timedelta(days=1)),
        )
    )

    for what in ("answers begun and never sent", "sheets typed once and never sent"):
        assert (early[what], counted[what], gone[what]) == (0, 1, 1)
    assert early["wrong codes"] == 1
    assert world.rows("draft") == 0
    assert world.sql("SELECT id FROM wrong_code") == [("b",)]


def in_a_transaction(world, do, now):
    with world.database.write() as session:
        return do(session, now)
