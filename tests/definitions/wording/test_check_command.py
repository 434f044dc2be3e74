"""`survey-app questionnaires check` and `fingerprints`: what a person at a terminal gets."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.commands.questionnaires import questionnaires
from tests.definitions.wording.own_list import content

PROTECTED = "{kind} telt in de ochtend alle rode fietsen voor de school."


def run(*arguments: object) -> Result:
    return CliRunner().invoke(questionnaires, [str(each) for each in arguments])


@pytest.fixture
def written(tmp_path: Path):
    """Return a function that writes a list and gives its path."""

    def write(**changes: str) -> Path:
        path = tmp_path / f"{changes.get('key', 'eigen')}.yaml"
        path.write_text(content(**changes), encoding="utf-8")
        return path

    return write


def test_a_sound_list_leaves_one_line_and_exit_0(written) -> None:
    result = run("check", written())

    assert result.exit_code == 0
    assert result.stdout == "1 checked; faults: 0; warnings: 0.\n"


def test_a_fault_is_printed_with_its_place_and_exits_1(written) -> None:
    path = written(text="{kind} lacht en speelt.")

    result = run("check", path)

    assert result.exit_code == 1
    assert result.stdout == (
        f"{path}:23:25: a double idea (en); ask one thing\n1 checked; faults: 1; warnings: 0.\n"
    )


def test_a_warning_is_printed_and_exits_0(written) -> None:
    path = written(text="{kind} lacht en speelt.", holder="iemand")

    result = run("check", path)

    assert result.exit_code == 0
    assert f"{path}:23:25: warning: a double idea (en)" in result.stdout
    assert result.stdout.endswith("1 checked; faults: 0; warnings: 1.\n")


def test_the_shipped_lists_have_no_fault() -> None:
    result = run("check")

    assert result.exit_code == 0, result.stdout
    assert "40 checked; faults: 0;" in result.stdout


def test_who_holds_a_licence_can_compare_without_showing_the_text(written, tmp_path) -> None:
    private = written(key="geheim", holder="iemand", ship_text="false", text=PROTECTED)
    hashes = tmp_path / "hashes.txt"
    hashes.write_text(run("fingerprints", private).stdout, encoding="utf-8")
    path = written(text=PROTECTED)

    result = run("check", "--protected", hashes, path)

    assert "fietsen" not in hashes.read_text(encoding="utf-8")
    assert result.exit_code == 1
    assert f"{path}:23:11: 8 of 8 groups of words are those of a protected" in result.stdout
    assert run("check", path).exit_code == 0


def test_a_scoring_key_without_texts_gives_no_hashes() -> None:
    result = run("fingerprints", "questionnaires/who-5.yaml")

    assert result.exit_code == 1
    assert "There is no item text in there" in result.stderr


def test_a_file_that_holds_no_hashes_is_refused(written) -> None:
    path = written()

    result = run("check", "--protected", path, path)

    assert result.exit_code == 1
    assert f"{path}:1: this is no hash" in str(result.exception or result.stderr)
