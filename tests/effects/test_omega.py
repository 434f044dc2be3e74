"""McDonald's omega, against models whose omega is known and against another program."""

import numpy as np
import pytest
from scipy.special import expit, logit
from statsmodels.multivariate.factor import Factor

from survey_app.effects import cronbach_alpha, mcdonald_omega
from survey_app.effects.one_factor import one_factor
from tests.effects.exact_samples import rows_with_covariance
from tests.rig.sizes import Size

EXAM_MARKS = [
    # Mardia, Kent & Bibby (1979), Multivariate analysis, table 1.2.1: correlations of five exam
    # papers of 88 students.
    [1, 0.553, 0.547, 0.409, 0.389],
    [0.553, 1, 0.610, 0.485, 0.437],
    [0.547, 0.610, 1, 0.711, 0.665],
    [0.409, 0.485, 0.711, 1, 0.607],
    [0.389, 0.437, 0.665, 0.607, 1],
]


def congeneric(loadings, unique):
    loadings = np.asarray(loadings, dtype=float)
    return np.outer(loadings, loadings) + np.diag(unique)


def test_the_loadings_of_the_exam_marks_are_those_of_mardia_kent_and_bibby() -> None:
    # Mardia, Kent & Bibby (1979), table 9.4.1, maximum likelihood, one factor.
    fit = one_factor(np.array(EXAM_MARKS))

    assert fit.loadings == pytest.approx([0.600, 0.667, 0.917, 0.772, 0.724], abs=2e-3)


def test_a_congeneric_scale_has_the_omega_of_its_model() -> None:
    # Loadings 1, 2, 1.5, 0.5 and unique variances 1, 2, 0.5, 1: omega = 25 / (25 + 4.5).
    rows = rows_with_covariance(congeneric([1, 2, 1.5, 0.5], [1, 2, 0.5, 1]), n=60)

    omega = mcdonald_omega(rows)

    assert omega.estimate == pytest.approx(25 / 29.5, abs=1e-10)
    assert omega.estimate > cronbach_alpha(rows).estimate


def test_with_equal_loadings_omega_is_alpha() -> None:
    rows = rows_with_covariance(congeneric([1, 1, 1, 1], [1, 2, 0.5, 1]), n=60)

    assert mcdonald_omega(rows).estimate == pytest.approx(cronbach_alpha(rows).estimate)


