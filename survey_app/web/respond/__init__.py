"""The respondent's side: start, questions page by page, thanks; a round of lists or of pupils, the
page of a short code, the page to agree, the page that asks for a lost link, the page that puts a
child forward; complete without a script.
"""

from survey_app.web.respond import (
    accessibility,
    beginning,
    class_round,
    class_rows,
    code_page,
    consent,
    correcting,
    declining,
    leaving,
    link_again,
    nominating,
    questions,
    rounds,
    showing,
)
from survey_app.web.respond.blueprint import respond

__all__ = [
    "accessibility",
    "beginning",
    "class_round",
    "class_rows",
    "code_page",
    "consent",
    "correcting",
    "declining",
    "leaving",
    "link_again",
    "nominating",
    "questions",
    "respond",
    "rounds",
    "showing",
]
