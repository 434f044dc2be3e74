"""Length, signs, negation, double ideas and refused words, each at its word."""

from pathlib import Path

import pytest

from survey_app.definitions import Severity
from survey_app.definitions.wording import syllables
from tests.definitions.wording.own_list import F5, found_in, options, the_one_in

CHILD = {"informants": "[child]", "ages": "ages: [8, 12]"}
YOUNG = {"informants": "[child]", "ages": "ages: [6, 7]"}
QUALITY = options("nog niet", "een beetje", "best goed", "goed", "heel goed")
AMOUNT = options("een beetje", "veel", "heel veel")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "{kind} vertelt thuis over de dag."},
        {"text": "{kind} zegt 'stop' als een ander kind vervelend doet."},
        {"text": "{kind} vraagt onder het eten om ons verhaal."},
        {"text": "{kind} zit er in de klas ontspannen bij."},
        {"text": "Paste de hulp voor {kind} bij jullie thuis?", "options": QUALITY},
        {"text": "{kind} blijft met de aandacht bij één ding."},
        {"text": "Na een ruzie gaat {kind} 's middags weer verder."},
        {"text": "In de eerste les van de laatste dag leest {kind}."},
        {"text": "{kind} lacht vaak.", "options": AMOUNT},
        {"text": "{kind} speelt.", "hint": "Noem geen namen, geen plaats, geen ziekte."},
        {"text": "{kind} speelt.", "hint": "Dit is geen melding en verandert niets."},
        {"text": "{kind} speelt.", "hint": "Familie, buren of een club. Geld is ook goed."},
        {"text": "Ik vertel het iemand als er iets vervelends is.", **CHILD},
        {"text": "Ik praat met de kansencoach.", **CHILD},
        {"text": "Jij wilt samen spelen. Hoe gaat dat?", **YOUNG},
    ],
)
def test_a_plain_text_is_left_alone(tmp_path: Path, changes: dict[str, str]) -> None:
    assert found_in(tmp_path, **changes) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"text": "{kind} loopt na het eten met een broek aan door de tuin naar ons huis."},
            "15 words, where 14 is the most for an adult; write it shorter",
        ),
        (
            {"text": "Ik vertel het aan iemand als er iets vervelends is.", **CHILD},
            "10 words, where 9 is the most for a child; write it shorter",
        ),
        (
            {"text": "Jij wilt met iemand samen spelen. Hoe gaat dat?", **YOUNG},
            "9 words, where 7 is the most for a child up to 7; write it shorter",
        ),
    ],
)
def test_a_long_item_is_named_at_its_beginning(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    [fault] = found_in(tmp_path, **changes)

    assert (fault.line, fault.column) == (23, 11)
    assert fault.message == message
    assert fault.severity is Severity.FAULT


def test_a_long_answer_is_named(tmp_path: Path) -> None:
    long = "heel graag met alle kinderen uit de klas na de les op het grote plein"

    fault = the_one_in(tmp_path, options=options("thuis", long).replace('"heel', '¦"heel'))

    assert fault.message == "15 words, where 14 is the most for an adult; write it shorter"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("hint", "Kies wat past. ¦Denk aan een dag op school" + " en aan een dag thuis" * 3 + "."),
        ("question", "¦Hoe gaat het op een dag" + " of op een andere dag" * 3 + " thuis?"),
    ],
)
def test_a_long_sentence_around_the_items_is_named_where_it_begins(
    tmp_path: Path, part: str, text: str
) -> None:
    fault = the_one_in(tmp_path, **{part: text})

    assert "words in a sentence, where 18 is the most for an adult; split it" in fault.message


def test_sentences_around_the_items_that_are_long_on_average_are_named(tmp_path: Path) -> None:
    hint = "Denk bij het lezen aan een dag die je je nog goed voor kunt stellen."

    [fault] = found_in(tmp_path, hint=f"{hint} {hint} {hint} {hint} {hint} {hint}")

    assert fault.message == (
        "12.5 words a sentence around the items, where 12 is the most; split the longest hints"
    )


@pytest.mark.parametrize(
    ("part", "text", "sign"),
    [
        ("text", "{kind} lacht ¦(hard.", "'('"),
        ("text", "{kind} lacht¦; daarna speelt {kind}.", "';'"),
        ("text", "{kind} lacht¦/speelt.", "'/'"),
        ("hint", "Kies wat past ¦[thuis.", "'['"),
        ("title", "Vragenlijst voor vader¦/moeder", "'/'"),
    ],
)
def test_a_sign_is_named(tmp_path: Path, part: str, text: str, sign: str) -> None:
    fault = the_one_in(tmp_path, **{part: text})

    assert fault.message == f"the sign {sign}; write one plain sentence"


