"""Which children count in a figure of a group: once each, with two scores that may be compared."""

from datetime import timedelta

import pytest

from survey_app.keeping.demonstration import example_list
from survey_app.measurements.caseload import Agreement
from survey_app.reports.pairs import Why, paired_lists
from tests.reports.caseloads import AFTER, CLOSED, Rater, children, course

LIST = example_list()


def lists_of(*courses, today=AFTER, others=()):
    known = {each.fingerprint: each for each in (LIST, *others)}
    return paired_lists(list(courses), known.__getitem__, today)


def only(*courses, **options):
    """Return the one scale of the one list."""
    (found,) = lists_of(*courses, **options)
    (scale,) = found.scales
    return scale


def steps(found):
    """Return how many children came how far, of those whose later moment has passed."""
    response = found.response
    return response.invited, response.opened, response.completed, response.paired


def pairs(scale):
    return [(pair.pre, pair.post) for pair in scale.pairs]


def test_a_child_counts_with_its_intake_and_its_last_follow_up():
    assert pairs(only(*children(LIST, (1.5, 2.25), (3.0, 2.0)))) == [(1.5, 2.25), (3.0, 2.0)]


def test_a_child_with_two_parents_counts_once_with_the_first_who_has_both():
    both = course(LIST, Rater(1.0, 2.0, number=1), Rater(3.0, 4.0, number=2))
    second = course(LIST, Rater(1.0, None, number=1), Rater(3.0, 4.0, number=2))

    assert pairs(only(both, second)) == [(1.0, 2.0), (3.0, 4.0)]


def test_the_order_of_answering_does_not_choose_the_parent():
    swapped = course(LIST, Rater(3.0, 4.0, number=2), Rater(1.0, 2.0, number=1))

    assert pairs(only(swapped)) == [(1.0, 2.0)]


def test_two_parents_are_never_paired_with_each_other():
    crossed = course(LIST, Rater(1.0, None, number=1), Rater(None, 4.0, number=2))

    scale = only(crossed)

    assert scale.pairs == ()
    assert [each.why for each in scale.left_out] == [Why.NO_FOLLOW_UP]


def test_a_late_intake_is_left_out_and_counted():
    scale = only(*children(LIST, (1.0, 2.0)), course(LIST, Rater(1.0, 4.0, late=True)))

    assert pairs(scale) == [(1.0, 2.0)]
    assert scale.count_of(Why.LATE) == 1
    assert scale.unanswered == ()


def test_a_child_whose_consent_was_withdrawn_counts_nowhere():
    gone = course(LIST, Rater(1.0, 4.0), agreement=Agreement.WITHDRAWN)

    (found,) = lists_of(*children(LIST, (1.0, 2.0)), gone)

    (scale,) = found.scales
    assert pairs(scale) == [(1.0, 2.0)]
    assert scale.count_of(Why.WITHDRAWN) == 1
    assert found.response.invited == 1


@pytest.mark.parametrize(
    ("raters", "why"),
    [
        ([Rater(None, 2.0)], Why.NO_INTAKE),
        ([Rater(1.0, None)], Why.NO_FOLLOW_UP),
        ([Rater(1.0, None, closes=AFTER)], Why.NOT_YET),
        ([Rater("x", 2.0)], Why.NOT_COMPUTABLE),
        ([Rater(1.0, "x")], Why.NOT_COMPUTABLE),
        ([Rater(1.0, 2.0, languages=("nl", "en"))], Why.TWO_LANGUAGES),
        ([Rater(1.0, 2.0, languages=("en", "en"))], Why.OTHER_FIGURE),
        ([Rater(1.0, None), Rater(None, 2.0, number=2, succeeds=True)], Why.OTHER_RATER),
    ],
    ids=lambda value: value if isinstance(value, Why) else "",
)
def test_why_a_child_does_not_count_is_known(raters, why):
    known = children(LIST, (1.0, 2.0))

    scale = next(
        each
        for each in lists_of(*known, course(LIST, *raters))[0].scales
        if each.key.language == "nl"
    )

    assert pairs(scale) == [(1.0, 2.0)]
    assert [each.why for each in scale.left_out] == [why]


def test_who_took_over_after_the_intake_makes_no_pair():
    taken_over = course(LIST, Rater(1.0, None), Rater(None, 3.0, number=2, succeeds=True))

    assert only(taken_over).pairs == ()


