"""A coach, a traject and its invitations, made through the services that the pages call."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select, text

from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Actor
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.roles import Role
from survey_app.clock import LOCAL, local_date
from survey_app.definitions import Questionnaire
from survey_app.invitations import planning, reaching
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.models import Invitation
from survey_app.measurements import agreeing
from survey_app.storage import Database, Keyring
from survey_app.trajects import services as trajects
from survey_app.trajects import statements
from survey_app.trajects.agreements import agreed
from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.contacts import set_contact
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import informants
from tests.factories.plans import asking

SECRET = "a-secret-that-only-the-tests-know-0123456789"
KEYRING = Keyring((SECRET,))
OTHER_SECRET = "another-secret-that-only-the-tests-know-987654"
MONDAY = datetime(2026, 9, 7, 10, 0, tzinfo=LOCAL)
"""When every world begins: an ordinary school day."""


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Move on by this much, in the words of `timedelta`."""
        self.now += timedelta(**amount)
        return self.now

    @property
    def today(self) -> date:
        """The day it is in the Netherlands."""
        return local_date(self.now)


@contextmanager
def opened(url: str, *secrets: str) -> Iterator[Database]:
    """Open a database with these secrets, newest first, and close it again."""
    with closing(Closable(url, Keyring(secrets or (SECRET,)))) as database:
        yield database


class Closable(Database):
    """A database that `closing` can close."""

    def close(self) -> None:
        self.dispose()


@dataclass(frozen=True)
class Coach:
    """Somebody who coaches at one school."""

    actor: Actor
    school_id: str
    email: str


