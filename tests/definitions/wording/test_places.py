"""A finding stands at its word where the file has the text as it is, else where that begins."""

from pathlib import Path

import pytest

from survey_app.definitions import Severity, check, load
from survey_app.definitions.nodes import Source
from tests.definitions.wording.own_list import content, found_in

WRITTEN = 'nl: "{kind} speelt graag buiten."'


def place_of_niet(folder: Path, written: str) -> tuple[int, int]:
    path = folder / "eigen.yaml"
    given = content(options=TWO)
    assert given.count(WRITTEN) == 1
    path.write_text(given.replace(WRITTEN, written), encoding="utf-8")
    [fault] = check([path])
    assert fault.message == "a negation (niet); say what is there"
    return fault.line, fault.column


TWO = """\
    - {key: a, value: 0, text: {nl: een beetje}}
    - {key: b, value: 1, text: {nl: veel}}
"""
LINE = 20


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ('nl: "{kind} is niet bang."', (LINE, 22)),
        ("nl: '{kind} is niet bang.'", (LINE, 22)),
        ("nl: Bij {kind} is niet veel.", (LINE, 25)),
        ('nl: "\\u007bkind} is niet bang."', (LINE, 11)),
        ("nl: 'In ''t huis van {kind} is niet veel.'", (LINE, 11)),
        ("nl: Bij {kind}\n        is niet veel.", (LINE, 11)),
        ("nl: >-\n        Bij {kind} is niet veel.", (LINE, 11)),
    ],
)
def test_a_word_is_pointed_at_only_where_the_file_has_it_letter_for_letter(
    tmp_path: Path, written: str, place: tuple[int, int]
) -> None:
    assert place_of_niet(tmp_path, written) == place


def test_behind_a_word_nothing_stands() -> None:
    source = Source("proef.yaml", b"title: {nl: Proef}\n")

    assert source.word(("title", "nl")) == "Proef"
    assert source.word(("title", "nl", "more")) is None
    assert source.place_within(("title", "nl", "more"), 3) == (1, 13)


def test_an_answer_is_pointed_at_where_its_set_stands_and_once(tmp_path: Path) -> None:
    two = content(options=TWO.replace("veel", "veel niet"))
    second = two[two.index("  - key: q1") : two.index("    facet")].replace("q1", "q2")
    path = tmp_path / "eigen.yaml"
    path.write_text(
        two.replace("  - key: q1", f"{second}    facet: x\n    indicator: y\n  - key: q1"),
        encoding="utf-8",
    )

    [fault] = check([path])

    assert (fault.line, fault.column) == (15, 42)


def test_answers_at_the_item_itself_are_pointed_at_there(tmp_path: Path) -> None:
    path = tmp_path / "eigen.yaml"
    given = content(options=TWO).replace("options:\n  rij:\n" + TWO, "")
    own = "options: [{key: a, text: {nl: niet graag}}, {key: b, text: {nl: graag}}]"
    path.write_text(given.replace("options: rij", own), encoding="utf-8")

    [fault] = check([path])

    assert (fault.line, fault.column) == (14, 35)


def test_pages_are_followed_to_the_item(tmp_path: Path) -> None:
    path = tmp_path / "eigen.yaml"
    given = content(options=TWO).replace("one_by_one", "together")
    top, items = given.split("items:\n")
    inside, period = items.split("period:")
    shifted = "".join(f"    {line}\n" for line in inside.splitlines()).replace("graag", "niet")
    path.write_text(
        f"{top}pages:\n  - key: een\n    items:\n{shifted}period:{period}", encoding="utf-8"
    )

    [fault] = check([path])

    assert (fault.line, fault.column) == (22, 30)


def test_what_is_found_in_lists_of_others_is_told_without_advice(tmp_path: Path) -> None:
    [found] = found_in(tmp_path, holder="iemand", text="{kind} is nooit bang.", options=TWO)

    assert found.severity is Severity.WARNING
    assert found.message == "a negation (nooit) (in a list of 'iemand')"
    assert str(found).endswith(":20:22: warning: a negation (nooit) (in a list of 'iemand')")


def test_lists_of_others_need_no_facet_and_no_indicator(tmp_path: Path) -> None:
    assert found_in(tmp_path, holder="iemand", facet="", indicator="") == []


def test_an_invented_list_is_only_warned(tmp_path: Path) -> None:
    [found] = found_in(
        tmp_path, fictitious="fictitious: true", text="{kind} is niet bang.", options=TWO
    )

    assert found.severity is Severity.WARNING


def test_a_list_without_dutch_is_not_checked(tmp_path: Path) -> None:
    path = tmp_path / "eigen.yaml"
    given = content(text="Nobody is not bad.", facet="", indicator="").replace("nl", "en")
    path.write_text(given, encoding="utf-8")

    assert check([path]) == []


def test_a_breach_of_wording_does_not_stop_loading(tmp_path: Path) -> None:
    assert found_in(tmp_path, text="{kind} is niet bang.")

    assert load(tmp_path / "eigen.yaml").key == "eigen"
