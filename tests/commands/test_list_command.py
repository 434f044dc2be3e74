"""`questionnaires list` and `show`: in which languages a list is asked, and which are drafts."""

import pytest
from click.testing import CliRunner

from survey_app.commands import questionnaires
from survey_app.commands.main import cli
from survey_app.definitions import load
from tests.factories.lists import PARENTS, changed
from tests.web.world import WORDS_FILE

LANGUAGES = WORDS_FILE.with_name("languages.yaml")


@pytest.fixture
def listed(monkeypatch):
    """Return a function that lists these files and gives the line of each."""

    def listed(*paths):
        monkeypatch.setattr(questionnaires, "library", lambda: [load(path) for path in paths])
        output = CliRunner().invoke(cli, ["questionnaires", "list"]).output
        return output.splitlines()[1 : 1 + len(paths)]

    return listed


def test_a_draft_is_told_apart_from_a_language_that_is_offered(listed):
    several, own, without = listed(LANGUAGES, PARENTS, PARENTS.with_name("who-5.yaml"))

    assert "  nl,ar (draft: en)  " in several
    assert "  nl (draft: en)  " in own
    # Of a key without texts there is nothing to review.
    assert "draft" not in without


def test_a_list_that_is_nothing_but_a_draft_says_so(listed, tmp_path):
    (line,) = listed(changed(PARENTS, tmp_path, ("nl, status: reviewed", "nl, status: own")))

    assert "  draft: nl,en  " in line
    assert line.endswith("score only: its text was reviewed in no language")


def test_one_list_is_shown_with_its_drafts_too():
    shown = CliRunner().invoke(cli, ["questionnaires", "show", "kansmeter-kind"]).output

    assert "  languages nl (draft: en)  " in shown
