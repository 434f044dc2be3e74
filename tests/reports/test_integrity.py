"""The quarters of method and effect: what counts as measured, and who is not counted yet."""

from datetime import date

from survey_app.measurements.caseload import Agreement, Asked, Course
from survey_app.reports.integrity import integrity


def ask(informant, key, kind, *, done=True, closes_on=date(2026, 12, 1)):
    return Asked(
        informant_id=informant,
        role="parent",
        questionnaire_key=key,
        fingerprint="f",
        occasion_kind=kind,
        closes_on=closes_on,
        is_revoked=False,
        was_opened=done,
        was_completed=done,
    )


def course(name, *asked, agreement=Agreement.AGREED):
    return Course(name, name, "groep 6", agreement, asked, ())


BEFORE, AFTER = ask("m", "ouder", "intake"), ask("m", "ouder", "follow_up")


def quarters(cases, with_method=()):
    found = integrity(cases, set(with_method), date(2026, 12, 2))
    names = [
        [case.traject_id for case in part]
        for part in (found.both, found.method_only, found.effect_only, found.neither)
    ]
    return names, found.too_early


def test_each_child_lies_in_the_quarter_of_what_is_on_record():
    asked = ask("m", "ouder", "closing", done=False)
    cases = [
        course("a", BEFORE, AFTER),
        course("b", BEFORE, asked),
        course("c", BEFORE, AFTER),
        course("d", asked),
    ]

    assert quarters(cases, {"a", "b"}) == ([["a"], ["b"], ["c"], ["d"]], 0)


def test_measured_is_the_same_list_of_the_same_person_twice():
    other_person = course("a", BEFORE, ask("v", "ouder", "follow_up"))
    other_list = course("b", BEFORE, ask("m", "kort", "follow_up"))
    twice_later = course("c", AFTER, ask("m", "ouder", "closing"))
    before_the_start = course("d", ask("m", "ouder", "nomination"), AFTER)

    cases = [other_person, other_list, twice_later, before_the_start]

    assert quarters(cases) == ([[], [], [], ["a", "b", "c", "d"]], 0)


def test_who_can_still_answer_later_or_did_not_agree_is_not_counted():
    cases = [
        course("a", BEFORE),
        course(
            "open", BEFORE, ask("m", "ouder", "closing", done=False, closes_on=date(2026, 12, 2))
        ),
        course("b", BEFORE, AFTER, agreement=Agreement.WITHDRAWN),
        course("c", BEFORE, AFTER, agreement=Agreement.NEVER),
    ]

    assert quarters(cases, {"a", "b", "c"}) == ([[], [], [], []], 4)
