"""Measurement plans: what comes along is sound, and what cannot be is refused at its place."""

from dataclasses import replace

import pytest

from survey_app.definitions import DefinitionError, Text, UnknownKeyError, shipped
from survey_app.definitions.plans import (
    OccasionKind,
    PlanSubject,
    check_plans,
    plan_of,
    plans_folder,
    read_plan,
    shipped_plans,
)

STANDARD = (plans_folder() / "standaard.yaml").read_text(encoding="utf-8")


def test_the_plans_that_come_along_have_no_fault():
    assert check_plans() == []
    assert [each.key for each in shipped_plans()] == ["kort", "schooljaar", "standaard"]


def test_the_standard_plan_is_that_of_the_blueprint():
    plan = plan_of("standaard")
    asked = {
        moment.key: [ask.questionnaire.removeprefix("kansmeter-") for ask in moment.asks]
        for moment in plan.moments
    }

    assert asked["intake"][:2] == ["ouder", "leerkracht"]
    assert "verandering" in asked["slot"]
    assert asked["nazorg_6"] == asked["nazorg_12"] == ["nazorg"]
    never = {
        (moment.key, ask.questionnaire)
        for moment in plan.moments
        if moment.occasion in (OccasionKind.INTAKE, OccasionKind.CLOSING)
        for ask in moment.asks
        if ask.drop is None
    }
    for key in ("kansmeter-ouder", "kansmeter-leerkracht"):
        assert {("intake", key), ("slot", key)} <= never


def test_what_comes_back_every_year_is_about_a_school():
    plan = plan_of("schooljaar")

    assert plan.about is PlanSubject.SCHOOL
    assert {each.begins.month for each in plan.moments} == {9, 11, 5, 6}


def test_an_unknown_plan_says_which_there_are():
    with pytest.raises(UnknownKeyError, match="standaard"):
        plan_of("anders")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("list: kansmeter-ouder}", "list: kansmeter-oudr}", "no questionnaire 'kansmeter-oudr'"),
        ("begins: consent", "begins: talk", "has `begins: consent`"),
        ("moment: intake, school", "moment: slot, school", "stands above"),
        ("school_weeks: 11}", "school_weeks: 11, weeks: 3}", "exactly one of weeks"),
        ("key: vervolg_2", "key: vervolg", "stood there before"),
        ("minutes: 20}", "minutes: 5}", "never dropped take"),
        ("informants: [coach], drop", "informants: [ib], drop", "not written for ib"),
        ("list: kansmeter-aanmelding}", "list: kansmeter-groep}", "about a group"),
        ("shorter: kansmeter-ouder-kern", "shorter: kansmeter-kern", "no questionnaire"),
        ("shorter: kansmeter-ouder-kern", "shorter: kansmeter-ouder", "asked at this moment"),
        ("shorter: kansmeter-kind-kern", "shorter: kansmeter-kind-jong-kern", "or ages than"),
        ("shorter: kansmeter-ouder-kern", "shorter: kansmeter-leerkracht-kern", "other informants"),
        ("list: kansmeter-ouder, drop: 2", "list: kansmeter-ouder", "without `drop`"),
        ("occasion: closing", "occasion: aftercare", "exactly one moment of kind closing"),
        ("about: traject", "about: traject\nvoor: iedereen", "unknown key `voor`"),
        ("window: {after_days: 7}", "window: {after_days: veel}", "not a whole number"),
        ("yearly: {month: 6}", "yearly: {month: 13}", "13 is outside"),
    ],
    ids=lambda each: each[:24],
)
def test_a_plan_that_cannot_be_followed_is_refused_with_its_place(tmp_path, before, after, said):
    assert before in STANDARD
    file = tmp_path / "standaard.yaml"
    file.write_text(STANDARD.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(DefinitionError) as refused:
        read_plan(file)

    assert said in str(refused.value)
    assert all(fault.line >= 1 for fault in refused.value.faults)
    assert str(refused.value).startswith(f"{file}:")


def test_a_plan_of_a_school_has_no_shorter_list(tmp_path):
    file = tmp_path / "schooljaar.yaml"
    whole = (plans_folder() / "schooljaar.yaml").read_text(encoding="utf-8")
    file.write_text(whole.replace("drop: 3}", "drop: 3, shorter: who-5}"), encoding="utf-8")

    with pytest.raises(DefinitionError, match="asks no shorter list"):
        read_plan(file)


def longer(core):
    return replace(core, minutes=2.3)


def in_other_words(core):
    return with_first(core, text=Text({"nl": "{kind} doet mee."}))


def with_fewer_answers(core):
    return with_first(core, options=core.items[0].options[1:])


def with_another_mark(core):
    return with_first(core, parallel="P2")


def with_first(core, **changes):
    first, *others = core.pages
    item = replace(first.items[0], **changes)
    return replace(core, pages=(replace(first, items=(item, *first.items[1:])), *others))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (longer, "takes 2.3 minutes and kansmeter-ouder 2.3"),
        (in_other_words, "item 'p1' is not as in kansmeter-ouder"),
        (with_fewer_answers, "item 'p1' is not as in kansmeter-ouder"),
        (with_another_mark, "item 'p1' is not as in kansmeter-ouder"),
    ],
)
def test_a_shorter_list_takes_less_and_asks_the_same_word_for_word(changed, said):
    key = "kansmeter-ouder-kern"
    lists = [changed(each) if each.key == key else each for each in shipped()]

    with pytest.raises(DefinitionError) as refused:
        read_plan(plans_folder() / "standaard.yaml", lists)

    assert [fault.message.startswith(said) for fault in refused.value.faults] == [True, True]
    for fault in refused.value.faults:
        assert STANDARD.splitlines()[fault.line - 1][fault.column - 1 :].startswith(key)
