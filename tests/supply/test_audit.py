"""A known hole fails the run only when it can be mended, and nothing looked at is said to be so."""

from datetime import date

from tests.supply.audit import EXCEPTED, NOT_CHECKED, Excepted, judge, read

TODAY = date(2026, 11, 2)
SKIPPED = {"name": "flask", "skip_reason": "Dependency not found on PyPI and could not be audited"}
SOUND = {"name": "click", "version": "8.5.1", "vulns": []}


def holed(*fixes, number="GHSA-1", aliases=("CVE-2026-1",)):
    hole = {"id": number, "aliases": list(aliases), "fix_versions": list(fixes)}
    return {"name": "flask", "version": "3.1.3", "vulns": [hole]}


def judged(*packages, excepted=None):
    return judge({"dependencies": list(packages)}, excepted or {}, TODAY, 2)


def test_ac_135_a_hole_that_can_be_mended_fails_and_says_how():
    verdict = judged(SOUND, holed("3.1.4", "3.2.0"))

    assert verdict.is_clean is False
    assert verdict.lines[1] == "flask 3.1.3: GHSA-1, mended in 3.1.4, 3.2.0"


def test_ac_135_a_hole_that_nobody_mended_is_told_and_does_not_fail():
    verdict = judged(SOUND, holed())

    assert verdict.is_clean
    assert "not mended by anybody yet" in verdict.lines[1]


def test_ac_135_an_exception_holds_by_any_of_its_numbers_and_until_its_day():
    kept = Excepted("only where a file is uploaded, which we never do", TODAY)
    lapsed = Excepted("the same", date(2026, 11, 1))

    assert judged(holed("4"), excepted={"CVE-2026-1": kept}).is_clean
    assert not judged(holed("4"), excepted={"CVE-2026-1": lapsed}).is_clean
    assert not judged(holed("4"), excepted={"CVE-2026-2": kept}).is_clean


def test_ac_135_every_exception_has_a_reason():
    assert [name for name, each in EXCEPTED.items() if len(each.reason.split()) < 5] == []


def test_ac_135_packages_that_were_passed_over_are_not_said_to_be_sound():
    assert judged(SKIPPED, SKIPPED).lines == (NOT_CHECKED,)
    assert judged(SKIPPED, SOUND).lines == ("1 of 2 packages looked at",)


def test_ac_135_without_a_network_that_is_said_and_the_run_passes():
    away = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='x', port=443)"

    assert read("", away, TODAY, 2) == read("", "Could not connect to it", TODAY, 2)
    assert read("", away, TODAY, 2).lines == (NOT_CHECKED,)
    assert read("", away, TODAY, 2).is_clean


def test_ac_135_an_audit_that_cannot_be_read_fails():
    verdict = read("", "Traceback\nKeyError: 'name'", TODAY, 2)

    assert verdict.is_clean is False
    assert "KeyError" in verdict.lines[0]
