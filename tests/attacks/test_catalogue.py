"""Every case of the catalogue has a test that carries its number, or the reason why not."""

from tests.attacks.catalogue import CASES, OPEN, PARTLY, standing


def test_every_case_has_a_test_or_a_reason():
    told = standing().keys() | OPEN.keys()

    assert [number for number in CASES if number not in told] == []


def test_a_reason_goes_when_a_test_comes_and_what_is_partly_tested_has_one():
    tested = set(standing())

    partly = {number for number, reason in OPEN.items() if reason.startswith(PARTLY)}
    assert set(OPEN) - partly - (set(CASES) - tested) == set()
    assert [number for number in OPEN if number not in CASES or len(OPEN[number]) < 15] == []


def test_no_test_carries_a_number_that_is_no_case():
    assert set(standing()) - set(CASES) == set()


def test_numbers_are_read_from_names_and_from_what_tests_say(tmp_path):
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        '"""A file (AC-001, 002)."""\n'
        "def test_ac_003_ac_004_one(): ...\n"
        'def test_two():\n    """Two (AC-005 and AC-006)."""\n'
        "def test_ac_1234_is_no_number(): ...\n"
        'def helper():\n    """AC-007"""\n'
    )

    assert standing(tmp_path) == {
        "AC-001": ["room/test_a.py"],
        "AC-002": ["room/test_a.py"],
        "AC-003": ["room/test_a.py::test_ac_003_ac_004_one"],
        "AC-004": ["room/test_a.py::test_ac_003_ac_004_one"],
        "AC-005": ["room/test_a.py::test_two"],
        "AC-006": ["room/test_a.py::test_two"],
    }
