"""Where papers are made in a process that serves pages: a thread that lives while there is work."""

import logging
from threading import Event, Lock, Thread

from survey_app.papers.worker import Worker
from survey_app.storage import UnavailableError

LOG = logging.getLogger("kansmeter.papers")


class Workshop:
    """Makes what was ordered when it is woken; closed until the process that serves opens it.

    Nothing is remembered here: orders stand in the database, and whoever looks at the progress of
    one wakes the process that is asked. What another process left unfinished is then taken up.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._lock = Lock()
        self._is_open = self._is_wanted = False
        self._idle = Event()
        self._idle.set()

    def open(self) -> None:
        """Begin to make papers from now on."""
        self._is_open = True

    def wake(self) -> None:
        """Tell that there may be work."""
        if not self._is_open:
            return
        with self._lock:
            self._is_wanted = True
            if not self._idle.is_set():
                return
            self._idle.clear()
        Thread(target=self._work, name="papers", daemon=True).start()

    def rest(self, seconds: float) -> bool:
        """Wait until there is nothing to do any more, at most so long; tell whether that is so."""
        return self._idle.wait(seconds)

    def _work(self) -> None:
        while self._goes_on():
            try:
                self._worker.make_ordered()
            except UnavailableError:
                LOG.warning("the database is away; papers wait until somebody asks for them")
            except Exception as fault:  # its text may hold a name
                LOG.error("papers stopped: %s", type(fault).__name__)

    def _goes_on(self) -> bool:
        with self._lock:
            goes_on, self._is_wanted = self._is_wanted, False
            if not goes_on:
                self._idle.set()
            return goes_on
