"""Pooling of means with known errors, against metafor, statsmodels and published examples."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar
from statsmodels.stats.meta_analysis import combine_effects

from survey_app.effects import (
    UnusableNumbersError,
    pool_groups,
    pool_summaries,
    pooled_standard_errors,
)

EIGHT_SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
"""Rubin (1981), Journal of Educational Statistics 6, 377-401, table 1: coaching effects."""

TUBERCULOSIS = np.array(
    # Colditz et al. (1994), as in metafor's dat.bcg: cases and others, vaccinated and not.
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
)
BATTING_AVERAGES = (
    # Efron & Morris (1977), Scientific American 236(5), 119-127: 18 players, first 45 at bats.
    [0.400, 0.378, 0.356, 0.333, 0.311, 0.311, 0.289, 0.267, 0.244]
    + [0.244, 0.222, 0.222, 0.222, 0.222, 0.222, 0.200, 0.178, 0.156]
)


def log_risk_ratios():
    a, b, c, d = TUBERCULOSIS.T
    ratios = np.log(a / (a + b)) - np.log(c / (c + d))
    return ratios, np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


@pytest.mark.parametrize(
    ("method", "tau2", "mu", "error"),
    [
        # metafor, rma(yi, vi, data=dat, method=...), as its documentation prints REML and DL. That
        # of Paule and Mandel solves Q = 12 for these data and has statsmodels as judge below.
        ("reml", 0.3132, -0.7145, 0.1798),
        ("dersimonian-laird", 0.3088, -0.7141, 0.1787),
        ("paule-mandel", 0.3181, -0.7150, 0.1809),
    ],
)
def test_the_vaccine_trials_have_the_spread_of_metafor(method, tau2, mu, error) -> None:
    pooled = pool_summaries(*log_risk_ratios(), method=method)

    assert pooled.tau2 == pytest.approx(tau2, abs=5e-5)
    assert (pooled.mu, pooled.mu_se) == pytest.approx((mu, error), abs=5e-5)
    assert (pooled.method, pooled.sigma2, pooled.uncertain) == (method, None, False)


@pytest.mark.parametrize("method", ["paule-mandel", "reml", "dersimonian-laird"])
def test_the_eight_schools_differ_no_more_than_chance(method) -> None:
    # Rubin (1981): the estimated variance between schools is 0, the common effect 7.7 (SE 4.1).
    pooled = pool_summaries(*EIGHT_SCHOOLS, method=method)

    assert pooled.tau2 == 0
    assert pooled.no_differences
    assert (pooled.mu, pooled.mu_se) == pytest.approx((7.69, 4.07), abs=5e-3)
    assert pooled.groups["pooled_mean"].tolist() == pytest.approx([pooled.mu] * 8)


def test_the_spread_is_cut_off_at_nought_where_statsmodels_goes_below() -> None:
    y, se = np.array(EIGHT_SCHOOLS, dtype=float)

    assert combine_effects(y, se**2, method_re="chi2").tau2 < 0
    assert pool_summaries(y, se, method="dersimonian-laird").tau2 == 0


@pytest.mark.parametrize(
    ("method", "judge"), [("paule-mandel", "iterated"), ("dersimonian-laird", "chi2")]
)
@pytest.mark.parametrize("seed", range(4))
def test_moments_are_those_of_statsmodels(method, judge, seed) -> None:
    chance = np.random.default_rng(seed)
    se = chance.uniform(0.5, 2, size=12)
    y = chance.normal(scale=2, size=12) + se * chance.normal(size=12)
    found = combine_effects(y, se**2, method_re=judge, atol=1e-12)

    pooled = pool_summaries(y, se, method=method)

    assert pooled.tau2 == pytest.approx(found.tau2, rel=1e-6)
    assert pooled.mu == pytest.approx(found.mean_effect_re)
    assert pooled.mu_se == pytest.approx(found.sd_eff_w_re)


@pytest.mark.parametrize("seed", range(4))
def test_reml_is_the_top_of_the_restricted_likelihood(seed) -> None:
    chance = np.random.default_rng(seed)
    se = chance.uniform(0.5, 2, size=12)
    y = chance.normal(scale=2, size=12) + se * chance.normal(size=12)

    def criterion(tau2):
        weights = 1 / (se**2 + tau2)
        mu = weights @ y / weights.sum()
        return weights @ (y - mu) ** 2 - np.log(weights).sum() + np.log(weights.sum())

    best = minimize_scalar(criterion, bounds=(0, 50), method="bounded", options={"xatol": 1e-9})

    assert pool_summaries(y, se, method="reml").tau2 == pytest.approx(best.x, abs=1e-5)


def test_batting_averages_shrink_as_efron_and_morris_printed() -> None:
    # Efron & Morris (1977): James and Stein's factor .212 and Clemente's .400 becoming .294. With
    # equal errors theirs is 1 - (J - 3) v / S and ours 1 - (J - 1) v / S.
    error = math.sqrt(0.265 * 0.735 / 45)

    pooled = pool_summaries(BATTING_AVERAGES, [error] * 18)

    shrinkage = pooled.groups["shrinkage"]
    factor = 1 - (1 - shrinkage[0]) * 15 / 17
    assert shrinkage.nunique() == 1
    assert factor == pytest.approx(0.212, abs=5e-3)
    assert pooled.mu + factor * (0.400 - pooled.mu) == pytest.approx(0.294, abs=1e-3)
    assert not pooled.may_be_ordered


@pytest.mark.parametrize("method", ["paule-mandel", "reml", "dersimonian-laird"])
def test_with_equal_errors_all_three_take_the_error_from_the_spread_of_the_means(method) -> None:
    means = [2.0, 5.0, 3.0, 9.0, 4.0, 7.0]

    pooled = pool_summaries(means, [1.5] * 6, method=method)

    assert pooled.tau2 == pytest.approx(np.var(means, ddof=1) - 1.5**2)
    assert pooled.mu == pytest.approx(5)


@pytest.mark.parametrize("method", ["paule-mandel", "reml", "dersimonian-laird"])
@pytest.mark.parametrize(("excess", "tau2"), [(1e-10, 1e-10), (-1e-10, 0)])
def test_spread_begins_exactly_where_the_means_differ_more_than_their_errors(
    method, excess, tau2
) -> None:
    means = np.linspace(-1, 1, 8)
    means *= math.sqrt((1 + excess) / means.var(ddof=1))

    pooled = pool_summaries(means, [1.0] * 8, method=method)

    assert pooled.tau2 == pytest.approx(tau2, rel=1e-4)


def test_summaries_with_the_spread_within_groups_give_what_the_values_give() -> None:
    chance = np.random.default_rng(6)
    labels = np.repeat(np.arange(9), 6)
    values = chance.normal(size=54) + chance.normal(size=9)[labels]
    by_group = pd.Series(values).groupby(labels)

    from_values = pool_groups(values, labels)
    se = pooled_standard_errors(by_group.sem(), by_group.size())
    from_summaries = pool_summaries(by_group.mean(), se, n=by_group.size(), method="reml")

    for column in ("n", "raw_mean", "shrinkage", "pooled_mean", "sd", "p_above"):
        assert from_summaries.groups[column].tolist() == pytest.approx(
            from_values.groups[column].tolist()
        )
    assert from_summaries.rankability == pytest.approx(from_values.rankability)


def test_groups_with_few_values_are_named_unstable() -> None:
    pooled = pool_summaries(
        [1, 2, 3, 4, 6], [1] * 5, groups=["a", "b", "c", "d", "e"], n=[4, 5, 1, 30, None]
    )

    assert pooled.unstable == ("a", "c")
    assert pooled.groups["group"].tolist() == ["a", "b", "c", "d", "e"]


def test_four_groups_stand_alone_with_their_means_and_intervals() -> None:
    pooled = pool_summaries([1, 2, 3, 4], [1, 1, 2, 2])

    assert (pooled.mu, pooled.tau2, pooled.method) == (None, None, None)
    assert pooled.reason == "groups_lt_5"
    assert pooled.groups["raw_high"].tolist() == pytest.approx([2.96, 3.96, 6.92, 7.92], abs=1e-3)
    assert pooled.groups["raw_low"].tolist() == pytest.approx([-0.96, 0.04, -0.92, 0.08], abs=1e-3)


def test_means_that_are_all_the_same_have_no_spread() -> None:
    for method in ("paule-mandel", "reml", "dersimonian-laird"):
        pooled = pool_summaries([3.0] * 6, [1, 2, 1, 2, 1, 2], method=method)

        assert (pooled.mu, pooled.tau2, pooled.rankability) == (3, 0, 0)


def test_a_missing_mean_or_error_leaves_that_group_out_and_counts_it() -> None:
    y, se = EIGHT_SCHOOLS

    pooled = pool_summaries([*y, None, 3], [*se, 4, math.nan], groups=list("abcdefghij"))

    assert (pooled.n, pooled.left_out, len(pooled.groups)) == (8, 2, 8)
    assert pooled.mu == pool_summaries(y, se).mu


def test_no_summaries_give_an_empty_table_and_a_reason() -> None:
    pooled = pool_summaries([], [])

    assert (len(pooled.groups), pooled.reason) == (0, "groups_lt_5")


@pytest.mark.parametrize("scale", [1e-6, 1e6])
@pytest.mark.parametrize("method", ["paule-mandel", "reml", "dersimonian-laird"])
def test_the_unit_does_not_matter(method, scale) -> None:
    y, se = log_risk_ratios()
    plain = pool_summaries(y, se, method=method)

    scaled = pool_summaries(y * scale, se * scale, method=method)

    assert scaled.tau2 == pytest.approx(plain.tau2 * scale**2)


def test_a_group_of_one_value_borrows_the_spread_of_the_others() -> None:
    # Two groups of four with standard errors 1 and 3: variances 4 and 36, pooled 20.
    found = pooled_standard_errors([1, 3, None, 5], [4, 4, 1, None])

    assert found[:3].tolist() == pytest.approx([math.sqrt(5), math.sqrt(5), math.sqrt(20)])
    assert math.isnan(found[3])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"standard_errors": [1, 1, 0]}, "standard_errors holds a value that is not above 0"),
        ({"standard_errors": [1, 1]}, "means has 3 values and standard_errors has 2"),
        ({"n": [1, 1]}, "means has 3 values and n has 2"),
        ({"means": [1, 2, math.inf]}, "^means holds an infinite"),
        ({"groups": ["a", "b"]}, "groups has 2 labels"),
        ({"groups": ["a", "b", "a"]}, "groups names a group twice"),
        ({"method": "fixed"}, "method is 'fixed'"),
        ({"confidence": 1}, "^confidence is 1"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(change, text) -> None:
    given = {"means": [1, 2, 3], "standard_errors": [1, 1, 1]} | change

    with pytest.raises(UnusableNumbersError, match=text):
        pool_summaries(given.pop("means"), given.pop("standard_errors"), **given)


@pytest.mark.parametrize(
    ("errors", "n", "text"),
    [
        ([1, -1], [4, 4], "a value below 0"),
        ([1, 1], [4, -4], "a value below 0"),
        ([0, 0], [4, 4], "shows no spread"),
        ([1, 1], [1, 1], "shows no spread"),
        ([], [], "shows no spread"),
    ],
)
def test_errors_without_a_spread_to_share_are_refused(errors, n, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        pooled_standard_errors(errors, n)
