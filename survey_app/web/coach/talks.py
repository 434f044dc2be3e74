"""Talks to prepare: what came in at a moment and was not talked about yet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from flask import url_for

from survey_app.clock import local_date
from survey_app.dutch import short_date
from survey_app.invitations.states import InvitationState
from survey_app.measurements.queries import AskedLine
from survey_app.reports import wording
from survey_app.web.coach.coming import Moment, moments_of
from survey_app.web.coach.pages import Row
from survey_app.web.coach.shared import is_waiting

ASK_FOR_A_TALK: Final = ("intake", "follow_up", "closing")
TALK: Final = "session"
RIPE_AFTER_DAYS: Final = 7
WITHIN_DAYS: Final = 42
"""After six weeks a talk is no longer something to prepare this week."""


def talks_to_prepare(
    lines: Iterable[AskedLine], logged: Mapping[str, date], today: date
) -> list[Row]:
    """Return the talks to prepare, the one that waits longest first.

    A talk is to be prepared when answers came in at an intake, follow-up or closing and no talk was
    held since. The answers must be ripe: nobody can still answer, or the last one came a week ago;
    until then they are only new. After 42 days a talk is not asked for any more.

    A talk counts as held on the day for which its step was asked, or on which it was logged
    (`logged`: the last one of each traject); one on the day of the last answer counts, because a
    child often answers in the talk itself. Of each traject only the latest such moment counts.
    """
    moments = moments_of(lines)
    talked = dict(logged)
    latest: dict[str, Moment] = {}
    for moment in moments:
        if moment.kind == TALK and moment.day <= today:
            before = talked.get(moment.traject_id, date.min)
            talked[moment.traject_id] = max(before, moment.day)
        elif moment.kind in ASK_FOR_A_TALK and moment.answered:
            latest[moment.traject_id] = moment
    found = []
    for moment in latest.values():
        last = _last_answer(moment)
        days = (today - last).days
        is_ripe = days >= RIPE_AFTER_DAYS or not any(
            _may_come(each, today) for each in moment.lines
        )
        had_none = talked.get(moment.traject_id, date.min) < last
        if is_ripe and had_none and days <= WITHIN_DAYS:
            found.append((last, moment))
    found.sort(key=lambda each: each[0])
    return [_row(moment, last) for last, moment in found]


def _may_come(line: AskedLine, today: date) -> bool:
    """Tell whether an answer can still be waited for: asked, open and not declined."""
    return is_waiting(line, today) and line.state_on(today) is not InvitationState.DECLINED


def _last_answer(moment: Moment) -> date:
    return max(local_date(line.submitted_at) for line in moment.lines if line.submitted_at)


def _row(moment: Moment, last: date) -> Row:
    return Row(
        when=short_date(last),
        informant=None,
        who=moment.child,
        small=f"{wording.occasion_word(moment.kind)}, "
        f"{moment.answered} van {len(moment.lines)} ingevuld",
        url=url_for("coach.traject", traject_id=moment.traject_id) + "#antwoorden",
        act="Bereid voor",
        also=("Stapje", url_for("coach.step_in_talk", traject_id=moment.traject_id)),
    )
