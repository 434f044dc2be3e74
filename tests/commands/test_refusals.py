"""A command says in English what a page says in Dutch, in one line, and changes nothing."""

import re
import sys
from datetime import timedelta

import pytest

from survey_app.clock import local_date, utc_now
from survey_app.commands.main import main
from survey_app.keeping import holding

DUTCH = re.compile(r"\b(de|het|een|niet|dit|deze|kies|vul|niemand|alleen|eerst|daarna)\b")
SCHOOL = "Het Zandpad"
NOBODY = "0" * 32


@pytest.fixture
def told(three_settings, monkeypatch, capsys):
    """Return a function that gives what the whole program says of a refused command."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["survey-app", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert not DUTCH.search(line.lower()), line
        return line.removeprefix("Error: ")

    return run


def days_ahead(count):
    return str(local_date(utc_now()) + timedelta(days=count))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--role", "coach"], "holds this right already"),
        (["--role", "substitute"], "Give the last day"),
        (["--role", "substitute", "--until", "2020-01-01"], "is over already"),
        (["--role", "substitute", "--until", days_ahead(4000)], "Look at the year"),
        (["--role", "substitute", "--until", days_ahead(400)], "a year at most"),
        (["--role", "substitute", "--until", days_ahead(9)], "Name the coach of this school"),
        (["--role", "substitute", "--until", days_ahead(9), "--for", "self"], "for oneself"),
        (["--role", "director", "--for", "self"], "Only a substitute stands in"),
    ],
)
def test_a_right_that_makes_no_sense_is_refused(world, coach, told, more, says):
    address = coach.email
    before = world.sql("SELECT count(*) FROM role_grant")

    more = [address if each == "self" else each for each in more]
    assert says in told("user", "grant", "--email", address, "--school", SCHOOL, *more)
    assert world.sql("SELECT count(*) FROM role_grant") == before


def test_a_right_at_an_account_that_is_switched_off_is_refused(world, coach, told):
    world.sql("UPDATE person SET active = false")

    line = told("user", "grant", "--email", coach.email, "--school", SCHOOL)
    assert "switched off" in line


def test_what_is_not_there_and_what_is_not_theirs_are_told_apart_by_nobody(world, coach, told):
    other = world.coach(school="Elders")
    foreign = world.start(other)
    by = ("--by", coach.email, "--reason", "request", "--yes")

    assert told("erase", foreign, *by) == told("erase", NOBODY, *by)
    hold = ("--why", "een rechter", *by[:2])
    assert "may do it with" in told("retention", "hold", NOBODY, *hold)


def test_terms_are_set_by_no_coach(world, coach, told):
    rule = ("--regime", "school", "--months", "12", "--by", coach.email)

    assert "look at the id and the role" in told("retention", "rule", *rule)


def test_holding_twice_lifting_nothing_and_saying_no_why_are_refused(world, coach, traject, told):
    by = ("--by", coach.email)

    assert "is not held" in told("retention", "hold", traject, "--lift", *by)
    assert "Give --why" in told("retention", "hold", traject, "--why", "  ", *by)
    assert "within 200 characters" in told("retention", "hold", traject, "--why", "x" * 201, *by)
    with world.database.write() as session:
        holding.hold(session, coach.actor, traject, "order 12", world.clock())
    assert "is held already" in told("retention", "hold", traject, "--why", "order", *by)
    line = told("erase", traject, *by, "--reason", "request", "--yes")
    assert line == "This traject is held and is not erased: order 12"
    assert world.sql("SELECT count(*) FROM traject") == [(1,)]


def test_the_data_of_a_child_that_are_restricted_are_not_held_either(world, coach, traject, told):
    world.sql("UPDATE traject SET restricted_at = started_at")

    line = told("retention", "hold", traject, "--why", "order", "--by", coach.email)
    assert "are restricted" in line


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["user", "add"], "Missing option '--name'. See 'survey-app user add --help'."),
        (["user", "ad"], "No such command 'ad'."),
        (
            ["retention", "--at-mots", "3"],
            "Did you mean '--at-most'? See 'survey-app retention --help'.",
        ),
        (["retention", "rule", "--regime", "x"], "'x' is not one of 'school', 'youth_care'"),
        (["serve", "--port", "http"], "'http' is not a valid integer range."),
        (["erase", "--reason"], "Option '--reason' requires an argument."),
        (["score", "who-5"], "See 'survey-app score --help'."),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line_with_where_to_read(
    monkeypatch, capsys, typed, says
):
    monkeypatch.setattr(sys, "argv", ["survey-app", *typed])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Error: ")
    assert says in line


def test_a_command_without_its_words_shows_what_there_is(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["survey-app", "user"])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "add  " in capsys.readouterr().err


def test_help_and_what_goes_well_end_with_nothing_wrong(monkeypatch, capsys):
    for typed in (["--help"], ["user", "add", "--help"], ["--version"], ["questionnaires", "list"]):
        monkeypatch.setattr(sys, "argv", ["survey-app", *typed])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in (None, 0), typed
        assert capsys.readouterr().err == ""
