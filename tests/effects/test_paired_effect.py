"""The change of a group, against published results and other ways of computing them."""

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, special, stats

from survey_app.effects import (
    UnusableNumbersError,
    hedges_correction,
    paired_effect,
    paired_effects,
)
from survey_app.effects.noncentral_t import distribution, noncentrality_limits

# Student (1908), extra hours of sleep after two drugs; `sleep` in R.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# Lakens (2013), table 1: ratings of two movies by ten people.
MOVIE_1 = [9, 7, 8, 9, 8, 9, 9, 10, 9, 9]
MOVIE_2 = [9, 6, 7, 8, 7, 9, 8, 8, 8, 7]


def movies():
    return paired_effect(MOVIE_2, MOVIE_1, higher_is_better=True)


def test_students_sleep_as_r_prints_it():
    # t.test(extra ~ group, paired = TRUE): t = 4.0621, df = 9, p-value = 0.002833,
    # 95 percent confidence interval 0.7001142 2.4598858, mean 1.58.
    found = paired_effect(DRUG_1, DRUG_2, higher_is_better=True)

    assert found.t == pytest.approx(4.0621, abs=5e-5)
    assert (found.df, round(found.p, 6)) == (9, 0.002833)
    assert found.mean_change_interval == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert found.mean_change == pytest.approx(1.58)


def test_students_sleep_by_ranks_names_its_method():
    # wilcox.test(correct = FALSE) on the same: p-value = 0.007632, because two sizes are equal.
    # With R's default correction for continuity it is 0.009091; as if no two were equal, 0.0039.
    moved = [post - pre for pre, post in zip(DRUG_1, DRUG_2, strict=True) if post != pre]
    other = [
        stats.wilcoxon(np.round(moved, 9), method=method, correction=correction).pvalue
        for method, correction in (("asymptotic", True), ("exact", False))
    ]
    assert other == pytest.approx([0.009091, 0.00390625], abs=5e-7)

    found = paired_effect(DRUG_1, DRUG_2, higher_is_better=True)

    assert found.wilcoxon_p == pytest.approx(0.007632, abs=5e-7)
    assert found.wilcoxon_method == "normal, corrected for ties"
    assert (found.wilcoxon_n, found.rank_biserial) == (9, 1.0)


def test_the_movies_of_lakens():
    # Lakens (2013): d_z = 1.50, d_av = 1.13 with the mean of both sd, d_rm = 1.11, g_av = 1.08;
    # interval of d_av from an independent suite: 0.42 to 1.80.
    found = movies()

    assert found.d_z == pytest.approx(1.50, abs=5e-3)
    assert found.d_av_lakens == pytest.approx(1.13, abs=5e-3)
    assert found.d_rm == pytest.approx(1.11, abs=5e-3)
    assert found.g_av == pytest.approx(1.08, abs=5e-3)
    assert found.d_av_interval == pytest.approx((0.42, 1.80), abs=5e-3)


def test_exact_ranks_are_all_sign_patterns_counted():
    pre, post = [0.0] * 6, [1.0, -2.0, 3.0, 4.0, 5.0, -6.5]
    sizes = [1, 2, 3, 4, 5, 6]
    sums = [
        sum(size for size, up in zip(sizes, np.binary_repr(pattern, 6), strict=True) if up == "1")
        for pattern in range(64)
    ]
    positive = 1 + 3 + 4 + 5
    share = sum(total <= min(positive, 21 - positive) for total in sums) / 64

    found = paired_effect(pre, post, higher_is_better=True)

    assert found.wilcoxon_method == "exact"
    assert found.wilcoxon_p == pytest.approx(min(1.0, 2 * share))
    assert found.rank_biserial == pytest.approx((positive - 8) / 21)


@pytest.mark.parametrize("n", [26, 40, 400])
def test_ranks_by_the_normal_curve_are_those_of_scipy(n):
    rng = np.random.default_rng(n)
    pre, post = rng.integers(0, 9, n) / 4, rng.integers(1, 10, n) / 4

    found = paired_effect(pre, post, higher_is_better=True)

    moved = (post - pre)[post != pre]
    judge = stats.wilcoxon(moved, method="asymptotic")
    assert found.wilcoxon_p == pytest.approx(judge.pvalue, rel=1e-9)
    assert found.wilcoxon_n == len(moved)


def test_many_differences_without_ties_are_no_longer_exact():
    post = [float(number**1.1) for number in range(1, 27)]

    assert paired_effect([0.0] * 26, post, higher_is_better=True).wilcoxon_method != "exact"
    assert paired_effect([0.0] * 25, post[:25], higher_is_better=True).wilcoxon_method == "exact"


