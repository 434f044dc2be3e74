"""`ways check`, `list` and `publish`, as a person at a terminal meets them."""

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.definitions.ways import way_of, ways_folder
from survey_app.errors import InputError
from survey_app.practice import ways

SHIPPED = ways_folder() / "kansencoach.yaml"


@pytest.fixture
def run(three_settings, world):
    """Return a function that runs a command on the database of this world."""
    return lambda *arguments: CliRunner().invoke(cli, ["ways", *map(str, arguments)])


@pytest.fixture
def newer(tmp_path):
    """Give a next version without its last principle."""
    text = SHIPPED.read_text(encoding="utf-8").split("  - key: kennis_delen")[0]
    path = tmp_path / "way.yaml"
    path.write_text(text.replace('version: "1.0"\ntitle', 'version: "1.1"\ntitle'), "utf-8")
    return path


def in_use(world, coach):
    with world.database.read() as session:
        return ways.current(session, coach.actor.organisation_id)


def test_a_next_version_is_published_and_the_standard_one_stays_on_record(world, coach, run, newer):
    assert "kansencoach 1.0 is in use" in run("list").output

    done = run("publish", newer)

    assert done.output == "kansencoach 1.1 is in use at Noord.\n"
    assert len(in_use(world, coach).principles) == 7
    listed = run("list").output
    assert listed.index("kansencoach 1.1, since") < listed.index("kansencoach 1.0, since")
    assert listed.count("  samen 1.0: samen beslissen") == 2


def test_other_words_under_the_same_number_are_refused_and_change_nothing(
    world, coach, run, tmp_path
):
    path = tmp_path / "way.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    path.write_text(text.replace("samen beslissen", "samen kiezen"), "utf-8")

    refused = run("publish", path)

    assert isinstance(refused.exception, InputError)
    assert "give it a higher version" in str(refused.exception)
    assert in_use(world, coach) == way_of("kansencoach")
    assert world.sql("SELECT count(*) FROM published_way") == [(0,)]


def test_faults_are_told_with_their_place(run, tmp_path):
    path = tmp_path / "way.yaml"
    path.write_text("key: X\n", "utf-8")

    told = run("check", path)

    assert told.exit_code == 1
    assert f"{path}:1:6: " in told.output
    assert run("check").output == "Faults: 0.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [((), "more than one"), (("--organisation", "West"), "no organisation 'West'")],
)
def test_whose_way_it_is_must_be_clear(world, coach, run, newer, arguments, says):
    world.coach("Zuid", "De Heide")

    refused = run("publish", newer, *arguments)

    assert says in str(refused.exception)
    assert "Zuid" in str(refused.exception) or arguments


def test_without_an_organisation_it_says_what_to_do_first(run, newer):
    assert "user add" in str(run("publish", newer).exception)


def test_of_two_organisations_the_named_one_changes(world, coach, run, newer):
    other = world.coach("Zuid", "De Heide")

    run("publish", newer, "--organisation", "Zuid")

    assert (in_use(world, other).version, in_use(world, coach).version) == ("1.1", "1.0")
