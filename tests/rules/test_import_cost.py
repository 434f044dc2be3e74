"""What an import brings along: a researcher gets no server, a page gets no drawing library."""

import subprocess
import sys

import pytest

from tests.rig.bootstrap import ROOT


def loaded_by(module: str, *, after: str = "pass") -> set[str]:
    """Return the top packages that importing a module loads, in a Python of its own."""
    code = f"import sys, {module}\n{after}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_scoring_loads_no_server_no_drawing_and_no_tables():
    loaded = loaded_by("survey_app.scoring")

    assert loaded & {"flask", "werkzeug", "sqlalchemy", "matplotlib", "pandas"} == set()


def test_lists_that_were_read_before_load_no_yaml_and_no_checks():
    once_more = "survey_app.definitions as definitions; definitions.shipped()"
    loaded_by(once_more)

    loaded = loaded_by(once_more)

    assert "survey_app" in loaded
    assert loaded & {"ruamel", "pydantic", "pydantic_core"} == set()


@pytest.mark.parametrize("module", ["survey_app.factory", "survey_app.commands.serving"])
def test_starting_the_server_loads_no_drawing_no_tables_and_no_ways_to_sign_in(module):
    loaded = loaded_by(module)

    assert "flask" in loaded
    assert loaded & {"matplotlib", "pandas"} == set()
    assert loaded & {"authlib", "joserfc", "pyotp", "webauthn"} == set()


def test_reading_every_shipped_list_loads_no_word_list():
    read = "assert survey_app.definitions.shipped()"

    loaded = loaded_by("survey_app.definitions", after=read)

    assert loaded & {"spellchecker"} == set()


def test_checking_a_list_loads_the_word_list():
    check = "survey_app.definitions.check(['kansmeter-stapje'])"

    assert "spellchecker" in loaded_by("survey_app.definitions", after=check)
