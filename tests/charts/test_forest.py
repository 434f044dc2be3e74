"""The forest plot: what is likely, what is not known, and what may not be shown."""

import math

import pytest

from survey_app.charts import (
    ForestRow,
    Tick,
    UndrawableChartError,
    description_of,
    fingerprint,
    table_of,
)
from tests.charts.group_samples import EFFECTS, FORESTS, forest
from tests.charts.reading import WIDTHS, corners, drawn, groups, middle, place_along, texts

BY_GROUP = [
    "Oplossingsgerichte gesprekken",
    "Ouder erbij vanaf het begin",
    "Bewegen en buiten zijn",
    "Coach in de klas",
    "Tekenen en vertellen",
]


@pytest.mark.parametrize("width", WIDTHS)
def test_effects_stand_in_groups_and_by_alphabet_never_by_size(width) -> None:
    root = drawn(forest(), width)

    effects = groups(root, "effect")
    heights = [middle(effect)[1] for effect in effects]

    assert [effect.get("data-word") for effect in effects] == BY_GROUP
    assert heights == sorted(heights)
    assert [heading.get("data-word") for heading in groups(root, "group")] == [
        "Waarschijnlijk vooruitgang",
        "We weten het nog niet",
        "Nog te weinig kinderen om te tonen",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_effect_interval_raw_mean_and_count_can_be_read_back(width) -> None:
    root = drawn(forest(), width)
    rows = {row.word: row for row in forest().rows}
    raws = {raw.get("data-word"): raw for raw in groups(root, "raw")}

    for effect, interval in zip(groups(root, "effect"), groups(root, "interval"), strict=True):
        row = rows[effect.get("data-word")]
        read = [float(effect.get(f"data-{key}")) for key in ("value", "low", "high", "count")]
        assert read == [row.pooled, row.low, row.high, row.count]
        assert middle(effect)[0] == pytest.approx(place_along(root, "tick", row.pooled), abs=0.02)
        (low, _), (high, _) = corners(interval)
        assert low == pytest.approx(place_along(root, "tick", row.low), abs=0.02)
        assert high == pytest.approx(place_along(root, "tick", row.high), abs=0.02)
        raw = raws[row.word]
        assert float(raw.get("data-value")) == row.raw
        assert middle(raw)[0] == pytest.approx(place_along(root, "tick", row.raw), abs=0.02)
        assert f"{row.count} kinderen" in texts(root)


def test_what_is_not_known_is_open_and_dotted() -> None:
    root = drawn(forest())
    fills = [effect[0].get("fill") for effect in groups(root, "effect")]
    dashes = [line[0].get("stroke-dasharray") is not None for line in groups(root, "interval")]

    assert fills == ["#6b3572"] * 2 + ["#ffffff"] * 3
    assert dashes == [False] * 2 + [True] * 3


@pytest.mark.parametrize("width", WIDTHS)
def test_too_few_children_means_a_name_and_no_mark_or_number(width) -> None:
    root = drawn(forest(), width)
    said = " ".join(texts(root))

    assert "Maatje uit een" in said
    assert texts(root).count("minder dan 10") == 2
    assert len(groups(root, "effect")) == len(groups(root, "raw")) == 5
    assert len(groups(drawn(FORESTS["forest of nothing yet"], width), "effect", "raw")) == 0


def test_another_threshold_is_said() -> None:
    assert "minder dan 5" in texts(drawn(forest(threshold=5)))


def test_the_zone_around_zero_is_as_wide_as_what_nobody_notices() -> None:
    root = drawn(forest())
    (zone,) = groups(root, "too-small")
    xs = [x for x, _ in corners(zone)]

    assert zone.get("data-value") == "0.2"
    assert min(xs) == pytest.approx(place_along(root, "tick", -0.2), abs=0.02)
    assert max(xs) == pytest.approx(place_along(root, "tick", 0.2), abs=0.02)
    assert {"verschil te klein", "om te merken"} <= set(texts(root))


@pytest.mark.parametrize(
    ("low", "high", "group"),
    [
        (0.01, 0.6, "Waarschijnlijk vooruitgang"),
        (-0.6, -0.01, "Waarschijnlijk achteruitgang"),
        (0.0, 0.6, "We weten het nog niet"),
        (-0.6, 0.0, "We weten het nog niet"),
        (-0.3, 0.3, "We weten het nog niet"),
    ],
)
def test_an_interval_that_touches_zero_is_not_known(low, high, group) -> None:
    assert ForestRow("x", 10, (low + high) / 2, low, high).group == group


def test_a_likely_fall_is_a_group_of_its_own() -> None:
    sample = FORESTS["forest with all groups"]

    assert [group for group, _ in sample.groups][1] == "Waarschijnlijk achteruitgang"
    assert "Bij 1 principe gingen kinderen waarschijnlijk achteruit." in sample.said


def test_the_sentence_counts_what_is_known_and_what_is_not() -> None:
    assert forest().said == (
        "Bij 2 principes gingen kinderen waarschijnlijk vooruit. "
        "Van 3 principes weten we het nog niet. "
        "Voor 2 principes zijn er nog te weinig kinderen om iets te tonen."
    )
    assert "niet door loting" in description_of(forest())


def test_the_table_hides_what_the_picture_hides() -> None:
    rows = table_of(forest()).rows

    assert [row[1] for row in rows[:5]] == BY_GROUP
    assert rows[0] == (
        "Waarschijnlijk vooruitgang",
        "Oplossingsgerichte gesprekken",
        "64",
        "+0,46",
        "+0,22 en +0,70",
        "+0,52",
    )
    assert rows[5] == (
        "Nog te weinig kinderen om te tonen",
        "Kleine groep sociale vaardigheden",
        "minder dan 10",
        "–",
        "–",
        "–",
    )


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"rows": (), "too_few": ()}, "at least one row"),
        ({"rows": (ForestRow("x", 9, 0.1, 0, 0.2),)}, "belong in too_few"),
        ({"rows": (ForestRow("x", 10, 0.1, 0, 1.2),)}, "outside the axis"),
        ({"rows": (ForestRow("x", 10, 0.1, 0, 0.2, 3.0),)}, "outside the axis"),
        ({"rows": forest().rows[:1] * 2}, "same word"),
        ({"too_few": ("Coach in de klas",)}, "same word"),
        ({"lowest": 0.1, "ticks": EFFECTS[2:]}, "must hold zero"),
        ({"too_small": 0}, "too_small"),
        ({"too_small": 0.7}, "too_small"),
        ({"ticks": (Tick(0, "0"),)}, "at least two ticks"),
    ],
)
def test_a_forest_that_says_too_much_is_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        forest(**changed)


@pytest.mark.parametrize(
    "numbers", [(0.5, 0.6, 0.7), (0.1, 0.1, 0.1), (math.nan, 0, 1), (0, -1, math.inf)]
)
def test_an_interval_that_does_not_hold_its_effect_is_refused(numbers) -> None:
    with pytest.raises(UndrawableChartError, match="pooled"):
        ForestRow("x", 10, *numbers)


def test_a_raw_mean_that_is_no_number_is_refused() -> None:
    with pytest.raises(UndrawableChartError, match="raw"):
        ForestRow("x", 10, 0.1, 0, 0.2, math.nan)


def test_another_count_is_another_fingerprint() -> None:
    other = forest(rows=(*forest().rows[1:], ForestRow("Tekenen", 23, 0.24, -0.1, 0.58, 0.27)))

    assert fingerprint(other) != fingerprint(forest())
