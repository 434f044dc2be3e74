"""Forms of signing in and setting a password: they check shape, the rooms check meaning."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from survey_app.web.form_checks import at_most


class LoginForm(FlaskForm):
    """Address and password."""

    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul je e-mailadres in."),
            at_most(254),
        ],
    )
    password = PasswordField(
        "Wachtwoord",
        [
            InputRequired("Vul je wachtwoord in."),
            at_most(200),
        ],
    )


NO_ADDRESS = "Dit kan geen e-mailadres zijn. Kijk het nog eens na."


class ForgottenForm(FlaskForm):
    """The address of an account."""

    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul je e-mailadres in."),
            at_most(254),
        ],
    )


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        "Nieuw wachtwoord",
        description="Minstens 12 tekens. Een paar losse woorden onthoud je makkelijk.",
        validators=[
            InputRequired("Kies een wachtwoord van minstens 12 tekens."),
            at_most(200),
        ],
    )
    repeat = PasswordField(
        "Nog een keer",
        [
            InputRequired("Vul het wachtwoord nog een keer in."),
            at_most(200),
        ],
    )


class NewPasswordForm(PasswordForm):
    """A new password, twice, and the one that counts now."""

    old = PasswordField(
        "Je wachtwoord van nu",
        [
            InputRequired("Vul het wachtwoord in dat je nu hebt."),
            at_most(200),
        ],
    )
