"""The addresses of who looked at a school, and of who did something with accounts and rights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.accounts.queries import names_here
from survey_app.audit import scopes
from survey_app.audit.reading import Asked, TrailLine, newest, who_acted, whose
from survey_app.web.coach.trail_page import position
from survey_app.web.people.blueprint import people, record, render
from survey_app.web.people.trail_page import (
    AboutWhom,
    WatchPage,
    days_of,
    of_people,
    of_trajects,
    people_of,
    whole_days,
    with_its_day,
)
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

A_PAGE: Final = 500
MOST_ALARMS: Final = 20
ALARM_DAYS: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Watch:
    """One of the two pages: where it stands and what it says about itself."""

    endpoint: str
    heading: str
    lead: str
    alarms_heading: str
    no_alarms: str


SCHOOL: Final = Watch(
    "people.school_trail",
    "Wie keek er op school?",
    "Kansmeter schrijft zelf op wie er naar gegevens van kinderen keek en er iets mee deed. "
    "Je ziet hier geen namen van kinderen en geen antwoorden.",
    "Noodtoegang en geweigerd",
    "De laatste 4 weken was er geen noodtoegang, en er is niets geweigerd.",
)
ACCOUNTS: Final = Watch(
    "people.account_trail",
    "Wie deed iets met accounts?",
    "Kansmeter schrijft zelf op wie er inlogt en wie er rechten geeft of weghaalt. "
    "Over kinderen staat hier niets.",
    "Geweigerd",
    "De laatste 4 weken is er niets geweigerd.",
)


@people.get("/inzage")
@needs(Act.SEE_SCHOOL_TRAIL)
def school_trail() -> ResponseReturnValue:
    """Show who looked at the own school; this look is recorded too."""
    actor = this_actor()
    with wiring().database.write() as db:
        trajects = scopes.trajects_watched(actor)
        asked = scopes.of_school(actor, wiring().today())

        def about(lines: Sequence[TrailLine]) -> AboutWhom:
            return of_trajects(whose(db, _objects(lines), trajects))

        page = _page(db, SCHOOL, asked, about)
        record(db, "see school trail", "person", actor.person_id)
    return render("people/trail.html", "school trail", page=page)


@people.get("/inzage/accounts")
@needs(Act.SEE_ACCOUNT_TRAIL)
def account_trail() -> ResponseReturnValue:
    """Show who did something with accounts and rights; this look is recorded too."""
    actor = this_actor()
    with wiring().database.write() as db:
        asked = scopes.of_accounts(actor)

        def about(lines: Sequence[TrailLine]) -> AboutWhom:
            return of_people(names_here(db, actor, _objects(lines)))

        page = _page(db, ACCOUNTS, asked, about)
        record(db, "see account trail", "organisation", actor.organisation_id)
    return render("people/trail.html", "account trail", page=page)


def _objects(lines: Sequence[TrailLine]) -> set[str]:
    return {each.object_id for each in lines if each.object_id is not None}


def _page(
    db: Session,
    watch: Watch,
    asked: Asked,
    about: Callable[[Sequence[TrailLine]], AboutWhom],
) -> WatchPage:
    world = wiring()
    today, before = world.today(), position(request.args.get("voor", ""))
    known = people_of(who_acted(db, asked))
    wanted = request.args.get("wie", "")
    by_id = wanted if wanted in dict(known) else None
    chosen = replace(asked, by_id=by_id)
    lines, older = whole_days(newest(db, chosen, most=A_PAGE + 1, before=before), A_PAGE)
    since = replace(chosen, alarming=True, since=world.now() - ALARM_DAYS)
    alarms = newest(db, since, most=MOST_ALARMS + 1, before=None) if before is None else []
    told = about([*lines, *alarms])
    on_top = {each.position for each in alarms[:MOST_ALARMS]}
    return WatchPage(
        heading=watch.heading,
        lead=watch.lead,
        alarms_heading=watch.alarms_heading,
        no_alarms=watch.no_alarms,
        alarms=with_its_day(days_of(alarms[:MOST_ALARMS], today, told)),
        has_more_alarms=len(alarms) > MOST_ALARMS,
        days=days_of([each for each in lines if each.position not in on_top], today, told),
        people=known,
        by_id=by_id or "",
        address=url_for(watch.endpoint),
        is_first=before is None,
        newest_url=url_for(watch.endpoint, wie=by_id),
        older_url=None if older is None else url_for(watch.endpoint, wie=by_id, voor=older),
    )
