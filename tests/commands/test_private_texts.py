"""What the commands say about lists whose texts belong to others."""

import shutil

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.commands.serving import check_safe_start
from survey_app.config import Settings, SettingsError
from survey_app.definitions import DefinitionError
from tests.definitions.test_private_texts import EXAMPLE
from tests.factories.world import SECRET

STATE = "score only: texts not here (holder: World Health Organization)"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a closed folder that the setting names."""
    place = tmp_path / "teksten"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("KANSMETER_PRIVATE_QUESTIONNAIRES", str(place))
    return place


def run(*arguments):
    return CliRunner().invoke(cli, ["questionnaires", *arguments])


def line_of(key, output):
    (line,) = (line for line in output.splitlines() if line.startswith(f"{key} "))
    return line


def test_a_list_without_texts_is_shown_as_one_that_can_only_be_scored():
    listed, shown = run("list"), run("show", "who-5")

    assert line_of("who-5", listed.output).endswith(STATE)
    assert "score only" not in line_of("kansmeter-ouder", listed.output)
    assert f"\n{STATE}\nMissing are the texts of q01, q02, q03 and 2 more" in shown.output
    assert "World Health Organization" in shown.output


def test_with_the_texts_the_same_list_can_be_sent(folder):
    shutil.copy(EXAMPLE, folder)

    listed, shown = run("list"), run("show", "who-5")

    line = line_of("who-5", listed.output)
    assert line.split()[:2] == ["who-5", "1.0.1"]
    assert "nl,tr" in line
    assert "score only" not in line
    assert "q02: Gele emmers." in shown.output
    assert "score only" not in shown.output


def test_check_names_the_place_of_a_fault_in_the_private_folder(folder):
    text = EXAMPLE.read_text(encoding="utf-8")
    (folder / "who-5.yaml").write_text(text.replace("{key: q03,", "{key: q33,"))

    done = run("check")

    assert done.exit_code == 1
    assert f"{folder}/who-5.yaml:22:5: who-5 1.0 has no item 'q33'" in done.output


def test_a_fault_in_a_private_text_stops_the_other_commands(folder):
    (folder / "who-5.yaml").write_text("[]")

    assert isinstance(run("list").exception, DefinitionError)


def test_a_folder_that_others_can_read_is_refused_by_the_name_of_the_setting(folder):
    folder.chmod(0o755)

    for command in (("list",), ("show", "who-5"), ("check",)):
        refusal = run(*command).exception
        assert isinstance(refusal, SettingsError)
        assert str(refusal).startswith("KANSMETER_PRIVATE_QUESTIONNAIRES: must be closed to others")
        assert str(folder) not in str(refusal)


def test_serving_stops_at_a_fault_in_a_private_text_before_any_worker_starts(world, folder):
    (folder / "who-5.yaml").write_text("[]")
    url = world.database.url.render_as_string(hide_password=False)
    settings = Settings.model_validate(
        {
            "database_url": url,
            "secret_keys": SECRET,
            "base_url": "http://127.0.0.1:8000",
            "private_questionnaires": folder,
        }
    )

    with pytest.raises(DefinitionError, match="who-5.yaml:1:1"):
        check_safe_start(settings)
