"""What stands in the database in the clear says nothing of a person, and why is written here.

Who somebody is and what was answered stand in tables apart: answers know an invitation, and only
the tables of the traject know a name.
"""

import re
from pathlib import Path

import pytest
from sqlalchemy import String, Text, TypeDecorator

import survey_app
from survey_app.invitations.links import Purpose
from survey_app.keeping.rotation import sealed_tables
from survey_app.storage import Base
from survey_app.storage.key_uses import KEY_USES
from survey_app.storage.sealed_text import SealedText, sealed_columns
from tests.rules.test_migrations import MODELS

pytestmark = pytest.mark.one_every_day

assert MODELS

ID = re.compile(r"(^|_)id$|_by$|^(claim|reader|reference|lent_for)$")
"""Random ids: they lead to a row for who has the database, and say nothing by themselves."""
CODES = {
    "a choice from a list of the software": (
        "*.act *.actor_kind *.area *.channel *.choice "
        " *.decision *.decline_reason *.direction *.done *.ending *.holders *.informant"
        " *.item *.kind *.language *.level *.method *.mode *.moment *.not_held *.object_kind"
        " *.outcome *.plan_key *.plan_version *.purpose *.questionnaire_key *.instead"
        " *.reason *.regime *.region *.role *.scale *.source *.stance *.state *.status"
        " *.verdict *.way *.with_whom *.missing decision.missing *.text_version *.version"
        " *.scoring_version *.norm *.bands *.reliability_kind measurement.quality"
        " *.ground *.counts_from *.identity *.form audit_event.roles act_to_repeat.detail"
    ),
    "a hash, or a fingerprint under a secret key": (
        "*.password_hash *.pin_hash *.secret_hash *.code_hash *.text_hash *.counter_key"
        " *.place_key *.address_key *.prints *.fingerprint *.email_print *.account_key *.digest"
        " *.sha256 *.key_name act_to_repeat.key act_to_repeat.subject erasure.subject"
        " *.subject_hash"
    ),
    "the same for everybody: a list, a way of working, figures of a list": (
        "published_questionnaire.key published_questionnaire.document published_way.key"
        " published_way.title published_principle.key published_principle.name"
        " published_principle.meaning decision_figure.title accepted_reference.figures"
        " accepted_reference.interviews accepted_reference.software"
    ),
    "an organisation, school or group, no person": (
        "organisation.name school.name class_group.name"
    ),
    "answers: the keys of chosen options by the keys of items; words stand in `texts`, sealed": (
        "response.answers response.missing correction.answers correction.missing draft.entries"
    ),
    "the open half of a key, a random question to a device, or a hash": (
        "passkey.public_key sign_in_step.content"
    ),
    "a random name of a browser": "response.browser correction.browser",
    "the make of a browser and of a system": "login_session.browser",
    "from where somebody with an account acted, which a trail must tell (NEN 7513)": (
        "audit_event.origin"
    ),
    "ids, or '-' for none": "*.chain *.scope approval.subject",
    "how many of what": "*.counts rights_given.left_out",
    "the name of a column": "rectification.place withheld_text.place",
    "the fingerprint of the texts that were looked over": "rights_request.looked_over",
    "what a message is for, by the ids of rows": "outbox_message.key",
    "a code that a coach chose for a child outside a traject; without a digit it is refused": (
        "reference_participant.code"
    ),
}
IDENTITY = {
    *("contact", "nomination", "person", "reset_request", "school_informant", "traject"),
    "traject_informant",
}
"""The tables that know who somebody is or where that person is reached."""
ANSWERS = {
    "correction": {"id", "organisation_id", "response_id", "entered_by"},
    "draft": {"invitation_id", "organisation_id"},
    "paper_entry": {"invitation_id", "organisation_id", "entered_by"},
    "response": {"id", "organisation_id", "invitation_id", "entered_by"},
}
"""The tables of answers, and the only ids in them; `entered_by` is a coach who typed."""
TIMES = {"UtcTime"}


def columns_in_the_clear():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
            is_text = isinstance(kind, String | Text) and type(column.type).__name__ not in TIMES
            if is_text and not isinstance(column.type, SealedText) and not ID.search(column.name):
                yield table.name, column.name


def named():
    return {each for names in CODES.values() for each in names.split()}


def test_every_text_is_sealed_or_it_is_said_why_it_tells_nothing_of_a_person():
    known = named()

    unexplained = [
        f"{table}.{column}"
        for table, column in columns_in_the_clear()
        if not {f"{table}.{column}", f"*.{column}"} & known
    ]

    assert unexplained == []


def test_no_reason_is_given_for_a_column_that_is_not_there():
    there = {each for pair in columns_in_the_clear() for each in (".".join(pair), f"*.{pair[1]}")}

    assert named() - there == set()


def test_every_sealed_column_is_sealed_for_its_own_place():
    wrong = {
        f"{table.name}.{column.name}": column.type.place
        for table in sealed_tables()
        for column in sealed_columns(table)
        if column.type.place != f"{table.name}.{column.name}"
    }

    assert wrong == {}


@pytest.mark.parametrize("table", ANSWERS)
def test_answers_know_an_invitation_and_nobody(table):
    columns = Base.metadata.tables[table].columns

    assert {each.name for each in columns if ID.search(each.name)} == ANSWERS[table]
    people = {each.column.table.name for column in columns for each in column.foreign_keys}
    assert people & IDENTITY <= ({"person"} if "entered_by" in ANSWERS[table] else set())


def test_who_somebody_is_stands_in_no_table_of_answers():
    words = {"name", "child_name", "label", "address", "email", "phone"}
    with_names = {
        table.name for table in Base.metadata.sorted_tables if words & set(table.columns.keys())
    } - {"class_group", "organisation", "passkey", "published_principle", "school"}

    assert with_names == IDENTITY
    assert not IDENTITY & set(ANSWERS)


def test_every_use_of_the_secret_keys_is_on_the_list():
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in Path(survey_app.__file__).parent.rglob("*.py")
        if file.name != "key_uses.py"
    )
    derived = set(re.findall(r'derive_key\(\s*[\w.\[\]]+,\s*"([^"]+)"', source))
    calls = len(re.findall(r"derive_key\(", source)) - 1  # without its own definition

    assert len(re.findall(r'derive_key\(\s*[\w.\[\]]+,\s*"', source)) == calls
    assert derived | {each.value for each in Purpose} == {each.purpose for each in KEY_USES}
