"""How it is going now, on the sheet: of everybody who said so, with what the ends mean."""

import pytest

from survey_app.definitions import load, shipped_folder
from survey_app.frames import LANGUAGES, words_in
from survey_app.papers.kinds import Kind
from survey_app.papers.press import Print, press
from survey_app.papers.rendering import body_of, print_of
from survey_app.papers.talk_sheet import Said, talk_sheet
from tests.factories.lists import changed
from tests.papers.answers import said
from tests.papers.reading_pdf import Tagged

pytestmark = pytest.mark.one_database

PEOPLE = [("child", "child", 1), ("parent", "parent", 1), ("teacher", "teacher", 1)]
LIST = "kansmeter-stapje"
FILE = shipped_folder() / f"{LIST}.yaml"
ALL = (
    said("child", LIST, a_kind="3"),
    said("parent", LIST, a_ouder="6"),
    said("teacher", LIST, a_leerkracht="5"),
)


def sheet(*shown, language="nl", agreed="", read=load):
    return talk_sheet(
        words_in(language),
        child="Sam",
        school="Het Zandpad",
        on=None,
        agreed=agreed,
        goals=(),
        people=PEOPLE,
        shown=shown,
        read=read,
    )


def test_everybody_who_released_a_step_stands_there():
    (same,) = sheet(*ALL).steps

    assert [(row.who.name, row.said) for row in same.rows] == [
        ("Sam", "nu stap 3"),
        ("ouder", "nu stap 6"),
        ("leerkracht", "nu stap 5"),
    ]


def test_they_stand_under_their_own_question_with_the_ends_in_the_words_of_the_list():
    html = body_of(Kind.TALK, sheet(*ALL))
    ends = load(LIST).item("a_kind").steps

    _, _, asked = html.partition("<h2>Hoe gaat het nu?</h2>")
    low, high = (end.in_language("nl") for end in (ends.low, ends.high))
    assert asked.startswith(f'<p class="quietly">0 = <bdi>{low}</bdi> · 10 = <bdi>{high}</bdi>')
    assert "Doelen en stapjes" not in html


def test_what_was_asked_otherwise_is_no_answer_to_it_and_its_giver_is_named():
    shown = sheet(said("child", LIST, d="9"), said("teacher", LIST, e="9"), ALL[1])

    assert [row.who.name for same in shown.steps for row in same.rows] == ["ouder"]
    assert shown.hidden == "Van deze mensen staat hier niets: Sam, leerkracht."


def test_the_young_stand_apart_on_stairs_of_their_own():
    young, others = sheet(said("child", "kansmeter-stapje-jong", a_kind="3"), *ALL[1:]).steps

    assert (young.highest, others.highest) == (4, 10)
    assert young.low != others.low
    assert (len(young.rows), len(others.rows)) == (1, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_the_ends_are_said_in_it_and_it_is_one_page(language):
    shown = sheet(
        said("child", "kansmeter-stapje-jong", a_kind="3"),
        *ALL[1:],
        language=language,
        agreed="\n".join(["samen lezen, elke dag na het eten"] * 6),
    )

    ends = [end for same in shown.steps for end in (same.low, same.high)]
    assert [end.language for end in ends] == [None] * 4
    if language != "nl":
        assert not {end.text for end in ends} & {
            end.text for same in sheet(*ALL).steps for end in (same.low, same.high)
        }
    printed = print_of(Kind.TALK, shown, "Blad")
    pdf = Tagged(press(Print(printed.pages[1:], printed.fits)))
    assert len(pdf.reader.pages) == 1


def test_ends_that_the_sheet_does_not_know_stay_in_the_words_of_the_list(tmp_path):
    own = load(changed(FILE, tmp_path, ("nl: zo moeilijk als het maar kan, en", "nl: regen, en")))

    ((same,),) = (sheet(ALL[0], language="tr", read=lambda _: own).steps,)

    assert (same.low, same.high.language) == (Said("regen", "nl"), None)
