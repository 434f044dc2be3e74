"""The forms for support in use and for referrals that were considered."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from survey_app.practice.support import LONGEST_LINE
from survey_app.web.coach.forms import DATE, NOTHING, TYPED_DAYS, DayField
from survey_app.web.form_checks import at_most

KINDS = {
    "own_circle": "familie, buren of vrienden",
    "school": "school: begeleiding of arrangement",
    "social_team": "sociaal team",
    "health": "jeugdgezondheidszorg of huisarts",
    "youth_care_light": "jeugdhulp, licht en dichtbij",
    "youth_care_referred": "jeugdhulp met verwijzing",
    "other": "iets anders",
}
STATUSES = {
    "waits": "wacht",
    "runs": "loopt",
    "done": "klaar, volgens plan",
    "stopped": "anders gestopt",
}
SOURCES = {"parent": "ouder", "school": "school", "coach": "ikzelf"}
CONSIDERED_BY = {
    "parent": "ouder",
    "school": "school",
    "coach": "ikzelf",
    "health": "jeugdgezondheidszorg of huisarts",
    "social_team": "sociaal team",
}
OUTCOMES = {
    "open": "nog niet beslist",
    "referred": "verwezen",
    "not_needed": "niet nodig gebleken",
    "postponed": "uitgesteld",
}
STATUS = "Kies hoe het ervoor staat."


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class StatusForm(FlaskForm):
    """How support stands now; what is not among the choices is refused by the service."""

    status = RadioField(
        "Hoe staat het ervoor?",
        [InputRequired(STATUS)],
        choices=_choices(STATUSES),
        validate_choice=False,
    )
    until_day = DayField(
        "Tot wanneer?",
        [Optional()],
        TYPED_DAYS,
        description="Alleen als het voorbij is. We bewaren de maand.",
    )


class SupportForm(StatusForm):
    """Support that is used, waited for, or was used."""

    kind = SelectField(
        "Wat voor steun?",
        [InputRequired("Kies wat voor steun het is.")],
        choices=[NOTHING, *_choices(KINDS)],
        validate_choice=False,
    )
    from_day = DayField(
        "Sinds wanneer?", [InputRequired(DATE)], TYPED_DAYS, description="We bewaren de maand."
    )
    source = RadioField(
        "Van wie weet je het?",
        [InputRequired("Kies van wie je het weet.")],
        choices=_choices(SOURCES),
        validate_choice=False,
    )


class OutcomeForm(FlaskForm):
    """What came of a referral that was considered."""

    outcome = RadioField(
        "Wat kwam ervan?",
        [InputRequired("Kies wat er van de verwijzing kwam.")],
        choices=_choices(OUTCOMES),
        validate_choice=False,
    )


class ReferralForm(OutcomeForm):
    """A referral that was considered."""

    considered_by = RadioField(
        "Wie dacht eraan?",
        [InputRequired("Kies wie aan een verwijzing dacht.")],
        choices=_choices(CONSIDERED_BY),
        validate_choice=False,
    )
    considered_on = DayField(
        "Wanneer?", [InputRequired(DATE)], TYPED_DAYS, description="We bewaren de maand."
    )
    why = StringField(
        "Waarom wel of niet? (mag leeg blijven)",
        [at_most(LONGEST_LINE)],
        description="Zonder namen.",
    )
