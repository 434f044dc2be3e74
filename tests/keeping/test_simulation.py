"""An invented world goes through the same services as the pages, and its numbers agree."""

import csv
import random
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, persistence

import survey_app
from survey_app.accounts import services as accounts
from survey_app.accounts.approvals import waits_for_me
from survey_app.accounts.models import Organisation
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.roles import GIVEN, Role
from survey_app.answering.models import Response
from survey_app.clock import LOCAL, local_date
from survey_app.commands.score import score_csv
from survey_app.definitions import load
from survey_app.errors import InputError
from survey_app.exchange.csv_files import write_csv
from survey_app.exchange.rows import rows_for
from survey_app.invitations.models import Invitation
from survey_app.keeping import bench, demonstration
from survey_app.keeping.simulation import daytime, simulate
from survey_app.measurements import services as measurements
from survey_app.measurements.models import Measurement, Score
from survey_app.scoring import ScaleScore
from survey_app.storage import Base
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from tests.factories.answers import answer, sheet_of
from tests.factories.plans import FIRST_LISTS, asking, standard
from tests.factories.world import HandClock, World, opened

pytestmark = pytest.mark.one_database
"""Every row is written by services that are tried on both databases elsewhere."""

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=LOCAL)
FEW = 8
HOUSE = str(Path(survey_app.__file__).parent)
STORAGE = str(Path(HOUSE) / "storage")


def run(database, count=FEW, seed=1):
    return simulate(database, asking(), count=count, seed=seed, now=NOW)


@pytest.fixture(scope="module")
def simulated(database_server, size):
    """Give one simulated world with its open links, which these tests only read."""
    url = database_server.create_migrated()
    with opened(url) as database:
        links = run(database, size.trajects)
        yield World(database, HandClock(NOW)), links
    database_server.drop(url)


@pytest.fixture(scope="module")
def exported(simulated, tmp_path_factory):
    """Give the folder with the exported files of that world."""
    world, _ = simulated
    folder = tmp_path_factory.mktemp("export")
    with world.database.read() as session:
        write_csv(rows_for(session, None, b"s"), folder)
    return folder


def opened_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The world


def test_as_many_trajects_are_made_as_were_asked_for(simulated, size):
    world, _ = simulated

    assert world.rows("traject") == size.trajects


def test_the_world_has_answers_of_every_role_at_intake_and_follow_up(simulated):
    world, _ = simulated
    query = (
        select(TrajectInformant.role, Occasion.kind)
        .join(Measurement, Measurement.informant_id == TrajectInformant.id)
        .join(Occasion, Occasion.id == Measurement.occasion_id)
    )
    with world.database.read() as session:
        found = Counter(tuple(row) for row in session.execute(query))

    assert {
        (role, kind) for role in ("child", "parent", "teacher") for kind in ("intake", "follow_up")
    } <= set(found)


def test_the_world_is_marked_as_simulated(simulated):
    world, _ = simulated
    with world.database.read() as session:
        assert set(session.scalars(select(Organisation.simulated))) == {True}


def test_nothing_happens_after_now_or_before_the_invitation_opened(simulated):
    world, _ = simulated
    with world.database.read() as session:
        moments = session.execute(
            select(Response.submitted_at, Invitation.opens_on, Invitation.closes_on).join(
                Invitation, Invitation.id == Response.invitation_id
            )
        ).all()

    assert moments
    assert all(at <= NOW for at, _, _ in moments)
    assert all(opens <= local_date(at) <= closes for at, opens, closes in moments)


def test_each_response_has_its_measurement_and_each_scale_its_score(simulated):
    world, _ = simulated
    scales = {each.key: len(each.scales) for each in map(load, FIRST_LISTS)}
    with world.database.read() as session:
        asked = session.scalars(select(Measurement.questionnaire_key)).all()

    assert world.rows("response") == world.rows("measurement") == len(asked)
    assert world.rows("score") == sum(scales[key] for key in asked)


def test_every_submission_stands_in_the_trail(simulated):
    world, _ = simulated

    ((number,),) = world.sql("SELECT count(*) FROM audit_event WHERE act = 'submit'")

    assert number == world.rows("response")


