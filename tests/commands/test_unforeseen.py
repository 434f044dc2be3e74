"""A command that fails as nobody foresaw says so in one line, and quotes nothing (AC-115)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError

from survey_app.commands import main as entrance
from survey_app.storage.engine import UnstorableError

pytestmark = pytest.mark.one_every_day

NAME = "Yusuf Testkind"


def said_of(monkeypatch, capsys, work):
    monkeypatch.setattr(entrance, "cli", lambda **named: work())
    with pytest.raises(SystemExit) as ended:
        entrance.main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    assert err.startswith("Error: Kansmeter itself failed (")
    assert err.count("\n") == 1
    return err


def test_a_row_that_is_there_already_is_not_quoted(world, coach, monkeypatch, capsys):
    def write_twice():
        with world.database.write() as session:
            session.execute(
                text("INSERT INTO organisation SELECT * FROM organisation WHERE id = :id"),
                {"id": coach.actor.organisation_id},
            )

    with pytest.raises(IntegrityError):
        write_twice()
    said = said_of(monkeypatch, capsys, write_twice)

    assert coach.actor.organisation_id not in said
    assert "INSERT" not in said
    assert "IntegrityError" in said
    assert " at survey_app/commands/main.py:" in said


@pytest.mark.parametrize(
    "arguments", [("user", "link", "--email", "\udcff"), ("plan", "--school", "\udcff")]
)
def test_what_is_typed_in_another_encoding_is_said_to_be_so(
    three_settings, monkeypatch, capsys, arguments
):
    monkeypatch.setattr("sys.argv", ["survey-app", *arguments])

    with pytest.raises(SystemExit) as ended:
        entrance.main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == "Error: What was typed is not UTF-8: type it again.\n"


def test_ac_076_a_value_no_column_holds_is_said_in_english_too(world):
    with pytest.raises(UnstorableError) as refused, world.database.write():
        raise DataError(None, None, Exception())

    assert refused.value.english == "It holds a sign that cannot be stored: take it out."


def test_a_fault_of_our_own_quotes_no_name(monkeypatch, capsys):
    def fall():
        raise ValueError(NAME) from KeyError(NAME)

    said = said_of(monkeypatch, capsys, fall)

    assert NAME not in said
    assert "(ValueError, KeyError)" in said
