"""The forms about one moment of a traject."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey_app.trajects.moments import NOT_HELD_REASONS, SHIFT_REASONS
from survey_app.web.coach.forms import DATE, NOTHING, TYPED_DAYS, DayField


class ShiftForm(FlaskForm):
    """To which day, and why."""

    on = DayField("Naar welke dag?", [InputRequired(DATE)], TYPED_DAYS)
    reason = SelectField(
        "Waarom?",
        [InputRequired("Kies waarom je de meting verzet.")],
        choices=[NOTHING, *(SelectChoice(*each) for each in SHIFT_REASONS.items())],
    )


class LeaveForm(FlaskForm):
    """Why a moment is not held."""

    reason = SelectField(
        "Waarom gaat het niet door?",
        [InputRequired("Kies waarom deze meting niet doorgaat.")],
        choices=[NOTHING, *(SelectChoice(*each) for each in NOT_HELD_REASONS.items())],
        id="reason-to-leave",
    )
