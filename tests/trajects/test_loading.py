"""Loading a traject to change it: it counts whose it is when one's turn has come."""

import time
from threading import Event, Thread

import pytest

from survey_app.accounts.policy import Act
from survey_app.errors import NotFoundError
from survey_app.trajects import course
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import traject_for
from survey_app.trajects.restriction import RestrictedError


@pytest.mark.parametrize(
    ("what", "refusal"), [("handed over", NotFoundError), ("restricted", RestrictedError)]
)
def test_ac_025_who_waited_while_it_was_taken_away_changes_nothing(
    world, coach, traject, what, refusal
):
    """AC-025."""
    colleague = world.coach().actor.person_id
    began, met = Event(), []

    def change():
        began.set()
        try:
            with world.database.write() as session:
                found = traject_for(session, coach.actor, traject, Act.CHANGE_TRAJECT)
                met.append(found.coach_id)
        except (NotFoundError, RestrictedError) as error:
            met.append(type(error))

    with world.database.write() as session:
        held = session.get(Traject, traject, with_for_update={"key_share": True})
        waiting = Thread(target=change)
        waiting.start()
        began.wait()
        time.sleep(0.3)  # until it read the traject and stands behind this lock
        if what == "handed over":
            course.hand_over(session, coach.actor, held, colleague, world.clock())
        else:
            held.restricted_at = world.clock()
    waiting.join()

    assert met == [refusal]
