"""The table of references that a person accepted.

Its rows are never changed (a trigger refuses it). They hold all that tells what a verdict rested
on, and from which answers that came.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage import Base, JsonText


class AcceptedReference(Base):
    """What was found of one scale, by one kind of informant, in one language, and who accepted it.

    The newest one counts. `stage` is what it justifies; below 2 it is kept as figures only. `sd`
    and `mean` are those of children at the start of a traject (`n`), `reliability` is that among
    them: the error comes from the retest sample, the spread does not. `retest` and its limits are
    the agreement in the retest sample itself. `figures` holds all else that was computed, from
    answers up to `answers_until`; one of older answers never replaces one of newer.
    """

    __tablename__ = "accepted_reference"
    __table_args__ = (
        CheckConstraint("stage BETWEEN 0 AND 2", name="known_stage"),
        CheckConstraint(
            "stage < 2 OR (sd IS NOT NULL AND reliability IS NOT NULL AND n IS NOT NULL)",
            name="basis_has_figures",
        ),
        UniqueConstraint(
            *("fingerprint", "scale", "informant", "language", "answers_until", "stage"),
            name="uq_accepted_reference_once",
        ),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_questionnaire.fingerprint"))
    questionnaire_key: Mapped[str] = mapped_column(String(60), index=True)
    version: Mapped[str] = mapped_column(String(20))
    scoring_version: Mapped[str] = mapped_column(String(20))
    scale: Mapped[str] = mapped_column(String(40))
    informant: Mapped[str] = mapped_column(String(15))
    language: Mapped[str] = mapped_column(String(5))
    stage: Mapped[int]
    n: Mapped[int | None]
    mean: Mapped[float | None]
    sd: Mapped[float | None]
    reliability: Mapped[float | None]
    reliability_kind: Mapped[str | None] = mapped_column(String(15))
    retest: Mapped[float | None]
    retest_low: Mapped[float | None]
    retest_high: Mapped[float | None]
    retest_pairs: Mapped[int]
    answers_until: Mapped[datetime]
    first_on: Mapped[date]
    last_on: Mapped[date]
    interviews: Mapped[str | None] = mapped_column(String(200))
    figures: Mapped[dict[str, Any]] = mapped_column(JsonText)
    method: Mapped[str] = mapped_column(String(200))
    software: Mapped[str] = mapped_column(String(20))
    accepted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime]

    @property
    def id(self) -> str:
        """What it is called on screen, in files and in the trail."""
        return f"R{self.number}"
