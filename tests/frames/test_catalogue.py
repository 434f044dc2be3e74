"""The texts round the questions: complete in every language, with their places, in plain Dutch."""

import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from survey_app.commands.questionnaires import questionnaires
from survey_app.definitions import Severity, TextStatus
from survey_app.frames import LANGUAGES, counted, day, fill, long_date, month, words_in
from survey_app.frames.catalogue import FOLDER
from survey_app.frames.checking import check_frames


def faults(folder):
    return [each for each in check_frames(folder) if each.severity is Severity.FAULT]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "texts")


def change(folder, language, old, new):
    path = folder / f"{language}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_language_is_complete_and_the_dutch_is_plain():
    assert faults(FOLDER) == []
    assert LANGUAGES == ("nl", "en", "ar", "tr", "pl", "uk", "ti")


def test_only_what_natives_have_read_is_called_reviewed():
    assert [each for each in LANGUAGES if words_in(each).status is TextStatus.REVIEWED] == ["nl"]


def test_a_language_is_not_that_of_another():
    back = {words_in(each).acts.back for each in LANGUAGES}
    greetings = {words_in(each).helped.parent.greeting for each in LANGUAGES}

    assert len(back) == len(greetings) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "old", "new", "said"),
    [
        ("en", 'back = "Back"\n', "", "acts.back: field required"),
        ("tr", "[acts]", '[acts]\nextra = "x"', "acts.extra: extra inputs"),
        ("pl", "{total}", "{n}", "progress.question_of: its places must be: n, total"),
        ("pl", "few = ", "two = ", "give few, many, one, other"),
        ("ti", 'name = "', "name = ", "cannot be read"),
        ("nl", 'stopped = "Gestopt"', 'stopped = "Geïmplementeerd"', "titles.stopped"),
        (
            "nl",
            "Dat mag. Het verandert",
            "Dat mag en dat kan altijd en overal en voor wie dat wil en die dat ook nog echt en "
            "zelf heel graag wil. Het verandert",
            "words in a sentence",
        ),
    ],
    ids=["lost", "extra", "place", "plural", "broken", "hard word", "long sentence"],
)
def test_a_fault_is_named_with_its_file(folder, language, old, new, said):
    change(folder, language, old, new)

    found = faults(folder)

    assert any(said in str(each) and f"{language}.toml" in each.path for each in found), found


def test_a_name_is_never_read_as_a_place():
    assert fill("{kind} en {coach}", kind="{coach}", coach="Marit") == "{coach} en Marit"
    with pytest.raises(KeyError):
        fill("{kind}", coach="Marit")


def test_a_latin_name_keeps_its_own_direction_in_a_text_from_right_to_left():
    said = fill(words_in("ar").help.call, coach="Marit (coach)")

    assert "\u2068Marit (coach)\u2069" in said
    assert "\u2068" not in fill(words_in("en").help.call, coach="Marit")


@pytest.mark.parametrize(
    ("language", "two", "five"),
    [
        ("nl", "2 minuten", "5 minuten"),
        ("pl", "2 minuty", "5 minut"),
        ("en", "2 minutes", "5 minutes"),
    ],
)
def test_a_count_takes_the_plural_of_its_language(language, two, five):
    words = words_in(language)

    assert counted(words, words.start.minutes, 2) == two
    assert counted(words, words.start.minutes, 5) == five


def test_days_are_written_as_in_the_language():
    on = date(2026, 3, 3)

    assert day(words_in("nl"), on) == "dinsdag 3 maart"
    assert long_date(words_in("nl"), on) == "3 maart 2026"
    assert long_date(words_in("en"), on) == "3 March 2026"
    assert month(words_in("pl"), on) == "marzec"
    assert "3" in day(words_in("ar"), on)  # the digits that are used in the Netherlands


def test_there_is_no_other_language():
    with pytest.raises(ValueError, match="fr"):
        words_in("fr")


def test_the_operator_reads_which_languages_are_drafts():
    listed = CliRunner().invoke(questionnaires, ["list"]).output

    assert "reviewed in nl; drafts that no native has read: en, ar, tr, pl, uk, ti." in listed
