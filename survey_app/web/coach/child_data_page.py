"""Preparing the pages of requests about a child's data; nothing is read or written here."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from flask import url_for

from survey_app.clock import local_date
from survey_app.dutch import counted, date_in_words, short_date
from survey_app.keeping.access.values import (
    CONFIDENCE,
    OTHERS,
    PROTECTION,
    SAFETY,
    Dossier,
    StaffText,
)
from survey_app.keeping.rectifying import Fact, Given
from survey_app.keeping.rights_models import (
    Rectification,
    Restriction,
    RightsGiven,
    RightsRequest,
)
from survey_app.keeping.rights_requests import (
    GIVES_DATA,
    RECTIFICATION,
    RESTRICTION,
)
from survey_app.reports import wording
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.web.coach.child_data_document import not_in_it
from survey_app.web.coach.child_data_values import (
    ChildDataPage,
    FactRow,
    GiveBlock,
    PutRight,
    RequestPage,
    RequestRow,
    RestrictedBlock,
    TextRow,
    TextsPage,
)
from survey_app.web.coach.child_data_words import (
    KINDS,
    OUTCOMES,
    RESTRICTED_BECAUSE,
    place_words,
)
from survey_app.web.coach.pages import Row

FIELD: Final = "tekst-"
GIVE_IT: Final = ("", "geven")
WHY_NOT: Final = (
    (OTHERS, "weg: gaat over een ander"),
    (CONFIDENCE, "weg: in vertrouwen verteld"),
    (SAFETY, "weg: kan iemand schaden"),
)
OF_MELDCODE: Final = ((PROTECTION, "weg: meldcode"),)
FORMS: Final = {"document": "document", "data": "gegevens als bestand"}


def asker_words(request: RightsRequest, people: Mapping[str, TrajectInformant]) -> str:
    """Return who asks."""
    if request.informant_id is None:
        return request.asker_words or ""
    person = people[request.informant_id]
    return "het kind zelf" if person.role == "child" else person.label


def child_data_page(
    traject: Traject,
    requests: Sequence[RightsRequest],
    people: Mapping[str, TrajectInformant],
    holds: Restriction | None,
    put_right: Sequence[Rectification],
    staff: Mapping[str, str],
    today: date,
    message: str | None,
) -> ChildDataPage:
    """Return the page of all requests about one child."""
    address: dict[str, Any] = {"traject_id": traject.id}
    back = (
        (url_for("coach.today", _anchor="trajecten"), "Terug naar jouw trajecten")
        if holds
        else (url_for("coach.traject", **address), "Terug naar het traject")
    )
    return ChildDataPage(
        child=traject.child_name,
        back_url=back[0],
        back_words=back[1],
        message=message,
        restricted=RestrictedBlock(
            since=date_in_words(local_date(holds.began_at)),
            because=RESTRICTED_BECAUSE[holds.ground],
            note_url=url_for("coach.restriction_note", **address),
            lift_action=url_for("coach.lift_restriction", **address),
        )
        if holds
        else None,
        waiting=tuple(
            _row(each, people, today)
            for each in sorted(requests, key=lambda each: each.due_on)
            if each.outcome is None
        ),
        closed=tuple(_row(each, people, today) for each in requests if each.outcome is not None),
        put_right=tuple(_put_right(each, staff) for each in put_right),
        record_action=url_for("coach.record_request", **address),
    )


def _row(request: RightsRequest, people: Mapping[str, TrajectInformant], today: date) -> RequestRow:
    if request.outcome is None or request.closed_at is None:
        small = until(request.due_on, today)
    else:
        small = f"{OUTCOMES[request.outcome]} op {short_date(local_date(request.closed_at))}"
    return RequestRow(
        title=f"{KINDS[request.kind].capitalize()}, gevraagd door {asker_words(request, people)}",
        small=small,
        url=url_for("coach.rights_request", traject_id=request.traject_id, request_id=request.id),
        is_late=request.outcome is None and request.due_on < today,
    )


def until(due_on: date, today: date) -> str:
    """Return until when something must be answered, and whether that is past."""
    left = (due_on - today).days
    when = f"uiterlijk {date_in_words(due_on)}"
    if left < 0:
        return f"te laat: {when}"
    return f"{when}, nog {counted(left, 'dag', 'dagen')}" if left else f"{when}: vandaag"


def waiting_words(traject: Traject, today: date) -> str:
    """Return by when the first request is to be answered; nothing when none waits."""
    if traject.request_due_on is None:
        return ""
    return f"Er wacht een verzoek over de gegevens, {until(traject.request_due_on, today)}."


def today_row(traject: Traject, today: date) -> Row:
    """Return a request that waits as a line on the page of today."""
    due_on = traject.request_due_on or today
    return Row(
        when=short_date(due_on),
        informant="child",
        who=traject.child_name,
        small=until(due_on, today),
        url=url_for("coach.child_data", traject_id=traject.id),
        act="Bekijk",
    )


def request_page(
    traject: Traject,
    request: RightsRequest,
    people: Mapping[str, TrajectInformant],
    dossier: Dossier | None,
    given: Sequence[RightsGiven],
    facts: Sequence[Fact],
    answers: Sequence[Given],
    put_right: Sequence[Rectification],
    staff: Mapping[str, str],
    today: date,
    message: str | None,
) -> RequestPage:
    """Return the page of one request."""
    address: dict[str, Any] = {"traject_id": traject.id, "request_id": request.id}
    is_open = request.outcome is None
    may_correct = is_open and request.kind == RECTIFICATION
    return RequestPage(
        heading=f"{KINDS[request.kind].capitalize()} voor {asker_words(request, people)}",
        child=traject.child_name,
        lines=tuple(_told(request, staff, today)),
        is_open=is_open,
        is_late=is_open and request.due_on < today,
        back_url=url_for("coach.child_data", traject_id=traject.id),
        message=message,
        give=_give(request, dossier, given, address) if dossier is not None else None,
        facts=tuple(
            FactRow(
                place_words(each.place),
                each.now,
                url_for("coach.put_right", place=each.place, row_id=each.row_id, **address),
            )
            for each in facts
            if may_correct
        ),
        answers=tuple(_answers(answers, traject.child_name, address)) if may_correct else (),
        put_right=tuple(_put_right(each, staff) for each in put_right),
        statement_action=url_for("coach.add_statement", **address) if may_correct else None,
        restrict_action=url_for("coach.restrict_use", **address)
        if is_open and request.kind == RESTRICTION and traject.restricted_at is None
        else None,
        extend_action=url_for("coach.extend_request", **address)
        if is_open and request.extended_on is None and today <= request.due_on
        else None,
        close_action=url_for("coach.close_request", **address),
    )


def _told(request: RightsRequest, staff: Mapping[str, str], today: date) -> list[str]:
    identity = {
        "known": "Bekend bij de coach.",
        "document": "Een identiteitsbewijs is gezien.",
    }.get(request.identity, f"Hoe bekend: {request.identity_words}.")
    said = [
        f"Ontvangen op {date_in_words(request.received_on)}. {identity}",
        until(request.due_on, today).capitalize() + "." if request.outcome is None else "",
        f"Verlengd op {date_in_words(request.extended_on)}: {request.extension_reason}"
        if request.extended_on
        else "",
    ]
    if request.outcome is not None and request.closed_at is not None:
        said.append(
            f"{OUTCOMES[request.outcome].capitalize()} op "
            f"{date_in_words(local_date(request.closed_at))}, "
            f"door {staff.get(request.closed_by or '', '')}."
        )
        said.append(f"Grond: {request.ground}" if request.ground else "")
    return [each for each in said if each]


def _give(
    request: RightsRequest,
    dossier: Dossier,
    given: Sequence[RightsGiven],
    address: Mapping[str, Any],
) -> GiveBlock:
    is_looked_over = request.looked_over == dossier.texts_print
    return GiveBlock(
        texts=counted(len(dossier.texts), "tekst", "teksten") if dossier.texts else "geen teksten",
        is_looked_over=is_looked_over,
        look_over_url=url_for("coach.look_over", **address),
        example_url=url_for("coach.example_of_data", **address),
        give_action=url_for("coach.give_data", **address),
        left_out=(
            *not_in_it(dossier),
            f"Alleen jij leest dit: {counted(dossier.unsaid, 'stuk', 'stukken')} over of van wie "
            "onbekend moet blijven, of van de meldcode. Dat staat niet in het document."
            if dossier.unsaid
            else "",
        ),
        given=tuple(
            f"{date_in_words(local_date(each.given_at))}: {FORMS[each.form]}, "
            f"{counted(sum(each.counts.values()), 'regel', 'regels')}. "
            f"Kenmerk {each.sha256[:12]}."
            for each in given
        ),
    )


def gives(request: RightsRequest) -> bool:
    """Tell whether data are given for a request that waits."""
    return request.kind in GIVES_DATA and request.outcome is None


def _answers(
    answers: Sequence[Given], child: str, address: Mapping[str, Any]
) -> list[tuple[str, tuple[FactRow, ...]]]:
    found = []
    for (_, title), rows in groupby(answers, key=lambda each: (each.response_id, each.title)):
        found.append(
            (
                title,
                tuple(
                    FactRow(
                        question_of(each, child),
                        answer_of(each),
                        url_for(
                            "coach.correct_answer",
                            response_id=each.response_id,
                            item_key=each.item.key,
                            **address,
                        ),
                    )
                    for each in rows
                ),
            )
        )
    return found


def question_of(given: Given, child: str) -> str:
    """Return the question of an answer."""
    return given.item.text.in_language("nl").replace("{kind}", child)


def answer_of(given: Given) -> str:
    """Return an answer in words."""
    if given.now is None:
        return wording.MISSING["skipped"]
    if given.item.max_length is not None:
        return wording.answer(given.item, None, given.now, None)
    return wording.answer(given.item, given.now, None, None)


def _put_right(each: Rectification, staff: Mapping[str, str]) -> PutRight:
    by = f"{short_date(local_date(each.recorded_at))}, {staff.get(each.recorded_by, '')}"
    if each.before is None:
        return PutRight("Verklaring", by, each.words)
    return PutRight(
        place_words(each.place).capitalize(), by, f"Eerst: {each.before}. Daarna: {each.after}."
    )


def texts_page(
    child: str,
    asker: str,
    dossier: Dossier,
    chosen: Mapping[str, str],
    back_url: str,
    problem: str | None,
) -> TextsPage:
    """Return all that staff wrote, with what was chosen or is proposed."""
    return TextsPage(
        child=child,
        asker=asker,
        texts=tuple(_text(each, chosen.get(each.key, "")) for each in dossier.texts),
        seen=dossier.texts_print,
        back_url=back_url,
        problem=problem,
    )


def _text(text: StaffText, chosen: str) -> TextRow:
    grounds = OF_MELDCODE if text.place.startswith("meldcode_step.") else WHY_NOT
    return TextRow(
        field=FIELD + text.key,
        small=f"{date_in_words(text.when)}, {text.what}",
        words=text.words or "zonder woorden",
        choices=tuple((key, words, key == chosen) for key, words in (GIVE_IT, *grounds)),
        is_proposed=bool(chosen),
    )
