"""Goals: at most three run, in the words of their owner; no wording or rating is overwritten."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import course, goals
from survey_app.trajects.goal_lines import goals_of, goals_to_review
from survey_app.trajects.goal_models import Goal
from survey_app.trajects.goals import ChangedElsewhereError, Wording
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants

SENTENCES = (
    "komt niet op school",
    "komt 1 dag",
    "komt 3 dagen",
    "komt 4 dagen",
    "komt elke dag",
)


def person(world, traject_id, role):
    with world.database.read() as session:
        return next(each.id for each in informants(session, traject_id) if each.role == role)


def wording(world, **given):
    said = {
        "words": "In de pauze durf ik mee te doen.",
        "area": "contact",
        "start": 3,
        "good_enough": 7,
        "review_on": world.clock.today + timedelta(days=42),
        **given,
    }
    return Wording(**said)


def set_goal(world, coach, traject_id, role="child", **given):
    with world.database.write() as session:
        return goals.set_goal(
            session,
            coach.actor,
            session.get_one(Traject, traject_id),
            owner_id=person(world, traject_id, role),
            wording=wording(world, **given),
            now=world.clock(),
        ).id


def reword(world, coach, traject_id, goal_id, reason="het was te groot", **given):
    with world.database.write() as session:
        return goals.reword_goal(
            session,
            coach.actor,
            session.get_one(Traject, traject_id),
            goal_id,
            wording=wording(world, **given),
            reason=reason,
            now=world.clock(),
        ).id


def end(world, coach, traject_id, goal_id, outcome="reached", reason=""):
    with world.database.write() as session:
        goals.end_goal(
            session,
            coach.actor,
            session.get_one(Traject, traject_id),
            goal_id,
            outcome=outcome,
            reason=reason,
            now=world.clock(),
        )


def rate(world, coach, traject_id, goal_id, value, *, role="child", days_ago=0):
    with world.database.write() as session:
        goals.rate_goal(
            session,
            coach.actor,
            session.get_one(Traject, traject_id),
            goal_id,
            rated_by=person(world, traject_id, role),
            value=value,
            on=world.clock.today - timedelta(days=days_ago),
            now=world.clock(),
        )


def read(world, traject_id):
    with world.database.read() as session:
        return goals_of(session, traject_id)


def test_a_goal_has_its_owner_its_words_and_the_step_that_is_good_enough(world, coach, traject):
    goal_id = set_goal(world, coach, traject, words_for_ten="Elke pauze buiten.")

    (line,) = read(world, traject)

    assert (line.id, line.number, line.owner_role, line.owner_label) == (goal_id, 1, "child", "Sam")
    assert (line.words, line.area) == ("In de pauze durf ik mee te doen.", "contact")
    assert (line.method, line.start_step, line.good_enough) == ("steps", 3, 7)
    assert (line.words_for_ten, line.levels) == ("Elke pauze buiten.", ())
    assert (line.status, line.runs, line.history, line.ratings) == ("runs", True, (), ())
    assert world.sql("SELECT act, object_id FROM audit_event WHERE object_kind = 'goal'") == [
        ("set goal", goal_id)
    ]


def test_three_goals_run_and_a_fourth_waits_until_one_ended(world, coach, traject):
    first = set_goal(world, coach, traject)
    set_goal(world, coach, traject, "parent", words="Samen eten")
    set_goal(world, coach, traject, "teacher", words="Vinger opsteken")

    with pytest.raises(InputError, match="al 3 doelen"):
        set_goal(world, coach, traject, words="Nog een")

    end(world, coach, traject, first)
    set_goal(world, coach, traject, words="Nog een")
    assert [(line.number, line.words, line.status) for line in read(world, traject)] == [
        (1, "Nog een", "runs"),
        (2, "Samen eten", "runs"),
        (3, "Vinger opsteken", "runs"),
        (1, "In de pauze durf ik mee te doen.", "reached"),
    ]


def test_the_database_itself_keeps_one_running_goal_of_a_number(world, coach, traject):
    set_goal(world, coach, traject)
    second = set_goal(world, coach, traject, words="Samen eten")

    with pytest.raises(IntegrityError):
        world.sql("UPDATE goal SET number = 1 WHERE id = :id", id=second)


def test_other_words_keep_what_was_said_before_with_its_days_reason_and_steps(
    world, coach, traject
):
    first = set_goal(world, coach, traject)
    rate(world, coach, traject, first, 4)
    world.clock.forward(days=10)
    second = reword(world, coach, traject, first, words="Ik doe één keer mee.", start=4)
    rate(world, coach, traject, second, 6)
    world.clock.forward(days=1)
    reword(world, coach, traject, second, reason="het kan meer", words="Ik speel elke dag mee.")

    (line,) = read(world, traject)

    assert (line.number, line.words, line.ratings) == (1, "Ik speel elke dag mee.", ())
    told = [(each.words, each.reason, (each.until - each.set_on).days) for each in line.history]
    assert told == [
        ("In de pauze durf ik mee te doen.", "het was te groot", 10),
        ("Ik doe één keer mee.", "het kan meer", 1),
    ]
    assert [each.ratings[0].value for each in line.history] == [4, 6]
    assert line.first_set_on == line.history[0].set_on


def test_who_changes_words_that_are_no_longer_there_is_told(world, coach, traject):
    first = set_goal(world, coach, traject)
    second = reword(world, coach, traject, first, words="Ik doe één keer mee.")

    for late in (
        lambda: reword(world, coach, traject, first, words="Van het andere tabblad"),
        lambda: end(world, coach, traject, first),
        lambda: rate(world, coach, traject, first, 5),
    ):
        with pytest.raises(ChangedElsewhereError):
            late()

    assert [(line.id, line.words) for line in read(world, traject)] == [
        (second, "Ik doe één keer mee.")
    ]
    with world.database.read() as session:
        old = session.get_one(Goal, first)
        assert goals.newest_wording(session, old).id == second


@pytest.mark.one_database
def test_dropping_asks_for_a_reason_and_reaching_does_not(world, coach, traject):
    goal_id = set_goal(world, coach, traject)

    with pytest.raises(InputError, match="waarom"):
        end(world, coach, traject, goal_id, "dropped", "  ")
    with pytest.raises(InputError, match="gehaald"):
        end(world, coach, traject, goal_id, "changed", "zomaar")

    end(world, coach, traject, goal_id, "dropped", "Sam wil liever iets anders.")
    (line,) = read(world, traject)
    assert (line.status, line.reason) == ("dropped", "Sam wil liever iets anders.")


@pytest.mark.one_database
def test_what_cannot_be_a_goal_is_refused_in_words(world, coach, traject):
    today = world.clock.today
    for given, says in (
        ({"words": " \u200e\x00 "}, "eigen woorden"),
        ({"words": "a" * 121}, "120 tekens"),
        ({"words_for_ten": "a" * 300}, "120 tekens"),
        ({"area": "marks"}, "waar het doel over gaat"),
        ({"start": 7, "good_enough": 7}, "hoger dan"),
        ({"start": -1}, "stap voor nu"),
        ({"good_enough": 11}, "stap voor nu"),
        ({"levels": SENTENCES[:4]}, "alle 5"),
        ({"levels": (*SENTENCES[:4], " ")}, "alle 5"),
        ({"levels": (*SENTENCES[:4], SENTENCES[0])}, "andere zin"),
        ({"levels": SENTENCES, "start": 0}, "welke stap het kind"),
        ({"review_on": today - timedelta(days=1)}, "dag na vandaag"),
        ({"review_on": today}, "dag na vandaag"),
        ({"review_on": today + timedelta(days=367)}, "binnen een jaar"),
    ):
        with pytest.raises(InputError, match=says):
            set_goal(world, coach, traject, **given)

    assert read(world, traject) == ()


def test_markup_formulas_and_turned_text_stay_the_words_they_are(world, coach, traject):
    for words, kept in (
        ("<b>Sam</b> & =cmd|'/c calc'!A1", "<b>Sam</b> & =cmd|'/c calc'!A1"),
        ("om\u202egekeerd\x00\r\ntwee", "om gekeerd twee"),
    ):
        goal_id = set_goal(world, coach, traject, words=words)
        assert read(world, traject)[0].words == kept
        assert world.sql("SELECT 1 FROM goal WHERE words LIKE '%Sam%'") == []
        end(world, coach, traject, goal_id)


@pytest.mark.one_database
def test_a_goal_is_of_somebody_in_this_traject_who_is_no_coach(world, coach, traject):
    other = world.traject(coach, child="Noor")

    for owner_id in (person(world, traject, "coach"), person(world, other, "child"), "nobody"):
        with world.database.write() as session, pytest.raises(InputError, match="van wie"):
            goals.set_goal(
                session,
                coach.actor,
                session.get_one(Traject, traject),
                owner_id=owner_id,
                wording=wording(world),
                now=world.clock(),
            )


@pytest.mark.one_database
def test_five_sentences_follow_a_goal_by_level_and_expect_the_middle_one(world, coach, traject):
    goal_id = set_goal(world, coach, traject, levels=SENTENCES, start=-1)
    rate(world, coach, traject, goal_id, 1)

    (line,) = read(world, traject)

    assert (line.method, line.start_step, line.good_enough) == ("levels", -1, 0)
    assert line.levels == SENTENCES
    assert [each.value for each in line.ratings] == [1]
    with pytest.raises(InputError, match="een van de stappen"):
        rate(world, coach, traject, goal_id, 3)


def test_of_one_person_on_one_day_the_last_step_counts_and_all_are_kept(world, coach, traject):
    goal_id = set_goal(world, coach, traject)
    rate(world, coach, traject, goal_id, 7)
    rate(world, coach, traject, goal_id, 5, role="teacher")
    rate(world, coach, traject, goal_id, 6)
    world.clock.forward(days=3)
    rate(world, coach, traject, goal_id, 8)
    rate(world, coach, traject, goal_id, 4, days_ago=1)

    (line,) = read(world, traject)

    assert [(each.by_role, each.value, each.mode) for each in line.ratings] == [
        ("teacher", 5, "talk"),
        ("child", 6, "talk"),
        ("child", 4, "talk"),
        ("child", 8, "talk"),
    ]
    assert world.rows("goal_rating") == 5


@pytest.mark.one_database
def test_the_coach_gives_no_step_and_no_step_is_of_another_time(world, coach, traject):
    goal_id = set_goal(world, coach, traject)

    with pytest.raises(InputError, match="zelf geen stap"):
        rate(world, coach, traject, goal_id, 5, role="coach")
    with pytest.raises(InputError, match="moet nog komen"):
        rate(world, coach, traject, goal_id, 5, days_ago=-1)
    with pytest.raises(InputError, match="er nog niet"):
        rate(world, coach, traject, goal_id, 5, days_ago=1)
    assert world.rows("goal_rating") == 0


@pytest.mark.one_database
def test_without_agreement_or_after_the_end_nothing_is_rated(world, coach, traject):
    goal_id = set_goal(world, coach, traject)
    world.withdraw(coach, traject)
    with pytest.raises(InputError, match="akkoord"):
        rate(world, coach, traject, goal_id, 5)

    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        course.end_traject(session, coach.actor, found, "family_stops", world.clock())
    with pytest.raises(course.EndedError):
        rate(world, coach, traject, goal_id, 5)


def test_another_coach_does_not_even_learn_that_a_goal_exists(world, coach, traject):
    goal_id = set_goal(world, coach, traject)
    stranger = world.coach(school="De Wilg")

    with pytest.raises(NotFoundError):
        end(world, stranger, traject, goal_id)
    with pytest.raises(NotFoundError):
        end(world, coach, world.traject(coach, child="Noor"), goal_id)
    assert read(world, traject)[0].runs


def test_a_goal_is_looked_back_on_from_its_day_until_somebody_said_where_it_stands(
    world, coach, traject
):
    def due(who=coach):
        with world.database.read() as session:
            return [each.id for each in goals_to_review(session, who.actor, world.clock.today)]

    goal_id = set_goal(world, coach, traject)
    ended = set_goal(world, coach, traject, role="teacher")
    rate(world, coach, traject, goal_id, 5)
    world.clock.forward(days=41)
    assert due() == []

    world.clock.forward(days=1)
    assert sorted(due()) == sorted((goal_id, ended))
    assert due(world.coach("Joris Zandstra", "De Es")) == []
    end(world, coach, traject, ended)
    assert due() == [goal_id]

    rate(world, coach, traject, goal_id, 6)
    assert due() == []


@pytest.mark.one_database
def test_a_goal_in_other_words_has_a_day_of_its_own_and_an_ended_traject_has_none(
    world, coach, traject
):
    set_goal(world, coach, traject, review_on=world.clock.today + timedelta(days=7))
    second = set_goal(
        world, coach, traject, role="teacher", review_on=world.clock.today + timedelta(days=7)
    )
    world.clock.forward(days=7)
    other = reword(world, coach, traject, second)

    with world.database.write() as session:
        due = goals_to_review(session, coach.actor, world.clock.today)
        assert len(due) == 1
        assert other not in {each.id for each in due}
        found = session.get_one(Traject, traject)
        course.end_traject(session, coach.actor, found, "goal", world.clock())
        assert goals_to_review(session, coach.actor, world.clock.today) == []