def test_three_items_have_the_loadings_that_solve_their_three_covariances() -> None:
    # Just identified: l1^2 = s12 s13 / s23 and so on, without any search.
    s12, s13, s23 = 2.0, 1.2, 0.9
    squares = np.array([s12 * s13 / s23, s12 * s23 / s13, s13 * s23 / s12])
    covariance = np.array([[4, s12, s13], [s12, 3, s23], [s13, s23, 1.5]])
    total = np.sqrt(squares).sum() ** 2

    omega = mcdonald_omega(rows_with_covariance(covariance, n=40))

    assert omega.estimate == pytest.approx(
        total / (total + np.trace(covariance) - squares.sum()), abs=1e-10
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_fit_is_that_of_the_factor_analysis_of_statsmodels(seed) -> None:
    chance = np.random.default_rng(seed)
    k = 5 + seed
    rows = chance.normal(size=(120, 1)) * chance.uniform(0.4, 1.5, k) + chance.normal(size=(120, k))
    sd = rows.std(axis=0, ddof=1)
    judge = Factor(n_factor=1, corr=np.corrcoef(rows, rowvar=False), method="ml").fit()
    loadings, unique = judge.loadings[:, 0] * sd, judge.uniqueness * sd**2

    omega = mcdonald_omega(rows)

    total = loadings.sum() ** 2
    assert omega.estimate == pytest.approx(total / (total + unique.sum()), abs=2e-6)


def test_the_interval_is_that_of_the_curvature_of_the_likelihood() -> None:
    # Another road: the numerical curvature of the log-likelihood at the exact model, and the
    # numerical slope of logit omega.
    loadings, unique = np.array([1, 2, 1.5, 0.5]), np.array([1, 2, 0.5, 1])
    observed, n = congeneric(loadings, unique), 200

    def minus_log_likelihood(numbers):
        model = congeneric(numbers[:4], numbers[4:])
        return (
            (n - 1) / 2 * (np.linalg.slogdet(model)[1] + np.trace(observed @ np.linalg.inv(model)))
        )

    def logit_omega(numbers):
        total = numbers[:4].sum() ** 2
        return logit(total / (total + numbers[4:].sum()))

    at, step = np.concatenate([loadings, unique]), 1e-4
    axes = np.eye(8) * step
    curvature = np.array(
        [
            [
                minus_log_likelihood(at + a + b)
                - minus_log_likelihood(at + a - b)
                - minus_log_likelihood(at - a + b)
                + minus_log_likelihood(at - a - b)
                for b in axes
            ]
            for a in axes
        ]
    ) / (4 * step**2)
    slope = np.array([logit_omega(at + a) - logit_omega(at - a) for a in axes]) / (2 * step)
    half = 1.959964 * np.sqrt(slope @ np.linalg.solve(curvature, slope))

    low, high = mcdonald_omega(rows_with_covariance(observed, n=n)).interval

    assert low == pytest.approx(expit(logit_omega(at) - half), abs=1e-5)
    assert high == pytest.approx(expit(logit_omega(at) + half), abs=1e-5)


@pytest.mark.one_database
def test_nineteen_of_twenty_intervals_hold_the_true_omega(size: Size) -> None:
    repeats, margin = (300, 0.03) if size.name == "long" else (100, 0.04)
    chance = np.random.default_rng(11)
    loadings = np.linspace(0.4, 0.9, 6)
    true = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    held = 0
    for _ in range(repeats):
        rows = chance.normal(size=(100, 1)) * loadings
        rows += chance.normal(size=(100, 6)) * np.sqrt(1 - loadings**2)
        low, high = mcdonald_omega(rows).interval
        held += low <= true <= high

    assert held / repeats == pytest.approx(0.95, abs=margin)


def test_the_same_rows_give_the_same_limits_to_the_last_bit() -> None:
    rows = rows_with_covariance(EXAM_MARKS, n=88)

    assert mcdonald_omega(rows) == mcdonald_omega(rows.copy())


def test_the_unit_of_the_items_does_not_matter() -> None:
    rows = rows_with_covariance(EXAM_MARKS, n=88)

    assert mcdonald_omega(rows * 1e-4).estimate == pytest.approx(mcdonald_omega(rows).estimate)


def test_items_are_not_turned_and_an_item_that_was_not_reversed_lowers_omega() -> None:
    rows = rows_with_covariance(EXAM_MARKS, n=88)
    turned = rows * [1, 1, -1, 1, 1]

    assert mcdonald_omega(turned).estimate < 0.7 < mcdonald_omega(rows).estimate


def test_a_best_fit_with_a_negative_variance_is_null_with_its_reason() -> None:
    # s12 s13 / s23 = 1.8 asks more common variance of the first item than it has: Heywood.
    covariance = [[1, 0.6, 0.6], [0.6, 1, 0.2], [0.6, 0.2, 1]]

    omega = mcdonald_omega(rows_with_covariance(covariance, n=40))

    assert (omega.estimate, omega.interval) == (None, None)
    assert omega.reason == "negative_variance"


def test_two_items_that_hang_together_and_two_strangers_identify_no_factor() -> None:
    covariance = np.eye(4)
    covariance[0, 1] = covariance[1, 0] = 0.5

    omega = mcdonald_omega(rows_with_covariance(covariance, n=40))

    assert (omega.estimate, omega.reason) == (None, "not_identified")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1, 2], [2, 4], [3, 1]], "too_few_items"),
        ([[1, 2, 3]], "n_lt_2"),
        ([[1, 2, 3], [3, 2, 1], [2, 2, 2]], "sd_zero"),
        ([[1, 2, 5], [3, 3, 5], [2, 1, 5], [4, 4, 5]], "sd_zero"),
        ([[1, 2, 3], [3, 2, 2], [2, 1, 4]], "not_identified"),
        ([[1, 2, 2], [3, 4, 4], [2, 1, 1], [5, 3, 3]], "not_identified"),
    ],
)
def test_rows_without_one_answer_have_a_reason_and_no_number(rows, reason) -> None:
    omega = mcdonald_omega(rows)

    assert (omega.estimate, omega.interval, omega.reason) == (None, None, reason)


def test_rows_with_a_gap_are_left_out_and_counted() -> None:
    rows = rows_with_covariance(EXAM_MARKS, n=88)
    with_gap = np.vstack([rows, np.where(np.arange(5) == 2, np.nan, rows[:1])])

    omega = mcdonald_omega(with_gap)

    assert (omega.n, omega.left_out, omega.k) == (88, 1, 5)
    assert omega.estimate == mcdonald_omega(rows).estimate
