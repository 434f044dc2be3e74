"""The forms round a PIN: they check shape, the rooms check meaning."""

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from survey_app.web.form_checks import at_most

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class PinForm(FlaskForm):
    """A PIN to open a locked tablet with."""

    pin = PasswordField(
        "Pincode",
        [InputRequired("Vul je pincode in."), Length(max=20, message="Vul alleen cijfers in.")],
        render_kw=DIGITS,
    )


class NewPinForm(FlaskForm):
    """A new PIN, and the password of the account to show who chooses it."""

    pin = PasswordField(
        "Nieuwe pincode",
        [InputRequired("Kies 4 tot 8 cijfers."), Length(max=20, message="Kies 4 tot 8 cijfers.")],
        description="4 tot 8 cijfers. Geen rijtje, zoals 1234.",
        render_kw=DIGITS,
    )
    password = PasswordField(
        "Je wachtwoord",
        [
            InputRequired("Vul je wachtwoord in."),
            at_most(200),
        ],
        render_kw={"autocomplete": "current-password"},
    )
