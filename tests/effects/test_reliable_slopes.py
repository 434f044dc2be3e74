"""The slope of each child by a multilevel model, against lme4, statsmodels and plain matrices."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.mixed_linear_model import MixedLM

from survey_app.effects import UnusableNumbersError, random_slope, reliable_slopes
from tests.effects.sleep_study import SLEEP_STUDY

NUMBERS = ["slope", "deviation", "standard_error", "rci"]
WEEKS = [0.0, 4.0, 8.0, 12.0]
SERIES = {
    "a": [20, 18, 15, 13],
    "b": [17, 17, 18, 17],
    "c": [22, 17, 15, 9],
    "d": [15, 13, 13, 11],
    "e": [19, 21, 20, 23],
    "f": [18, 12],
}


def long_form(series, times=WEEKS):
    rows = [
        (person, time, score)
        for person, each in series.items()
        for time, score in zip(times, each, strict=False)
    ]
    return tuple(list(column) for column in zip(*rows, strict=True))


def slopes_of(persons, times, scores, *, higher_is_better=True, **given_arguments):
    return reliable_slopes(
        persons, times, scores, higher_is_better=higher_is_better, **given_arguments
    )


def simulated(seed, *, children=40, mean_slope=0.5, level_sd=2.0, slope_sd=0.7):
    """Return persons, times and scores of children with 1 to 7 scores each, and true slopes."""
    chance = np.random.default_rng(seed)
    counts = chance.integers(1, 8, size=children)
    persons = np.repeat(np.arange(children), counts)
    times = np.concatenate([np.sort(chance.choice(9, size=each, replace=False)) for each in counts])
    levels = chance.normal(15, level_sd, size=children)
    slopes = chance.normal(mean_slope, slope_sd, size=children)
    scores = levels[persons] + slopes[persons] * times + chance.normal(0, 1.5, size=len(persons))
    return persons, times.astype(float), scores, slopes


def plain_matrices(found, persons, times):
    """Return X, one Z for all children side by side, the covariance of all lines, and of scores."""
    design = np.column_stack([np.ones(len(times)), times])
    people = np.unique(persons)
    of_child = (persons[:, None] == people).astype(float)
    side_by_side = np.einsum("ij,ip->ijp", of_child, design).reshape(len(times), -1)
    between = found.correlation * found.intercept_sd * found.slope_sd
    spread = np.array([[found.intercept_sd**2, between], [between, found.slope_sd**2]])
    lines = np.kron(np.eye(len(people)), spread)
    joint = side_by_side @ lines @ side_by_side.T + found.residual_sd**2 * np.eye(len(times))
    return design, side_by_side, lines, joint


def test_the_sleep_study_has_the_model_of_lme4() -> None:
    # Bates et al. (2015), p. 30: lmer(Reaction ~ Days + (Days | Subject), sleepstudy), REML.
    found = slopes_of(*long_form(SLEEP_STUDY, range(10)))

    assert (found.intercept, found.slope) == pytest.approx((251.405, 10.467), abs=5e-4)
    assert (found.intercept_se, found.slope_se) == pytest.approx((6.825, 1.546), abs=5e-4)
    assert (found.intercept_sd, found.slope_sd) == pytest.approx((24.741, 5.922), abs=1e-3)
    assert found.correlation == pytest.approx(0.066, abs=5e-4)
    assert found.residual_sd == pytest.approx(25.592, abs=5e-4)
    assert (found.n, found.left_out, found.reason) == (180, 0, None)


def test_the_sleep_study_has_the_deviations_and_conditional_errors_of_lme4() -> None:
    # ranef(fm1, condVar = TRUE): Days of all 18, and the same error for each, 2.304839.
    children = slopes_of(*long_form(SLEEP_STUDY, range(10)), against="mean").children

    days = [9.19898, -8.61968, -5.44886, -4.81435, -3.06991, -0.27218, -0.22364, 1.07458, -10.75217]
    days += [8.62827, 1.17343, 6.61422, -3.01526, 3.53600, 0.87221, 4.82249, -0.98816, 1.28402]
    assert children["deviation"].tolist() == pytest.approx(days, abs=1e-4)
    assert children["standard_error"].tolist() == pytest.approx([2.304839] * 18, abs=1e-5)
    assert children["rci"].tolist() == pytest.approx([each / 2.304839 for each in days], abs=1e-4)


def test_in_the_sleep_study_all_but_few_slow_down_and_half_do_so_more_than_the_mean() -> None:
    rows = long_form(SLEEP_STUDY, range(10))

    own = slopes_of(*rows, higher_is_better=False).children.set_index("person")["category"]
    beside = slopes_of(*rows, higher_is_better=False, against="mean").children["category"]

    assert own[own == "unchanged"].index.tolist() == [309, 335]
    assert own.value_counts().to_dict() == {"deteriorated": 16, "unchanged": 2}
    assert beside.value_counts().to_dict() == {"unchanged": 10, "deteriorated": 4, "improved": 4}


@pytest.mark.parametrize("seed", range(4))
def test_unequal_series_are_fitted_as_by_statsmodels(seed) -> None:
    persons, times, scores, _ = simulated(seed)
    design = np.column_stack([np.ones(len(times)), times])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judge = MixedLM(scores, design, persons, exog_re=design).fit(
            reml=True, method=["bfgs", "powell"], gtol=1e-8
        )

    found = slopes_of(persons, times, scores)

    assert found.reason is None
    assert (found.intercept, found.slope) == pytest.approx(tuple(judge.fe_params), abs=1e-4)
    assert found.intercept_sd == pytest.approx(math.sqrt(judge.cov_re[0, 0]), abs=2e-4)
    assert found.slope_sd == pytest.approx(math.sqrt(judge.cov_re[1, 1]), abs=2e-4)
    assert found.residual_sd == pytest.approx(math.sqrt(judge.scale), abs=2e-4)
    between = found.correlation * found.intercept_sd * found.slope_sd
    assert between == pytest.approx(judge.cov_re[0, 1], abs=5e-4)
    judged = found.children[found.children["reason"].isna()]
    assert judged["deviation"].tolist() == pytest.approx(
        [judge.random_effects[person].iloc[1] for person in judged["person"]], abs=2e-4
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_other_variances_have_a_higher_restricted_likelihood(seed) -> None:
    persons, times, scores, _ = simulated(seed)
    found = slopes_of(persons, times, scores)
    design, side_by_side, _, _ = plain_matrices(found, persons, times)

    def deviance(intercept_sd, slope_sd, correlation, residual_sd):
        between = correlation * intercept_sd * slope_sd
        spread = np.array([[intercept_sd**2, between], [between, slope_sd**2]])
        lines = np.kron(np.eye(side_by_side.shape[1] // 2), spread)
        joint = side_by_side @ lines @ side_by_side.T + residual_sd**2 * np.eye(len(times))
        inverse = np.linalg.inv(joint)
        of_fixed = design.T @ inverse @ design
        left = scores - design @ np.linalg.solve(of_fixed, design.T @ inverse @ scores)
        return left @ inverse @ left + np.linalg.slogdet(joint)[1] + np.linalg.slogdet(of_fixed)[1]

    best = [found.intercept_sd, found.slope_sd, found.correlation, found.residual_sd]
    for place in range(4):
        for factor in (0.999, 1.001):
            other = [each * (factor if at == place else 1) for at, each in enumerate(best)]
            assert deviance(*other) > deviance(*best)


@pytest.mark.parametrize("seed", range(3))
def test_the_errors_of_the_mean_line_are_those_of_generalised_least_squares(seed) -> None:
    # statsmodels takes its errors from the curvature of the likelihood, and has others.
    persons, times, scores, _ = simulated(seed)

    found = slopes_of(persons, times, scores)

    design, _, _, joint = plain_matrices(found, persons, times)
    of_fixed = np.linalg.inv(design.T @ np.linalg.solve(joint, design))
    errors = np.sqrt(np.diag(of_fixed))
    assert (found.intercept_se, found.slope_se) == pytest.approx(tuple(errors))


@pytest.mark.parametrize("seed", range(3))
def test_deviation_and_error_against_the_mean_are_those_of_the_conditional_distribution(seed):
    persons, times, scores, _ = simulated(seed)

    found = slopes_of(persons, times, scores, against="mean")

    _, side_by_side, lines, joint = plain_matrices(found, persons, times)
    with_scores = lines @ side_by_side.T
    mean = with_scores @ np.linalg.solve(joint, scores - found.intercept - found.slope * times)
    variance = lines - with_scores @ np.linalg.solve(joint, with_scores.T)
    judged = found.children["reason"].isna().to_numpy()
    children = found.children[judged]
    assert children["deviation"].to_numpy() == pytest.approx(mean[1::2][judged])
    assert children["standard_error"].to_numpy() == pytest.approx(
        np.sqrt(np.diag(variance)[1::2][judged])
    )
    assert children["rci"].tolist() == pytest.approx(
        (children["deviation"] / children["standard_error"]).tolist()
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_error_of_an_own_slope_is_that_of_the_mixed_model_equations(seed) -> None:
    # Henderson (1975): the inverse of the equations is the covariance of all errors of prediction.
    persons, times, scores, _ = simulated(seed)

    found = slopes_of(persons, times, scores)

    design, side_by_side, lines, _ = plain_matrices(found, persons, times)
    both = np.column_stack([design, side_by_side])
    equations = both.T @ both / found.residual_sd**2
    equations[2:, 2:] += np.linalg.inv(lines)
    errors = np.linalg.inv(equations)
    solution = errors @ both.T @ scores / found.residual_sd**2
    for place, row in found.children.iterrows():
        if row["reason"] is None:
            sum_of = np.zeros(len(errors))
            sum_of[[1, 2 + 2 * place + 1]] = 1
            assert row["slope"] == pytest.approx(sum_of @ solution)
            assert row["standard_error"] == pytest.approx(math.sqrt(sum_of @ errors @ sum_of))
            assert row["rci"] == pytest.approx(row["slope"] / row["standard_error"])


def test_of_many_children_about_95_in_100_have_their_true_slope_within_1_96_errors() -> None:
    inside = []
    for seed in range(8):
        persons, times, scores, true_slopes = simulated(seed, children=150)
        children = slopes_of(persons, times, scores).children
        apart = np.abs(children["slope"] - true_slopes) / children["standard_error"]
        inside += (apart[children["reason"].isna()] < 1.96).tolist()

    assert len(inside) > 600
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)


def test_where_all_improve_the_comparison_with_the_mean_still_finds_some_deteriorated() -> None:
    persons, times, scores, _ = simulated(3, mean_slope=4)

    own = slopes_of(persons, times, scores).children["category"].dropna()
    beside = slopes_of(persons, times, scores, against="mean").children["category"].dropna()

    assert set(own) == {"improved"}
    assert {"improved", "unchanged", "deteriorated"} == set(beside)


def test_a_child_with_more_scores_keeps_more_of_its_own_slope() -> None:
    series = SERIES | {"short": [10, 12, 14]}
    longer = SERIES | {"short": [10, 12, 14, 16]}

    few, many = (
        slopes_of(*long_form(each)).children.set_index("person").loc["short"]
        for each in (series, longer)
    )

    assert few["slope"] < many["slope"] < 0.5
    assert few["standard_error"] > many["standard_error"]


def test_a_child_with_fewer_than_three_scores_is_in_the_table_with_a_reason() -> None:
    children = slopes_of(*long_form(SERIES)).children

    assert list(children.columns) == ["person", "n", *NUMBERS, "category", "reason"]
    assert children["person"].tolist() == list("abcdef")
    assert children["n"].tolist() == [4, 4, 4, 4, 4, 2]
    assert children["reason"].tolist() == [None] * 5 + ["n_lt_3"]
    assert children.loc[5, "category"] is None
    assert children.loc[5, NUMBERS].isna().all()


def test_a_child_with_fewer_than_three_scores_helps_to_find_the_mean_line() -> None:
    with_short = slopes_of(*long_form(SERIES))
    without = slopes_of(*long_form({key: each for key, each in SERIES.items() if key != "f"}))

    assert with_short.slope < without.slope
    assert (with_short.n, without.n) == (22, 20)


def test_what_is_missing_is_left_out_and_counted_and_its_child_stays_in_the_table() -> None:
    persons, times, scores = long_form(SERIES)
    whole = slopes_of(persons, times, scores)

    found = slopes_of(
        [*persons, "a", None, "g", "a", "a"],
        [*times, 16.0, 0.0, 0.0, None, 16.0],
        [*scores, None, 5.0, math.nan, 7.0, None],
    )

    assert (found.n, found.left_out) == (22, 5)
    assert found.slope == whole.slope
    last = found.children.loc[6]
    assert (last["person"], last["n"], last["reason"]) == ("g", 0, "n_lt_3")


def test_series_with_an_index_of_their_own_give_the_same() -> None:
    table = pd.DataFrame(
        dict(zip(["person", "week", "score"], long_form(SERIES), strict=True))
    ).sample(frac=1, random_state=4)

    found = slopes_of(table["person"].astype("category"), table["week"], table["score"])

    pd.testing.assert_frame_equal(found.children, slopes_of(*long_form(SERIES)).children, rtol=1e-5)


def test_one_time_beside_which_all_others_are_the_same_gives_no_model_and_no_failure() -> None:
    persons, times, scores = long_form(SERIES)

    found = slopes_of(persons, [1e12, *times[1:]], scores)

    assert (found.reason, found.slope) == ("no_convergence", None)


def test_a_search_that_does_not_end_at_a_level_place_gives_no_model(monkeypatch) -> None:
    monkeypatch.setattr(random_slope, "STEEPEST", 0)

    found = slopes_of(*long_form(SERIES))

    assert (found.reason, found.slope) == ("no_convergence", None)
    assert found.children["reason"].tolist() == ["no_convergence"] * 5 + ["n_lt_3"]


STEADY = {key: [5, 6, 4, 5] for key in "abcdef"}
PARALLEL = {key: [at, at + 2, at + 1, at + 3] for at, key in enumerate("abcdef")}
ON_LINES = {key: [at * week + 3 for week in WEEKS] for at, key in enumerate("abcdef")}


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        ({}, "children_lt_5"),
        ({"a": [1, 2, 4]}, "children_lt_5"),
        ({key: SERIES[key] for key in "abcdf"}, "children_lt_5"),
        ({key: [1.0] for key in "abcdef"}, "children_lt_5"),
        (ON_LINES, "sd_zero"),
        ({key: [3, 3, 3] for key in "abcdef"}, "sd_zero"),
        ({key: [0.1, 0.1, 0.1] for key in "abcdef"}, "sd_zero"),
    ],
)
def test_children_that_say_nothing_of_the_spread_have_a_reason_and_no_model(series, reason):
    persons, times, scores = long_form(series) if series else ([], [], [])

    found = slopes_of(persons, times, scores)

    assert found.reason == reason
    assert (found.intercept, found.slope_sd, found.correlation, found.residual_sd) == (None,) * 4
    enough = found.children["n"] >= 3
    assert found.children.loc[enough, "reason"].tolist() == [reason] * int(enough.sum())
    assert set(found.children.loc[~enough, "reason"]) <= {"n_lt_3"}
    assert found.children[NUMBERS].isna().all().all()


@pytest.mark.parametrize("series", [STEADY, PARALLEL])
@pytest.mark.parametrize("against", ["zero", "mean"])
def test_where_slopes_do_not_differ_no_child_is_judged_by_its_level(series, against) -> None:
    found = slopes_of(*long_form(series), against=against)

    assert found.reason == "singular"
    assert found.children["reason"].tolist() == ["singular"] * 6
    assert found.children[NUMBERS].isna().all().all()
    assert found.children["category"].tolist() == [None] * 6
    assert found.slope == pytest.approx((0.2 if series is PARALLEL else -0.05), abs=0.1)
    assert found.slope_sd == pytest.approx(0, abs=1e-4)
    assert found.slope_se > 0


def test_at_the_edge_the_mean_line_is_that_of_least_squares() -> None:
    _, times, scores = rows = long_form(STEADY)

    found = slopes_of(*rows)

    assert (found.slope, found.intercept) == pytest.approx(tuple(np.polyfit(times, scores, 1)))
    assert (found.intercept_sd, found.slope_sd, found.correlation) == (0, 0, None)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"scores": [1.0, math.inf]}, "^scores holds an infinite"),
        ({"times": [-math.inf, 1.0]}, "^times holds an infinite"),
        ({"scores": ["veel", 1.0]}, "^scores holds something that is not a number"),
        ({"times": ["vroeg", 1.0]}, "^times holds something that is not a number"),
        ({"scores": [1.0]}, "^persons has 2 values and scores has 1"),
        ({"times": [1.0]}, "^persons has 2 values and times has 1"),
        ({"persons": [["a"], ["b"]]}, "^persons must be one row of labels"),
        ({"persons": ["a", "a"], "times": [2.0, 2.0]}, "^times holds one time twice"),
        ({"against": "nothing"}, "^against is 'nothing'"),
        ({"scores": [1.0, -1e200]}, "^scores holds a score beyond"),
        ({"times": [0.0, 1e-200]}, "^times holds a value below"),
        (
            {"persons": pd.Series(["a", "b"]), "scores": pd.Series([1.0, 2.0], index=[1, 0])},
            "persons and scores have different indexes",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(change, text) -> None:
    rows = {"persons": ["a", "b"], "times": [0.0, 1.0], "scores": [1.0, 2.0]} | change

    with pytest.raises(UnusableNumbersError, match=text):
        slopes_of(rows.pop("persons"), rows.pop("times"), rows.pop("scores"), **rows)


def close(found, expected, tolerance=1e-4):
    assert found.tolist() == pytest.approx(expected.tolist(), rel=tolerance, abs=tolerance)


@settings(deadline=None, derandomize=True, database=None, max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-1e4, 1e4),
    scale=st.floats(1e-3, 1e3),
    later=st.floats(-1e4, 1e4),
    unit=st.floats(1e-3, 1e3),
)
def test_zero_points_units_and_order_of_rows_change_no_verdict(
    seed, shift, scale, later, unit
) -> None:
    persons, times, scores, _ = simulated(seed, children=15)
    order = np.random.default_rng(seed).permutation(len(persons))
    plain = slopes_of(persons, times, scores)

    other = slopes_of(
        persons[order], (times * unit + later)[order], (scores * scale + shift)[order]
    )

    assert other.reason == plain.reason
    assert other.children["reason"].tolist() == plain.children["reason"].tolist()
    judged = plain.children["reason"].isna()
    ours, theirs = plain.children[judged], other.children[judged]
    close(theirs["slope"] * unit / scale, ours["slope"])
    close(theirs["deviation"] * unit / scale, ours["deviation"])
    close(theirs["rci"], ours["rci"])


@settings(deadline=None, derandomize=True, database=None, max_examples=15)
@given(seed=st.integers(0, 10_000), against=st.sampled_from(["zero", "mean"]))
def test_another_direction_turns_the_words_and_turned_scores_the_signs(seed, against) -> None:
    persons, times, scores, _ = simulated(seed, children=15)
    turned = {"improved": "deteriorated", "deteriorated": "improved", "unchanged": "unchanged"}

    higher = slopes_of(persons, times, scores, against=against).children
    lower = slopes_of(persons, times, scores, higher_is_better=False, against=against).children
    mirrored = slopes_of(persons, times, -scores, higher_is_better=False, against=against).children

    assert lower["category"].tolist() == [turned.get(each) for each in higher["category"]]
    assert lower["rci"].equals(higher["rci"])
    assert mirrored["category"].tolist() == higher["category"].tolist()
    judged = higher["reason"].isna()
    close(mirrored["rci"][judged], -higher["rci"][judged])


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 7),
            st.one_of(st.none(), st.integers(0, 4)),
            st.one_of(st.none(), st.integers(0, 10)),
        ),
        max_size=40,
        unique_by=lambda row: row[:2],
    ),
    against=st.sampled_from(["zero", "mean"]),
)
def test_a_number_is_missing_only_beside_a_reason(rows, against) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]

    found = slopes_of(*columns, against=against)

    children = found.children
    without = children["reason"].notna()
    assert children["person"].tolist() == sorted({row[0] for row in rows})
    for name in [*NUMBERS, "category"]:
        assert (children[name].isna() == without).all()
    assert (children["standard_error"].dropna() > 0).all()
    assert found.n + found.left_out == len(rows)
    model = [found.intercept, found.intercept_se, found.slope, found.slope_se, found.residual_sd]
    if found.reason in (None, "singular"):
        assert np.isfinite(model).all()
    else:
        assert model == [None] * 5
