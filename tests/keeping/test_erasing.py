"""Everything of one child goes, nothing of anybody else, and it is told what went (AC-117)."""

from pathlib import Path

import pytest
from sqlalchemy import String

import survey_app
from survey_app.answering.sheets import read_sheet
from survey_app.errors import NotFoundError
from survey_app.keeping import belongings, erasing, holding
from survey_app.keeping.belongings import (
    HOLDS_NOTHING,
    LOOSE,
    PARTICIPANT,
    SHARED,
    TRAJECT,
    every_table,
    reached_from,
)
from survey_app.keeping.certificate import certificate_of, document_of, text_of
from survey_app.keeping.holding import HeldError
from survey_app.keeping.models import Erasure
from survey_app.storage import Base
from tests.keeping.erased import contents, erase, found

# What belongs to a child follows from the tables


@pytest.mark.one_database
def test_each_table_is_reached_from_a_child_or_shared_or_said_to_hold_nothing_of_one():
    reached = {*reached_from(TRAJECT), *reached_from(PARTICIPANT)}
    named = reached, set(SHARED), set(HOLDS_NOTHING)

    assert set().union(*named) == set(every_table())
    assert sum(len(each) for each in named) == len(every_table())
    assert min(len(reason) for reason in {**SHARED, **HOLDS_NOTHING}.values()) > 7


@pytest.mark.one_database
def test_each_column_that_can_hold_an_id_without_saying_whose_is_named_with_what_becomes_of_it():
    reached = {*reached_from(TRAJECT), *reached_from(PARTICIPANT)}
    loose = {
        (table.name, column.name)
        for table in every_table().values()
        if table.name not in reached and (table.name in SHARED or table.name in HOLDS_NOTHING)
        for column in table.columns
        if isinstance(column.type, String)
        and column.type.length in (32, 64, 120)
        and not column.foreign_keys
        and not column.primary_key
        and not any(
            column.name in [each.parent.name for each in key.elements]
            for key in table.foreign_key_constraints
        )
    }
    of_nobody = {name for name in loose if name[0] in NOT_OF_A_CHILD}

    assert loose - of_nobody == set(LOOSE)


NOT_OF_A_CHILD = {
    *("accepted_reference", "act_to_repeat", "erasure", "failed_sign_in", "published_way"),
    *("published_principle", "published_questionnaire", "wrong_code"),
}
"""Tables in which such a column is a key of a list, a count or a certificate."""


@pytest.mark.one_database
def test_each_table_stands_in_a_module_of_models_so_that_an_erasure_knows_it():
    package = Path(survey_app.__file__).parent
    elsewhere = [
        str(each.relative_to(package))
        for each in package.rglob("*.py")
        if "__tablename__ =" in each.read_text() and not each.stem.endswith("models")
    ]

    assert elsewhere == []
    assert set(every_table()) == set(Base.metadata.tables)


@pytest.mark.one_database
def test_each_foreign_key_points_to_the_first_column_of_a_primary_key():
    pointed_at = {
        (key.referred_table.name, each.column.name)
        for table in every_table().values()
        for key in table.foreign_key_constraints
        for each in key.elements
        if each.column.name != "organisation_id"
    }

    assert pointed_at == {
        (name, next(iter(every_table()[name].primary_key.columns)).name) for name, _ in pointed_at
    }


@pytest.mark.one_database
def test_a_table_that_nobody_knows_stops_an_erasure(world, coach, traject):
    world.sql("CREATE TABLE of_tomorrow (id INTEGER)")
    before = contents(world)

    with pytest.raises(belongings.UnknownTableError, match="of_tomorrow"):
        erase(world, coach, traject)

    assert contents(world) == before


# Erasing


def test_ac_117_everything_of_the_child_goes_and_nothing_of_another(world, coach, lives):
    first, second = lives
    mine, others = found(world, first.traject_id), found(world, second.traject_id)
    before = contents(world)
    assert set(mine) == set(reached_from(TRAJECT))

    made = erase(world, coach, first.traject_id)

    gone = {key[0] for key in before.keys() - contents(world).keys()}
    after = contents(world)
    went = {(name, *key) for name, keys in mine.items() for key in keys}
    assert went.isdisjoint(after)
    assert gone == {*mine, "contact", "outbox_message", "link_request"}
    assert found(world, first.traject_id) == {}
    assert found(world, second.traject_id) == others
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    assert {key[0] for key in changed} == {"audit_head", "outbox_message", "login_session"}
    assert sum(made.counts.values()) == sum(
        key[0] != "link_request" for key in before.keys() - after.keys()
    )


def test_ac_117_no_id_of_the_child_is_left_but_in_the_trail(world, coach, lives):
    mine = found(world, lives[0].traject_id)
    ids = {key[0] for keys in mine.values() for key in keys}
    contacts = set(world.sql("SELECT id FROM contact"))

    erase(world, coach, lives[0].traject_id)
    ids |= {each for (each,) in contacts - set(world.sql("SELECT id FROM contact"))}

    holding = {
        table.name
        for table in every_table().values()
        for row in world.sql(f'SELECT * FROM "{table.name}"')  # noqa: S608 our own tables
        if any(each in str(value) for value in row for each in ids)
    }
    assert len(ids) > 40
    assert holding == {"audit_event"}


