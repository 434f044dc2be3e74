"""The schema for editors accepts every sound file and refuses a wrong shape, as others judge it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from survey_app.commands.main import cli
from survey_app.definitions import DIRECTIONS, check, shipped_folder
from survey_app.definitions.schema import questionnaire_schema, schema_text
from survey_app.definitions.schema.explanations import EXPLANATIONS
from tests.definitions.files import SOUND, write
from tests.definitions.test_shipped_lists import BENCH, EXAMPLE
from tests.definitions.test_written_guide import EXAMPLE as GUIDE

SHIPPED = shipped_folder() / "questionnaire.schema.json"
VALIDATOR = Draft202012Validator(questionnaire_schema())


def content_of(text: str) -> Any:
    """Read YAML as editors do: numbers are numbers, true is true."""
    return YAML(typ="safe", pure=True).load(text)


def refusals(text: str) -> list[str]:
    return [
        f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(content_of(text))
    ]


# Texts that YAML of an editor takes for numbers are quoted, as the page on writing advises.
QUOTED = SOUND.replace("en: 010", 'en: "010"').replace("nl: 12:30", 'nl: "12:30"')


def test_the_shipped_schema_is_what_the_code_makes() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == schema_text(), (
        "run: survey-app questionnaires schema --out questionnaires/questionnaire.schema.json"
    )


def test_the_command_prints_it_and_writes_it(tmp_path: Path) -> None:
    out = tmp_path / "schema.json"

    printed = CliRunner().invoke(cli, ["questionnaires", "schema"])
    written = CliRunner().invoke(cli, ["questionnaires", "schema", "--out", str(out)])

    assert (printed.exit_code, printed.output) == (0, schema_text())
    assert (written.exit_code, out.read_text(encoding="utf-8")) == (0, schema_text())


def test_it_is_a_schema_of_its_draft() -> None:
    schema = json.loads(schema_text())

    Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("path", [*sorted(shipped_folder().glob("*.yaml")), BENCH, EXAMPLE])
def test_every_list_is_accepted(path: Path) -> None:
    assert refusals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")))
def test_an_editor_finds_the_schema_of_every_shipped_list(path: Path) -> None:
    first, _ = path.read_text(encoding="utf-8").split("\n", 1)

    assert first == f"# yaml-language-server: $schema={SHIPPED.name}"


def test_the_example_of_the_page_on_writing_is_accepted() -> None:
    assert refusals(GUIDE) == []


def test_a_file_of_every_kind_is_accepted() -> None:
    assert refusals(QUOTED) == []


def parts() -> dict[str, dict[str, Any]]:
    schema = json.loads(schema_text())
    found = {"Head": schema} | schema["$defs"]
    return {name: part["properties"] for name, part in found.items() if "properties" in part}


def test_every_key_is_explained_and_nothing_else_is() -> None:
    explained = {
        (part, key): content.get("description")
        for part, properties in parts().items()
        for key, content in properties.items()
    }

    assert all(text and text.endswith((".", ":")) for text in explained.values())
    own = {(part, key) for part, key in explained if part != "Texts"}
    assert own == {(part, key) for part, keys in EXPLANATIONS.items() for key in keys}


def test_a_text_can_be_written_in_every_language_and_no_other() -> None:
    assert list(parts()["Texts"]) == list(DIRECTIONS)


@pytest.mark.parametrize("word", ["null", '"title"', "Shape", '"le"', '"gt"'])
def test_nothing_of_the_code_shines_through(word: str) -> None:
    schema = json.dumps({**questionnaire_schema(), "title": ""})
    properties = (
        schema.replace('"title": {', "").replace('"title", ', "").replace('"title": ""', "")
    )

    assert word not in properties


BROKEN: dict[str, tuple[str, str]] = {
    "a misspelt key": ("minutes: 1.5", "minuten: 1.5"),
    "a missing key": ("minutes: 1.5\n", ""),
    "no number": ("minutes: 1.5", "minutes: kort"),
    "a number out of bounds": ("minutes: 1.5", "minutes: 61"),
    "zero minutes": ("minutes: 1.5", "minutes: 0"),
    "a bare version": ('\nversion: "1.0"', "\nversion: 1.0"),
    "a key in capitals": ("key: proef", "key: Proef"),
    "an unknown informant": ("[parent, child]", "[parent, oma]"),
    "nobody who answers": ("[parent, child]", "[]"),
    "three ages": ("[8, 12]", "[8, 10, 12]"),
    "an age below zero": ("[8, 12]", "[-8, 12]"),
    "an unknown layout": ("layout: together", "layout: samen"),
    "another layout than the parts": ("layout: together", "layout: one_by_one"),
    "an unknown language": ("title: {nl: Proef,", "title: {xx: Proef, nl: Proef,"),
    "a text without a language": ("title: {nl: Proef, en: Trial}", "title: Proef"),
    "a text of no language": ("title: {nl: Proef, en: Trial}", "title: {}"),
    "a space at the edge": ("{nl: Proef, en: Trial}", '{nl: " Proef", en: Trial}'),
    "a text of two lines": ("{nl: Proef, en: Trial}", '{nl: "Proef\\nProef", en: Trial}'),
    "an empty line for a key": ("ages: [8, 12]", "ages:"),
    "an unknown status": ("nl, status: reviewed", "nl, status: klaar"),
    "a draft with evidence": (
        "nl, status: reviewed, evidence: {stage: 0}",
        "nl, status: own, evidence: {stage: 1, study: S}",
    ),
    "a stage without a study": (
        "nl, status: reviewed, evidence: {stage: 0}",
        "nl, status: reviewed, evidence: {stage: 1}",
    ),
    "a stage without the version that was studied": (
        "nl, status: reviewed, evidence: {stage: 0}",
        "nl, status: reviewed, evidence: {stage: 1, study: S}",
    ),
    "a stage that is not there": (
        "nl, status: reviewed, evidence: {stage: 0}",
        "nl, status: reviewed, evidence: {stage: 6, study: S}",
    ),
    "one option": ("    - {key: nee, text: {nl: nee, en: no}}\n", ""),
    "a value and a missing": ("weg, missing: prefers_not", "weg, value: 3, missing: prefers_not"),
    "a missing nobody can choose": ("missing: prefers_not", "missing: not_shown"),
    "options for a number": ("max_length: 200", "max_length: 200, options: wens"),
    "no way to answer": ("{key: q1, options: drie,", "{key: q1,"),
    "choosing without options": ("max_length: 200", "max_length: 200, choose: {most: 1}"),
    "a scale of nothing": ("    items: [q1, q2]\n", ""),
    "a scale of both": ("    items: [q1, q2]\n", "    items: [q1, q2]\n    scales: [som]\n"),
    "a total with reversed items": ("    items: [q1, q2]\n", "    scales: [x]\n"),
    "a rule that is code": ("method: sum", "method: __import__('os')"),
    "a count of nothing": ("method: sum", "method: count"),
    "counted in a sum": ("method: sum", "method: sum\n    counted: [no]"),
    "half an answer": ("min_answered: 2", "min_answered: 1.5"),
    "a reliability of no kind": (
        "higher_is_better: false",
        "higher_is_better: false\n    references: "
        "[{source: S, informant: child, reliability: 0.8}]",
    ),
    "a reliability of one": (
        "higher_is_better: false",
        "higher_is_better: false\n    references: "
        "[{source: S, informant: child, reliability: 1, reliability_kind: alpha}]",
    ),
    "one band": (
        "higher_is_better: false",
        "higher_is_better: false\n    bands: [{id: b, source: S, informant: child, "
        "ranges: [[0, 3]]}]",
    ),
    "a signal without answers": (', options: ["010"], level', ", level"),
    "a signal of two ways": (', options: ["010"], level', ', options: ["010"], drop: 2, level'),
    "an unknown level": ("level: today", "level: soon"),
    "a step of spelling": (
        "options:\n  drie:",
        'follows: [{version: "0.9", scoring_version: "1", change: spelling}]\noptions:\n  drie:',
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_wrong_shape_is_refused_by_schema_and_checker_alike(tmp_path: Path, case: str) -> None:
    old, new = BROKEN[case]
    assert QUOTED.count(old) == 1, f"{old!r} stands {QUOTED.count(old)} times in the sound file"
    text = QUOTED.replace(old, new)

    assert refusals(text) != []
    # The one case in which the checker takes what an editor marks: a bare number as a text.
    assert check([write(tmp_path, text)]) != [] or case == "a bare version"


MEANING: dict[str, tuple[str, str]] = {
    "an item that is not there": ("items: [q1, q2]", "items: [q1, q9]"),
    "options that are not there": ("{key: q1, options: drie,", "{key: q1, options: vier,"),
    "a text that lacks a language": ("{nl: Een., en: One.}", "{nl: Een.}"),
    "an item twice": ("{key: q2,", "{key: q1,"),
    "more answers than there are": ("min_answered: 2", "min_answered: 3"),
    "ages turned round": ("[8, 12]", "[12, 8]"),
    "a brace": ("{nl: Een., en: One.}", '{nl: "{naam}", en: One.}'),
}


@pytest.mark.parametrize("case", MEANING)
def test_what_the_parts_say_about_each_other_only_the_checker_sees(
    tmp_path: Path, case: str
) -> None:
    old, new = MEANING[case]
    assert QUOTED.count(old) == 1, f"{old!r} stands {QUOTED.count(old)} times in the sound file"
    text = QUOTED.replace(old, new)

    assert refusals(text) == []
    assert check([write(tmp_path, text)]) != []
