"""What changed between two versions of a list, what that means, and which scores go on."""

import re
from pathlib import Path

import pytest

from survey_app.definitions import (
    ChangeKind,
    OtherListError,
    Questionnaire,
    differences,
    kind_of,
    lineage,
    load,
    step_faults,
)
from survey_app.definitions.versions.spelling import spelt_otherwise
from tests.definitions.files import SOUND
from tests.factories.lists import changed

SENTENCES = SOUND.replace("{nl: Een., en: One.}", '{nl: "{kind} luisterd vaak.", en: Listens.}')


@pytest.fixture
def version(tmp_path: Path):
    """Return a function that gives the small list with pieces of its text replaced."""

    def version(*replacements: tuple[str, str]) -> Questionnaire:
        return load(changed(SENTENCES, tmp_path, *replacements))

    return version


def raised(number: str, *lines: str, scoring: str = "1") -> tuple[tuple[str, str], ...]:
    """Return the replacements that give a list other numbers and a step from version 1.0."""
    step = "".join(f"\n  - {line}" for line in lines)
    history = f"\nfollows:{step}" if lines else ""
    return (
        ('scoring_version: "1"', f'scoring_version: "{scoring}"'),
        ('version: "1.0"', f'version: "{number}"{history}'),
    )


WORDING_STEP = '{version: "1.0", scoring_version: "1", change: wording, items: [q1]'
SCORING_STEP = '{version: "1.0", scoring_version: "1", change: scoring'

CHANGES = {
    "nothing": ([], None),
    "minutes": ([("minutes: 1.5", "minutes: 2")], ChangeKind.RECORD),
    "a title": ([("{nl: Proef,", "{nl: Proeven,")], ChangeKind.RECORD),
    "a facet": ([("{key: q1, ", "{key: q1, facet: rust, ")], ChangeKind.RECORD),
    "a signal": ([("level: today", "level: talk")], ChangeKind.RECORD),
    "a status": ([("en, status: reviewed", "en, status: own")], ChangeKind.RECORD),
    "a misspelt word": ([("luisterd", "luistert")], ChangeKind.SPELLING),
    "letters that changed places": ([("luisterd", "lusiterd")], ChangeKind.SPELLING),
    "a point": ([("luisterd vaak.", "luisterd vaak!")], ChangeKind.SPELLING),
    "a capital": ([("luisterd", "Luisterd")], ChangeKind.SPELLING),
    "an accent": ([("luisterd", "lúisterd")], ChangeKind.SPELLING),
    "another word": ([("luisterd", "lachte")], ChangeKind.WORDING),
    "another letter that makes another word": (
        [("luisterd", "luistere")],
        ChangeKind.WORDING,
    ),
    "a sign": ([("luisterd vaak.", "luisterd ≤ 2 uur."), ("Twee.", "≥ 2.")], ChangeKind.WORDING),
    "invented or not": ([("layout:", "fictitious: true\nlayout:")], ChangeKind.RECORD),
    "another first letter": ([("luisterd", "ruisterd")], ChangeKind.WORDING),
    "a guarded word": ([("luisterd vaak.", "luisterd vaag.")], ChangeKind.WORDING),
    "a word more": ([("luisterd vaak.", "luisterd heel vaak.")], ChangeKind.WORDING),
    "the child left out": ([("{kind} luisterd", "Luisterd het")], ChangeKind.WORDING),
    "the question": ([("Hoe gaat het met {kind}?", "Wat doet {kind}?")], ChangeKind.WORDING),
    "a period": (
        [("title: {nl", "period: {nl: Vandaag., en: Today.}\ntitle: {nl")],
        ChangeKind.WORDING,
    ),
    "one language": ([("en: Two.", "en: Another.")], ChangeKind.WORDING),
    "one language that becomes a draft": (
        [("en, status: reviewed", "en, status: own"), ("en: Two.", "en: Another.")],
        ChangeKind.RECORD,
    ),
    "an answer in other words": ([("liever niet", "weet ik nog niet")], ChangeKind.WORDING),
    "another answer": (
        [('{key: "010"', "{key: een"), ('options: ["010"]', "options: [een]")],
        ChangeKind.WORDING,
    ),
    "the words at an end": ([("high: {nl: h", "high: {nl: heel")], ChangeKind.WORDING),
    "more signs": ([("max_length: 200", "max_length: 300")], ChangeKind.WORDING),
    "for whom": ([("informants: [parent], text: {nl: Twee.", "text: {nl: Twee.")], "wording"),
    "another value": ([("value: 1.5", "value: 1")], ChangeKind.SCORING),
    "a reversed item less": ([("    reversed: [q2]\n", "")], ChangeKind.SCORING),
    "another method": ([("method: sum", "method: mean")], ChangeKind.SCORING),
    "another direction": ([("higher_is_better: false", "higher_is_better: true")], "scoring"),
    "blanks": ([("layout:", "most_blanks: 3\nlayout:")], ChangeKind.SCORING),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_called_what_it_means_to_who_compares(version, case: str) -> None:
    replacements, kind = CHANGES[case]

    assert kind_of(differences(version(), version(*replacements))) == kind


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("≤ 2 uur per dag", "≥ 2 uur per dag", False),
        ("een score van +2", "een score van -2", False),
        ("1.5 uur", "15 uur", False),
        ("{kind} heeft last", "{kind} heeft lust", False),
        ("{kind} zegt niets", "{kind} zegt niet", False),
        ("{kind} wil kleren", "{kind} wil leren", False),
        ("{kind} luisterd", "{kind} luistert", True),
        ("Hoe gaat het – echt?", "Hoe gaat het, echt", True),
    ],
)
def test_signs_and_numbers_are_words_and_punctuation_is_not(before, after, same) -> None:
    assert spelt_otherwise(before, after) is same


