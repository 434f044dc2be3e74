"""What happened besides the measurements: holidays, pauses, events, another rater."""

from datetime import date

import pytest

from survey_app.charts import Band, Event, Moment, Span, description_of, table_of
from tests.charts.reading import WIDTHS, corners, drawn, groups, height_of, middle, texts
from tests.charts.samples import ALL, CHANCE, EVENTS, SPANS, banded, chart, moments, second

TAUGHT = ALL["new teacher"]


@pytest.mark.parametrize("width", WIDTHS)
def test_holidays_and_pauses_can_be_read_back_and_one_beyond_the_axis_is_left_out(width) -> None:
    root = drawn(banded(spans=SPANS[::-1]), width)

    read = [
        Span(
            date.fromisoformat(stretch.get("data-first")),
            date.fromisoformat(stretch.get("data-last")),
            stretch.get("data-word"),
            stretch.get("data-kind"),
        )
        for stretch in groups(root, "holiday", "pause")
    ]

    assert tuple(read) == SPANS[:3]


def test_a_stretch_is_as_long_as_its_days() -> None:
    root = drawn(banded(spans=SPANS))
    autumn, christmas, _ = groups(root, "holiday", "pause")
    first, _, last = (middle(point)[0] for point in groups(root, "point"))

    # 16 September to 3 March is 168 days, 20 December to 4 January 15, 18 to 26 October 8.
    day = (last - first) / 168
    assert max(corners(christmas))[0] - min(corners(christmas))[0] == pytest.approx(
        15 * day, abs=0.01
    )
    assert max(corners(autumn))[0] - min(corners(autumn))[0] == pytest.approx(8 * day, abs=0.01)


def test_a_pause_differs_from_a_holiday_without_colour_and_both_are_named() -> None:
    root = drawn(banded(spans=SPANS))

    # The zigzag of the pause is drawn as a line of its own, on the axis and in the key.
    assert {"schoolvakantie", "pauze, Sam is ziek"} <= set(texts(root))
    assert "schoolvakantie" not in texts(drawn(banded()))


@pytest.mark.parametrize("width", WIDTHS)
def test_an_event_is_a_dot_on_its_day_with_its_word(width) -> None:
    root = drawn(banded(events=(*EVENTS, Event(date(2024, 1, 1), "lang geleden"))), width)
    first, second_, last = (middle(point)[0] for point in groups(root, "point"))

    dots = groups(root, "event")

    assert [(dot.get("data-on"), dot.get("data-word")) for dot in dots] == [
        ("2025-11-14", "verhuisd"),
        ("2026-01-30", "broertje geboren"),
    ]
    # 16 September to 14 November is 59 of 168 days.
    assert (middle(dots[0])[0] - first) / (last - first) == pytest.approx(59 / 168, abs=1e-3)
    assert middle(dots[0])[1] == pytest.approx(height_of(root, 0), abs=0.01)
    assert {"verhuisd", "14 nov"} <= set(texts(root))
    assert "lang geleden" not in texts(root)


def test_many_events_at_once_are_listed_with_their_dates() -> None:
    events = tuple(Event(date(2025, 11, day), f"gebeurtenis {day}") for day in range(1, 9))
    said = texts(drawn(banded(events=events), "narrow"))

    for event in events:
        assert {event.word, f"{event.on.day} nov: {event.word}"} & set(said)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_measurement_made_otherwise_has_a_dot_and_its_remark(width) -> None:
    root = drawn(ALL["what happened"], width)
    points = groups(root, "point")

    (dot,) = groups(root, "remark")

    assert [point.get("data-remark") for point in points] == ["op papier", None, None]
    assert middle(dot) == pytest.approx(middle(points[0]), abs=0.01)
    assert "op papier" in texts(root)


