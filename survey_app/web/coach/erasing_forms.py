"""The form by which a coach erases everything of a child."""

from typing import Final

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from survey_app.keeping.erasing import Ground
from survey_app.keeping.holding import LONGEST_REASON
from survey_app.web.form_checks import at_most

GROUNDS: Final = {
    Ground.REQUEST: "een ouder of het kind vraagt erom",
    Ground.TERM: "de bewaartermijn is voorbij",
    Ground.MISTAKE: "het is ten onrechte aangemaakt",
}


class EraseForm(FlaskForm):
    """Why everything goes, and the name of the child typed again."""

    ground = RadioField(
        "Waarom wis je alles?",
        [AnyOf(GROUNDS, "Kies waarom je alles wist.")],
        choices=[SelectChoice(str(key), words) for key, words in GROUNDS.items()],
        validate_choice=False,
    )
    name = StringField(
        "Typ de naam van het kind over",
        [InputRequired("Typ de naam van het kind over, zoals die bovenaan staat.")],
        description="Zo weet je zeker dat het om dit kind gaat.",
    )


class HoldForm(FlaskForm):
    """Why nothing may erase this child for now."""

    why = StringField(
        "Waarom moet het bewaard blijven?",
        [
            InputRequired("Schrijf op waarom het bewaard moet blijven."),
            at_most(LONGEST_REASON),
        ],
        description="Bijvoorbeeld: er loopt een klacht. Zonder namen.",
    )
