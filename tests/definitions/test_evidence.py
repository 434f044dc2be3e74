"""Evidence is about the version that was studied, and falls back when words or answers change."""

from pathlib import Path

import pytest

from survey_app.definitions import (
    Evidence,
    Questionnaire,
    evidence_of_form,
    evidence_of_item,
    evidence_of_scale,
    from_document,
    load,
)
from tests.factories.lists import changed

LIST = """\
key: bewezen
version: "1.2"
scoring_version: "1"
informants: [parent]
minutes: 1
licence: {id: CC0-1.0, ship_text: true, holder: niemand}
layout: one_by_one
fictitious: true
languages:
  - {language: nl, status: reviewed, evidence: {stage: 3, study: hertest, version: "1.0"}}
  - {language: pl, status: reviewed, evidence: {stage: 1, study: gesprekken, version: "1.2"}}
  - {language: tr, status: own, evidence: {stage: 0}}
title: {nl: Bewezen, pl: P, tr: T}
question: {nl: Hoe?, pl: P, tr: T}
follows:
  - {version: "1.1", scoring_version: "1", change: wording, items: [a], comparable: [een, samen]}
  - {version: "1.0", scoring_version: "1", change: wording, items: [b]}
options:
  twee:
    - {key: nee, value: 0, text: {nl: nee, pl: n, tr: n}}
    - {key: ja, value: 1, text: {nl: ja, pl: t, tr: e}}
items:
  - {key: a, options: twee, text: {nl: A., pl: A., tr: A.}}
  - {key: b, options: twee, text: {nl: B., pl: B., tr: B.}}
  - {key: c, options: twee, text: {nl: C., pl: C., tr: C.}}
scales:
  - {key: een, title: {nl: E, pl: E, tr: E}, direction: {nl: H, pl: H, tr: H},
     question: {nl: Q, pl: Q, tr: Q}, items: [a, c], method: sum, min_answered: 2,
     higher_is_better: true}
  - {key: rest, title: {nl: E, pl: E, tr: E}, direction: {nl: H, pl: H, tr: H},
     question: {nl: Q, pl: Q, tr: Q}, items: [c], method: sum, min_answered: 1,
     higher_is_better: true}
  - {key: samen, title: {nl: E, pl: E, tr: E}, direction: {nl: H, pl: H, tr: H},
     question: {nl: Q, pl: Q, tr: Q}, scales: [een, rest], method: sum, min_answered: 2,
     higher_is_better: true}
"""
STUDIED = Evidence(3, "hertest", "1.0")


@pytest.fixture
def proven(tmp_path: Path):
    """Return a function that gives the list with a piece of its text replaced."""

    def proven(old: str = "", new: str = "") -> Questionnaire:
        return load(changed(LIST, tmp_path, (old, new)))

    return proven


def test_an_item_whose_words_changed_falls_back_to_understood(proven) -> None:
    stages = {key: evidence_of_item(proven(), key, ["nl"]).stage for key in "abc"}

    assert stages == {"a": 1, "b": 1, "c": 3}


def test_a_scale_and_a_total_are_as_weak_as_their_weakest_item(proven) -> None:
    found = proven()

    assert evidence_of_scale(found, "een", ["nl"]) == Evidence(1)
    assert evidence_of_scale(found, "rest", ["nl"]) == STUDIED
    assert evidence_of_scale(found, "samen", ["nl"]) == Evidence(1)
    assert evidence_of_form(found, ["nl"]) == STUDIED


def test_a_step_in_wording_that_names_no_item_means_all(proven) -> None:
    found = proven("change: wording, items: [b]}", "change: wording}")

    assert evidence_of_scale(found, "rest", ["nl"]).stage == 1


def test_answers_that_changed_take_the_whole_form_back_to_new(proven) -> None:
    found = proven("change: wording, items: [b]}", "change: wording, items: [b], options: true}")

    assert evidence_of_form(found, ["nl"]) == Evidence(0)
    assert evidence_of_scale(found, "rest", ["nl"]) == Evidence(0)


def test_a_study_of_a_version_in_between_looks_only_at_the_steps_after_it(proven) -> None:
    found = proven('study: hertest, version: "1.0"', 'study: hertest, version: "1.1"')

    assert [evidence_of_item(found, key, ["nl"]).stage for key in "abc"] == [1, 3, 3]


def test_a_study_of_this_version_is_as_it_is(proven) -> None:
    found = proven('study: hertest, version: "1.0"', 'study: hertest, version: "1.2"')

    assert [evidence_of_item(found, key, ["nl"]).stage for key in "abc"] == [3, 3, 3]


def test_each_language_has_its_own_evidence_and_of_several_the_weakest_counts(proven) -> None:
    found = proven()

    assert evidence_of_form(found, ["pl"]).stage == 1
    assert evidence_of_form(found, ["nl", "pl"]).stage == 1
    assert evidence_of_form(found, ["tr"]).stage == 0
    # Of the languages that are offered: Turkish is a draft.
    assert evidence_of_form(found).stage == 1


def test_the_history_is_part_of_what_is_stored(proven) -> None:
    found = proven()

    again = from_document(found.document())

    assert again.follows == found.follows
    assert evidence_of_scale(again, "een", ["nl"]) == Evidence(1)


# What was found after the list was published


def stages_of(questionnaire, found, languages=("nl",)):
    return {
        scale.key: evidence_of_scale(questionnaire, scale.key, languages, found).stage
        for scale in questionnaire.scales
    }


def test_what_was_found_since_lifts_a_scale(proven) -> None:
    found = {"pl": Evidence(2, "referentie R1", "1.2")}

    assert evidence_of_scale(proven(), "rest", ["pl"]).stage == 1
    assert evidence_of_scale(proven(), "rest", ["pl"], found) == found["pl"]


def test_what_was_found_in_one_language_says_nothing_of_another(proven) -> None:
    found = {"nl": Evidence(2, "referentie R1", "1.2")}

    assert stages_of(proven(), found, ["pl"]) == {"een": 1, "rest": 1, "samen": 1}
    assert evidence_of_scale(proven(), "een", ["nl", "pl"], found).stage == 1


def test_what_was_found_falls_back_with_each_step_taken_since(proven) -> None:
    as_new = proven("stage: 3, study: hertest, version", "stage: 1, study: x, version")

    assert stages_of(as_new, {"nl": Evidence(2, "R1", "1.1")}) == {"een": 1, "rest": 2, "samen": 1}
    assert stages_of(as_new, {"nl": Evidence(2, "R1", "1.2")}) == {"een": 2, "rest": 2, "samen": 2}


def test_a_study_by_the_list_itself_that_goes_further_stays(proven) -> None:
    found = {"nl": Evidence(0, "R1", "1.2")}

    assert evidence_of_scale(proven(), "rest", ["nl"], found) == STUDIED


def test_what_was_found_with_a_later_version_says_nothing_of_an_earlier(proven) -> None:
    assert stages_of(proven(), {"pl": Evidence(2, "R1", "2.0")}, ["pl"]) == {
        "een": 1,
        "rest": 1,
        "samen": 1,
    }