def test_ac_117_a_message_about_two_children_stays_for_the_other_and_an_address_too(
    world, coach, lives
):
    shared = world.sql(
        "SELECT m.message_id FROM invitation_message AS m JOIN invitation AS i"
        " ON i.id = m.invitation_id GROUP BY m.message_id HAVING count(DISTINCT i.traject_id) > 1"
    )

    erase(world, coach, lives[0].traject_id)

    left = {each for (each,) in world.sql("SELECT id FROM outbox_message")}
    assert shared
    assert {each for (each,) in shared} <= left
    assert world.rows("contact") == 2
    erase(world, coach, lives[1].traject_id)
    assert (world.rows("contact"), world.rows("outbox_message")) == (0, 0)


@pytest.mark.one_database
def test_ac_119_a_form_that_was_open_stores_nothing_after_the_erasure(world, coach, lives):
    erase(world, coach, lives[0].traject_id)

    with world.database.read() as session, pytest.raises(NotFoundError):
        read_sheet(session, lives[0].open_link, world.clock.today)


def test_ac_117_the_trail_keeps_that_it_was_erased_by_whom_and_no_line_is_lost(world, coach, lives):
    lines = world.sql("SELECT * FROM audit_event ORDER BY chain, position")

    erase(world, coach, lives[0].traject_id)

    after = world.sql("SELECT * FROM audit_event ORDER BY chain, position")
    (last,) = after[len(lines) :]
    assert after[: len(lines)] == lines
    said = world.sql(
        "SELECT act, object_kind, object_id, actor_id, outcome FROM audit_event"
        " ORDER BY chain DESC, position DESC LIMIT 1"
    )
    assert said == [
        ("erase, request", "traject", lives[0].traject_id, coach.actor.person_id, "done")
    ]
    assert not [value for value in last if "KNR" in str(value)]


@pytest.mark.one_database
def test_only_the_coach_of_a_traject_erases_it_and_a_refusal_writes_nothing(world, coach, traject):
    colleague = world.coach()
    before = contents(world)

    for actor, traject_id in ((colleague, traject), (coach, "0" * 32)):
        with pytest.raises(NotFoundError):
            erase(world, actor, traject_id)

    assert contents(world) == before


def test_what_is_held_is_not_erased_and_the_reason_is_told(world, coach, traject):
    with world.database.write() as session:
        holding.hold(session, coach.actor, traject, "de rechter vroeg erom", world.clock())
    before = contents(world)

    with pytest.raises(HeldError, match="de rechter vroeg erom"):
        erase(world, coach, traject)
    assert contents(world) == before
    with world.database.write() as session:
        holding.lift(session, coach.actor, traject, world.clock())
    erase(world, coach, traject)

    assert world.rows("traject") == 0


# The certificate


@pytest.mark.one_database
def test_ac_117_the_certificate_tells_what_went_when_and_until_when_there_are_copies(
    world, coach, lives
):
    made = erase(world, coach, lives[0].traject_id)

    with world.database.read() as session:
        kept = session.get_one(Erasure, made.id)
        told = certificate_of(session, kept)
        document = document_of(kept)
    text = text_of(told)
    assert document["rows_erased"]["response"] == 3
    assert document["remains"]["copies_until"] == "2026-10-12"
    assert document["remains"]["lines_of_the_trail"] > 10
    assert "12 oktober 2026" in text
    assert "op verzoek van een ouder" in text
    assert "Marit Velthuis" in text
    assert told.total == sum(made.counts.values())
    assert "andere gegevens" not in text
    assert not [each for each in (text, str(document)) if "KNR" in each]
    assert lives[0].traject_id not in text + str(document)


@pytest.mark.one_database
def test_a_certificate_keeps_its_fingerprint_and_changes_it_with_what_it_says(
    world, coach, traject
):
    made = erase(world, coach, traject)

    with world.database.write() as session:
        kept = session.get_one(Erasure, made.id)
        same = document_of(kept)["fingerprint"]
        kept.counts = {**kept.counts, "traject": 2}

    assert document_of(made)["fingerprint"] == same
    with world.database.read() as session:
        assert document_of(session.get_one(Erasure, made.id))["fingerprint"] != same


@pytest.mark.one_database
def test_a_certificate_is_for_who_erased(world, coach, traject):
    made = erase(world, coach, traject)

    with world.database.read() as session:
        assert erasing.certificate_for(session, coach.actor, made.id).id == made.id
        assert [each.id for each in erasing.certificates_of(session, coach.actor)] == [made.id]
        with pytest.raises(NotFoundError):
            erasing.certificate_for(session, world.coach().actor, made.id)
        assert erasing.certificates_of(session, world.coach().actor) == []
