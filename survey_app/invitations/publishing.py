"""Keeping the versions of questionnaires that were used, and reading them back."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.definitions import ItemKind, Questionnaire, from_document
from survey_app.errors import InputError
from survey_app.invitations.models import PublishedQuestionnaire

ASKED_ON_PAGES = frozenset(
    {
        ItemKind.CHOICE,
        ItemKind.FACES,
        ItemKind.STEPS,
        ItemKind.SHORT_TEXT,
        ItemKind.LONG_TEXT,
    }
)
"""The kinds of items that the respondent's pages can ask."""


class ChangedVersionError(InputError):
    """A questionnaire changed but kept its version number; a used version never changes."""


class UnsendableError(InputError):
    """A questionnaire without texts, or without a reviewed text, is sent to nobody."""


def publish(session: Session, questionnaire: Questionnaire, now: datetime) -> str:
    """Store this version when it is used for the first time and return its fingerprint."""
    if not questionnaire.can_be_asked:
        raise UnsendableError(
            f"{questionnaire.key} cannot be sent: its texts are not here, or in no language are "
            "they reviewed. It can only be scored."
        )
    kinds = {item.kind for item in questionnaire.items}
    if not kinds <= ASKED_ON_PAGES:
        unknown = ", ".join(sorted(kinds - ASKED_ON_PAGES))
        raise UnsendableError(
            f"{questionnaire.key} cannot be sent: no page can ask this kind of item yet: {unknown}."
        )
    if any(item.show_when for item in questionnaire.items):
        raise UnsendableError(
            f"{questionnaire.key} cannot be sent: no page follows `show_when` yet."
        )
    if session.get(PublishedQuestionnaire, questionnaire.fingerprint) is None:
        taken = session.scalar(
            select(PublishedQuestionnaire.fingerprint).where(
                PublishedQuestionnaire.key == questionnaire.key,
                PublishedQuestionnaire.version == questionnaire.version,
            )
        )
        if taken is not None and _is_same(questionnaire_of(session, taken), questionnaire):
            return taken
        if taken is not None:
            raise ChangedVersionError(
                f"{questionnaire.key} {questionnaire.version} was used with other content; "
                "give the changed questionnaire a new version number."
            )
        session.add(
            PublishedQuestionnaire(
                fingerprint=questionnaire.fingerprint,
                key=questionnaire.key,
                version=questionnaire.version,
                document=questionnaire.document(),
                published_at=now,
            )
        )
        session.flush()
    return questionnaire.fingerprint


def _is_same(stored: Questionnaire, given: Questionnaire) -> bool:
    """Tell whether a version was stored before, if only in an earlier form of its document."""
    return stored.document() == given.document()


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