def test_every_number_by_its_formula():
    rng = np.random.default_rng(12)
    pre = rng.normal(10, 3, 40)
    post = 0.6 * pre + rng.normal(6, 2, 40)
    found = paired_effect(pre, post, higher_is_better=True)
    d, n = post - pre, 40
    s1, s2, sd, r = pre.std(ddof=1), post.std(ddof=1), d.std(ddof=1), np.corrcoef(pre, post)[0, 1]

    assert found.d_z == pytest.approx(d.mean() / sd, rel=1e-9)
    assert found.d_rm == pytest.approx(d.mean() / sd * math.sqrt(2 * (1 - r)), rel=1e-9)
    assert found.d_av == pytest.approx(d.mean() / math.sqrt((s1**2 + s2**2) / 2), rel=1e-9)
    assert found.d_pre == pytest.approx(d.mean() / s1, rel=1e-9)
    j39, j78 = (
        math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
        for df in (39, 78)
    )
    assert (found.g_z / found.d_z, found.g_pre / found.d_pre) == pytest.approx((j39, j39))
    assert (found.g_av / found.d_av, found.g_rm / found.d_rm) == pytest.approx((j78, j78))
    # metafor: escalc(measure = "SMCR"), vi = 2 (1 - r) / n + yi^2 / (2 n).
    half = stats.norm.ppf(0.975) * math.sqrt(2 * (1 - r) / n + found.g_pre**2 / (2 * n))
    assert found.g_pre_interval == pytest.approx((found.g_pre - half, found.g_pre + half))
    test = stats.ttest_rel(post, pre)
    assert (found.t, found.p) == pytest.approx((test.statistic, test.pvalue))


def test_a_floor_at_the_first_measurement_blows_up_d_pre_only():
    # WHO-5 scores (0 to 100 in steps of 4) of children who began at the floor; by the standard
    # library. This is why d_av is the headline and d_pre is not.
    pre = [0, 0, 4, 0, 4, 0, 8, 0, 4, 0, 0, 4]
    post = [8, 52, 16, 40, 4, 64, 20, 0, 48, 28, 12, 76]
    found = paired_effect(pre, post, higher_is_better=True)
    moved = [last - first for first, last in zip(pre, post, strict=True)]
    mean, s1, s2 = statistics.mean(moved), statistics.stdev(pre), statistics.stdev(post)

    assert found.correlation == pytest.approx(statistics.correlation(pre, post))
    assert found.d_pre == pytest.approx(mean / s1)
    assert found.d_av == pytest.approx(mean / math.sqrt((s1**2 + s2**2) / 2))
    assert found.d_z == pytest.approx(mean / statistics.stdev(moved))
    assert found.d_pre > 5 * found.d_av


def test_intervals_scale_with_their_estimates():
    found = movies()

    for name in ("rm", "av"):
        low, high = getattr(found, f"d_{name}_interval")
        by = getattr(found, f"d_{name}") / found.d_z
        assert (low, high) == pytest.approx(tuple(by * limit for limit in found.d_z_interval))
    assert found.g_av_interval == pytest.approx(
        tuple(found.g_av / found.d_av * limit for limit in found.d_av_interval)
    )


def test_lower_is_better_turns_every_sign_but_the_raw_one():
    up = paired_effect(DRUG_1, DRUG_2, higher_is_better=True)
    down = paired_effect(DRUG_1, DRUG_2, higher_is_better=False)

    for name in ("mean_change", "d_z", "d_rm", "d_av", "d_pre", "g_av", "t", "rank_biserial"):
        assert getattr(down, name) == pytest.approx(-getattr(up, name)), name
    assert down.raw_mean_change == up.raw_mean_change == pytest.approx(1.58)
    assert down.d_av_interval == pytest.approx((-up.d_av_interval[1], -up.d_av_interval[0]))
    assert (down.p, down.wilcoxon_p) == pytest.approx((up.p, up.wilcoxon_p))
    assert down.common_language == pytest.approx(1 - up.common_language)


def test_only_complete_pairs_count_and_the_others_are_counted():
    pre = [*DRUG_1, None, math.nan, 3.0, 4.0]
    post = [*DRUG_2, 1.0, None, None, math.nan]

    found = paired_effect(pre, post, higher_is_better=True)

    assert (found.n, found.missing_pre, found.missing_post) == (10, 2, 2)
    assert found.t == paired_effect(DRUG_1, DRUG_2, higher_is_better=True).t


def test_many_scales_are_each_computed_alone():
    pre = pd.DataFrame({"kracht": DRUG_1, "last": DRUG_2})
    post = pd.DataFrame({"kracht": DRUG_2, "last": [*DRUG_1[:9], None]})

    found = paired_effects(pre, post, higher_is_better={"kracht": True, "last": False})

    assert found["kracht"] == paired_effect(DRUG_1, DRUG_2, higher_is_better=True)
    assert (found["last"].n, found["last"].missing_post) == (9, 1)
    assert found["last"].mean_change > 0


