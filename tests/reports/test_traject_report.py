"""What is said of a change: never more than the evidence of the list allows."""

import math

import pytest

from survey_app.definitions import evidence_of_form, load, shipped
from survey_app.effects import change_of_pair
from survey_app.keeping.demonstration import example_list
from survey_app.reports import wording
from tests.factories.answers import answer
from tests.web.world import KINDS_FILE

ITEMS = [f"r{number}" for number in range(1, 9)]
REVERSED = {"r3", "r5"}
STEPS = ["bijna_nooit", "soms", "helft", "vaak", "bijna_altijd"]
SD, RELIABILITY = 0.8, 0.84
"""Of the invented reference in the example list."""
DIFFERENCE_SD = SD * math.sqrt(2 * (1 - RELIABILITY))


def rest(step, turned=None):
    """Return the same answer to every question; the turned ones may get another."""
    return {key: STEPS[step if turned is None or key not in REVERSED else turned] for key in ITEMS}


@pytest.fixture
def measured(world, coach, report):
    """Return a function that measures a parent at intake and follow-up and gives the reports."""

    def measured(questionnaire, before, after, *, parents=("moeder",)):
        traject = world.traject(coach, parents=parents, teachers=(), lists=[questionnaire])
        if before is not None:
            answer(world, world.invitation(traject, "parent", number=1), before)
        world.clock.forward(weeks=11, days=1)
        if after is not None:
            answer(world, world.invitation(traject, "parent", "follow_up", number=1), after)
        return report(traject)

    return measured


LOWER_IS_BETTER = (
    ("key: voorbeeld-rust", "key: voorbeeld-onrust"),
    ("higher_is_better: true", "higher_is_better: false"),
    ("Hoger is meer rust.", "Hoger is meer onrust."),
)


def only(reports):
    (informant,) = reports
    (scale,) = informant.scales
    return scale


# Shipped lists: stage 0


def test_a_shipped_list_has_no_band_no_line_and_no_verdict(measured):
    (informant,) = measured(load("kansmeter-ouder"), {"o1": "soms"}, {"o1": "bijna_altijd"})

    assert [scale.key for scale in informant.scales] == ["kracht", "last"]
    for scale in informant.scales:
        assert scale.chart.band is None
        assert not scale.chart.joined
        assert not scale.chart.shown_values
        assert scale.change.verdict is None


def test_a_shipped_list_says_that_it_is_not_normed_and_what_is_not_known(measured):
    (informant,) = measured(load("kansmeter-ouder"), {}, {})

    for scale in informant.scales:
        assert wording.NOT_NORMED in scale.chart.unknown
        assert wording.STAGE_0 in scale.chart.unknown
        assert "niet genormeerd" in scale.badge


def test_a_shipped_list_claims_nothing_but_the_answers_in_words(measured):
    (informant,) = measured(
        load("kansmeter-ouder"), {"l1": "vaak", "l2": "vaak"}, {"l1": "soms", "l2": "helft"}
    )
    burden = informant.scales[1]

    assert "vaak" in burden.chart.conclusion
    for word in ("beter", "minder goed", "toeval", "vooruitgang", "verbeterd"):
        assert word not in burden.chart.conclusion
    assert [row[1] for row in burden.rows][0] == "vaak"
    assert burden.columns == ("Moment", "In woorden")


def test_a_shipped_list_shows_both_moments_as_points(measured):
    (informant,) = measured(load("kansmeter-ouder"), {"o1": "soms"}, {"o1": "bijna_altijd"})
    strength = informant.scales[0]

    assert [(each.word, each.value) for each in strength.chart.moments] == [
        ("intake", 1 / 8),
        ("vervolgmeting", 4 / 8),
    ]
    assert strength.change.difference == 3 / 8


def test_no_shipped_list_has_a_reference_or_calls_itself_fictitious():
    lists = shipped()

    assert len(lists) >= 4
    assert [each.key for each in lists if each.fictitious or evidence_of_form(each).stage] == []
    assert [scale.key for each in lists for scale in each.scales if scale.references] == []


# The example list: stage 2


