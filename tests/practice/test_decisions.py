"""The decision after a measurement: one choice and one line, never overwritten, never forced."""

from datetime import timedelta

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.practice import decision_queries, decisions
from survey_app.practice.decisions import BETTER, NO_DIFFERENCE, UNKNOWN, WORSE, Said, Saw, Seen
from survey_app.trajects.models import Traject


def seen(verdict=UNKNOWN, direction="higher", role="parent", stage=0):
    return Seen(role, 1, "kracht", "Kracht", direction, verdict, stage)


HIGHER = Saw((seen(),), ("teacher",))


def moment(world, traject_id, kind="follow_up"):
    rows = world.sql(
        "SELECT id FROM occasion WHERE traject_id = :id AND kind = :kind", id=traject_id, kind=kind
    )
    return rows[0][0]


def decide(world, coach, traject_id, choice="more", line="oefenen in de kring", **more):
    occasion_id = more.pop("occasion_id", None) or moment(world, traject_id)
    saw = more.pop("saw", HIGHER)
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        said = Said(choice, line, **more)
        made = decisions.decide(
            session, coach.actor, traject, occasion_id, said, saw, world.clock()
        )
        return made.id


def lines(world, coach, traject_id):
    with world.database.read() as session:
        traject = session.get_one(Traject, traject_id)
        return decision_queries.decisions_of(session, coach.actor, traject)


def choices(world, coach):
    with world.database.read() as session:
        return decision_queries.last_choices(session, coach.actor)


def test_a_choice_and_a_line_are_kept_with_what_was_seen_that_day(world, coach, traject):
    decide(world, coach, traject, principles=["samen", "wat_lukt"])

    (line,) = lines(world, coach, traject)

    assert (line.decision.choice, line.decision.line) == ("more", "oefenen in de kring")
    assert line.seen == HIGHER.seen
    assert line.decision.missing == "teacher"
    assert [name for _, name in line.principles] == ["samen beslissen", "uitgaan van wat lukt"]
    assert choices(world, coach) == {moment(world, traject): "more"}


def test_who_answers_again_overwrites_nothing_and_the_last_answer_counts(world, coach, traject):
    decide(world, coach, traject)
    decide(world, coach, traject, "other", "korter, op school")

    found = [(each.decision.choice, each.decision.line) for each in lines(world, coach, traject)]

    assert found == [("other", "korter, op school"), ("more", "oefenen in de kring")]
    assert choices(world, coach) == {moment(world, traject): "other"}


def test_a_double_tap_is_one_answer_and_a_changed_principle_is_another(world, coach, traject):
    first = decide(world, coach, traject)
    assert decide(world, coach, traject) == first

    assert decide(world, coach, traject, principles=["samen"]) != first
    assert len(lines(world, coach, traject)) == 2


def test_skipping_is_kept_with_its_day_and_can_be_taken_up_later(world, coach, traject):
    skip = decide(world, coach, traject, "skipped", "half getypt")
    world.clock.forward(days=3)
    assert decide(world, coach, traject, "skipped") == skip
    ((choice, line, day),) = world.sql("SELECT choice, line, decided_on FROM decision")
    assert (choice, line, str(day)) == ("skipped", None, "2026-09-07")

    decide(world, coach, traject)

    assert choices(world, coach) == {moment(world, traject): "more"}


def test_an_answer_is_not_undone_by_skipping(world, coach, traject):
    answer = decide(world, coach, traject)

    assert decide(world, coach, traject, "skipped") == answer
    assert choices(world, coach) == {moment(world, traject): "more"}


REFUSED = [
    ({"choice": "toveren"}, "met een knop"),
    ({"choice": ""}, "met een knop"),
    ({"line": " \u202e\x00 "}, "wat werkte"),
    ({"choice": "other", "line": ""}, "anders gaat doen"),
    ({"choice": "share", "line": ""}, "nog te vroeg"),
    ({"line": "a" * 201}, "200 tekens"),
    ({"voices": "a" * 201}, "200 tekens"),
    ({"step": "a" * 141, "step_by": "child"}, "140 tekens"),
    ({"step": "belt de club"}, "Kies wie"),
    ({"step": "belt de club", "step_by": "burgemeester"}, "Kies wie"),
    ({"step_by": "parent"}, "wat er gebeurt"),
    ({"step": "belt", "step_by": "parent", "step_on": -1}, "vanaf vandaag"),
    ({"step": "belt", "step_by": "parent", "step_on": 367}, "een jaar"),
    ({"principles": ["toveren"]}, "werkwijze"),
    (
        {
            "principles": [
                *("samen", "wat_lukt", "kleine_stap", "eigen_stuur", "meteen", "eigen_kring")
            ]
        },
        "hoogste 5",
    ),
]


