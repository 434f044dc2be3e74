"""The lists that came after the first four ask what the blueprint says, in its forms and orders."""

import re
from collections import Counter
from itertools import product

import pytest

from survey_app.definitions import (
    Face,
    Goal,
    Informant,
    Item,
    ItemKind,
    Layout,
    Method,
    Missing,
    Questionnaire,
    Steps,
    Subject,
    load,
    shipped,
)
from survey_app.definitions.wording import syllables

OU, LK, K8, ST = (
    "kansmeter-ouder",
    "kansmeter-leerkracht",
    "kansmeter-kind",
    "kansmeter-stapje",
)
K6, ST6, LZ, SW, SW5, GK = (
    "kansmeter-kind-jong",
    "kansmeter-stapje-jong",
    "kansmeter-leerkracht-zelf",
    "kansmeter-samenwerking",
    "kansmeter-samenwerking-slot",
    "kansmeter-groep",
)
ER, ER6, NZ, AM, V5 = (
    "kansmeter-ervaring",
    "kansmeter-ervaring-jong",
    "kansmeter-nazorg",
    "kansmeter-aanmelding",
    "kansmeter-verandering",
)
SEPTEMBER, JUNE, FA, SU, DO = (
    "kansmeter-rol-september",
    "kansmeter-rol-juni",
    "kansmeter-factoren",
    "kansmeter-steun",
    "kansmeter-doelen",
)
CORE_OF = {key: f"{key}-kern" for key in (OU, LK, K8, K6)}
BEFORE = {OU, LK, K8, ST}
ASKED_OF_A_FAMILY_OR_TEACHER = [
    K6,
    ST6,
    LZ,
    SW,
    SW5,
    GK,
    ER,
    ER6,
    NZ,
    AM,
    V5,
    DO,
    *CORE_OF.values(),
]
OF_PROFESSIONALS = [SEPTEMBER, JUNE, FA, SU]
NEW = [*ASKED_OF_A_FAMILY_OR_TEACHER, *OF_PROFESSIONALS]

UNKNOWN = Missing.DOES_NOT_KNOW
F3 = [("niet zo goed", 0), ("gaat wel", 1), ("goed", 2), ("weet ik niet", UNKNOWN)]
F5 = [
    ("bijna nooit", 0),
    ("soms", 1),
    ("ongeveer de helft van de tijd", 2),
    ("vaak", 3),
    ("bijna altijd", 4),
    ("niet gezien", UNKNOWN),
]
QUALITY = [("nog niet", 0), ("een beetje", 1), ("best goed", 2), ("goed", 3), ("heel goed", 4)]
Q5 = [*QUALITY, ("weet ik niet / past niet", UNKNOWN)]
Q5_ROLE = [*QUALITY, ("geen zicht op", UNKNOWN)]
Z5 = [("bijna geen", 0), ("een beetje", 1), ("best wat", 2), ("veel", 3), ("heel veel", 4)]
V5_OPTIONS = [
    ("veel moeilijker", -2),
    ("iets moeilijker", -1),
    ("hetzelfde", 0),
    ("iets beter", 1),
    ("veel beter", 2),
]
BALANCE = [
    ("kostte veel", -2),
    ("kostte iets", -1),
    ("gelijk", 0),
    ("scheelde iets", 1),
    ("scheelde veel", 2),
]
PLAYS = [
    ("speelt sterk", 2),
    ("speelt wat", 1),
    ("speelt niet", 0),
    ("niet besproken", UNKNOWN),
]
STEP_ENDS = ("zo moeilijk als het maar kan", "zoals jij het graag wilt")


def dutch(item: Item) -> str:
    return item.text.in_language("nl")


def options(item: Item) -> list[tuple[str, float | Missing | None]]:
    return [
        (option.text.in_language("nl"), option.missing or option.value) for option in item.options
    ]


def ends(steps: Steps | None) -> tuple[str, str]:
    assert steps is not None
    return steps.low.in_language("nl"), steps.high.in_language("nl")


def keys_of(questionnaire: Questionnaire, informant: Informant) -> list[str]:
    return [item.key for page in questionnaire.pages_for(informant) for item in page.items]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def test_no_list_is_forgotten_here() -> None:
    own = {each.key for each in shipped() if each.licence.ship_text}
    assert own == BEFORE | set(NEW)


# Who, how long, about what


