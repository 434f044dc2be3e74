"""`survey-app deliver` and `survey-app remind`: emptying the outbox, and filling it."""

import logging
import signal
from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import click
from sqlalchemy.orm import Session

from survey_app.accounts import services as accounts
from survey_app.accounts.letters import Letters, is_about_account
from survey_app.accounts.models import School
from survey_app.audit import services as audit
from survey_app.audit.origin import coming_from, command_line
from survey_app.clock import Clock, local_date, utc_now
from survey_app.commands import log_lines
from survey_app.commands.anchoring import anchor_trail
from survey_app.commands.erase import keep_in_step_until
from survey_app.commands.erasing import erase_in_time
from survey_app.commands.forgotten import answer_forgotten
from survey_app.commands.planning import TooManyTrajectsError, come_due
from survey_app.commands.schools import find_school
from survey_app.commands.unseen import tell_of_unseen
from survey_app.commands.wiring import demand_safe, opened
from survey_app.config import Settings, load_settings
from survey_app.definitions import load
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed
from survey_app.delivery.senders import open_senders
from survey_app.delivery.worker import Worker
from survey_app.errors import InputError
from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.link_requests import answer_requests, is_anybody_waiting
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.messages import Messages
from survey_app.invitations.reminders import Batch, is_more_due, plan_batch
from survey_app.invitations.yearly import due_in_month_of
from survey_app.invitations.yearly_planning import plan_yearly
from survey_app.measurements import telling_ib
from survey_app.storage import Database, UnavailableError
from survey_app.trajects import emergencies

LOG = logging.getLogger("kansmeter.delivery")
BATCH = 100
MOST_AT_ONCE = 1000
PLANNING_SECONDS = 600
REQUEST_SECONDS = 20


class TooManyDueError(InputError):
    """So many invitations are due at once that a person should look first."""


class NothingSentError(InputError):
    """Messages wait that could not go."""


@click.command()
@click.option("--once", is_flag=True, help="Deliver what is due now, and stop.")
def deliver(once: bool) -> None:
    """Send the messages in the outbox, by mail and SMS, each once; run as many as you like.

    Without --once it goes on until it is stopped, and does what 'remind' does every 10 minutes.
    Nothing goes out between 20:00 and 07:30. It is always for all schools: what stands in the
    outbox was planned for its own school already, and whatever waited longest goes first.
    """
    settings = load_settings()
    if not settings.sends_messages:
        raise InputError(
            "Set KANSMETER_SMTP_URL or KANSMETER_SMS_URL: without them messages wait in the outbox."
        )
    log_lines.start(settings.log_level)
    with opened(settings) as database:
        demand_safe(database, settings)
        worker = make_worker(settings, database, utc_now)
        stop = Event()
        _stop_at_signals(stop)
        try:
            if once:
                reached = worker.deliver_due(stop)
                click.echo(_told(worker))
                if not reached:
                    raise NothingSentError("The mail server or SMS gateway could not be reached.")
                return
            anchors = settings.anchor_file
            planner = start(lambda: keep_planning(database, utc_now, stop, anchors), "planning")
            start(lambda: keep_in_step_until(stop, database, settings, utc_now), "keeping")
            worker.run(stop)
            planner.join(timeout=30)
        finally:
            worker.close()


@click.command()
@click.option(
    "--at-most",
    type=click.IntRange(1, 1_000_000),
    default=MOST_AT_ONCE,
    show_default=True,
    help="Plan nothing when more invitations than this are due at once: is the clock right?",
)
@click.option("--school", help="Name of one school: plan only what is due there.")
@click.option("--organisation", help="Whose school it is, where two have a school of that name.")
def remind(at_most: int, school: str | None, organisation: str | None) -> None:
    """Plan the messages that are due: invitations that open, and at most two reminders of each.

    Planning twice plans nothing twice. They go out with `survey-app deliver`. Each time is noted in
    the trail with how many were planned. Where nobody looked at an urgent signal for a school day,
    the internal supervisor is asked to call the coach. For all schools together it also erases
    what teachers put forward when the parents did not agree in 6 school weeks.
    """
    if organisation is not None and school is None:
        raise InputError("--organisation says whose school it is: give --school too.")
    settings = load_settings()
    with opened(settings) as database:
        if school is None:
            click.echo(f"{erase_in_time(database, utc_now)} nominations erased.")
        only = None if school is None else find_school(database, school, organisation)
        # That too much else is due keeps no child waiting.
        planned = tell_of_unseen(database, utc_now, None if only is None else only.id)
        planned += plan_due(database, utc_now, at_most, only, by=audit.COMMAND)
        if only is None:
            planned += answer_asked(database, utc_now) + answer_forgotten(database, utc_now)
        anchor_trail(database, settings.anchor_file, utc_now)
    click.echo(f"{planned} messages planned.")


def plan_due(
    database: Database,
    clock: Clock,
    at_most: int = MOST_AT_ONCE,
    school: School | None = None,
    *,
    by: audit.By | None = None,
) -> int:
    """Plan all that is due, a batch in a transaction; what was planned before a stop stands.

    Whoever is to be asked what comes back every year is asked first.
    When more is due than a school can expect nothing is planned: a clock that jumped ahead must not
    remind everybody. Each batch is in the trail when somebody asked for it (`by`); what is planned
    every 10 minutes is nobody's act.
    """
    school_id = None if school is None else school.id
    with database.read() as session:
        if is_more_due(session, clock(), at_most, school_id):
            raise TooManyDueError(
                f"More than {at_most} invitations are due at once, so nothing was planned. Is the "
                f"clock right? Then run 'survey-app remind' with --at-most {10 * at_most}."
            )
    _ask_what_comes_every_year(database, clock, school_id)
    planned = 0
    while True:
        with database.write() as session:
            batch = plan_batch(session, clock(), BATCH, school_id)
            if by is not None:
                _record(session, by, batch, school, clock())
        planned += batch.planned
        if batch.looked_at < BATCH:
            return planned


