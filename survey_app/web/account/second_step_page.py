"""The page of the second step."""

from flask import render_template, request, url_for

from survey_app.accounts.factor_queries import Factors
from survey_app.web import typed
from survey_app.web.account.factor_forms import CodeForm
from survey_app.web.account.ways import sign_in_by_passkey


def second_step_page(
    factors: Factors,
    form: CodeForm | None = None,
    problem: str | None = None,
    wanted: str | None = None,
) -> str:
    """Return the page that asks for what somebody has, and carries on what they had typed."""
    wanted = wanted or request.args.get("verder")
    return render_template(
        "account/second_step.html",
        form=form or CodeForm(formdata=None),
        problem=problem,
        action=url_for("ways_in.second_step", verder=wanted),
        sealed=request.form.get(typed.FIELD),
        asks_code=factors.has_codes,
        passkey=sign_in_by_passkey("Gebruik mijn sleutel") if factors.has_passkey else None,
        again_url=url_for("account.login"),
    )
