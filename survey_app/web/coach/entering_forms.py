"""What a coach says about a paper beside the answers on it."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from survey_app.answering.entering import LONGEST_WHY
from survey_app.web.coach.forms import DATE, TYPED_DAYS, DayField
from survey_app.web.form_checks import at_most


class PaperForm(FlaskForm):
    """The day on the paper, why it can be before the link, and whether only the paper counts."""

    on = DayField(
        "Welke dag staat er op papier?",
        [InputRequired(DATE)],
        TYPED_DAYS,
        description="Deze dag telt in de grafiek, niet de dag van vandaag.",
    )
    why = StringField(
        "Is dat van voor de link? Schrijf op hoe dat kan",
        [at_most(LONGEST_WHY)],
        description="Zonder namen. Laat het anders leeg.",
    )
    only_paper = BooleanField("Alleen het papier telt. Wat al was ingevuld, vervalt.")
