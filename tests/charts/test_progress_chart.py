"""What a chart refuses, and its fingerprint."""

import dataclasses
import math
from datetime import date

import pytest

from survey_app.charts import Band, Event, Moment, Span, Tick, UndrawableChartError, fingerprint
from tests.charts.samples import AMOUNTS, CHANCE, banded, chart, moments, second


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"moments": ()}, "at least one moment"),
        ({"moments": moments(4.1)}, "outside the scale"),
        ({"moments": moments(-0.1)}, "outside the scale"),
        ({"moments": moments(math.nan)}, "outside the scale"),
        ({"lowest": 4}, "lowest must be below highest"),
        ({"highest": math.inf}, "lowest must be below highest"),
        ({"number": 0}, "from 1"),
        ({"ticks": AMOUNTS[:1]}, "at least two ticks"),
        ({"ticks": (*AMOUNTS, Tick(5, "meer"))}, "tick lies outside"),
        ({"ticks": (*AMOUNTS, Tick(4, "meer"))}, "same value"),
        ({"band": Band(1, 2, CHANCE)}, "evidence stage 2"),
        ({"successors": (second(band=Band(1, 2, CHANCE)),)}, "evidence stage 2"),
        ({"successors": (second(number=1),)}, "above the one before"),
        ({"successors": (second(), second(number=3))}, "order of their days"),
        ({"successors": (second(moments=moments(9.0)),)}, "outside the scale"),
        (
            {
                "joined": True,
                "band": Band(1, 2, CHANCE),
                "successors": (second(band=Band(1, 2, "iets anders")),),
            },
            "the same words",
        ),
    ],
)
def test_a_chart_that_contradicts_itself_is_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        chart(**changed)


@pytest.mark.parametrize(("low", "high"), [(2, 2), (3, 2), (2, math.inf), (math.nan, 2)])
def test_a_band_without_a_finite_height_is_refused(low, high) -> None:
    with pytest.raises(UndrawableChartError, match="low must be below high"):
        Band(low, high, CHANCE)


def test_a_stretch_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UndrawableChartError, match="last must not lie before first"):
        Span(date(2025, 10, 26), date(2025, 10, 18), "herfstvakantie", "holiday")


def test_a_successor_without_a_measurement_is_refused() -> None:
    with pytest.raises(UndrawableChartError, match="at least one moment"):
        second(moments=())


def test_moments_are_read_by_date() -> None:
    late, early = Moment(date(2026, 3, 3), "afsluiting", 2), Moment(date(2025, 9, 1), "intake", 1)

    assert chart(moments=(late, early)).by_date == (early, late)


def test_equal_charts_have_equal_fingerprints() -> None:
    assert fingerprint(banded()) == fingerprint(banded())
    assert len(fingerprint(banded())) == 32


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(chart())])
def test_every_field_changes_the_fingerprint(name) -> None:
    others = {
        "question": "Anders?",
        "whose": "Anders.",
        "direction": "Lager is beter.",
        "informant": "coach",
        "number": 2,
        "moments": moments(3.2, 4.6, 6.5),
        "lowest": -1,
        "highest": 11,
        "ticks": AMOUNTS,
        "band": Band(0.6, 5.9, CHANCE),
        "joined": False,
        "shown_values": False,
        "notice": None,
        "conclusion": "Anders.",
        "unknown": "Anders.",
        "spans": (Span(date(2025, 10, 18), date(2025, 10, 26), "herfstvakantie", "holiday"),),
        "events": (Event(date(2025, 11, 1), "verhuisd"),),
        "successors": (second(),),
    }
    changed = {name: others[name]} | ({"band": None} if name == "joined" else {})

    assert fingerprint(banded(**changed)) != fingerprint(
        banded(band=None) if name == "joined" else banded()
    )
