"""What a person accepts is pinned as it was computed, with its stage, and never changes again."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from survey_app.accounts.models import Person
from survey_app.accounts.policy import Actor
from survey_app.accounts.roles import Right, Role
from survey_app.accounts.services import actor
from survey_app.audit.chain import WAITING
from survey_app.definitions import Evidence
from survey_app.errors import ForbiddenError, InputError
from survey_app.measurements.references.accepting import ProposalError, accept
from survey_app.measurements.references.in_force import accepted_references
from survey_app.measurements.references.models import AcceptedReference
from survey_app.measurements.references.proposing import propose
from survey_app.trajects import participants
from survey_app.trajects.models import ReferenceParticipant
from tests.measurements.references.conftest import AS_OF


@pytest.fixture
def somebody(session):
    person = session.scalars(select(Person).order_by(Person.id)).first()
    return actor(person, AS_OF.date())


@pytest.fixture
def pin(session, understood, somebody):
    """Return a function that accepts a document as it is read from a file."""

    def pin(document, *, find=lambda _: understood, interviews=None, by=somebody):
        as_read = json.loads(json.dumps(document))
        return accept(session, as_read, find, actor=by, interviews=interviews, now=AS_OF)

    return pin


def test_the_figures_are_pinned_with_all_that_tells_where_they_come_from(pin, proposal, somebody):
    (row,) = pin(proposal.document())
    (scale,) = proposal.scales
    found = scale.figures

    assert (row.id, row.questionnaire_key, row.version, row.scoring_version) == (
        *("R1", "voorbeeld-rust", "1.0", "1"),
    )
    assert (row.scale, row.informant, row.language, row.stage) == ("rust", "parent", "nl", 2)
    assert (row.n, row.mean, row.sd) == (104, found.spread.mean, found.spread.sd)
    assert (row.reliability, row.reliability_kind) == (found.reliability, "test-retest")
    assert (row.retest, row.retest_low, row.retest_high, row.retest_pairs) == (
        *(found.retest.icc.value, found.retest.icc.low, found.retest.icc.high, 64),
    )
    assert (row.first_on, row.last_on) == found.period
    assert (row.accepted_by, row.accepted_at) == (somebody.person_id, AS_OF)
    assert row.fingerprint == proposal.lists[0].fingerprint
    assert "ICC(A,1)" in row.method
    assert row.figures["alpha"]["value"] == found.alpha.value
    assert [item["item"] for item in row.figures["items"]] == [f"r{n}" for n in range(1, 9)]


def test_accepting_stands_in_the_trail_with_who_did_it(session, pin, proposal, somebody):
    (row,) = pin(proposal.document())

    lines = [(each.actor_id, each.act, each.object_id) for each in session.info[WAITING]]
    assert lines == [(somebody.person_id, "accept reference, stage 2", row.id)]


def test_what_was_pinned_cannot_be_changed(session, pin, proposal):
    pin(proposal.document())

    with pytest.raises(IntegrityError, match="never change"), session.begin_nested():
        session.execute(text("UPDATE accepted_reference SET sd = 2"))


def test_without_interviews_on_record_it_is_pinned_as_figures_only(session, understood, somebody):
    edition = replace(understood.editions[0], evidence=Evidence(0))
    new = replace(understood, editions=(edition,), fingerprint="")
    document = propose(session, [new], AS_OF).document()

    (row,) = accept(session, document, lambda _: new, actor=somebody, interviews=None, now=AS_OF)

    assert (row.stage, document["scales"][0]["stage"]) == (0, 0)
    assert "interviews" in document["scales"][0]["missing"][0]

    (named,) = accept(
        session, document, lambda _: new, actor=somebody, interviews="20 gesprekken", now=AS_OF
    )
    assert (named.stage, named.interviews) == (2, "20 gesprekken")


EDITS = {
    "a higher retest": lambda scale: scale["retest"]["icc"].update(value=0.95),
    "a narrower spread": lambda scale: scale["spread"].update(sd=0.1),
    "a stage that was not earned": lambda scale: scale.update(stage=3),
    "a doubt taken out": lambda scale: scale.update(doubts=["item r1: fine"]),
    "a figure taken out": lambda scale: scale.pop("omega"),
    "another number of pairs": lambda scale: scale["retest"]["icc"].update(n=65),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_file_that_somebody_edited_pins_nothing(session, pin, proposal, edit):
    document = deepcopy(proposal.document())
    EDITS[edit](document["scales"][0])

    with pytest.raises(ProposalError, match="Build it again"):
        pin(document)

    assert accepted_references(session) == []


def test_after_a_withdrawal_the_old_proposal_pins_nothing(session, pin, proposal, somebody):
    participant = session.scalars(select(ReferenceParticipant)).first()
    owner = Actor(
        participant.coach_id,
        participant.organisation_id,
        "x",
        frozenset({Right(Role.COACH, participant.school_id)}),
    )
    participants.withdraw(session, owner, participant, AS_OF)

    with pytest.raises(ProposalError, match="somebody withdrew"):
        pin(proposal.document())


def test_a_list_that_changed_since_is_built_again(pin, proposal, understood):
    changed = replace(understood, minutes=9.0, fingerprint="")

    with pytest.raises(ProposalError, match="changed since this proposal"):
        pin(proposal.document(), find=lambda _: changed)


@pytest.mark.parametrize(
    "document",
    [None, [], {}, {"kind": "other"}, {"kind": "kansmeter proposal of references"}, "text"],
)
def test_what_is_no_proposal_is_said_to_be_none(pin, document):
    with pytest.raises(ProposalError, match=r"no proposal|damaged"):
        pin(document)


def test_accepting_the_same_figures_twice_is_refused(session, pin, proposal):
    pin(proposal.document())

    with pytest.raises(ProposalError, match="accepted before"):
        pin(proposal.document())

    assert len(accepted_references(session)) == 1


def test_older_answers_never_replace_newer(session, pin, proposal, understood):
    older = propose(session, [understood], AS_OF - timedelta(days=60))
    pin(proposal.document())

    with pytest.raises(ProposalError, match="newer answers were accepted"):
        pin(older.document())

    assert [each.stage for each in accepted_references(session)] == [2]


def test_the_database_itself_keeps_a_reference_single(session, pin, proposal):
    (row,) = pin(proposal.document())
    columns = [column.name for column in AcceptedReference.__table__.columns]
    twin = {name: getattr(row, name) for name in columns if name != "number"}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(AcceptedReference).values(twin))


@pytest.mark.parametrize(
    "as_of",
    [
        *("9998-01-01T00:00:00+00:00", "0001-01-01T00:00:00+23:59"),
        *("9999-12-31T23:59:59-23:59", "2026-13-01T00:00:00+00:00"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(pin, proposal, as_of):
    with pytest.raises(ProposalError, match="damaged"):
        pin({**proposal.document(), "as_of": as_of})


def test_a_list_that_is_named_twice_is_refused(pin, proposal):
    document = proposal.document()
    for part in ("lists", "scales"):
        document[part] = document[part] * 2

    with pytest.raises(ProposalError, match="twice"):
        pin(document)


def test_somebody_without_a_role_accepts_nothing(pin, proposal, somebody):
    without = Actor(somebody.person_id, somebody.organisation_id, "x", frozenset())

    with pytest.raises(ForbiddenError):
        pin(proposal.document(), by=without)


def test_a_study_without_a_name_is_refused(pin, proposal):
    with pytest.raises(InputError, match="--interviews"):
        pin(proposal.document(), interviews="")