def _ask_what_comes_every_year(database: Database, clock: Clock, school_id: str | None) -> None:
    for asked in due_in_month_of(local_date(clock())):
        last: str | None = ""
        while last is not None:
            with database.write() as session:
                batch = plan_yearly(session, asked, load, clock(), BATCH, last, school_id)
            last = batch.last


def _record(
    session: Session, by: audit.By, batch: Batch, school: School | None, now: datetime
) -> None:
    audit.record(
        session,
        by,
        f"plan {batch.planned} messages",
        "school",
        None if school is None else school.id,
        organisation_id=None if school is None else school.organisation_id,
        now=now,
    )


def keep_planning(
    database: Database, clock: Clock, stop: Event, anchors: Path | None = None
) -> None:
    """Erase and plan what becomes due, now and every 10 minutes, until stopped.

    One step that fails keeps no other from being done, now or the next time: a text that cannot be
    opened must not keep what is urgent from being told. Who asked for a link again is not kept
    waiting that long. As often as it plans, it notes where the trail ends.
    """
    for seconds in count(0, REQUEST_SECONDS):
        if stop.is_set():
            return
        _go_on(lambda: answer_asked(database, clock))
        _go_on(lambda: answer_forgotten(database, clock))
        if seconds % PLANNING_SECONDS == 0:
            _go_on(lambda: anchor_trail(database, anchors, clock))
            _go_on(lambda: tell_of_unseen(database, clock))
            _go_on(lambda: erase_in_time(database, clock))
            _go_on(lambda: come_due(database, clock))
            _go_on(lambda: plan_due(database, clock))
        stop.wait(REQUEST_SECONDS)


def _go_on(step: Callable[[], object]) -> None:
    """Do one step; what goes wrong is told to whoever watches the log."""
    try:
        step()
    except (UnavailableError, TooManyDueError, TooManyTrajectsError) as fault:
        LOG.warning("planning: %s", fault)
    except Exception as fault:  # its text may hold a name, so kinds and places are told
        LOG.error("a step of planning fell", exc_info=fault)


def answer_asked(database: Database, clock: Clock) -> int:
    """Plan the messages to who asked for a link again; without them this only reads."""
    with database.read() as session:
        if not is_anybody_waiting(session):
            return 0
    with database.write() as session:
        return answer_requests(session, clock())


def make_worker(settings: Settings, database: Database, clock: Clock) -> Worker:
    """Return a worker with the senders of the settings."""
    messages = Messages(
        answer_links=SignedLinks(settings.keys, Purpose.ANSWER, settings.base_url),
        round_links=SignedLinks(settings.keys, Purpose.ROUND, settings.base_url),
        consent_links=SignedLinks(settings.keys, Purpose.CONSENT, settings.base_url),
        short_codes=ShortCodes.of(settings.keys),
        base_url=settings.base_url,
        clock=clock,
    )

    about_accounts = Letters(
        settings.base_url,
        SignedLinks(settings.keys, Purpose.CREDENTIAL, settings.base_url).url,
        accounts.is_open,
    )

    def compose(session: Session, message: OutboxMessage) -> Composed:
        """Compose by what the message is about."""
        if is_about_account(message):
            return about_accounts.compose(session, message, clock())
        if telling_ib.is_about_signals(message):
            return telling_ib.compose(session, message, clock())
        if emergencies.is_about_emergency(message):
            return emergencies.compose(session, message)
        return messages.compose(session, message)

    patience = settings.send_patience
    return Worker(
        database=database,
        senders=open_senders(
            settings.mail_server, settings.mail_address, settings.sms_gateway, patience, clock
        ),
        compose=compose,
        on_refused=messages.on_refused,
        clock=clock,
        patience=patience,
    )


def start_in_background(settings: Settings, database: Database) -> Callable[[], None]:
    """Plan, and deliver where that is set up, in threads of this process; return how to stop them.

    What comes back every year is asked by link and on paper too, so planning needs no mail server.
    """
    stop = Event()
    work = {
        "planning": lambda: keep_planning(database, utc_now, stop, settings.anchor_file),
        "keeping": lambda: keep_in_step_until(stop, database, settings, utc_now),
    }
    if settings.sends_messages:
        worker = make_worker(settings, database, utc_now)
        work["delivery"] = lambda: worker.run(stop)
    with coming_from(command_line("serve")):
        for name, each in work.items():
            start(each, name)
    return stop.set


def start(work: Callable[[], object], name: str) -> Thread:
    """Begin work beside this thread; what it does comes, in the trail, from where this one acts."""
    context = copy_context()
    thread = Thread(target=lambda: context.run(work), name=name, daemon=True)
    thread.start()
    return thread


def _told(worker: Worker) -> str:
    words = {
        "Accepted": "sent",
        "NotNow": "to be tried again",
        "Refused": "refused",
        "Unknown": "uncertain",
        "Dropped": "no longer needed",
        "Postponed": "postponed",
        "NoneType": "could not be composed",
    }
    counts = [f"{worker.tally[kind]} {word}" for kind, word in words.items() if worker.tally[kind]]
    return (", ".join(counts) or "Nothing to send now") + "."


def _stop_at_signals(stop: Event) -> None:
    def finish(number: int, frame: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, finish)