def test_the_example_has_a_band_of_chance_around_the_intake(measured):
    scale = only(measured(example_list(), rest(1), rest(3)))

    assert scale.change.first.value == 1.5
    half = 1.96 * DIFFERENCE_SD
    band = scale.chart.band
    assert (band.low, band.high) == (pytest.approx(1.5 - half), pytest.approx(1.5 + half))
    assert scale.chart.joined


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        (rest(0, 4), rest(4, 0), "improved"),
        (rest(4, 0), rest(0, 4), "deteriorated"),
        (rest(2), rest(2), "unchanged"),
        (rest(1, 3), rest(2, 2), "improved"),
    ],
)
def test_the_verdict_is_that_of_the_reliable_change_rule(measured, before, after, category):
    change = only(measured(example_list(), before, after)).change

    assert change.verdict == change_of_pair(
        change.first.value,
        change.last.value,
        sd=SD,
        reliability=RELIABILITY,
        higher_is_better=True,
    )
    assert change.verdict.category == category


def test_a_change_inside_the_band_is_called_chance(measured):
    before = rest(2, 2)
    after = {**before, **dict.fromkeys(("r1", "r2", "r4", "r6", "r7"), "vaak")}

    scale = only(measured(example_list(), before, after))

    assert scale.change.difference == 5 / 8
    assert scale.change.last.value < scale.chart.band.high
    assert scale.change.verdict.category == "unchanged"
    assert "kan toeval zijn" in scale.chart.conclusion


def test_a_reversed_question_is_turned_before_the_score(measured):
    # Six times 4; r3 and r5, answered 'bijna altijd' too, count as 0: 24 / 8.
    scale = only(measured(example_list(), rest(4), rest(4, 0)))

    assert (scale.change.first.value, scale.change.last.value) == (3.0, 4.0)


def test_every_chart_of_the_example_says_that_it_is_invented(measured):
    (informant,) = measured(example_list(), rest(1), rest(3))
    (scale,) = informant.scales

    assert scale.chart.notice == "voorbeeld, verzonnen referentie"
    assert "voorbeeld, verzonnen referentie" in scale.badge
    assert "voorbeeld, verzonnen referentie" in informant.badge


def test_a_real_list_is_not_called_invented(measured):
    (informant,) = measured(load("kansmeter-ouder"), {}, {})

    assert {scale.chart.notice for scale in informant.scales} == {None}


def test_when_lower_is_better_less_is_an_improvement(measured, variant):
    scale = only(measured(variant(*LOWER_IS_BETTER), rest(4, 0), rest(0, 4)))

    assert scale.change.difference == -4.0
    assert scale.change.verdict.category == "improved"
    assert "het gaat beter" in scale.chart.conclusion
    assert scale.chart.direction == "Hoger is meer onrust."


def test_when_lower_is_better_more_is_a_deterioration(measured, variant):
    scale = only(measured(variant(*LOWER_IS_BETTER), rest(1, 3), rest(3, 1)))

    assert scale.change.difference == 2.0
    assert scale.change.verdict.category == "deteriorated"
    assert "minder goed" in scale.chart.conclusion


@pytest.mark.parametrize(
    "replacement",
    [
        ("stage: 2", "stage: 1"),
        ("reliability: 0.84", "reliability: 0.69"),
    ],
    ids=["stage", "reliability"],
)
def test_too_little_evidence_gives_no_verdict(measured, variant, replacement):
    changed = variant(("key: voorbeeld-rust", "key: voorbeeld-minder"), replacement)

    scale = only(measured(changed, rest(0, 4), rest(4, 0)))

    assert (scale.change.verdict, scale.chart.band, scale.chart.joined) == (None, None, False)


# What is missing


def test_without_an_intake_the_reason_is_no_pre(measured):
    change = only(measured(example_list(), None, rest(3))).change

    assert (change.reason, change.difference, change.verdict) == ("no_pre", None, None)


def test_without_a_follow_up_the_reason_is_no_post(measured):
    scale = only(measured(example_list(), rest(1), None))

    assert (scale.change.reason, scale.change.verdict) == ("no_post", None)
    assert "beter" not in scale.chart.conclusion


def test_an_intake_that_cannot_be_scored_is_no_pre_and_never_unchanged(measured):
    too_few = {key: ("weet_niet" if number < 3 else "soms") for number, key in enumerate(ITEMS)}

    scale = only(measured(example_list(), too_few, rest(3)))

    assert scale.change.reason == "no_pre"
    assert scale.chart.band is None
    assert scale.chart.moments[0].value is None


