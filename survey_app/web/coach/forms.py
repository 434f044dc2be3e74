"""The coach's forms: they check shape, the rooms check meaning."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from survey_app.accounts.models import School
from survey_app.dutch import MONTHS
from survey_app.trajects.services import LONGEST_LABEL, LONGEST_NAME, REASONS

ROLES = [SelectChoice("parent", "ouder of verzorger"), SelectChoice("teacher", "leerkracht")]
HOLDERS = [
    SelectChoice("one", "1 ouder heeft het gezag"),
    SelectChoice("two", "2 ouders hebben het gezag"),
    SelectChoice("court", "een uitspraak van de rechter regelt het"),
]
CHANNELS = [SelectChoice("conversation", "in een gesprek"), SelectChoice("paper", "op papier")]
YEAR = "Vul een jaar in met 4 cijfers, zoals 2017."
NOTHING = SelectChoice("", "Kies")


class NewTrajectForm(FlaskForm):
    """The four fields a traject starts with."""

    child_name = StringField(
        "Voornaam of code",
        [
            InputRequired("Vul een voornaam of code in."),
            Length(max=LONGEST_NAME, message="Houd het bij %(max)d tekens."),
        ],
    )
    group_name = StringField(
        "Groep",
        [InputRequired("Vul de groep in."), Length(max=40, message="Houd het bij %(max)d tekens.")],
    )
    reason = SelectField(
        "Reden",
        [InputRequired("Kies een reden.")],
        choices=[NOTHING, *(SelectChoice(key, words) for key, words in REASONS.items())],
    )
    school = SelectField("School", [InputRequired("Kies een school.")])


class InformantForm(FlaskForm):
    """Somebody who is asked about the child."""

    role = RadioField("Wie is dit?", [InputRequired("Kies ouder of leerkracht.")], choices=ROLES)
    label = StringField(
        "Naam voor jezelf",
        [
            InputRequired("Vul in wie het is, bijvoorbeeld 'moeder'."),
            Length(max=LONGEST_LABEL, message="Houd het bij %(max)d tekens."),
        ],
        description="Bijvoorbeeld: moeder, of juf Anouk.",
    )


class ConsentForm(FlaskForm):
    """Who agreed to measuring, and the child's month of birth that decides who must."""

    birth_month = SelectField(
        "Geboortemaand van het kind",
        [InputRequired("Kies de maand.")],
        choices=[NOTHING, *(SelectChoice(str(i + 1), month) for i, month in enumerate(MONTHS))],
    )
    birth_year = StringField(
        "Geboortejaar",
        [InputRequired("Vul het jaar in."), Regexp("^[12][0-9]{3}$", message=YEAR)],
        description="Bijvoorbeeld: 2017.",
        render_kw={"inputmode": "numeric", "maxlength": 4},
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


def school_choices(schools: Iterable[School]) -> list[SelectChoice]:
    """Return the schools to choose from; a single one is chosen already."""
    choices = [SelectChoice(school.id, school.name) for school in schools]
    return choices if len(choices) == 1 else [NOTHING, *choices]
