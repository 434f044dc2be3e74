"""Keeping the versions of questionnaires that were used, and reading them back."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.definitions import (
    ItemKind,
    Questionnaire,
    Text,
    from_document,
    step_faults,
    what_is_missing,
)
from survey_app.errors import InputError
from survey_app.invitations.models import PublishedQuestionnaire


class Unsendable(StrEnum):
    """Why a questionnaire is sent to nobody."""

    NO_TEXTS = "its texts are not here, it can only be scored"
    NOT_REVIEWED = "in no language were its texts reviewed"
    GOALS = "it asks about goals, which are rated in a talk"


class ChangedVersionError(InputError):
    """A questionnaire changed and does not say so; a used version never changes."""


class UnsendableError(InputError):
    """A questionnaire that cannot be asked would be sent; the text says why it cannot."""


def why_unsendable(questionnaire: Questionnaire) -> Unsendable | None:
    """Return why nobody can be asked this, or None when somebody can."""
    if any(not text.languages for text in _texts(questionnaire)):
        return Unsendable.NO_TEXTS
    if not questionnaire.can_be_asked:
        return Unsendable.NOT_REVIEWED
    if any(item.kind is ItemKind.GOAL for item in questionnaire.items):
        return Unsendable.GOALS
    return None


def _texts(questionnaire: Questionnaire) -> Iterator[Text]:
    for item in questionnaire.items:
        yield item.text
        for option in item.options:
            yield option.text


def publish(session: Session, questionnaire: Questionnaire, now: datetime) -> str:
    """Store this version when it is first sent to anybody and return its fingerprint."""
    why = why_unsendable(questionnaire)
    if why is not None:
        advice = what_is_missing(questionnaire)
        raise UnsendableError(
            f"{questionnaire.key} cannot be sent: {why}." + (f" {advice}" if advice else "")
        )
    return keep(session, questionnaire, now)


def keep(session: Session, questionnaire: Questionnaire, now: datetime) -> str:
    """Store this version when it is not there yet, for its rules, and return its fingerprint."""
    if session.get(PublishedQuestionnaire, questionnaire.fingerprint) is not None:
        return questionnaire.fingerprint
    for known in _published(session, questionnaire.key):
        if known.document() == questionnaire.document():
            return known.fingerprint  # stored in an earlier form of its document
        _demand_sound_step(known, questionnaire)
    try:
        with session.begin_nested():
            session.add(
                PublishedQuestionnaire(
                    fingerprint=questionnaire.fingerprint,
                    key=questionnaire.key,
                    version=questionnaire.version,
                    document=questionnaire.document(),
                    published_at=now,
                )
            )
    except IntegrityError:
        # Another process stored the same content a moment ago; one fingerprint is one content.
        if session.get(PublishedQuestionnaire, questionnaire.fingerprint) is None:
            raise
    return questionnaire.fingerprint


def _published(session: Session, key: str) -> list[Questionnaire]:
    """Return every version of a list that was used here, the newest first."""
    fingerprints = session.scalars(
        select(PublishedQuestionnaire.fingerprint)
        .where(PublishedQuestionnaire.key == key)
        .order_by(PublishedQuestionnaire.published_at.desc())
    )
    return [questionnaire_of(session, fingerprint) for fingerprint in fingerprints.all()]


def _demand_sound_step(known: Questionnaire, questionnaire: Questionnaire) -> None:
    """Refuse a version whose numbers or `follows` hide what changed since a used one."""
    faults = step_faults(known, questionnaire)
    if faults:
        raise ChangedVersionError(
            f"{questionnaire.key} {questionnaire.version} does not fit {known.version}, which was "
            f"used here. {faults[0]} `survey-app questionnaires compare` lists every change."
        )


def questionnaire_of(session: Session, fingerprint: str) -> Questionnaire:
    """Return the version with this fingerprint as it was published.

    Content with a fingerprint never changes, so one process reads each version once.
    """
    known = _known.get(fingerprint)
    if known is None:
        document = session.execute(
            select(PublishedQuestionnaire.document).where(
                PublishedQuestionnaire.fingerprint == fingerprint
            )
        ).scalar_one()
        known = _known[fingerprint] = _read(document)
    return known


_known: dict[str, Questionnaire] = {}


@lru_cache(maxsize=256)
def _read(document: str) -> Questionnaire:
    return from_document(document)
