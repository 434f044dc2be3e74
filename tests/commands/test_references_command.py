"""`references build`, `accept` and `list`, as a person at a terminal meets them."""

import json

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.definitions import load
from survey_app.errors import InputError
from tests.factories.samples import add_pairs, add_starts
from tests.factories.world import MONDAY, HandClock, World, opened


@pytest.fixture
def run(three_settings, world, monkeypatch):
    """Return a function that runs a command on the database of this world."""
    monkeypatch.setattr("survey_app.commands.references.utc_now", lambda: world.clock())
    return lambda *arguments: CliRunner().invoke(cli, ["references", *map(str, arguments)])


@pytest.fixture(scope="module")
def filled(database_server):
    """Let parents answer: 31 children at the start of a traject, 32 pairs; to be copied."""
    url = database_server.create_migrated()
    with opened(url) as database:
        coach = World(database, HandClock(MONDAY)).coach()
        parents = load("kansmeter-ouder")
        add_starts(database, coach, parents, 31, seed=1, now=MONDAY)
        add_pairs(database, [coach], parents, 32, seed=1, now=MONDAY)
    yield url, coach
    database_server.drop(url)


@pytest.fixture
def migrated_url(request, database_server):
    """Give an empty database, or a copy of the filled one to who asks for answers."""
    if "answered" in request.fixturenames:
        url = database_server.copy(request.getfixturevalue("filled")[0])
    else:
        url = database_server.create_migrated()
    yield url
    database_server.drop(url)


@pytest.fixture
def coach(request, world):
    """Give the coach of the filled database, or a new one."""
    if "answered" in request.fixturenames:
        return request.getfixturevalue("filled")[1]
    return world.coach()


@pytest.fixture
def answered(world):
    """Ask for the filled database, forty days later."""
    world.clock.forward(days=40)


def test_the_table_shows_the_figures_and_under_it_what_is_missing(answered, run):
    shown = run("build", "kansmeter-ouder").output

    strength = next(line for line in shown.splitlines() if "  kracht " in line)
    assert strength.split()[:5] == ["kansmeter-ouder", "kracht", "parent", "nl", "31"]
    assert "31 children at the start of a traject; 32 retest participants, 32 pairs" in shown
    for lacking in (
        "missing: interviews (stage 1)",
        "missing: retest: 32 of 60 pairs",
        "missing: alpha: 31 of 100 children",
        "missing: omega: not computable (too_few_items)",
    ):
        assert lacking in shown


def test_building_stores_nothing_and_says_so(answered, world, run, tmp_path):
    before = world.rows("audit_event")

    done = run("build", "--out", tmp_path / "p.json")

    assert "Nothing changed" in done.output
    assert (world.rows("accepted_reference"), world.rows("audit_event")) == (0, before)


def test_without_answers_there_is_nothing_to_build(world, run):
    done = run("build")

    assert isinstance(done.exception, InputError)
    assert "no answers yet" in str(done.exception)


def test_below_thirty_no_reliability_is_printed(world, coach, run):
    parents = load("kansmeter-ouder")
    add_starts(world.database, coach, parents, 29, seed=1, now=MONDAY)
    add_pairs(world.database, [coach], parents, 29, seed=1, now=MONDAY)
    world.clock.forward(days=40)

    shown = run("build").output

    strength = next(line for line in shown.splitlines() if "  kracht " in line)
    assert strength.split()[4:] == ["29", "-", "-", "-", "-", "29", "-", "-", "-", "0"]


def test_what_a_person_accepts_is_listed_as_what_counts(answered, coach, run, tmp_path):
    run("build", "kansmeter-ouder", "--out", tmp_path / "p.json")

    done = run("accept", tmp_path / "p.json", "--by", coach.email)
    listed = run("list").output

    assert done.exit_code == 0, done.output
    assert "R1: kansmeter-ouder 1.0, kracht by parent (nl): stage 0, figures only" in done.output
    assert [line.split()[0] for line in listed.splitlines()] == ["ID", "R1", "R2"]
    assert listed.count("counts") == 2


def test_a_later_acceptance_replaces_and_the_earlier_stays_in_the_list(
    answered, world, coach, run, tmp_path
):
    run("build", "kansmeter-ouder", "--out", tmp_path / "p.json")
    run("accept", tmp_path / "p.json", "--by", coach.email)

    run("accept", tmp_path / "p.json", "--by", coach.email, "--interviews", "20 gesprekken, 2026")

    states = [line.split()[-1] for line in run("list").output.splitlines()[1:]]
    assert states == ["replaced", "replaced", "counts", "counts"]


REFUSED = {
    "an unknown address": (["--by", "nobody@school.example"], "no active account"),
    "no file of ours": (["--by", "coach1@school.example"], "no proposal"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_accepted_is_said_in_one_line(world, coach, run, tmp_path, case):
    options, said = REFUSED[case]
    path = tmp_path / "p.json"
    path.write_text("{}", encoding="utf-8")

    done = run("accept", path, *options)

    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)
    assert world.rows("accepted_reference") == 0


@pytest.mark.parametrize("content", ["", "no json", "[" * 100_000])
def test_a_file_that_is_no_json_is_said_to_be_none(world, coach, run, tmp_path, content):
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")

    done = run("accept", path, "--by", coach.email)

    assert isinstance(done.exception, InputError)
    assert "no JSON" in str(done.exception)


def test_a_proposal_that_the_answers_no_longer_bear_out_pins_nothing(
    answered, world, coach, run, tmp_path
):
    run("build", "kansmeter-ouder", "--out", tmp_path / "p.json")
    add_starts(world.database, coach, load("kansmeter-ouder"), 1, seed=9, now=MONDAY)

    done = run("accept", tmp_path / "p.json", "--by", coach.email)

    assert "Build it again" in str(done.exception)


def test_a_proposal_holds_figures_and_nobodys_answers(answered, run, tmp_path):
    run("build", "kansmeter-ouder", "--out", tmp_path / "p.json")
    kept = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))

    assert kept["kind"] == "kansmeter proposal of references"
    assert {each["scale"] for each in kept["scales"]} == {"kracht", "last"}
    assert not any("answers" in each or "code" in each for each in kept["scales"])
