"""Every unsound file is refused at the exact line and column, with what to do (AC-060, AC-061)."""

from pathlib import Path

import pytest

from survey_app.definitions import DefinitionError, Missing, Severity, check, load
from survey_app.errors import InputError
from tests.definitions.files import SOUND, changed, faults_of, write

# What is changed in the sound file, what it becomes (with the place of the fault marked), and what
# the fault must say.
ONE_FAULT = {
    "a doubled key": ("minutes: 1.5\n", "minutes: 1.5\n‸minutes: 2\n", "stands here twice"),
    "an unknown key": ("minutes: 1.5\n", "minutes: 1.5\n‸minuten: 2\n", "unknown key `minuten`"),
    "a deep unknown key": ("{id: CC0-1.0,", "{id: CC0-1.0, ‸by: x,", "unknown key `by`"),
    "a missing deep key": ("licence: {id: CC0-1.0,", "licence: ‸{", "`id` is missing"),
    "a tag": ("minutes: 1.5", "minutes: ‸!!float 1.5", "a tag"),
    "a python tag": ("1.5\n", "‸!!python/object/apply:os.system [ls]\n", "a tag"),
    "an anchor": ("minutes: 1.5", "minutes: ‸&m 1.5", "an anchor"),
    "an alias": ("minutes: 1.5", "minutes: ‸*m", "an alias"),
    "a merge key": ("minutes: 1.5\n", "minutes: 1.5\n‸<<: {a: b}\n", "a merge key"),
    "a tab": ("minutes: 1.5", "minutes:‸\t1.5", "a tab"),
    "an unseen sign": ("minutes: 1.5", "minutes: 1.5‸\u202e", "U+202E"),
    "a byte order mark": ("key: proef", "‸\ufeffkey: proef", "byte order mark"),
    "an open bracket": ("[8, 12]", "[8, 12\nb‸: ]", "this is not YAML"),
    "a key of two words": ("[8, 12]", "{‸[8]: 12}", "a key is one word"),
    "not a number": ("minutes: 1.5", "minutes: ‸.nan", "'.nan' is not a number"),
    "infinity": ("minutes: 1.5", "minutes: ‸.inf", "'.inf' is not a number"),
    "an exponent": ("minutes: 1.5", "minutes: ‸1e3", "is not a number"),
    "an Arabic digit": ("minutes: 1.5", "minutes: ‸٣", "is not a number"),
    "a number too large": ("minutes: 1.5", "minutes: ‸61", "at most 60"),
    "an octal": ("min_answered: 2", "min_answered: ‸010", "not a whole number"),
    "a no": ("higher_is_better: false", "higher_is_better: ‸no", "neither true nor false"),
    "a code as value": ("value: 1.5,", "value: ‸__import__('os'),", "is not a number"),
    "a sum as value": ("value: 1.5,", "value: ‸9**9**9,", "is not a number"),
    "an absent item": ("items: [q1, q2]", "items: [q1, q2, ‸q9]", "no item 'q9'"),
    "a doubled item": ("items: [q1, q2]", "items: [q1, q2, ‸q2]", "'q2' counts twice"),
    "own words scored": ("items: [q1, q2]", "items: [q1, q2, ‸woorden]", "no option values"),
    "a wish scored": ("items: [q1, q2]", "items: [q1, q2, ‸wens]", "no option values"),
    "a stray reversal": ("reversed: [q2]", "reversed: [q2, ‸stap]", "not in this scale"),
    "a minimum too high": ("min_answered: 2", "min_answered: ‸3", "write 1 to 2"),
    "a minimum of nothing": ("min_answered: 2", "min_answered: ‸0", "write 1 to 2"),
    "an unknown method": ("method: sum", "method: ‸eval", "choose one of sum, mean"),
    "a reference of old ages": (
        "    method: sum\n",
        "    method: sum\n    references: [{source: s, informant: parent, ages: ‸[12, 8]}]\n",
        "youngest age first",
    ),
    "a reference of another scale": (
        "    method: sum\n",
        "    method: sum\n    references: [{source: s, informant: parent, mean: ‸3.5}]\n",
        "3.5 is no score of this scale; write one from 0 to 3",
    ),
    "a spread of another scale": (
        "    method: sum\n",
        "    method: sum\n    references: [{source: s, informant: parent, sd: ‸2.2}]\n",
        "2.2 is wider than scores from 0 to 3 can spread",
    ),
    "a reference of nobody here": (
        "    method: sum\n",
        "    method: sum\n    references: [{source: s, informant: ‸teacher}]\n",
        "does not answer",
    ),
    "a doubled item key": ("{key: stap,", "{key: ‸q1,", "item 'q1' is there twice"),
    "a doubled page": ("- key: twee", "- key: ‸een", "page 'een' is there twice"),
    "a doubled option": ("{key: nee,", "‸{key: ja,", "option 'ja' stands here twice"),
    "a doubled scale": ("signals:\n", "  - {key: ‸som, x: y}\nsignals:\n", "is there twice"),
    "value and missing": ("{key: weg,", "‸{key: weg, value: 3,", "both `value` and `missing`"),
    "neither of them": ("{key: weg, missing: prefers_not,", "‸{key: weg,", "give it `value` or"),
    "a kind nobody chooses": ("prefers_not", "‸skipped", "prefers_not, does_not_know"),
    "an upper-case key": ("{key: woorden", "{key: ‸Woorden", "lower case"),
    "a scale like an item": ("- key: som", "- key: ‸q1", "is also an item"),
    "a lacking language": ("{nl: Som, en: Sum}", "‸{nl: Som}", "the text in 'en' is missing"),
    "a foreign language": ("{nl: Som, en: Sum}", "{nl: S, en: S, ‸tr: T}", "'tr' is not in"),
    "a bare text": ("{nl: Som, en: Sum}", "‸Som", "write the language before the text"),
    "an empty text": ("{nl: Som, en: Sum}", "{nl: ‸'', en: Sum}", "an empty text"),
    "an unknown variable": ("{nl: Som,", "{nl: ‸'{naam}',", "only {kind}, {informant} and"),
    "a formatted variable": ("{nl: Som,", "{nl: ‸'{kind!r}',", "only {kind}, {informant} and"),
    "a name in the title": ("{nl: Proef,", "{nl: ‸'{kind}',", "mail subjects"),
    "a hidden escape": ("{nl: Som,", '{nl: ‸"a\\u0007b",', "U+0007"),
    "a lone surrogate": ("{nl: Som,", '{nl: ‸"a\\ud800b",', "U+D800"),
    "absent options": ("options: wens, informants", "options: ‸x, informants", "no options 'x'"),
    "two ways to answer": ("{key: woorden,", "‸{key: woorden, options: wens,", "give an item one"),
    "an absent informant": (
        "{key: stap, informants: [parent]",
        "{key: stap, informants: ‸[coach]",
        "coach is not in `informants`",
    ),
    "a signal on nothing": ("{item: q1,", "{item: ‸q9,", "there is no item 'q9'"),
    "a signal on no option": ('["010"]', '[‸"011"]', "no option '011'"),
    "a stage without study": (
        "{stage: 0}}\n  - {language: en",
        "‸{stage: 1}}\n  - {language: en",
        "`study` is",
    ),
    "a stage without the studied version": (
        "{stage: 0}}\n  - {language: en",
        "‸{stage: 1, study: s}}\n  - {language: en",
        "name the version that was studied",
    ),
    "a stage without reference": (
        "{stage: 0}}\n  - {language: en",
        "{stage: ‸2, study: s}}\n  - {language: en",
        "without a reference",
    ),
    "ages turned round": ("ages: [8, 12]", "ages: ‸[12, 8]", "youngest"),
    "unused options": (
        "  wens:\n",
        "  ‸x: [{key: a, text: {nl: a, en: a}}, {key: b, text: {nl: b, en: b}}]\n  wens:\n",
        "no item uses",
    ),
}
MARK = "‸"


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_named_at_its_line_and_column(tmp_path: Path, case: str) -> None:
    old, new, words = ONE_FAULT[case]
    before, _, after = changed(old, new).partition(MARK)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    faults = faults_of(tmp_path, before + after)

    here = [fault.message for fault in faults if (fault.line, fault.column) == (line, column)]
    assert any(words in message for message in here), [str(fault) for fault in faults]


