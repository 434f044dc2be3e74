"""What stands around a change: the time before, who rated, how, and what happened meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survey_app.charts import svg_of
from survey_app.definitions.plans import Ask
from survey_app.errors import InputError
from survey_app.invitations import planning
from survey_app.invitations.asking import ReadyPlan
from survey_app.keeping.demonstration import example_list
from survey_app.reports import wording
from survey_app.trajects import timeline
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from tests.factories.answers import answer
from tests.factories.plans import asking
from tests.reports.test_traject_report import rest
from tests.trajects.test_new_teacher import take_over


def id_of(world, traject, label):
    with world.database.read() as session:
        return next(each.id for each in informants(session, traject) if each.label == label)


def nominate(world, coach, traject, using=None):
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        planning.ask_nomination(session, coach.actor, found, using or asking(), world.clock())


@pytest.fixture
def two_teachers(world, coach, variant, whole_report):
    """Return the reports of a traject in which the teacher changed after the intake."""

    def two_teachers(before, after):
        example = variant(
            ("informants: [parent]", "informants: [teacher]"),
            ("informant: parent", "informant: teacher"),
            ("key: voorbeeld-rust", "key: voorbeeld-klas"),
        )
        traject = world.traject(coach, parents=(), lists=[example])
        answer(world, world.invitation(traject, "teacher"), rest(before))
        world.clock.forward(weeks=6)
        take_over(world, coach, traject, id_of(world, traject, "juf Petra"))
        world.plan(coach, traject, [example])
        world.clock.forward(weeks=5, days=1)
        answer(world, world.invitation(traject, "teacher", "follow_up", number=2), rest(after))
        return whole_report(traject)

    return two_teachers


def test_another_teacher_stands_apart_and_is_never_joined(two_teachers):
    first, second = two_teachers(1, 4).informants
    (scale,) = first.scales

    assert second.scales == ()
    assert second.drawn_with == "juf Petra"
    assert [moment.value for moment in scale.chart.moments] == [1.5]
    (successor,) = scale.chart.successors
    assert (successor.word, successor.number) == ("andere leerkracht", 2)
    assert [moment.value for moment in successor.moments] == [pytest.approx(3.0)]


def test_two_teachers_give_no_change_and_no_verdict(two_teachers):
    first = two_teachers(1, 4).informants[0]
    (scale,) = first.scales

    assert (scale.change.difference, scale.change.reason) == (None, "no_post")
    assert scale.lines[1].change.difference is None
    assert scale.chart.conclusion == (
        "Intake: tussen soms en ongeveer de helft van de tijd. "
        "Daarna kwam een andere leerkracht. Vervolgmeting: vaak. "
        f"Eén meting is nog geen lijn. {wording.NOT_JOINED}"
    )
    assert "groter dan toeval" not in scale.chart.conclusion


def test_each_teacher_has_a_band_of_their_own(two_teachers):
    scale = two_teachers(1, 4).informants[0].scales[0]
    mine, theirs = scale.chart.band, scale.chart.successors[0].band

    assert mine.high - mine.low == pytest.approx(theirs.high - theirs.low)
    assert (theirs.low + theirs.high) / 2 == pytest.approx(3.0)
    assert (mine.low + mine.high) / 2 == pytest.approx(1.5)


def test_the_table_tells_whose_score_each_is(two_teachers):
    rows = two_teachers(1, 4).informants[0].scales[0].rows

    measured = [row for row in rows if " (" in row[0]]
    assert [row[0].split(" (")[1] for row in measured] == ["juf Petra)", "juf Anouk)"]
    assert {row[3] for row in rows} == {"–"}


def test_a_link_that_was_revoked_is_no_gap(two_teachers, world, whole_report):
    two_teachers(1, 4)
    world.clock.forward(weeks=8)
    ((traject,),) = world.sql("SELECT id FROM traject")
    scale = whole_report(traject).informants[0].scales[0]

    assert "niet ingevuld" not in " ".join(" ".join(row) for row in scale.rows)


# Before the start


@pytest.fixture
def nominated(world, coach, whole_report):
    """Return the report after a nomination, an intake and, if told, a follow-up by a teacher."""

    def nominated(nomination, intake, follow_up=None):
        traject = world.traject(coach, parents=())
        nominate(world, coach, traject)
        answer(world, world.invitation(traject, "teacher", "nomination"), nomination)
        world.clock.forward(days=4)
        answer(world, world.invitation(traject, "teacher"), intake)
        if follow_up is not None:
            world.clock.forward(weeks=11)
            answer(world, world.invitation(traject, "teacher", "follow_up"), follow_up)
        return whole_report(traject)

    return nominated


SOMETIMES = {"r1": "soms", "w1": "soms", "l2": "vaak"}


def test_the_same_question_stands_beside_itself_before_the_start(nominated):
    (baseline,) = nominated(SOMETIMES, {**SOMETIMES, "r1": "vaak"}, SOMETIMES).baselines

    assert [moment.split(",")[0] for moment in baseline.moments] == [
        "aanmelding",
        "intake",
        "vervolgmeting",
    ]
    assert [(row.answers, row.same_before) for row in baseline.rows] == [
        (("soms", "vaak", "soms"), False),
        (("soms", "soms", "soms"), True),
        (("vaak", "vaak", "vaak"), True),
    ]
    assert "veranderde 1 antwoord van de 3" in baseline.conclusion


def test_what_did_not_move_before_the_start_is_said_too(nominated):
    (baseline,) = nominated(SOMETIMES, SOMETIMES).baselines

    assert len(baseline.moments) == 2
    assert "bleef elk antwoord hetzelfde" in baseline.conclusion


@pytest.mark.parametrize(
    ("nomination", "intake", "same", "said"),
    [
        ({"r1": None}, {}, [None, True, True], "De 2 antwoorden die je kunt vergelijken, bleven"),
        ({"r1": None}, {"r1": None}, [None, True, True], "1 antwoord kun je niet vergelijken."),
        ({"r1": "niet_gezien"}, {"r1": "niet_gezien"}, [None, True, True], "1 antwoord kun je"),
        ({"r1": None}, {"w1": "vaak"}, [None, False, True], "Van de 2 antwoorden die je kunt "),
        ({"r1": None, "w1": None}, {"l2": "soms"}, [None, None, False], "Het ene antwoord dat"),
        (
            dict.fromkeys(SOMETIMES),
            {},
            [None, None, None],
            "Je kunt voor de start niets vergelijken",
        ),
    ],
)
def test_only_two_answers_can_be_compared(nominated, nomination, intake, same, said):
    (baseline,) = nominated({**SOMETIMES, **nomination}, {**SOMETIMES, **intake}).baselines

    assert [row.same_before for row in baseline.rows] == same
    assert said in baseline.conclusion
    assert "bleef elk antwoord hetzelfde" not in baseline.conclusion


def test_what_changed_is_counted_among_what_can_be_compared(nominated):
    (baseline,) = nominated({**SOMETIMES, "r1": None}, {**SOMETIMES, "w1": "vaak"}).baselines

    assert baseline.conclusion == (
        "Van de 2 antwoorden die je kunt vergelijken veranderde er 1 tussen aanmelding en intake. "
        "1 antwoord kun je niet vergelijken. De hulp was toen nog niet begonnen."
    )


def test_without_a_nomination_there_is_no_double_baseline(world, traject, whole_report):
    answer(world, world.invitation(traject, "teacher"))

    assert whole_report(traject).baselines == ()


def test_what_was_said_after_the_intake_is_no_baseline(world, coach, whole_report):
    traject = world.traject(coach, parents=())
    nominate(world, coach, traject)
    answer(world, world.invitation(traject, "teacher"), SOMETIMES)
    world.clock.forward(days=2)
    answer(world, world.invitation(traject, "teacher", "nomination"), SOMETIMES)

    assert whole_report(traject).baselines == ()


def test_who_answered_the_intake_is_not_asked_about_the_time_before(world, coach):
    traject = world.traject(coach)
    answer(world, world.invitation(traject, "teacher"))

    with pytest.raises(InputError, match="nog moet invullen"):
        nominate(world, coach, traject)


def test_a_scale_that_was_measured_before_the_start_shows_what_changed_by_itself(
    world, coach, report
):
    traject = world.traject(coach, lists=[example_list()])
    using = asking([example_list()])
    moments = tuple(
        replace(each, asks=(Ask(example_list().key),)) if each.key == "aanmelding" else each
        for each in using.plan.moments
    )
    nominate(world, coach, traject, ReadyPlan(replace(using.plan, moments=moments), using.lists))
    answer(world, world.invitation(traject, "parent", "nomination"), rest(0))
    world.clock.forward(days=6)
    answer(world, world.invitation(traject, "parent"), rest(3))
    world.clock.forward(weeks=11)
    answer(world, world.invitation(traject, "parent", "follow_up"), rest(3))

    scale = report(traject)[0].scales[0]
    before = scale.change.before

    assert (before.first.value, before.last.value) == (1.0, 2.5)
    assert before.verdict.category == "improved"
    assert scale.change.verdict.category == "unchanged"
    assert "Er ging dus al iets vanzelf beter." in scale.chart.conclusion
    measured = [row for row in scale.rows if row[1] not in ("vakantie", "pauze")]
    assert [row[3] for row in measured] == ["−1,5", "–", "0,0"]


# Marks at a moment and on the axis


def test_a_late_intake_is_marked_at_its_moment_and_said(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    world.clock.forward(days=20)
    answer(world, world.invitation(traject, "parent"), rest(1))

    scale = report(traject)[0].scales[0]

    assert scale.chart.moments[0].remark == wording.LATE
    assert wording.LATE in scale.rows[0][0]
    assert wording.LATE_BASELINE in scale.chart.unknown


def test_how_it_was_answered_is_visible(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(1), mode="paper")

    scale = report(traject)[0].scales[0]

    assert "op papier" in scale.rows[0][0]
    assert 'data-remark="op papier"' in svg_of(scale.chart, "wide")


def test_holidays_pauses_and_events_lie_on_the_axis(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(1))
    day = world.clock.today
    for kind, first, last in (
        ("event", day + timedelta(days=9), None),
        ("pause", day + timedelta(days=20), day + timedelta(days=27)),
        ("event", day + timedelta(days=400), None),
    ):
        with world.database.write() as session:
            timeline.add_event(
                session,
                coach.actor,
                session.get_one(Traject, traject),
                kind=kind,
                words=f"{kind} {first}",
                first_on=first,
                last_on=last,
                now=world.clock(),
            )
    world.clock.forward(weeks=11)
    answer(world, world.invitation(traject, "parent", "follow_up"), rest(2))

    scale = report(traject)[0].scales[0]
    chart = scale.chart

    assert [span.kind for span in chart.spans] == ["pause", "holiday"]
    assert [event.on for event in chart.events] == [day + timedelta(days=9)]
    assert 'data-kind="pause"' in svg_of(chart, "wide")
    assert [row[0].split(" ")[0].strip(",") for row in scale.rows] == [
        "intake",
        "event",
        "pause",
        chart.spans[1].word,
        "vervolgmeting",
    ]
    assert [row[1] for row in scale.rows[1:4]] == ["gebeurtenis", "pauze", "vakantie"]
    assert all(cell for row in scale.rows for cell in row)
