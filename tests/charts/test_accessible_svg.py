"""The SVG: what is drawn is what was given, and any reader and any strict page can use it."""

import gzip
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from survey_app.charts import Band, Moment, description_of, png_of, svg_of, table_of
from tests.charts.group_samples import EVERY
from tests.charts.reading import NS, WIDTHS, corners, drawn, groups, height_of, middle, texts
from tests.charts.samples import CHANCE, PANELS, banded, chart, moments

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("width", WIDTHS)
def test_dates_words_and_scores_can_be_read_back(width) -> None:
    root = drawn(banded(), width)

    read = [
        Moment(
            date.fromisoformat(point.get("data-on")),
            point.get("data-word"),
            float(point.get("data-value")),
        )
        for point in groups(root, "point")
    ]

    assert tuple(read) == banded().moments


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("informant", ["child", "parent", "teacher", "coach"])
@pytest.mark.parametrize("number", [1, 2])
def test_every_mark_stands_at_the_height_of_its_score(width, informant, number) -> None:
    root = drawn(banded(informant=informant, number=number), width)

    for point in groups(root, "point"):
        assert middle(point)[1] == pytest.approx(
            height_of(root, float(point.get("data-value"))), abs=0.01
        )


@pytest.mark.parametrize("width", WIDTHS)
def test_time_is_true_to_the_dates(width) -> None:
    root = drawn(banded(), width)

    first, second, third = (middle(point)[0] for point in groups(root, "point"))

    # 16 September to 12 December is 87 days, to 3 March 168 days.
    assert (second - first) / (third - first) == pytest.approx(87 / 168, abs=1e-4)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_band_has_its_edges_and_reaches_from_the_first_to_past_the_last_point(width) -> None:
    root = drawn(banded(), width)
    (band,) = groups(root, "band")

    heights = [y for _, y in corners(band)]
    places = [x for x, _ in corners(band)]
    points = [middle(point)[0] for point in groups(root, "point")]

    assert (band.get("data-low"), band.get("data-high")) == ("0.6", "5.8")
    assert max(heights) == pytest.approx(height_of(root, 0.6), abs=0.01)
    assert min(heights) == pytest.approx(height_of(root, 5.8), abs=0.01)
    assert min(places) == pytest.approx(points[0], abs=0.01)
    assert points[-1] < max(places) < points[-1] + 15


def test_a_band_beyond_the_scale_stops_there_without_an_edge() -> None:
    root = drawn(banded(band=Band(-1.5, 7.9, CHANCE)))
    (band,) = groups(root, "band")

    assert band.get("data-low") == "-1.5"
    assert max(y for _, y in corners(band)) == pytest.approx(height_of(root, 0), abs=0.01)
    assert (len(groups(root, "band-low")), len(groups(root, "band-high"))) == (0, 1)


def test_the_axis_is_not_turned_when_lower_is_better() -> None:
    root = drawn(chart(direction="Lager is beter.", moments=moments(4, 2, 1)))

    assert height_of(root, 4) < height_of(root, 0)
    heights = [middle(point)[1] for point in groups(root, "point")]
    assert heights == sorted(heights)


def test_a_new_list_shows_words_and_dates_but_no_line_band_or_number() -> None:
    root = drawn(chart())

    assert (groups(root, "line"), groups(root, "band")) == ([], [])
    assert len(groups(root, "point")) == 3
    assert [text for text in texts(root) if re.search(r"\d,\d", text)] == []
    assert {"bijna nooit", "vaak", "intake", "16 sep"} <= set(texts(root))


def test_a_joined_series_has_its_line_and_its_values() -> None:
    root = drawn(banded())

    (line,) = groups(root, "line")
    for corner, point in zip(corners(line), groups(root, "point"), strict=True):
        assert corner == pytest.approx(middle(point), abs=0.01)
    assert {"3,2", "4,6", "6,4"} <= set(texts(root))


def test_a_gap_is_a_cross_with_words_and_no_line_runs_over_it() -> None:
    days = [date(2025, month, 1) for month in (8, 9, 10, 11, 12)]
    values = (3, 4, None, 5, 6)
    series = tuple(Moment(day, "gesprek", v) for day, v in zip(days, values, strict=True))
    root = drawn(banded(moments=series))

    (gap,) = groups(root, "gap")
    lines = [[x for x, _ in corners(line)] for line in groups(root, "line")]

    assert (gap.get("data-on"), gap.get("data-value")) == ("2025-10-01", None)
    assert middle(gap)[1] == pytest.approx(height_of(root, 0), abs=0.01)
    assert "niet ingevuld" in texts(root)
    assert [len(xs) for xs in lines] == [2, 2]
    assert max(lines[0]) < middle(gap)[0] < min(lines[1])