@pytest.mark.parametrize(
    ("key", "informants", "about", "ages"),
    [
        (K6, "child", "traject", (6, 7)),
        (ST6, "child", "traject", (6, 7)),
        (LZ, "teacher", "person", None),
        (SW, "parent teacher coach", "traject", None),
        (SW5, "parent teacher", "traject", None),
        (GK, "teacher", "group", None),
        (ER, "parent child teacher", "traject", (8, 12)),
        (ER6, "child", "traject", (6, 7)),
        (NZ, "parent teacher child", "traject", (8, 12)),
        (AM, "teacher", "traject", None),
        (V5, "parent teacher child", "traject", (8, 12)),
        (SEPTEMBER, "director ib municipality", "school", None),
        (JUNE, "director ib municipality", "school", None),
        (FA, "coach", "traject", None),
        (SU, "coach", "traject", None),
        (DO, "child parent teacher", "traject", (8, 12)),
    ],
)
def test_informants_subject_and_ages_are_those_of_the_blueprint(
    key: str, informants: str, about: str, ages: tuple[int, int] | None
) -> None:
    found = load(key)

    assert found.informants == tuple(informants.split())
    assert (found.about, found.ages) == (Subject(about), ages)


@pytest.mark.parametrize(
    ("key", "period"),
    [
        (K6, "Denk aan gewone dagen."),
        (ST6, "Denk aan vandaag."),
        (LZ, "Denk aan de afgelopen 4 weken."),
        (
            SW,
            "Denk aan de afgelopen 4 weken. "
            "Is dit de eerste keer? Denk dan aan de tijd tot nu toe.",
        ),
        (GK, "Denk aan de afgelopen 4 weken."),
        (AM, "Denk aan de afgelopen 4 weken."),
        (SEPTEMBER, "Denk aan dit schooljaar."),
        (JUNE, "Denk aan dit schooljaar."),
        (FA, "Denk aan nu."),
    ],
)
def test_the_period_is_that_of_the_blueprint(key: str, period: str) -> None:
    found = load(key).period

    assert found is not None
    assert found.in_language("nl") == period


@pytest.mark.parametrize("key", NEW)
def test_a_parent_or_child_gets_one_item_a_page_and_a_professional_pages_of_a_few(key: str) -> None:
    found = load(key)

    if {Informant.PARENT, Informant.CHILD} & set(found.informants):
        assert found.layout is Layout.ONE_BY_ONE
    else:
        assert found.layout is Layout.TOGETHER
        assert max(len(page.items) for page in found.pages) <= 7


# Items in their order


@pytest.mark.parametrize(
    ("key", "informant", "order"),
    [
        (K6, "child", "b1 r1 w1 o1 h1 p1 c"),
        (ST6, "child", "a_kind c"),
        (LZ, "teacher", "lz1 lz2 lz3 lz4 c"),
        (SW, "parent", "sw1 sw2 sw3 sw4 c"),
        (SW, "teacher", "sw1 sw2 sw3 sw4 c"),
        (SW, "coach", "sw1 sw2 sw3 sw4"),
        (SW5, "parent", "sw5 c"),
        (SW5, "teacher", "sw5 c"),
        (GK, "teacher", "gk1 gk2 gk3 c"),
        (
            ER,
            "parent",
            "er1_ouder er2_ouder er3_ouder er4_ouder er5_ouder moeilijker terugbellen "
            "coach_leest open_ouder c",
        ),
        (ER, "child", "er1_kind er2_kind er3_kind c_kind"),
        (ER, "teacher", "er1_leerkracht er2_leerkracht er3_leerkracht er4_leerkracht c"),
        (ER6, "child", "er1_kind er3_kind c"),
        (NZ, "parent", "nz1 nz2 nz2_maand a_ouder c"),
        (NZ, "teacher", "a_leerkracht l2 c"),
        (NZ, "child", "a_kind c_kind"),
        (AM, "teacher", "reden zie ouders r1 w1 l2 c"),
        (V5, "parent", "v5_ouder c"),
        (V5, "teacher", "v5_leerkracht c"),
        (V5, "child", "v5_kind c_kind"),
        (SEPTEMBER, "director", "themas uren reden"),
        (
            JUNE,
            "municipality",
            "snelle_hulp ouders leerkrachten kennis sociaal_team ingebed laten_zien uren regel",
        ),
        (FA, "coach", "fa1 fa2 fa3 fa4 fa5 fa6 fa7 fa8 fa9 fa10 fa11 fa12"),
        (DO, "child", "doel1_kind gas1_kind doel2_kind gas2_kind doel3_kind gas3_kind c_kind"),
        (
            DO,
            "teacher",
            "doel1_volwassene gas1_volwassene doel2_volwassene gas2_volwassene "
            "doel3_volwassene gas3_volwassene c",
        ),
    ],
)
def test_each_informant_gets_the_items_in_the_order_of_the_blueprint(
    key: str, informant: str, order: str
) -> None:
    assert keys_of(load(key), Informant(informant)) == order.split()


