"""Words that do not exist are faults with the likeliest word beside them; rare words are told."""

from pathlib import Path

import pytest

from survey_app.definitions import Severity
from survey_app.definitions.wording.passages import Audience, Passage, Role
from survey_app.definitions.wording.spelling import of_passage
from tests.definitions.wording.own_list import the_one_in

# Slips of the ear and of the finger as they are made in Dutch, collected for this test.
MISSPELT = """
luisterd gebeurdt intresse vervelent altijt onmiddelijk interesant vriendinen kinderren aandagt
zellf moeilijck gesprekk vetrouwen leerkragt oudders vandaach egenlijk eigelijk enigsinds sowiezo
paralel kado buro accomodatie apparaatuur barbeque comissie definatief discusie enthousiatst
faillisement gefrusteerd grammatika herhinnering ingewikeld jallouzie kwalitijd langsaam manouvre
nochthans noodzakkelijk ongeveeer opnemt overlech pesteneij plesier proffesioneel rustich
schooldach tevreeden toestemmeng uittleggen verdrietich verwachtting verwijsing vraagd
voortduurend vriendelik zelfsstandig zoiezo zorgenn contackt begelijding jeugdhullp thuus klass
""".split()


def remarks(text: str, audience: Audience = Audience.ADULT) -> list[tuple[str, bool]]:
    passage = Passage(("title", "nl"), text, Role.STEM, audience)
    return [(remark.what, remark.is_certain) for remark in of_passage(passage)]


@pytest.mark.parametrize("word", MISSPELT)
def test_a_misspelt_word_is_found(word: str) -> None:
    [(what, is_certain)] = remarks(word)

    assert what == f"{word!r} is not in pyspellchecker's Dutch list (OpenTaal)"
    assert is_certain


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("{kind} ¦luisterd graag.", "luistert"),
        ("{kind} laat dit ¦gebeurdt.", "gebeurt"),
        ("{kind} heeft ¦intresse in school.", "interesse"),
        ("{kind} leest ¦rustich een boek.", "rustig"),
        ("{kind} zoekt de ¦leerkragt.", "leerkracht"),
        ("{kind} vraagt ¦vandaach om hulp.", "vandaag"),
        ("{kind} speelt graag met ¦vriendinen.", "vriendinnen"),
    ],
)
def test_the_likeliest_word_is_offered(tmp_path: Path, text: str, near: str) -> None:
    fault = the_one_in(tmp_path, text=text)

    assert fault.message.endswith(f"(OpenTaal); did you mean {near!r}?")
    assert fault.severity is Severity.FAULT


def test_a_word_like_no_other_is_only_to_be_checked(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, text="{kind} wil ¦xqzwv.")

    assert fault.message.endswith("; check it")


@pytest.mark.parametrize("part", ["title", "question", "hint"])
def test_every_text_is_checked_for_spelling(tmp_path: Path, part: str) -> None:
    fault = the_one_in(tmp_path, **{part: "Denk aan ¦vandaach"})

    assert "'vandaach' is not in" in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "Eén kind, één ding, wél vóór de les.",
        "Ideeën van de coördinator in het café.",
        "Om 12 uur 's middags in de auto's van mama.",
        "Praat met de IB of met Sam in Assen.",
        "Contact school-ouders met de kansencoach.",
        "Vrienden zeggen 'stop' of 'ja, graag'.",
        "{kind} praat met {informant}.",
    ],
)
def test_words_that_exist_names_and_abbreviations_are_left_alone(text: str) -> None:
    assert [what for what, is_certain in remarks(text) if is_certain] == []


@pytest.mark.parametrize("text", ["hij word boos", "het is gebeurd", "dat gebeurd vaak"])
def test_a_word_that_exists_and_is_wrong_here_is_left_to_people(text: str) -> None:
    assert remarks(text) == []


def test_a_rare_word_is_a_warning_that_names_its_list(tmp_path: Path) -> None:
    found = the_one_in(tmp_path, text="{kind} kan zich bij ons ¦ontplooien.")

    assert found.severity is Severity.WARNING
    assert found.message == (
        "'ontplooien' is rare: under 1 in a million words (OpenSubtitles, as pyspellchecker "
        "counted); a common word is easier"
    )


def test_a_child_is_spared_words_that_an_adult_is_not() -> None:
    assert remarks("piekeren") == []
    assert [is_certain for _, is_certain in remarks("piekeren", Audience.CHILD)] == [False]


@pytest.mark.parametrize("word", ["aandacht", "ideeën", "huisje", "kansencoach"])
def test_a_word_without_a_count_is_not_called_rare(word: str) -> None:
    assert remarks(word) == []
