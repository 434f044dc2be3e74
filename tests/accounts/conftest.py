"""The world these tests happen in, and a coach with a password."""

import pytest

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from tests.factories.fixtures import clock, coach, database, traject, world
from tests.factories.world import Coach, World

__all__ = ["clock", "coach", "database", "traject", "world"]

PASSWORD = "vier losse woorden hier"


@pytest.fixture
def signing(world: World, coach: Coach) -> "Signing":
    """Give the ways of signing in of a coach who has a password."""
    signing = Signing(world, coach)
    signing.set_password(signing.link(), PASSWORD)
    return signing


class Signing:
    """Signing in and out as the pages do, each in a transaction of its own."""

    def __init__(self, world: World, coach: Coach) -> None:
        self.world = world
        self.coach = coach

    def link(self) -> str:
        """Make a one-time link and return its id."""
        with self.world.database.write() as session:
            person = session.get_one(Person, self.coach.actor.person_id)
            return accounts.make_credential_link(session, person, self.world.clock())

    def set_password(self, link_id: str, password: str) -> None:
        """Use a one-time link."""
        with self.world.database.write() as session:
            accounts.set_password(session, link_id, password, self.world.clock())

    def check(self, password: str = PASSWORD, *, email: str = "", address: str = "10.0.0.1") -> str:
        """Return whose password this is, or raise."""
        with self.world.database.read() as session:
            return accounts.check_password(
                session, email or self.coach.email, password, address, self.world.clock()
            ).id

    def fail(self, times: int, *, email: str = "", address: str = "10.0.0.1") -> None:
        """Note wrong passwords."""
        with self.world.database.write() as session:
            for _ in range(times):
                accounts.note_failure(
                    session, email or self.coach.email, address, self.world.clock()
                )

    def sign_in(self) -> str:
        """Start a session and return its secret."""
        with self.world.database.write() as session:
            person = session.get_one(Person, self.coach.actor.person_id)
            return accounts.start_session(session, person, self.world.clock())

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with self.world.database.write() as session:
            accounts.end_session(session, secret, self.world.clock())

    def who(self, secret: str):
        """Return who holds this session now."""
        with self.world.database.read() as session:
            clock = self.world.clock
            return accounts.actor_of_session(session, secret, clock(), clock.today)

    def see(self, secret: str) -> None:
        """Ask for a page, which moves the idle clock on."""
        with self.world.database.write() as session:
            accounts.note_seen(session, secret, self.world.clock())

    def is_stale(self, secret: str) -> bool:
        """Tell whether the idle clock must be moved on."""
        with self.world.database.read() as session:
            return accounts.is_stale(session, secret, self.world.clock())