# Options


@pytest.mark.parametrize(
    ("key", "items", "expected"),
    [
        (K6, "b1 r1 w1 o1 h1 p1", F3),
        (LZ, "lz1 lz2", Z5),
        (LZ, "lz3 lz4", Q5),
        (SW, "sw1 sw2 sw3 sw4", Q5),
        (SW5, "sw5", Q5),
        (GK, "gk1 gk2 gk3", F5),
        (ER, "er1_ouder er2_ouder er3_ouder er4_ouder er5_ouder", Q5),
        (ER, "er1_kind er2_kind er3_kind", Q5),
        (ER, "er1_leerkracht er2_leerkracht er3_leerkracht", Q5),
        (ER, "er4_leerkracht", BALANCE),
        (ER6, "er1_kind er3_kind", F3),
        (NZ, "l2", F5),
        (AM, "r1 w1 l2", F5),
        (V5, "v5_ouder v5_leerkracht v5_kind", V5_OPTIONS),
        (JUNE, "snelle_hulp ouders leerkrachten kennis", Q5_ROLE),
        (JUNE, "sociaal_team ingebed laten_zien uren", Q5_ROLE),
        (FA, "fa1 fa2 fa3 fa4 fa5 fa6 fa7 fa8 fa9 fa10 fa11 fa12", PLAYS),
    ],
)
def test_an_item_has_the_literal_options_of_its_format(
    key: str, items: str, expected: list[tuple[str, float | Missing]]
) -> None:
    questionnaire = load(key)

    for item in items.split():
        assert options(questionnaire.item(item)) == expected


@pytest.mark.parametrize("key", [K6, ER6])
def test_the_three_faces_stand_from_sad_to_glad(key: str) -> None:
    for item in load(key).items[:-1]:
        faces = [option.face for option in item.options]

        assert item.kind is ItemKind.FACES
        assert faces == [Face.SAD, Face.SO_SO, Face.GLAD, None]


@pytest.mark.parametrize(
    ("key", "item", "texts"),
    [
        (
            NZ,
            "nz1",
            "ja | ja, met gewone steun van familie, school of huisarts | nee, er loopt hulp | "
            "weet ik niet",
        ),
        (NZ, "nz2", "nee | ja, licht en dichtbij | ja, met verwijzing | zeg ik liever niet"),
        (ER, "moeilijker", "ja | nee | zeg ik liever niet"),
        (
            AM,
            "reden",
            "verandering thuis | verlies of ziekte | spanning of zorgen | erbij horen | gevoelens "
            "| tot leren komen | praktische druk | contact school-ouders | iets anders",
        ),
        (AM, "ouders", "akkoord | weten het | nog niet | help mij met dat gesprek"),
        (SU, "familie", "geen | wacht | loopt | klaar volgens plan | anders gestopt"),
        (SU, "familie_bron", "ouder | school | coach"),
        (SU, "afloop", "gedaan | niet nodig gebleken | uitgesteld"),
    ],
)
def test_a_closed_question_has_the_answers_of_the_blueprint(
    key: str, item: str, texts: str
) -> None:
    assert [text for text, _ in options(load(key).item(item))] == texts.split(" | ")


# Scales