class World:
    """A database, a clock and what is made in them."""

    def __init__(self, database: Database, clock: HandClock) -> None:
        self.database = database
        self.clock = clock
        self._numbers = count(1)

    def coach(self, organisation: str = "Noord", school: str = "Het Zandpad") -> Coach:
        """Make a coach at a school."""
        email = f"coach{next(self._numbers)}@school.example"
        with self.database.write() as session:
            place = accounts.find_or_make_school(session, organisation, school, simulated=False)
            person = accounts.add_coach(
                session,
                place,
                name="Marit Velthuis",
                email=email,
                phone="0591 55 01 23",
                now=self.clock(),
            )
            session.refresh(person)
            return Coach(accounts.actor(person, self.clock.today), place.id, email)

    def member(
        self,
        role: Role,
        organisation: str = "Noord",
        school: str | None = None,
        *,
        starts_on: date | None = None,
        ends_on: date | None = None,
        coach_id: str | None = None,
        traject_id: str | None = None,
    ) -> str:
        """Make somebody with one right, of a school for a role at one; return the id."""
        with self.database.write() as session:
            owner = accounts.find_or_make_organisation(session, organisation, simulated=False)
            number = next(self._numbers)
            person = accounts.add_person(
                session, owner.id, name=f"Iemand {number}", email=f"p{number}@school.example"
            )
            place = (
                accounts.find_or_make_school(session, organisation, school, simulated=False)
                if school
                else None
            )
            wish = Wish(
                role,
                starts_on or self.clock.today,
                ends_on,
                school_id=place.id if place else None,
                coach_id=coach_id,
                traject_id=traject_id,
            )
            reason = "een lange reden" if role is Role.EMERGENCY else None
            granting.write(session, person, wish, self.clock(), given_by=None, reason=reason)
            return person.id

    def who(self, person_id: str) -> Actor:
        """Return somebody with the rights of the clock's day."""
        with self.database.read() as session:
            return accounts.actor(session.get_one(Person, person_id), self.clock.today)

    def actor(self, coach: Coach) -> Actor:
        """Return the coach with the rights of the clock's day."""
        with self.database.read() as session:
            person = person_by_email(session, coach.email)
            return accounts.actor(person, self.clock.today)

    def start(self, coach: Coach, *, child: str = "Sam", group: str = "groep 6") -> str:
        """Start a traject from its four fields and return its id."""
        with self.database.write() as session:
            return trajects.start_traject(
                session,
                coach.actor,
                child_name=child,
                group_name=group,
                reason="tension",
                school_id=coach.school_id,
                now=self.clock(),
            ).id

    def add(self, coach: Coach, traject_id: str, role: str, label: str, **more: object) -> str:
        """Add somebody who is asked about the child; return the id.

        A parent holds authority while there is room for another holder.
        """
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            marked = sum(each.holds_authority for each in informants(session, traject_id))
            room = {"one": 1, "court": 0}.get(traject.holders or "", 2) - marked
            return trajects.add_informant(
                session,
                coach.actor,
                traject,
                role=role,
                label=label,
                now=self.clock(),
                **{"holds_authority": room > 0, **more},
            ).id

    def reach(
        self,
        coach: Coach,
        traject_id: str,
        role: str,
        address: str,
        *,
        channel: str = "mail",
        number: int = 1,
    ) -> None:
        """Let an informant be reached at an address, as the coach's page does."""
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            asked = select(TrajectInformant.id).where(
                TrajectInformant.traject_id == traject_id,
                TrajectInformant.role == role,
                TrajectInformant.number == number,
            )
            informant = set_contact(
                session,
                coach.actor,
                traject,
                session.scalars(asked).one(),
                channel=channel,
                address=address,
                now=self.clock(),
            )
            reaching.reach(session, informant, self.clock())

    def decide(self, coach: Coach, traject_id: str, **changes: object) -> None:
        """Record who decides: of a child of nine, each parent in the traject, else a court."""
        with self.database.write() as session:
            marked = sum(each.holds_authority for each in informants(session, traject_id))
            given = {
                "birth_year": self.clock.today.year - 9,
                "birth_month": 3,
                "holders": ("court", "one", "two")[marked],
            }
            traject = session.get_one(Traject, traject_id)
            agreeing.record_who_decides(
                session, coach.actor, traject, now=self.clock(), **{**given, **changes}
            )

    def say(
        self,
        coach: Coach,
        traject_id: str,
        signer_id: str,
        *purposes: Purpose,
        yes: bool = True,
        channel: Channel = Channel.CONVERSATION,
    ) -> None:
        """Record what one person said, to every purpose unless told."""
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            signer = statements.signer_in(session, traject, signer_id)
            said = dict.fromkeys(purposes or Purpose, yes)
            agreeing.record(session, coach.actor, traject, signer, said, channel, self.clock())

    def agree(self, coach: Coach, traject_id: str, **changes: object) -> None:
        """Let everybody who must agree do so; without a parent a court decided."""
        self.decide(coach, traject_id, **changes)
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            if traject.holders == "court":
                agreeing.record_court_decision(
                    session, coach.actor, traject, Channel.PAPER, self.clock()
                )
            standing = agreed(session, traject_id, self.clock.today).measuring
        for signer_id in (*standing.gave, *standing.objects, *standing.awaited):
            self.say(coach, traject_id, signer_id)

    def agreed(self, traject_id: str) -> bool:
        """Tell whether something may be asked in a traject today, which also runs."""
        with self.database.read() as session:
            runs = session.get_one(Traject, traject_id).ended_on is None
            return runs and agreed(session, traject_id, self.clock.today).may_measure

    def withdraw(self, coach: Coach, traject_id: str, signer_id: str | None = None) -> None:
        """Let one person take everything back, or everybody at once."""
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            signers = [
                signer
                for signer in (None, *informants(session, traject_id))
                if signer_id is None or (signer is not None and signer.id == signer_id)
            ]
            for signer in signers:
                agreeing.withdraw(
                    session, coach.actor, traject, signer, Channel.CONVERSATION, self.clock()
                )

    def plan(
        self,
        coach: Coach,
        traject_id: str,
        lists: Sequence[Questionnaire] | None = None,
        using: ReadyPlan | None = None,
    ) -> list[str]:
        """Make the invitations that are not there yet and return their ids."""
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            made = planning.plan_invitations(
                session, coach.actor, traject, using or asking(lists), self.clock()
            )
            return [invitation.id for invitation in made]

    def traject(
        self,
        coach: Coach,
        *,
        child: str = "Sam",
        parents: Sequence[str] = ("moeder",),
        teachers: Sequence[str] = ("juf Petra",),
        lists: Sequence[Questionnaire] | None = None,
        using: ReadyPlan | None = None,
    ) -> str:
        """Make a traject with informants, consent and the invitations of intake and follow-up."""
        traject_id = self.start(coach, child=child)
        for role, labels in (("parent", parents), ("teacher", teachers)):
            for label in labels:
                self.add(coach, traject_id, role, label)
        self.agree(coach, traject_id)
        self.plan(coach, traject_id, lists, using)
        return traject_id

    def talk(self, coach: Coach, traject_id: str) -> None:
        """Ask the small step of everybody at a talk today."""
        with self.database.write() as session:
            traject = session.get_one(Traject, traject_id)
            planning.ask_step(session, coach.actor, traject, asking(), self.clock())

    def invitation(
        self,
        traject_id: str,
        role: str,
        kind: str = "intake",
        *,
        number: int = 1,
        key: str | None = None,
    ) -> str:
        """Return the id of the one live invitation of this informant at this kind of moment."""
        query = (
            select(Invitation.id)
            .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
            .join(Occasion, Occasion.id == Invitation.occasion_id)
            .where(
                Invitation.traject_id == traject_id,
                Invitation.revoked_at.is_(None),
                TrajectInformant.role == role,
                TrajectInformant.number == number,
                Occasion.kind == kind,
            )
        )
        if key is not None:
            query = query.where(Invitation.questionnaire_key == key)
        with self.database.read() as session:
            return session.scalars(query).one()

    def sql(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Run one statement past all services and return its rows."""
        with self.database.write() as session:
            done = session.execute(text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []

    def rows(self, table: str) -> int:
        """Return how many rows a table holds."""
        ((number,),) = self.sql(f"SELECT count(*) FROM {table}")  # noqa: S608 the test names it
        return number
