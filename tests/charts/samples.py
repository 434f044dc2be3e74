"""Charts that the tests draw, each with one thing that could go wrong."""

from datetime import date

from survey_app.charts import (
    Answer,
    Band,
    Event,
    Goal,
    GoodEnough,
    Moment,
    ProgressChart,
    SessionChart,
    SmallMultiples,
    Span,
    Successor,
    Tick,
)

AMOUNTS = tuple(
    Tick(value, word)
    for value, word in enumerate(
        ("bijna nooit", "soms", "ongeveer de helft van de tijd", "vaak", "bijna altijd")
    )
)
TENS = tuple(Tick(value, str(value)) for value in (0, 2, 4, 6, 8, 10))
CHANCE = "in deze band kan het toeval zijn"
SEPTEMBER, DECEMBER, MARCH = date(2025, 9, 16), date(2025, 12, 12), date(2026, 3, 3)


def moments(*values: float | None) -> tuple[Moment, ...]:
    """Return intake, follow-up and closing with these scores."""
    days = ((SEPTEMBER, "intake"), (DECEMBER, "vervolgmeting"), (MARCH, "afsluiting"))
    return tuple(Moment(day, word, value) for (day, word), value in zip(days, values, strict=False))


def chart(**changed) -> ProgressChart:
    """Return a stage 0 chart of a parent's Kracht, with something changed."""
    plain = {
        "question": "Krijgt Sam meer rust in het hoofd?",
        "whose": "Volgens de ouder.",
        "direction": "Hoger is meer rust.",
        "informant": "parent",
        "number": 1,
        "moments": moments(1.25, 2.0, 2.875),
        "lowest": 0,
        "highest": 4,
        "ticks": AMOUNTS,
        "band": None,
        "joined": False,
        "shown_values": False,
        "notice": None,
        "conclusion": "",
        "unknown": "We weten nog niet hoeveel een antwoord vanzelf schommelt.",
    }
    return ProgressChart(**(plain | changed))


def banded(**changed) -> ProgressChart:
    """Return a stage 2 chart with a line, numbers, a band and a notice."""
    plain = {
        "moments": moments(3.2, 4.6, 6.4),
        "highest": 10,
        "ticks": TENS,
        "band": Band(0.6, 5.8, CHANCE),
        "joined": True,
        "shown_values": True,
        "notice": "voorbeeld, verzonnen referentie",
        "conclusion": "De ouder ziet meer rust: van 3,2 naar 6,4.",
    }
    return chart(**(plain | changed))


def second(**changed) -> Successor:
    """Return a teacher who took over in January and rated twice."""
    plain = {
        "on": date(2026, 1, 5),
        "word": "andere leerkracht",
        "number": 2,
        "moments": (
            Moment(date(2026, 1, 16), "vervolgmeting", 2.8),
            Moment(MARCH, "afsluiting", 3.1),
        ),
        "band": None,
    }
    return Successor(**(plain | changed))


SPANS = (
    Span(date(2025, 10, 18), date(2025, 10, 26), "herfstvakantie", "holiday"),
    Span(date(2025, 12, 20), date(2026, 1, 4), "kerstvakantie", "holiday"),
    Span(date(2026, 1, 19), date(2026, 2, 8), "pauze, Sam is ziek", "pause"),
    Span(date(2026, 7, 18), date(2026, 8, 30), "zomervakantie", "holiday"),
)
EVENTS = (Event(date(2025, 11, 14), "verhuisd"), Event(date(2026, 1, 30), "broertje geboren"))


def talks(count: int) -> tuple[Moment, ...]:
    """Return steps of a child, one per week."""
    return tuple(
        Moment(date.fromordinal(SEPTEMBER.toordinal() + 7 * week), "gesprek", float(week % 7))
        for week in range(count)
    )


HOSTILE = '<b>&"\x00\x0b\u202eabc' + "a" * 180 + " \u0645\u0631\u062d\u0628\u0627 $x$"

