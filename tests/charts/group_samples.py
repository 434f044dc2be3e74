"""Charts of views, the plane, groups and response that the tests draw; and all samples together."""

from survey_app.charts import (
    Estimate,
    FlowStep,
    Forest,
    ForestRow,
    GroupChange,
    Plane,
    PlaneAxis,
    PlaneMoment,
    ResponseFlow,
    Theme,
    ThreeViews,
    Tick,
    View,
)
from tests.charts.samples import ALL, AMOUNTS, DECEMBER, HOSTILE, MARCH, SEPTEMBER, TENS


def views(child=None, parent=None, teacher=None, sem=3.0) -> tuple[View, ...]:
    """Return T scores of three informants."""
    return (
        View("child", 1, "T", child, sem),
        View("parent", 1, "T", parent, sem),
        View("teacher", 1, "T", teacher, sem),
    )


def three(**changed) -> ThreeViews:
    """Return four themes, in one of which the teacher sees something else."""
    plain = {
        "question": "Waar zien jullie hetzelfde, en waar niet?",
        "whose": "Vervolgmeting van 3 maart.",
        "direction": "Hoger is beter.",
        "themes": (
            Theme("Rust in het hoofd", views(50, 55, 54)),
            Theme("Openheid", views(52, 54, 38)),
            Theme("Weerbaarheid", views(56, 53, 50)),
            Theme("Plezier in leren", views(51, None, 48.5)),
        ),
    }
    return ThreeViews(**(plain | changed))


BURDEN = PlaneAxis("Last", 0, 4, AMOUNTS)
STRENGTH = PlaneAxis("Kracht", 0, 4, AMOUNTS)


def path(*points: tuple[float | None, float | None]) -> tuple[PlaneMoment, ...]:
    """Return intake, follow-up and closing with these scores of burden and strength."""
    days = ((SEPTEMBER, "intake"), (DECEMBER, "vervolgmeting"), (MARCH, "afsluiting"))
    return tuple(
        PlaneMoment(day, word, *point) for (day, word), point in zip(days, points, strict=False)
    )


def plane(**changed) -> Plane:
    """Return a burden that stays while strength grows."""
    plain = {
        "question": "Wat draagt Sam, en hoe sterk staat Sam?",
        "whose": "Volgens de ouder.",
        "direction": "Naar rechts is meer last, naar boven is meer kracht.",
        "informant": "parent",
        "number": 1,
        "burden": BURDEN,
        "strength": STRENGTH,
        "moments": path((3.0, 1.25), (3.2, 2.0), (3.0, 2.875)),
        "shown_values": False,
    }
    return Plane(**(plain | changed))


PAIRS = tuple(
    zip(
        (2, 3, 3, 4, 4, 4, 5, 5, 6, 7, 2, 3, 4, 8, 3),
        (4, 3, 5, 4, 6, 6, 5, 7, 6, 8, 3, 5, 6, 7, 5),
        strict=True,
    )
)


def group(**changed) -> GroupChange:
    """Return 15 children, as `effects` would hand over their mean change."""
    pairs = changed.get("pairs", PAIRS)
    mean = sum(after - before for before, after in pairs) / len(pairs)
    plain = {
        "question": "Ging de groep vooruit in rust in het hoofd?",
        "whose": "Volgens de ouder.",
        "direction": "Hoger is meer rust.",
        "before_word": "intake",
        "after_word": "afsluiting",
        "lowest": 0,
        "highest": 10,
        "ticks": TENS,
        "pairs": pairs,
        "change": Estimate(mean, mean - 0.58, mean + 0.58),
    }
    return GroupChange(**(plain | changed))


EFFECTS = tuple(
    Tick(value, word) for value, word in ((-0.4, "−0,4"), (0, "0,0"), (0.4, "0,4"), (0.8, "0,8"))
)


def forest(**changed) -> Forest:
    """Return the five principles of the design, in no order."""
    plain = {
        "question": "Gingen kinderen vooruit in rust in het hoofd?",
        "whose": "Per werkzaam principe, volgens de ouder. Dit is geen ranglijst.",
        "rows": (
            ForestRow("Tekenen en vertellen", 22, 0.24, -0.1, 0.58, 0.27),
            ForestRow("Ouder erbij vanaf het begin", 41, 0.38, 0.09, 0.67, 0.47),
            ForestRow("Bewegen en buiten zijn", 18, 0.31, -0.08, 0.7, 0.49),
            ForestRow("Oplossingsgerichte gesprekken", 64, 0.46, 0.22, 0.7, 0.52),
            ForestRow("Coach in de klas", 27, 0.17, -0.14, 0.48, 0.16),
        ),
        "too_few": ("Maatje uit een hogere groep", "Kleine groep sociale vaardigheden"),
        "lowest": -0.5,
        "highest": 0.9,
        "ticks": EFFECTS,
        "too_small": 0.2,
    }
    return Forest(**(plain | changed))


