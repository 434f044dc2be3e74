"""A worker: claims an ordered paper, composes it, has it made, keeps it sealed.

No transaction is open while the PDF is made. Any number of workers can run, in any process.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from survey_app.clock import Clock
from survey_app.errors import NotFoundError
from survey_app.papers import ordering
from survey_app.papers.models import Paper
from survey_app.papers.press import PressError, Print, TooLongError
from survey_app.storage import Database, UnavailableError
from survey_app.trajects.restriction import RestrictedError

LOG = logging.getLogger("kansmeter.papers")

Compose = Callable[[Session, Paper], Print]


@dataclass(frozen=True, slots=True)
class Worker:
    """Makes what was ordered."""

    database: Database
    compose: Compose
    press: Callable[[Print], bytes]
    clock: Clock

    def make_ordered(self) -> None:
        """Make all that is ordered now, and erase what was kept long enough."""
        while True:
            with self.database.read() as session:
                if not ordering.is_there_work(session, self.clock()):
                    return
            with self.database.write() as session:
                ordering.erase_over(session, self.clock())
                paper = ordering.claim(session, self.clock())
            if paper is None:
                return
            self._make(paper)

    def _make(self, paper: Paper) -> None:
        """Make one; a fault in it costs no other paper its turn."""
        try:
            with self.database.read() as session:
                wanted = self.compose(session, paper)
            pdf = self.press(wanted)
        except UnavailableError:
            raise
        except TooLongError:
            self._settle(paper, partial(ordering.fail, reason=ordering.TOO_LONG))
        except (NotFoundError, RestrictedError):
            self._settle(paper, partial(ordering.fail, reason=ordering.CANNOT))
        except Exception as fault:
            # The text of what we do not know may hold a name.
            said = fault if isinstance(fault, PressError) else type(fault).__name__
            LOG.error("paper %s could not be made: %s", paper.id, said)
            self._settle(paper, ordering.try_again)
        else:
            with self.database.write() as session:
                ordering.finish(session, paper, pdf, self.clock())

    def _settle(self, paper: Paper, how: Callable[[Session, Paper], None]) -> None:
        with self.database.write() as session:
            how(session, paper)
