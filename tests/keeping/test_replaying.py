"""What was erased, taken back or revoked stays so when an older copy is put back (AC-120)."""

import json

import pytest
from sqlalchemy import select

from survey_app.answering.erasing import erase_nomination
from survey_app.audit.repeating import fingerprint
from survey_app.audit.services import COMMAND
from survey_app.definitions import load
from survey_app.delivery.models import OutboxMessage
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.invitations.participants import ask_twice, stop_both
from survey_app.keeping import replaying
from survey_app.keeping.list_file import ListFile, ListFileError
from survey_app.keeping.replaying import Repeated, keep_in_step
from survey_app.keeping.scrubbing import clean_up
from survey_app.trajects import participants
from survey_app.trajects.models import Nomination, ReferenceParticipant, Traject
from tests.factories.answers import save
from tests.factories.samples import ENROLMENT
from tests.factories.world import OTHER_SECRET, SECRET, World, opened
from tests.keeping.erased import contents, erase, found, harvest

NEWEST = "the-newest-secret-that-only-the-tests-know-24680"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kansmeter.db.gewist"


@pytest.fixture
def file(path):
    return ListFile(path, (SECRET,))


@pytest.fixture
def older(world, database_server):
    """Return a function that copies the database as it is now and opens the copy later."""
    url = world.database.url.render_as_string(hide_password=False)
    copies = []

    def copy():
        world.database.dispose()
        copies.append(database_server.copy(url))
        return World(opened_later(copies[-1]), world.clock)

    made = []

    def opened_later(copied):
        entered = opened(copied)
        made.append(entered)
        return entered.__enter__()

    yield copy
    for each in made:
        each.__exit__(None, None, None)
    for each in copies:
        database_server.drop(each)


def in_step(world, file):
    return keep_in_step(world.database, file, 35, world.clock)


def test_ac_120_what_was_erased_is_gone_from_an_older_copy_before_anything_is_done_with_it(
    world, coach, lives, older, file
):
    first, second = lives
    ids, _ = harvest(world, first.traject_id)
    copy = older()
    others = found(copy, second.traject_id)
    erase(world, coach, first.traject_id)
    in_step(world, file)
    assert copy.rows("traject") == 2

    done = in_step(copy, file)

    assert done == Repeated(erased=1)
    assert found(copy, first.traject_id) == {}
    assert found(copy, second.traject_id) == others
    with copy.database.read() as session:
        left = {each.id for each in session.query(OutboxMessage)}
    assert not left & ids
    assert copy.sql("SELECT ground, erased_by FROM erasure") == [("repeated", None)]
    assert clean_up(copy.database, copy.clock)
    assert in_step(copy, file) == Repeated()


def test_ac_120_a_withdrawal_and_a_revoked_link_hold_on_an_older_copy_too(
    world, coach, older, file
):
    withdrawn, revoked, other = (world.traject(coach, child=each) for each in ("A", "B", "C"))
    link = world.invitation(revoked, "parent")
    copy = older()
    world.withdraw(coach, withdrawn)
    with world.database.write() as session:
        invitations.revoke(
            session,
            coach.actor,
            session.get_one(Traject, revoked),
            session.get_one(Invitation, link),
            world.clock(),
        )
    in_step(world, file)
    assert copy.agreed(withdrawn)

    done = in_step(copy, file)

    said = "SELECT purpose, state, channel FROM consent_statement WHERE state = 'withdrawn'"
    assert done.withdrawn == len(copy.sql(said)) > 0
    assert sorted(copy.sql(said)) == sorted(world.sql(said))
    assert not copy.agreed(withdrawn)
    assert copy.agreed(other)
    open_links = "SELECT id FROM invitation WHERE revoked_at IS NULL ORDER BY id"
    assert copy.sql(open_links) == world.sql(open_links)
    assert (link,) not in copy.sql(open_links)
    before = contents(copy)
    assert in_step(copy, file) == Repeated()
    assert contents(copy) == before


@pytest.mark.one_database
def test_ac_120_an_agreement_given_again_after_the_copy_is_not_taken_from_the_list(
    world, coach, file, path
):
    traject = world.traject(coach)
    world.withdraw(coach, traject)
    world.clock.forward(days=1)
    world.agree(coach, traject)

    in_step(world, file)

    assert world.agreed(traject)
    assert path.stat().st_mode & 0o777 == 0o600


def test_ac_120_a_nomination_that_was_erased_does_not_come_back(world, coach, lives, older, file):
    copy = older()
    with world.database.write() as session:
        traject = session.get_one(Traject, lives[0].traject_id)
        nomination = session.scalars(select(Nomination).where(Nomination.traject_id == traject.id))
        erase_nomination(session, nomination.one(), COMMAND, world.clock())
    in_step(world, file)

    assert in_step(copy, file).erased == 1
    assert copy.rows("nomination") == world.rows("nomination") == 1
    assert copy.rows("traject") == 2