def test_the_sound_file_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(tmp_path, SOUND) == ()


def test_all_faults_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = changed("minutes: 1.5", "minutes: lang").replace("value: 1.5", "value: x")
    content = content.replace("items: [q1, q2]", "items: [q1, q2, q8, q9]").replace("[q2]", "[q7]")

    faults = faults_of(tmp_path, content)

    named = [content.split("\n")[fault.line - 1][fault.column - 1 :] for fault in faults]
    assert [words[:4] for words in named] == ["lang", "x, t", "q8, ", "q9]", "q7]"]


def test_an_unreadable_item_gives_no_second_fault_in_its_scale(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, changed("{key: q2,", "{key: q2, facet: [x],"))

    assert "one text" in fault.message


def test_an_unreadable_option_gives_no_second_fault_in_scale_or_signal(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, changed("value: 1.5", "value: veel"))

    assert "'veel' is not a number" in fault.message


def test_the_wrong_layout_is_one_fault(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, changed("layout: together", "layout: one_by_one"))

    assert "takes `items`; move these there" in fault.message


def test_what_has_own_words_cannot_be_asked_question_by_question(tmp_path: Path) -> None:
    found = faults_of(tmp_path, changed("layout: together", "layout: together\nby_question: true"))

    assert found
    assert all("every item comes always and has one answer" in each.message for each in found)