def test_of_who_took_over_after_the_intake_two_later_moments_are_no_pair_either():
    taken_over = course(
        LIST, Rater(1.0, None), Rater(None, 3.0, closing=4.0, number=2, succeeds=True)
    )

    assert only(taken_over).pairs == ()


def test_a_closing_after_the_follow_up_is_the_last_measurement():
    assert pairs(only(course(LIST, Rater(1.0, 3.0, closing=4.0)))) == [(1.0, 4.0)]


def test_who_took_over_before_the_intake_makes_an_ordinary_pair():
    taken_over = course(LIST, Rater(None, None), Rater(2.0, 3.0, number=2, succeeds=True))

    assert pairs(only(taken_over)) == [(2.0, 3.0)]


def test_a_version_that_cannot_be_compared_is_never_mixed_in(variant):
    newer = variant(
        ('version: "1.0"\nscoring', 'version: "2.0"\nscoring'),
        ('version: "1.0"}', 'version: "2.0"}'),
        ("{kind} zit stil te tekenen.", "{kind} maakt een puzzel."),
    )
    crossed = course(LIST, Rater(1.0, 3.0, later_list=newer))

    found = lists_of(*children(LIST, (1.0, 2.0)), crossed, others=[newer])

    by_version = {scale.questionnaire.version: scale for each in found for scale in each.scales}
    assert pairs(by_version["1.0"]) == [(1.0, 2.0)]
    assert pairs(by_version["2.0"]) == []
    assert by_version["1.0"].count_of(Why.OTHER_VERSION) == 1


def test_a_language_has_a_figure_of_its_own():
    english = [course(LIST, Rater(1.0, 3.0, languages=("en", "en")))]

    (found,) = lists_of(*children(LIST, (1.0, 2.0)), *english)

    assert {scale.key.language: pairs(scale) for scale in found.scales} == {
        "nl": [(1.0, 2.0)],
        "en": [(1.0, 3.0)],
    }


def test_of_who_never_came_back_the_intake_is_known():
    scale = only(
        *children(LIST, (1.0, 2.0), (3.0, None), (0.5, None)),
        course(LIST, Rater(2.0, None, closes=AFTER)),
        course(LIST, Rater(2.5, "x")),
        course(LIST, Rater(2.0, None, late=True)),
    )

    assert scale.unanswered == (3.0, 0.5, 2.5)


# Response


def test_each_step_of_the_response_holds_the_next():
    (found,) = lists_of(
        *children(LIST, (1.0, 2.0), (1.0, 3.0)),
        course(LIST, Rater(None, 2.0)),
        course(LIST, Rater(1.0, None, opened=True)),
        course(LIST, Rater(1.0, None)),
    )

    assert steps(found) == (5, 4, 3, 2)


def test_a_child_joins_the_response_when_the_last_day_of_its_link_has_passed():
    answered_early = course(LIST, Rater(1.0, 2.0))

    (still_open,) = lists_of(answered_early, today=CLOSED)
    (closed,) = lists_of(answered_early, today=CLOSED + timedelta(days=1))

    assert steps(still_open) == (0, 0, 0, 0)
    assert pairs(still_open.scales[0]) == [(1.0, 2.0)]
    assert steps(closed) == (1, 1, 1, 1)


def test_two_parents_of_one_child_are_one_child_in_the_response():
    (found,) = lists_of(course(LIST, Rater(1.0, 2.0, number=1), Rater(1.0, None, number=2)))

    assert steps(found) == (1, 1, 1, 1)


def test_informants_stand_apart():
    both = course(LIST, Rater(1.0, 2.0), Rater(3.0, 4.0, role="teacher"))

    found = lists_of(both)

    assert [(each.role, pairs(each.scales[0])) for each in found] == [
        ("parent", [(1.0, 2.0)]),
        ("teacher", [(3.0, 4.0)]),
    ]


def test_a_caseload_without_a_later_moment_has_no_lists():
    assert lists_of() == ()


def test_who_gives_or_supports_the_help_marks_no_outcome():
    with_coach = course(LIST, Rater(1.0, 2.0), Rater(1.0, 4.0, role="coach"))

    assert [found.role for found in lists_of(with_coach)] == ["parent"]
