"""What a coach types for a paper: kept sealed, and never overwritten unseen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.papers.kinds import Kind
from survey_app.papers.models import PaperText
from survey_app.storage import new_id
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

LONGEST: Final[dict[Kind, dict[str, int]]] = {
    Kind.TALK: {"on": 10, "agreed": 500},
    Kind.REPORT: {
        "question": 500,
        "done": 900,
        "agreed": 700,
        "closing": 500,
        "aftercare": 500,
    },
    Kind.STEPS: {"goal": 140, "said": 280},
}
"""The fields of each kind of paper, and how many signs fit."""
MOST_LINES: Final = {Kind.TALK: 6, Kind.REPORT: 12, Kind.STEPS: 6}
"""So many lines of one field fit."""


class ChangedMeanwhileError(InputError):
    """Somebody changed the text in another window since it was seen."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The text of a paper with its version; 0 when nothing was typed yet."""

    version: int
    texts: Mapping[str, str]


def kept(session: Session, traject: Traject, kind: Kind) -> Kept:
    """Return what was typed for a kind of paper."""
    return _read(_row(session, traject, kind))


def keep(
    session: Session,
    actor: Actor,
    traject: Traject,
    kind: Kind,
    texts: Mapping[str, str],
    *,
    seen: int,
    now: datetime,
) -> int:
    """Keep what was typed over the version that was seen; return the new version.

    What says the same as what is kept is no change, whatever was seen.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    clean = {
        name: _cleaned(texts.get(name, ""), most, MOST_LINES[kind])
        for name, most in LONGEST[kind].items()
    }
    row = _row(session, traject, kind)
    there = _read(row)
    if there.version and {**dict.fromkeys(clean, ""), **there.texts} == clean:
        return there.version
    if there.version != seen:
        raise ChangedMeanwhileError(
            "Deze tekst is in een ander venster veranderd. Hieronder staan allebei. "
            "Kies wat blijft en druk nog een keer."
        )
    values = {
        "version": seen + 1,
        "texts": json.dumps(clean),
        "written_by": actor.person_id,
        "written_at": now,
    }
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
    else:
        session.add(
            PaperText(
                id=new_id(),
                organisation_id=traject.organisation_id,
                traject_id=traject.id,
                kind=kind,
                **values,
            )
        )
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        f"write {kind} paper",
        "traject",
        traject.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
    return seen + 1


def _row(session: Session, traject: Traject, kind: Kind) -> PaperText | None:
    return session.scalar(
        select(PaperText).where(PaperText.traject_id == traject.id, PaperText.kind == kind)
    )


def _read(row: PaperText | None) -> Kept:
    return Kept(0, {}) if row is None else Kept(row.version, json.loads(row.texts))


def day_of(texts: Mapping[str, str]) -> date | None:
    """Return the day of the talk that was typed."""
    return date.fromisoformat(texts["on"]) if texts.get("on") else None


def _cleaned(text: str, most: int, most_lines: int) -> str:
    """Return text with its lines, without signs that do not print, or say what is too much."""
    lines = [
        " ".join("".join(c if c.isprintable() else " " for c in line).split())
        for line in text.splitlines()
    ]
    kept_lines = [line for line in lines if line]
    if len(kept_lines) > most_lines:
        raise InputError(f"Houd het bij {most_lines} regels. Nu zijn het er {len(kept_lines)}.")
    whole = "\n".join(kept_lines)
    if len(whole) > most:
        raise InputError(f"Houd het bij {most} tekens. Nu zijn het er {len(whole)}.")
    return whole
