"""Pooling of shares, against a general optimiser, numerical integration and Tarone's rats."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import beta as beta_distribution
from scipy.stats import betabinom, binom

from survey_app.effects import UnusableNumbersError, pool_proportions, share_of

RAT_TUMOURS = (
    # Tarone (1982), Biometrics 38, 215-220; Gelman et al. (2014), Bayesian data analysis, table
    # 5.1: rats with tumours in 71 control groups, as (tumours, rats, groups).
    [(0, 20, 7), (0, 19, 4), (0, 18, 2), (0, 17, 1), (1, 20, 4), (1, 19, 2), (1, 18, 2)]
    + [(2, 25, 1), (2, 24, 1), (2, 23, 1), (2, 20, 6), (1, 10, 1), (5, 49, 1), (2, 19, 1)]
    + [(5, 46, 1), (3, 27, 1), (2, 17, 1), (7, 49, 1), (7, 47, 1), (3, 20, 2), (2, 13, 1)]
    + [(9, 48, 1), (10, 50, 1), (4, 20, 7), (10, 48, 1), (4, 19, 3), (5, 22, 1), (11, 46, 1)]
    + [(12, 49, 1), (5, 20, 2), (6, 23, 1), (5, 19, 1), (6, 22, 1), (6, 20, 3), (16, 52, 1)]
    + [(15, 47, 1), (15, 46, 1), (9, 24, 1), (4, 14, 1)]
)


def rats():
    rows = [(tumours, n) for tumours, n, times in RAT_TUMOURS for _ in range(times)]
    return np.array(rows).T


def groups_with_spread(seed, *, alpha=3.0, beta=5.0, count=30):
    chance = np.random.default_rng(seed)
    n = chance.integers(1, 40, size=count)
    return chance.binomial(n, chance.beta(alpha, beta, size=count)), n


def minus_log_likelihood(numbers, x, n):
    return -betabinom.logpmf(x, n, *np.exp(numbers)).sum()


def best_by_search(x, n):
    """Return alpha and beta of a search without slopes, on scipy's own beta-binomial."""
    options = {"xatol": 1e-10, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000}
    found = minimize(
        minus_log_likelihood, [0.5, 1.0], (x, n), method="Nelder-Mead", options=options
    )
    return np.exp(found.x)


def test_there_are_seventy_one_groups_of_rats_as_published() -> None:
    x, n = rats()

    # Gelman et al. (2014), p. 102: the first 70 shares have mean .136 and standard deviation .103.
    shares = (x / n)[:-1]
    assert len(x) == 71
    assert (shares.mean(), shares.std(ddof=1)) == pytest.approx((0.136, 0.103), abs=1e-3)


