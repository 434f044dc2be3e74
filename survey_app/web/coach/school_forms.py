"""The forms in which a coach keeps the people around a school."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey_app.reports.wording import ROLES as WORDS
from survey_app.trajects.school_people import ROLES
from survey_app.trajects.services import LONGEST_LABEL
from survey_app.web.coach.forms import address_field, route_field
from survey_app.web.form_checks import at_most


class SchoolPersonForm(FlaskForm):
    """What can change of somebody around a school."""

    name = StringField(
        "Naam",
        [
            InputRequired("Vul in wie het is, bijvoorbeeld 'juf Anouk'."),
            at_most(LONGEST_LABEL),
        ],
        description="Zoals jij iemand noemt. Bijvoorbeeld: juf Anouk.",
    )
    group_name = StringField(
        "Groep",
        [at_most(40)],
        description="Alleen bij een leerkracht. Bijvoorbeeld: groep 5.",
    )
    channel = route_field()
    address = address_field("Elke kansencoach van deze school ziet dit adres.")


class NewSchoolPersonForm(SchoolPersonForm):
    """Somebody new around a school."""

    role = RadioField(
        "Wie is dit?",
        [InputRequired("Kies wie het is.")],
        choices=[SelectChoice(role, WORDS[role]) for role in ROLES],
    )
    school = SelectField("School", [InputRequired("Kies een school.")])