@pytest.mark.parametrize(
    ("key", "scale", "items", "minimum", "up", "highest"),
    [
        (K6, "kracht", "o1 w1 r1 p1", 4, True, 2),
        (K6, "houvast", "h1", 1, True, 2),
        (K6, "samen_spelen", "b1", 1, True, 2),
        (LZ, "druk", "lz1 lz2", 2, False, 4),
        (LZ, "toegerust", "lz3 lz4", 2, True, 4),
        (SW, "samenwerken", "sw1 sw2 sw3 sw4", 3, True, 4),
        (GK, "groepsklimaat", "gk1 gk2 gk3", 2, True, 4),
    ],
)
def test_a_mean_has_the_items_and_the_minimum_of_the_blueprint(
    key: str, scale: str, items: str, minimum: int, up: bool, highest: float
) -> None:
    found = load(key).scale(scale)

    assert set(found.items) == set(items.split())
    assert found.min_answered == minimum
    assert found.higher_is_better is up
    assert found.method is Method.MEAN
    assert found.reversed == frozenset()
    assert (found.lowest, found.highest) == (0, highest)


@pytest.mark.parametrize(
    ("scale", "numbers", "up"), [("drukkend", range(1, 7), False), ("dragend", range(7, 13), True)]
)
def test_factors_are_counted_and_never_added_up(scale: str, numbers: range, up: bool) -> None:
    found = load(FA).scale(scale)

    assert found.items == tuple(f"fa{number}" for number in numbers)
    assert (found.method, found.counted) == (Method.COUNT, ("speelt_sterk", "speelt_wat"))
    assert (found.min_answered, found.higher_is_better) == (1, up)
    assert (found.lowest, found.highest) == (0, 6)


def test_no_other_list_has_a_scale() -> None:
    assert {key for key in NEW if load(key).scales} == {K6, LZ, SW, GK, FA}


# Signals and the wish for contact


@pytest.mark.parametrize(
    ("key", "signals"),
    [
        (K6, {("h1", "niet_zo_goed", "today"), ("c", "ja_graag", "today")}),
        (ST6, {("c", "ja_graag", "today")}),
        (LZ, {("c", "ja_graag", "two_days")}),
        (
            SW,
            {
                ("c", "ja_graag", "two_days"),
                *((f"sw{number}", "nog_niet", "talk") for number in range(1, 5)),
            },
        ),
        (SW5, {("c", "ja_graag", "two_days")}),
        (GK, {("c", "ja_graag", "two_days")}),
        (ER, {("c_kind", "ja_graag", "today"), ("c", "ja_graag", "two_days")}),
        (ER6, {("c", "ja_graag", "today")}),
        (NZ, {("c_kind", "ja_graag", "today"), ("c", "ja_graag", "two_days")}),
        (AM, {("c", "ja_graag", "two_days")}),
        (V5, {("c_kind", "ja_graag", "today"), ("c", "ja_graag", "two_days")}),
        (DO, {("c_kind", "ja_graag", "today"), ("c", "ja_graag", "two_days")}),
        *((key, set()) for key in OF_PROFESSIONALS),
    ],
)
def test_the_signals_have_the_level_of_the_blueprint(
    key: str, signals: set[tuple[str, str, str]]
) -> None:
    found = {
        (item, option, signal.level.value)
        for signal in load(key).signals
        for item in signal.watched
        for option in signal.options
    }

    assert found == signals


def test_only_two_answers_nog_niet_on_working_together_are_a_signal() -> None:
    (counting,) = [signal for signal in load(SW).signals if signal.at_least is not None]

    assert counting.at_least == 2
    assert [key for key in NEW for signal in load(key).signals if signal.items] == [SW]


@pytest.mark.parametrize("key", [*BEFORE, *NEW])
def test_whoever_can_raise_a_signal_is_told_beforehand_who_reads_it(key: str) -> None:
    """Answers that count together are told of once, at the first."""
    questionnaire = load(key)

    for signal in questionnaire.signals:
        hint = questionnaire.item(signal.watched[0]).hint
        assert hint is not None
        assert "kansencoach leest" in hint.in_language("nl") or (
            "kansencoach neemt" in hint.in_language("nl")
        )


@pytest.mark.parametrize(
    ("key", "informant"),
    list(product(ASKED_OF_A_FAMILY_OR_TEACHER, ["parent", "child", "teacher"])),
)
def test_parent_child_and_teacher_end_with_the_wish_for_contact(key: str, informant: str) -> None:
    questionnaire = load(key)
    if Informant(informant) not in questionnaire.informants:
        return
    wish = questionnaire.pages_for(informant)[-1].items[-1]

    assert wish.facet == "contactwens"
    assert options(wish) == [("ja, graag", None), ("nu niet", None)]
    assert {signal.item for signal in questionnaire.signals} >= {wish.key}
    assert not any(wish.key in scale.items for scale in questionnaire.scales)


