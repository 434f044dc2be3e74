"""A file outside the database still knows how far the trail had come (AC-124)."""

import stat
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from survey_app.audit import anchors
from survey_app.audit.anchors import AnchorError, check_anchors, note_ends
from survey_app.keeping.doctor_trail import LONGEST_OPEN, anchored
from tests.factories.world import OTHER_SECRET, opened

CUT = (
    "DELETE FROM audit_event WHERE chain = :c AND position > 2",
    "UPDATE audit_head SET position = 2, digest ="
    " (SELECT digest FROM audit_event WHERE chain = :c AND position = 2) WHERE chain = :c",
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "anchors"


def note(trail, file):
    with trail.database.read() as session:
        return note_ends(session, file, trail.clock())


def faults(trail, file):
    with trail.database.read() as session:
        found = [each for each in check_anchors(session, file) if isinstance(each, str)]
    return [each.split(": ", 1)[1] for each in found]


def test_each_chain_that_was_lengthened_is_noted_and_fits(trail, file):
    trail.write(2)
    trail.write(3, organisation_id=None)

    assert [note(trail, file), note(trail, file)] == [2, 0]
    trail.write()

    assert note(trail, file) == 1
    noted = [line.split()[1:3] for line in file.read_text().splitlines()]
    assert noted == [["-", "3"], [trail.chain, "2"], [trail.chain, "3"]]
    assert faults(trail, file) == []


def test_ac_124_a_tail_cut_off_together_with_its_noted_end_is_found_by_the_anchor(trail, file):
    trail.write(5)
    note(trail, file)

    trail.attack(*CUT)

    assert trail.faults() == []
    (fault,) = faults(trail, file)
    assert fault.startswith(f"chain {trail.chain} has lost line 5, which was there at 2026-09-07T")
    with pytest.raises(AnchorError, match="shorter than"):
        note(trail, file)


def test_what_came_after_the_last_anchor_is_not_covered(trail, file):
    """The window that the README names: whoever reads this test knows how large it is."""
    trail.write(2)
    note(trail, file)
    trail.write(3)

    trail.attack(*CUT)

    assert trail.faults() == faults(trail, file) == []


def test_ac_124_a_chain_that_is_gone_as_a_whole_is_found_by_the_anchor(trail, file):
    trail.write(3)
    note(trail, file)

    trail.attack("DELETE FROM audit_event", "DELETE FROM audit_head")

    assert trail.faults() == []
    assert len(faults(trail, file)) == 1
    with pytest.raises(AnchorError, match=trail.chain):
        note(trail, file)


def test_ac_124_a_trail_that_went_on_differently_after_a_cut_is_found_by_the_anchor(trail, file):
    trail.write(4)
    note(trail, file)
    trail.attack(*CUT)

    trail.write(5)

    assert trail.faults() == []
    (fault,) = faults(trail, file)
    assert fault.startswith(f"chain {trail.chain} was written again: line 4")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda line: line.replace(" 2 ", " 3 "), "it was changed, or Kansmeter did not write it"),
        (lambda line: line[:-6] + "000000", "it was changed, or Kansmeter did not write it"),
        (lambda line: line.replace("-07T", "-08T"), "it was changed, or Kansmeter did not"),
        (lambda line: "words", "this line is no anchor"),
        (lambda line: line.replace(" 2 ", " 99999999999999999999 "), "this line is no anchor"),
        (lambda line: line.replace(" 2 ", " -2 "), "this line is no anchor"),
        (lambda line: "é" + line, "this line is no anchor"),
    ],
)
def test_ac_124_an_anchor_that_was_changed_is_found(trail, file, edit, told):
    trail.write(2)
    note(trail, file)

    file.write_text(edit(file.read_text().rstrip("\n")) + "\n")

    (fault,) = faults(trail, file)
    assert fault.startswith(told)


def test_an_anchor_under_a_key_that_is_not_known_is_told(trail, file, migrated_url):
    trail.write(2)
    note(trail, file)

    with opened(migrated_url, OTHER_SECRET) as other:
        trail.database = other
        (fault,) = faults(trail, file)

    assert fault.startswith("marked by the unknown key")