@pytest.mark.parametrize(
    ("columns", "better", "says"),
    [(["a", "b"], {"a": True}, "'b' stands in one"), (["a"], {}, "nothing about scale 'a'")],
)
def test_scales_that_do_not_fit_are_named(columns, better, says):
    pre = pd.DataFrame({"a": [1.0, 2.0]})
    post = pd.DataFrame({name: [1.0, 2.0] for name in columns})

    with pytest.raises(UnusableNumbersError, match=says):
        paired_effects(pre, post, higher_is_better=better)


def test_a_score_that_cannot_be_is_named_with_its_scale():
    pre = pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, math.inf]})

    with pytest.raises(UnusableNumbersError, match="scale 'b': pre holds an infinite"):
        paired_effects(pre, pre, higher_is_better={"a": True, "b": True})


# Where there is nothing to compute


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_pairs_give_the_means_at_most(n):
    found = paired_effect([1.0, 2.0][:n], [3.0, 5.0][:n], higher_is_better=True)

    assert (found.n, found.mean_change) == (n, [None, 2.0][n])
    for name in ("d_z", "d_av", "d_pre", "t", "p", "wilcoxon_p", "sd_pre", "d_av_interval"):
        assert getattr(found, name) is None
        assert found.reasons[name] == "n_lt_2"


def test_two_pairs_have_no_correction_for_small_samples():
    found = paired_effect([1.0, 2.0], [2.0, 5.0], higher_is_better=True)

    assert found.d_z == pytest.approx(math.sqrt(2))
    for name in ("g_z", "g_pre", "correlation", "d_rm", "d_rm_interval"):
        assert (getattr(found, name), found.reasons[name]) == (None, "n_lt_3")
    assert found.g_av is not None


@pytest.mark.parametrize("pairs", [([1.0, 2.0, 4.0], [2.5, 3.5, 5.5]), ([0.7, 0.4], [0.4, 0.1])])
def test_children_who_all_change_equally_have_no_spread_to_divide_by(pairs):
    found = paired_effect(*pairs, higher_is_better=True)

    for name in ("d_z", "t", "p", "mean_change_interval", "d_av_interval"):
        assert (getattr(found, name), found.reasons[name]) == (None, "sd_zero")
    assert found.sd_change == 0
    assert found.d_av == pytest.approx(found.mean_change / found.sd_pre)


def test_a_first_score_that_is_the_same_for_all_gives_no_d_pre():
    found = paired_effect([2.0, 2.0, 2.0], [3.0, 4.0, 5.0], higher_is_better=True)

    for name in ("d_pre", "correlation", "d_rm", "g_pre_interval"):
        assert (getattr(found, name), found.reasons[name]) == (None, "sd_zero")
    assert found.d_z == pytest.approx(2.0)


def test_scores_on_one_rising_line_have_no_d_rm():
    # sqrt(2 (1 - r)) is 0: everybody improved, and the formula would say 0 with no margin.
    found = paired_effect([1.0, 2.0, 3.0, 4.0], [2.2, 4.4, 6.6, 8.8], higher_is_better=True)

    assert found.correlation == 1
    for name in ("d_rm", "g_rm", "d_rm_interval", "g_rm_interval"):
        assert (getattr(found, name), found.reasons[name]) == (None, "correlation_one")
    assert found.d_av == pytest.approx(3.0 / math.sqrt((1 + 2.2**2) / 2 * 5 / 3))


def test_scores_on_one_falling_line_have_a_d_rm():
    found = paired_effect([1.0, 2.0, 3.0], [3.1, 2.1, 1.1], higher_is_better=True)

    assert found.correlation == -1
    assert found.d_rm == pytest.approx(2 * found.d_z)


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-12, 1e12, 1e100])
def test_a_scale_of_any_size_gives_numbers_or_reasons(size):
    found = paired_effect([0.1 * size, 0.2 * size], [0.4 * size, 0.9 * size], higher_is_better=True)

    if size > 1e-100:
        assert found.d_z == pytest.approx(5 / math.sqrt(8))
    else:
        assert (found.d_z, found.reasons["d_z"]) == (None, "sd_zero")


