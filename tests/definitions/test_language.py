"""What a questionnaire file can say beyond choices: kinds of items, routing, languages, rules."""

import hashlib
from pathlib import Path

import pytest

from survey_app.definitions import (
    Fault,
    Informant,
    ItemKind,
    Method,
    Questionnaire,
    TextStatus,
    evidence_of_form,
    from_document,
    load,
)
from tests.definitions.files import faults_of, write

MARK = "‸"
RICH = """\
key: rijk
version: "1.1"
scoring_version: "2"
informants: [coach, parent]
minutes: 3
licence: {id: CC0-1.0, ship_text: true, holder: niemand}
layout: together
languages:
  - {language: nl, status: reviewed, evidence: {stage: 0}}
  - {language: ar, status: own, evidence: {stage: 0}}
title: {nl: Rijk, ar: غني}
question: {nl: Hoe gaat het?, ar: كيف الحال؟}
follows:
  - {version: "1.0", scoring_version: "1", change: scoring, items: [diep], comparable: [som]}
  - {version: "0.9", scoring_version: "1", change: wording, items: [lang], options: true}
options:
  drie:
    - {key: nee, value: 0, text: {nl: nee, ar: لا}}
    - {key: wat, value: 1, text: {nl: wat, ar: قليلا}}
    - {key: ja, value: 2, text: {nl: ja, ar: نعم}}
    - {key: weg, missing: does_not_know, text: {nl: weet ik niet, ar: لا أعرف}}
  gezicht:
    - {key: rot, value: 0, face: sad, text: {nl: niet zo goed, ar: ليس جيدا}}
    - {key: fijn, value: 1, face: glad, text: {nl: goed, ar: جيد}}
pages:
  - key: een
    items:
      - {key: keuze, options: drie, text: {nl: Kies., ar: اختر}}
      - {key: meer, options: drie, choose: {most: 2}, text: {nl: Kies er 2., ar: اختر}}
  - key: twee
    items:
      - {key: diep, options: drie, text: {nl: Dieper., ar: أعمق},
         show_when: [{item: keuze, options: [wat, ja]}, {item: meer, options: [ja]}]}
      - {key: zacht, options: drie, text: {nl: Zacht., ar: ناعم},
         show_when: [{item: keuze, options: [wat, ja]}]}
      - {key: gezichten, options: gezicht, text: {nl: Hoe?, ar: كيف؟}}
      - {key: uren, number: {least: 0, most: 40, decimals: 1, unit: {nl: uur, ar: ساعة}},
         text: {nl: Hoeveel uur?, ar: كم ساعة؟}}
      - {key: kort, max_length: 40, lines: 1, text: {nl: Kort., ar: قصير}}
      - {key: lang, max_length: 200, text: {nl: Lang., ar: طويل}}
      - {key: vijf, text: {nl: Trap., ar: درج},
         steps: {highest: 4, low: {nl: l, ar: ل}, high: {nl: h, ar: ع}}}
      - {key: doel, text: {nl: "Hoe gaat {goal}?", ar: "{goal}؟"},
         goal: {number: 1, steps: {low: {nl: l, ar: ل}, high: {nl: h, ar: ع}}}}
      - {key: gas, text: {nl: "Waar staat {goal}?", ar: "{goal}؟"}, goal: {number: 1}}
  - key: drie
    items:
      - {key: dieper, options: drie, text: {nl: Nog dieper., ar: أعمق},
         show_when: [{item: diep, options: [ja]}]}
      - {key: zachter, options: drie, text: {nl: Nog zachter., ar: أنعم},
         show_when: [{item: zacht, options: [ja]}]}
scales:
  - key: som
    title: {nl: Som, ar: مجموع}
    direction: {nl: Hoger is meer., ar: أكثر}
    question: {nl: Hoeveel?, ar: كم؟}
    items: [keuze, zacht, zachter]
    weights: {keuze: 2}
    hidden: 0
    method: sum
    min_answered: 3
    higher_is_better: false
    bands:
      - {id: verzonnen, source: niemand, informant: parent, ranges: [[0, 3], [4, 8]]}
  - key: tel
    title: {nl: Tel, ar: عدد}
    direction: {nl: Hoger is meer., ar: أكثر}
    question: {nl: Hoeveel?, ar: كم؟}
    items: [keuze]
    method: count
    counted: [ja]
    min_answered: 1
    higher_is_better: false
  - key: samen
    title: {nl: Samen, ar: معا}
    direction: {nl: Hoger is meer., ar: أكثر}
    question: {nl: Hoeveel?, ar: كم؟}
    scales: [som, tel]
    method: max
    min_answered: 2
    higher_is_better: false
    norms:
      - {id: n1, source: niemand, informant: parent, ages: [4, 8], mean: 3, sd: 1}
      - {id: n2, source: niemand, informant: parent, ages: [4, 8], sex: girl, mean: 3, sd: 1}
"""


