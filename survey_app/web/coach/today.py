"""The addresses of today: what to do first."""

from datetime import datetime, time

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, could
from survey_app.clock import LOCAL
from survey_app.delivery.queries import unsent_since
from survey_app.invitations import reminding
from survey_app.measurements import participants, school_people, signals, substitutes
from survey_app.measurements import queries as measured
from survey_app.measurements.nominations import sealed_nominations
from survey_app.practice import queries as practice
from survey_app.practice import shared_cards
from survey_app.practice.decision_queries import last_choices
from survey_app.trajects import queries as trajects
from survey_app.trajects.emergencies import openings
from survey_app.trajects.goal_lines import goals_to_review
from survey_app.web.coach.blueprint import coach, record_look, render
from survey_app.web.coach.caseload import Wanted
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.decision_cards import cards_at, to_decide
from survey_app.web.coach.messages import MESSAGES
from survey_app.web.coach.school_page import open_links
from survey_app.web.coach.shared import is_waiting
from survey_app.web.coach.today_page import TodayRead, today_page
from survey_app.web.coach.urgent import SignalsRead
from survey_app.web.permissions import needs, public, signed_in, this_actor
from survey_app.web.wiring import wiring


@coach.get("/")
@public("leads to the first page or to signing in")
def home() -> ResponseReturnValue:
    """Lead to the page of today, and who coaches nobody to what belongs to the own roles."""
    actor = signed_in()
    coaches = actor is None or could(actor, Act.SEE_CASELOAD)
    return redirect(url_for("coach.today" if coaches else "people.start"), 303)


@coach.get("/vandaag")
@needs(Act.SEE_CASELOAD)
def today() -> ResponseReturnValue:
    """Show what asks for attention, what is new and who has not answered; the look is recorded."""
    world = wiring()
    actor, today = this_actor(), world.today()
    with world.database.write() as db:
        page = today_page(
            actor,
            _read_today(db),
            Wanted.of(request.args),
            world.answer_links,
            today,
            MESSAGES.get(request.args.get("melding", "")),
        )
        record_look(db, None, "see caseload")
    return render("coach/today.html", "today", page=page)


def _read_today(db: Session) -> TodayRead:
    """Read what the page of today shows, in as many statements for a large caseload as a small."""
    world = wiring()
    actor, today, now = this_actor(), world.today(), world.now()
    lines = measured.asked(db, actor)
    cases = trajects.whole_caseload(db, actor)
    due = to_decide(lines, last_choices(db, actor), today)
    midnight = datetime.combine(today, time(0), LOCAL)
    asking = SignalsRead(
        signals.open_signals(db, actor),
        participants.participant_signals(db, actor),
        school_people.school_signals(db, actor),
        [
            *signals.of_colleagues_away(db, actor, today),
            *participants.of_colleagues_away(db, actor, today),
        ],
    )
    return TodayRead(
        cases=cases,
        lines=lines,
        signals=asking,
        clocks=Clocks.of(db, asking.school_ids, today),
        stand_ins=substitutes.stand_ins(db, actor, today),
        followed_up=SignalsRead(
            signals.followed_up(db, actor, midnight),
            participants.followed_up(db, actor, midnight),
            school_people.followed_up(db, actor, midnight),
        ),
        remindable=reminding.remindable(
            db, [line.invitation_id for line in lines if is_waiting(line, today)], now
        ),
        nominated=sealed_nominations(db, actor, today),
        to_look_back_on=practice.to_look_back_on(db, actor, today),
        goals_to_review=goals_to_review(db, actor, today),
        last_talks=practice.last_talks(db, actor),
        cards=cards_at(db, actor, due, lines, {each.traject.id: each.traject for each in cases}),
        cards_to_check=len(shared_cards.to_check(db, actor, today))
        if could(actor, Act.SEE_CARDS)
        else 0,
        openings=openings(db, actor, now),
        links_at_school=open_links(school_people.asked_this_year(db, actor, today), today),
        unsent_since=unsent_since(db, actor.organisation_id, now),
    )
