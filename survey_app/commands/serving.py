"""`survey-app serve` and `survey-app demo`.

The production server, and a try-out with invented data.
"""

import logging
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from survey_app.clock import utc_now
from survey_app.commands import log_lines
from survey_app.commands.delivering import start_in_background
from survey_app.commands.guards import GUARDS
from survey_app.commands.unread_requests import be_discreet
from survey_app.commands.wiring import UnsafeStartError, demand_safe, opened
from survey_app.config import Settings, load_settings
from survey_app.definitions import open_library, shipped
from survey_app.definitions.plans import STANDARD, plan_of
from survey_app.definitions.speech import Sounds
from survey_app.errors import KansmeterError
from survey_app.factory import create_app
from survey_app.hosts import LOCAL_HOSTS
from survey_app.invitations.asking import ready
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.keeping import demonstration
from survey_app.keeping.recordings import wanted
from survey_app.keeping.voices import make_missing, missing_programs
from survey_app.web.wiring import Wiring

LOG = logging.getLogger("kansmeter.serving")
HEARD_FIRST = frozenset({"kansmeter-kind", "kansmeter-ouder", "kansmeter-leerkracht"})
ROLE_WORDS = {"parent": "ouder", "teacher": "leerkracht", "child": "kind"}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Serve for real: refuses unsafe settings, a wrong schema and simulated data on a public
    address.
    """
    settings = load_settings()
    check_safe_start(settings)
    run(settings, host, port, workers)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(port: int) -> None:
    """Fill a throw-away database with invented data, print the ways in, and serve it."""
    with tempfile.TemporaryDirectory(prefix="kansmeter-demo-") as folder:
        settings = Settings.model_validate(
            {
                "database_url": f"sqlite:///{Path(folder) / 'demo.db'}",
                "secret_keys": secrets.token_hex(32),
                "base_url": f"http://127.0.0.1:{port}",
                # Who tries it out reads the ways in, not every request.
                "log_level": "warning",
            }
        )
        _check_free("127.0.0.1", port)
        with opened(settings, fill_empty=True) as database:
            made = demonstration.build(database, ready(plan_of(STANDARD), shipped()), utc_now())
        _print_ways_in(made, settings)
        run(settings, "127.0.0.1", port, 1, beside=lambda: speak_in_background(settings))


def check_safe_start(settings: Settings) -> None:
    """Refuse what must not happen in front of people."""
    with opened(settings) as database:
        demand_safe(database, settings)
    open_library(settings.private_questionnaires)  # a fault in a text is told here, by its line


def speak_in_background(settings: Settings) -> None:
    """Make what is read aloud in a thread of this process, first what the ways in lead to."""
    folder = settings.audio_folder
    missing = missing_programs()
    if missing or folder is None:
        click.echo(f"Nothing is read aloud: there is no {' and no '.join(missing)} here.")
        return
    lists = sorted(shipped(), key=lambda each: each.key not in HEARD_FIRST)

    def speak() -> None:
        try:
            make_missing(wanted(lists), Sounds(folder), folder)
        except KansmeterError as fault:
            LOG.warning("reading aloud: %s", fault)

    Thread(target=speak, name="reading aloud", daemon=True).start()


def run(
    settings: Settings,
    host: str,
    port: int,
    workers: int,
    beside: Callable[[], None] | None = None,
) -> None:
    """Run the application under gunicorn; each worker opens its own database connections.

    What is to be done `beside` serving is begun in each worker.
    """
    if settings.is_local and host not in LOCAL_HOSTS:
        raise UnsafeStartError(
            "KANSMETER_BASE_URL is http:// on this machine, so --host must be 127.0.0.1: "
            "an address for others needs an https KANSMETER_BASE_URL."
        )
    _check_free(host, port)
    bind = f"{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"Listening on http://{bind}. Stop with Ctrl+C.")
    log_lines.start(settings.log_level)
    be_discreet(settings)
    _Server(settings, bind, workers, beside).run()


def _check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is promised about it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as fault:
        raise UnsafeStartError(
            f"Nothing can listen on {host} port {port} ({fault.strerror}): choose another."
        ) from fault


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with our settings instead of a command line."""

    def __init__(
        self, settings: Settings, bind: str, workers: int, beside: Callable[[], None] | None
    ) -> None:
        self._settings = settings
        self._beside = beside
        self._options = {
            **GUARDS,
            "bind": bind,
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            "loglevel": settings.log_level,
            "graceful_timeout": 20,
            "timeout": 60,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self._settings)
        wired: Wiring = app.extensions["kansmeter"]
        wired.workshop.open()
        if wired.database.is_sqlite:
            # One machine: whoever serves plans and delivers too. On a server `survey-app remind`
            # and `survey-app deliver` do.
            start_in_background(wired.settings, wired.database)
        if self._beside is not None:
            self._beside()
        return app


def _print_ways_in(made: demonstration.Demonstration, settings: Settings) -> None:
    links = SignedLinks(settings.keys, Purpose.ANSWER, settings.base_url)
    for link in made.links:
        click.echo(f"{ROLE_WORDS[link.role]:<18} {links.url(link.invitation_id)}")
    coach, *others = made.people
    click.echo(f"{'coach':<18} {settings.base_url}/inloggen")
    click.echo(f"{'e-mail address':<18} {coach.email}")
    click.echo(f"{'one-time password':<18} {made.password}")
    click.echo("With the same password, at the same address:")
    for person in others:
        click.echo(f"{person.role.value.replace('_', ' '):<18} {person.email}")
    click.echo("Stop with Ctrl+C; this password and everything else made here are then gone.")
