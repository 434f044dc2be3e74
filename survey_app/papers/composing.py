"""From rows to a paper: reads what stands on it at this moment, by the rights of this moment."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.clock import Clock, local_date
from survey_app.errors import NotFoundError
from survey_app.frames import words_in
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.queries import placed_responses
from survey_app.papers import texts as typed
from survey_app.papers.child_steps import ChildSteps, child_steps
from survey_app.papers.kinds import Kind
from survey_app.papers.models import Paper
from survey_app.papers.press import Print
from survey_app.papers.released import released_goals, released_responses
from survey_app.papers.rendering import Sheet, print_of
from survey_app.papers.report import Report, report_paper
from survey_app.papers.talk_sheet import TalkSheet, talk_sheet
from survey_app.reports.reading import traject_report
from survey_app.trajects import agreements, releasing
from survey_app.trajects import queries as trajects
from survey_app.trajects.goal_lines import goals_of
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

CHILD: Final = "child"


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes what a worker claimed; the policy is asked again, for who ordered it."""

    clock: Clock

    def __call__(self, session: Session, paper: Paper) -> Print:
        """Return what is to be printed."""
        today = local_date(self.clock())
        person = session.get_one(Person, paper.ordered_by)
        if not person.active:
            raise NotFoundError
        actor = accounts.actor(person, today)
        traject = trajects.traject_for(session, actor, paper.traject_id, Act.SEE_TRAJECT)
        kind = Kind(paper.kind)
        made = paper_of(session, actor, traject, kind, paper.language, today)
        return print_of(kind, made.paper, made.title)


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper, and what its file and its page are called: that names nobody."""

    paper: Sheet
    title: str


def paper_of(
    session: Session, actor: Actor, traject: Traject, kind: Kind, language: str, today: date
) -> Composed:
    """Return a paper of a traject this person may see, as it is now."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    match kind:
        case Kind.TALK:
            sheet = talk_of(session, traject, language)
            return Composed(sheet, sheet.words.talk.title)
        case Kind.STEPS:
            return Composed(steps_of_child(session, actor, traject), "Jouw stapjes")
        case Kind.REPORT:
            return Composed(report_of_traject(session, actor, traject, today), "Verslag")


def last_answered(session: Session, traject_id: str) -> dict[str, date]:
    """Return on which day each informant last answered something."""
    return {each.informant_id: each.answered_on for each in placed_responses(session, traject_id)}


def talk_of(session: Session, traject: Traject, language: str) -> TalkSheet:
    """Return the sheet for a talk, with what each informant released and nothing else.

    Where answers may not be used any more they are shown to nobody else either.
    """
    until = (
        releasing.released_until(releasing.standing(session, traject.id))
        if agreements.cases(session, Traject.id == traject.id)[traject.id].may_use()
        else {}
    )
    kept = typed.kept(session, traject, Kind.TALK)
    _, school = trajects.names_of(session, traject)
    return talk_sheet(
        words_in(language),
        child=traject.child_name,
        school=school,
        on=typed.day_of(kept.texts),
        agreed=kept.texts.get("agreed", ""),
        goals=released_goals(goals_of(session, traject.id), until),
        people=[
            (person.id, person.role, person.number)
            for person in trajects.asked_people(session, traject.id)
            if person.role in releasing.ASKED
        ],
        shown=released_responses(placed_responses(session, traject.id), until),
        read=partial(questionnaire_of, session),
    )


def steps_of_child(session: Session, actor: Actor, traject: Traject) -> ChildSteps:
    """Return the child's own paper, from what the child itself answered."""
    kept = typed.kept(session, traject, Kind.STEPS)
    own = [each for each in placed_responses(session, traject.id) if each.role == CHILD]
    goals = [
        goal for goal in goals_of(session, traject.id) if goal.runs and goal.owner_role == CHILD
    ]
    return child_steps(
        child=traject.child_name,
        coach=actor.name.split()[0],
        goals=goals,
        wish=kept.texts.get("goal", ""),
        said=kept.texts.get("said", ""),
        own=own,
        read=partial(questionnaire_of, session),
    )


def report_of_traject(session: Session, actor: Actor, traject: Traject, today: date) -> Report:
    """Return the report for the file, with all that was measured."""
    group, school = trajects.names_of(session, traject)
    return report_paper(
        child=traject.child_name,
        group=group,
        school=school,
        coach=actor.name,
        started_on=traject.started_on,
        ended_on=traject.ended_on,
        texts=typed.kept(session, traject, Kind.REPORT).texts,
        goals=goals_of(session, traject.id),
        found=traject_report(session, actor, traject, today),
        today=today,
    )