def test_the_order_of_items_is_wording_and_that_of_a_scale_is_nothing(version) -> None:
    q1 = '      - {key: q1, options: drie, text: {nl: "{kind} luisterd vaak.", en: Listens.}}\n'
    turned = version((q1, ""), ("      - {key: stap", q1 + "      - {key: stap"))
    shuffled = version(("items: [q1, q2]", "items: [q2, q1]"))

    assert [str(each) for each in differences(version(), turned)] == [
        "wording: order: 'q1 q2 stap woorden wens' -> 'q2 q1 stap woorden wens'"
    ]
    assert differences(version(), shuffled) == ()


def test_a_language_more_changes_nothing_for_who_answered_in_another(version, tmp_path) -> None:
    path = tmp_path / "dutch.yaml"
    dutch = re.sub(r", en: (\"[^\"]*\"|[^},]*)", "", SENTENCES)
    path.write_text(re.sub(r"  - \{language: en.*\n", "", dutch), encoding="utf-8")

    assert kind_of(differences(load(path), version())) is ChangeKind.RECORD


def test_other_words_in_a_draft_change_nothing_for_who_answered(version) -> None:
    """Whoever reads a draft and mends it takes no line of scores apart."""
    as_draft = ("en, status: reviewed", "en, status: own")
    mended = ("en: Two.", "en: The second.")
    draft, read, again = version(as_draft), version(mended), version(("en: Two.", "en: Another."))

    for newer in (version(as_draft, mended), read):
        assert "record: item q2, text (en): 'Two.' -> 'The second.'" in [
            str(each) for each in differences(draft, newer)
        ]
        assert step_faults(draft, newer) == ()
    assert kind_of(differences(read, again)) is ChangeKind.WORDING


def test_two_lists_are_no_versions_of_one(version) -> None:
    with pytest.raises(OtherListError, match="proef and ander are two lists"):
        differences(version(), version(("key: proef", "key: ander")))


