"""p-values of several questions, against the papers and R's `p.adjust`."""

import math

import pytest

from survey_app.effects import UnusableNumbersError, adjust_p

# Benjamini & Hochberg (1995), section 4.1: fifteen p-values of a trial; at q = .05 their procedure
# keeps the first four, Bonferroni's and Hochberg's the first three.
TRIAL = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000),
]


def test_the_trial_of_benjamini_and_hochberg():
    assert sum(adjust_p(TRIAL, "benjamini-hochberg") <= 0.05) == 4
    assert sum(adjust_p(TRIAL, "holm") <= 0.05) == 3


def test_as_r_adjusts_them():
    p = [0.01, 0.02, 0.03, 0.04, 0.05]
    # p.adjust(p, "holm"): 0.05 0.08 0.09 0.09 0.09; p.adjust(p, "BH"): 0.05 five times.
    assert adjust_p(p, "holm").tolist() == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert adjust_p(p, "benjamini-hochberg").tolist() == pytest.approx([0.05] * 5)


def test_the_order_is_kept_and_nothing_goes_beyond_one():
    assert adjust_p([0.6, 0.01, 0.9], "holm").tolist() == pytest.approx([1.0, 0.03, 1.0])


@pytest.mark.parametrize("method", ["holm", "benjamini-hochberg"])
def test_a_missing_p_stays_missing_and_is_not_counted(method):
    adjusted = adjust_p([0.01, None, 0.04, math.nan], method)

    assert adjusted[[0, 2]].tolist() == adjust_p([0.01, 0.04], method).tolist()
    assert [math.isnan(value) for value in adjusted] == [False, True, False, True]


@pytest.mark.parametrize("method", ["holm", "benjamini-hochberg"])
def test_no_question_and_one_question(method):
    assert adjust_p([], method).tolist() == []
    assert adjust_p([0.2], method).tolist() == [0.2]


@pytest.mark.parametrize("p", [[-0.1], [1.1], [math.inf], ["a"]])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(UnusableNumbersError, match="p holds"):
        adjust_p(p, "holm")


def test_an_unknown_method_is_named():
    with pytest.raises(UnusableNumbersError, match="bonferroni"):
        adjust_p([0.1], "bonferroni")
