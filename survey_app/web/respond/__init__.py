"""The respondent's side: start, questions page by page, thanks; a round of lists or of pupils, the
page of a short code, the page to agree, the page that asks for a lost link, the page that puts a
child forward; complete without a script.
"""

from survey_app.web.respond import (
    accessibility,
    class_round,
    class_rows,
    code_page,
    consent,
    correcting,
    link_again,
    nominating,
    rounds,
    views,
)
from survey_app.web.respond.views import respond

__all__ = [
    "accessibility",
    "class_round",
    "class_rows",
    "code_page",
    "consent",
    "correcting",
    "link_again",
    "nominating",
    "respond",
    "rounds",
    "views",
]
