"""Our lists are there in English as a draft that says the same the same way in each of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

from survey_app.definitions import Informant, Item, Questionnaire, Text, TextStatus, load, shipped

OWN = [each for each in shipped() if each.licence.holder == "Kansmeter"]
READ_BY_NATIVES = {"nl"}
MOST_WORDS = {"adult": 14, "child": 9}
"""As in Dutch, but for a child up to 7: with `does` and `the` English needs two words more."""
CORE = {
    "P1": "to take part",
    "R1": "paying attention to one thing",
    "W1": "After something upsetting",
    "L1": "worries",
    "O1": "when something upsetting happens",
}


def english(text: Text) -> str:
    return text.in_language("en")


def sentences(questionnaire: Questionnaire) -> Iterator[Text]:
    """Give all texts but the answers, whose sense hangs on the row they stand in."""
    yield from (questionnaire.title, questionnaire.question)
    yield from (text for text in (questionnaire.period,) if text is not None)
    for item in questionnaire.items:
        yield item.text
        yield from (text for text in (item.hint,) if text is not None)
        yield from ends(item)
    for scale in questionnaire.scales:
        yield from (scale.title, scale.direction, scale.question)


def ends(item: Item) -> Iterable[Text]:
    steps = item.steps or (item.goal.steps if item.goal else None)
    return (steps.low, steps.high) if steps else ()


def rows(questionnaire: Questionnaire) -> Iterator[tuple[Text, ...]]:
    return (tuple(option.text for option in item.options) for item in questionnaire.items)


def words(text: str) -> list[str]:
    return re.findall(r"[\w{}]+", text.lower())


@pytest.mark.parametrize("found", OWN, ids=lambda each: each.key)
def test_an_own_list_is_offered_only_where_natives_have_read_it(found: Questionnaire) -> None:
    assert found.languages == ("nl", "en")
    assert found.edition("en").status is TextStatus.OWN
    assert set(found.offered_languages) == READ_BY_NATIVES


def test_a_list_of_others_is_never_translated() -> None:
    assert {each.languages for each in shipped() if each not in OWN} == {("nl",)}


def test_the_same_dutch_is_the_same_english_in_every_list() -> None:
    said = defaultdict(set)
    for found in OWN:
        for text in sentences(found):
            said[text.in_language("nl")].add(english(text))
        for row in rows(found):
            said[tuple(each.in_language("nl") for each in row)].add(tuple(map(english, row)))

    assert len(said) > 280
    assert {dutch: each for dutch, each in said.items() if len(each) > 1} == {}


def test_no_two_answers_of_a_row_are_the_same_in_english() -> None:
    for found in OWN:
        for row in rows(found):
            assert len(set(map(english, row))) == len(row), row


@pytest.mark.parametrize("who", ["ouder", "leerkracht", "kind"])
def test_the_core_five_ask_parent_teacher_and_child_the_same_in_english(who: str) -> None:
    for key in (f"kansmeter-{who}", f"kansmeter-{who}-kern"):
        asked = {item.parallel: english(item.text) for item in load(key).items if item.parallel}

        assert {mark: core in asked[mark] for mark, core in CORE.items()} == dict.fromkeys(
            CORE, True
        )


def test_english_is_as_short_as_dutch_and_calls_nobody_he_or_she() -> None:
    for found in OWN:
        for item in found.items:
            said = words(english(item.text))
            reader = "child" if Informant.CHILD in item.informants else "adult"

            assert len(said) - said.count("{goal}") <= MOST_WORDS[reader], english(item.text)
            assert not {"he", "she", "him", "his", "her", "hers"} & set(said)
            if reader == "child":
                assert {"i", "me", "you", "your"} & set(said), english(item.text)
