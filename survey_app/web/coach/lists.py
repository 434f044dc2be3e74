"""The addresses of the questionnaires: all of them, and one as each informant sees it."""

from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.errors import NotFoundError
from survey_app.web.coach.blueprint import coach, render
from survey_app.web.coach.lists_page import lists_page
from survey_app.web.permissions import needs
from survey_app.web.respond import preview
from survey_app.web.wiring import wiring


@coach.get("/vragenlijsten")
@needs(Act.SEE_CASELOAD)
def questionnaires() -> ResponseReturnValue:
    """Show all questionnaires, those that cannot be asked too."""
    return render("coach/questionnaires.html", "lists", page=lists_page(wiring().library))


@coach.get("/vragenlijsten/<key>")
@needs(Act.SEE_CASELOAD)
def questionnaire(key: str) -> ResponseReturnValue:
    """Show what each informant sees of one questionnaire, in each language."""
    # Looked up among those there are and never loaded by name: a name can be a path.
    for found in wiring().library:
        if found.key == key:
            drawn = preview.preview_of(found, wiring().sounds.known())
            return render(preview.DOCUMENT, "lists", preview=drawn)
    raise NotFoundError
