"""A coach's world with one of everything that an address can hold, under words found nowhere else.

`ids_of` returns the ids of it by the names that places in addresses have; an address with a place
that has no name here cannot be asked by the matrix, which fails on it.
"""

from datetime import timedelta

from sqlalchemy import text

from survey_app.accounts.models import Organisation
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import load
from survey_app.invitations.models import Invitation
from survey_app.invitations.yearly_planning import ask_now
from survey_app.keeping import rights_requests
from survey_app.keeping.erasing import Ground, erase_traject
from survey_app.measurements import substitutes
from survey_app.papers import ordering
from survey_app.papers.kinds import Kind
from survey_app.practice import contacts, decisions, deviations, meldcode, support
from survey_app.reports.pictures import key_of
from survey_app.trajects import (
    closures,
    goals,
    lending,
    participants,
    school_people,
    timeline,
)
from survey_app.trajects.models import Traject
from survey_app.trajects.nominations import nominate
from tests.factories.samples import ENROLMENT
from tests.web.world import csrf


def ids_of(world, case):
    """Return every id that an address of the coach can hold, of this traject and its coach."""
    with world.database.engine.connect() as connection:

        def one(statement):
            return connection.execute(text(statement), {"id": case.traject_id}).scalars().first()

        return {
            "traject_id": case.traject_id,
            "invitation_id": case.intake["teacher"],
            "signer_id": case.informants["parent"],
            "occasion_id": one("SELECT id FROM occasion WHERE traject_id = :id"),
            "informant_id": case.informants["teacher"],
            "signal_id": one("SELECT id FROM signal WHERE traject_id = :id"),
            "school_id": one("SELECT school_id FROM traject WHERE id = :id"),
            "closure_id": one(
                "SELECT id FROM school_closure WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "event_id": one("SELECT id FROM traject_event WHERE traject_id = :id"),
            "contact_id": one("SELECT id FROM logged_contact WHERE traject_id = :id"),
            "support_id": one("SELECT id FROM support WHERE traject_id = :id"),
            "referral_id": one("SELECT id FROM considered_referral WHERE traject_id = :id"),
            "goal_id": one("SELECT id FROM goal WHERE traject_id = :id"),
            "paper_id": one("SELECT id FROM paper WHERE traject_id = :id"),
            "deviation_id": one("SELECT id FROM deviation WHERE traject_id = :id"),
            "decision_id": one("SELECT id FROM decision WHERE traject_id = :id"),
            "step_id": one("SELECT id FROM meldcode_step WHERE traject_id = :id"),
            "substitution_id": one(
                "SELECT id FROM substitution WHERE coach_id ="
                " (SELECT coach_id FROM traject WHERE id = :id)"
            ),
            "school_person_id": one(
                "SELECT id FROM school_informant WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "yearly_id": one(
                "SELECT invitation.id FROM invitation JOIN school_informant"
                " ON school_informant.id = invitation.school_informant_id"
                " WHERE school_informant.school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "participant_id": one(
                "SELECT id FROM reference_participant WHERE coach_id ="
                " (SELECT coach_id FROM traject WHERE id = :id)"
            ),
            "erasure_id": one(
                "SELECT id FROM erasure WHERE erased_by ="
                " (SELECT coach_id FROM traject WHERE id = :id)"
            ),
            "nomination_id": one(
                "SELECT id FROM nomination WHERE school_id ="
                " (SELECT school_id FROM traject WHERE id = :id)"
            ),
            "request_id": one("SELECT id FROM rights_request WHERE traject_id = :id"),
            "place": "traject_event.words",
            "row_id": one("SELECT id FROM traject_event WHERE traject_id = :id"),
            "response_id": one(
                "SELECT response.id FROM response JOIN invitation"
                " ON invitation.id = response.invitation_id WHERE traject_id = :id"
            ),
            "item_key": "p1",
            "right_id": one("SELECT id FROM role_grant WHERE traject_id = :id"),
            "picture": key_of(
                case.informants["parent"],
                world.invitation(case.intake["parent"]).fingerprint,
                "kracht",
            ),
            "width": "breed",
            "way": "gesprek",
            "number": "1",
        }


def with_signal(world, staff, child):
    """Make a traject with answers of a parent, a signal and something that happened.

    A step of the meldcode was taken. Beside it the coach has who stands in, somebody in the retest,
    a teacher who is asked every year and put a child forward, and a certificate of an erasure.
    """
    gone = world.case(staff, child="gewist").traject_id
    with world.database.write() as session:
        erase_traject(
            session, staff.actor, gone, Ground.MISTAKE, copies_for_days=35, now=world.clock()
        )
    case = world.case(staff, child=child)
    world.answer(case.intake["parent"])
    with world.database.read() as session:
        organisation = session.get_one(Organisation, staff.actor.organisation_id).name
    stands_in = world.coach(f"Vera{len(world.staff)}", staff.school.name, organisation)
    with world.database.write() as session:
        timeline.add_event(
            session,
            staff.actor,
            session.get_one(Traject, case.traject_id),
            kind="event",
            words="verhuizing",
            first_on=local_date(world.clock()),
            last_on=None,
            now=world.clock(),
        )
        traject = session.get_one(Traject, case.traject_id)
        today = local_date(world.clock())
        what = contacts.What(today, ("parent",), "talk", 30, 5, ("samen",), "belde over de week")
        contacts.log_at_traject(session, staff.actor, traject, what, world.clock())
        support.record(
            session,
            staff.actor,
            traject,
            kind="social_team",
            status="runs",
            source="parent",
            from_day=today,
            until_day=None,
            now=world.clock(),
        )
        support.consider(
            session,
            staff.actor,
            traject,
            considered_by="school",
            on=today,
            outcome="open",
            why="",
            now=world.clock(),
        )
        deviations.argue(
            session,
            staff.actor,
            traject,
            principle="meteen",
            why="eerst rust",
            expected="meer rust thuis",
            look_back_on=today + timedelta(days=21),
            now=world.clock(),
        )
        goals.set_goal(
            session,
            staff.actor,
            traject,
            owner_id=case.informants["child"],
            wording=goals.Wording("meedoen", "contact", 3, 7, today + timedelta(days=42)),
            now=world.clock(),
        )
        decisions.decide(
            session,
            staff.actor,
            traject,
            str(session.get_one(Invitation, case.follow_up["parent"]).occasion_id),
            decisions.Said("more", "een vast maatje"),
            decisions.Saw(),
            world.clock(),
        )
        taken = meldcode.Taken(today, ("alone",), None, "")
        meldcode.take(session, staff.actor, traject, 1, taken, world.clock())
        substitutes.name_substitute(
            session,
            staff.actor,
            stands_in.actor.person_id,
            first_on=today,
            last_on=today,
            now=world.clock(),
        )
        rights_requests.record(
            session,
            staff.actor,
            traject,
            kind="rectification",
            asker=case.informants["parent"],
            asker_words="",
            identity="known",
            identity_words="",
            received_on=today,
            now=world.clock(),
        )
        until = today + timedelta(days=7)
        lending.lend(session, staff.actor, traject, stands_in.actor.person_id, until, world.clock())
        ordering.order(session, staff.actor, traject, Kind.TALK, "nl", world.clock())
        closures.close_school(
            session,
            staff.actor,
            staff.school.id,
            first_on=local_date(world.clock()),
            last_on=None,
            words="studiedag",
            now=world.clock(),
        )
        participants.enrol(
            session,
            staff.actor,
            school_id=staff.school.id,
            now=world.clock(),
            **{**ENROLMENT, "code": f"{child[:3]}7"},
        )
        teacher = school_people.add_school_informant(
            session,
            staff.actor,
            school_id=staff.school.id,
            role="teacher",
            name=f"juf {child[-4:]}",
            now=world.clock(),
        )
        ask_now(session, teacher, load, audit.COMMAND, world.clock())
        about = {"child_name": "KNR-aangemeld", "group_name": "groep 5"}
        nominate(session, teacher.id, **about, now=world.clock())
    visitor = world.visitor(case.intake["child"])
    fields = {"csrf_token": csrf(visitor.get("/liever-niet")), "act": "wrong_person"}
    visitor.client.post(visitor.path + "/liever-niet", data=fields)
    return case