def test_the_rats_shrink_as_in_bayesian_data_analysis() -> None:
    # Gelman et al. (2014), section 5.3: with their weak prior the mode of alpha and beta lies at
    # (2.4, 14.0); the last group (4 of 14) then has the mean 6.4 / 30.4.
    pooled = pool_proportions(*rats())

    assert pooled.alpha == pytest.approx(2.4, abs=0.2)
    assert pooled.beta == pytest.approx(14.0, abs=1.0)
    assert pooled.groups.loc[70, "pooled_share"] == pytest.approx(6.4 / 30.4, abs=0.005)
    assert pooled.groups.loc[70, "raw_share"] == pytest.approx(0.286, abs=5e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_fit_is_that_of_a_general_search(seed) -> None:
    x, n = groups_with_spread(seed)
    alpha, beta = best_by_search(x, n)

    pooled = pool_proportions(x, n)

    assert (pooled.alpha, pooled.beta) == pytest.approx((alpha, beta), rel=1e-5)
    assert pooled.mu == pytest.approx(alpha / (alpha + beta))
    assert pooled.overdispersion == pytest.approx(1 / (1 + alpha + beta), rel=1e-5)


def test_a_pooled_share_is_the_mean_of_its_distribution_by_integration() -> None:
    x, n = groups_with_spread(1)
    pooled = pool_proportions(x, n)
    row = pooled.groups.loc[4]

    def density(p):
        return beta_distribution.pdf(p, pooled.alpha, pooled.beta) * binom.pmf(x[4], n[4], p)

    whole = quad(density, 0, 1)[0]
    mean = quad(lambda p: p * density(p), 0, 1)[0] / whole
    square = quad(lambda p: (p - mean) ** 2 * density(p), 0, 1)[0] / whole

    assert row["pooled_share"] == pytest.approx(mean)
    assert row["sd"] == pytest.approx(math.sqrt(square))
    assert quad(density, row["low"], row["high"])[0] / whole == pytest.approx(0.95)
    assert quad(density, 0, row["low"])[0] / whole == pytest.approx(0.025)
    assert row["p_above"] == pytest.approx(quad(density, pooled.mu, 1)[0] / whole)


def test_the_raw_share_has_the_interval_of_wilson() -> None:
    x, n = groups_with_spread(2)
    row = pool_proportions(x, n).groups.loc[3]

    assert (row["raw_low"], row["raw_high"]) == share_of(int(x[3]), int(n[3])).interval


def test_shares_that_differ_by_chance_alone_have_no_spread_and_that_is_no_error() -> None:
    pooled = pool_proportions([4, 5, 6, 5, 4, 6], [10] * 6)

    assert (pooled.mu, pooled.overdispersion, pooled.rankability) == pytest.approx((0.5, 0, 0))
    assert pooled.no_differences
    assert (pooled.alpha, pooled.reason) == (None, None)
    assert pooled.groups["pooled_share"].tolist() == pytest.approx([0.5] * 6)
    assert pooled.groups[["low", "high", "p_above"]].isna().all().all()


@pytest.mark.parametrize("seed", range(12))
def test_spread_is_found_just_where_it_makes_the_counts_likelier(seed) -> None:
    # The judge looks at spreads from .001 on: below it scipy's beta-binomial loses its figures.
    chance = np.random.default_rng(seed)
    n = chance.integers(2, 15, size=12)
    x = chance.binomial(n, 0.4)
    without = binom.logpmf(x, n, x.sum() / n.sum()).sum()

    def lowest(spread):
        return minimize_scalar(
            lambda mu: -betabinom.logpmf(x, n, mu / spread, (1 - mu) / spread).sum(),
            bounds=(0.01, 0.99),
            method="bounded",
        ).fun

    best = -min(lowest(spread) for spread in np.logspace(-3, 1, 60))

    assert (pool_proportions(x, n).overdispersion > 0) == (best > without)


def test_the_smallest_group_is_pulled_furthest() -> None:
    pooled = pool_proportions([1, 10, 40, 3, 30, 5], [2, 50, 50, 30, 40, 50])

    assert pooled.groups["shrinkage"].idxmin() == 0
    expected = pooled.groups["n"] / (pooled.groups["n"] + pooled.alpha + pooled.beta)
    assert pooled.groups["shrinkage"].tolist() == pytest.approx(expected.tolist())


def test_rankability_sets_the_spread_of_shares_beside_the_median_error() -> None:
    x, n = groups_with_spread(3)
    pooled = pool_proportions(x, n)
    between = pooled.mu * (1 - pooled.mu) * pooled.overdispersion
    within = pooled.mu * (1 - pooled.mu) * (1 - pooled.overdispersion) * np.median(1 / n)

    assert pooled.rankability == pytest.approx(between / (between + within))


@pytest.mark.parametrize(("count", "uncertain"), [(5, True), (10, True), (11, False)])
def test_up_to_ten_groups_the_spread_is_called_uncertain(count, uncertain) -> None:
    x = np.resize([1, 9, 5], count)

    assert pool_proportions(x, [10] * count).uncertain == uncertain


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        ([], [], "groups_lt_5"),
        ([1, 2, 3, 4], [5] * 4, "groups_lt_5"),
        ([1, 2, 3, 4, 0], [5, 5, 5, 5, 0], "groups_lt_5"),
        ([0] * 6, [5] * 6, "sd_zero"),
        ([5] * 6, [5] * 6, "sd_zero"),
        ([0, 1, 0, 1, 1, 1], [1] * 6, "not_identified"),
        ([0, 5, 0, 5, 5, 5], [5] * 6, "no_convergence"),
    ],
)
def test_groups_that_say_nothing_of_the_spread_have_a_reason(x, n, reason) -> None:
    pooled = pool_proportions(x, n)

    assert (pooled.mu, pooled.overdispersion, pooled.rankability) == (None, None, None)
    assert pooled.reason == reason
    assert pooled.groups[["raw_low", "raw_high"]].notna().all().all()
    assert pooled.groups["pooled_share"].isna().all()


def test_groups_without_children_or_with_a_gap_are_left_out_and_counted() -> None:
    x, n = groups_with_spread(1)
    whole = pool_proportions(x, n)

    with_gaps = pool_proportions([*x, 0, None, 3], [*n, 0, 4, math.nan])

    assert (len(with_gaps.groups), with_gaps.left_out) == (30, 3)
    assert with_gaps.alpha == whole.alpha


def test_labels_stay_with_their_group() -> None:
    labels = ["Tinaarlo", 2, "Assen", ("x", 1), "Emmen"]

    pooled = pool_proportions([1, 9, 5, None, 2, 7][:5], [10] * 5, groups=labels)

    assert pooled.groups["group"].tolist() == ["Tinaarlo", 2, "Assen", "Emmen"]


def test_large_groups_lose_no_figures() -> None:
    n = np.array([20000, 30000, 25000, 40000, 10000, 15000])
    x = (n * [0.30, 0.31, 0.29, 0.32, 0.305, 0.30]).astype(int)

    pooled = pool_proportions(x, n)

    at = np.log([pooled.alpha, pooled.beta])
    best = minus_log_likelihood(at, x, n)
    for step in ([0.01, 0.01], [-0.01, -0.01], [0.001, 0], [0, 0.001]):
        assert minus_log_likelihood(at + step, x, n) > best


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"successes": [1, 6]}, "successes holds more than totals"),
        ({"successes": [1, 1.5]}, "^successes holds something that is no whole number"),
        ({"totals": [5, -5]}, "^totals holds something that is no whole number"),
        ({"successes": [1]}, "successes has 1 values and totals has 2"),
        ({"totals": [5, math.inf]}, "^totals holds an infinite"),
        ({"groups": ["a", "a"]}, "groups names a group twice"),
        ({"confidence": 0}, "^confidence is 0"),
        ({"totals": pd.Series([5, 5], index=[1, 2]), "successes": pd.Series([1, 2])}, "indexes"),
    ],
)
def test_what_is_no_count_of_children_is_refused_by_name(change, text) -> None:
    given = {"successes": [1, 2], "totals": [5, 5]} | change

    with pytest.raises(UnusableNumbersError, match=text):
        pool_proportions(given.pop("successes"), given.pop("totals"), **given)