def test_a_missing_key_is_named_where_its_block_starts(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, changed("minutes: 1.5\n", ""))

    assert (fault.line, fault.column) == (1, 1)
    assert fault.message == "`minutes` is missing; add it here"


def test_a_fault_prints_as_file_line_column_and_message(tmp_path: Path) -> None:
    path = write(tmp_path, changed("minutes: 1.5", "minutes: x"))

    with pytest.raises(DefinitionError) as caught:
        load(path)

    assert str(caught.value) == (f"{path}:6:10: 'x' is not a number; write one like 2 or 0.5")


def test_a_definition_error_is_an_error_that_a_person_can_act_on() -> None:
    assert issubclass(DefinitionError, InputError)


def test_a_key_from_the_file_cannot_break_the_line_of_its_fault(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, changed("minutes: 1.5\n", 'minutes: 1.5\n"a\\nb\\x1b[2J": 2\n'))

    assert str(fault).isprintable()


def test_words_that_yaml_would_turn_stay_words(tmp_path: Path) -> None:
    item = load(write(tmp_path, SOUND)).item("q1")

    assert [option.key for option in item.options] == ["no", "010", "weg"]
    assert item.option("no").text.in_language("nl") == "no"
    assert item.option("010").text.in_language("nl") == "12:30"
    assert item.option("010").text.in_language("en") == "010"
    assert item.option("weg").missing is Missing.PREFERS_NOT


def test_a_file_that_is_not_utf8_is_refused_where_it_stops_being_so(tmp_path: Path) -> None:
    content = SOUND.encode().replace(b"Hoger is meer.", "Hoger is méér.".encode("cp1252"))

    [fault] = faults_of(tmp_path, content)

    before = content[: content.index(b"\xe9")]
    assert fault.line == before.count(b"\n") + 1
    assert fault.column == len(before) - before.rfind(b"\n")
    assert "UTF-8" in fault.message


def test_lines_that_end_as_on_windows_are_read(tmp_path: Path) -> None:
    plain = load(write(tmp_path, SOUND)).fingerprint

    assert load(write(tmp_path, SOUND.replace("\n", "\r\n"))).fingerprint == plain


@pytest.mark.parametrize("content", ["", "# alleen dit\n", "- a\n", "tekst\n"])
def test_a_file_without_a_block_is_refused(tmp_path: Path, content: str) -> None:
    assert len(faults_of(tmp_path, content)) == 1


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, SOUND + "---\n" + SOUND)

    assert [(fault.line, fault.column) for fault in faults] == [(SOUND.count("\n") + 1, 1)]


def test_a_real_questionnaire_refuses_an_invented_reference(tmp_path: Path) -> None:
    reference = "references: [{source: s, informant: parent, fictitious: true}]"
    content = changed("    method: sum\n", f"    method: sum\n    {reference}\n")

    [fault] = faults_of(tmp_path, content)

    assert fault.line == content[: content.index("references")].count("\n") + 1
    assert "an invented reference" in fault.message


def test_an_invented_questionnaire_refuses_a_reference_that_looks_real(tmp_path: Path) -> None:
    reference = "references: [{source: s, informant: parent}]"
    content = changed("    method: sum\n", f"    method: sum\n    {reference}\n")

    [fault] = faults_of(tmp_path, "fictitious: true\n" + content)

    assert "mark its reference `fictitious: true`" in fault.message


def test_a_text_may_be_absent_only_where_the_licence_forbids_to_ship_it(tmp_path: Path) -> None:
    bare = changed(", text: {nl: Een., en: One.}", "")

    [fault] = faults_of(tmp_path, bare)
    kept = load(write(tmp_path, bare.replace("ship_text: true", "ship_text: false")))

    assert fault.message == "`text` is missing; add it here"
    assert not kept.can_be_asked


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    before = load(write(tmp_path, SOUND))

    after = load(write(tmp_path, changed("minutes: 1.5", "minutes: 12.5")))

    assert (before.minutes, after.minutes) == (1.5, 12.5)


def test_checking_a_folder_finds_two_files_with_one_key(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    (tmp_path / "tweede.yaml").write_text(SOUND, encoding="utf-8")

    [fault] = [each for each in check([tmp_path]) if each.severity is Severity.FAULT]

    assert fault.path.endswith("tweede.yaml")
    assert (fault.line, fault.column) == (1, 6)


def test_checking_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    [fault] = check([tmp_path / "weg.yaml"])

    assert "there is no such file" in fault.message