def test_a_slash_in_an_answer_is_named_but_for_the_one_of_the_blueprint(tmp_path: Path) -> None:
    given = F5.replace("niet gezien", "weet ik niet / past niet")

    assert found_in(tmp_path, options=given) == []
    fault = the_one_in(tmp_path, options=F5.replace(" soms}", ' "thuis ¦/ buiten"}'))
    assert fault.message == "the sign '/'; write one plain sentence"


def test_a_second_comma_in_an_item_is_named(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, text="{kind} lacht, rent¦, springt.")

    assert fault.message == "a second comma; ask one thing"


@pytest.mark.parametrize("word", ["niet", "geen", "zonder", "onrustig", "nooit"])
def test_a_negation_in_an_item_is_named(tmp_path: Path, word: str) -> None:
    fault = the_one_in(tmp_path, text=f"{{kind}} speelt ¦{word} buiten.", options=AMOUNT)

    assert fault.message == f"a negation ({word}); say what is there"


def test_a_negated_item_above_a_negated_answer_is_a_double_negation(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, text="{kind} is ¦niet bang.", options=options("nooit", "soms"))

    assert fault.message == (
        "a double negation: niet here, and the answer 'nooit'; say what is there"
    )


def test_a_missing_answer_turns_no_item_round(tmp_path: Path) -> None:
    given = AMOUNT + "    - {key: weet, missing: does_not_know, text: {nl: weet ik niet}}\n"

    fault = the_one_in(tmp_path, text="{kind} is ¦niet bang.", options=given)

    assert fault.message == "a negation (niet); say what is there"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("text", "{kind} is niet ¦onaardig."),
        ("hint", "Kies dit niet als er ¦geen club is."),
    ],
)
def test_two_negations_in_one_clause_are_named_at_the_second(
    tmp_path: Path, part: str, text: str
) -> None:
    fault = the_one_in(tmp_path, **{part: text})

    assert fault.message.startswith("a double negation (niet … ")


def test_a_negated_answer_that_the_blueprint_does_not_give_is_named(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, options=options("¦niet thuis", "thuis"))

    assert fault.message == (
        "a negation (niet) in an answer that the blueprint does not give; say what is there"
    )


@pytest.mark.parametrize("word", ["en", "of", "maar", "omdat", "zodat", "terwijl"])
def test_a_double_idea_in_an_item_is_named(tmp_path: Path, word: str) -> None:
    fault = the_one_in(tmp_path, text=f"{{kind}} lacht ¦{word} {{kind}} speelt.")

    assert fault.message == f"a double idea ({word}); ask one thing"


def test_a_word_of_frequency_above_answers_of_frequency_is_named(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, text="{kind} lacht ¦vaak.")

    assert fault.message == (
        "a word of frequency (vaak) above answers of frequency; leave it to the answers"
    )


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("text", "{kind} heeft een ¦probleem.", "the word 'probleem'; it judges or leads"),
        ("hint", "Dit is geen ¦test.", "the word 'test'; it judges or leads"),
        ("title", "Je ¦score", "the word 'score'; it judges or leads"),
        ("text", "{kind} praat thuis over ¦geld.", "the word 'geld'; that is not asked"),
        ("text", "{kind} is thuis ¦happy.", "the loanword 'happy'; write it in Dutch"),
        ("text", "{kind} is de ¦sterkste.", "the superlative 'sterkste'; name what is seen"),
        ("text", "Wat doet {kind} ¦het liefst?", "the superlative 'het liefst'; name"),
        ("text", "{kind} zit lekker ¦in je vel.", "the expression 'in je vel'; say what"),
    ],
)
def test_a_refused_word_is_named(tmp_path: Path, part: str, text: str, message: str) -> None:
    fault = the_one_in(tmp_path, **{part: text})

    assert fault.message.startswith(message)
    assert fault.severity is Severity.FAULT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "{kind} vertelt het een ¦volwassene."}, "'volwassene' has 4 syllables, where 3"),
        ({"text": "Jij let op het ¦verhaaltje.", **YOUNG}, "'verhaaltje' has 3 syllables, where 2"),
        ({"hint": "Denk aan ¦verantwoordelijkheid."}, "has 6 syllables, where 4"),
        (
            {"options": options("¦verandering", "thuis"), "text": "Ik kies dit.", **CHILD},
            "'verandering' has 4 syllables, where 3",
        ),
    ],
)
def test_a_long_word_is_named(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    assert message in the_one_in(tmp_path, **changes).message


@pytest.mark.parametrize(
    ("word", "count"),
    [("dag", 1), ("thuis", 1), ("aandacht", 2), ("vervelends", 3), ("volwassene", 4)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count
