"""The states of a message: put in the outbox, claimed, on its way, settled.

```
waiting ─► claimed ─► sending ─► sent
   ▲          │          ├─────► refused, uncertain
   └──────────┴──────────┘       given_up, dropped
```
A claim that lapses before anything was handed over goes back to waiting. One that lapses on the way
becomes uncertain: the other side may have it. What it tells later is in `reports`. Each
step is one transaction of the caller.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.orm import Session

from survey_app.delivery import backoff
from survey_app.delivery.hours import is_quiet
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Accepted, NotNow, Outcome, Refused, Unknown, Withheld
from survey_app.errors import InputError
from survey_app.storage import new_id

CAN_GO_AGAIN = frozenset({"uncertain", "refused", "given_up", "dropped"})


class NotStuckError(InputError):
    """Somebody asks to send again what is on its way or was sent."""


def put(
    session: Session,
    *,
    organisation_id: str,
    key: str,
    channel: str,
    due_at: datetime,
    now: datetime,
    at_any_hour: bool = False,
) -> OutboxMessage:
    """Add a message to the outbox in the caller's transaction; the caller flushes many at once."""
    message_id = new_id()
    message = OutboxMessage(
        id=message_id,
        reference=message_id,
        organisation_id=organisation_id,
        key=key,
        channel=channel,
        due_at=due_at,
        made_at=now,
        at_any_hour=at_any_hour,
    )
    session.add(message)
    return message


@dataclass(frozen=True, slots=True)
class ToDo:
    """Whether a message is due, and whether a claim has lapsed."""

    due: bool
    lapsed: bool


def to_do(session: Session, channels: Collection[str], now: datetime) -> ToDo:
    """Tell what there is to do; only reads."""
    due = select(OutboxMessage.id).where(_is_due(channels, now)).exists()
    lapsed = select(OutboxMessage.id).where(_has_lapsed(now)).exists()
    return ToDo(*session.execute(select(due, lapsed)).one())


def let_lapse(session: Session, now: datetime) -> None:
    """Settle the claims of workers that were not heard of in time."""
    session.execute(_move(_has_lapsed(now, "claimed")).values(state="waiting", **_LET_GO))
    session.execute(
        _move(_has_lapsed(now, "sending")).values(
            # The claim stays: when its holder was only late, it still tells how it ended.
            state="uncertain",
            held_until=None,
            reason="stopped while sending",
            settled_at=now,
        )
    )


def claim(
    session: Session, channels: Collection[str], now: datetime, hold: timedelta
) -> OutboxMessage | None:
    """Take the message that has waited longest, or None; while it is held nobody else can."""
    longest_due = (
        select(OutboxMessage.id)
        .where(_is_due(channels, now))
        .order_by(OutboxMessage.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(longest_due))
        .values(
            state="claimed",
            claim=new_id(),
            held_until=now + hold,
            attempts=OutboxMessage.attempts + 1,
        )
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False)
    )


def go(
    session: Session, message: OutboxMessage, now: datetime, hold: timedelta, reader: str = ""
) -> bool:
    """Note that the message is handed over now; False when the claim was lost meanwhile."""
    gone = session.scalar(
        _held(message, "claimed")
        .values(
            state="sending",
            held_until=now + hold,
            trying_since=message.trying_since or now,
            reader=reader or None,
        )
        .returning(OutboxMessage.id)
    )
    return gone is not None


def drop(session: Session, message: OutboxMessage, reason: str, now: datetime) -> None:
    """Settle a claimed message that is not sent any more."""
    session.execute(
        _held(message, "claimed").values(state="dropped", reason=reason, settled_at=now, **_LET_GO)
    )


def postpone(session: Session, message: OutboxMessage, until: datetime, reason: str) -> None:
    """Put a claimed message back for another moment; this is no attempt."""
    session.execute(
        _held(message, "claimed").values(
            state="waiting",
            due_at=until,
            reason=reason,
            attempts=message.attempts - 1,
            **_LET_GO,
        )
    )


def settle(session: Session, message: OutboxMessage, outcome: Outcome, now: datetime) -> None:
    """Write down how handing over ended, if the claim is still ours.

    A worker that was away so long that its message was called uncertain still knows better.
    """
    values: dict[str, object]
    match outcome:
        case Withheld():
            return
        case Accepted():
            values = {"state": "sent", "reason": None, "sent_at": now, "settled_at": now}
        case Refused(reason=reason):
            values = {"state": "refused", "reason": reason, "settled_at": now}
        case Unknown(reason=reason):
            values = {"state": "uncertain", "reason": reason, "settled_at": now}
        case NotNow(reason=reason):
            values = _another_try(message, reason, now)
    session.execute(_held(message, "claimed", "sending", "uncertain").values({**values, **_LET_GO}))


def give_up(session: Session, message: OutboxMessage, reason: str, now: datetime) -> None:
    """Settle a claimed message that cannot be composed or was tried long enough."""
    session.execute(
        _held(message, "claimed").values(state="given_up", reason=reason, settled_at=now, **_LET_GO)
    )


def send_again(session: Session, message: OutboxMessage, due_at: datetime) -> None:
    """Let a message that got stuck go once more, because a person asks for it.

    It goes under a fresh reference: what is still told of the earlier one says nothing of this one,
    and nobody on the way takes it for the same.
    """
    if message.state not in CAN_GO_AGAIN:
        raise NotStuckError("Dit bericht is verstuurd of nog onderweg. Wacht daar even op.")
    message.state, message.due_at = "waiting", due_at
    message.reference = new_id()
    message.trying_since = message.settled_at = message.reported_at = message.reason = None
    message.claim = None
    message.attempts = 0
    session.flush()


_LET_GO: dict[str, None] = {"claim": None, "held_until": None}


def _another_try(message: OutboxMessage, reason: str, now: datetime) -> dict[str, object]:
    since = message.trying_since or now
    if backoff.is_given_up(since, now):
        return {"state": "given_up", "reason": reason, "settled_at": now}
    return {
        "state": "waiting",
        "reason": reason,
        "due_at": backoff.next_try(message.id, message.attempts, now),
        "trying_since": since,
    }


def _is_due(channels: Collection[str], now: datetime) -> ColumnElement[bool]:
    due = (
        (OutboxMessage.state == "waiting")
        & (OutboxMessage.due_at <= now)
        & OutboxMessage.channel.in_(channels)
    )
    return due & OutboxMessage.at_any_hour if is_quiet(now) else due


def _has_lapsed(now: datetime, *states: str) -> ColumnElement[bool]:
    return OutboxMessage.state.in_(states or ("claimed", "sending")) & (
        OutboxMessage.held_until < now
    )


def _move(those: ColumnElement[bool]) -> Update:
    return update(OutboxMessage).where(those).execution_options(synchronize_session=False)


def _held(message: OutboxMessage, *states: str) -> Update:
    """Return the change of a message in one of these states whose claim is still this one."""
    return _move(
        (OutboxMessage.id == message.id)
        & (OutboxMessage.claim == message.claim)
        & OutboxMessage.state.in_(states)
    )