def test_ac_124_an_anchor_of_earlier_behind_a_later_one_is_found(trail, file):
    trail.write(2)
    note(trail, file)
    trail.write(2)
    note(trail, file)
    first, last = file.read_text().splitlines()

    file.write_text(f"{last}\n{first}\n")

    assert faults(trail, file) == [f"chain {trail.chain} goes back to line 2"]


def test_the_file_is_for_its_owner_alone_and_is_only_added_to(trail, file):
    trail.write()
    note(trail, file)
    before = file.read_bytes()
    trail.write()
    note(trail, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(before)


def test_two_who_note_at_the_same_time_leave_no_anchor_that_goes_back(trail, file, monkeypatch):
    make, is_first = anchors._anchor, True
    trail.write(2)
    with ThreadPoolExecutor(1) as another:

        def make_slowly(*told):
            nonlocal is_first, second
            if is_first:
                is_first = False
                trail.write(2)
                second = another.submit(note, trail, file)
                wait([second], timeout=0.7)
            return make(*told)

        second = None
        monkeypatch.setattr(anchors, "_anchor", make_slowly)
        note(trail, file)
        assert second.result() == 1

    assert faults(trail, file) == []
    assert [line.split()[2] for line in file.read_text().splitlines()] == ["2", "4"]


def test_what_is_noted_while_the_anchors_are_looked_at_is_for_the_next_time(
    trail, file, monkeypatch
):
    look = anchors._digests

    def look_slowly(*told):
        found = look(*told)
        trail.write()
        note(trail, file)
        return found

    monkeypatch.setattr(anchors, "AT_ONCE", 1)
    monkeypatch.setattr(anchors, "_digests", look_slowly)
    trail.write(2)
    note(trail, file)

    with trail.database.read() as session:
        assert list(check_anchors(session, file)) == [1]


def test_a_torn_line_costs_no_other(trail, file):
    trail.write()
    note(trail, file)
    file.write_bytes(file.read_bytes()[:-20])
    trail.write()

    note(trail, file)

    assert faults(trail, file) == ["it was changed, or Kansmeter did not write it"]
    assert len(file.read_text().splitlines()) == 2


@pytest.mark.parametrize("how", ["open to others", "a link to elsewhere", "no folder"])
def test_a_file_that_cannot_be_trusted_is_refused(trail, file, tmp_path, how):
    trail.write()
    if how == "open to others":
        file.touch()
        file.chmod(0o644)
    elif how == "a link to elsewhere":
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file = tmp_path / "nowhere" / "anchors"

    with pytest.raises(AnchorError):
        note(trail, file)

    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_is_gone_is_told(trail, file):
    with pytest.raises(AnchorError, match="cannot be read"):
        faults(trail, file)


def looked_at(trail, file, *, is_asked=False):
    with trail.database.read() as session:
        return anchored(session, file, trail.clock(), is_asked=is_asked)


def test_ac_124_the_doctor_tells_that_the_end_is_noted_nowhere(trail, file):
    trail.write(2)

    assert "is not set" in looked_at(trail, None).sentence
    assert not looked_at(trail, file, is_asked=True).is_fault  # whoever plans comes soon
    trail.clock.forward(seconds=LONGEST_OPEN.total_seconds() + 1)

    for is_asked in (False, True):
        told = looked_at(trail, file, is_asked=is_asked)
        assert "since 2026-09-07 10:00 have no anchor" in told.sentence
        assert told.is_fault == is_asked
    note(trail, file)
    assert "is noted outside" in looked_at(trail, file).sentence


def test_ac_124_the_doctor_tells_of_a_line_that_waits_behind_others_that_do_not(trail, file):
    trail.write(2)
    note(trail, file)
    trail.clock.forward(hours=2)
    trail.write(1, organisation_id=None)
    assert not looked_at(trail, file).is_fault
    trail.clock.forward(hours=2)
    trail.write(1)

    assert looked_at(trail, file).is_fault


def test_ac_124_the_doctor_tells_of_a_tail_that_is_gone_and_of_a_file_that_is_none(trail, file):
    trail.write(5)
    note(trail, file)
    trail.attack(*CUT)

    assert "audit verify" in looked_at(trail, file).sentence
    assert looked_at(trail, file.parent).is_fault
