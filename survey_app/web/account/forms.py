"""Forms of signing in and setting a password: they check shape, the rooms check meaning."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class LoginForm(FlaskForm):
    """Address and password."""

    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul je e-mailadres in."),
            Length(max=254, message="Houd het bij %(max)d tekens."),
        ],
    )
    password = PasswordField(
        "Wachtwoord",
        [
            InputRequired("Vul je wachtwoord in."),
            Length(max=200, message="Houd het bij %(max)d tekens."),
        ],
    )


class ForgottenForm(FlaskForm):
    """The address of an account."""

    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul je e-mailadres in."),
            Length(max=254, message="Houd het bij %(max)d tekens."),
        ],
    )


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        "Nieuw wachtwoord",
        description="Minstens 12 tekens. Een paar losse woorden onthoud je makkelijk.",
        validators=[
            InputRequired("Kies een wachtwoord van minstens 12 tekens."),
            Length(max=200, message="Houd het bij %(max)d tekens."),
        ],
    )
    repeat = PasswordField(
        "Nog een keer",
        [
            InputRequired("Vul het wachtwoord nog een keer in."),
            Length(max=200, message="Houd het bij %(max)d tekens."),
        ],
    )


class NewPasswordForm(PasswordForm):
    """A new password, twice, and the one that counts now."""

    old = PasswordField(
        "Je wachtwoord van nu",
        [
            InputRequired("Vul het wachtwoord in dat je nu hebt."),
            Length(max=200, message="Houd het bij %(max)d tekens."),
        ],
    )
