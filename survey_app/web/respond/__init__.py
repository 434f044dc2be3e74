"""The respondent's side: start, questions page by page, thanks; a round of lists, the page of a
short code, the page to agree, the page that asks for a lost link; complete without a script.
"""

from survey_app.web.respond import code_page, consent, link_again, rounds, views
from survey_app.web.respond.views import respond

__all__ = ["code_page", "consent", "link_again", "respond", "rounds", "views"]