def test_a_moment_that_passed_without_an_answer_is_a_gap(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(1))
    world.clock.forward(weeks=11, days=29)

    scale = only(report(traject))

    assert [each.value for each in scale.chart.moments] == [1.5, None]
    assert scale.rows[-1][1] == "niet ingevuld"


def test_a_moment_that_is_still_open_is_no_gap(world, coach, report):
    traject = world.traject(coach, teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent"), rest(1))
    world.clock.forward(weeks=11, days=28)

    assert len(only(report(traject)).chart.moments) == 1


# Who is shown


def test_two_parents_are_never_joined(world, coach, report):
    traject = world.traject(coach, parents=("moeder", "vader"), teachers=(), lists=[example_list()])
    answer(world, world.invitation(traject, "parent", number=1), rest(0, 4))
    world.clock.forward(weeks=11)
    answer(world, world.invitation(traject, "parent", "follow_up", number=2), rest(4, 0))

    mother, father = report(traject)

    assert (mother.label, only([mother]).change.reason) == ("moeder", "no_post")
    assert (father.label, only([father]).change.reason) == ("vader", "no_pre")
    assert only([father]).chart.whose == "Volgens ouder 2."


def test_child_parent_and_teacher_each_have_their_own_report(world, traject, report):
    for role in ("teacher", "parent", "child"):
        answer(world, world.invitation(traject, role))

    assert [(each.role, each.number) for each in report(traject)] == [
        ("child", 1),
        ("parent", 1),
        ("teacher", 1),
    ]


def test_the_answers_stand_beside_the_question_in_words(world, traject, report):
    answer(
        world, world.invitation(traject, "parent"), {"o1": "vaak", "o2": "weet_niet", "p1": None}
    )

    (informant,) = report(traject)
    said = {item.text: item.answers for item in informant.items}

    assert said["Sam vertelt het thuis als er iets vervelends is."] == ("vaak",)
    assert said["Sam vertelt thuis uit zichzelf over de dag."] == ("weet ik niet",)
    assert said["Thuis merk ik dat Sam graag meedoet op school."] == ("overgeslagen",)


@pytest.fixture
def said(world, coach, report):
    """Return a function that answers the list with every kind of question and gives the words."""

    def said(**choices):
        traject = world.traject(coach, teachers=(), lists=[load(KINDS_FILE)])
        answer(world, world.invitation(traject, "parent"), choices)
        (informant,) = report(traject)
        return {item.key: item.answers[0] for item in informant.items}

    return said


@pytest.mark.parametrize(
    ("kept", "words"), [("lezen", "lezen"), ("lezen buiten", "lezen; buiten"), ("weet_niet",) * 2]
)
def test_several_answers_stand_beside_each_other_in_words(said, kept, words):
    assert said(spel=kept)["spel"] == words.replace("_", " ik ")


@pytest.mark.parametrize(
    ("key", "kept", "words"),
    [
        ("uren", "2,5", "2,5 uur per week"),
        ("uren", "7", "7 uur per week"),
        ("jaren", "-2", "−2"),
    ],
)
def test_a_number_is_said_with_a_comma_and_its_unit(said, key, kept, words):
    assert said(hulp="ja", **{key: kept})[key] == words


def test_a_question_that_did_not_come_is_no_row(said):
    assert not {"hoe", "uren", "weer", "meer"} & set(said(hulp="nee", spel="lezen"))


def test_written_words_stand_between_quotes(said):
    assert said(hulp="ja", hoe="laag", gezicht="niet", meer="Ik, <b>zelf</b>")["meer"] == (
        "„Ik, <b>zelf</b>”"
    )


def test_a_wish_for_contact_is_not_among_the_answers_that_are_discussed(world, traject, report):
    answer(world, world.invitation(traject, "parent"), {"c": "ja_graag"})

    (informant,) = report(traject)

    assert [item.text for item in informant.items if not item.for_talk] == [
        "Wil je dat de kansencoach contact met je opneemt?"
    ]


def test_a_talk_is_shown_and_gives_no_change(world, coach, traject, report):
    world.talk(coach, traject)
    answer(world, world.invitation(traject, "parent", "session"), {"a_ouder": "7"})

    (informant,) = report(traject)

    assert informant.scales == ()
    assert [item.answers for item in informant.items if "Hoe gaat het" in item.text][0] == ("7",)


def test_before_anybody_answered_there_is_nothing_to_report(traject, report):
    assert report(traject) == ()
