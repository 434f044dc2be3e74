"""A picture that leaves the page takes its question and its caveats along."""

import pytest

from survey_app.charts import Caption, figure_of, pictures, png_of, svg_of
from survey_app.charts.captions import captioned
from survey_app.charts.kinds import picture_of
from survey_app.charts.shapes import Words
from tests.charts.reading import WIDTHS
from tests.charts.samples import PANELS, SESSIONS, banded

CAPTION = Caption(
    above=("Volgens de ouder.", "Hoger is meer rust."),
    said="Van 3,2 naar 6,4.",
    below=(
        "Eigen vragenlijst, niet genormeerd. Bewijs: trap 0 van 5.",
        "We weten nog niet hoeveel een antwoord vanzelf schommelt.",
        "Vragenlijst voor ouders.",
    ),
)
SAMPLES = [banded(), SESSIONS["session with goals"], PANELS["panels per scale"]]


def words_of(picture):
    return [shape for shape in picture.shapes if isinstance(shape, Words)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_question_direction_badge_and_what_is_unknown_stand_in_the_picture(sample, width):
    alone = picture_of(sample, width)

    kept = captioned(alone, sample.question, CAPTION)

    said = " ".join(words.text for words in words_of(kept))
    for text in (sample.question, *CAPTION.above, CAPTION.said, *CAPTION.below):
        assert text in said
    assert kept.width == alone.width
    assert all(words.box.right <= kept.width for words in words_of(kept))
    assert all(0 <= words.box.top and words.box.bottom <= kept.height for words in words_of(kept))


def test_nothing_of_a_caption_lies_over_the_chart():
    alone = picture_of(banded(), "wide")
    kept = captioned(alone, banded().question, CAPTION)
    top = kept.plot_top - alone.plot_top

    outside = [words for words in words_of(kept) if words.text not in str(alone.shapes)]

    assert outside
    for words in outside:
        assert words.box.bottom <= top or words.box.top >= top + alone.height


def test_the_same_chart_and_caption_give_the_same_bytes_and_another_caption_others():
    kept = png_of(banded(), "wide", CAPTION)

    assert kept.startswith(b"\x89PNG")
    assert int.from_bytes(kept[16:20], "big") == 1280
    assert kept != png_of(banded(), "wide")
    assert kept != png_of(banded(), "wide", Caption(CAPTION.above, CAPTION.said, ()))


def test_an_equal_picture_to_keep_is_not_drawn_again(monkeypatch):
    sample = banded(question="Is dit al bewaard?")
    first = png_of(sample, "wide", CAPTION)
    monkeypatch.setattr("survey_app.charts.pictures.drawn_figure", None)

    assert png_of(banded(question="Is dit al bewaard?"), "wide", CAPTION) is first


def test_bytes_that_are_made_anew_are_the_same():
    first = png_of(banded(), "narrow", CAPTION)
    pictures._kept_png.cache_clear()

    assert png_of(banded(), "narrow", CAPTION) == first


def test_the_chart_on_the_page_stays_without_a_caption():
    before = svg_of(banded(), "wide")
    png_of(banded(), "wide", CAPTION)

    assert svg_of(banded(), "wide") == before
    assert figure_of(banded(), "wide").get_figheight() * 72 == picture_of(banded(), "wide").height
