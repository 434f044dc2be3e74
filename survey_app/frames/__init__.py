"""What is said round the questions to who answers, in every language; pure, without a database.

`words_in(language)` returns the texts of one language as frozen values; they come from the files in
`texts/`, which translators write. What is asked itself stands in the questionnaires.
"""

from survey_app.frames.catalogue import LANGUAGES, words_in
from survey_app.frames.filling import counted, day, fill, long_date, month
from survey_app.frames.section import Counted
from survey_app.frames.telling import ConsentText, Told
from survey_app.frames.values import Words

__all__ = [
    "LANGUAGES",
    "ConsentText",
    "Counted",
    "Told",
    "Words",
    "counted",
    "day",
    "fill",
    "long_date",
    "month",
    "words_in",
]
