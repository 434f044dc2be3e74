"""What comes with Kansmeter follows its blueprint and can be stored and read back unchanged."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from survey_app.definitions import (
    DefinitionError,
    Informant,
    ItemKind,
    Layout,
    Method,
    Missing,
    Questionnaire,
    Severity,
    SignalLevel,
    Subject,
    check,
    evidence_of_form,
    fill,
    from_document,
    load,
    shipped,
    shipped_folder,
)

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "tests" / "benchmarks" / "bench-25.yaml"
EXAMPLE = ROOT / "survey_app" / "keeping" / "demo" / "voorbeeld-rust.yaml"

LK, OU, K8, ST = (
    "kansmeter-leerkracht",
    "kansmeter-ouder",
    "kansmeter-kind",
    "kansmeter-stapje",
)
FIRST = [LK, OU, K8, ST]
OWN = sorted(path.stem for path in shipped_folder().glob("kansmeter-*.yaml"))
ALL = [*OWN, str(BENCH), str(EXAMPLE)]

# These lists are about a person, a group or a school, so no item names a child.
WITHOUT_A_CHILD = {
    "kansmeter-groep",
    "kansmeter-leerkracht-zelf",
    "kansmeter-rol-juni",
    "kansmeter-rol-september",
}

F5 = [
    ("bijna nooit", 0),
    ("soms", 1),
    ("ongeveer de helft van de tijd", 2),
    ("vaak", 3),
    ("bijna altijd", 4),
]
F4 = [("nooit", 0), ("soms", 1), ("vaak", 2), ("altijd", 3)]
KRACHT_8 = {"o1", "o2", "w1", "w2", "r1", "r2", "p1", "p2"}
KRACHT_6 = {"o1", "w1", "w2", "r1", "r2", "p1"}


def options(questionnaire: Questionnaire, item: str) -> list[tuple[str, float | Missing | None]]:
    return [
        (option.text.in_language("nl"), option.missing or option.value)
        for option in questionnaire.item(item).options
    ]


def test_the_shipped_lists_have_no_fault() -> None:
    assert [each for each in check() if each.severity is Severity.FAULT] == []


def test_only_a_list_that_is_not_about_a_traject_names_no_child() -> None:
    about = {key: load(key).about for key in OWN}

    assert {key for key in OWN if about[key] is not Subject.TRAJECT} == WITHOUT_A_CHILD


def test_the_first_four_lists_are_shipped_and_every_file_is() -> None:
    keys = {each.key for each in shipped() if each.licence.ship_text}

    assert keys >= set(FIRST)
    assert keys == set(OWN)


def test_no_invented_list_is_shipped_even_when_its_file_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (*shipped_folder().glob("*.yaml"), EXAMPLE):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for module in ("loading", "reading"):
        monkeypatch.setattr(f"survey_app.definitions.{module}.shipped_folder", lambda: tmp_path)

    keys = {questionnaire.key for questionnaire in shipped()}

    assert "kansmeter-ouder" in keys
    assert "voorbeeld-rust" not in keys
    assert any("cannot be shipped" in fault.message for fault in check())


@pytest.mark.parametrize("name", ALL)
def test_a_list_comes_back_from_its_document_unchanged(name: str) -> None:
    questionnaire = load(name)

    again = from_document(questionnaire.document())

    assert again == questionnaire
    assert again.fingerprint == questionnaire.fingerprint


@pytest.mark.parametrize("name", ALL)
def test_the_fingerprint_is_the_sha256_of_the_document(name: str) -> None:
    questionnaire = load(name)

    digest = hashlib.sha256(questionnaire.document().encode()).hexdigest()

    assert questionnaire.fingerprint == digest


@pytest.mark.parametrize("name", ALL)
def test_the_document_is_canonical_json(name: str) -> None:
    document = load(name).document()

    again = json.dumps(
        json.loads(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert document == again


@pytest.mark.parametrize(
    "old_new", [("graag mee", "vlot mee"), ('"value":3', '"value":5'), ("mean", "prorated_sum")]
)
def test_every_change_of_text_value_or_rule_changes_the_fingerprint(
    old_new: tuple[str, str],
) -> None:
    questionnaire = load(LK)

    changed = from_document(questionnaire.document().replace(*old_new))

    assert changed.fingerprint != questionnaire.fingerprint


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"key":"x"}', "null", "nee"])
def test_a_damaged_document_is_refused(document: str) -> None:
    with pytest.raises(DefinitionError):
        from_document(document)


@pytest.mark.parametrize("name", ALL)
def test_no_variable_stays_unfilled(name: str) -> None:
    questionnaire = load(name)
    texts = [questionnaire.title, questionnaire.question]
    texts += [text for item in questionnaire.items for text in (item.text, item.hint) if text]
    texts += [option.text for item in questionnaire.items for option in item.options]
    texts += [
        text
        for scale in questionnaire.scales
        for text in (scale.title, scale.direction, scale.question)
    ]

    filled = [
        fill(text.in_language("nl"), kind="Noor", informant="oma", goal="samen spelen")
        for text in texts
    ]

    assert not [text for text in filled if re.search(r"[{}]", text)]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        (LK, "p1 r1 o1 w1 l1 r2 w2 l2 o2 p2 c"),
        (OU, "o2 p1 r1 w1 l1 r2 o1 l2 w2 p2 c"),
        (K8, "p1 r1 w1 l1 o1 w2 h1 r2 c"),
    ],
)
def test_the_items_stand_in_the_order_of_the_blueprint(key: str, order: str) -> None:
    assert [item.key for item in load(key).items] == order.split()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (LK, [*F5, ("niet gezien", Missing.DOES_NOT_KNOW)]),
        (OU, [*F5, ("weet ik niet", Missing.DOES_NOT_KNOW)]),
        (K8, [*F4, ("weet ik niet", Missing.DOES_NOT_KNOW)]),
    ],
)
def test_every_scored_item_has_the_literal_options_of_its_format(
    key: str, expected: list[tuple[str, float]]
) -> None:
    questionnaire = load(key)

    for item in questionnaire.items:
        if item.key != "c":
            assert options(questionnaire, item.key) == expected


@pytest.mark.parametrize("key", [LK, OU, K8])
def test_every_list_ends_with_the_unscored_contact_wish(key: str) -> None:
    questionnaire = load(key)

    assert questionnaire.items[-1].key == "c"
    assert options(questionnaire, "c") == [("ja, graag", None), ("nu niet", None)]
    assert [option.key for option in questionnaire.item("c").options] == ["ja_graag", "nu_niet"]
    assert not any("c" in scale.items for scale in questionnaire.scales)


@pytest.mark.parametrize(
    ("key", "scale", "items", "minimum", "up"),
    [
        (LK, "kracht", KRACHT_8, 7, True),
        (LK, "last", {"l1", "l2"}, 2, False),
        (OU, "kracht", KRACHT_8, 7, True),
        (OU, "last", {"l1", "l2"}, 2, False),
        (K8, "kracht", KRACHT_6, 5, True),
        (K8, "last", {"l1"}, 1, False),
        (K8, "houvast", {"h1"}, 1, True),
    ],
)
def test_a_scale_has_the_items_and_the_minimum_of_the_blueprint(
    key: str, scale: str, items: set[str], minimum: int, up: bool
) -> None:
    found = load(key).scale(scale)

    assert set(found.items) == items
    assert found.min_answered == minimum
    assert found.higher_is_better is up
    assert found.method is Method.MEAN
    assert found.reversed == frozenset()
    assert (found.lowest, found.highest) == ((0, 3) if key == K8 else (0, 4))


@pytest.mark.parametrize(
    ("key", "signals"),
    [
        (LK, {("l1", "bijna_altijd", "talk"), ("c", "ja_graag", "two_days")}),
        (OU, {("l1", "bijna_altijd", "talk"), ("c", "ja_graag", "two_days")}),
        (K8, {("l1", "altijd", "talk"), ("h1", "nooit", "today"), ("c", "ja_graag", "today")}),
    ],
)
def test_the_signals_have_the_level_of_the_blueprint(
    key: str, signals: set[tuple[str, str, str]]
) -> None:
    found = {
        (signal.item, option, signal.level.value)
        for signal in load(key).signals
        for option in signal.options
    }

    assert found == signals


def test_the_core_five_have_the_same_marks_for_teacher_parent_and_child() -> None:
    for key in (LK, OU, K8):
        marks = {item.parallel: item for item in load(key).items if item.parallel}

        assert set(marks) == {"O1", "W1", "R1", "P1", "L1"}
        assert all(item.key == mark.lower() for mark, item in marks.items())


def test_parallel_items_have_the_same_facet_for_every_informant() -> None:
    facets = [
        {item.key: item.facet for item in load(key).items if item.parallel} for key in (LK, OU, K8)
    ]

    assert facets[0] == facets[1] == facets[2]


@pytest.mark.parametrize(
    ("key", "informants", "ages", "period"),
    [
        (LK, ("teacher",), None, "Denk aan de afgelopen 4 weken."),
        (OU, ("parent",), None, "Denk aan de afgelopen 4 weken."),
        (K8, ("child",), (8, 12), "Denk aan deze week en vorige week."),
    ],
)
def test_informant_ages_and_period_are_those_of_the_blueprint(
    key: str, informants: tuple[str], ages: tuple[int, int] | None, period: str
) -> None:
    found = load(key)

    assert (found.informants, found.ages) == (informants, ages)
    assert found.period is not None
    assert found.period.in_language("nl") == period


def test_parent_child_and_stapje_show_one_item_a_page() -> None:
    for key in (OU, K8, ST):
        found = load(key)
        assert found.layout is Layout.ONE_BY_ONE
        assert all(len(page.items) == 1 for page in found.pages)


def test_the_teacher_has_two_pages_of_five_with_the_wish_at_the_end() -> None:
    assert [len(page.items) for page in load(LK).pages] == [5, 6]


@pytest.mark.parametrize(
    ("informant", "marks"),
    [("child", "ABD"), ("parent", "ABC"), ("teacher", "ABE"), ("coach", "C")],
)
def test_stapje_gives_each_informant_its_own_few_questions(informant: str, marks: str) -> None:
    pages = load(ST).pages_for(Informant(informant))

    steps = [page.items[0] for page in pages if page.items[0].kind is ItemKind.STEPS]
    assert "".join(str(item.parallel) for item in steps) == marks


def test_stapje_has_steps_with_the_words_of_both_ends_and_no_scale() -> None:
    stapje = load(ST)

    for item in (item for item in stapje.items if item.facet != "contactwens"):
        assert item.kind is ItemKind.STEPS
        assert [(option.key, option.value) for option in item.options] == [
            (str(step), step) for step in range(11)
        ]
        assert item.steps is not None
        assert item.steps.low.in_language("nl") == "zo moeilijk als het maar kan"
        assert item.steps.high.in_language("nl") == "zoals jij het graag wilt"
    assert stapje.scales == ()


def test_a_low_step_or_a_drop_of_three_is_a_talk_signal_for_all_but_the_coach() -> None:
    stapje = load(ST)
    talk = [signal for signal in stapje.signals if signal.level is SignalLevel.TALK]
    low = [signal for signal in talk if signal.drop is None]
    dropped = [signal for signal in talk if signal.drop is not None]

    asked = [
        item.key
        for item in stapje.items
        if item.kind is ItemKind.STEPS and Informant.COACH not in item.informants
    ]
    assert sorted(str(signal.item) for signal in low) == sorted(asked)
    assert sorted(str(signal.item) for signal in dropped) == sorted(asked)
    assert {signal.options for signal in low} == {("0", "1", "2")}
    assert {signal.drop for signal in dropped} == {3}


@pytest.mark.parametrize(("informant", "level"), [("child", "today"), ("parent", "two_days")])
def test_stapje_ends_with_a_wish_for_contact_that_a_coach_sees(informant: str, level: str) -> None:
    stapje = load(ST)
    last = stapje.pages_for(Informant(informant))[-1].items[-1]
    (signal,) = (signal for signal in stapje.signals if signal.item == last.key)

    assert last.facet == "contactwens"
    assert (signal.options, signal.level) == (("ja_graag",), SignalLevel(level))


@pytest.mark.parametrize("key", OWN)
def test_an_own_list_claims_no_evidence_and_no_norm(key: str) -> None:
    found = load(key)

    assert evidence_of_form(found).stage == 0
    assert (found.licence.id, found.licence.holder) == ("CC-BY-SA-4.0", "Kansmeter")
    assert found.licence.ship_text
    assert all(scale.references == () for scale in found.scales)


def test_the_bench_list_has_25_items_of_1_to_5_on_one_page() -> None:
    bench = load(BENCH)

    assert [item.key for item in bench.pages[0].items] == [f"q{n:02}" for n in range(1, 26)]
    assert {item.values for item in bench.items} == {(1, 2, 3, 4, 5)}
    assert [len(scale.items) for scale in bench.scales] == [5] * 5
    assert len({key for scale in bench.scales for key in scale.items}) == 25
    assert bench.signals == ()


def test_the_example_list_says_that_its_reference_is_invented() -> None:
    example = load(EXAMPLE)
    [reference] = example.scale("rust").references

    assert example.fictitious
    assert reference.fictitious
    assert (reference.sd, reference.reliability, reference.reliability_kind) == (
        0.8,
        0.84,
        "test-retest",
    )
    assert reference.source == "voorbeeld, verzonnen referentie"
    assert (len(example.items), len(example.scale("rust").reversed)) == (8, 2)
    assert example.scale("rust").min_answered == 6