@pytest.fixture
def rich(tmp_path: Path) -> Questionnaire:
    return load(write(tmp_path, RICH))


def test_each_way_of_answering_has_its_kind(rich: Questionnaire) -> None:
    assert {item.key: item.kind for item in rich.items} == {
        "keuze": ItemKind.CHOICE,
        "meer": ItemKind.MULTIPLE,
        "diep": ItemKind.CHOICE,
        "zacht": ItemKind.CHOICE,
        "gezichten": ItemKind.FACES,
        "uren": ItemKind.NUMBER,
        "kort": ItemKind.SHORT_TEXT,
        "lang": ItemKind.LONG_TEXT,
        "vijf": ItemKind.STEPS,
        "doel": ItemKind.GOAL,
        "gas": ItemKind.GOAL,
        "dieper": ItemKind.CHOICE,
        "zachter": ItemKind.CHOICE,
    }
    assert [option.key for option in rich.item("vijf").options] == ["0", "1", "2", "3", "4"]
    assert len(rich.item("doel").options) == 11
    assert rich.item("gas").values == (-2, -1, 0, 1, 2)


def test_the_range_of_a_score_knows_weights_hidden_items_counts_and_totals(
    rich: Questionnaire,
) -> None:
    assert [(each.key, each.lowest, each.highest) for each in rich.scales] == [
        ("som", 0, 8),
        ("tel", 0, 1),
        ("samen", 0, 8),
    ]


def test_only_a_reviewed_language_is_offered_and_each_has_its_direction(
    rich: Questionnaire,
) -> None:
    assert rich.languages == ("nl", "ar")
    assert rich.offered_languages == ("nl",)
    assert [each.direction for each in rich.editions] == ["ltr", "rtl"]
    assert rich.edition("ar").status is TextStatus.OWN


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, []),
        ({"keuze": "ja"}, []),
        ({"keuze": "ja", "meer": "nee ja"}, ["diep"]),
        ({"keuze": "nee", "meer": "ja", "diep": "ja"}, []),
        ({"keuze": "wat", "meer": "ja", "diep": "ja"}, ["diep", "dieper"]),
    ],
)
def test_an_item_is_shown_when_all_its_conditions_hold_for_what_was_shown(
    rich: Questionnaire, answers: dict[str, str], shown: list[str]
) -> None:
    pages = rich.pages_for(Informant.PARENT, answers)

    keys = [item.key for page in pages for item in page.items]
    assert [key for key in ("diep", "dieper") if key in keys] == shown


def test_a_document_reads_back_as_the_same_questionnaire(rich: Questionnaire) -> None:
    again = from_document(rich.document())

    assert again == rich
    assert again.fingerprint == rich.fingerprint
    assert again.document() == rich.document()


def test_a_document_of_the_first_version_keeps_its_fingerprint_and_its_meaning() -> None:
    """The document is as the first version stored it, fewer items and texts apart."""
    document = (
        '{"evidence":{"stage":0},"fictitious":false,"informants":["parent"],"items":['
        '{"informants":["parent"],"key":"a","options":[{"key":"nee","text":{"nl":"nee"},"value":0},'
        '{"key":"ja","text":{"nl":"ja"},"value":1}],"text":{"nl":"A."}},'
        '{"informants":["parent"],"key":"b","steps":{"high":{"nl":"h"},"low":{"nl":"l"}},'
        '"text":{"nl":"B."}}],"key":"oud","languages":["nl"],"layout":"one_by_one",'
        '"licence":{"holder":"niemand","id":"CC0-1.0","ship_text":true},"minutes":1,'
        '"question":{"nl":"Hoe?"},"scales":[{"direction":{"nl":"Hoger is meer."},'
        '"higher_is_better":true,"items":["a","b"],"key":"som","method":"sum","min_answered":1,'
        '"question":{"nl":"Hoeveel?"},"title":{"nl":"Som"}}],"scoring_version":"1",'
        '"title":{"nl":"Oud"},"version":"1.0"}'
    )

    found = from_document(document)

    assert found.fingerprint == hashlib.sha256(document.encode()).hexdigest()
    assert found.offered_languages == ("nl",)
    assert evidence_of_form(found).stage == 0
    assert found.scale("som").method is Method.PRORATED_SUM