def test_the_same_seed_gives_the_same_answers(database_server):
    found = []
    for _ in range(2):
        url = database_server.create_migrated()
        with opened(url) as database:
            run(database, 4)
            with database.read() as session:
                found.append(
                    [
                        (row.submitted_at, row.answers, row.missing)
                        for row in session.scalars(select(Response).order_by(Response.submitted_at))
                    ]
                )
        database_server.drop(url)

    assert found[0] == found[1] != []


def test_another_seed_gives_another_world(database):
    run(database, 4, seed=1)
    run(database, 4, seed=2)
    with database.read() as session:
        reasons = [
            tuple(
                session.scalars(
                    select(Traject.reason)
                    .join(Organisation, Organisation.id == Traject.organisation_id)
                    .where(Organisation.name == f"Simulatie {seed}")
                )
            )
            for seed in (1, 2)
        ]

    assert reasons[0] != reasons[1]


def test_beside_a_real_childs_traject_nothing_is_simulated(world, coach):
    world.start(coach)

    with pytest.raises(InputError, match="real data"):
        run(world.database)

    assert world.rows("traject") == 1


# The open links


def test_every_role_has_an_open_link_from_eight_trajects_on_and_the_coach_none(database):
    links = simulate(database, standard(), count=FEW, seed=1, now=NOW)

    assert {link.role for link in links} == {"parent", "teacher", "child"}


def test_each_link_is_of_its_role_and_can_be_answered_now(simulated):
    world, links = simulated

    for link in links:
        sheet = sheet_of(world, link.invitation_id)
        assert (sheet.role, sheet.state) == (link.role, "open")


def test_each_link_is_named_once(simulated):
    _, links = simulated

    assert max(Counter(link.invitation_id for link in links).values()) == 1


def test_every_invitation_that_can_be_answered_now_is_among_the_links(simulated):
    world, links = simulated
    with world.database.read() as session:
        every = session.scalars(select(Invitation.id)).all()

    waiting = {each for each in every if sheet_of(world, each).state == "open"}

    assert {link.invitation_id for link in links} == waiting


def test_a_child_with_a_link_is_eight_or_older(simulated):
    world, links = simulated
    ids = [link.invitation_id for link in links if link.role == "child"]
    query = select(Traject).join(Invitation, Invitation.traject_id == Traject.id)
    with world.database.read() as session:
        children = session.scalars(query.where(Invitation.id.in_(ids))).all()

    # Eight years before the last day of the month in which it was born.
    assert children
    assert all(
        (NOW.year - child.birth_year) * 12 + NOW.month - child.birth_month > 96
        for child in children
    )


# The numbers


@pytest.mark.parametrize("key", FIRST_LISTS)
def test_scoring_the_exported_answers_gives_every_stored_score_exactly(exported, tmp_path, key):
    scored = tmp_path / "scored.csv"
    score_csv(key, exported / "responses.csv", scored)

    again = {
        (row["response_id"], scale.key): row[scale.key]
        for row in opened_rows(scored)
        for scale in load(key).scales
    }
    stored = {
        (row["response_id"], row["scale"]): row["value"]
        for row in opened_rows(exported / "scores.csv")
        if row["questionnaire"] == key
    }
    assert again.keys() == stored.keys() != set()
    differing = {
        where
        for where, text in stored.items()
        if (text and float(text)) != (again[where] and float(again[where]))
    }
    assert differing == set()


def test_the_exported_scores_are_those_of_the_database(simulated, exported):
    world, _ = simulated
    with world.database.read() as session:
        stored = Counter(
            (row.scale, row.value, row.reason) for row in session.scalars(select(Score))
        )

    written = Counter(
        (row["scale"], float(row["value"]) if row["value"] else None, row["reason"] or None)
        for row in opened_rows(exported / "scores.csv")
    )
    assert written == stored


def test_some_scores_cannot_be_computed_so_that_the_rule_is_exercised(exported):
    reasons = {row["reason"] for row in opened_rows(exported / "scores.csv")}

    assert reasons == {"", "too_few_items"}


