"""What surrounds a page of the respondent: its frame, its addresses, the words above it."""

from flask import url_for

from survey_app.answering.sheets import Sheet, SheetState
from survey_app.definitions import DIRECTIONS, Informant
from survey_app.web.respond import language, wording
from survey_app.web.respond.pages import Frame, NoticePage

CHOOSE_LANGUAGE = (Informant.PARENT, Informant.CHILD)
"""Who may speak another language than the school; of others only where the list has one."""


def address(endpoint: str, token: str | None, **values: int) -> str:
    """Return an address of this link; without a token, in an example, nowhere."""
    return url_for(f"respond.{endpoint}", token=token, **values) if token is not None else ""  # type: ignore[arg-type]  # the values are parts of the address


def frame(
    sheet: Sheet,
    heading: str,
    token: str | None,
    *,
    has_error: bool = False,
    stops: bool = False,
    stop_saves: bool = False,
    chooses_language: bool = False,
) -> Frame:
    """Return the surroundings; the heading never holds a name.

    Stopping is a link, or on a page with answers a button that saves them first. A coach is not
    told to call the coach.
    """
    is_coach = sheet.role is Informant.COACH
    may_choose = sheet.role in CHOOSE_LANGUAGE or len(sheet.questionnaire.offered_languages) > 1
    start_url = address("start", token)
    return Frame(
        heading=heading,
        informant=sheet.role.value,
        words=wording.words_of(sheet),
        has_error=has_error,
        coach_name=None if is_coach else wording.first_name(sheet.coach_name),
        school_name=sheet.school_name,
        phone=None if is_coach else sheet.coach_phone,
        stop_url=address("stop", token) if stops else None,
        stop_saves=stop_saves,
        leave_url=url_for("respond.leave") if token is not None else "",
        keeps=sheet.state is SheetState.OPEN,
        accessible_url="" if token is None else language.carried(url_for("respond.accessibility")),
        languages=language.links(start_url, sheet.spoken)
        if may_choose and chooses_language and token is not None
        else (),
        language_url=start_url if may_choose and not chooses_language and token else None,
    )


def notice(
    sheet: Sheet,
    token: str,
    page: str,
    heading: str,
    *paragraphs: str,
    links: tuple[tuple[str, str], ...] = (),
) -> NoticePage:
    """Return a quiet page about this invitation."""
    return NoticePage(
        # Where nothing can be begun, the language is chosen on the page itself.
        frame=frame(sheet, heading, token, chooses_language=sheet.state is not SheetState.OPEN),
        page=page,
        heading=heading,
        paragraphs=paragraphs,
        links=links,
    )


def heading_of(sheet: Sheet) -> str:
    """Return the question above the questions."""
    return wording.asked(sheet.questionnaire.question.in_language(sheet.language), sheet)


def direction_of(sheet: Sheet) -> str:
    """Return which way the language of the list is written."""
    return DIRECTIONS[sheet.language]
