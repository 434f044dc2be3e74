"""Pooling of groups by a random intercept, against lme4 and against other roads to its numbers."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f_oneway, norm
from statsmodels.regression.mixed_linear_model import MixedLM

from survey_app.effects import UnusableNumbersError, pool_groups

DYESTUFF = {
    # Davies (1947), as in lme4: five samples of each of six batches.
    "A": [1545, 1440, 1440, 1520, 1580],
    "B": [1540, 1555, 1490, 1560, 1495],
    "C": [1595, 1550, 1605, 1510, 1560],
    "D": [1445, 1440, 1595, 1465, 1545],
    "E": [1595, 1630, 1515, 1635, 1625],
    "F": [1520, 1455, 1450, 1480, 1445],
}
DYESTUFF_2 = {
    # Box & Tiao (1973), as in lme4: simulated, with no spread between batches to be seen.
    "A": [7.298, 3.846, 2.434, 9.566, 7.990],
    "B": [5.220, 6.556, 0.608, 11.788, -0.892],
    "C": [0.110, 10.386, 13.434, 5.510, 8.166],
    "D": [2.212, 4.852, 7.092, 9.288, 4.980],
    "E": [0.282, 9.014, 4.458, 9.446, 7.198],
    "F": [1.722, 4.782, 8.106, 0.758, 3.758],
}


def long_form(batches):
    values = [value for batch in batches.values() for value in batch]
    return values, [label for label, batch in batches.items() for _ in batch]


def unequal_groups(seed, *, slope=0.0):
    """Return values, labels and first scores of groups of 1 to 20 children."""
    chance = np.random.default_rng(seed)
    labels = np.repeat(np.arange(14), chance.integers(1, 21, size=14))
    pre = chance.normal(50, 10, size=len(labels)) + labels
    values = chance.normal(0, 2, size=14)[labels] + chance.normal(0, 3, size=len(labels))
    return values + slope * pre, labels, pre


def fitted_by_statsmodels(values, design, labels):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return MixedLM(values, design, labels).fit(reml=True, method=["powell", "bfgs"])


def test_the_dyestuff_has_the_variances_of_lme4() -> None:
    # lmer(Yield ~ 1 + (1 | Batch), Dyestuff): Batch 1764, Residual 2451; intercept 1527.50 (19.38).
    pooled = pool_groups(*long_form(DYESTUFF))

    assert pooled.tau2 == pytest.approx(1764.05, abs=1e-6)
    assert pooled.sigma2 == pytest.approx(2451.25, abs=1e-6)
    assert pooled.mu == pytest.approx(1527.5)
    assert pooled.mu_se == pytest.approx(19.38, abs=5e-3)


def test_the_batches_have_the_predictions_of_lme4() -> None:
    # Bates (2010), lme4: mixed-effects modeling with R, section 1.6: ranef(fm01), at lme4's own
    # tolerance.
    pooled = pool_groups(*long_form(DYESTUFF))

    assert (pooled.groups["pooled_mean"] - 1527.5).tolist() == pytest.approx(
        [-17.60597, 0.39124, 28.56079, -23.08338, 56.73033, -44.99301], abs=3e-3
    )


def test_a_simulation_without_spread_has_none_and_that_is_no_error() -> None:
    # lmer(Yield ~ 1 + (1 | Batch), Dyestuff2): Batch 0, Residual 13.81; intercept 5.6656 (0.6784).
    pooled = pool_groups(*long_form(DYESTUFF_2))

    assert pooled.tau2 == 0
    assert pooled.sigma2 == pytest.approx(13.806, abs=1e-3)
    assert (pooled.mu, pooled.mu_se) == pytest.approx((5.6656, 0.6784), abs=5e-5)
    assert (pooled.no_differences, pooled.may_be_ordered, pooled.reason) == (True, False, None)


def test_without_spread_every_group_gets_the_common_mean_and_no_chance_of_being_above_it() -> None:
    groups = pool_groups(*long_form(DYESTUFF_2)).groups

    assert groups["pooled_mean"].tolist() == pytest.approx([5.6656] * 6, abs=5e-5)
    assert groups["shrinkage"].tolist() == [0] * 6
    assert groups[["low", "high", "p_above"]].isna().all().all()
    assert groups[["raw_low", "raw_high"]].notna().all().all()


@pytest.mark.parametrize("seed", range(5))
def test_unequal_groups_are_pooled_as_by_statsmodels(seed) -> None:
    values, labels, _ = unequal_groups(seed)
    judge = fitted_by_statsmodels(values, np.ones((len(values), 1)), labels)

    pooled = pool_groups(values, labels)

    assert pooled.tau2 == pytest.approx(judge.cov_re[0, 0], rel=2e-3)
    assert pooled.sigma2 == pytest.approx(judge.scale, rel=1e-3)
    assert pooled.mu == pytest.approx(judge.fe_params[0], rel=1e-3, abs=1e-3)
    departures = [judge.random_effects[label].iloc[0] for label in range(14)]
    assert (pooled.groups["pooled_mean"] - pooled.mu).tolist() == pytest.approx(
        departures, abs=5e-3
    )


@pytest.mark.parametrize("slope", [0.0, 0.4])
@pytest.mark.parametrize("seed", range(3))
def test_no_other_variances_have_a_higher_restricted_likelihood(seed, slope) -> None:
    # From the whole covariance matrix of all children, without any sum per group.
    values, labels, pre = unequal_groups(seed, slope=slope)
    design = np.column_stack([np.ones(len(values)), pre - pre.mean()])
    same = labels[:, None] == labels

    def criterion(tau2, sigma2):
        inverse = np.linalg.inv(tau2 * same + sigma2 * np.eye(len(values)))
        of_fixed = design.T @ inverse @ design
        residual = values - design @ np.linalg.solve(of_fixed, design.T @ inverse @ values)
        return (
            residual @ inverse @ residual
            - np.linalg.slogdet(inverse)[1]
            + np.linalg.slogdet(of_fixed)[1]
        )

    pooled = pool_groups(values, labels, pre=pre)
    best = criterion(pooled.tau2, pooled.sigma2)
    for tau2, sigma2 in [(1.001, 1), (0.999, 1), (1, 1.001), (1, 0.999)]:
        assert criterion(pooled.tau2 * tau2, pooled.sigma2 * sigma2) > best


def test_the_error_of_the_common_mean_is_that_of_generalised_least_squares() -> None:
    values, labels, pre = unequal_groups(1)
    design = np.column_stack([np.ones(len(values)), pre - pre.mean()])

    pooled = pool_groups(values, labels, pre=pre)

    joint = pooled.tau2 * (labels[:, None] == labels) + pooled.sigma2 * np.eye(len(values))
    of_fixed = np.linalg.inv(design.T @ np.linalg.solve(joint, design))
    assert pooled.mu_se == pytest.approx(math.sqrt(of_fixed[0, 0]))


def test_the_covariate_is_fitted_as_by_statsmodels() -> None:
    values, labels, pre = unequal_groups(2, slope=0.4)
    judge = fitted_by_statsmodels(values, np.column_stack([np.ones(len(values)), pre]), labels)

    pooled = pool_groups(values, labels, pre=pre)

    assert pooled.slope == pytest.approx(judge.fe_params[1], abs=1e-4)
    assert pooled.intercept == pytest.approx(judge.fe_params[0], abs=5e-3)
    assert pooled.mu == pytest.approx(pooled.intercept + pooled.slope * pre.mean())
    departures = [judge.random_effects[label].iloc[0] for label in range(14)]
    assert (pooled.groups["pooled_mean"] - pooled.mu).tolist() == pytest.approx(
        departures, abs=5e-3
    )


def test_a_group_that_began_higher_is_compared_at_the_average_first_score() -> None:
    values, labels, pre = unequal_groups(2, slope=0.4)

    pooled = pool_groups(values, labels, pre=pre)

    groups = pooled.groups
    beginnings = pd.Series(pre).groupby(labels).mean() - pre.mean()
    adjusted = groups["raw_mean"] - pooled.slope * beginnings
    assert groups["adjusted_mean"].tolist() == pytest.approx(adjusted.tolist())
    assert groups["pooled_mean"].tolist() == pytest.approx(
        (pooled.mu + groups["shrinkage"] * (adjusted - pooled.mu)).tolist()
    )


def test_mean_and_spread_of_a_group_are_those_of_its_conditional_distribution() -> None:
    # The normal distribution of u and of all values together, conditioned on the values.
    values, labels, _ = unequal_groups(4)
    pooled = pool_groups(values, labels)
    joint = pooled.tau2 * (labels[:, None] == labels) + pooled.sigma2 * np.eye(len(values))
    with_u = pooled.tau2 * (labels == 3)

    mean = pooled.mu + with_u @ np.linalg.solve(joint, values - pooled.mu)
    variance = pooled.tau2 - with_u @ np.linalg.solve(joint, with_u)

    group = pooled.groups.loc[3]
    assert (group["pooled_mean"], group["sd"]) == pytest.approx((mean, math.sqrt(variance)))
    assert group["p_above"] == pytest.approx(norm.sf(pooled.mu, mean, math.sqrt(variance)))
    assert (group["low"], group["high"]) == pytest.approx(
        norm.interval(0.95, mean, math.sqrt(variance))
    )


def test_the_mean_of_equal_groups_has_the_limits_of_a_t_test_on_their_means() -> None:
    values, labels = long_form(DYESTUFF)
    means = pd.Series(values).groupby(labels).mean()

    low, high = pool_groups(values, labels).mu_interval

    half = 2.570582 * means.std() / math.sqrt(6)
    assert (low, high) == pytest.approx((1527.5 - half, 1527.5 + half), abs=1e-4)


def test_equal_groups_with_f_below_one_have_no_spread_and_above_one_have_some() -> None:
    chance = np.random.default_rng(8)
    for _ in range(20):
        values = chance.normal(size=(8, 4)) + chance.normal(size=(8, 1)) * 0.3
        pooled = pool_groups(values.ravel(), np.repeat(np.arange(8), 4))

        assert (pooled.tau2 > 0) == (f_oneway(*values).statistic > 1)


@pytest.mark.parametrize(("excess", "tau2"), [(1e-8, 2.5e-9), (-1e-8, 0)])
def test_spread_begins_exactly_where_f_passes_one(excess, tau2) -> None:
    # Eight groups of four: F is the ratio of both mean squares, tau2 = sigma2 (F - 1) / 4.
    within = np.tile([-1.0, 1.0, -1.0, 1.0], (8, 1))
    means = np.linspace(-1, 1, 8)
    means *= math.sqrt((1 + excess) * (32 / 24) / 4 / means.var(ddof=1))

    pooled = pool_groups((within + means[:, None]).ravel(), np.repeat(np.arange(8), 4))

    assert pooled.tau2 == pytest.approx(tau2 * 32 / 24, rel=1e-4)


def test_a_group_of_one_child_is_pulled_furthest() -> None:
    values, labels = long_form(DYESTUFF)

    pooled = pool_groups([*values, 1700], [*labels, "G"])

    assert pooled.groups["n"].tolist() == [5] * 6 + [1]
    assert pooled.groups["shrinkage"].idxmin() == 6
    assert pooled.mu < pooled.groups.loc[6, "pooled_mean"] < 1700


def test_rankability_is_the_share_of_spread_beside_the_median_error() -> None:
    pooled = pool_groups(*long_form(DYESTUFF))

    assert pooled.rankability == pytest.approx(1764.05 / (1764.05 + 2451.25 / 5))
    assert pooled.may_be_ordered


@pytest.mark.parametrize(("count", "uncertain"), [(5, True), (10, True), (11, False)])
def test_up_to_ten_groups_the_spread_is_called_uncertain(count, uncertain) -> None:
    values = np.tile([0.0, 1.0], count) + np.repeat(np.arange(count), 2)

    assert pool_groups(values, np.repeat(np.arange(count), 2)).uncertain == uncertain


def test_four_groups_stand_alone_with_their_means_and_intervals() -> None:
    values, labels = long_form({key: DYESTUFF[key] for key in "ABCD"})

    pooled = pool_groups(values, labels)

    assert (pooled.mu, pooled.tau2, pooled.rankability) == (None, None, None)
    assert pooled.reason == "groups_lt_5"
    assert pooled.groups["raw_mean"].tolist() == [1505, 1528, 1564, 1498]
    half = 2.119905 * math.sqrt(pooled.sigma2 / 5)
    assert (pooled.groups["raw_high"] - pooled.groups["raw_mean"]).tolist() == pytest.approx(
        [half] * 4, rel=1e-6
    )
    assert pooled.groups[["shrinkage", "pooled_mean", "sd", "p_above"]].isna().all().all()
    assert (pooled.no_differences, pooled.uncertain) == (False, False)


@pytest.mark.parametrize(
    ("values", "labels", "reason"),
    [
        ([], [], "groups_lt_5"),
        ([1.0], ["a"], "groups_lt_5"),
        ([None, 2.0], ["a", None], "groups_lt_5"),
        ([1, 2, 3, 4, 5], list("abcde"), "not_identified"),
        ([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], list("aabbccddee"), "sd_zero"),
        ([0.1] * 10, list("aabbccddee"), "sd_zero"),
    ],
)
def test_groups_that_say_nothing_of_both_spreads_have_a_reason(values, labels, reason) -> None:
    pooled = pool_groups(values, labels)

    assert (pooled.mu, pooled.tau2, pooled.mu_interval, pooled.reason) == (None,) * 3 + (reason,)
    assert pooled.groups["raw_mean"].notna().all()


def test_a_first_score_that_never_differs_explains_nothing_and_says_so() -> None:
    values, labels = long_form(DYESTUFF)

    assert pool_groups(values, labels, pre=[0.1] * 30).reason == "sd_zero"


def test_what_is_missing_is_left_out_and_counted() -> None:
    values, labels = long_form(DYESTUFF)
    pre = list(range(30))
    whole = pool_groups(values, labels, pre=pre)

    with_gaps = pool_groups(
        [*values, None, 5.0, 7.0], [*labels, "A", None, "B"], pre=[*pre, 1, 2, math.nan]
    )

    assert (with_gaps.n, with_gaps.left_out) == (30, 3)
    assert with_gaps.tau2 == whole.tau2


def test_a_group_of_which_every_value_is_missing_is_no_group() -> None:
    values, labels = long_form(DYESTUFF)

    assert len(pool_groups([*values, None], [*labels, "Z"]).groups) == 6


@pytest.mark.parametrize(
    "names",
    [
        ["b", "a", "d", "c", "f", "e"],
        [2, 1, 4, 3, 6, 5],
        [2.5, 1.5, 4.5, 3.5, 6.5, 5.5],
        [("b", 1), ("a", 2), ("d", 1), ("c", 1), ("f", 1), ("e", 1)],
        list(pd.to_datetime(["2026-02-01", "2026-01-01", "2026-04-01"]))
        + list(pd.to_datetime(["2026-03-01", "2026-06-01", "2026-05-01"])),
    ],
)
def test_labels_of_any_kind_come_back_as_they_were_in_their_own_order(names) -> None:
    values, labels = long_form(dict(zip(names, DYESTUFF.values(), strict=True)))

    groups = pool_groups(values, labels).groups

    assert groups["group"].tolist() == sorted(names)
    assert groups["raw_mean"].tolist() == [1528, 1505, 1498, 1564, 1470, 1600]


def test_labels_without_an_order_among_each_other_keep_their_first_place() -> None:
    names = ["b", 1, "a", 2.5, ("x",), 0]
    values, labels = long_form(dict(zip(names, DYESTUFF.values(), strict=True)))

    assert pool_groups(values, labels).groups["group"].tolist() == names


def test_series_arrays_and_categories_give_the_same() -> None:
    values, labels = long_form(DYESTUFF)
    table = pd.DataFrame({"value": values, "batch": labels}).sample(frac=1, random_state=3)

    for batch in (table["batch"], table["batch"].astype("category")):
        pooled = pool_groups(table["value"], batch)

        assert pooled.tau2 == pytest.approx(1764.05)
        assert pooled.groups["group"].tolist() == list("ABCDEF")


def test_values_far_from_nought_lose_no_figures() -> None:
    values, labels = long_form(DYESTUFF)

    pooled = pool_groups(np.array(values) + 1e9, labels)

    assert (pooled.tau2, pooled.sigma2) == pytest.approx((1764.05, 2451.25), rel=1e-7)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_of_the_values_does_not_matter(scale) -> None:
    values, labels = long_form(DYESTUFF)

    pooled = pool_groups(np.array(values) * scale, labels)

    assert pooled.tau2 == pytest.approx(1764.05 * scale**2)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"values": [1.0, math.inf]}, "^values holds an infinite"),
        ({"values": [1.0]}, "values has 1 values and groups has 2"),
        ({"pre": [1.0]}, "values has 2 values and pre has 1"),
        ({"pre": [1.0, "x"]}, "^pre holds something that is not a number"),
        ({"groups": [["a"], ["b"]]}, "^groups must be one row of labels"),
        ({"groups": np.ones((2, 2))}, "^groups must be one row of labels"),
        ({"confidence": 95}, "^confidence is 95"),
        (
            {"values": pd.Series([1.0, 2.0]), "groups": pd.Series(["a", "b"], index=[1, 0])},
            "values and groups have different indexes",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(change, text) -> None:
    given = {"values": [1.0, 2.0], "groups": ["a", "b"]} | change

    with pytest.raises(UnusableNumbersError, match=text):
        pool_groups(given.pop("values"), given.pop("groups"), **given)