def flow(**changed) -> ResponseFlow:
    """Return the response of parents, with who dropped out."""
    plain = {
        "question": "Hoeveel ouders antwoordden?",
        "whose": "Ouders van 40 afgesloten trajecten.",
        "steps": (
            FlowStep("uitgenodigd", 40),
            FlowStep("geopend", 34, "4 zonder e-mailadres"),
            FlowStep("ingevuld", 31),
            FlowStep("te vergelijken", 22, "vooral late intake"),
        ),
    }
    return ResponseFlow(**(plain | changed))


VIEWS = {
    "views": three(notice="voorbeeld, verzonnen"),
    "views at the ends": three(
        themes=(Theme("Rust", views(24.5, 75.5, None)), Theme("Openheid", views(None, None, 50))),
    ),
    "two parents": three(
        themes=(Theme("Rust", (View("parent", 1, "T", 50, 2.0), View("parent", 2, "T", 60, 4.5))),)
    ),
    "hostile views": three(
        themes=(Theme(HOSTILE, (View("parent", 1, "T", None, 2.0, HOSTILE),)),), notice=HOSTILE
    ),
}
PLANES = {
    "plane": plane(),
    "plane with a rule": plane(
        burden=PlaneAxis("Last", 0, 10, TENS, 1.8),
        strength=PlaneAxis("Kracht", 0, 10, TENS, 1.8),
        moments=path((7.0, 3.2), (7.4, 4.6), (6.8, 6.4)),
        shown_values=True,
        notice="voorbeeld, verzonnen referentie",
    ),
    "plane with a gap": plane(moments=path((3.0, 1.0), (None, 2.0), (1.0, 3.0)), number=2),
    "plane without a move": plane(moments=path((2.0, 2.0), (2.0, 2.0), (2.0, 2.0))),
    "plane at the corners": plane(moments=path((0, 0), (4, 4), (0, 4)), informant="child"),
    "plane of one": plane(moments=path((1.0, 1.0))),
    "plane of nothing": plane(moments=path((1.0, None))),
    "hostile plane": plane(
        moments=(
            PlaneMoment(SEPTEMBER, HOSTILE, 1.0, 1.0),
            PlaneMoment(DECEMBER, HOSTILE, None, 1.0, HOSTILE),
            PlaneMoment(MARCH, HOSTILE, 2.0, 3.0),
        ),
        burden=PlaneAxis(HOSTILE, 0, 4, (Tick(0, HOSTILE), Tick(4, HOSTILE))),
        strength=PlaneAxis(HOSTILE, 0, 4, (Tick(0, HOSTILE), Tick(4, HOSTILE))),
        notice=HOSTILE,
    ),
}
GROUPS = {
    "group": group(),
    "small group": group(pairs=PAIRS[:9], notice="voorbeeld, verzonnen"),
    "group in words": group(
        pairs=tuple((before / 2.5, after / 2.5) for before, after in PAIRS),
        highest=4,
        ticks=AMOUNTS,
    ),
    "group without a margin": group(
        pairs=((1, 2), (3, 4)), change=Estimate(1.0, None, None), lines_from=2
    ),
    "large group": group(
        pairs=tuple((number % 11, (number * 7 + 3) % 11) for number in range(300))
    ),
    "hostile group": group(before_word=HOSTILE, after_word=HOSTILE, notice=HOSTILE),
}
FORESTS = {
    "forest": forest(),
    "forest with all groups": forest(
        rows=(
            *forest().rows,
            ForestRow("Huiswerk maken", 30, -0.3, -0.45, -0.12, -0.35),
            ForestRow("Alleen praten", 12, 0.0, -0.3, 0.3),
        ),
        notice="voorbeeld, verzonnen",
    ),
    "forest of nothing yet": forest(rows=()),
    "hostile forest": forest(
        rows=(ForestRow(HOSTILE, 12, 0.0, -0.3, 0.3),), too_few=(HOSTILE[::-1],), notice=HOSTILE
    ),
}
FLOWS = {
    "flow": flow(),
    "flow of nobody": flow(steps=(FlowStep("uitgenodigd", 0), FlowStep("geopend", 0))),
    "flow of many": flow(steps=(FlowStep("uitgenodigd", 12345), FlowStep("ingevuld", 12345))),
    "hostile flow": flow(
        steps=(FlowStep(HOSTILE, 9), FlowStep(f"{HOSTILE}2", 3, HOSTILE)), notice=HOSTILE
    ),
}
EVERY = ALL | VIEWS | PLANES | GROUPS | FORESTS | FLOWS
