"""The page of who forgot the password; it says the same whether an address is known or not."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts import resetting
from survey_app.accounts import services as accounts
from survey_app.accounts.letters import FORGOTTEN
from survey_app.web.account.blueprint import account
from survey_app.web.account.forms import NO_ADDRESS, ForgottenForm
from survey_app.web.permissions import public
from survey_app.web.wiring import wiring


@account.route(FORGOTTEN, methods=["GET", "POST"])
@public("the link only goes to the address of the account")
def forgotten() -> ResponseReturnValue:
    """Note that somebody asks; what comes of it, only the owner of the address sees."""
    world = wiring()
    form = ForgottenForm()
    if form.validate_on_submit():
        try:
            email = accounts.clean_email(form.email.data or "")
        except accounts.NotAnAddressError:
            form.email.errors = [NO_ADDRESS]
        else:
            with world.database.write() as db:
                resetting.ask(db, email, world.now())
            return redirect(url_for("account.forgotten", melding="gevraagd"), 303)
    status = 422 if form.is_submitted() else 200
    is_asked = request.args.get("melding") == "gevraagd"
    return render_template(
        "account/forgotten.html", form=form, is_asked=is_asked, login_url=url_for("account.login")
    ), status
