"""The world these tests happen in, and its reports as the coach's page makes them."""

from pathlib import Path

import pytest

from survey_app.definitions import load
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.queries import asked, placed_responses
from survey_app.reports import wording
from survey_app.reports.traject import report_of
from survey_app.trajects import timeline
from tests.factories.fixtures import clock, coach, database, traject, world
from tests.factories.lists import changed

__all__ = ["clock", "coach", "database", "traject", "world"]

EXAMPLE = Path(wording.__file__).parents[1] / "keeping" / "demo" / "voorbeeld-rust.yaml"


@pytest.fixture
def whole_report(world, coach):
    """Return a function that gives the report of a traject as the coach's page makes it."""

    def whole_report(traject_id):
        with world.database.read() as session:
            return report_of(
                "Sam",
                placed_responses(session, traject_id),
                asked(session, coach.actor, traject_id),
                lambda fingerprint: questionnaire_of(session, fingerprint),
                world.clock.today,
                timeline.events(session, traject_id),
            )

    return whole_report


@pytest.fixture
def report(whole_report):
    """Return a function that gives the part of every informant."""
    return lambda traject_id: whole_report(traject_id).informants


@pytest.fixture
def variant(tmp_path):
    """Return a function that gives the example list with pieces of its text replaced."""

    def variant(*replacements):
        return load(changed(EXAMPLE, tmp_path, *replacements))

    return variant
