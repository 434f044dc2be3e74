"""The forms about signals: closing one, and who stands in."""

from collections.abc import Iterable
from typing import Final

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from survey_app.measurements.following_up import LONGEST_NOTE
from survey_app.measurements.substitutes import Colleague
from survey_app.web.coach.forms import DATE, NOTHING, TYPED_DAYS, DayField
from survey_app.web.form_checks import at_most

DONE: Final = {
    "child": "met het kind gesproken",
    "parent": "met een ouder gesproken",
    "team": "met de leerkracht of het team gesproken",
    "otherwise": "iets anders gedaan",
    "not_needed": "niets nodig",
}
RIGHT: Final = {"yes": "ja", "no": "nee"}


class CloseForm(FlaskForm):
    """What was done about a signal, and whether it was one."""

    done = RadioField(
        "Wat deed je?",
        [InputRequired("Kies wat je deed.")],
        choices=[SelectChoice(key, words) for key, words in DONE.items()],
        validate_choice=False,
    )
    note = StringField(
        "In één zin: wat spraken jullie af, of waarom is niets nodig?",
        [at_most(LONGEST_NOTE)],
        description="Zonder namen. Na een gesprek mag dit leeg blijven.",
    )
    was_right = RadioField(
        "Was het terecht dat dit je aandacht vroeg? (mag leeg blijven)",
        [Optional()],
        choices=[SelectChoice(key, words) for key, words in RIGHT.items()],
        validate_choice=False,
    )

    @property
    def is_right(self) -> bool | None:
        """Whether the signal was one; None when nobody said so."""
        return {"yes": True, "no": False}.get(self.was_right.data or "")


class SubstitutionForm(FlaskForm):
    """Who looks at what cannot wait, on which days."""

    substitute = SelectField(
        "Wie vervangt je?", [InputRequired("Kies een collega.")], validate_choice=False
    )
    first_on = DayField("Vanaf welke dag?", [InputRequired(DATE)], TYPED_DAYS)
    last_on = DayField("Tot en met welke dag?", [InputRequired(DATE)], TYPED_DAYS)

    def offer(self, colleagues: Iterable[Colleague]) -> None:
        """Let one of these be chosen."""
        self.substitute.choices = [
            NOTHING,
            *(
                SelectChoice(each.person_id, f"{each.name}, {', '.join(each.schools)}")
                for each in colleagues
            ),
        ]
