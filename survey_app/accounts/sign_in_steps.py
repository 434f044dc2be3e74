"""Things of signing in that are begun, count for minutes and are finished once."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey_app.accounts import letters
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_models import SignInStep
from survey_app.accounts.models import Person
from survey_app.accounts.services import secret_hash
from survey_app.errors import InputError
from survey_app.storage import hold

KEPT = timedelta(hours=1)
"""A row is of no use after this; the next one that is begun takes it away."""


class StepKind(StrEnum):
    """What was begun."""

    SECOND_STEP = "second step"
    """The password was right; a code or a passkey is still asked."""
    PASSKEY = "passkey"
    NEW_PASSKEY = "new passkey"
    SCHOOL = "school"
    """Somebody came back from the school's identity provider."""
    PROOF = "proof"
    """Somebody who is signed in showed just now who they are."""


COUNTS_FOR = {
    StepKind.SECOND_STEP: timedelta(minutes=10),
    StepKind.PASSKEY: timedelta(minutes=5),
    StepKind.NEW_PASSKEY: timedelta(minutes=5),
    StepKind.SCHOOL: timedelta(minutes=10),
    StepKind.PROOF: timedelta(minutes=10),
}


OVER = "Dit duurde te lang, of is al gedaan. Begin opnieuw."


class StepOverError(InputError):
    """What was begun is too old, was finished before, or never begun."""


def begin(
    session: Session,
    kind: StepKind,
    now: datetime,
    *,
    person_id: str | None = None,
    content: str | None = None,
) -> str:
    """Begin something and return its secret, for the browser that goes on with it."""
    secret = secrets.token_urlsafe(32)
    _keep(session, kind, secret, now, person_id, content)
    return secret


def find(session: Session, kind: StepKind, secret: str | None, now: datetime) -> SignInStep | None:
    """Return what was begun, as long as it counts and is not finished."""
    return session.scalar(
        select(SignInStep).where(
            SignInStep.secret_hash == secret_hash(secret or ""),
            SignInStep.kind == kind,
            SignInStep.done_at.is_(None),
            SignInStep.begun_at > now - COUNTS_FOR[kind],
        )
    )


def finish(session: Session, step: SignInStep, now: datetime) -> None:
    """Finish what was begun; of two at the same instant one raises StepOverError."""
    claimed = session.execute(
        update(SignInStep)
        .where(
            SignInStep.secret_hash == step.secret_hash,
            SignInStep.kind == step.kind,
            SignInStep.done_at.is_(None),
        )
        .values(done_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise StepOverError(OVER)


def finish_at_once(session: Session, kind: StepKind, secret: str, now: datetime) -> None:
    """Use a secret that was not kept here before; the database refuses it a second time."""
    _keep(session, kind, secret, now, None, None)


def begin_second_step(session: Session, person: Person, now: datetime) -> str:
    """Let somebody whose first step was right go on to the second, and to nothing else."""
    content = _state_of(person)
    return begin(session, StepKind.SECOND_STEP, now, person_id=person.id, content=content)


def half_signed_in(
    session: Session, secret: str | None, now: datetime
) -> tuple[SignInStep, Person] | None:
    """Return who did the first step; not after another password or when the account was closed."""
    step = find(session, StepKind.SECOND_STEP, secret, now)
    person = session.get(Person, step.person_id) if step is not None else None
    if step is None or person is None or not person.active or step.content != _state_of(person):
        return None
    return step, person


def prove(session: Session, login_secret: str, person_id: str, now: datetime) -> None:
    """Note that the holder of a session showed just now who they are."""
    session.execute(
        delete(SignInStep).where(
            SignInStep.secret_hash == secret_hash(login_secret),
            SignInStep.kind == StepKind.PROOF,
        )
    )
    _keep(session, StepKind.PROOF, login_secret, now, person_id, None)


def is_proven(session: Session, login_secret: str, now: datetime) -> bool:
    """Tell whether the holder of a session showed minutes ago who they are."""
    return find(session, StepKind.PROOF, login_secret, now) is not None


def hold_unchanged(session: Session, shown: Person) -> Person:
    """Return the account of who showed who they are, held until the end; raise when it changed.

    `shown` is the account as it was when that was judged. Another password, or closing it, ends
    every session that there is: one that only begins then would be forgotten.
    """
    person = session.get(Person, shown.id, with_for_update={"key_share": True})
    if person is None or not person.active or person.password_hash != shown.password_hash:
        raise StepOverError(OVER)
    return person


def end_all(session: Session, person: Person, now: datetime, but: str | None = None) -> None:
    """End every session, link and step of a person, or all but one session, and tell it by mail.

    What somebody signs in with was changed: whoever came in before has to come in anew, and whoever
    comes in meanwhile waits and shows what is asked now.
    """
    hold(session, person, with_key=False)
    accounts.end_all_sessions(session, person.id, now, but=but)
    accounts.end_links(session, person.id, now)
    session.execute(delete(SignInStep).where(SignInStep.person_id == person.id))
    letters.put(session, person, letters.Kind.SIGN_IN_CHANGED, now)


def _state_of(person: Person) -> str:
    return secret_hash(person.password_hash or "")


def _keep(
    session: Session,
    kind: StepKind,
    secret: str,
    now: datetime,
    person_id: str | None,
    content: str | None,
) -> None:
    session.execute(delete(SignInStep).where(SignInStep.begun_at < now - KEPT))
    session.add(
        SignInStep(
            secret_hash=secret_hash(secret),
            kind=kind,
            person_id=person_id,
            content=content,
            begun_at=now,
        )
    )
    session.flush()
