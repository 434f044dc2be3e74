"""What a file can say about answers that a coach must see, and what it may not."""

from pathlib import Path

import pytest

from survey_app.definitions import Questionnaire, Signal, SignalLevel, from_document, load
from tests.definitions.files import faults_of, write

MARK = "‸"
FILE = """\
key: signalen
version: "1.0"
scoring_version: "1"
informants: [parent, teacher]
minutes: 1
licence: {id: CC0-1.0, ship_text: true, holder: niemand}
layout: one_by_one
languages: [{language: nl, status: reviewed, evidence: {stage: 0}}]
title: {nl: Signalen}
question: {nl: Hoe gaat het?}
options:
  drie:
    - {key: nee, value: 0, text: {nl: nee}}
    - {key: wat, value: 1, text: {nl: wat}}
    - {key: ja, value: 2, text: {nl: ja}}
items:
  - {key: een, options: drie, text: {nl: Een.}}
  - {key: twee, options: drie, text: {nl: Twee.}}
  - {key: drie, options: drie, text: {nl: Drie.}}
  - {key: ouder, options: drie, informants: [parent], text: {nl: Vier.}}
  - {key: juf, options: drie, informants: [teacher], text: {nl: Vijf.}}
  - {key: stap, steps: {low: {nl: l}, high: {nl: h}}, text: {nl: Stap.}}
  - {key: doel, goal: {number: 1}, text: {nl: "{goal}?"}}
signals:
  - {item: een, options: [ja], level: today}
  - {items: [een, twee, drie], options: [nee], at_least: 2, level: talk}
  - {item: stap, options: ["0"], level: talk}
  - {item: stap, drop: 3, level: talk}
"""
COUNT = "{items: [een, twee, drie], options: [nee], at_least: 2, level: talk}"
DROP = "{item: stap, drop: 3, level: talk}"
WAYS = "`item` with `options`, or `items` with `options` and `at_least`"


@pytest.fixture
def signalling(tmp_path: Path) -> Questionnaire:
    return load(write(tmp_path, FILE))


def test_a_signal_looks_at_one_answer_at_several_together_or_at_a_drop(
    signalling: Questionnaire,
) -> None:
    talk = SignalLevel.TALK

    assert signalling.signals == (
        Signal("een", ("ja",), SignalLevel.TODAY),
        Signal(None, ("nee",), talk, items=("een", "twee", "drie"), at_least=2),
        Signal("stap", ("0",), talk),
        Signal("stap", (), talk, drop=3),
    )
    assert [each.watched for each in signalling.signals] == [
        ("een",),
        ("een", "twee", "drie"),
        ("stap",),
        ("stap",),
    ]


def test_the_document_holds_only_the_keys_that_were_written(signalling: Questionnaire) -> None:
    """A signal on one answer is stored as before there were others: no fingerprint changes."""
    assert (
        '"signals":[{"item":"een","level":"today","options":["ja"]},'
        '{"at_least":2,"items":["een","twee","drie"],"level":"talk","options":["nee"]},'
        '{"item":"stap","level":"talk","options":["0"]},'
        '{"drop":3,"item":"stap","level":"talk"}]'
    ) in signalling.document()
    assert from_document(signalling.document()) == signalling


# What is changed in the file, what it becomes (with the place of the fault marked), what it says.
FAULTS = {
    "nothing watched": (COUNT, "‸{options: [nee], level: talk}", WAYS),
    "no answer": (COUNT, "‸{item: twee, level: talk}", WAYS),
    "one and several": (
        COUNT,
        "‸{item: een, items: [een, twee], options: [nee], at_least: 2, level: talk}",
        WAYS,
    ),
    "several without a number": (
        COUNT,
        "‸{items: [een, twee], options: [nee], level: talk}",
        WAYS,
    ),
    "one with a number": (COUNT, "‸{item: twee, options: [nee], at_least: 2, level: talk}", WAYS),
    "a drop and an answer": (DROP, '‸{item: stap, drop: 3, options: ["1"], level: talk}', WAYS),
    "a drop of several": (DROP, "‸{items: [stap, een], drop: 3, level: talk}", WAYS),
    "an item alone together": (COUNT, COUNT.replace("[een, twee, drie]", "‸[een]"), "at least 2"),
    "an absent item": (COUNT, COUNT.replace("drie]", "‸zes]"), "no item 'zes'"),
    "an item twice": (COUNT, COUNT.replace("drie]", "‸een]"), "is here twice"),
    "a goal among them": (COUNT, COUNT.replace("drie]", "‸doel]"), "about a goal"),
    "an answer one lacks": (COUNT, COUNT.replace("[nee]", "[‸nooit]"), "'een' has no option"),
    "one of a counted": (COUNT, COUNT.replace("at_least: 2", "at_least: ‸1"), "at least 2"),
    "more than there are": (COUNT, COUNT.replace("at_least: 2", "at_least: ‸4"), "more than 3"),
    "more than one is asked": (
        COUNT,
        COUNT.replace("[een, twee, drie]", "[een, ouder, juf]").replace("2", "‸3"),
        "more than 2",
    ),
    "an answer counted twice": (COUNT, COUNT.replace("[nee]", "[nee, ‸ja]"), "signal twice"),
    "a drop twice": (DROP, f"{DROP}\n  - {DROP.replace('3', '‸2')}", "signal twice"),
    "a drop of no step": (DROP, DROP.replace("3", "‸0"), "at least 1"),
    "a drop below the stairs": (DROP, DROP.replace("3", "‸11"), "write 1 to 10"),
    "a drop of an absent item": (DROP, DROP.replace("stap", "‸trap"), "no item 'trap'"),
    "a drop of a choice": ("{item: stap, drop", "{item: twee, ‸drop", "no `steps` to drop on"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_a_signal_is_named_at_its_place(tmp_path: Path, case: str) -> None:
    old, new, words = FAULTS[case]
    assert FILE.count(old) == 1
    before, _, after = FILE.replace(old, new).partition(MARK)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    faults = faults_of(tmp_path, before + after)

    here = [fault.message for fault in faults if (fault.line, fault.column) == (line, column)]
    assert any(words in message for message in here), [str(fault) for fault in faults]
