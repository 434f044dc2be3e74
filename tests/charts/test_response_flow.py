"""The response flow: bars as long as their numbers, and who dropped out in words."""

import pytest

from survey_app.charts import (
    FlowStep,
    UndrawableChartError,
    description_of,
    fingerprint,
    table_of,
)
from tests.charts.group_samples import FLOWS, flow
from tests.charts.reading import WIDTHS, corners, drawn, groups, texts


def lengths(root) -> list[float]:
    bars = [[x for x, _ in corners(step)] for step in groups(root, "step")]
    return [max(xs) - min(xs) for xs in bars]


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_are_as_long_as_their_numbers(width) -> None:
    root = drawn(flow(), width)
    first, *others = lengths(root)

    assert [step.get("data-value") for step in groups(root, "step")] == ["40", "34", "31", "22"]
    shares = [length / first for length in others]
    assert shares == pytest.approx([34 / 40, 31 / 40, 22 / 40], abs=1e-3)


@pytest.mark.parametrize("width", WIDTHS)
def test_numbers_shares_and_who_dropped_out_are_said(width) -> None:
    said = texts(drawn(flow(), width))

    assert {"40", "34", "(85%)", "31", "(78%)", "22", "(55%)"} <= set(said)
    assert "6 niet geopend: 4 zonder e-mailadres" in said
    assert "3 niet ingevuld" in said


def test_the_table_and_the_description_say_the_same() -> None:
    assert table_of(flow()).rows == (
        ("uitgenodigd", "40", "100%", "–"),
        ("geopend", "34", "85%", "6 niet geopend: 4 zonder e-mailadres"),
        ("ingevuld", "31", "78%", "3 niet ingevuld"),
        ("te vergelijken", "22", "55%", "9 niet te vergelijken: vooral late intake"),
    )
    assert "Van de 40 uitgenodigd zijn er 22 te vergelijken." in description_of(flow())


def test_nobody_invited_is_said_without_a_share() -> None:
    sample = FLOWS["flow of nobody"]

    assert sample.said == "Er is nog niemand uitgenodigd."
    assert table_of(sample).rows[0] == ("uitgenodigd", "0", "–", "–")
    assert not any("%" in text for text in texts(drawn(sample)))


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ((FlowStep("uitgenodigd", 4),), "at least two steps"),
        ((FlowStep("uitgenodigd", 4), FlowStep("geopend", 5)), "may not rise"),
        ((FlowStep("uitgenodigd", 4), FlowStep("uitgenodigd", 3)), "same word"),
    ],
)
def test_a_flow_in_which_people_appear_is_refused(steps, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        flow(steps=steps)


def test_a_negative_number_of_people_is_refused() -> None:
    with pytest.raises(UndrawableChartError, match="0 or more"):
        FlowStep("geopend", -1)


def test_one_more_answer_changes_the_fingerprint() -> None:
    steps = (*flow().steps[:3], FlowStep("te vergelijken", 23, "vooral late intake"))

    assert fingerprint(flow(steps=steps)) != fingerprint(flow())