def test_nothing_that_moved_at_all():
    found = paired_effect([1.0, 1.0, 1.0], [1.0, 1.0, 1.0], higher_is_better=True)

    assert found.mean_change == 0
    assert (found.wilcoxon_p, found.wilcoxon_n) == (None, 0)
    assert found.reasons["wilcoxon_p"] == "sd_zero"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"post": [1.0]}, "pre has 2 values and post has 1"),
        ({"post": [1.0, math.inf]}, "post holds an infinite"),
        ({"post": [1.0, -1e101]}, "post holds a score beyond 1e.100"),
        ({"pre": ["a", "b"]}, "pre holds something"),
        ({"confidence": 1.0}, "confidence is 1.0"),
        ({"confidence": math.nan}, "confidence is nan"),
    ],
)
def test_what_cannot_be_computed_with_is_named(arguments, says):
    with pytest.raises(UnusableNumbersError, match=says):
        paired_effect(
            **{"pre": [1.0, 2.0], "post": [2.0, 4.0], "higher_is_better": True, **arguments}
        )


def test_fewer_than_ten_pairs_get_no_adjective():
    assert paired_effect(DRUG_1[:9], DRUG_2[:9], higher_is_better=True).no_adjective
    assert not paired_effect(DRUG_1, DRUG_2, higher_is_better=True).no_adjective


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=0, max_size=30))
@settings(max_examples=150, deadline=None)
def test_every_number_is_finite_or_has_a_reason(pairs):
    found = paired_effect(
        [pre / 8 for pre, _ in pairs], [post / 8 for _, post in pairs], higher_is_better=False
    )

    for name in found.__slots__:
        value = getattr(found, name)
        assert (value is None) == (name in found.reasons), name
        if isinstance(value, float):
            assert math.isfinite(value), name
        if isinstance(value, tuple):
            assert value[0] <= value[1], name
    if found.d_av_interval is not None:
        assert found.d_av_interval[0] <= found.d_av <= found.d_av_interval[1]


# The correction for small samples


@pytest.mark.parametrize("df", [1.5, 2, 9, 99_999, 10**5, 10**6, 10**9])
def test_the_correction_is_a_ratio_of_gamma_functions_for_any_sample(df):
    judge = float(special.poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)

    assert hedges_correction(df) == pytest.approx(judge, rel=1e-11)
    assert hedges_correction(df) < 1


@pytest.mark.parametrize("df", [1, 0, -3, math.nan])
def test_without_degrees_of_freedom_there_is_no_correction(df):
    with pytest.raises(UnusableNumbersError, match="df is"):
        hedges_correction(df)


# The noncentral t distribution


@pytest.mark.parametrize(
    ("t", "df", "ncp"),
    [
        (4.06, 9, 2.0),
        (0.0, 3, -1.0),
        (2.0, 1, 0.5),
        (-3.0, 30, 1.0),
        (20, 12, 15.0),
        (1, 10**6, 0.2),
    ],
)
def test_the_distribution_is_that_of_scipy(t, df, ncp):
    assert distribution(t, df, ncp) == pytest.approx(stats.nct.cdf(t, df, ncp), abs=2e-9)


@pytest.mark.parametrize("df", [1, 2, 9, 99, 10**4, 10**6 - 1])
@pytest.mark.parametrize("t", [0.3, -5.0, 20.0, 60.0, 200.0, -200.0, 1e6])
def test_the_limits_hold_by_plain_integration_where_scipy_gives_no_number(t, df):
    # T = (Z + ncp) / S, with S chi over the root of its df; S is integrated out step by step.
    spread = 1 / math.sqrt(2 * df)
    low, high = noncentrality_limits(t, df, 0.95)

    for ncp, probability in ((low, 0.975), (high, 0.025)):
        # Where the normal part turns from 0 to 1, if the chi part is there at all.
        turns = [(ncp + shift) / t for shift in (-6, -1, 0, 1, 6)]
        ends = max(0.0, 1 - 10 * spread), 1 + 12 * spread
        found, _ = integrate.quad(
            lambda s, ncp=ncp: (
                stats.norm.cdf(t * s - ncp) * stats.chi.pdf(s * math.sqrt(df), df) * math.sqrt(df)
            ),
            *ends,
            points=sorted({1.0, *(turn for turn in turns if ends[0] < turn < ends[1])}),
            limit=400,
        )
        assert found == pytest.approx(probability, abs=1e-7)


@pytest.mark.parametrize("df", [5, 50, 10**6])
def test_without_an_effect_the_limits_are_those_of_the_normal_curve(df):
    low, high = noncentrality_limits(0.0, df, 0.95)

    assert (low, high) == pytest.approx((-1.959964, 1.959964), abs=5e-7)


def test_the_limits_are_those_another_search_finds():
    def excess(ncp):
        return stats.nct.cdf(4.0, 19, ncp) - 0.975

    assert noncentrality_limits(4.0, 19, 0.95)[0] == pytest.approx(
        optimize.bisect(excess, 0, 4, xtol=1e-12), abs=1e-9
    )
