"""The forms in which a coach records who decides, and what somebody said."""

from collections.abc import Mapping
from typing import Final, Self

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.models import Traject
from survey_app.web.coach.forms import CHANNELS, WhoDecidesForm

YES, NO, UNSAID = "yes", "no", ""
SAID: Final = [
    SelectChoice(YES, "ja"),
    SelectChoice(NO, "nee"),
    SelectChoice(UNSAID, "niet gezegd"),
]


class SaidForm(FlaskForm):
    """What one person said about each purpose, and how."""

    help = RadioField("Hulp op school", choices=SAID, default=UNSAID)
    measuring = RadioField("Vragen over hoe het gaat", choices=SAID, default=UNSAID)
    network = RadioField("Leren van elkaar, met cijfers zonder naam", choices=SAID, default=UNSAID)
    channel = RadioField("Hoe is dit gezegd?", [InputRequired("Kies hoe.")], choices=CHANNELS)

    @classmethod
    def of(cls, key: str, **options: object) -> Self:
        """Return an empty form for one person, whose fields do not clash with those of others."""
        return cls(formdata=None, prefix=prefix_of(key), **options)

    @classmethod
    def posted(cls, key: str) -> Self:
        """Return the form of one person as it was posted."""
        return cls(prefix=prefix_of(key))

    def answers(self) -> Mapping[Purpose, bool]:
        """Return yes or no for each purpose about which something was said."""
        given = {
            Purpose.HELP: self.help.data,
            Purpose.MEASURING: self.measuring.data,
            Purpose.NETWORK: self.network.data,
        }
        return {purpose: said == YES for purpose, said in given.items() if said in (YES, NO)}

    def how(self) -> Channel:
        """Return how it was said."""
        return Channel(self.channel.data)


def prefix_of(key: str) -> str:
    """Return what stands before the names of one person's fields."""
    return f"s{key}"


def decides_form_of(traject: Traject) -> WhoDecidesForm:
    """Return the form with what is known already."""
    form = WhoDecidesForm(formdata=None)
    form.birth_month.data = str(traject.birth_month) if traject.birth_month else None
    form.birth_year.data = str(traject.birth_year) if traject.birth_year else None
    form.holders.data = traject.holders
    return form
