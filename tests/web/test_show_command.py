"""`questionnaires show KEY --html`: one file, whole or not at all."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.commands.questionnaires import questionnaires
from survey_app.exchange.files import UnwritableFileError
from survey_app.keeping import demonstration


def run(*arguments):
    return CliRunner().invoke(questionnaires, ["show", *map(str, arguments)])


def test_the_page_is_written_to_the_file_and_needs_no_settings(tmp_path, monkeypatch):
    monkeypatch.delenv("KANSMETER_DATABASE_URL", raising=False)
    file = tmp_path / "ouder.html"

    done = run("kansmeter-ouder", "--html", "--out", file)

    page = file.read_text(encoding="utf-8")
    assert done.exit_code == 0, done.output
    assert page.startswith("<!doctype html>")
    assert "Sam" in page
    assert "stylesheet" not in page


def test_without_a_file_the_page_is_printed():
    assert run("kansmeter-ouder", "--html").output.startswith("<!doctype html>")


def test_without_html_the_questionnaire_is_shown_as_text():
    assert run("kansmeter-ouder").output.startswith("kansmeter-ouder ")


def test_a_file_without_html_is_refused(tmp_path):
    done = run("kansmeter-ouder", "--out", tmp_path / "x.html")

    assert (done.exit_code, "--out goes with --html" in done.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_said_in_one_line(tmp_path):
    done = run("kansmeter-ouder", "--html", "--out", tmp_path / "nowhere" / "x.html")

    assert isinstance(done.exception, UnwritableFileError)


@pytest.mark.parametrize("key", ["nergens", "../README"])
def test_an_unknown_key_writes_nothing(tmp_path, key):
    file = tmp_path / "x.html"

    assert run(key, "--html", "--out", file).exit_code != 0
    assert not file.exists()


def test_the_whole_rule_of_a_scale_is_shown():
    shown = run("sdq-t4-17").output

    impact = shown[shown.index("scale impact") :]
    assert "recode 0 = 0, 1 = 0, 2 = 1, 3 = 2" in impact
    assert "an unanswered item counts as 0" in impact
    assert "0 when difficulties is 0" in impact
    assert "0 to 0, 1 to 1, 2 to 6 (Goodman 1997" in impact
    assert "rounded half up" in shown
    assert "norm sdq-t4-17-nl-2017-girls, 4 to 10 years, girls: mean 4.7, sd 4.6" in shown
    assert "[only when difficulties is 1 or 2 or 3]" in shown
    assert "more than 3 blanks" in run("psc-17").output
    assert "signal l1: bijna_altijd (talk)" in run("kansmeter-ouder").output


def test_a_reference_is_shown_with_its_figures_and_whom_it_is_about(tmp_path):
    given = demonstration.__file__.replace("demonstration.py", "demo/voorbeeld-rust.yaml")
    path = tmp_path / "voorbeeld-rust.yaml"
    text = Path(given).read_text(encoding="utf-8")
    path.write_text(
        text.replace("        n: 60\n", "        n: 60\n        ages: [8, 12]\n"), "utf-8"
    )

    shown = run(path).output

    assert (
        "reference for parent, 8 to 12 years: n 60, mean 2.2, sd 0.8, reliability (test-retest) "
        "0.84 (voorbeeld, verzonnen referentie)" in shown
    )
