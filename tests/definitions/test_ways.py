"""Ways of working: what comes along is sound, and a used version never changes its words."""

from dataclasses import replace

import pytest

from survey_app.definitions import DefinitionError, UnknownKeyError
from survey_app.definitions.ways import check_ways, read_way, step_fault, way_of, ways_folder

SHIPPED = (ways_folder() / "kansencoach.yaml").read_text(encoding="utf-8")
WAY = way_of("kansencoach")


def written(tmp_path, text):
    path = tmp_path / "way.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_way_that_comes_along_has_no_fault():
    assert check_ways() == []
    assert [each.key for each in WAY.principles][:3] == ["samen", "wat_lukt", "kleine_stap"]
    assert len(WAY.principles) == 8


def test_another_key_names_what_there_is():
    with pytest.raises(UnknownKeyError, match="there are: kansencoach"):
        way_of("nergens")


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("key: wat_lukt", "key: samen", "12:10", "this key is there twice"),
        ("name: een kleine stap", "name: Samen beslissen", "18:11", "this name is there twice"),
        ("title: Werkwijze kansencoach", "title: ''", "6:8", "empty"),
        ("title: Werkwijze kansencoach", "titel: x", "6:1", "unknown key"),
        ("name: een kleine stap", f"name: {'a' * 41}", "18:11", "longer than 40 characters"),
        ('version: "1.0"\ntitle', 'version: "een"\ntitle', "5:10", "1.0"),
    ],
)
def test_a_fault_is_told_at_its_place(tmp_path, old, new, place, says):
    assert old in SHIPPED
    path = written(tmp_path, SHIPPED.replace(old, new, 1))

    with pytest.raises(DefinitionError) as refused:
        read_way(path)

    told = [str(fault) for fault in refused.value.faults]
    assert any(f"way.yaml:{place}: " in each and says in each for each in told), told


def test_an_absent_file_is_said(tmp_path):
    (fault,) = check_ways([tmp_path / "nergens.yaml"])

    assert "no such file" in fault.message


def changed(**parts):
    first, *rest = WAY.principles
    return replace(WAY, version="1.1", principles=(replace(first, **parts), *rest))


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (WAY, None),
        (replace(WAY, version="1.1", principles=WAY.principles[:4]), None),
        (changed(name="samen kiezen", version="1.1"), None),
        (changed(name="samen kiezen"), "give it a higher version"),
        (changed(meaning="Anders.", version="0.9"), "give it a higher version"),
        (replace(WAY, title="Iets anders"), "is in use with other words"),
        (replace(WAY, version="0.9"), "is lower than 1.0"),
        (replace(WAY, key="anders"), "another way"),
    ],
)
def test_a_next_version_changes_no_words_without_a_higher_number(after, says):
    fault = step_fault(WAY, after)

    assert (fault is None) if says is None else (says in str(fault))
