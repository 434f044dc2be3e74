"""The respondent's side: start, questions page by page, thanks; a round of lists, the page of a
short code, the page to agree, the page that asks for a lost link, the page that puts a child
forward; complete without a script.
"""

from survey_app.web.respond import (
    accessibility,
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
    "code_page",
    "consent",
    "correcting",
    "link_again",
    "nominating",
    "respond",
    "rounds",
    "views",
]
