"""What an operator should know and can mend: messages that wait, and a calendar that runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from survey_app.accounts.throttling import sprays
from survey_app.clock import LOCAL, local_date
from survey_app.delivery.hours import is_quiet
from survey_app.delivery.queries import OutboxState, state_of_outbox
from survey_app.frames import LANGUAGES
from survey_app.keeping.recordings import Heard
from survey_app.papers.fonts import without_letters
from survey_app.papers.press import PressError, Print, press
from survey_app.trajects.calendar import REGIONS, SchoolCalendar

SETTINGS = {"mail": "KANSMETER_SMTP_URL", "sms": "KANSMETER_SMS_URL"}
STUCK_WORDS = {
    "uncertain": "may or may not have arrived",
    "refused": "were refused by the other side",
    "given_up": "could not be delivered and were given up",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `is_fault` when it must be mended."""

    is_fault: bool
    sentence: str


def examine(session: Session, channels: frozenset[str], now: datetime) -> list[Finding]:
    """Look at everything; `channels` are those for which a way to send is set."""
    return [
        *_messages(state_of_outbox(session, now), channels, now),
        _calendar(local_date(now)),
        *_sprays(session, now),
    ]


def sms_reports(*, has_own_key: bool) -> Finding:
    """Tell by which key reports of the SMS gateway are known, never the key."""
    sentence = (
        "KANSMETER_SMS_REPORT_KEY is set."
        if has_own_key
        else "KANSMETER_SMS_REPORT_KEY is not set: reports are signed by the derived key."
    )
    return Finding(False, sentence)


def read_aloud(lists: Sequence[Heard]) -> Finding:
    """Tell how many texts are read aloud by whom; what is silent has no button and is no fault."""
    counts = {
        kind: len({each.fingerprint for heard in lists for each in getattr(heard, kind)})
        for kind in ("recorded", "synthetic", "silent")
    }
    advice = " 'survey-app audio build' makes placeholders." if counts["silent"] else ""
    return Finding(
        False,
        f"Read aloud: {counts['recorded']} texts by a person, {counts['synthetic']} by a "
        f"synthesiser; {counts['silent']} have no sound.{advice}",
    )


def papers() -> Finding:
    """Tell whether a PDF can be made here, in every language."""
    try:
        press(Print(("<!doctype html><title>trial</title><p>trial",), fits=1))
    except PressError:
        return Finding(
            True,
            "No PDF can be made: install libpango-1.0-0, libpangoft2-1.0-0 and fonts-noto-core.",
        )
    missing = without_letters(LANGUAGES)
    if missing:
        return Finding(
            True,
            f"PDFs show boxes instead of letters in {', '.join(missing)}: install fonts-noto-core.",
        )
    return Finding(False, "PDFs can be made, and every language has its letters.")


def _messages(state: OutboxState, channels: frozenset[str], now: datetime) -> list[Finding]:
    found = []
    unset = sorted(state.overdue.keys() - channels)
    if unset:
        names = " and ".join(SETTINGS[channel] for channel in unset)
        found.append(Finding(True, f"Messages wait and nothing can send them: set {names}."))
    if state.oldest_due_at is not None:
        since = state.oldest_due_at.astimezone(LOCAL)
        why = f" (last time: {state.last_reason})" if state.last_reason else ""
        sentence = (
            f"{sum(state.overdue.values())} messages wait; the oldest since "
            f"{since:%Y-%m-%d %H:%M}{why}."
        )
        late = state.waits_too_long(now) and not is_quiet(now)
        advice = " Does 'survey-app deliver' run, and does the mail server answer?" if late else ""
        found.append(Finding(late, sentence + advice))
    else:
        found.append(Finding(False, "No message waits."))
    found += [
        Finding(False, f"{number} messages {STUCK_WORDS[kind]}; their coaches see which.")
        for kind, number in sorted(state.stuck.items())
    ]
    return found


def _sprays(session: Session, now: datetime) -> list[Finding]:
    """Tell from how many places many accounts are tried now; the trail has a line `spray`."""
    found = sprays(session, now)
    return [
        Finding(
            True,
            f"Somebody tries many accounts ({each.accounts} in an hour) from one network: look "
            "in the log of your proxy who posts to /inloggen so often, and keep that address out.",
        )
        for each in found
    ]


def _calendar(today: date) -> Finding:
    ahead = today + timedelta(days=365)
    later = ahead + timedelta(days=180)
    if all(SchoolCalendar(region).holidays(ahead, later) for region in REGIONS):
        return Finding(False, f"School holidays are known beyond {ahead:%Y-%m-%d}.")
    return Finding(
        True,
        f"No school holidays are known after {ahead:%Y-%m-%d}: update the package 'holidays'.",
    )
