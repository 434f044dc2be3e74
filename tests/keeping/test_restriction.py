"""Data of a child that are kept and not used: not shown, reported, asked or counted (AC-122)."""

import ast
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from survey_app.accounts.policy import Act
from survey_app.answering.services import SheetNotOpenError
from survey_app.answering.sheets import SheetState
from survey_app.errors import InputError
from survey_app.exchange.rows import rows_for
from survey_app.invitations import reminders
from survey_app.invitations.planning import plan_due
from survey_app.keeping import restricting
from survey_app.measurements import caseload as courses
from survey_app.measurements import queries, recomputing, signals
from survey_app.practice import contacts
from survey_app.practice import queries as practice
from survey_app.trajects import agreements
from survey_app.trajects import queries as trajects
from survey_app.trajects.models import Traject
from survey_app.trajects.restriction import RestrictedError
from tests.factories.answers import answer, save, sheet_of
from tests.factories.plans import asking
from tests.keeping.families import family
from tests.rig.bootstrap import ROOT


@pytest.fixture
def made(world, tmp_path):
    return family(world, tmp_path)


def restrict(made, who="mother"):
    request_id = made.ask(who, "restriction")
    with made.world.database.write() as db:
        restricting.restrict(
            db, made.coach.actor, made.traject(db), request_id, "accuracy", made.world.clock()
        )


def lift(made, **more):
    with made.world.database.write() as db:
        given = {"told_on": made.world.clock.today, "reason": "de antwoorden kloppen"} | more
        restricting.lift(db, made.coach.actor, made.traject(db), now=made.world.clock(), **given)


def read(made, ask):
    with made.world.database.read() as db:
        return ask(db, made.world.actor(made.coach))


READERS = {
    "the caseload": trajects.caseload,
    "what is asked": queries.asked,
    "figures of a group": courses.courses,
    "talks that were logged": practice.last_talks,
    "contacts": lambda db, actor: practice.own_contacts(
        db, actor, db.scalars(select(Traject.started_on)).first(), actor_day(db)
    ),
    "deviations to look back on": lambda db, actor: practice.to_look_back_on(
        db, actor, actor_day(db) + timedelta(days=30)
    ),
    "exported rows": lambda db, actor: list(rows_for(db, actor, b"s")),
}


def actor_day(db):
    return db.scalars(select(Traject.started_on)).first()


def test_ac_122_restricted_data_are_absent_from_what_is_read_across_trajects(made):
    def seen():
        return {name for name, reader in READERS.items() if read(made, reader)}

    assert seen() == READERS.keys()
    restrict(made)
    assert seen() == set()
    lift(made)
    assert seen() == READERS.keys()


def test_ac_122_one_restricted_traject_is_loaded_for_who_asks_and_for_safety_only(made):
    restrict(made)

    for act in (Act.SEE_TRAJECT, Act.CHANGE_TRAJECT, Act.ENTER_ANSWERS, Act.HAND_OVER_TABLET):
        with pytest.raises(RestrictedError):
            read(made, partial(load, made, act))
    for act in (Act.KEEP_REQUESTS, Act.KEEP_MELDCODE, Act.TAKE_UP_SIGNAL):
        assert read(made, partial(load, made, act)).id == made.traject_id
    (case,) = read(made, trajects.whole_caseload)
    assert case.traject.restricted_at is not None


def load(made, act, db, actor):
    return trajects.traject_for(db, actor, made.traject_id, act)


def test_ac_122_a_contact_of_a_restricted_traject_is_not_opened_by_its_own_address(made):
    ((contact_id,),) = made.world.sql("SELECT id FROM logged_contact")

    def opened():
        # It is locked, so that of two changes the second is told: that writes.
        with made.world.database.write() as db:
            return contacts.contact_to_change(db, made.world.actor(made.coach), contact_id).id

    assert opened() == contact_id
    restrict(made)

    with pytest.raises(RestrictedError):
        opened()


