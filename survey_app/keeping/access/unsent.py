"""What was filled in and not sent yet: on a screen, or typed from paper once."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from survey_app.answering.models import Draft, PaperEntry
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.access.answers import in_words
from survey_app.keeping.access.gathering import Gathering
from survey_app.keeping.access.sight import COACH
from survey_app.keeping.access.values import Cell, Column, Section


def unsent(read: Gathering) -> Section:
    """Return what was filled in and not sent, and what was typed from paper once."""
    rows: list[tuple[Cell, ...]] = []
    for draft, invitation in read.session.execute(
        select(Draft, Invitation)
        .join(Invitation, Invitation.id == Draft.invitation_id)
        .where(Invitation.traject_id == read.traject.id)
        .order_by(Draft.started_at)
    ):
        if not _is_own(read, invitation):
            continue
        questionnaire = questionnaire_of(read.session, invitation.fingerprint)
        texts = json.loads(draft.texts)
        given = {key: each["o"] for key, each in draft.entries.items() if each.get("o")}
        for _, question, _, words in in_words(read, questionnaire, given, texts, {}):
            rows.append(
                (questionnaire.title.in_language("nl"), draft.saved_at, False, question, words)
            )
    for entry, invitation in read.session.execute(
        select(PaperEntry, Invitation)
        .join(Invitation, Invitation.id == PaperEntry.invitation_id)
        .where(Invitation.traject_id == read.traject.id)
        .order_by(PaperEntry.entered_at)
    ):
        if not _is_own(read, invitation):
            continue
        questionnaire = questionnaire_of(read.session, invitation.fingerprint)
        title = questionnaire.title.in_language("nl")
        rows += [
            (title, entry.entered_at, True, field, value)
            for field, value in _typed(json.loads(entry.posted))
        ]
    return Section(
        "nog_niet_verstuurd",
        "Ingevuld en nog niet verstuurd",
        (
            Column("lijst", "Vragenlijst"),
            Column("bewaard", "Bewaard"),
            Column("van_papier", "Overgetypt van papier"),
            Column("vraag", "Vraag"),
            Column("antwoord", "Antwoord"),
        ),
        tuple(rows),
        ("draft", "paper_entry"),
    )


def _is_own(read: Gathering, invitation: Invitation) -> bool:
    if invitation.informant_id is not None and (
        invitation.informant_id == read.sight.own_id
        or read.sight.people[invitation.informant_id].role == COACH
    ):
        return True
    read.leave_out(invitation.informant_id or "")
    return False


def _typed(posted: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields that were typed, however deep they stand."""
    if isinstance(posted, dict):
        for key, value in posted.items():
            yield from _typed([[key, value]] if isinstance(value, str) else value)
    elif isinstance(posted, list):
        for each in posted:
            if isinstance(each, list) and len(each) == 2 and all(isinstance(x, str) for x in each):
                yield each[0].removeprefix("a."), each[1]
            else:
                yield from _typed(each)
