"""Invented goals for trying Kansmeter: one in steps that got other words, one in five sentences."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.clock import local_date
from survey_app.trajects import goals
from survey_app.trajects.goal_models import Goal
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.queries import asked_people

REVIEWED_AFTER: Final = timedelta(weeks=18)
REWORDED_IN_WEEK: Final = 5
OF_CHILD: Final = ((1, 3), (3, 4), (5, 4), (7, 5), (9, 6), (11, 7), (13, 7))
OF_PARENT: Final = ((3, -1), (7, 0), (11, 1))
OF_TEACHER: Final = ((7, -1), (11, 0))
"""The week of a talk, and the step or level chosen in it."""


def set_goals(session: Session, actor: Actor, traject: Traject, began: datetime) -> None:
    """Set a goal of the child and one of a parent, and rate both in talks since."""
    people: dict[str, TrajectInformant] = {}
    for each in asked_people(session, traject.id):
        people.setdefault(each.role, each)
    review_on = local_date(began + REVIEWED_AFTER)

    def of_child(words: str, start: int) -> goals.Wording:
        return goals.Wording(words, "contact", start, 7, review_on, "Ik doe elke pauze mee.")

    own = goals.set_goal(
        session,
        actor,
        traject,
        owner_id=people["child"].id,
        wording=of_child("Ik doe elke pauze mee met voetbal.", 2),
        now=began,
    )
    shared = goals.set_goal(
        session,
        actor,
        traject,
        owner_id=people["parent"].id,
        wording=goals.Wording(
            "Samen rustig de deur uit.",
            "rest",
            -1,
            goals.AS_EXPECTED,
            review_on,
            levels=(
                "Elke ochtend is er ruzie.",
                "Drie ochtenden in de week is er ruzie.",
                "Eén ochtend in de week is er ruzie.",
                "Een hele week gaat rustig.",
                "Mila staat zelf klaar bij de deur.",
            ),
        ),
        now=began,
    )
    for week, step in OF_CHILD:
        talk = began + timedelta(weeks=week)
        if week == REWORDED_IN_WEEK:
            own = goals.reword_goal(
                session,
                actor,
                traject,
                own.id,
                wording=of_child("Ik vraag één keer in de week of ik mee mag doen.", step),
                reason="Elke pauze was te groot om mee te beginnen.",
                now=talk,
            )
        _rate(session, actor, traject, own, people["child"], step, talk)
    for role, steps in (("parent", OF_PARENT), ("teacher", OF_TEACHER)):
        for week, level in steps:
            talk = began + timedelta(weeks=week)
            _rate(session, actor, traject, shared, people[role], level, talk)


def _rate(
    session: Session,
    actor: Actor,
    traject: Traject,
    goal: Goal,
    by: TrajectInformant,
    value: int,
    talk: datetime,
) -> None:
    goals.rate_goal(
        session,
        actor,
        traject,
        goal.id,
        rated_by=by.id,
        value=value,
        on=local_date(talk),
        now=talk,
    )