def test_ac_122_nothing_is_used_or_shared_of_restricted_data(made):
    def may(made):
        with made.world.database.read() as db:
            case = agreements.cases(db)[made.traject_id]
            return case.may_use(), case.agreed(made.world.clock.today).may_measure

    assert may(made) == (True, True)
    restrict(made)
    assert may(made) == (False, False)
    lift(made)
    assert may(made) == (True, True)


def test_ac_122_scores_of_restricted_data_are_not_computed_again(made, tmp_path):
    family(made.world, tmp_path, with_father=False, name="Bo")
    restrict(made)
    with made.world.database.read() as db:
        (key,) = {each for (each,) in made.world.sql("SELECT key FROM published_questionnaire")}
        batches = list(recomputing._in_batches(db, key))

    assert {sheet[-1].child_name for batch in batches for sheet in batch} == {"Bo"}


def test_ac_122_a_link_of_restricted_data_says_only_that_it_waits_and_keeps_what_was_filled_in(
    made,
):
    world = made.world
    world.clock.forward(weeks=11)
    link = world.invitation(made.traject_id, "parent", "follow_up")
    save(world, link, 0, {"q1": "2", "q2": "3"})

    restrict(made)
    assert sheet_of(world, link).state is SheetState.PAUSED
    with pytest.raises(SheetNotOpenError):
        save(world, link, 1, {"q3": "2"})
    lift(made)

    assert sheet_of(world, link).state is SheetState.OPEN
    assert sheet_of(world, link).saved["q1"].answer == "2"
    answer(world, link)


def test_ac_119_consent_that_is_taken_back_while_data_are_restricted_ends_the_links(made):
    world = made.world
    link = world.invitation(made.traject_id, "parent", "follow_up")
    world.clock.forward(weeks=11)
    restrict(made)

    world.withdraw(made.coach, made.traject_id, made.people["father"])

    lift(made)
    assert sheet_of(world, link).state is SheetState.REVOKED


def test_ac_122_no_message_and_no_moment_is_planned_while_data_are_restricted(made):
    world = made.world
    restrict(made)
    world.clock.forward(weeks=11, days=1)

    def plan():
        with world.database.write() as db:
            looked = plan_due(db, lambda key: asking(), world.clock(), 50)
            batch = reminders.plan_batch(db, world.clock(), 50)
            return looked.trajects, batch.planned

    def is_more_due():
        with world.database.read() as db:
            return reminders.is_more_due(db, world.clock(), 0)

    world.sql("UPDATE invitation SET next_message_on = :on", on=str(world.clock.today))
    world.sql("UPDATE traject SET next_moment_on = :on", on=str(world.clock.today))
    before = world.rows("invitation"), world.rows("outbox_message")
    assert plan() == (0, 0)
    assert not is_more_due()
    assert (world.rows("invitation"), world.rows("outbox_message")) == before

    lift(made)
    assert is_more_due()
    looked, planned = plan()
    assert looked == 1
    assert planned > 0


def test_urgent_signals_of_restricted_data_still_reach_the_coach(made):
    before = read(made, signals.open_signals)
    assert {each.level for each in before} == {"today"}

    restrict(made)

    assert [each.id for each in read(made, signals.open_signals)] == [each.id for each in before]


def test_lifting_asks_for_a_reason_and_for_the_day_who_asked_was_told(made):
    with pytest.raises(InputError):
        lift(made)
    made.world.clock.forward(days=3)
    restrict(made)
    today = made.world.clock.today

    for wrong in (
        {"reason": "  "},
        {"told_on": today + timedelta(days=1)},
        {"told_on": today - timedelta(days=1)},
    ):
        with pytest.raises(InputError):
            lift(made, **wrong)
    with pytest.raises(InputError):
        restrict(made)
    lift(made)

    ((told_on, reason),) = made.world.sql("SELECT told_on, lift_reason FROM restriction")
    assert str(told_on) == str(today)
    assert "kloppen" not in reason
    acts = [
        act for (act,) in made.world.sql("SELECT act FROM audit_event ORDER BY chain, position")
    ]
    assert [each for each in acts if "restrict" in each] == ["restrict", "lift restriction"]


