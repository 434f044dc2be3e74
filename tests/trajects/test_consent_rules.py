"""Who must agree: under 12 all holders of authority, 12 to 15 they and the child, from 16 it."""

from datetime import date

import pytest

from survey_app.trajects.consent import (
    ConsentIncompleteError,
    Needed,
    age_range,
    demand_complete,
    needed,
)

HOLDERS = Needed(holders=True, child=False)
BOTH = Needed(holders=True, child=True)
CHILD = Needed(holders=False, child=True)
DAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("born", "rule"),
    [
        ((2022, 9), HOLDERS),
        ((2014, 10), HOLDERS),
        ((2014, 8), BOTH),
        ((2010, 10), BOTH),
        ((2010, 8), CHILD),
        ((2008, 9), CHILD),
    ],
    ids=["4", "11", "12", "15", "16", "18"],
)
def test_the_rule_follows_the_age(born, rule):
    assert needed(*born, DAY) == rule


@pytest.mark.parametrize("day", [date(2026, 9, 1), DAY, date(2026, 9, 30)])
def test_in_the_month_of_the_twelfth_birthday_the_child_is_asked_too(day):
    assert needed(2014, 9, day) == BOTH


@pytest.mark.parametrize("day", [date(2026, 9, 1), DAY, date(2026, 9, 30)])
def test_in_the_month_of_the_sixteenth_birthday_the_holders_are_still_asked(day):
    assert needed(2010, 9, day) == BOTH


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [(date(2026, 8, 31), 2014, 2010), (date(2026, 10, 1), 2014, 2010)],
)
def test_the_rule_turns_at_the_edges_of_the_month(day, before, after):
    expected = (HOLDERS, BOTH) if day.month == 8 else (BOTH, CHILD)

    assert (needed(before, 9, day), needed(after, 9, day)) == expected


@pytest.mark.parametrize("born", [(None, None), (2014, None), (None, 9)])
def test_while_the_birth_month_is_unknown_the_strictest_rule_counts(born):
    assert needed(*born, DAY) == BOTH


@pytest.mark.parametrize(
    ("on", "ages"),
    [
        (date(2026, 8, 31), (11, 11)),
        (date(2026, 9, 1), (11, 12)),
        (date(2026, 9, 30), (11, 12)),
        (date(2026, 10, 1), (12, 12)),
    ],
)
def test_in_the_month_of_a_birthday_a_child_may_have_two_ages(on, ages):
    assert age_range(2014, 9, on) == ages


@pytest.mark.parametrize(
    ("rule", "holders", "agreed", "child"),
    [
        (HOLDERS, "one", 1, False),
        (HOLDERS, "two", 2, False),
        (HOLDERS, "court", 0, False),
        (BOTH, "two", 2, True),
        (BOTH, "one", 1, True),
        (BOTH, "court", 0, True),
        (CHILD, "two", 0, True),
    ],
)
def test_when_all_who_must_agree_did_it_is_complete(rule, holders, agreed, child):
    assert demand_complete(rule, holders, agreed, child) is None


@pytest.mark.parametrize(
    ("rule", "holders", "agreed", "child", "who"),
    [
        (HOLDERS, "one", 0, True, "De ouder met gezag"),
        (HOLDERS, "two", 0, False, "Beide ouders"),
        (HOLDERS, "two", 1, True, "Beide ouders"),
        (BOTH, "two", 1, True, "Beide ouders"),
        (BOTH, "two", 2, False, "het kind"),
        (BOTH, "court", 0, False, "het kind"),
        (CHILD, "two", 2, False, "het kind"),
    ],
)
def test_the_one_who_has_still_to_agree_is_named(rule, holders, agreed, child, who):
    with pytest.raises(ConsentIncompleteError, match=who):
        demand_complete(rule, holders, agreed, child)
