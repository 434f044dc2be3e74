"""Burden and strength: where a child went, drawn as it is."""

import math

import pytest

from survey_app.charts import (
    PlaneAxis,
    Tick,
    UndrawableChartError,
    description_of,
    fingerprint,
    table_of,
)
from tests.charts.group_samples import PLANES, path, plane
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
from tests.charts.samples import AMOUNTS, TENS

STAYS = "Wat zwaar is bleef, en de kracht groeide."


def ruled(*points, chance=2.0):
    return plane(
        burden=PlaneAxis("Last", 0, 10, TENS, chance),
        strength=PlaneAxis("Kracht", 0, 10, TENS, chance),
        moments=path(*points),
        shown_values=True,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_both_scores_of_every_moment_can_be_read_back_in_order(width) -> None:
    root = drawn(plane(), width)
    points = groups(root, "point")

    read = [
        (point.get("data-order"), point.get("data-burden"), point.get("data-strength"))
        for point in points
    ]

    assert read == [("1", "3.0", "1.25"), ("2", "3.2", "2.0"), ("3", "3.0", "2.875")]
    for point in points:
        x, y = middle(point)
        assert x == pytest.approx(
            place_along(root, "tick-across", float(point.get("data-burden"))), abs=0.02
        )
        assert y == pytest.approx(height_of(root, float(point.get("data-strength"))), abs=0.02)


def test_more_burden_is_to_the_right_and_more_strength_is_up() -> None:
    root = drawn(plane())

    assert place_along(root, "tick-across", 4) > place_along(root, "tick-across", 0)
    assert height_of(root, 4) < height_of(root, 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_arrows_go_from_each_moment_to_the_next(width) -> None:
    root = drawn(PLANES["plane at the corners"], width)
    points = [middle(point) for point in groups(root, "point")]

    arrows = [corners(arrow) for arrow in groups(root, "arrow")]

    assert len(arrows) == 2
    for (start, end), before, after in zip(arrows, points, points[1:], strict=False):
        assert math.dist(start, before) < math.dist(start, after)
        assert math.dist(end, after) < math.dist(end, before)


def test_no_arrow_runs_over_a_gap_and_the_gap_is_said() -> None:
    root = drawn(PLANES["plane with a gap"])

    assert groups(root, "arrow") == []
    assert [gap.get("data-on") for gap in groups(root, "gap")] == ["2025-12-12"]
    assert "vervolgmeting, 12 dec: niet te bepalen" in texts(root)


@pytest.mark.parametrize("width", WIDTHS)
def test_first_and_last_are_named_and_the_ends_of_both_axes(width) -> None:
    said = texts(drawn(plane(), width))

    assert {"intake", "16 sep", "afsluiting", "3 mrt"} <= set(said)
    assert "vervolgmeting" not in said
    assert said.count("bijna nooit") == said.count("bijna altijd") == 2
    assert {"Last →", "↑ Kracht"} <= set(said)


def test_a_burden_that_stays_while_strength_grows_is_said_as_such() -> None:
    said = ruled((7.0, 3.2), (7.4, 4.6), (6.8, 6.4)).said

    assert said == (
        "Last: van 7,0 naar 6,8. Kracht: van 3,2 naar 6,4. "
        "Last: geen verschil dat groter is dan toeval. "
        f"Kracht: meer dan eerst, groter dan toeval. {STAYS}"
    )


@pytest.mark.parametrize(
    "points",
    [
        ((7.0, 3.2), (4.0, 6.4)),
        ((7.0, 3.2), (7.0, 4.9)),
        ((7.0, 6.4), (7.0, 3.2)),
        ((3.0, 3.2), (7.0, 6.4)),
        # Exactly as much as chance may do.
        ((7.0, 3.0), (7.0, 5.0)),
    ],
)
def test_the_pattern_is_not_claimed_of_any_other_path(points) -> None:
    assert STAYS not in ruled(*points).said


def test_without_a_rule_nothing_is_judged() -> None:
    said = plane().said

    assert said == (
        "Last: de eerste en de laatste keer vaak. "
        "Kracht: eerst tussen soms en ongeveer de helft van de tijd, nu tussen ongeveer de helft "
        "van de tijd en vaak. We weten nog niet of dit verschil groter is dan toeval."
    )
    assert STAYS not in said


@pytest.mark.parametrize(
    ("points", "ends"),
    [
        (((3.0, 1.0), (2.0, 3.0)), "of deze verschillen groter zijn dan toeval."),
        (((3.0, 1.0), (2.0, 1.0)), "of dit verschil groter is dan toeval."),
        (((3.0, 1.0), (3.0, 1.0)), "Kracht: de eerste en de laatste keer soms."),
    ],
)
def test_one_difference_is_not_called_two(points, ends) -> None:
    assert plane(moments=path(*points)).said.endswith(ends)


def test_a_path_needs_two_complete_moments() -> None:
    assert PLANES["plane of one"].said == "Eén meting is nog geen pad."
    assert PLANES["plane of nothing"].said == "Er is nog geen moment met beide scores."
    assert groups(drawn(PLANES["plane of nothing"]), "point") == []


def test_no_surface_of_the_plane_is_coloured() -> None:
    root = drawn(plane())

    fills = {
        path.get("fill")
        for group in root.iter("{http://www.w3.org/2000/svg}g")
        for path in group
        if path.get("fill")
    }
    assert fills <= {"#ffffff", "none", "#1d4f91", "#221d26", "#57505c"}


def test_the_table_has_both_scores_in_words_and_a_dash_for_a_missing_one() -> None:
    table = table_of(PLANES["plane with a gap"])

    assert table.columns == ("Moment", "Last", "Kracht")
    assert table.rows[0] == ("intake, 16 sep 2025", "vaak", "soms")
    assert table.rows[1] == (
        "vervolgmeting, 12 dec 2025 (niet te bepalen)",
        "–",
        "ongeveer de helft van de tijd",
    )
    assert "Vervolgmeting, 12 december 2025: niet te bepalen." in description_of(
        PLANES["plane with a gap"]
    )


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"moments": ()}, "at least one moment"),
        ({"moments": path((5, 1))}, "outside its scale|outside the scale"),
        ({"moments": path((1, math.nan))}, "outside its scale|outside the scale"),
        ({"number": 0}, "from 1"),
    ],
)
def test_points_that_do_not_lie_in_the_plane_are_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        plane(**changed)


@pytest.mark.parametrize("chance", [0, -1, math.nan, math.inf])
def test_a_rule_that_judges_everything_is_refused(chance) -> None:
    with pytest.raises(UndrawableChartError, match="chance"):
        PlaneAxis("Last", 0, 4, AMOUNTS, chance)


def test_an_axis_needs_two_words() -> None:
    with pytest.raises(UndrawableChartError, match="at least two ticks"):
        PlaneAxis("Last", 0, 4, (Tick(0, "nooit"),))


def test_another_path_has_another_fingerprint() -> None:
    assert fingerprint(plane()) != fingerprint(plane(moments=path((3.0, 1.25), (3.2, 2.0))))