GATES = {
    "NOT_RESTRICTED",
    "of_own_caseload",
    "traject_for",
    "agreed",
    "agreed_among",
    "agreed_consent",
    "agreements",
    "cases",
    "demand_usable",
}
"""What a module asks, directly or by the one who calls it, before it uses data of a child."""
MEASURED = {"Measurement", "Response", "Score", "Invitation", "Signal"}
NOT_ASKED = {
    "answering/class_rounds.py": "of one round, whose pupils `invitations.rounds` chose",
    "answering/entering.py": "of one invitation in a traject that was loaded for entering",
    "answering/erasing.py": "erases",
    "answering/nomination_sheet.py": "a nomination has no traject yet",
    "answering/participant_sheet.py": "a reference participant has no traject",
    "answering/school_sheet.py": "about a school, a group or the own work; no child",
    "answering/sent.py": "columns of the sheet of one link",
    "answering/services.py": "stores what is sent; a sheet that waits is not open",
    "invitations/asking.py": "makes the links of one traject that planning was allowed",
    "invitations/burden.py": "minutes of one traject that was loaded",
    "invitations/codes.py": "finds the link of a typed code; the page says that it waits",
    "invitations/following.py": "one traject that was loaded",
    "invitations/nominating.py": "a nomination has no traject yet",
    "invitations/reaching.py": "one traject that was loaded",
    "invitations/school_people.py": "about a school, a group or the own work; no child",
    "invitations/shifting.py": "one traject that was loaded",
    "invitations/talks.py": "one traject that was loaded",
    "invitations/yearly_planning.py": "about a school, a group or the own work; no child",
    "keeping/access/answers.py": "gives who asks what is on record, also while it is restricted",
    "keeping/access/course.py": "gives who asks what is on record, also while it is restricted",
    "keeping/access/people.py": "gives who asks what is on record, also while it is restricted",
    "keeping/access/unsent.py": "gives who asks what is on record, also while it is restricted",
    "keeping/bench.py": "counts what a benchmark stored",
    "keeping/demonstration.py": "makes invented data",
    "keeping/clocks.py": "lets go of what is over, restricted or not",
    "keeping/old_keys.py": "counts links by the key that made them",
    "keeping/rectifying.py": "puts right what who asks has on record",
    "keeping/replaying.py": "erases and revokes again what was, in an older copy",
    "keeping/terms.py": "looks when somebody last answered, to let go in time",
    "measurements/counting.py": "counts how well signals work, by organisation; nothing of a child",
    "measurements/following_up.py": "urgent signals reach the coach also of restricted data",
    "measurements/participants.py": "a reference participant has no traject",
    "measurements/school_people.py": "about a school, a group or the own work; no child",
    "measurements/services.py": "stores what is sent; a sheet that waits is not open",
    "measurements/signals.py": "urgent signals reach the coach also of restricted data",
    "measurements/telling_ib.py": "urgent signals reach the school also of restricted data",
}
"""Modules that read answers and ask no gate themselves, with the reason."""


def names_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)
    }


def test_ac_122_every_module_that_reads_answers_asks_whether_it_may_or_has_a_reason():
    rooms = ROOT / "survey_app"
    read = {
        path.relative_to(rooms).as_posix(): names_in(path)
        for path in sorted(rooms.rglob("*.py"))
        if path.name not in ("models.py", "rights_models.py") and "select(" in path.read_text()
    }
    reading = {name: used for name, used in read.items() if "select" in used and used & MEASURED}

    ungated = {name for name, used in reading.items() if not used & GATES}

    assert ungated - NOT_ASKED.keys() == set()
    assert NOT_ASKED.keys() - ungated == set()
