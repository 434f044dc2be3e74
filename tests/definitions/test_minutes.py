"""The minutes of our own lists are those of the model in the blueprint (`lists.md`, section 9).

A list states what the slowest of its informants needs when it comes by a link of its own: opening
it, every item of the ordinary route, and the wish for contact. The plan of a year joins lists
behind one link, so its sums are lower; they are tested too, to show that it is the same model.
"""

import pytest

from survey_app.definitions import Informant, Item, ItemKind, load, shipped

OU, LK, K8, K6 = (
    "kansmeter-ouder",
    "kansmeter-leerkracht",
    "kansmeter-kind",
    "kansmeter-kind-jong",
)
SW, V5, ER, ER6, NZ, AM = (
    "kansmeter-samenwerking",
    "kansmeter-verandering",
    "kansmeter-ervaring",
    "kansmeter-ervaring-jong",
    "kansmeter-nazorg",
    "kansmeter-aanmelding",
)
ST, ST6, DO = "kansmeter-stapje", "kansmeter-stapje-jong", "kansmeter-doelen"

PER_ITEM = {"parent": 10, "teacher": 7, "child": 12, "young": 20}
PER_STEP = {"parent": 12, "teacher": 12, "child": 20, "young": 20}
OPENING = {"parent": 30, "teacher": 20, "child": 20, "young": 20}
FIRST_TIME = {K8: 45, K6: 60}
"""A child's first list takes longer to begin."""

WRITING = {(AM, "zie"): 40}
"""Words that are the heart of a list take a goal's 40 seconds; words at the end are passed by."""

# What the blueprint gives outright: the coach's forms and the two of the role, in minutes.
GIVEN = {
    "kansmeter-factoren": 2,
    "kansmeter-steun": 0.5,
    "kansmeter-rol-september": 2,
    "kansmeter-rol-juni": 3,
}
MODELLED = sorted(
    each.key for each in shipped() if each.licence.ship_text and each.key not in GIVEN
)


def pace(key: str, informant: str) -> str:
    ages = load(key).ages
    return "young" if informant == "child" and ages is not None and ages[0] < 8 else informant


def items_of(key: str, informant: str) -> list[Item]:
    """Return the items of the ordinary route; of the goals there is one."""
    return [
        item
        for page in load(key).pages_for(Informant(informant))
        for item in page.items
        if not item.show_when and (item.goal is None or item.goal.number == 1)
    ]


def seconds(key: str, informant: str, *, wish: bool = True) -> float:
    """Return how long answering takes, without opening the link."""
    who = pace(key, informant)
    stepped = [item for item in items_of(key, informant) if _is_stepped(item)]
    plain = [
        WRITING.get((key, item.key), PER_ITEM[who])
        for item in items_of(key, informant)
        if not _is_stepped(item) and (wish or item.facet != "contactwens")
    ]
    return sum(plain) + len(stepped) * PER_STEP[who]


def _is_stepped(item: Item) -> bool:
    return item.kind is ItemKind.STEPS or (item.goal is not None and item.goal.steps is not None)


def alone(key: str, informant: str) -> float:
    opening = FIRST_TIME.get(key, OPENING[pace(key, informant)])
    return (seconds(key, informant) + opening) / 60


@pytest.mark.parametrize("key", MODELLED)
def test_a_list_states_the_minutes_of_its_slowest_informant(key: str) -> None:
    asked = [each.value for each in load(key).informants if each is not Informant.COACH]

    assert load(key).minutes == pytest.approx(
        max(alone(key, informant) for informant in asked), abs=0.051
    )


@pytest.mark.parametrize("key", GIVEN)
def test_a_form_of_a_professional_states_the_minutes_of_the_blueprint(key: str) -> None:
    assert load(key).minutes == GIVEN[key]


@pytest.mark.parametrize(
    ("informant", "first", "others", "minutes"),
    [
        ("parent", OU, [], 2.3),
        ("parent", OU, [SW], 3.0),
        ("parent", OU, [V5], 2.5),
        ("parent", NZ, [], 1.2),
        ("teacher", LK, [], 1.6),
        ("teacher", LK, [SW], 2.1),
        ("teacher", LK, [V5], 1.7),
        ("teacher", AM, [], 1.7),
        ("child", K8, [], 2.1),
        ("child", K8, [V5, ER], 2.9),
        ("child", K6, [], 2.7),
        ("child", K6, [ER6], 3.3),
    ],
)
def test_lists_behind_one_link_take_what_the_plan_of_the_blueprint_says(
    informant: str, first: str, others: list[str], minutes: float
) -> None:
    together = seconds(first, informant) + OPENING[pace(first, informant)]
    together += sum(seconds(other, informant, wish=False) for other in others)

    assert together / 60 == pytest.approx(minutes, abs=0.051)
