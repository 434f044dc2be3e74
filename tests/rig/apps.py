"""One application for many tests, each with an outside world of its own.

Making one compiles every address, a quarter of the time of a page test. All that differs between
two with the same keys and address stands in the wiring, which is put in anew for each.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from survey_app.clock import Clock
from survey_app.config import Settings
from survey_app.definitions.speech import Sounds
from survey_app.factory import create_app
from survey_app.storage import Database

_FREE: dict[tuple[str, str, int], list[Flask]] = {}
"""Applications nobody uses now, by what is built into them."""


@contextmanager
def borrowed(settings: Settings, database: Database, clock: Clock) -> Iterator[Flask]:
    """Give an application on this database, with this clock, that nobody else has meanwhile."""
    if settings.private_questionnaires is not None:
        yield create_app(settings, database, clock)
        return
    built_in = (
        settings.secret_keys.get_secret_value(),
        settings.base_url,
        settings.trusted_proxies,
    )
    free = _FREE.setdefault(built_in, [])
    app = free.pop() if free else create_app(settings, database, clock)
    wired = app.extensions["kansmeter"]
    app.extensions["kansmeter"] = replace(
        wired,
        settings=settings,
        database=database,
        clock=clock,
        sounds=Sounds(settings.audio_folder),
    )
    try:
        yield app
    finally:
        free.append(app)
