"""The forest plot of pooled groups holds their numbers, and calls nothing certain that is not."""

import numpy as np
import pytest

from survey_app.charts import svg_of, table_of
from survey_app.charts.forest import BETTER, UNSURE
from survey_app.effects import UnusableNumbersError, pool_groups, pool_summaries
from survey_app.reports.forest import forest_of

SAID = {"question": "Gingen kinderen vooruit?", "whose": "Per manier van werken."}


def summaries(means, ses, counts):
    names = [f"groep {number}" for number in range(len(means))]
    return pool_summaries(means, ses, groups=names, n=counts)


def test_each_row_is_the_pooled_mean_with_the_mean_of_all_not_taken_as_known():
    pooled = summaries([0.9, 0.5, 0.1, -0.2, 0.4], [0.1, 0.15, 0.1, 0.2, 0.12], [40] * 5)

    rows = {row.word: row for row in forest_of(pooled, **SAID).rows}

    for group in pooled.groups.to_dict("records"):
        row = rows[group["group"]]
        # t(0.975; 4) = 2.776445, from a printed table: five groups tell little of the mean of all.
        own, common = 1.959964 * group["sd"], 2.776445 * pooled.mu_se
        assert (row.pooled, row.raw) == (group["pooled_mean"], group["adjusted_mean"])
        half = np.hypot(own, (1 - group["shrinkage"]) * common)
        assert row.high - row.pooled == pytest.approx(half, rel=1e-6)
        assert row.pooled - row.low == pytest.approx(row.high - row.pooled)


def test_groups_that_do_not_differ_get_the_interval_of_the_mean_of_all():
    pooled = summaries([0.3, 0.31, 0.29, 0.3, 0.3], [0.4] * 5, [30] * 5)

    rows = forest_of(pooled, **SAID).rows

    assert pooled.no_differences
    assert {row.group for row in rows} == {UNSURE}
    assert rows[0].high - rows[0].low == pytest.approx(2 * 2.776445 * pooled.mu_se, rel=1e-6)


def test_not_knowing_stands_in_picture_and_sentence():
    pooled = summaries([0.9, 0.8, 0.1, 0.05, 0.4], [0.1, 0.1, 0.2, 0.2, 0.3], [40] * 5)
    chart = forest_of(pooled, **SAID)

    assert [group for group, _ in chart.groups] == [BETTER, UNSURE]
    assert "weten we het nog niet" in chart.said
    assert "We weten het nog niet" in svg_of(chart, "wide")


def test_of_a_small_group_only_the_name_is_there():
    pooled = summaries([0.9, 0.5, 0.1, -0.2, 0.4321], [0.1] * 5, [40, 40, 40, 40, 9])
    chart = forest_of(pooled, **SAID)

    assert chart.too_few == ("groep 4",)
    assert "0,43" not in str(table_of(chart))


def test_every_value_lies_on_the_axis_and_zero_is_a_tick():
    rng = np.random.default_rng(3)
    groups = np.repeat([f"g{number}" for number in range(6)], 20)
    values = rng.normal(rng.normal(0.3, 0.6, 6).repeat(20), 1)

    chart = forest_of(pool_groups(values, groups), **SAID)

    drawn = [value for row in chart.rows for value in (row.low, row.high, row.raw)]
    assert chart.lowest <= min(drawn) < max(drawn) <= chart.highest
    assert 0.0 in [tick.value for tick in chart.ticks]
    assert len(chart.ticks) <= 7


@pytest.mark.parametrize(
    ("pooled", "said"),
    [
        (summaries([0.1, 0.2], [0.1, 0.1], [40, 40]), "at least 5 groups"),
        (summaries([0.1, 0.2, 0.3, 0.4, 0.5], [0.1] * 5, None), "n is missing"),
        (summaries([10.0, 52.0, 31.0, 40.0, 9.0], [1.0] * 5, [40] * 5), "standard deviations"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(pooled, said):
    with pytest.raises(UnusableNumbersError, match=said):
        forest_of(pooled, **SAID)