def test_the_notice_is_printed_inside_the_picture() -> None:
    assert "voorbeeld, verzonnen referentie" in texts(drawn(banded()))
    assert groups(drawn(banded(notice=None)), "notice") == []


@pytest.mark.parametrize(
    ("informant", "colour", "word"),
    [
        ("child", "#c8720c", "kind"),
        ("parent", "#1d4f91", "ouder"),
        ("teacher", "#1a8574", "leerkracht"),
        ("coach", "#2f2a35", "coach"),
    ],
)
def test_each_informant_has_a_colour_and_is_named_and_a_second_one_is_open(
    informant, colour, word
) -> None:
    first = drawn(chart(informant=informant))
    second = drawn(chart(informant=informant, number=2))

    assert groups(first, "point")[0][0].get("fill") == colour
    assert groups(second, "point")[0][0].get("fill") == "#ffffff"
    assert groups(second, "point")[0][0].get("stroke") == colour
    assert word in texts(first)
    assert f"{word} 2" in texts(second)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_screen_reader_hears_the_question_and_then_every_point(width) -> None:
    root = drawn(banded(), width)
    title, description = root[0], root[1]

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.tag, title.text) == (f"{NS}title", banded().question)
    assert (description.tag, description.text) == (f"{NS}desc", description_of(banded()))


@pytest.mark.parametrize("name", [name for name in EVERY if "hostile" not in name])
def test_every_kind_says_in_the_svg_what_it_says_in_words(name) -> None:
    root = drawn(EVERY[name])

    assert (root[0].text, root[1].text) == (EVERY[name].question, description_of(EVERY[name]))
    said = getattr(EVERY[name], "said", EVERY[name].conclusion)
    assert said in root[1].text
    rows = table_of(EVERY[name]).rows
    assert {len(row) for row in rows} == {len(table_of(EVERY[name]).columns)}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_a_strict_page_can_show_it(name, width) -> None:
    svg = svg_of(EVERY[name], width)

    for unwanted in ("style=", "<style", "<script", " on", "rdf", "xlink", "url(", "<!", "<?"):
        # " on" finds event handlers; words and data attributes are taken out first.
        bare = re.sub(r'>[^<]*<|"[^"]*"', "><", svg)
        assert unwanted not in bare
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "circle",
        "text",
    }
    assert {"width", "height"}.isdisjoint(root.attrib)
    sizes = {"wide": 640, "panel": 340, "narrow": 294}
    if name in PANELS and width == "wide":
        sizes = {"wide": 704}
    assert root.get("viewBox").startswith(f"0 0 {sizes[width]}")
    assert root.get("font-family").startswith("system-ui")


def test_ids_do_not_repeat_when_charts_share_a_page() -> None:
    page = "".join(svg_of(sample, width) for sample in EVERY.values() for width in WIDTHS)
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == 2 * len(WIDTHS) * len(EVERY)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_a_chart_is_small_on_the_line(name, width) -> None:
    assert len(gzip.compress(svg_of(EVERY[name], width).encode())) < 5_000


def test_an_equal_chart_is_not_drawn_again(monkeypatch) -> None:
    first = svg_of(banded(question="Is dit al getekend?"), "wide")
    monkeypatch.setattr("survey_app.charts.pictures.accessible_svg", None)

    assert svg_of(banded(question="Is dit al getekend?"), "wide") is first


def test_threads_and_repeats_give_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        pictures = set(pool.map(lambda _: svg_of(banded(), "wide"), range(8)))

    assert pictures == {svg_of(banded(), "wide")}


def test_another_process_gives_the_same_bytes() -> None:
    command = (
        "import sys; from tests.charts.samples import banded;"
        "from survey_app.charts import svg_of;"
        "sys.stdout.buffer.write(svg_of(banded(), 'narrow').encode())"
    )
    there = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, check=True, cwd=TOP
    )

    assert there.stdout.decode() == svg_of(banded(), "narrow")


@pytest.mark.parametrize("name", ["سمر", "ሰላም", "小明", "नमस्ते", "Zoë 🙂"])
def test_a_name_in_any_script_is_drawn_as_it_is_written(name) -> None:
    sample = banded(question=name, moments=(Moment(date(2025, 9, 1), name, 1),))

    assert name in texts(drawn(sample))
    assert png_of(sample, "narrow").startswith(b"\x89PNG")


def test_hostile_words_come_out_as_words() -> None:
    hostile = '<script>alert("$x$")</script>\x00\x0b'
    root = drawn(
        banded(question=hostile, notice=hostile, moments=(Moment(date(2025, 9, 1), hostile, 1),))
    )

    cleaned = '<script>alert("$x$")</script>'
    assert root[0].text == cleaned
    assert list(root.iter(f"{NS}script")) == []
    assert cleaned in texts(root)
    assert groups(root, "point")[0].get("data-word") == cleaned
