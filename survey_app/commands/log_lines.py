"""What a service writes down: one JSON object a line, in which no text can begin a line of its own.

The standard library is enough: a formatter of 40 lines, through which our own words and those of
every library go, so that there is one place to decide what may be told. What we say ourselves is
told in full. Of what a library says only the fixed text is, with the numbers in it: the rest may
quote a request, a name or an answer. Of an error its kinds and places are told, never its text.
"""

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from gunicorn.glogging import Logger

from survey_app.commands.faults import kinds, places

OWN = "kansmeter."
SERVER = "gunicorn"
LONGEST_SAID = 500
PLACES = 12
LOG = logging.getLogger("kansmeter.fault")


class Line(logging.Formatter):
    """Makes the line of one event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return it; all but plain letters and signs is written as a code (AC-054)."""
        is_own = record.name.startswith(OWN)
        event = record.name.removeprefix(OWN)
        said = record.getMessage() if is_own else _fixed_text(record)
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "event": event,
            **getattr(record, "fields", {}),
        }
        if said not in ("", event):
            line["said"] = said[:LONGEST_SAID]
        if not is_own:
            line["by"] = f"{Path(record.pathname).name}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line["fault"] = kinds(record.exc_info[1])
            line["at"] = places(record.exc_info[1])[-PLACES:]
        return json.dumps(line, ensure_ascii=True)


class OfOthersOnlyWarnings(logging.Filter):
    """Leaves out what libraries say of their own work."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written down."""
        return record.name.startswith((OWN, SERVER)) or record.levelno >= logging.WARNING


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """The log of gunicorn, written as all other lines are."""

    def setup(self, cfg: object) -> None:
        """Hand over what gunicorn says, now and after each reload of its settings."""
        super().setup(cfg)
        _take_over_server()

    def error(self, msg: str, *args: object, **how: Any) -> None:
        """Tell a fault, and where gunicorn found it."""
        super().error(msg, *args, **{"stacklevel": 3, **how})

    def warning(self, msg: str, *args: object, **how: Any) -> None:
        """Tell a warning, and where gunicorn found it."""
        super().warning(msg, *args, **{"stacklevel": 3, **how})


def start(level: str, stream: TextIO | None = None) -> None:
    """Write down what happens in this process from this level on; on standard error unless told."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    handler.addFilter(OfOthersOnlyWarnings())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # A line that cannot be made would else be told with everything that was to be in it.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_fell
    sys.excepthook = _process_fell
    _take_over_server()


def _take_over_server() -> None:
    for name in ("gunicorn.error", "gunicorn.access"):
        log = logging.getLogger(name)
        log.handlers = []
        log.propagate = True


def _thread_fell(fell: threading.ExceptHookArgs) -> None:
    if fell.exc_value is not None:
        LOG.error("a thread fell", exc_info=fell.exc_value)


def _process_fell(kind: type[BaseException], error: BaseException, trace: object) -> None:
    LOG.error("the process fell", exc_info=error)


def _fixed_text(record: logging.LogRecord) -> str:
    """Return what a library always says here; a text without places may be put together before."""
    if not isinstance(record.args, tuple) or not record.args:
        return ""
    known = tuple(each if isinstance(each, int | float) else "…" for each in record.args)
    try:
        return str(record.msg) % known
    except (TypeError, ValueError):
        return ""
