"""A list with private texts is on the coach's pages like any other."""

import shutil

import pytest

from survey_app.definitions import DefinitionError
from survey_app.factory import create_app
from tests.definitions.test_private_texts import EXAMPLE
from tests.web.world import World


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "teksten"
    place.mkdir(mode=0o700)
    shutil.copy(EXAMPLE, place)
    return place


@pytest.fixture
def private(world, folder):
    """Return the same world served by an application that has the private texts."""
    settings = world.settings.model_copy(update={"private_questionnaires": folder})
    app = create_app(settings, world.database, world.clock)
    return World(settings, world.database, world.clock, app, world.links)


def test_the_coach_sees_that_it_can_be_asked_and_how_it_looks(private):
    coach = private.signed_in()

    ready, not_ready = coach.get("/vragenlijsten").text.split("Nog zonder tekst")

    assert "Verzonnen: vijf dingen in de tuin" in ready
    assert "SDQ" in not_ready
    assert "Gele emmers." in coach.get("/vragenlijsten/who-5").text


def test_without_the_texts_the_coach_reads_whose_they_are(world):
    page = world.signed_in().get("/vragenlijsten/who-5").text

    assert "World Health Organization" in page
    assert "Gele emmers." not in page


def test_a_fault_in_a_private_text_stops_the_start(world, folder):
    (folder / "who-5.yaml").write_text("[]")
    settings = world.settings.model_copy(update={"private_questionnaires": folder})

    with pytest.raises(DefinitionError, match="who-5.yaml:1:1"):
        create_app(settings, world.database, world.clock)
