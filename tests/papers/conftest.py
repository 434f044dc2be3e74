"""The world these tests happen in, and the acts of a coach with papers."""

from dataclasses import dataclass, field

import pytest

from survey_app.papers import composing, ordering, releasing, texts
from survey_app.papers.composing import Composer
from survey_app.papers.kinds import Kind
from survey_app.papers.press import Print
from survey_app.papers.worker import Worker
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from survey_app.trajects.releasing import standing
from tests.factories.fixtures import clock, coach, database, traject, world

__all__ = ["clock", "coach", "database", "traject", "world"]


@dataclass
class QuietPress:
    """A press that prints nothing and remembers what it was given."""

    given: list[Print] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def __call__(self, wanted: Print) -> bytes:
        """Return something that is no PDF, or fail as told."""
        self.given.append(wanted)
        if self.faults:
            raise self.faults.pop()
        return b"%PDF of a test"


class Desk:
    """A coach at work on the papers of one traject."""

    def __init__(self, world, coach, traject):
        self.world, self.coach, self.traject_id = world, coach, traject
        self.press = QuietPress()

    def person(self, role, number=1):
        with self.world.database.read() as session:
            return next(
                each.id
                for each in informants(session, self.traject_id)
                if (each.role, each.number) == (role, number)
            )

    def say(self, role, allowed=True, said_on=None, number=1):
        """Record what somebody said to the coach about the own answers."""
        informant_id = self.person(role, number)
        with self.world.database.write() as session:
            last = standing(session, self.traject_id).get(informant_id)
            releasing.record(
                session,
                self.coach.actor,
                session.get_one(Traject, self.traject_id),
                informant_id,
                allowed=allowed,
                said_on=said_on or self.world.clock.today,
                seen=last.number if last else 0,
                now=self.world.clock(),
            )

    def type(self, kind=Kind.TALK, seen=0, **typed):
        with self.world.database.write() as session:
            traject = session.get_one(Traject, self.traject_id)
            return texts.keep(
                session, self.coach.actor, traject, kind, typed, seen=seen, now=self.world.clock()
            )

    def order(self, kind=Kind.TALK, language="nl", by=None):
        with self.world.database.write() as session:
            return ordering.order(
                session,
                (by or self.coach).actor,
                session.get_one(Traject, self.traject_id),
                kind,
                language,
                self.world.clock(),
            ).id

    def paper(self, kind=Kind.TALK, language="nl"):
        """Return a paper as it is now."""
        with self.world.database.read() as session:
            return composing.paper_of(
                session,
                self.coach.actor,
                session.get_one(Traject, self.traject_id),
                kind,
                language,
                self.world.clock.today,
            ).paper

    def worker(self):
        clock = self.world.clock
        return Worker(self.world.database, Composer(clock), self.press, clock)

    def state(self, paper_id):
        ((state,),) = self.world.sql("SELECT state FROM paper WHERE id = :id", id=paper_id)
        return state

    def fetch(self, paper_id, by=None):
        actor = (by or self.coach).actor
        with self.world.database.write() as session:
            traject = session.get_one(Traject, self.traject_id)
            paper = ordering.paper_of(session, actor, traject, paper_id)
            return ordering.fetch(session, actor, paper, self.world.clock())


@pytest.fixture
def desk(world, coach, traject):
    """Give a coach at work on the papers of a traject."""
    return Desk(world, coach, traject)
