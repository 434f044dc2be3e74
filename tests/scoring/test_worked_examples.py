"""One sheet of the first shipped lists by hand; later lists have theirs in `test_own_lists`."""

import pytest

from survey_app.definitions import load, shipped
from survey_app.scoring import score_sheet
from tests.definitions.test_own_lists import EXAMPLES as LATER_EXAMPLES

# Per list: the answers, and per scale the score by hand (None: not computable) with the number of
# answered items. F5: bijna_nooit 0, soms 1, helft 2, vaak 3, bijna_altijd 4. F4: nooit 0, soms 1,
# vaak 2, altijd 3.
EXAMPLES = {
    # kracht: p1 3, r1 2, o1 1, w1 3, r2 4, w2 not seen, o2 0, p2 3: 16 over 7 of 8 = 2.2857...
    # last: l1 4, l2 3: 7 over 2 = 3.5.
    "kansmeter-leerkracht": (
        {
            "p1": "vaak",
            "r1": "helft",
            "o1": "soms",
            "w1": "vaak",
            "l1": "bijna_altijd",
            "r2": "bijna_altijd",
            "w2": "niet_gezien",
            "l2": "vaak",
            "o2": "bijna_nooit",
            "p2": "vaak",
            "c": "nu_niet",
        },
        {"kracht": (16 / 7, 7), "last": (3.5, 2)},
    ),
    # kracht: two missing (r2 unknown, o2 skipped), 6 of 8 is under the minimum of 7.
    # last: l1 1, l2 2: 3 over 2 = 1.5.
    "kansmeter-ouder": (
        {
            "o2": None,
            "p1": "vaak",
            "r1": "vaak",
            "w1": "helft",
            "l1": "soms",
            "r2": "weet_niet",
            "o1": "vaak",
            "l2": "helft",
            "w2": "vaak",
            "p2": "bijna_altijd",
            "c": "ja_graag",
        },
        {"kracht": (None, 6), "last": (1.5, 2)},
    ),
    # kracht: p1 3, r1 1, w1 2, o1 not known, w2 2, r2 1: 9 over 5 of 6 = 1.8.
    # last: l1 2. houvast: h1 skipped.
    "kansmeter-kind": (
        {
            "p1": "altijd",
            "r1": "soms",
            "w1": "vaak",
            "l1": "vaak",
            "o1": "weet_niet",
            "w2": "vaak",
            "r2": "soms",
            "c": "nu_niet",
        },
        {"kracht": (1.8, 5), "last": (2.0, 1), "houvast": (None, 0)},
    ),
    # Single steps: a series per item, no scale.
    "kansmeter-stapje": ({"a_kind": "7", "b_kind": "4", "d": "10"}, {}),
}


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_sheet_gives_the_scores_worked_out_by_hand(key):
    answers, expected = EXAMPLES[key]

    scores = score_sheet(load(key), answers)

    assert {score.scale: (score.value, score.answered) for score in scores} == expected


def test_every_shipped_list_with_a_scale_has_a_worked_example():
    with_scales = {each.key for each in shipped() if each.scales and each.licence.ship_text}

    assert with_scales <= EXAMPLES.keys() | LATER_EXAMPLES.keys()
