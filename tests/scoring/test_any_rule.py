"""The sheet and the table agree for rules that nobody wrote: every feature, drawn by chance."""

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.definitions import Condition, Method, Page, Rounding, Settled
from survey_app.scoring import score_sheet, score_table
from tests.scoring.examples import turned
from tests.scoring.test_two_computations import as_table, bits, choices

LIST = turned()
ITEMS = tuple(item for item in LIST.items if item.values)
OPENING = ITEMS[0]
SCALE = LIST.scale("average")
ADDING = (Method.SUM, Method.MEAN, Method.PRORATED_SUM)
# Beyond one byte and two, below zero, halves, and what no binary float holds exactly.
COUNTS_FOR = st.sampled_from([0.0, 1.0, 2.0, 3.0, 127.0, 40_000.0, -1.0, -128.0, 0.5, 0.1, -0.3])
WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 4.0, 100.0, 0.5, 0.1])
FILLED = st.none() | COUNTS_FOR


WHOLE_TYPES = ("int8", "uint8", "int16", ">i2", ">u4", "int64", "uint64", "Int8", "object")


def some_of(keys):
    return st.lists(st.sampled_from(list(keys)), unique=True, max_size=len(keys))


def valued(item):
    return [option.key for option in item.options if option.value is not None]


@st.composite
def item_scales(draw, key):
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, unique_by=lambda item: item.key))
    keys = tuple(item.key for item in items)
    options = sorted({option for item in items for option in valued(item)})
    method = draw(st.sampled_from(Method))
    is_count = method is Method.COUNT
    recode = draw(st.none() | st.fixed_dictionaries(dict.fromkeys(options, COUNTS_FOR)))
    weights = draw(st.dictionaries(st.sampled_from(keys), WEIGHTS)) if method in ADDING else {}
    settled = st.builds(
        Settled, st.just(OPENING.key), some_of(valued(OPENING)).map(tuple), COUNTS_FOR
    )
    return replace(
        SCALE,
        key=key,
        items=keys,
        method=method,
        min_answered=draw(st.integers(1, len(keys))),
        recode=() if is_count or recode is None else tuple(recode.items()),
        reversed=frozenset() if is_count else frozenset(draw(some_of(keys))),
        weights=tuple(weights.items()),
        counted=tuple(draw(some_of(options))) if is_count else (),
        blank=draw(FILLED),
        hidden=draw(FILLED),
        rounding=draw(st.none() | st.sampled_from(Rounding)),
        settled=draw(st.none() | settled),
    )


@st.composite
def totals(draw, key, known):
    keys = tuple(draw(st.lists(st.sampled_from(known), min_size=1, unique=True)))
    method = draw(st.sampled_from([*ADDING, Method.MAX]))
    weights = draw(st.dictionaries(st.sampled_from(keys), WEIGHTS)) if method in ADDING else {}
    return replace(
        SCALE,
        key=key,
        items=(),
        scales=keys,
        reversed=frozenset(),
        method=method,
        min_answered=draw(st.integers(1, len(keys))),
        weights=tuple(weights.items()),
        rounding=draw(st.none() | st.sampled_from(Rounding)),
    )


@st.composite
def any_list(draw):
    """A list with items that may be hidden, scales of them, and totals of those and each other."""
    opened = st.just(()) | some_of(valued(OPENING)).map(
        lambda options: (Condition(OPENING.key, tuple(options)),)
    )
    items = (OPENING, *(replace(item, show_when=draw(opened)) for item in ITEMS[1:]))
    scales = [draw(item_scales(f"s{number}")) for number in range(draw(st.integers(1, 3)))]
    for number in range(draw(st.integers(0, 2))):
        scales.append(draw(totals(f"t{number}", [scale.key for scale in scales])))
    return replace(
        LIST,
        pages=(Page("all", items),),
        scales=tuple(scales),
        most_blanks=draw(st.none() | st.integers(0, len(ITEMS))),
        fingerprint="",
    )


@settings(max_examples=250)
@given(data=st.data())
def test_the_sheet_and_the_table_agree_on_any_rule(data):
    questionnaire = data.draw(any_list())
    sheets = data.draw(st.lists(choices(questionnaire), min_size=1, max_size=5))

    table = score_table(questionnaire, as_table(questionnaire, sheets))

    alone = [[bits(score.value) for score in score_sheet(questionnaire, each)] for each in sheets]
    assert [[bits(value) for value in row] for row in table.to_numpy().tolist()] == alone


@given(data=st.data())
def test_whole_numbers_that_are_all_answered_are_scored_in_any_type(data):
    questionnaire = data.draw(any_list())
    complete = st.fixed_dictionaries(
        {item.key: st.sampled_from(valued(item)) for item in ITEMS if is_whole(item)}
    )
    sheets = data.draw(st.lists(complete, min_size=1, max_size=5))
    types = {key: data.draw(st.sampled_from(WHOLE_TYPES)) for key in sheets[0]}
    floats = as_table(questionnaire, sheets)[list(types)]

    table = score_table(
        questionnaire,
        pd.DataFrame(
            {key: floats[key].astype("int64").astype(kind) for key, kind in types.items()}
        ),
    )

    alone = [[bits(score.value) for score in score_sheet(questionnaire, each)] for each in sheets]
    assert [[bits(value) for value in row] for row in table.to_numpy().tolist()] == alone


def is_whole(item):
    return all(value.is_integer() and value >= 0 for value in item.values)