CONDITION = "{item: keuze, options: [wat, ja]}, {item: meer"
FAULTS = {
    "an item that waits for itself": (
        CONDITION,
        "{item: ‸diep, options: [ja]}, {item: meer",
        "waits for its",
    ),
    "a later item": (
        CONDITION,
        "{item: ‸dieper, options: [ja]}, {item: meer",
        "comes later in a circle",
    ),
    "an absent condition": (CONDITION, "{item: ‸weg, options: [ja]}, {item: meer", "no item 'weg'"),
    "the same page": (
        CONDITION,
        "{item: ‸gezichten, options: [fijn]}, {item: meer",
        "on the same page",
    ),
    "an unknown answer": (
        CONDITION,
        "{item: keuze, options: [wat, ‸of]}, {item: meer",
        "no option 'of'",
    ),
    "an answer twice": (
        CONDITION,
        "{item: keuze, options: [ja, ‸ja]}, {item: meer",
        "is here twice",
    ),
    "never shown": (
        "show_when: [{item: diep, options: [ja]}]",
        "show_when: ‸[{item: diep, options: [ja]}, {item: keuze, options: [nee]}]",
        "can never get to see 'dieper'",
    ),
    "never shown to one": (
        "{key: keuze, options: drie,",
        "{key: keuze, options: drie, informants: [coach],",
        "parent can never get to see 'diep'",
    ),
    "two answers that are never given together": (
        "{item: meer, options: [ja]}]",
        "{item: meer, options: [ja]}, {item: meer, options: [weg]}]",
        "can never get to see 'diep'",
    ),
    "more answers than may be chosen": (
        "{item: meer, options: [ja]}]",
        "{item: meer, options: [ja]}, {item: meer, options: [nee]}, {item: meer, options: [wat]}]",
        "can never get to see 'diep'",
    ),
    "a column of every export": ("{key: kort,", "{key: ‸mode,", "names a column of every export"),
    "hidden and scored": ("    hidden: 0\n", "", "is not always shown; write `hidden`"),
    "scored behind several answers": (
        "items: [keuze, zacht, zachter]",
        "items: [keuze, ‸diep, zachter]",
        "'diep' waits for a question with several answers",
    ),
    "scored behind what waits for several answers": (
        "items: [keuze, zacht, zachter]",
        "items: [keuze, zacht, ‸dieper]",
        "'dieper' waits for a question with several answers",
    ),
    "a number turned round": ("least: 0, most: 40", "least: 0, most: ‸0", "not above `least`"),
    "too many choices": ("choose: {most: 2}", "choose: {most: ‸4}", "write 1 to 3"),
    "choosing without options": (
        "lines: 1, text",
        "lines: 1, ‸choose: {most: 1}, text",
        "belongs to an item with",
    ),
    "a face too few": ("face: glad, ", "", "give this one a face"),
    "a face twice": (
        "{key: fijn, value: 1, face: glad",
        "‸{key: fijn, value: 1, face: sad",
        "twice",
    ),
    "a goal in a plain text": ("{nl: Lang.,", "{nl: ‸'{goal}',", "only in an item with `goal`"),
    "a fourth goal": ("goal: {number: 1}", "goal: {number: ‸4}", "at most 3"),
    "an unknown language": ("language: ar,", "language: ‸de,", "choose one of nl, en, ar"),
    "an unknown status": ("status: own", "status: ‸klaar", "choose one of own, reviewed"),
    "evidence without review": (
        "status: own, evidence: {stage: 0}",
        "status: own, evidence: {stage: ‸1, study: s}",
        "an unreviewed text has stage 0",
    ),
    "a draft without a unit": ("{nl: uur, ar: ساعة}", "‸{nl: uur}", "in 'ar' is missing"),
    "a draft without an end": ("low: {nl: l, ar: ل}", "low: ‸{nl: l}", "in 'ar' is missing"),
    "a draft without a question": ("{nl: Zacht., ar: ناعم}", "‸{nl: Zacht.}", "is missing"),
    "a draft without words of a scale": ("{nl: Tel, ar: عدد}", "‸{nl: Tel}", "is missing"),
    "a sum with a gap": ("min_answered: 3", "min_answered: ‸2", "a sum needs all 3"),
    "a weight of nothing": ("{keuze: 2}", "{keuze: ‸0}", "more than 0"),
    "a weight of another": ("{keuze: 2}", "{keuze: 2, uren: ‸2}", "'uren' is not in this scale"),
    "counting nothing": ("    counted: [ja]\n", "", "`counted` says which options"),
    "counting the unknown": ("counted: [ja]", "counted: [‸jo]", "no item of this scale has"),
    "a total before its parts": ("scales: [som, tel]", "scales: [som, ‸later]", "no scale 'later'"),
    "a total that turns": (
        "scales: [som, tel]\n",
        "scales: [som, tel]\n    ‸reversed: [som]\n",
        "belongs to a scale of items",
    ),
    "a number that is scored": ("items: [keuze]\n", "items: [‸uren]\n", "has no option values"),
    "bands that overlap": ("[[0, 3], [4, 8]]", "[[0, 4], ‸[4, 8]]", "is in two bands"),
    "bands with a gap": ("[[0, 3], [4, 8]]", "[[0, 2], ‸[4, 8]]", "no band between 2 and 4"),
    "bands too short": ("[[0, 3], [4, 8]]", "‸[[0, 3], [4, 7]]", "the scores from 0 to 8"),
    "norms for one child": ("sex: girl, ", "", "these ages are in 'n1' too"),
    "norms of nobody": (
        "{id: n1, source: niemand, informant: parent",
        "{id: n1, source: niemand, informant: ‸child",
        "does not answer",
    ),
    "comparable with nothing": ("comparable: [som]", "comparable: [‸sam]", "no scale 'sam'"),
    "scoring called wording": ("change: scoring", "change: ‸wording", "write `scoring`"),
    "spelling as a step": ("change: scoring", "change: ‸spelling", "one of wording, scoring"),
    "a scoring version that stays": (
        '{version: "1.0", scoring_version: "1"',
        '{version: "1.0", scoring_version: ‸"2"',
        "was there before this scoring; raise it",
    ),
    "a version that stays": (
        '{version: "0.9"',
        '{version: ‸"1.0"',
        "was there before this wording; raise it",
    ),
    "a version with a lower number": (
        'version: "1.1"\nscoring_version: "2"',
        'version: "0.8"\nscoring_version: "2"',
        "'1.0' comes after '0.8'",
    ),
    "a step that is told twice": (
        "items: [lang], options: true}",
        "items: [lang], options: true}\n"
        '  - ‸{version: "1.0", scoring_version: "1", change: wording}',
        "is here twice",
    ),
    "a changed item that is not there": ("items: [diep]", "items: [‸diepst]", "no item 'diepst'"),
    "a study of an unknown version": (
        "{language: nl, status: reviewed, evidence: {stage: 0}}",
        '{language: nl, status: reviewed, evidence: {stage: 0, version: ‸"0.8"}}',
        "neither this version nor one in `follows`",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_language_is_named_at_its_place(tmp_path: Path, case: str) -> None:
    old, new, message = FAULTS[case]
    assert old in RICH
    content = RICH.replace(old, new, 1)

    faults = faults_of(tmp_path, content.replace(MARK, ""))

    if message is None:
        assert faults == ()
        return
    assert message in "\n".join(str(fault) for fault in faults)
    if MARK in content:
        before = content[: content.index(MARK)]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert place in [(fault.line, fault.column) for fault in faults if message in fault.message]


def test_as_many_answers_as_may_be_chosen_can_be_asked_for_together(tmp_path: Path) -> None:
    together = "{item: meer, options: [ja]}, {item: meer, options: [nee]}]"

    assert faults_of(tmp_path, RICH.replace("{item: meer, options: [ja]}]", together)) == ()


def test_an_item_that_never_comes_is_found_behind_many_long_stairs(tmp_path: Path) -> None:
    """So many combinations of steps cannot be tried; only the steps that are named matter."""
    stairs = "".join(
        f"  - {{key: s{n}, text: {{nl: S., ar: S.}}, "
        "steps: {low: {nl: l, ar: l}, high: {nl: h, ar: h}}}\n"
        for n in range(8)
    )
    waits = ", ".join(f'{{item: s{n}, options: ["10"]}}' for n in range(8))
    head = RICH[: RICH.index("follows:")].replace("layout: together", "layout: one_by_one")

    def faults(last: str) -> tuple[Fault, ...]:
        item = f"  - {{key: w, max_length: 9, text: {{nl: W., ar: W.}}, show_when: [{last}]}}\n"
        return faults_of(tmp_path, f"{head}items:\n{stairs}{item}")

    assert faults(waits) == ()
    (fault, *_) = faults(f'{waits}, {{item: s0, options: ["9"]}}')
    assert "can never get to see 'w'" in fault.message
