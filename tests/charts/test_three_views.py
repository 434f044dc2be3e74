"""Views beside each other: only T scores, pair by pair, never averaged."""

import math

import pytest

from survey_app.charts import (
    Theme,
    Tick,
    UndrawableChartError,
    View,
    description_of,
    fingerprint,
    table_of,
)
from tests.charts.group_samples import VIEWS, three, views
from tests.charts.reading import WIDTHS, drawn, groups, middle, place_along, texts


@pytest.mark.parametrize("width", WIDTHS)
def test_scores_and_whiskers_can_be_read_back_and_stand_in_their_place(width) -> None:
    root = drawn(three(), width)
    first = groups(root, "point")[0]

    facts = [first.get(f"data-{key}") for key in ("theme", "informant", "value")]

    assert facts == ["Rust in het hoofd", "child", "50.0"]
    # 1.96 · 3 / √2 = 4.158, by hand.
    assert float(first.get("data-low")) == pytest.approx(50 - 4.1578, abs=1e-3)
    assert float(first.get("data-high")) == pytest.approx(50 + 4.1578, abs=1e-3)
    assert middle(first)[0] == pytest.approx(place_along(root, "tick", 50), abs=0.02)
    assert len(groups(root, "point")) == 11
    assert len(groups(root, "gap")) == 1


def test_no_mark_stands_for_an_average() -> None:
    given = {view.score for theme in three().themes for view in theme.views}

    read = {float(point.get("data-value")) for point in groups(drawn(three()), "point")}

    assert read == given - {None}


def test_a_missing_view_is_said_in_its_row() -> None:
    assert "ouder: niet ingevuld" in texts(drawn(three()))
    assert ("Plezier in leren", "ouder", "niet ingevuld", "–") in table_of(three()).rows


def test_the_pairs_decide_with_both_standard_errors() -> None:
    # √(2² + 4.5²) · 1.96 = 9.652: 10 points are more, 9 are not. Their whiskers do not touch
    # (2.77 + 6.24 = 9.01) at 9.5 points, which is still chance.
    def pair(difference):
        one, other = View("parent", 1, "T", 50, 2.0), View("parent", 2, "T", 50 + difference, 4.5)
        return Theme("Rust", (one, other))

    assert len(pair(10).pairs_apart()) == 1
    assert pair(9.5).pairs_apart() == ()
    low, high = pair(9.5).views[0].whisker[1], pair(9.5).views[1].whisker[0]
    assert low < high


def test_the_sentence_names_pairs_and_never_calls_chance_agreement() -> None:
    said = three().said

    assert said == (
        "Rust in het hoofd: geen verschil dat groter is dan toeval. "
        "Openheid: kind en leerkracht, ouder en leerkracht verschillen meer dan toeval. "
        "Weerbaarheid: geen verschil dat groter is dan toeval. "
        "Plezier in leren: geen verschil dat groter is dan toeval."
    )
    assert said in description_of(three())
    assert "eens" not in description_of(three())


def test_one_view_has_nothing_to_be_compared_with() -> None:
    sample = three(themes=(Theme("Rust", views(50, None, None)),))

    assert sample.said == "Rust: er is niets om te vergelijken."


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"themes": ()}, "at least one theme"),
        ({"themes": (Theme("Rust", ()),)}, "has no views"),
        ({"themes": (Theme("Rust", (View("child", 1, "raw", 3, 1),)),)}, "only T scores"),
        ({"themes": (Theme("Rust", (View("child", 1, "z", None, 1),)),)}, "only T scores"),
        ({"themes": (Theme("Rust", views(50)[:1] * 2),)}, "two views"),
        ({"themes": (Theme("Rust", views(50, sem=0)),)}, "sem must be above 0"),
        ({"themes": (Theme("Rust", views(50, sem=math.inf)),)}, "sem must be above 0"),
        ({"themes": (Theme("Rust", views(78)),)}, "outside the axis"),
        ({"themes": (Theme("Rust", views(math.nan)),)}, "outside the axis"),
        ({"ticks": (Tick(50, "50"),)}, "at least two ticks"),
    ],
)
def test_views_without_a_common_axis_are_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        three(**changed)


def test_the_table_has_a_row_per_view() -> None:
    table = table_of(three())

    assert table.columns == ("Thema", "Wie", "T-score", "Streepje tussen")
    assert table.rows[0] == ("Rust in het hoofd", "kind", "50", "46 en 54")
    assert len(table.rows) == 12


def test_a_changed_score_changes_the_fingerprint() -> None:
    assert fingerprint(three()) != fingerprint(three(direction="Lager is beter."))
    assert fingerprint(VIEWS["two parents"]) != fingerprint(three())


def test_a_second_parent_has_an_open_mark() -> None:
    first, second = groups(drawn(VIEWS["two parents"]), "point")

    assert (first[0].get("fill"), second[0].get("fill")) == ("#1d4f91", "#ffffff")
    assert "ouder 2" in texts(drawn(VIEWS["two parents"]))
