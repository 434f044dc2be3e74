"""Our own lists are checked for plain Dutch; the lists of others are theirs."""

from pathlib import Path

import pytest

from survey_app.definitions import Fault, check, load
from survey_app.definitions.wording import syllables

OWN = """\
key: eigen
version: "1.0"
scoring_version: "1"
informants: [{informant}]
minutes: 1
licence: {{id: CC0-1.0, ship_text: true, holder: {holder}}}
layout: one_by_one
languages:
  - {{language: nl, status: reviewed, evidence: {{stage: 0}}}}
title: {{nl: Proef}}
question: {{nl: Hoe gaat het?}}
options:
  twee: [{{key: a, value: 0, text: {{nl: niet}}}}, {{key: b, value: 1, text: {{nl: altijd}}}}]
items:
  - key: q1
    facet: proef
    indicator: proef
    options: twee
    text:
      nl: "{text}"
"""


def faults_of(
    folder: Path, text: str, informant: str = "parent", holder: str = "Kansmeter"
) -> list[Fault]:
    path = folder / "eigen.yaml"
    path.write_text(OWN.format(text=text, informant=informant, holder=holder), encoding="utf-8")
    return check([path])


@pytest.mark.parametrize(
    ("informant", "text"),
    [
        ("parent", "{kind} vertelt thuis over de dag."),
        ("teacher", "{kind} zegt 'stop' als een ander kind vervelend doet."),
        ("child", "Ik vertel het iemand als er iets vervelends is."),
        ("child", "Hoe gaat het nu met jou?"),
        ("parent", "{kind} vraagt onder het eten om ons verhaal."),
    ],
)
def test_a_plain_item_has_no_faults(tmp_path: Path, informant: str, text: str) -> None:
    assert faults_of(tmp_path, text, informant) == []


@pytest.mark.parametrize(
    ("informant", "text", "words"),
    [
        ("child", "Ik vertel het aan iemand als er iets vervelends is.", "10 words"),
        (
            "parent",
            "{kind} een twee drie vier vijf zes zeven acht tien elf dertien een twee drie.",
            "15 words",
        ),
        ("parent", "{kind} is niet bang.", "a negation (niet)"),
        ("parent", "{kind} speelt zonder ruzie.", "a negation (zonder)"),
        ("parent", "{kind} is onrustig.", "a negation (onrustig)"),
        ("parent", "{kind} lacht en speelt.", "a double idea (en)"),
        ("parent", "{kind} lacht omdat het kan.", "a double idea (omdat)"),
        ("parent", "{kind} lacht vaak.", "a word of frequency (vaak)"),
        ("parent", "{kind} lacht (hard).", "a bracket"),
        ("parent", "{kind} lacht, rent, springt.", "second comma"),
        ("parent", "{kind} heeft een probleem.", "'probleem' is not for our lists"),
        ("parent", "{kind} zit lekker bezig te zijn.", "'lekker bezig' is not plain"),
        ("parent", "Wij zien dat het lukt.", "name the child"),
        ("parent", "{kind} zegt wat hij wil.", "the word 'hij'"),
        ("parent", "{kind} vertelt het een volwassene.", "'volwassene' has over 3 syllables"),
        ("child", "{kind} speelt.", "a child is not named"),
        ("child", "Jij speelt.", "about 'ik'"),
        ("child", "Spelen is leuk.", "about 'ik'"),
        ("child", "Is spelen leuk?", "says 'je'"),
    ],
)
def test_a_breach_is_named_at_the_text(
    tmp_path: Path, informant: str, text: str, words: str
) -> None:
    faults = faults_of(tmp_path, text, informant)

    assert any(words in fault.message for fault in faults), faults
    assert {(fault.line, fault.column) for fault in faults} == {(20, 11)}


def test_lists_of_others_are_not_checked_for_wording(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "Hij is niet bang en lacht vaak.", holder="iemand anders") == []


def test_a_breach_of_wording_does_not_stop_loading(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "{kind} is niet bang.")

    assert load(tmp_path / "eigen.yaml").key == "eigen"


def test_the_facet_and_indicator_of_an_own_item_are_named(tmp_path: Path) -> None:
    path = tmp_path / "eigen.yaml"
    content = OWN.format(text="{kind} lacht.", informant="parent", holder="Kansmeter")
    path.write_text(content.replace("    indicator: proef\n", ""), encoding="utf-8")

    [fault] = check([path])

    assert "name the `facet` and the `indicator`" in fault.message
    assert (fault.line, fault.column) == (15, 5)


@pytest.mark.parametrize(
    ("word", "count"),
    [("dag", 1), ("thuis", 1), ("aandacht", 2), ("vervelends", 3), ("volwassene", 4)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count
