"""Two views of one child, compared beyond the error of both."""

import math

import pytest

from survey_app.effects import InformantDifference, UnusableNumbersError, informant_difference


def test_the_difference_is_set_against_both_errors() -> None:
    # SEM 3 and 4: standard error 5, so 9.8 T points are the edge.
    seen = informant_difference(65, 55, sem_first=3, sem_second=4)

    assert (seen.difference, seen.z, seen.smallest_difference) == pytest.approx((10, 2, 9.8))
    assert seen.beyond_chance


@pytest.mark.parametrize(("first", "beyond"), [(1.96, False), (1.9601, True), (-1.9601, True)])
def test_equal_to_the_edge_is_chance_and_the_side_does_not_matter(first, beyond) -> None:
    # Errors of 0.6 and 0.8 make the standard error exactly 1.
    seen = informant_difference(first, 0, sem_first=0.6, sem_second=0.8)

    assert seen.beyond_chance == beyond


def test_the_sign_tells_who_gives_more() -> None:
    assert informant_difference(40, 50, sem_first=3, sem_second=4).difference == -10


@pytest.mark.parametrize("missing", ["t_first", "t_second"])
@pytest.mark.parametrize("nothing", [None, math.nan])
def test_a_missing_score_is_no_agreement(missing, nothing) -> None:
    scores = {"t_first": 50, "t_second": 60, missing: nothing}

    seen = informant_difference(**scores, sem_first=3, sem_second=4)

    assert (seen.difference, seen.beyond_chance, seen.reason) == (None, None, "no_score")


@pytest.mark.parametrize("error", [None, 0, math.nan])
def test_without_an_error_the_difference_stays_and_the_verdict_goes(error) -> None:
    seen = informant_difference(60, 50, sem_first=3, sem_second=error)

    assert seen == InformantDifference(10, None, None, None, "sd_zero")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ({"t_first": math.inf}, "^t_first is infinite"),
        ({"sem_second": math.inf}, "^sem_second is infinite"),
        ({"sem_first": -1}, "^sem_first is -1"),
    ],
)
def test_a_number_that_cannot_be_is_refused_by_name(numbers, text) -> None:
    given = {"t_first": 60, "t_second": 50, "sem_first": 3, "sem_second": 4} | numbers

    with pytest.raises(UnusableNumbersError, match=text):
        informant_difference(**given)