def test_what_cannot_be_is_refused_in_words_and_keeps_nothing(world, coach, traject):
    for case, says in REFUSED:
        given = dict(case)
        if "step_on" in given:
            given["step_on"] = world.clock.today + timedelta(days=given["step_on"])

        with pytest.raises(InputError, match=says):
            decide(world, coach, traject, **given)

    assert len(REFUSED) == 15
    assert world.rows("decision") == 0


def test_too_early_needs_no_line_and_a_step_has_an_owner_that_was_chosen(world, coach, traject):
    by, on = "parent", world.clock.today
    decide(world, coach, traject, "too_early", "", step="belt de club", step_by=by, step_on=on)

    (line,) = lines(world, coach, traject)

    assert (line.decision.line, line.decision.step) == (None, "belt de club")
    assert (line.decision.step_by, line.decision.step_on) == (by, on)


@pytest.mark.parametrize(
    ("choice", "verdicts", "stance"),
    [
        ("more", [BETTER], "with"),
        ("share", [BETTER, NO_DIFFERENCE, UNKNOWN], "with"),
        ("other", [BETTER], "against"),
        ("other", [WORSE], "with"),
        ("more", [WORSE], "against"),
        ("share", [WORSE], "against"),
        ("too_early", [WORSE], None),
        ("more", [BETTER, WORSE], None),
        ("more", [NO_DIFFERENCE], None),
        ("other", [UNKNOWN], None),
        ("other", [], None),
    ],
)
def test_only_figures_that_say_something_are_held_beside_the_choice(choice, verdicts, stance):
    assert decisions.stance(choice, [seen(each) for each in verdicts]) == stance


def test_no_figure_forces_a_choice_and_the_stance_is_kept(world, coach, traject):
    decide(world, coach, traject, "more", saw=Saw((seen(WORSE, "lower", stage=2),)))

    assert world.sql("SELECT choice, stance FROM decision") == [("more", "against")]


@pytest.mark.parametrize("kind", ["intake", "elsewhere", "unknown"])
def test_only_a_later_moment_of_this_traject_has_a_card(world, coach, traject, kind):
    own = world.traject(coach, child="Noor")
    occasion_id = {
        "intake": moment(world, traject, "intake"),
        "elsewhere": moment(world, own),
        "unknown": "f" * 32,
    }[kind]

    with pytest.raises(NotFoundError):
        decide(world, coach, traject, occasion_id=occasion_id)


def test_nobody_else_decides_or_reads_it(world, coach, traject):
    decide(world, coach, traject)

    for other in (world.coach(), world.coach("Noord", "De Es"), world.coach("Zuid", "De Heide")):
        assert choices(world, other) == {}
        with pytest.raises(NotFoundError):
            decide(world, other, traject, "skipped")
        with pytest.raises(NotFoundError):
            lines(world, other, traject)


def test_what_was_typed_is_unreadable_in_the_database(world, coach, traject):
    decide(world, coach, traject, voices="moeder ziet rust", step="belt oma", step_by="parent")

    ((row),) = world.sql("SELECT line, voices, step FROM decision")

    assert not any(word in " ".join(row) for word in ("kring", "rust", "oma"))


def test_every_answer_is_in_the_trail(world, coach, traject):
    decide(world, coach, traject, "skipped")
    decide(world, coach, traject)

    acts = world.sql("SELECT act FROM audit_event WHERE object_kind = 'decision' ORDER BY position")
    assert acts == [("skip decision",), ("decide",)]


def test_a_card_has_the_choices_of_the_blueprint():
    assert decisions.CHOICES == ("more", "other", "share", "too_early")
    assert decisions.DOERS == ("child", "parent", "teacher", "ib", "coach", "other")
    assert decisions.KINDS == ("follow_up", "closing")
