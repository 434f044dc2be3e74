"""The coach's forms: they check shape, the rooms check meaning."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from survey_app.dutch import MONTHS
from survey_app.trajects.services import LONGEST_LABEL, LONGEST_NAME, REASONS

ROLES = [("parent", "ouder of verzorger"), ("teacher", "leerkracht")]
HOLDERS = [
    ("one", "1 ouder heeft het gezag"),
    ("two", "2 ouders hebben het gezag"),
    ("court", "een uitspraak van de rechter regelt het"),
]
CHANNELS = [("conversation", "in een gesprek"), ("paper", "op papier")]


class NewTrajectForm(FlaskForm):
    """The four fields a traject starts with."""

    child_name = StringField(
        "Voornaam of code",
        [InputRequired("Vul een voornaam of code in."), Length(max=LONGEST_NAME)],
    )
    group_name = StringField("Groep", [InputRequired("Vul de groep in."), Length(max=40)])
    reason = SelectField(
        "Reden", [InputRequired("Kies een reden.")], choices=[("", "Kies"), *REASONS.items()]
    )
    school = SelectField("School", [InputRequired("Kies een school.")])


class InformantForm(FlaskForm):
    """Somebody who is asked about the child."""

    role = RadioField("Wie is dit?", [InputRequired("Kies ouder of leerkracht.")], choices=ROLES)
    label = StringField(
        "Naam voor jezelf",
        [InputRequired("Vul in wie het is, bijvoorbeeld 'moeder'."), Length(max=LONGEST_LABEL)],
        description="Bijvoorbeeld: moeder, of juf Anouk.",
    )


class ConsentForm(FlaskForm):
    """Who agreed to measuring, and the child's month of birth that decides who must."""

    birth_month = SelectField(
        "Geboortemaand van het kind",
        [InputRequired("Kies de maand.")],
        choices=[("", "Kies"), *((str(i + 1), month) for i, month in enumerate(MONTHS))],
    )
    birth_year = IntegerField(
        "Geboortejaar",
        [
            InputRequired("Vul het jaar in."),
            NumberRange(1900, 2200, "Vul een jaar in, zoals 2017."),
        ],
    )
    holders = RadioField(
        "Wie heeft het gezag?", [InputRequired("Kies wie het gezag heeft.")], choices=HOLDERS
    )
    first_agrees = BooleanField("De ouder is akkoord")
    second_agrees = BooleanField("De tweede ouder is akkoord")
    child_agrees = BooleanField("Het kind zelf is akkoord (nodig vanaf 12 jaar)")
    channel = RadioField(
        "Hoe is het akkoord gegeven?", [InputRequired("Kies hoe.")], choices=CHANNELS
    )
