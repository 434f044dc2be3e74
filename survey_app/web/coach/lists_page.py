"""Preparing the page with all questionnaires; each of them is shown by `respond.preview`."""

from collections.abc import Iterable

from flask import url_for

from survey_app.definitions import Questionnaire
from survey_app.dutch import counted
from survey_app.web.coach.pages import ListRow, ListsPage
from survey_app.web.respond.preview import for_whom, said_of, title_of, why_not


def lists_page(questionnaires: Iterable[Questionnaire]) -> ListsPage:
    """Return all questionnaires, in the order of their titles."""
    rows = sorted((_row(each) for each in questionnaires), key=lambda row: row.title)
    return ListsPage(
        ready=tuple(row for row in rows if not row.state),
        not_ready=tuple(row for row in rows if row.state),
        retest_url=url_for("coach.retest"),
        calendar_url=url_for("coach.calendar"),
        school_url=url_for("coach.school"),
    )


def _row(questionnaire: Questionnaire) -> ListRow:
    minutes = f"{questionnaire.minutes:g}".replace(".", ",")
    return ListRow(
        title=title_of(questionnaire),
        url=url_for("coach.questionnaire", key=questionnaire.key),
        small=f"{for_whom(questionnaire)} · {_count(questionnaire)} · {minutes} min · "
        f"versie {questionnaire.version}",
        languages=tuple(said_of(questionnaire, edition) for edition in questionnaire.editions),
        state=why_not(questionnaire) or "",
    )


def _count(questionnaire: Questionnaire) -> str:
    """Return how many questions one informant gets at most."""
    most = max(
        sum(len(page.items) for page in questionnaire.pages_for(informant))
        for informant in questionnaire.informants
    )
    return counted(most, "vraag", "vragen")
