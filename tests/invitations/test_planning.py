"""Who is asked what: only after agreement, each list for the one it is written for."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.definitions import load
from survey_app.errors import NotFoundError
from survey_app.invitations import services as invitations
from survey_app.invitations.asking import fits
from survey_app.invitations.models import Invitation
from survey_app.invitations.services import NoConsentError
from survey_app.invitations.shifting import shift
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import occasions
from tests.factories.answers import sheet_of
from tests.factories.plans import asking

CHILD_LIST = load("kansmeter-kind")


def plan_of(world, traject_id):
    """Return moment, role, number and list of every live invitation."""
    query = (
        select(
            Occasion.kind,
            TrajectInformant.role,
            TrajectInformant.number,
            Invitation.questionnaire_key,
        )
        .join(Invitation, Invitation.occasion_id == Occasion.id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .where(Invitation.traject_id == traject_id, Invitation.revoked_at.is_(None))
    )
    with world.database.read() as session:
        return sorted(tuple(row) for row in session.execute(query))


def shift_to(world, coach, traject_id, kind, on, reason="cannot_wait"):
    with world.database.write() as session:
        own = session.get_one(Traject, traject_id)
        moment = next(each for each in occasions(session, own.id) if each.kind == kind)
        shift(
            session,
            coach.actor,
            own,
            moment,
            on=on,
            reason=reason,
            using=asking(),
            now=world.clock(),
        )


def test_without_consent_nobody_is_asked(world, coach):
    started = world.start(coach)

    with pytest.raises(NoConsentError):
        world.plan(coach, started)

    assert world.rows("invitation") == 0
    assert world.rows("occasion") == 0


def test_after_withdrawal_no_step_is_asked(world, coach, traject):
    world.withdraw(coach, traject)

    with pytest.raises(NoConsentError):
        world.talk(coach, traject)


def test_each_informant_gets_the_own_list_at_intake_and_follow_up(world, traject):
    each = [
        ("child", 1, "kansmeter-kind"),
        ("parent", 1, "kansmeter-ouder"),
        ("teacher", 1, "kansmeter-leerkracht"),
    ]

    assert plan_of(world, traject) == [
        (kind, *one) for kind in ("follow_up", "intake") for one in each
    ]


def test_planning_again_asks_nothing_twice(world, coach, traject):
    before = plan_of(world, traject)

    assert world.plan(coach, traject) == []
    assert plan_of(world, traject) == before


def test_an_informant_who_is_added_later_gets_links_too(world, coach, traject):
    world.clock.forward(days=3)
    world.add(coach, traject, "parent", "vader")

    made = world.plan(coach, traject)

    assert len(made) == 2
    assert [one for one in plan_of(world, traject) if one[2] == 2] == [
        ("follow_up", "parent", 2, "kansmeter-ouder"),
        ("intake", "parent", 2, "kansmeter-ouder"),
    ]


def test_the_database_refuses_a_second_live_invitation_for_the_same(world, traject):
    columns = "organisation_id, traject_id, informant_id, occasion_id, fingerprint,"
    columns += " questionnaire_key, language, opens_on, closes_on, made_at"

    with pytest.raises(IntegrityError):
        world.sql(
            f"INSERT INTO invitation (id, {columns})"  # noqa: S608 the columns stand above
            f" SELECT 'x', {columns} FROM invitation LIMIT 1"
        )


def test_a_link_is_open_from_its_moment_for_four_weeks(world, traject):
    with world.database.read() as session:
        kept = session.get_one(Invitation, world.invitation(traject, "parent"))

    assert (kept.opens_on - world.clock.today).days == 0
    assert (kept.closes_on - kept.opens_on).days == 28


def fits_child(born, on, known=True):
    traject = Traject(birth_year=born[0] if known else None, birth_month=born[1] if known else None)
    return fits(CHILD_LIST, "child", traject, on)


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        ((2018, 10), False),
        ((2018, 9), True),
        ((2018, 8), True),
        ((2014, 3), True),
        ((2013, 9), True),
        ((2013, 8), False),
    ],
    ids=["7", "7 or 8", "8", "12", "12 or 13", "13"],
)
def test_the_childs_list_is_for_8_to_12_years(born, fits):
    assert fits_child(born, date(2026, 9, 15)) is fits


def test_without_a_birth_month_there_is_no_list_for_the_child():
    assert not fits_child((2017, 1), date(2026, 9, 15), known=False)


@pytest.mark.parametrize("role", ["parent", "teacher", "coach"])
def test_a_list_is_not_for_another_role(role):
    assert not fits(CHILD_LIST, role, Traject(), date(2026, 9, 15))


def test_a_child_of_seven_gets_no_link(world, coach):
    started = world.start(coach)
    world.agree(coach, started, birth_year=2019, birth_month=3)

    assert world.plan(coach, started) == []


def test_the_form_is_kept_past_a_birthday(world, coach):
    # Twelve at the intake, thirteen at the follow-up: the same list, or nothing can be compared.
    started = world.start(coach)
    world.agree(coach, started, birth_year=2013, birth_month=10)

    world.plan(coach, started)

    assert plan_of(world, started) == [
        ("follow_up", "child", 1, "kansmeter-kind"),
        ("intake", "child", 1, "kansmeter-kind"),
    ]


def test_somebody_added_past_the_birthday_changes_nothing_for_the_child(world, coach):
    started = world.start(coach)
    world.agree(coach, started, birth_year=2013, birth_month=10)
    world.plan(coach, started)
    before = plan_of(world, started)
    world.clock.forward(days=70)
    world.add(coach, started, "parent", "oma")

    world.plan(coach, started)

    assert [one for one in plan_of(world, started) if one[1] == "child"] == before


def test_a_talk_asks_a_step_of_everybody(world, coach, traject):
    world.talk(coach, traject)

    assert [one[1:] for one in plan_of(world, traject) if one[0] == "session"] == [
        ("child", 1, "kansmeter-stapje"),
        ("parent", 1, "kansmeter-stapje"),
        ("teacher", 1, "kansmeter-stapje"),
    ]


def test_a_moment_that_is_moved_to_today_can_be_answered_today(world, coach, traject):
    invitation_id = world.invitation(traject, "parent", "follow_up")
    before = sheet_of(world, invitation_id).state
    shift_to(world, coach, traject, "follow_up", world.clock.today)

    assert (before, sheet_of(world, invitation_id).state) == ("not yet", "open")


def test_another_coach_cannot_ask(world, traject):
    with pytest.raises(NotFoundError):
        world.plan(world.coach(), traject, [load("kansmeter-stapje")])


def test_an_invitation_of_another_traject_is_not_found(world, coach, traject):
    other = world.traject(coach, child="Noor")

    foreign = world.invitation(other, "parent")

    with world.database.read() as session:
        own = session.get_one(Traject, traject)
        with pytest.raises(NotFoundError):
            invitations.invitation_of(session, own, foreign)


def test_every_invitation_stands_in_the_trail(world, coach, traject):
    trail = world.sql("SELECT object_id FROM audit_event WHERE act = 'make invitation'")
    kept = world.sql("SELECT id FROM invitation")

    assert sorted(trail) == sorted(kept) != []


@pytest.mark.parametrize(
    "change",
    [
        "traject_id = NULL, informant_id = NULL, occasion_id = NULL",
        "class_group_id = (SELECT id FROM class_group)",
        "informant_id = NULL",
        "occasion_id = NULL",
        "school_year = 2026",
    ],
)
def test_an_invitation_is_about_exactly_one_thing(world, traject, change):
    with pytest.raises(IntegrityError):
        world.sql(f"UPDATE invitation SET {change}")  # noqa: S608 the changes stand above