PROGRESS = {
    "what happened": banded(
        spans=SPANS,
        events=EVENTS,
        moments=(
            Moment(SEPTEMBER, "intake", 3.2, remark="op papier"),
            Moment(DECEMBER, "vervolgmeting", 4.6),
            Moment(MARCH, "afsluiting", 6.4),
        ),
    ),
    "new list, what happened": chart(spans=SPANS, events=EVENTS),
    "new teacher": banded(
        informant="teacher",
        notice=None,
        moments=moments(3.5, 4.4),
        band=Band(1.3, 5.7, CHANCE),
        successors=(
            second(
                moments=(
                    Moment(date(2026, 1, 16), "vervolgmeting", 5.6, remark="in gesprek"),
                    Moment(MARCH, "afsluiting", 6.1),
                ),
                band=Band(3.4, 7.8, CHANCE),
            ),
        ),
    ),
    "two new teachers, nothing from the first": chart(
        informant="teacher",
        moments=moments(None),
        successors=(
            second(on=date(2025, 10, 1), moments=moments(None, 1.0)[1:]),
            second(number=3),
        ),
    ),
    "hostile": banded(
        question=HOSTILE,
        notice=HOSTILE,
        moments=(
            Moment(SEPTEMBER, HOSTILE, 1.0, remark=HOSTILE),
            Moment(DECEMBER, HOSTILE, None, gap=HOSTILE),
            Moment(MARCH, HOSTILE, 9.0),
        ),
        spans=(Span(SEPTEMBER, DECEMBER, HOSTILE, "pause"),),
        events=(Event(DECEMBER, HOSTILE), Event(MARCH, HOSTILE)),
        successors=(second(word=HOSTILE, moments=(Moment(MARCH, HOSTILE, 3.0),)),),
        band=Band(0.6, 5.8, HOSTILE),
    ),
    "hostile axis": chart(ticks=(Tick(0, HOSTILE), Tick(4, HOSTILE)), notice=HOSTILE),
    "words": chart(),
    "band": banded(),
    "band in words": chart(
        moments=moments(1.25, 2.0, 2.875), joined=True, band=Band(0.45, 2.05, CHANCE)
    ),
    "gap": banded(moments=moments(4.0, None, 5.5), informant="child", band=Band(1.1, 6.9, CHANCE)),
    "gaps only": chart(moments=moments(None, None)),
    "one": chart(moments=(Moment(date(2025, 9, 28), "intake", 2.2),), number=2),
    "ends of the scale": banded(moments=moments(0, 10, 0), notice=None, informant="coach"),
    "talks": banded(moments=talks(20), band=None, informant="child", notice=None),
    "narrow band": chart(
        moments=moments(2.0, 2.1, 1.9),
        joined=True,
        shown_values=True,
        band=Band(1.9, 2.1, CHANCE),
        informant="teacher",
        number=2,
        notice="voorbeeld, verzonnen referentie van een niet bestaande school",
    ),
    "long words": chart(
        ticks=(
            Tick(0, "helemaal niet van toepassing op mijn kind"),
            Tick(2, "ongeveer de helft van de tijd"),
            Tick(3, "soms wel en soms niet"),
            Tick(4, "onvoorspelbaarheid"),
        )
    ),
    "two years": chart(
        moments=(
            Moment(date(2025, 9, 1), "aanmelding", 0),
            Moment(date(2025, 10, 20), "intake", None),
            Moment(date(2026, 8, 1), "nazorg", 1.5),
            Moment(date(2027, 8, 1), "nazorg", 4),
        )
    ),
}


def steps(*values: float | None, first: date = SEPTEMBER, every: int = 14) -> tuple[Answer, ...]:
    """Return answers of talks, one per `every` days, the third by link."""
    return tuple(
        Answer(
            date.fromordinal(first.toordinal() + every * number),
            value,
            "link" if number == 2 else "talk",
        )
        for number, value in enumerate(values)
    )


def session(**changed) -> SessionChart:
    """Return the steps of a child, with something changed."""
    plain = {
        "question": "Durft Sam iets te vragen?",
        "whose": "Stapje van Sam zelf, elk gesprek.",
        "direction": "Hoger is: lukt beter.",
        "informant": "child",
        "answers": steps(3, 4, 4, 5, None, 4, 6, 6),
        "lowest": 0,
        "highest": 10,
        "ticks": tuple(Tick(value, str(value)) for value in (0, 5, 10)),
    }
    return SessionChart(**(plain | changed))


def panels(**changed) -> SmallMultiples:
    """Return the same question of child, parent and teacher, with something changed."""
    plain = {
        "question": "Hetzelfde, volgens ieder apart",
        "whose": "Rust in het hoofd. De drie lijnen zijn niet op te tellen.",
        "panels": (
            banded(
                informant="child",
                moments=moments(4.0, None, 5.0),
                band=Band(1.1, 6.9, CHANCE),
                notice=None,
                conclusion="Van 4,0 naar 5,0. De meting van december ontbreekt.",
            ),
            banded(notice=None),
            PROGRESS["new teacher"],
        ),
    }
    return SmallMultiples(**(plain | changed))


SESSIONS = {
    "session": session(),
    "session with goals": session(
        good_enough=GoodEnough(7, "goed genoeg voor Sam"),
        goals=(
            Goal("vrienden maken in de klas", steps(1, 2, None, 4, first=date(2025, 9, 20))),
            Goal("rustig slapen", steps(5, 5, 8, first=date(2025, 10, 1), every=40)),
        ),
        spans=SPANS,
        events=EVENTS,
        notice="voorbeeld, verzonnen",
    ),
    "session of five steps": session(
        answers=steps(1, None, 2, 4),
        highest=4,
        ticks=(Tick(0, "zo moeilijk als het maar kan"), Tick(4, "zoals jij het graag wilt")),
        good_enough=GoodEnough(3, "dan ben ik tevreden met hoe het nu gaat, en mama ook"),
    ),
    "session of one": session(answers=steps(0)),
    "session of gaps": session(answers=steps(None, None)),
    "session of forty": session(answers=steps(*(float(talk % 11) for talk in range(40)), every=7)),
    "hostile session": session(
        question=HOSTILE,
        answers=(Answer(SEPTEMBER, None, gap=HOSTILE), Answer(MARCH, 5)),
        good_enough=GoodEnough(7, HOSTILE),
        goals=(Goal(HOSTILE, steps(1, 2)),),
        notice=HOSTILE,
    ),
}
PANELS = {
    "panels": panels(),
    "panels per scale": panels(
        panels=tuple(
            banded(question=question, notice=None, spans=SPANS)
            for question in (
                "Openheid",
                "Weerbaarheid",
                "Rust in hoofd en lijf, elke dag van de week",
            )
        )
    ),
    "panels in words": panels(
        panels=(
            PROGRESS["new list, what happened"],
            chart(informant="child", moments=moments(None, 1)),
        )
    ),
}
ALL = PROGRESS | SESSIONS | PANELS
