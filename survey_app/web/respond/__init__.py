"""The respondent's side: start, questions page by page, thanks; a round of lists, the page of a
short code, the page to agree; complete without a script.
"""

from survey_app.web.respond import code_page, consent, rounds, views
from survey_app.web.respond.views import respond

__all__ = ["code_page", "consent", "respond", "rounds", "views"]