@pytest.mark.parametrize("informant", ["coach", "director", "ib", "municipality"])
def test_a_professional_is_asked_no_wish_for_contact(informant: str) -> None:
    facets = {
        item.facet
        for key in NEW
        for item in load(key).items
        if Informant(informant) in item.informants
    }

    assert facets
    assert "contactwens" not in facets


def test_one_neutral_item_stands_between_the_signal_item_and_the_wish_of_a_young_child() -> None:
    keys = [item.key for item in load(K6).items]

    assert keys[keys.index("h1") + 1] == "p1"


# The same question, elsewhere


@pytest.mark.parametrize("key", ["r1", "w1", "l2"])
def test_a_nomination_asks_what_the_teacher_is_asked_later_in_the_same_words(key: str) -> None:
    first, later = load(AM).item(key), load(LK).item(key)

    assert first.text == later.text
    assert first.options == later.options
    assert (first.facet, first.indicator, first.parallel) == (
        later.facet,
        later.indicator,
        later.parallel,
    )
    assert first.hint == later.hint


def test_a_nomination_has_the_period_of_the_teacher_list() -> None:
    assert load(AM).period == load(LK).period


def test_aftercare_asks_the_step_and_the_schoolwork_in_the_same_words() -> None:
    aftercare, steps, teacher = load(NZ), load(ST), load(LK)

    for key in ("a_ouder", "a_leerkracht", "a_kind"):
        assert aftercare.item(key).text == steps.item(key).text
        assert aftercare.item(key).steps == steps.item(key).steps
        assert aftercare.item(key).parallel == steps.item(key).parallel == "A"
    assert aftercare.item("l2").text == teacher.item("l2").text
    assert aftercare.item("l2").options == teacher.item("l2").options


def test_a_young_child_has_four_of_the_core_five_with_the_same_marks_and_facets() -> None:
    young = {item.parallel: item for item in load(K6).items if item.parallel}

    assert set(young) == {"O1", "W1", "R1", "P1"}
    for mark, item in young.items():
        assert item.key == mark.lower()
        for key in (LK, OU, K8):
            assert item.facet == load(key).item(item.key).facet
            assert load(key).item(item.key).parallel == mark


@pytest.mark.parametrize(
    ("key", "marks"),
    [(OU, "P1 R1 W1 L1 O1"), (LK, "P1 R1 W1 L1 O1"), (K8, "P1 R1 W1 L1 O1"), (K6, "R1 W1 O1 P1")],
)
def test_a_short_list_is_the_core_five_and_the_wish_for_contact_without_a_score(
    key: str, marks: str
) -> None:
    whole, core = load(key), load(CORE_OF[key])

    assert [item.parallel for item in core.items] == [*marks.split(), None]
    assert core.items[-1].key == "c"
    assert core.scales == ()
    assert set(core.signals) == {
        signal for signal in whole.signals if signal.item in {item.key for item in core.items}
    }
    assert (core.period, core.question, core.layout) == (whole.period, whole.question, whole.layout)


def test_the_four_lines_of_working_together_are_the_same_words_for_all_three() -> None:
    questionnaire = load(SW)

    for number in range(1, 5):
        item = questionnaire.item(f"sw{number}")
        assert item.parallel == f"SW{number}"
        assert item.informants == {Informant.PARENT, Informant.TEACHER, Informant.COACH}


def test_the_felt_change_is_one_parallel_item_for_each_informant() -> None:
    marked = [item for item in load(V5).items if item.parallel]

    assert {item.parallel for item in marked} == {"V5"}
    assert [set(item.informants) for item in marked] == [
        {Informant.PARENT},
        {Informant.TEACHER},
        {Informant.CHILD},
    ]


def test_a_young_child_gets_the_first_and_the_last_of_the_older_childs_experience() -> None:
    older, young = load(ER), load(ER6)

    assert [item.parallel for item in young.items[:2]] == [
        older.item("er1_kind").parallel,
        older.item("er3_kind").parallel,
    ]


def test_september_and_june_have_the_same_eight_themes() -> None:
    themes = load(SEPTEMBER).item("themas")
    rated = [item for item in load(JUNE).items if item.kind is ItemKind.CHOICE]

    assert [option.key for option in themes.options] == [item.key for item in rated]
    assert [option.text.in_language("nl") for option in themes.options] == [
        item.facet for item in rated
    ]


