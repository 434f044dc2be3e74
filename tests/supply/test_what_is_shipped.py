"""What we ship is allowed, and the bill of materials names all of it by its hash."""

import json

from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import licences, locked, sbom


def test_ac_135_everything_that_is_shipped_may_be():
    assert licences.refused() == {}


def test_ac_135_a_licence_counts_when_one_of_its_alternatives_is_allowed_in_all_parts():
    assert licences.is_allowed("Apache-2.0 OR GPL-3.0-only")
    assert licences.is_allowed("BSD-3-Clause AND 0BSD AND MIT")
    for refused in ("GPL-3.0-only", "MIT AND GPL-3.0-only", "unknown", "", "Proprietary"):
        assert not licences.is_allowed(refused), refused


def test_ac_135_what_is_argued_is_shipped_and_needs_it():
    shipped = licences.table()

    assert {name: shipped.get(name) for name in licences.ARGUED if name not in shipped} == {}
    assert [name for name in licences.ARGUED if licences.is_allowed(shipped[name])] == []


def test_ac_135_the_bill_names_every_locked_package_with_version_and_hashes():
    bill = json.loads(sbom.text())

    named = {
        (each["name"], each["version"], frozenset(hash_["content"] for hash_ in each["hashes"]))
        for each in bill["components"]
    }
    assert named == {(each.name, each.version, frozenset(each.hashes)) for each in locked.read()}
    assert len(named) == locked.SHIPPED.read_text().count("==") - markers()
    assert all(each["licenses"] for each in bill["components"])


def test_ac_135_the_bill_is_what_cyclonedx_calls_one():
    assert JsonStrictValidator(sbom.VERSION).validate_str(sbom.text()) is None


def markers():
    """Return how often the lock compares something else than a version of a package."""
    return sum(each.where.count("==") for each in locked.read())


def test_ac_135_the_bill_says_who_asks_for_what_and_is_the_same_each_time():
    text = sbom.text()
    uses = {each["ref"]: each.get("dependsOn", []) for each in json.loads(text)["dependencies"]}

    assert any(each.startswith("flask@") for each in uses["kansmeter"])
    flask = next(name for name in uses if name.startswith("flask@"))
    assert any(each.startswith("werkzeug@") for each in uses[flask])
    assert set().union(*uses.values()) == set(uses) - {"kansmeter"}
    assert text == sbom.text()