def test_what_happened_is_in_the_words_and_in_the_table() -> None:
    sample = ALL["what happened"]

    said, rows = description_of(sample), table_of(sample).rows

    assert "Intake, 16 september 2025: 3,2 (op papier)." in said
    assert "Herfstvakantie: 18 oktober 2025 tot en met 26 oktober 2025." in said
    assert "Verhuisd: 14 november 2025." in said
    assert "Zomervakantie" not in said
    assert rows[0] == ("intake, 16 sep 2025 (op papier)", "3,2")
    assert ("herfstvakantie, 18 okt 2025 tot en met 26 okt 2025", "vakantie") in rows
    assert ("pauze, Sam is ziek, 19 jan 2026 tot en met 8 feb 2026", "pauze") in rows
    assert rows[1][1] == "vakantie"
    assert rows[2] == ("verhuisd, 14 nov 2025", "gebeurtenis")


@pytest.mark.parametrize("width", WIDTHS)
def test_another_teacher_has_open_marks_and_no_line_from_the_first(width) -> None:
    root = drawn(TAUGHT, width)
    points = groups(root, "point")

    lines = [[x for x, _ in corners(line)] for line in groups(root, "line")]
    (change,) = groups(root, "handover")

    assert [point.get("data-rater") for point in points] == [None, None, "2", "2"]
    fills = [point[0].get("fill") for point in points]
    assert fills == ["#1a8574", "#1a8574", "#ffffff", "#ffffff"]
    assert [len(xs) for xs in lines] == [2, 2]
    assert max(lines[0]) < corners(change)[0][0] < min(lines[1])
    assert (change.get("data-on"), change.get("data-word")) == ("2026-01-05", "andere leerkracht")


@pytest.mark.parametrize("width", WIDTHS)
def test_each_teacher_has_a_band_round_the_own_first_score(width) -> None:
    root = drawn(TAUGHT, width)
    (change,) = groups(root, "handover")

    one, other = groups(root, "band")

    assert (one.get("data-low"), one.get("data-high")) == ("1.3", "5.7")
    assert (other.get("data-low"), other.get("data-high")) == ("3.4", "7.8")
    assert max(corners(one))[0] < corners(change)[0][0] < min(corners(other))[0]
    assert min(y for _, y in corners(other)) == pytest.approx(height_of(root, 7.8), abs=0.01)


def test_the_change_of_teacher_is_said_shortly_where_there_is_little_room() -> None:
    assert "andere leerkracht" in texts(drawn(TAUGHT, "wide"))
    assert "wissel" in texts(drawn(TAUGHT, "narrow"))


def test_the_change_of_teacher_stands_in_the_table_and_the_description() -> None:
    assert table_of(TAUGHT).rows == (
        ("intake, 16 sep 2025", "3,5"),
        ("vervolgmeting, 12 dec 2025", "4,4"),
        ("andere leerkracht, 5 jan 2026", "leerkracht 2"),
        ("vervolgmeting, 16 jan 2026 (in gesprek)", "5,6"),
        ("afsluiting, 3 mrt 2026", "6,1"),
        (f"{CHANCE}, leerkracht", "van 1,3 tot 5,7"),
        (f"{CHANCE}, leerkracht 2", "van 3,4 tot 7,8"),
    )
    assert "Andere leerkracht vanaf 5 januari 2026." in description_of(TAUGHT)


def test_a_band_never_reaches_the_next_rater() -> None:
    root = drawn(
        banded(
            moments=moments(3.5, 4.4),
            band=Band(1.3, 5.7, CHANCE),
            successors=(second(on=date(2025, 12, 13), word="andere ouder"),),
        )
    )
    (band,), (change,) = groups(root, "band"), groups(root, "handover")

    assert max(corners(band))[0] < corners(change)[0][0]


def test_a_successor_after_nothing_but_gaps_is_drawn() -> None:
    root = drawn(
        chart(
            moments=moments(None),
            successors=(second(moments=(Moment(date(2026, 2, 2), "nu", 1.0),)),),
        )
    )

    assert [point.get("data-rater") for point in groups(root, "point")] == ["2"]
    assert len(groups(root, "gap")) == 1