def test_the_exported_files_open_in_pandas(simulated, exported):
    world, _ = simulated

    sheets = {name: pd.read_csv(exported / f"{name}.csv") for name in ("responses", "scores")}

    assert len(sheets["responses"]) == world.rows("response")
    assert len(sheets["scores"]) == world.rows("score")
    assert sheets["responses"]["response_id"].is_unique


# Nothing around the services


def off(*_):
    raise RuntimeError("scoring is switched off")


def nothing(*_):
    return ()


def empty_scores(questionnaire, _):
    return tuple(ScaleScore(scale.key, None, None, 0, 0) for scale in questionnaire.scales)


@pytest.mark.parametrize("switched", [off, nothing, empty_scores])
def test_with_scoring_switched_off_the_simulation_fails(database, monkeypatch, switched):
    monkeypatch.setattr(measurements, "score_sheet", switched)

    with pytest.raises((RuntimeError, IntegrityError, measurements.UnscoredError)):
        run(database)


def test_a_simulation_that_failed_leaves_no_half_traject(database, monkeypatch):
    calls = Counter()
    real = measurements.score_sheet

    def fails_later(questionnaire, answers):
        calls["all"] += 1
        if calls["all"] == 6:
            raise RuntimeError("scoring broke down")
        return real(questionnaire, answers)

    monkeypatch.setattr(measurements, "score_sheet", fails_later)
    with pytest.raises(RuntimeError):
        run(database)

    world = World(database, HandClock(NOW))
    assert world.rows("response") == world.rows("measurement")
    assert (
        world.sql(
            "SELECT t.id FROM traject t WHERE (SELECT count(*) FROM traject_informant i"
            " WHERE i.traject_id = t.id) < 3 OR NOT EXISTS"
            " (SELECT 1 FROM invitation v WHERE v.traject_id = t.id)"
        )
        == []
    )


def writer():
    """Return the file of the product that asked for what is being written now."""
    frame = sys._getframe(1)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(HOUSE) and not path.startswith(STORAGE):
            return str(Path(path).relative_to(HOUSE))
        frame = frame.f_back
    return "nobody"


