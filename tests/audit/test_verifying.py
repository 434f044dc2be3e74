"""Whoever changes the trail in the database is found out, each time by what was done (AC-124)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.audit.lines import Line, marked_text
from survey_app.audit.verifying import check, stored_lines
from survey_app.storage import derive_key
from survey_app.storage.marking import Marks
from tests.factories.world import OTHER_SECRET, SECRET

COLUMNS = {
    "at": "2026-09-07T08:00:00.000001Z",
    "organisation_id": None,
    "actor_kind": "command",
    "actor_id": "q" * 32,
    "roles": "coach",
    "act": "see group",
    "object_kind": "goal",
    "object_id": "u" * 32,
    "outcome": "refused",
    "reason": "emergency",
    "origin": "203.0.113.8",
    "digest": "0" * 64,
}
MOVE = "UPDATE audit_event SET position = :to WHERE chain = :c AND position = :at"


def changed(position):
    return f"line {position} was changed, or is not one that Kansmeter wrote there"


def test_a_trail_that_nobody_touched_has_no_faults(trail):
    trail.write(3)
    trail.write(2, organisation_id=None)

    assert trail.faults() == []
    assert trail.counts() == {trail.chain: 3, "-": 2}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("position", [1, 3, 5])
def test_ac_124_any_changed_field_is_found_and_only_its_line_is_told(trail, column, position):
    trail.write(5)

    trail.attack(
        f"UPDATE audit_event SET {column} = :v WHERE position = {position}",  # noqa: S608 the columns stand above
        v=COLUMNS[column],
    )

    at_the_end = ["the mark of its last line is not the one that was noted as its end"]
    assert trail.faults() == [
        changed(position),
        *(at_the_end if (position, column) == (5, "digest") else []),
    ]


def test_ac_124_a_line_that_is_called_marked_by_another_key_is_found(trail):
    trail.write(3)

    trail.attack("UPDATE audit_event SET key_name = 'deadbeef', act = 'x' WHERE position = 2")

    (fault,) = trail.faults()
    assert fault.startswith("line 2 has a mark by the unknown key 'deadbeef'")


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("= 1", "line 1 was removed"),
        ("= 3", "line 3 was removed"),
        ("BETWEEN 2 AND 4", "lines 2 to 4 were removed"),
    ],
)
def test_ac_124_removed_lines_are_found(trail, gone, told):
    trail.write(6)

    trail.attack(f"DELETE FROM audit_event WHERE position {gone}")  # noqa: S608 the places stand above

    assert trail.faults() == [told]


def test_ac_124_lines_that_close_up_behind_a_removed_one_are_found(trail):
    trail.write(4)

    trail.attack(
        "DELETE FROM audit_event WHERE position = 2",
        "UPDATE audit_event SET position = 2 WHERE position = 3",
        "UPDATE audit_event SET position = 3 WHERE position = 4",
        "UPDATE audit_head SET position = 3",
    )

    assert trail.faults() == [changed(2), changed(3)]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({2: 3, 3: 2}, "lines 2 to 3"),
        ({2: 4, 4: 2}, "lines 2 to 4"),
        ({1: 5, 2: 1, 3: 2, 4: 3, 5: 4}, "lines 1 to 5"),
    ],
)
def test_ac_124_lines_in_another_order_are_found(trail, order, told):
    for act in ("see traject", "see goal", "see course", "see paper", "see group", "see steps"):
        trail.write(act=act)

    away = [(at, at + 90) for at in order]
    back = [(at + 90, to) for at, to in order.items()]
    for at, to in away + back:
        trail.attack(MOVE, at=at, to=to)

    assert trail.faults() == [f"{told} stand in another order than they were written in"]


def test_ac_124_a_tail_that_was_cut_off_is_found(trail):
    trail.write(5)

    trail.attack("DELETE FROM audit_event WHERE position > 3")

    assert trail.faults() == ["cut off: 5 lines were written, and those after line 3 are gone"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "DELETE FROM audit_event",
            "cut off: 3 lines were written, and those after line 0 are gone",
        ),
        ("DELETE FROM audit_head", "its end is not noted any more (audit_head)"),
        ("UPDATE audit_head SET position = 2", "lines 3 to 3 stand behind its end"),
        (
            "UPDATE audit_head SET digest = 'x'",
            "the mark of its last line is not the one that was noted as its end",
        ),
    ],
)
def test_ac_124_an_end_that_does_not_fit_is_found(trail, statement, told):
    trail.write(3)

    trail.attack(statement)

    assert trail.faults() == [told]


@pytest.mark.parametrize("place", ["behind", "before"])
def test_ac_124_a_line_that_was_made_up_is_found(trail, place):
    trail.write(3)
    to = 4 if place == "behind" else 0

    trail.attack(
        "INSERT INTO audit_event (chain, position, at, actor_kind, act, object_kind, outcome,"
        " key_name, digest) SELECT chain, :to, at, actor_kind, act, object_kind, outcome,"
        " key_name, digest FROM audit_event WHERE position = 3",
        "UPDATE audit_head SET position = 4" if place == "behind" else "SELECT 1",
        to=to,
    )

    faults = trail.faults()
    assert (changed(4) if place == "behind" else "line 0 stands before the first one") in faults


def test_ac_124_a_chain_cannot_be_made_again_without_the_key(trail, migrated_url):
    """Not with another key under the same name, and not under a name of one's own."""
    trail.write(3)
    with trail.database.read() as session:
        rows = list(stored_lines(session, trail.chain, 99))
    for name, told in ((rows[0].key_name, "was changed"), ("abcdef01", "unknown key")):
        forged, before = [], ""
        marks = Marks({name: derive_key(OTHER_SECRET, "audit trail")})
        for each in rows:
            line = Line(**{**{f: getattr(each.line, f) for f in each.line.__slots__}, "act": "x"})
            before = str(
                marks.mark(marked_text(line, trail.chain, each.position, before, name), name)
            )
            forged.append(before)
        for position, digest in enumerate(forged, 1):
            trail.attack(
                "UPDATE audit_event SET act = 'x', key_name = :name, digest = :digest"
                " WHERE position = :position",
                "UPDATE audit_head SET digest = :digest",
                name=name,
                digest=digest,
                position=position,
            )

        assert len(trail.faults()) == 3
        assert all(told in each for each in trail.faults())


