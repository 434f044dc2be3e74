"""A group at two moments: means with a margin, children only when there are enough."""

import math
from dataclasses import replace

import pytest

from survey_app.charts import (
    Estimate,
    UndrawableChartError,
    description_of,
    fingerprint,
    table_of,
)
from tests.charts.group_samples import GROUPS, PAIRS, group
from tests.charts.reading import (
    WIDTHS,
    corners,
    drawn,
    groups,
    height_of,
    middle,
    place_along,
    texts,
)


@pytest.mark.parametrize("width", WIDTHS)
def test_means_stand_at_their_heights(width) -> None:
    root = drawn(group(), width)
    before, after = groups(root, "mean")

    # By hand: 63 and 80 over 15 children.
    assert float(before.get("data-value")) == pytest.approx(63 / 15)
    assert float(after.get("data-value")) == pytest.approx(80 / 15)
    assert middle(before)[1] == pytest.approx(height_of(root, 63 / 15), abs=0.02)
    assert middle(after)[1] == pytest.approx(height_of(root, 80 / 15), abs=0.02)
    assert {"4,2", "5,3"} <= set(texts(root))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_difference_and_its_interval_can_be_read_back(width) -> None:
    root = drawn(group(), width)
    (change,), (interval,) = groups(root, "change"), groups(root, "interval")

    mean = 17 / 15
    assert float(change.get("data-value")) == pytest.approx(mean)
    assert float(change.get("data-low")) == pytest.approx(mean - 0.58)
    assert float(change.get("data-high")) == pytest.approx(mean + 0.58)
    assert middle(change)[0] == pytest.approx(place_along(root, "tick-across", mean), abs=0.02)
    xs = [x for x, _ in corners(interval)]
    assert min(xs) == pytest.approx(place_along(root, "tick-across", mean - 0.58), abs=0.02)
    assert max(xs) == pytest.approx(place_along(root, "tick-across", mean + 0.58), abs=0.02)


def test_the_eye_is_highest_at_the_mean_and_lower_at_the_ends_of_the_interval() -> None:
    (interval,) = groups(drawn(group()), "interval")
    upper = sorted(corners(interval))

    # A normal curve at 1.96 standard errors has exp(-1.96²/2) = 0.1465 of its greatest height.
    tall = max(y for _, y in upper) - min(y for _, y in upper)
    left = [y for x, y in upper if x == upper[0][0]]
    assert (max(left) - min(left)) / tall == pytest.approx(0.1465, abs=0.005)


@pytest.mark.parametrize("width", WIDTHS)
def test_children_are_drawn_from_the_threshold_on(width) -> None:
    enough, few = drawn(group(pairs=PAIRS[:10]), width), drawn(group(pairs=PAIRS[:9]), width)

    assert sum(int(line.get("data-count")) for line in groups(enough, "child")) == 10
    assert groups(few, "child") == []
    assert len(groups(few, "mean")) == 2


def test_another_threshold_counts() -> None:
    assert groups(drawn(group(pairs=PAIRS[:10], lines_from=11)), "child") == []
    assert len(groups(drawn(group(pairs=PAIRS[:5], lines_from=5)), "child")) == 5


def test_children_with_the_same_scores_share_a_thicker_line() -> None:
    lines = {
        line.get("data-count"): line[0].get("stroke-width")
        for line in groups(drawn(group()), "child")
    }

    assert lines == {"1": None, "3": "2.2"}


def test_neither_table_nor_description_has_the_scores_of_a_child() -> None:
    assert table_of(group()).rows == (
        ("Kinderen met beide metingen", "15"),
        ("Gemiddelde, intake", "4,2"),
        ("Gemiddelde, afsluiting", "5,3"),
        ("Gemiddeld verschil", "+1,1"),
        ("Dat verschil ligt", "tussen +0,6 en +1,7 (95%-interval)"),
    )
    assert "15 dunne lijnen, één per kind." in description_of(group())
    assert "dunne lijnen" not in description_of(GROUPS["small group"])


def test_the_sentence_says_whether_zero_is_still_possible() -> None:
    assert group().said == (
        "Bij 15 kinderen ging het gemiddelde van 4,2 naar 5,3. "
        "Het verschil is +1,1, tussen +0,6 en +1,7 (95%-interval). Nul hoort daar niet bij."
    )
    unsure = group(change=Estimate(17 / 15, 17 / 15 - 1.2, 17 / 15 + 1.2))
    assert "Nul hoort daar nog bij: we weten nog niet of de groep veranderde." in unsure.said
    exactly = group(change=Estimate(17 / 15, 0.0, 34 / 15))
    assert "Nul hoort daar nog bij" in exactly.said


def test_a_difference_without_a_margin_says_so_and_claims_nothing() -> None:
    sample = GROUPS["group without a margin"]

    assert sample.said == (
        "Bij 2 kinderen ging het gemiddelde van 2,0 naar 3,0. "
        "Het verschil is +1,0, zonder marge: die is niet te berekenen."
    )
    assert groups(drawn(sample), "interval") == []


def test_a_fall_on_a_scale_of_problems_is_drawn_as_a_fall() -> None:
    sample = group(direction="Lager is beter.", pairs=tuple((b, a) for a, b in PAIRS))
    root = drawn(sample)
    before, after = groups(root, "mean")

    assert middle(before)[1] < middle(after)[1]
    assert "−1,1" in texts(root)
    assert "Lager is beter." in description_of(sample)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"pairs": PAIRS[:1]}, "at least two children"),
        ({"pairs": ()}, "at least two children"),
        ({"pairs": ((1, 11), (1, 2))}, "outside the scale"),
        ({"pairs": ((1, math.nan), (1, 2))}, "outside the scale"),
        ({"change": Estimate(1.0, 0.5, 1.5)}, "not the mean difference"),
        ({"lines_from": 1}, "lines_from"),
    ],
)
def test_a_group_that_contradicts_itself_is_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        replace(group(), **changed)


@pytest.mark.parametrize(
    "numbers",
    [(1, 2, 3), (1, 0.5, 0.9), (1, 1, 1), (math.nan, 0, 1), (1, None, 2), (1, 0, math.inf)],
)
def test_an_interval_that_does_not_hold_its_mean_is_refused(numbers) -> None:
    with pytest.raises(UndrawableChartError):
        Estimate(*numbers)


def test_confidence_is_a_share() -> None:
    with pytest.raises(UndrawableChartError, match="confidence"):
        Estimate(1, 0, 2, 95)


def test_one_other_child_changes_the_fingerprint() -> None:
    assert fingerprint(group()) != fingerprint(group(pairs=PAIRS[:14]))