def by_orm():
    """Return whether the ORM itself sends what is being sent: that was counted when it was made."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == persistence.__file__:
            return True
        frame = frame.f_back
    return False


@pytest.fixture
def writers():
    """Give who adds, changes or removes rows, by room and file."""
    seen = Counter()
    columns = [
        attribute.class_attribute
        for mapper in Base.registry.mappers
        for attribute in mapper.column_attrs
    ]

    def on_new(session, instance):
        seen[writer()] += 1

    def on_statement(state):
        if not state.is_select:
            seen[writer()] += 1

    def on_plain_statement(connection, statement, *rest):
        if statement.is_dml and not by_orm():
            seen[writer()] += 1

    def on_change(target, value, old, initiator):
        seen[writer()] += 1

    event.listen(Session, "transient_to_pending", on_new)
    event.listen(Session, "persistent_to_deleted", on_new)
    event.listen(Session, "do_orm_execute", on_statement)
    event.listen(Engine, "before_execute", on_plain_statement)
    for column in columns:
        event.listen(column, "set", on_change)
    yield seen
    event.remove(Session, "transient_to_pending", on_new)
    event.remove(Session, "persistent_to_deleted", on_new)
    event.remove(Session, "do_orm_execute", on_statement)
    event.remove(Engine, "before_execute", on_plain_statement)
    for column in columns:
        event.remove(column, "set", on_change)


SERVICES = {
    "accounts/granting.py",
    "accounts/services.py",
    "answering/services.py",
    "audit/chain.py",
    "invitations/asking.py",
    "invitations/planning.py",
    "invitations/publishing.py",
    "invitations/shifting.py",
    "measurements/services.py",
    "trajects/authority.py",
    "trajects/moments.py",
    "trajects/services.py",
    "trajects/statements.py",
}


def test_every_row_of_the_simulation_is_written_by_a_service(database, writers):
    run(database)

    assert set(writers) == SERVICES


def test_every_row_of_the_demonstration_is_written_by_a_service(database, writers):
    demonstration.build(database, standard(), NOW)

    assert set(writers) == SERVICES | {
        "accounts/approvals.py",
        "audit/repeating.py",
        "invitations/services.py",
        "measurements/following_up.py",
        "practice/contacts.py",
        "practice/deviations.py",
        "practice/support.py",
        "practice/ways.py",
        "trajects/goals.py",
        "trajects/timeline.py",
    }


# The demonstration and the benchmark


def test_the_demonstration_has_an_open_link_for_each_role_and_a_signal(database):
    made = demonstration.build(database, standard(), NOW)
    world = World(database, HandClock(NOW))

    assert sorted(link.role for link in made.links) == ["child", "parent", "teacher"]
    assert {sheet_of(world, link.invitation_id).state for link in made.links} == {"open"}
    assert world.rows("signal") >= 1


def test_the_demonstration_lets_in_somebody_of_each_role_and_by_no_other_password(database):
    made = demonstration.build(database, standard(), NOW)

    with database.read() as session:
        let_in = [
            accounts.check_password(session, each.email, made.password, "10.0.0.1", NOW)
            for each in made.people
        ]
        roles = [accounts.actor(person, local_date(NOW)).roles for person in let_in]
        assert roles == [{each.role} for each in made.people]
        assert {each.role for each in made.people} == {*GIVEN} - {Role.SUBSTITUTE}
        with pytest.raises(accounts.SignInError):
            accounts.check_password(session, demonstration.EMAIL, "demo demo", "10.0.0.1", NOW)


def test_the_demonstration_has_something_that_waits_for_a_second_person(database):
    made = demonstration.build(database, standard(), NOW)

    with database.read() as session:
        waiting = {
            each.name: waits_for_me(session, accounts.actor(person, local_date(NOW)), NOW)
            for each in made.people
            if (person := person_by_email(session, each.email))
        }
    assert waiting["Sanne Postma"] == waiting["Wim Terpstra"] == 1
    assert waiting["Lieke Brandsma"] == 0


def test_two_demonstrations_have_different_passwords(database_server):
    passwords = []
    for _ in range(2):
        url = database_server.create_migrated()
        with opened(url) as database:
            passwords.append(demonstration.build(database, standard(), NOW).password)
        database_server.drop(url)

    assert passwords[0] != passwords[1]


def test_the_benchmark_has_as_many_open_links_to_25_questions_on_one_page(database):
    links = bench.open_links(database, 5, "een", NOW)
    world = World(database, HandClock(NOW))

    sheets = [sheet_of(world, link.invitation_id) for link in links]

    assert len({sheet.invitation_id for sheet in sheets}) == 5
    assert {
        (sheet.state, len(sheet.every_page), len(sheet.every_page[0].items)) for sheet in sheets
    } == {("open", 1, 25)}


def test_the_benchmark_counts_what_was_stored_and_adds_up_the_answers(database):
    world = World(database, HandClock(NOW))
    first, second, _ = bench.open_links(database, 3, "een", NOW)
    page = sheet_of(world, first.invitation_id).every_page[0]
    highest = {item.key: max(item.options, key=lambda o: o.value or 0).key for item in page.items}
    answer(world, first.invitation_id, highest)
    answer(world, second.invitation_id)

    with database.read() as session:
        assert bench.count_stored(session) == 2
        assert bench.sum_stored(session) == sum(
            max(option.value or 0 for option in item.options)
            + min(option.value for option in item.options if option.value is not None)
            for item in page.items
        )


def test_a_day_of_answers_is_between_eight_and_eight():
    moments = [daytime(NOW.date(), random.Random(seed)) for seed in range(50)]  # noqa: S311 repeatable on purpose

    assert {moment.date() for moment in moments} == {NOW.date()}
    assert all(
        timedelta(hours=8) <= _since_midnight(each) < timedelta(hours=20) for each in moments
    )


def _since_midnight(moment):
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