def test_lines_that_come_while_the_trail_is_checked_are_no_fault(trail):
    trail.write(3)

    with trail.database.read() as session:
        checking = check(session, trail.chain)
        trail.write(2)
        found = list(checking)

    assert [each for each in found if isinstance(each, str)] == []


TEXT = st.none() | st.text(max_size=12)
LINES = st.builds(Line, *(TEXT for _ in Line.__slots__))


@settings(max_examples=40)
@given(one=LINES, other=LINES, chain=st.text(max_size=4), position=st.integers(1, 9))
def test_no_two_lines_are_marked_alike(one, other, chain, position):
    read = {
        marked_text(line, chain, at, before, name)
        for line in (one, other)
        for at in (position, position + 1)
        for before in ("", "a")
        for name in ("k", "l")
    }

    assert len(read) == 8 * len({one, other})


@settings(max_examples=60)
@given(line=LINES, field=st.sampled_from(Line.__slots__), value=TEXT)
def test_any_change_of_any_field_needs_another_mark(line, field, value):
    marks = Marks({"k": derive_key(SECRET, "audit trail")})
    other = Line(**{**{f: getattr(line, f) for f in Line.__slots__}, field: value})

    same = marks.mark(marked_text(line, "c", 1, "", "k"), "k") == marks.mark(
        marked_text(other, "c", 1, "", "k"), "k"
    )

    assert same is (getattr(line, field) == value)
