"""The addresses of support in use beside the coach, and of referrals that were considered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.dutch import month_in_words
from survey_app.errors import InputError
from survey_app.practice import support
from survey_app.practice.models import ConsideredReferral, Support
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.support_forms import (
    CONSIDERED_BY,
    KINDS,
    OUTCOMES,
    SOURCES,
    STATUSES,
    OutcomeForm,
    ReferralForm,
    StatusForm,
    SupportForm,
)
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

PLACE = "/trajecten/<id:traject_id>/steun"
MESSAGES = {"vastgelegd": "Vastgelegd.", "weg": "Het staat er niet meer bij."}


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One kind of support or one referral, with the form to say how it stands now."""

    title: str
    small: str
    line: str
    change_action: str
    remove_action: str
    form: FlaskForm


@dataclass(frozen=True, slots=True)
class SupportPage:
    """Support around one child, and referrals that were considered."""

    child: str
    back_url: str
    rows: tuple[SupportRow, ...]
    referrals: tuple[SupportRow, ...]
    add_action: str
    consider_action: str
    message: str | None


@coach.get(PLACE)
@needs(Act.SEE_TRAJECT)
def support_page(traject_id: str) -> ResponseReturnValue:
    """Show the support around a child; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.SEE_TRAJECT), "see support")
    return _page(traject_id)


@coach.post(PLACE)
@needs(Act.CHANGE_TRAJECT)
def add_support(traject_id: str) -> ResponseReturnValue:
    """Note support that is used, waited for, or was used."""
    form = SupportForm()

    def act(db: Session, found: Traject) -> None:
        support.record(
            db,
            this_actor(),
            found,
            kind=form.kind.data or "",
            status=form.status.data or "",
            source=form.source.data or "",
            from_day=form.from_day.data or date.min,
            until_day=form.until_day.data,
            now=wiring().now(),
        )

    return _done(traject_id, form, act) or (_page(traject_id, support_form=form), 422)


@coach.post(f"{PLACE}/<id:support_id>")
@needs(Act.CHANGE_TRAJECT)
def change_support(traject_id: str, support_id: str) -> ResponseReturnValue:
    """Note how support stands now."""
    form = StatusForm()

    def act(db: Session, found: Traject) -> None:
        support.change(
            db,
            this_actor(),
            found,
            support_id,
            status=form.status.data or "",
            until_day=form.until_day.data,
            now=wiring().now(),
        )

    def find(db: Session, found: Traject) -> Support:
        return support.support_of(db, this_actor(), found, support_id)

    return _done(traject_id, form, act, find) or (_page(traject_id, problem_of=form), 422)


@coach.post(f"{PLACE}/<id:support_id>/weg")
@needs(Act.CHANGE_TRAJECT)
def remove_support(traject_id: str, support_id: str) -> ResponseReturnValue:
    """Take support off the list."""
    with wiring().database.write() as db:
        support.remove(db, this_actor(), own(db, traject_id), support_id, wiring().now())
    return _back(traject_id, "weg")


@coach.post(f"{PLACE}/verwijzing")
@needs(Act.CHANGE_TRAJECT)
def consider_referral(traject_id: str) -> ResponseReturnValue:
    """Note that a referral was considered."""
    form = ReferralForm()

    def act(db: Session, found: Traject) -> None:
        support.consider(
            db,
            this_actor(),
            found,
            considered_by=form.considered_by.data or "",
            on=form.considered_on.data or date.min,
            outcome=form.outcome.data or "",
            why=form.why.data or "",
            now=wiring().now(),
        )

    return _done(traject_id, form, act) or (_page(traject_id, referral_form=form), 422)


@coach.post(f"{PLACE}/verwijzing/<id:referral_id>")
@needs(Act.CHANGE_TRAJECT)
def settle_referral(traject_id: str, referral_id: str) -> ResponseReturnValue:
    """Note what came of a referral."""
    form = OutcomeForm()

    def act(db: Session, found: Traject) -> None:
        outcome = form.outcome.data or ""
        support.settle(db, this_actor(), found, referral_id, outcome, wiring().now())

    def find(db: Session, found: Traject) -> ConsideredReferral:
        return support.referral_of(db, this_actor(), found, referral_id)

    return _done(traject_id, form, act, find) or (_page(traject_id, problem_of=form), 422)


@coach.post(f"{PLACE}/verwijzing/<id:referral_id>/weg")
@needs(Act.CHANGE_TRAJECT)
def remove_referral(traject_id: str, referral_id: str) -> ResponseReturnValue:
    """Take a considered referral off the list."""
    with wiring().database.write() as db:
        support.remove_referral(db, this_actor(), own(db, traject_id), referral_id, wiring().now())
    return _back(traject_id, "weg")


def _done(
    traject_id: str,
    form: FlaskForm,
    act: Callable[[Session, Traject], None],
    find: Callable[[Session, Traject], object] | None = None,
) -> ResponseReturnValue | None:
    """Do it and lead back, or return None with what is wrong in the form.

    `find` raises when what it is about does not exist, whatever the form says.
    """
    try:
        with wiring().database.write() as db:
            found = own(db, traject_id)
            if find is not None:
                find(db, found)
            if form.validate():
                act(db, found)
                return _back(traject_id, "vastgelegd")
    except InputError as error:
        form.form_errors.append(str(error))
    return None


def _back(traject_id: str, message: str) -> ResponseReturnValue:
    return redirect(url_for("coach.support_page", traject_id=traject_id, melding=message), 303)


def _page(
    traject_id: str,
    *,
    support_form: SupportForm | None = None,
    referral_form: ReferralForm | None = None,
    problem_of: FlaskForm | None = None,
) -> str:
    with wiring().database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        page = SupportPage(
            child=found.child_name,
            back_url=url_for("coach.traject", traject_id=traject_id) + "#gedaan",
            rows=tuple(_row(each) for each in support.in_use(db, this_actor(), found)),
            referrals=tuple(
                _referral(each) for each in support.considered(db, this_actor(), found)
            ),
            add_action=url_for("coach.add_support", traject_id=traject_id),
            consider_action=url_for("coach.consider_referral", traject_id=traject_id),
            message=MESSAGES.get(request.args.get("melding", "")),
        )
    return render(
        "coach/support.html",
        "traject",
        page=page,
        support_form=support_form or SupportForm(formdata=None),
        referral_form=referral_form or ReferralForm(formdata=None),
        problem_of=problem_of,
    )


def _row(row: Support) -> SupportRow:
    address: dict[str, Any] = {"traject_id": row.traject_id, "support_id": row.id}
    until = f" tot {month_in_words(row.until_month)}" if row.until_month else ""
    form = StatusForm(formdata=None, status=row.status, until_day=row.until_month)
    return SupportRow(
        title=KINDS[row.kind],
        small=f"{STATUSES[row.status]}, sinds {month_in_words(row.from_month)}{until}"
        f" · van {SOURCES[row.source]}",
        line="",
        change_action=url_for("coach.change_support", **address),
        remove_action=url_for("coach.remove_support", **address),
        form=_apart(form, row.id),
    )


def _referral(row: ConsideredReferral) -> SupportRow:
    address: dict[str, Any] = {"traject_id": row.traject_id, "referral_id": row.id}
    return SupportRow(
        title=f"{month_in_words(row.in_month)}: {OUTCOMES[row.outcome]}",
        small=f"eraan gedacht door {CONSIDERED_BY[row.considered_by]}",
        line=row.why or "",
        change_action=url_for("coach.settle_referral", **address),
        remove_action=url_for("coach.remove_referral", **address),
        form=_apart(OutcomeForm(formdata=None, outcome=row.outcome), row.id),
    )


def _apart(form: FlaskForm, row_id: str) -> FlaskForm:
    """Give the fields of one row ids of their own: the same form stands on the page more often."""
    for field in form:
        field.id = field.label.field_id = f"{field.id}-{row_id[:12]}"
    return form
