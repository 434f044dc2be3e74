"""Files that somebody hands in: a warning that mentions what is in them runs nothing."""

import unicodedata

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli

PAYLOADS = {
    "escapes": "\x1b[2J\x1b]0;name\x07",
    "turned": "a\u202eb\u200bc",
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>",
    "line": "two\nlines\r\nhere",
}


def said(*arguments):
    """Return what a command that refuses says, all of it; to a terminal that shows colours."""
    done = CliRunner().invoke(cli, [str(each) for each in arguments], color=True)
    assert done.exit_code != 0
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def is_harmless(text):
    """Tell whether a terminal only shows this: no control, no sign that is unseen or turns text."""
    return all(unicodedata.category(sign)[0] != "C" for sign in text.replace("\n", ""))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("kind", ["questionnaires", "ways"])
def test_ac_058_a_fault_in_a_definition_is_told_in_signs_that_do_nothing(tmp_path, kind, payload):
    quoted = payload.encode("unicode_escape").decode().replace('"', '\\"')
    for content in (f'"{quoted}": 1\n', f'title: "{quoted}"\n{quoted.strip()}\n'):
        file = tmp_path / "own.yaml"
        file.write_text(content, encoding="utf-8")

        text = said(kind, "check", file)

        assert "own.yaml" in text
        assert is_harmless(text)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_ac_058_a_fault_in_a_table_is_told_in_signs_that_do_nothing(tmp_path, payload):
    cell = '"' + payload.replace('"', '""') + '"'
    file = tmp_path / "scores.csv"
    for content in (f"id,{cell},post\n1,2,3\n", f"id,pre,post\n{cell},2,x\n{cell},2,{cell}\n"):
        file.write_text(content, encoding="utf-8", newline="")

        told = said("effects", "change", file, "--sd", 1, "--reliability", 0.5)
        scored = said("score", "kansmeter-ouder", file)

        assert "Line " in told
        assert is_harmless(told + scored)


@pytest.mark.parametrize("name", ["\x1b[31mlist.yaml", "a\u202elmay.txt", "two\nlines.yaml"])
def test_ac_058_a_name_of_a_file_is_told_in_signs_that_do_nothing(tmp_path, name):
    (tmp_path / name).write_text("title: [\n", encoding="utf-8")

    for kind in ("questionnaires", "ways"):
        text = said(kind, "check", tmp_path / name)
        assert "yaml" in text or "lmay" in text
        assert is_harmless(text)
        assert text.count("\n") <= 2
