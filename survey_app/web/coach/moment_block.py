"""One moment on the page of a traject: who is asked, how far it is, and how a link is passed on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for

from survey_app.definitions import Questionnaire
from survey_app.dutch import day_seen_from, minutes_in_words
from survey_app.invitations.links import SignedLinks
from survey_app.measurements.queries import AskedLine
from survey_app.trajects.models import (
    Occasion,
    Traject,
)
from survey_app.trajects.services import COACH
from survey_app.web.coach.pages import InvitationRow
from survey_app.web.coach.shared import (
    is_stuck,
    is_waiting,
    message_to_share,
    state_words,
    who,
)
from survey_app.web.coach.traject_values import MomentBlock, OwnLists

ReadDefinition = Callable[[str], Questionnaire]
"""What reads a questionnaire by its fingerprint."""


def moment_block(
    moment: Occasion,
    title: str,
    note: str | None,
    traject: Traject,
    lines: Sequence[AskedLine],
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> MomentBlock:
    """Return one moment with everybody who is asked at it."""
    may_renew = agreed and moment.not_held is None
    all_here = [line for line in lines if line.occasion_id == moment.id]
    own = [line for line in all_here if line.role != COACH]
    answered = sum(line.submitted_at is not None for line in own)
    lives = any(line.submitted_at or line.revoked_at is None for line in own)
    return MomentBlock(
        kind=moment.kind,
        on=moment.planned_on,
        word=title,
        note=note,
        when=day_seen_from(moment.planned_on, today),
        state=_how_far(answered, len(own), lives=lives),
        invitations=tuple(
            _one_link_each(
                (line, _invitation(line, traject, read, links, today, may_renew)) for line in own
            )
        ),
        is_held=moment.not_held is None,
        is_done=bool(own) and answered == len(own),
        change_url=url_for("coach.moment", traject_id=traject.id, occasion_id=moment.id)
        if agreed and moment.not_held is None and answered < len(own)
        else None,
        own=_own_lists([line for line in all_here if line.role == COACH], read, links, today),
    )


def _own_lists(
    lines: Sequence[AskedLine], read: ReadDefinition, links: SignedLinks, today: date
) -> OwnLists | None:
    """Return what the coach fills in now; the next list follows on the page of thanks."""
    waiting = [line for line in lines if is_waiting(line, today)]
    if not waiting:
        return None
    lists = [read(line.fingerprint) for line in waiting]
    titles = " en ".join(f"\u2018{each.title.in_language('nl')}\u2019" for each in lists)
    minutes = minutes_in_words(sum(each.minutes for each in lists))
    return OwnLists(f"{titles}, {minutes}", links.url(waiting[0].invitation_id))


def _how_far(answered: int, asked: int, *, lives: bool) -> str:
    if not asked:
        return "Er is nog niemand om te vragen."
    return f"{answered} van {asked} ingevuld" if lives else "Dit vragen we niet meer."


def _one_link_each(rows: Iterable[tuple[AskedLine, InvitationRow]]) -> Iterator[InvitationRow]:
    """Give each person one link to share: the next list follows on the page of thanks."""
    shared = set()
    for line, row in rows:
        if row.link and line.informant_id in shared:
            yield replace(
                row,
                state="komt vanzelf na de lijst hierboven",
                link=None,
                message=None,
                renew_action=None,
                again_action=None,
                letter_url=None,
                card_url=None,
            )
            continue
        if row.link:
            shared.add(line.informant_id)
        yield row


def _invitation(
    line: AskedLine,
    traject: Traject,
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> InvitationRow:
    questionnaire = read(line.fingerprint)
    is_open = is_waiting(line, today)
    address: dict[str, Any] = {"traject_id": traject.id, "invitation_id": line.invitation_id}
    link = links.url(line.invitation_id) if is_open else None
    for_somebody = agreed and line.role != "coach"
    ended = line.submitted_at is None and (line.revoked_at is not None or line.closes_on < today)
    return InvitationRow(
        anchor=f"u-{line.invitation_id}",
        informant=line.role,
        who=who(line.role, line.label),
        title=questionnaire.title.in_language("nl"),
        minutes=minutes_in_words(questionnaire.minutes),
        state=state_words(line, today),
        link=link,
        message=message_to_share(line.role, link) if link else None,
        revoke_action=url_for("coach.revoke", **address) if is_open else None,
        renew_action=url_for("coach.renew", **address) if agreed and (is_open or ended) else None,
        again_action=url_for("coach.send_again", **address)
        if is_open and is_stuck(line.message)
        else None,
        letter_url=url_for("coach.letter", **address) if is_open else None,
        card_url=url_for("coach.card", **address) if is_open else None,
        tablet_action=url_for("coach.hand_tablet", **address) if for_somebody and is_open else None,
        tablet_words=f"Geef de tablet aan {line.label}",
        enter_url=url_for("coach.enter", **address)
        if for_somebody and _may_enter(line, today)
        else None,
    )


def _may_enter(line: AskedLine, today: date) -> bool:
    """Whether the coach may fill this in for somebody: on paper also after the last day."""
    waits = line.submitted_at is None and line.revoked_at is None
    return waits and line.opens_on <= today
