"""A child with something in every table that can hold anything of a child."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts import granting
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import LoginSession, Person
from survey_app.accounts.policy import Act
from survey_app.accounts.roles import Role
from survey_app.accounts.services import secret_hash
from survey_app.answering import entering
from survey_app.answering import services as answering
from survey_app.delivery import outbox
from survey_app.invitations import shifting
from survey_app.invitations.models import ConsentMessage, LeftOut, LinkRequest
from survey_app.invitations.nominating import nominate_and_ask
from survey_app.keeping import holding
from survey_app.keeping.rights_models import (
    Rectification,
    Restriction,
    RightsGiven,
    RightsRequest,
    WithheldText,
)
from survey_app.measurements import following_up
from survey_app.measurements.models import Signal, SignalMessage
from survey_app.measurements.talk_steps import record_tap
from survey_app.papers import texts
from survey_app.papers.kinds import Kind
from survey_app.papers.models import Paper
from survey_app.practice import contacts, deviations, meldcode, support
from survey_app.practice.decision_models import CardOffer
from survey_app.storage import fingerprints, new_id
from survey_app.trajects import goals, school_people, timeline
from survey_app.trajects.contacts import PLACE
from survey_app.trajects.models import Nomination, Occasion, Traject
from survey_app.trajects.queries import informants, traject_for
from survey_app.trajects.release_models import AnswerRelease
from tests.answering.test_entering import paper
from tests.factories.answers import answer, change, save
from tests.factories.plans import asking
from tests.factories.world import Coach, World
from tests.measurements.test_nominations import AM
from tests.measurements.test_talk_steps import Tapped
from tests.practice.test_decisions import decide, moment


@dataclass(frozen=True)
class Life:
    """One child: the traject, an open link of it, and the word that stands in every text."""

    traject_id: str
    open_link: str
    canary: str


def live(world: World, coach: Coach, canary: str, *, mother: str, teacher: str) -> Life:
    """Live a whole traject through the services; what they need weeks for is put in its table."""
    traject_id = world.traject(
        coach, child=f"{canary} kind", parents=(f"{canary} moeder",), teachers=("juf Petra",)
    )
    world.reach(coach, traject_id, "parent", mother)
    world.reach(coach, traject_id, "teacher", teacher)
    answer(world, world.invitation(traject_id, "child"), {"h1": "vaak", "c": "ja_graag"})
    corrected = world.invitation(traject_id, "teacher")
    answer(world, corrected)
    change(world, corrected, {"l1": "soms"})
    open_link = world.invitation(traject_id, "parent")
    save(world, open_link, 0, {})
    _work(world, coach, traject_id, canary)
    _goals(world, coach, traject_id, canary)
    _moments(world, coach, traject_id, open_link)
    decision_id = decide(
        world, coach, traject_id, line=f"{canary} werkte", voices=canary, principles=["samen"]
    )
    _rest(world, coach, traject_id, canary, decision_id)
    _requests(world, coach, traject_id, canary)
    _lend(world, coach, open_link)
    _nominate(world, coach, traject_id, canary)
    return Life(traject_id, open_link, canary)


def _work(world: World, coach: Coach, traject_id: str, canary: str) -> None:
    now, today = world.clock(), world.clock.today
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        act = (session, coach.actor, traject)
        what = contacts.What(
            held_on=today,
            with_whom=("child",),
            kind="talk",
            minutes=30,
            principles=("samen",),
            line=f"{canary} contact",
        )
        contacts.log_at_traject(*act, what, now)
        deviations.argue(
            *act,
            principle="meteen",
            why=f"{canary} waarom",
            expected=f"{canary} verwacht",
            look_back_on=today + timedelta(days=14),
            now=now,
        )
        support.record(
            *act,
            kind="health",
            status="runs",
            source="parent",
            from_day=today,
            until_day=None,
            now=now,
        )
        support.consider(
            *act,
            considered_by="school",
            on=today,
            outcome="open",
            why=f"{canary} verwijzing",
            now=now,
        )
        taken = meldcode.Taken(today, ("colleague",), None, f"{canary} gezien")
        first = meldcode.take(*act, 1, taken, now)
        meldcode.correct(*act, first.id, taken, now)
        timeline.add_event(
            *act, kind="event", words=f"{canary} verhuizing", first_on=today, last_on=None, now=now
        )


def _goals(world: World, coach: Coach, traject_id: str, canary: str) -> None:
    now, today = world.clock(), world.clock.today
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        child = next(each for each in informants(session, traject_id) if each.role == "child")
        goal = goals.set_goal(
            session,
            coach.actor,
            traject,
            owner_id=child.id,
            wording=goals.Wording(
                f"{canary} doel",
                "contact",
                -1,
                goals.AS_EXPECTED,
                today + timedelta(days=42),
                levels=tuple(f"{canary} niveau {each}" for each in range(5)),
            ),
            now=now,
        )
        goals.rate_goal(
            session,
            coach.actor,
            traject,
            goal.id,
            rated_by=child.id,
            value=0,
            on=today,
            now=now,
        )
        held = traject_for(session, coach.actor, traject_id, Act.CHANGE_TRAJECT)
        tapped = Tapped(sent_id=new_id(), informant_id=child.id, step="6", on=today, goal_id=None)
        record_tap(session, coach.actor, held, asking(), tapped, now)


def _moments(world: World, coach: Coach, traject_id: str, open_link: str) -> None:
    now, later = world.clock(), moment(world, traject_id)
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        follow_up = session.get_one(Occasion, later)
        shifting.shift(
            session,
            coach.actor,
            traject,
            follow_up,
            on=follow_up.planned_on + timedelta(days=1),
            reason="cannot_wait",
            using=asking(),
            now=now,
        )
        people = {each.role: each for each in informants(session, traject_id)}
        session.add(
            LeftOut(
                occasion_id=follow_up.id,
                informant_id=people["parent"].id,
                questionnaire_key="kansmeter-ouder",
                organisation_id=traject.organisation_id,
                reason="budget",
                left_out_at=now,
            )
        )
        session.add(
            AnswerRelease(
                organisation_id=traject.organisation_id,
                traject_id=traject_id,
                number=1,
                informant_id=people["child"].id,
                allowed=True,
                channel="link",
                said_on=world.clock.today,
                at=now,
            )
        )
        asked = people["parent"].id
        message = _message(session, traject, f"consent {asked} {world.clock.today}", now)
        session.add(
            ConsentMessage(
                signer_id=asked, message_id=message, organisation_id=traject.organisation_id
            )
        )
    typed = paper(world, open_link, world.clock.today)
    with world.database.write() as session:
        sheet = answering.open_sheet(session, open_link, world.clock.today)
        entering.keep_typed(session, sheet, 1, typed, coach.actor.person_id, now)


def _rest(world: World, coach: Coach, traject_id: str, canary: str, decision_id: str) -> None:
    now = world.clock()
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        owner = {"organisation_id": traject.organisation_id}
        session.add(
            CardOffer(
                **owner,
                decision_id=decision_id,
                offered_by=coach.actor.person_id,
                offered_at=now,
                asks_parents=False,
            )
        )
        session.add(
            Paper(
                **owner,
                traject_id=traject_id,
                kind="talk",
                language="nl",
                ordered_by=coach.actor.person_id,
                ordered_at=now,
                state="ready",
                content=f"{canary} pdf",
                made_at=now,
            )
        )
        signal_id = session.scalars(
            select(Signal.id).where(Signal.traject_id == traject_id)
        ).first()
        following_up.look(session, coach.actor, signal_id, now)
        following_up.close(
            session,
            coach.actor,
            signal_id,
            done="child",
            note=f"{canary} gebeld",
            was_right=True,
            now=now,
        )
        told = _message(session, traject, f"told of {signal_id}", now)
        session.add(SignalMessage(signal_id=signal_id, message_id=told, **owner))
        address = fingerprints(session, f"mail {canary.lower()}@thuis.example", PLACE)
        session.add(
            LinkRequest(
                place_key="place",
                address_key=address[0],
                prints=" ".join(address),
                is_new=False,
                at=now,
            )
        )
        holding.hold(session, coach.actor, traject_id, f"{canary} rechter", now)
        holding.lift(session, coach.actor, traject_id, now)
    with world.database.write() as session:
        texts.keep(
            session,
            coach.actor,
            session.get_one(Traject, traject_id),
            Kind.TALK,
            {"agreed": f"{canary} afspraak"},
            seen=0,
            now=now,
        )


def _requests(world: World, coach: Coach, traject_id: str, canary: str) -> None:
    """Let somebody ask about the data, and let a colleague see the traject in an emergency."""
    now, today = world.clock(), world.clock.today
    person_id = coach.actor.person_id
    owner = {"organisation_id": coach.actor.organisation_id}
    by = {"recorded_by": person_id, "recorded_at": now}
    about = {**owner, "request_id": new_id()}
    with world.database.write() as session:
        asked = RightsRequest(
            id=about["request_id"],
            traject_id=traject_id,
            kind="access",
            asker_words=f"{canary} oma",
            identity="known",
            received_on=today,
            due_on=today,
            **by,
            **owner,
        )
        session.add(asked)
        session.flush()
        given = {"counts": {"antwoorden": 3}, "left_out": {}, "sha256": "0" * 64}
        session.add_all(
            (
                RightsGiven(**about, **given, form="data", given_by=person_id, given_at=now),
                WithheldText(**about, place="goal.words", row_id=new_id(), ground="others"),
                Restriction(
                    **about,
                    traject_id=traject_id,
                    ground="accuracy",
                    began_by=person_id,
                    began_at=now,
                    told_on=today,
                    lift_reason=f"{canary} klopt weer",
                    lifted_by=person_id,
                    lifted_at=now,
                ),
                Rectification(
                    **about,
                    **by,
                    traject_id=traject_id,
                    place="goal.words",
                    row_id=new_id(),
                    words=f"{canary} zo was het niet",
                ),
            )
        )
        emergency = Wish(
            Role.EMERGENCY, today, today, school_id=coach.school_id, traject_id=traject_id
        )
        person = session.get_one(Person, person_id)
        reason = f"{canary} is niet thuis"
        granting.write(session, person, emergency, now, given_by=person_id, reason=reason)


def _lend(world: World, coach: Coach, open_link: str) -> None:
    """Let a tablet of the coach be locked for one link."""
    with world.database.write() as session:
        session.add(
            LoginSession(
                secret_hash=secret_hash(open_link),
                organisation_id=coach.actor.organisation_id,
                person_id=coach.actor.person_id,
                started_at=world.clock(),
                seen_at=world.clock(),
                locked_at=world.clock(),
                lent_for=open_link,
            )
        )


def _message(session: Session, traject: Traject, key: str, now: datetime) -> str:
    made = outbox.put(
        session,
        organisation_id=traject.organisation_id,
        key=key,
        channel="mail",
        due_at=now,
        now=now,
    )
    session.flush()
    return made.id


def _nominate(world: World, coach: Coach, traject_id: str, canary: str) -> None:
    """Let a nomination stand that led to this traject and is still sealed."""
    with world.database.write() as session:
        teacher = school_people.add_school_informant(
            session,
            coach.actor,
            school_id=coach.school_id,
            role="teacher",
            name=f"juf {canary[-1]}",
            group_name="groep 5",
            channel="paper",
            address="",
            now=world.clock(),
        )
        made = nominate_and_ask(
            session,
            teacher.id,
            AM,
            child_name=f"{canary} aangemeld",
            group_name="groep 5",
            now=world.clock(),
        )
        nomination = session.get_one(Nomination, made.nomination_id)
        nomination.traject_id, nomination.accepted_at = traject_id, world.clock()
