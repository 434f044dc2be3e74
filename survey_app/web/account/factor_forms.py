"""Forms of the second factor and passkeys: they check shape, the rooms check meaning."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from survey_app.accounts.passkeys import LONGEST_NAME
from survey_app.web.form_checks import at_most

CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
}
LONGEST_REPLY = 16 * 1024
"""Signs of what a device sends back; those we asked for are some 1,500."""


class CodeForm(FlaskForm):
    """A code of the app, or one from paper."""

    code = StringField(
        "Code",
        [InputRequired("Vul de code in."), Length(max=40, message="Deze code is te lang.")],
        render_kw=CODE,
    )


class FirstCodeForm(FlaskForm):
    """The first code of a new app."""

    code = StringField(
        "Code van 6 cijfers",
        [InputRequired("Vul de code in."), Length(max=40, message="Deze code is te lang.")],
        render_kw=CODE | {"inputmode": "numeric"},
    )


class ProofForm(FlaskForm):
    """The own password once more."""

    password = PasswordField(
        "Je wachtwoord",
        [
            InputRequired("Vul je wachtwoord in."),
            at_most(200),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class BothForm(ProofForm, CodeForm):
    """The own password and a code together."""


class PasskeyReplyForm(FlaskForm):
    """What a device signed, and the secret of what it was asked."""

    asked = HiddenField(validators=[InputRequired(), Length(max=100)])
    reply = HiddenField(validators=[InputRequired(), Length(max=LONGEST_REPLY)])


class NewPasskeyForm(PasskeyReplyForm):
    """A new passkey, with a name by which somebody knows the device again."""

    name = StringField(
        "Naam van dit apparaat",
        [
            InputRequired("Geef het apparaat een naam."),
            at_most(LONGEST_NAME),
        ],
        description="Bijvoorbeeld: laptop van school.",
        render_kw={"autocomplete": "off", "required": True},
    )
