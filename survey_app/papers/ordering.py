"""The states of an ordered paper.

```
waiting ─► busy ─► ready ─► gone
   ▲        ├────► failed
   └────────┘ it went wrong, or the claim lapsed because whoever made it is gone
```
Each step is one transaction of the caller. A paper belongs to who ordered it: only that coach, and
only as long as the traject is theirs, sees it and fetches it.
"""

import base64
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.errors import NotFoundError
from survey_app.frames import LANGUAGES
from survey_app.papers.kinds import Kind
from survey_app.papers.models import Paper
from survey_app.papers.press import PATIENCE_SECONDS
from survey_app.storage import for_row, new_id
from survey_app.trajects import agreements
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

KEPT_FOR: Final = timedelta(days=1)
HOLD: Final = timedelta(seconds=PATIENCE_SECONDS + 15)
"""How long a claim lasts: longer than a paper can take."""
MOST_ATTEMPTS: Final = 3
TOO_LONG, CANNOT = "too long", "cannot"
UNDER_WAY: Final = ("waiting", "busy")


def order(
    session: Session, actor: Actor, traject: Traject, kind: Kind, language: str, now: datetime
) -> Paper:
    """Order a paper; who orders the same again while it is under way gets that one."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    if language not in LANGUAGES:
        raise NotFoundError
    there = session.scalar(
        select(Paper).where(
            Paper.traject_id == traject.id,
            Paper.kind == kind,
            Paper.language == language,
            Paper.ordered_by == actor.person_id,
            Paper.state == "waiting",
        )
    )
    if there is not None:
        return there
    paper = Paper(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        kind=kind,
        language=language,
        ordered_by=actor.person_id,
        ordered_at=now,
    )
    session.add(paper)
    session.flush()
    _record(session, actor, "order paper", paper, now)
    return paper


def paper_of(session: Session, actor: Actor, traject: Traject, paper_id: str) -> Paper:
    """Return a paper that this coach ordered, else raise as if it did not exist."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    paper = session.get(Paper, paper_id)
    if paper is None or (paper.traject_id, paper.ordered_by) != (traject.id, actor.person_id):
        raise NotFoundError
    return paper


def newest(
    session: Session, actor: Actor, traject: Traject, kind: Kind, now: datetime
) -> Paper | None:
    """Return the last paper of a kind that this coach ordered, unless it can be had no more."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    paper = session.scalar(
        select(Paper)
        .where(
            Paper.traject_id == traject.id,
            Paper.kind == kind,
            Paper.ordered_by == actor.person_id,
            Paper.state != "gone",
        )
        .order_by(Paper.ordered_at.desc())
        .limit(1)
    )
    if paper is not None and paper.state == "ready" and not can_be_fetched(session, paper, now):
        return None
    return paper


def can_be_fetched(session: Session, paper: Paper, now: datetime) -> bool:
    """Tell whether the PDF is there and may be had.

    A sheet for a talk is for others: it is gone once the agreement to use its answers is taken back
    after it was ordered.
    """
    if paper.content is None or paper.erase_at is None or paper.erase_at <= now:
        return False
    case = agreements.cases(session, Traject.id == paper.traject_id)[paper.traject_id]
    return paper.kind != Kind.TALK or case.may_use() or not case.said_since(paper.ordered_at)


def fetch(session: Session, actor: Actor, paper: Paper, now: datetime) -> bytes:
    """Return the PDF to who ordered it, and note that it was fetched."""
    if paper.content is None or not can_be_fetched(session, paper, now):
        raise NotFoundError("Dit papier is er niet meer.")
    _record(session, actor, "fetch paper", paper, now)
    return base64.b64decode(paper.content)


def is_there_work(session: Session, now: datetime) -> bool:
    """Tell whether a paper waits, was left, or must be erased; only reads."""
    found = select(Paper.id).where(_waits() | _was_left(now) | _is_over(now)).limit(1)
    return session.scalar(found) is not None


def claim(session: Session, now: datetime) -> Paper | None:
    """Take the paper that has waited longest, or was left by a worker that died."""
    _give_up(session, now)
    longest = (
        select(Paper.id)
        .where(_waits() | _was_left(now))
        .order_by(Paper.ordered_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(
        update(Paper)
        .where(Paper.id.in_(longest))
        .values(state="busy", claim=new_id(), held_until=now + HOLD, attempts=Paper.attempts + 1)
        .returning(Paper)
        .execution_options(synchronize_session=False)
    )


def finish(session: Session, paper: Paper, pdf: bytes, now: datetime) -> None:
    """Keep what was made, sealed, for a day; unless the claim was lost meanwhile."""
    session.execute(
        _held(paper).values(
            for_row(
                Paper,
                {
                    "state": "ready",
                    "content": base64.b64encode(pdf).decode(),
                    "made_at": now,
                    "erase_at": now + KEPT_FOR,
                    **_LET_GO,
                },
                paper.id,
            )
        )
    )


def fail(session: Session, paper: Paper, reason: str) -> None:
    """Note why a paper cannot be made."""
    session.execute(_held(paper).values(state="failed", reason=reason, **_LET_GO))


def try_again(session: Session, paper: Paper) -> None:
    """Put back what went wrong for another try, or give it up after too many."""
    if paper.attempts >= MOST_ATTEMPTS:
        fail(session, paper, CANNOT)
    else:
        session.execute(_held(paper).values(state="waiting", **_LET_GO))


def erase_over(session: Session, now: datetime) -> None:
    """Erase what was kept long enough."""
    _erase(session, _is_over(now))


def erase_of(session: Session, traject_id: str) -> None:
    """Erase all papers of a traject: what may stand on them has changed."""
    _erase(
        session,
        (Paper.traject_id == traject_id) & Paper.state.in_(("waiting", "busy", "ready")),
    )


_LET_GO: Final[dict[str, None]] = {"claim": None, "held_until": None}


def _erase(session: Session, which: ColumnElement[bool]) -> None:
    session.execute(
        update(Paper)
        .where(which)
        .values(state="gone", content=None, erase_at=None, **_LET_GO)
        .execution_options(synchronize_session=False)
    )


def _give_up(session: Session, now: datetime) -> None:
    """Fail what was left too often: it would bring down one worker after another."""
    session.execute(
        update(Paper)
        .where(_was_left(now), Paper.attempts >= MOST_ATTEMPTS)
        .values(state="failed", reason=CANNOT, **_LET_GO)
        .execution_options(synchronize_session=False)
    )


def _waits() -> ColumnElement[bool]:
    return Paper.state == "waiting"


def _was_left(now: datetime) -> ColumnElement[bool]:
    return (Paper.state == "busy") & (Paper.held_until < now)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return (Paper.state == "ready") & (Paper.erase_at <= now)


def _held(paper: Paper) -> Update:
    return (
        update(Paper)
        .where(Paper.id == paper.id, Paper.claim == paper.claim, Paper.state == "busy")
        .execution_options(synchronize_session=False)
    )


def _record(session: Session, actor: Actor, act: str, paper: Paper, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "paper",
        paper.id,
        organisation_id=paper.organisation_id,
        now=now,
    )