STEPS = {
    "words under the same number": ([("luisterd", "lachte")], "give `version` a new number"),
    "rules under the same number": (
        [("method: sum", "method: mean")],
        "give `scoring_version` a new number",
    ),
    "spelling under the same number": ([("luisterd", "luistert")], None),
    "words under a new number without a step": ([("luisterd", "lachte"), *raised("1.1")], None),
    "words told": (
        [("luisterd", "lachte"), *raised("1.1", WORDING_STEP + ", comparable: [som]}")],
        None,
    ),
    "words of another item told": (
        [
            ("luisterd", "lachte"),
            *raised("1.1", WORDING_STEP.replace("q1", "q2") + "}"),
        ],
        "item q1 changed; name it in `items`",
    ),
    "all words told at once": (
        [("luisterd", "lachte"), *raised("1.1", WORDING_STEP.replace(", items: [q1]", "") + "}")],
        None,
    ),
    "a period told of one item": (
        [
            ("title: {nl", "period: {nl: Vandaag., en: Today.}\ntitle: {nl"),
            *raised("1.1", WORDING_STEP + ", comparable: [som]}"),
        ],
        "The wording of the whole list changed (period (en))",
    ),
    "answers spelt and then changed, not told": (
        [
            ("rather not", "rather nott"),
            ("{nl: ja, en: yes}", "{nl: zeker, en: yes}"),
            *raised("1.1", WORDING_STEP + "}"),
        ],
        "write `options: true`",
    ),
    "answers not told": (
        [("liever niet", "weet ik nog niet"), *raised("1.1", WORDING_STEP + "}")],
        "write `options: true`",
    ),
    "answers told": (
        [("liever niet", "weet ik nog niet"), *raised("1.1", WORDING_STEP + ", options: true}")],
        None,
    ),
    "a scale that other items count in": (
        [
            ("items: [q1, q2]", "items: [q1]"),
            ("reversed: [q2]\n    ", ""),
            ("min_answered: 2", "min_answered: 1"),
            *raised("1.0", SCORING_STEP + ", comparable: [som]}", scoring="2"),
        ],
        None,
    ),
    "a scale whose answers are gone": (
        [
            ('{key: "010"', "{key: een"),
            ('options: ["010"]', "options: [een]"),
            *raised("1.1", WORDING_STEP + ", options: true, comparable: [som]}"),
        ],
        "item q1 had other answers",
    ),
    "a scale that turned": (
        [
            ("higher_is_better: false", "higher_is_better: true"),
            *raised("1.0", SCORING_STEP + ", comparable: [som]}", scoring="2"),
        ],
        "its direction turned",
    ),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_newer_version_must_say_what_changed(version, case: str) -> None:
    replacements, message = STEPS[case]

    faults = " ".join(step_faults(version(), version(*replacements)))

    assert faults == "" if message is None else message in faults


def test_scores_go_on_in_one_line_as_far_as_each_step_says_so(version) -> None:
    first = version()
    second = version(("luisterd", "lachte"), *raised("1.1", WORDING_STEP + ", comparable: [som]}"))
    third = version(
        ("luisterd", "wachtte"),
        *raised(
            "1.2",
            '{version: "1.1", scoring_version: "1", change: wording, items: [q1]}',
            WORDING_STEP + ", comparable: [som]}",
        ),
    )

    found = lineage([first, second, third])

    lines = [found.scales[(each.fingerprint, "som")] for each in (first, second, third)]
    assert lines == [second.fingerprint, second.fingerprint, third.fingerprint]
    assert found.lists[first.fingerprint] == found.lists[second.fingerprint]
    assert found.lists[third.fingerprint] == third.fingerprint


def test_a_line_reaches_back_over_a_version_that_was_never_used(version) -> None:
    first = version()
    third = version(
        ("luisterd", "wachtte"),
        *raised(
            "1.2",
            '{version: "1.1", scoring_version: "1", change: wording, comparable: [som]}',
            WORDING_STEP + ", comparable: [som]}",
        ),
    )

    found = lineage([third, first])

    assert found.scales[(first.fingerprint, "som")] == third.fingerprint


def test_spelling_joins_all_scales(version) -> None:
    first, second = version(), version(("luisterd", "luistert"))

    found = lineage([first, second])

    assert found.scales[(first.fingerprint, "som")] == found.scales[(second.fingerprint, "som")]


def test_scores_of_old_rules_stay_apart_from_those_of_new_ones(version) -> None:
    """Called comparable, they are so once the old answers are scored by the new rules."""
    first = version()
    second = version(
        ("method: sum", "method: mean"),
        *raised("1.0", SCORING_STEP + ", comparable: [som]}", scoring="2"),
    )

    found = lineage([first, second])

    assert found.scales.get((first.fingerprint, "som"), first.fingerprint) == first.fingerprint
    assert found.scales[(second.fingerprint, "som")] == second.fingerprint
    assert found.lists[first.fingerprint] == found.lists[second.fingerprint]
