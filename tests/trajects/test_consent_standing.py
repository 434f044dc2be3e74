"""What was said, read by the rule: complete, awaited, in disagreement, or for a court."""

from datetime import date

import pytest

from survey_app.trajects.consent import (
    Agreed,
    Said,
    Signers,
    Standing,
    may_sign_by_link,
    needed,
    standing,
)

TODAY = date(2026, 9, 15)
BORN = {11: (2014, 10), 12: (2014, 8), 15: (2010, 10), 16: (2010, 8)}
TWO = Signers(("mother", "father"), "child", "two")
ONE = Signers(("mother",), "child", "one")
FIRST_OF_TWO = Signers(("mother",), "child", "two")
COURT = Signers(("mother", "father"), "child", "court")


def stand(*said: str, age: int = 9, signers: Signers = TWO, on: date = TODAY) -> Standing:
    """Return the standing after statements such as "mother given", in the order of time."""
    born = BORN.get(age, (2026 - age, 8))
    lines = [Said(None if who == "all" else who, state) for who, state in map(str.split, said)]
    return standing(lines, needed(*born, on), signers)


@pytest.mark.parametrize(
    ("age", "signers_needed"),
    [
        (11, {"mother", "father"}),
        (12, {"mother", "father", "child"}),
        (15, {"mother", "father", "child"}),
        (16, {"child"}),
    ],
)
def test_ac_125_who_must_sign_follows_the_age(age, signers_needed):
    before = stand(age=age)
    after = stand(*(f"{who} given" for who in sorted(signers_needed)), age=age)

    assert set(before.awaited) == signers_needed
    assert (before.is_complete, after.is_complete) == (False, True)
    for missing in signers_needed:
        others = [f"{who} given" for who in signers_needed - {missing}]
        assert stand(*others, age=age).awaited == (missing,)


def test_ac_125_the_day_before_and_the_day_of_a_birthday_month():
    """Born in September 2014: twelve some day in September 2026, so asked for the whole month."""
    rule_before = needed(2014, 9, date(2026, 8, 31))
    rule_after = needed(2014, 9, date(2026, 9, 1))
    parents = [Said("mother", "given"), Said("father", "given")]

    assert standing(parents, rule_before, TWO).is_complete
    assert standing(parents, rule_after, TWO).awaited == ("child",)


def test_ac_125_without_a_month_of_birth_everybody_must_sign():
    said = [Said("mother", "given"), Said("father", "given")]

    assert standing(said, needed(None, None, TODAY), TWO).awaited == ("child",)


@pytest.mark.parametrize(
    ("born", "may"),
    [((2014, 8), True), ((2014, 9), False), ((2014, 10), False), ((None, None), False)],
    ids=["12", "12 this month", "11", "unknown"],
)
def test_ac_125_a_child_has_a_link_of_its_own_when_it_is_surely_twelve(born, may):
    assert may_sign_by_link(*born, TODAY) is may


def test_one_of_two_is_not_enough():
    assert stand("mother given").awaited == ("father",)


def test_being_asked_says_nothing_yet_and_takes_nothing_back():
    assert stand("mother asked").awaited == ("mother", "father")
    assert stand("mother given", "father given", "mother asked").is_complete
    assert stand("mother given", "father refused", "father asked").is_disagreement


@pytest.mark.parametrize("said", ["refused", "withdrawn"])
def test_ac_126_one_who_is_against_makes_a_disagreement(said):
    found = stand("mother given", f"father {said}")

    assert (found.is_complete, found.is_disagreement) == (False, True)
    assert (found.gave, found.objects, found.awaited) == (("mother",), ("father",), ())


def test_two_who_refuse_are_no_disagreement():
    found = stand("mother refused", "father refused")

    assert (found.is_complete, found.is_disagreement) == (False, False)


def test_the_last_word_of_each_counts():
    assert stand("mother given", "father refused", "father given").is_complete
    assert not stand("mother given", "father given", "mother withdrawn").is_complete
    assert stand("mother given", "father given", "mother withdrawn", "mother given").is_complete


def test_from_twelve_a_child_can_be_against():
    found = stand("mother given", "father given", "child refused", age=12)

    assert (found.is_disagreement, found.objects) == (True, ("child",))


def test_from_sixteen_the_parents_say_nothing_that_counts():
    assert stand("child given", "mother refused", "father withdrawn", age=16).is_complete


def test_under_twelve_the_child_does_not_decide():
    assert stand("mother given", "father given", "child refused", age=11).is_complete


def test_a_holder_who_is_not_in_the_traject_is_missing():
    found = stand("mother given", signers=FIRST_OF_TWO)

    assert (found.is_complete, found.unnamed) == (False, 1)
    assert stand("mother given", signers=ONE).is_complete


def test_while_nobody_said_how_many_hold_authority_two_are_needed():
    assert stand("mother given", signers=Signers(("mother",), "child", None)).unnamed == 1


def test_every_parent_with_authority_counts_also_beyond_the_number():
    both = Signers(("mother", "father"), "child", "one")

    assert stand("mother given", signers=both).awaited == ("father",)


def test_a_court_decision_stands_for_the_holders_whatever_they_said():
    found = stand("mother given", "father refused", "all court_decision")

    assert (found.is_complete, found.by_court, found.objects) == (True, True, ())


def test_a_court_decides_nothing_for_a_child_of_twelve():
    assert stand("all court_decision", age=12).awaited == ("child",)


def test_without_its_decision_a_court_is_waited_for():
    said = ("mother given", "father given")

    assert stand(*said, signers=COURT).awaits_court
    assert not stand(*said, signers=COURT).is_complete
    assert stand("all court_decision", signers=COURT).is_complete


def test_a_decision_that_holds_no_more_leaves_the_holders_to_decide():
    said = ("mother given", "father refused", "all court_decision", "all withdrawn")

    assert stand(*said).is_disagreement


def test_an_agreement_without_names_counts_for_who_said_nothing():
    assert stand("all given").is_complete
    assert stand("mother given", "all given", signers=FIRST_OF_TWO).is_complete
    assert stand("all given", "father refused").objects == ("father",)
    assert stand("all given", "all withdrawn").awaited == ("mother", "father")


YES = stand("mother given", "father given")
NO = stand("mother given", "father refused")
SILENT = stand()


@pytest.mark.parametrize(
    ("agreed", "may"),
    [
        (Agreed(help=YES, measuring=YES, network=YES), True),
        (Agreed(help=YES, measuring=YES, network=NO), True),
        (Agreed(help=SILENT, measuring=YES, network=SILENT), True),
        (Agreed(help=NO, measuring=YES, network=YES), False),
        (Agreed(help=YES, measuring=NO, network=YES), False),
        (Agreed(help=YES, measuring=SILENT, network=YES), False),
    ],
)
def test_who_may_be_asked_needs_measuring_and_nobody_against_help(agreed, may):
    assert agreed.may_measure is may