@pytest.mark.one_database
def test_ac_120_who_is_stopped_half_way_goes_on_at_the_next_start(
    world, coach, older, file, monkeypatch
):
    trajects = [world.traject(coach, child=each) for each in "AB"]
    copy = older()
    for each in trajects:
        erase(world, coach, each)
    in_step(world, file)
    real, calls = replaying.erase, []

    def once(*given, **more):
        calls.append(1)
        if len(calls) > 1:
            raise OSError("the machine stopped")
        return real(*given, **more)

    monkeypatch.setattr(replaying, "erase", once)
    with pytest.raises(OSError, match="stopped"):
        in_step(copy, file)
    monkeypatch.undo()

    assert copy.rows("traject") == 1
    assert in_step(copy, file) == Repeated(erased=1)
    assert copy.rows("traject") == 0


# The file


@pytest.mark.one_database
def test_the_list_tells_of_nobody_and_the_file_is_for_its_owner_alone(
    world, coach, lives, file, path
):
    ids, _ = harvest(world, lives[0].traject_id)
    erase(world, coach, lives[0].traject_id)
    in_step(world, file)

    text = path.read_text()
    assert not [each for each in (*ids, "KNRA") if each in text]
    (erased,) = [each for each in map(json.loads, text.splitlines()) if each["kind"] == "erased"]
    assert erased["subject"] == fingerprint(lives[0].traject_id)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.one_database
@pytest.mark.parametrize("change", ["subject", "kind", "code", "rubbish"])
def test_ac_120_a_line_that_kansmeter_did_not_write_stops_everything(
    world, coach, older, file, path, change
):
    gone, other = world.traject(coach), world.traject(coach, child="B")
    copy = older()
    erase(world, coach, gone)
    in_step(world, file)
    line = json.loads(path.read_text())
    forged = {
        "subject": {**line, "subject": fingerprint(other)},
        "kind": {**line, "kind": "revoked"},
        "code": {**line, "code": "0" * 64},
        "rubbish": ["no line"],
    }[change]
    path.write_text(json.dumps(forged) + "\n")
    before = contents(copy)

    with pytest.raises(ListFileError, match="Line 1"):
        in_step(copy, file)

    assert contents(copy) == before


@pytest.mark.one_database
def test_a_last_line_that_was_cut_off_is_written_again(world, coach, traject, file, path):
    erase(world, coach, traject)
    in_step(world, file)
    whole = path.read_text()
    path.write_text(whole + whole[:40])

    in_step(world, file)

    assert path.read_text() == whole


@pytest.mark.one_database
def test_a_list_that_was_lost_is_written_again(world, coach, traject, file, path):
    erase(world, coach, traject)
    in_step(world, file)
    whole = path.read_text()
    path.unlink()

    in_step(world, file)

    assert path.read_text() == whole


@pytest.mark.one_database
def test_ac_111_with_a_new_key_the_list_is_signed_anew_so_the_old_key_can_go(
    world, coach, traject, older, file, path
):
    copy = older()
    erase(world, coach, traject)
    in_step(world, file)

    in_step(world, ListFile(path, (NEWEST, SECRET)))

    with pytest.raises(ListFileError, match="KANSMETER_SECRET_KEYS"):
        in_step(copy, ListFile(path, (OTHER_SECRET,)))
    assert in_step(copy, ListFile(path, (NEWEST,))) == Repeated(erased=1)


@pytest.mark.one_database
def test_without_anything_to_repeat_no_file_is_made(world, traject, file, path):
    assert in_step(world, file) == Repeated()
    assert in_step(world, None) == Repeated()
    assert list(path.parent.iterdir()) == []


# Somebody in a retest


def enrolled(world, coach):
    """Enrol somebody who answered once."""
    with world.database.write() as session:
        made = participants.enrol(
            session, coach.actor, school_id=coach.school_id, now=world.clock(), **ENROLMENT
        )
        asked = ask_twice(session, coach.actor, made, load("kansmeter-ouder"), world.clock())
        first = next(each.id for each in asked if each.round == 1)
        made_id = made.id
    save(world, first, 0, {})
    return made_id


def test_ac_120_who_left_a_retest_has_left_in_an_older_copy_too(world, coach, older, file):
    made = enrolled(world, coach)
    copy = older()
    with world.database.write() as session:
        found = session.get_one(ReferenceParticipant, made)
        participants.withdraw(session, coach.actor, found, world.clock())
        stop_both(session, found, world.clock())
    in_step(world, file)

    assert in_step(copy, file) == Repeated(withdrawn=1, revoked=2)

    same = "SELECT withdrawn_at FROM reference_participant"
    assert copy.sql(same) == world.sql(same) != [(None,)]


def test_ac_117_somebody_in_a_retest_is_erased_and_stays_so(world, coach, older, file):
    made = enrolled(world, coach)
    copy = older()

    certificate = erase(world, coach, made)
    in_step(world, file)

    assert certificate.counts["draft"] == 1
    assert certificate.kind == "reference_participant"
    assert in_step(copy, file) == Repeated(erased=1)
    for each in (world, copy):
        assert found(each, made, "reference_participant") == {}
        assert each.rows("invitation") == each.rows("draft") == 0
