"""The papers on the pages of the coach: prepared, ordered, fetched by one coach, sent to nobody."""

import re

import pytest

from tests.web.world import act, csrf, encoded

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    case = world.case(child="Fenna")
    for invitation_id in case.intake.values():
        world.answer(invitation_id)
    return case


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def test_smoke(coach, case):
    page = coach.get(f"/trajecten/{case.traject_id}/gespreksblad")
    assert page.status_code == 200