# How many may be chosen, what can be written, what comes only sometimes


@pytest.mark.parametrize(
    ("key", "item", "least", "most"),
    [(AM, "reden", 0, 2), (SEPTEMBER, "themas", 3, 3)],
)
def test_so_many_answers_can_be_chosen(key: str, item: str, least: int, most: int) -> None:
    found = load(key).item(item)

    assert found.kind is ItemKind.MULTIPLE
    assert found.choose is not None
    assert (found.choose.least, found.choose.most) == (least, most)


def test_the_steps_of_a_young_child_are_five_and_stand_beside_no_others() -> None:
    step = load(ST6).item("a_kind")

    assert step.text == load(ST).item("a_kind").text
    assert step.values == (0, 1, 2, 3, 4)
    assert step.parallel is None


@pytest.mark.parametrize("key", NEW)
def test_a_list_has_at_most_one_field_for_own_words_and_a_child_none(key: str) -> None:
    questionnaire = load(key)
    written = [item for item in questionnaire.items if item.max_length is not None]

    assert len(written) <= 1
    for item in written:
        assert item.max_length == 200
        assert item.hint is not None
        assert Informant.CHILD not in item.informants


@pytest.mark.parametrize(
    ("key", "informant", "answers", "more"),
    [
        (NZ, "parent", {"nz2": "nee"}, ""),
        (NZ, "parent", {"nz2": "liever_niet"}, ""),
        (NZ, "parent", {"nz2": "licht"}, "nz2_maand"),
        (NZ, "parent", {"nz2": "verwijzing"}, "nz2_maand"),
        (ER, "parent", {"moeilijker": "nee"}, ""),
        (ER, "parent", {"moeilijker": "ja"}, "terugbellen"),
        (SU, "coach", {"licht": "geen", "gedacht": "nee"}, ""),
        (SU, "coach", {"licht": "wacht"}, "licht_bron"),
        (SU, "coach", {"licht": "loopt"}, "licht_bron licht_van"),
        (SU, "coach", {"licht": "klaar"}, "licht_bron licht_van licht_tot"),
        (SU, "coach", {"gedacht": "ja"}, "gedacht_door gedacht_maand afloop argument"),
    ],
)
def test_an_answer_opens_only_what_belongs_to_it(
    key: str, informant: str, answers: dict[str, str], more: str
) -> None:
    questionnaire = load(key)

    pages = questionnaire.pages_for(informant, answers)

    opened = [item.key for page in pages for item in page.items if item.show_when]
    assert opened == more.split()


def test_support_has_a_line_for_each_of_the_seven_kinds() -> None:
    first = load(SU).pages[0]

    assert [item.key for item in first.items] == (
        "familie school sociaal_team huisarts licht verwijzing anders".split()
    )
    for item in load(SU).items:
        if item.number is not None:
            assert (item.number.least, item.number.most) == (1, 12)


def test_a_goal_is_rated_on_the_step_and_on_its_own_five_levels() -> None:
    questionnaire = load(DO)

    for number, who in product((1, 2, 3), ("kind", "volwassene")):
        step = questionnaire.item(f"doel{number}_{who}")
        level = questionnaire.item(f"gas{number}_{who}")
        assert step.goal is not None
        assert (step.goal.number, ends(step.goal.steps)) == (number, STEP_ENDS)
        assert level.goal == Goal(number)
        assert step.values == tuple(range(11))
        assert list(level.values) == [-2, -1, 0, 1, 2]
        assert "{goal}" in dutch(step)
        assert "{goal}" in dutch(level)


# Plain words


@pytest.mark.parametrize("key", [K6, ER6])
def test_a_child_of_six_gets_seven_short_words_and_is_called_jij(key: str) -> None:
    for item in load(key).items:
        text = dutch(item)

        assert len(words(text)) <= 7
        assert {"Jij", "jij", "jou"} & set(words(text))
        assert max(syllables(word) for word in words(text) if word != "kansencoach") <= 2


@pytest.mark.parametrize("key", NEW)
def test_an_item_is_asked_in_one_sentence_of_its_own(key: str) -> None:
    times = Counter(
        (dutch(item), tuple(sorted(item.informants)), item.goal.number if item.goal else None)
        for item in load(key).items
    )

    assert [text for text, count in times.items() if count > 1] == []
