"""Preparing the pages about erasing; nothing is read or written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from survey_app.clock import local_date
from survey_app.dutch import counted, date_in_words
from survey_app.keeping.certificate import GROUNDS, WHAT, Certificate, in_words
from survey_app.keeping.erasing import Ground
from survey_app.keeping.models import Erasure, LegalHold
from survey_app.trajects.models import Traject


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What would go of a child, or since when and why nothing may go now."""

    child: str
    rows: tuple[tuple[str, int], ...]
    copies: str
    held: str | None
    held_since: str | None
    hold_action: str
    lift_action: str
    message: str | None
    keep_url: str
    back_url: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate to print."""

    told: Certificate
    back_url: str
    all_url: str


@dataclass(frozen=True, slots=True)
class ErasedRow:
    """One certificate in the list."""

    words: str
    small: str
    url: str


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """The certificates of a coach, the newest first."""

    rows: tuple[ErasedRow, ...]
    back_url: str


def erase_form_page(
    traject: Traject,
    counts: Mapping[str, int],
    held: LegalHold | None,
    copies_for_days: int,
    message: str | None,
) -> ErasePage:
    """Return what would go, grouped in words."""
    return ErasePage(
        child=traject.child_name,
        rows=in_words(counts),
        copies=counted(copies_for_days, "dag", "dagen"),
        held=None if held is None else held.why,
        held_since=None if held is None else date_in_words(local_date(held.held_at)),
        hold_action=url_for("coach.hold", traject_id=traject.id),
        lift_action=url_for("coach.lift_hold", traject_id=traject.id),
        message=message,
        keep_url=url_for("coach.course_page", traject_id=traject.id),
        back_url=url_for("coach.traject", traject_id=traject.id),
    )


def certificate_page(told: Certificate) -> CertificatePage:
    """Return a certificate with the ways on from it."""
    return CertificatePage(told, url_for("coach.today"), url_for("coach.certificates"))


def list_page(erasures: Sequence[Erasure]) -> ErasedPage:
    """Return the certificates of a coach."""
    return ErasedPage(
        tuple(
            ErasedRow(
                date_in_words(local_date(each.erased_at)),
                f"{WHAT[each.kind]}, {GROUNDS[Ground(each.ground)]}",
                url_for("coach.certificate", erasure_id=each.id),
            )
            for each in erasures
        ),
        url_for("coach.today"),
    )
