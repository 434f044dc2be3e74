"""Who has not answered yet, by child, each with the one act that helps now."""

from collections.abc import Iterable, Sequence, Set
from datetime import date

from flask import url_for

from survey_app.dutch import counted
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.states import InvitationState
from survey_app.measurements.queries import AskedLine
from survey_app.reports import wording
from survey_app.web.coach.pages import Row, WaitingChild, WaitingPerson
from survey_app.web.coach.shared import (
    NOT_BEGUN,
    is_stuck,
    is_waiting,
    message_to_share,
    state_words,
    who,
)


def waiting_children(
    lines: Iterable[AskedLine], remindable: Set[str], links: SignedLinks, today: date
) -> list[WaitingChild]:
    """Return the children about whom somebody did not answer, the longest wait first.

    Whoever has several lists open stands here once: the next one follows on the page of thanks.
    A message that got stuck is not here: nobody was asked yet.
    """
    by_child: dict[str, dict[str, list[AskedLine]]] = {}
    for line in lines:
        if is_waiting(line, today) and not is_stuck(line.message):
            people = by_child.setdefault(line.traject_id, {})
            people.setdefault(line.informant_id, []).append(line)
    found = [
        (min(own[0].opens_on for own in people.values()), list(people.values()))
        for people in by_child.values()
    ]
    found.sort(key=lambda each: each[0])
    return [_child(since, people, remindable, links, today) for since, people in found]


def _child(
    since: date,
    people: Sequence[Sequence[AskedLine]],
    remindable: Set[str],
    links: SignedLinks,
    today: date,
) -> WaitingChild:
    first = people[0][0]
    kinds = dict.fromkeys(wording.occasion_word(own[0].occasion_kind) for own in people)
    return WaitingChild(
        anchor=f"k-{first.traject_id}",
        child=first.child_name,
        small=f"{' en '.join(kinds)}, {_so_long(since, today)}",
        url=url_for("coach.traject", traject_id=first.traject_id) + f"#u-{first.invitation_id}",
        people=tuple(_person(own, remindable, links, today) for own in people),
    )


def _person(
    own: Sequence[AskedLine], remindable: Set[str], links: SignedLinks, today: date
) -> WaitingPerson:
    line = own[0]
    may_remind = any(each.invitation_id in remindable for each in own)
    state = state_words(line, today)
    said_no = line.state_on(today) is InvitationState.DECLINED
    return WaitingPerson(
        key=line.invitation_id,
        informant=line.role,
        who=who(line.role, line.label),
        state="" if state == NOT_BEGUN else state,
        remind_action=url_for(
            "coach.remind", traject_id=line.traject_id, informant_id=line.informant_id
        )
        if may_remind
        else None,
        message=None
        if may_remind or said_no
        else message_to_share(line.role, links.url(line.invitation_id)),
    )


def stuck_rows(lines: Iterable[AskedLine], today: date) -> list[Row]:
    """Return the messages that did not arrive, or perhaps not, about what can still be answered."""
    return [
        Row(
            when=_so_long(line.opens_on, today),
            informant=line.role,
            who=f"{who(line.role, line.label)}, bij {line.child_name}",
            small=f"{wording.occasion_word(line.occasion_kind)}, {state_words(line, today)}",
            url=url_for("coach.traject", traject_id=line.traject_id) + f"#u-{line.invitation_id}",
            act="Kijk",
        )
        for line in lines
        if is_waiting(line, today) and is_stuck(line.message)
    ]


def _so_long(since: date, today: date) -> str:
    days = (today - since).days
    return "vandaag" if days == 0 else counted(days, "dag", "dagen")
