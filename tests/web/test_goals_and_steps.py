"""Goals and the steps of a talk on the pages of the coach: one tap is stored once, never lost."""

import re
from datetime import date

import pytest

from survey_app.measurements.queries import placed_responses
from survey_app.trajects.goal_lines import goals_of
from survey_app.trajects.queries import informants
from tests.web.world import act, csrf

pytestmark = pytest.mark.one_database

SCRIPT = {"X-Kansmeter": "script"}
ATTACK = "<script>alert(1)</script> =cmd|'/c calc'!A1 om\u202egekeerd"


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def coach(world, case):
    return world.signed_in()


@pytest.fixture
def page(case):
    return f"/trajecten/{case.traject_id}"


def person(world, case, role="child"):
    with world.database.read() as session:
        return next(each.id for each in informants(session, case.traject_id) if each.role == role)


def typed(world, case, **more):
    return {
        "owner": person(world, case),
        "words": "In de pauze durf ik mee te doen.",
        "area": "contact",
        "start": "3",
        "good_enough": "7",
        "review_on": "2026-12-14",
        **more,
    }


def set_goal(coach, page, said):
    return act(coach, f"{page}/doelen/nieuw", f"{page}/doelen/nieuw", **said)


def lines(world, case):
    with world.database.read() as session:
        return goals_of(session, case.traject_id)


def steps(world, case):
    with world.database.read() as session:
        return [
            (each.role, each.answers, each.mode)
            for each in placed_responses(session, case.traject_id)
        ]


def tap(coach, page, headers=None, **fields):
    token = csrf(coach.get(f"{page}/stapje"))
    return coach.post(f"{page}/stapje/tik", data={"csrf_token": token, **fields}, headers=headers)


def test_a_goal_needs_four_choices_and_stands_on_the_page_of_the_traject(world, coach, case, page):
    assert "Nog geen doel" in coach.get(page).text
    form = coach.get(f"{page}/doelen/nieuw").text
    assert form.index("Fenna zelf") < form.index('name="words"')

    done = set_goal(coach, page, typed(world, case))

    assert done.location == f"{page}?melding=doel#doelen"
    shown = coach.get(page).text
    assert "„In de pauze durf ik mee te doen.”" in shown
    assert "Begonnen op stap 3. Stap 7 is goed genoeg." in shown


def test_what_is_wrong_is_said_and_every_word_comes_back(world, coach, case, page):
    wrong = set_goal(
        coach, page, typed(world, case, words="a" * 300, good_enough="2", review_on="2026-01-01")
    )

    assert wrong.status_code == 422
    assert "a" * 300 in wrong.text
    assert "Houd het bij 120 tekens." in wrong.text
    assert "De stap die goed genoeg is, ligt hoger" in wrong.text
    assert "Kies een dag na vandaag" in wrong.text
    assert lines(world, case) == ()


def test_an_empty_form_says_all_that_is_missing_at_once(world, coach, case, page):
    empty = set_goal(coach, page, {"owner": person(world, case), "start_level": "-1"})

    for sentence in (
        "Schrijf het doel op, in eigen woorden.",
        "Kies waar het doel over gaat.",
        "Kies een stap voor nu.",
        "Kies een stap die goed genoeg is.",
    ):
        assert f">{sentence}</a>" in empty.text


def test_of_five_sentences_the_empty_ones_are_named_and_no_steps_are_asked(
    world, coach, case, page
):
    some = {
        "follow": "levels",
        "level_2": "Ik kijk toe.",
        "level_3": "Ik doe soms mee.",
        "start_level": "-1",
    }

    partly = set_goal(coach, page, typed(world, case, start="", good_enough="", **some))

    named = re.findall(r">Schrijf een zin bij stap (\d)\.</a>", partly.text)
    assert named == ["1", "4", "5"]
    assert re.search(r'value="levels"[^>]*checked|checked[^>]*value="levels"', partly.text)
    assert "Kies een stap" not in partly.text
    assert "Ik kijk toe." in partly.text
    assert lines(world, case) == ()


def test_sentences_count_only_for_who_chose_them(world, coach, case, page):
    done = set_goal(coach, page, typed(world, case, follow="steps", level_1="Ik kijk toe."))

    assert done.status_code == 303
    (goal,) = lines(world, case)
    assert (goal.method, goal.levels) == ("steps", ())


def test_a_link_at_a_goal_leads_to_its_question_for_whose_it_is(world, coach, case, page):
    owner = person(world, case, "parent")
    set_goal(coach, page, typed(world, case, owner=owner))

    path, _, anchor = re.search(r'href="([^"]+)">Noteer een stap<', coach.get(page).text)[
        1
    ].partition("#")
    asked = coach.get(path.replace("&amp;", "&")).text

    opened = asked[asked.index("<details open>") :]
    assert f'<form id="{anchor}"' in opened[: opened.index("</details>")]


def test_text_is_text_wherever_a_goal_is_shown(world, coach, case, page):
    said = typed(world, case, words=ATTACK, words_for_ten=ATTACK)
    assert set_goal(coach, page, said).status_code == 303
    (goal,) = lines(world, case)
    tap(coach, page, wie=person(world, case), stap="6", doel=goal.id)

    pictures = f"{page}/doelen/{goal.id}"
    for address in (page, f"{page}/stapje", f"{pictures}/woorden", f"{pictures}/breed.svg"):
        shown = coach.get(address)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text, address
        assert "\u202e" not in shown.text, address
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =cmd|" in coach.get(page).text
    assert coach.get(f"{pictures}/grafiek.png").mimetype == "image/png"


def test_of_two_tabs_the_second_sees_both_texts_and_decides(world, coach, case, page):
    set_goal(coach, page, typed(world, case))
    (goal,) = lines(world, case)
    address = f"{page}/doelen/{goal.id}/woorden"
    first = typed(world, case, words="Van het eerste tabblad", reason="te groot")
    second = typed(world, case, words="Van het tweede tabblad", reason="te klein")
    assert act(coach, address, address, **first).status_code == 303

    refused = act(coach, address, address, **second)

    assert refused.status_code == 422
    assert "Zo staat het nu" in refused.text
    assert "„Van het eerste tabblad”" in refused.text
    assert 'value="Van het tweede tabblad"' in refused.text
    again = re.search(r'action="([^"]+/woorden)"', refused.text)[1]
    assert act(coach, again, address, **second).status_code == 303
    (line,) = lines(world, case)
    assert (line.words, [each.words for each in line.history]) == (
        "Van het tweede tabblad",
        ["In de pauze durf ik mee te doen.", "Van het eerste tabblad"],
    )
    assert "Waarom anders: te groot" in coach.get(page).text


def test_who_is_signed_out_while_typing_keeps_every_word(world, coach, case, page):
    token = csrf(coach.get(f"{page}/doelen/nieuw"))
    coach.post("/uitloggen", data={"csrf_token": token})

    kept = coach.post(f"{page}/doelen/nieuw", data={"csrf_token": token, **typed(world, case)})

    assert kept.status_code == 401
    assert 'value="In de pauze durf ik mee te doen."' in kept.text
    assert lines(world, case) == ()


def test_a_goal_ends_with_a_reason_and_stays_to_be_read(world, coach, case, page):
    set_goal(coach, page, typed(world, case))
    (goal,) = lines(world, case)
    address = f"{page}/doelen/{goal.id}/afronden"

    assert "Schrijf waarom" in act(coach, address, address, outcome="dropped", reason="").text
    done = act(coach, address, address, outcome="dropped", reason="Fenna wil iets anders.")

    assert done.location == f"{page}?melding=doel-afgerond#doelen"
    shown = coach.get(page).text
    assert "Afgeronde doelen (1)" in shown
    assert "Losgelaten op 2 november 2026. Fenna wil iets anders." in shown


def test_a_button_without_a_script_stores_the_step_and_says_so(world, coach, case, page):
    asked = coach.get(f"{page}/stapje").text
    assert asked.index("Fenna zelf") < asked.index("moeder")

    done = tap(coach, page, wie=person(world, case), stap="6")

    assert done.status_code == 303
    assert "Bewaard: stap 6." in coach.get(done.location).text
    assert steps(world, case) == [("child", {"a_kind": "6"}, "interview")]


def test_the_step_of_last_time_stands_above_the_stones(world, coach, case, page):
    tap(coach, page, wie=person(world, case), stap="5")
    world.clock.move(days=7)
    coach = world.signed_in()

    assert "Vorige keer: stap 5, 2 november 2026." in coach.get(f"{page}/stapje").text


def test_what_the_coach_noted_in_a_talk_is_no_news_on_today(world, coach, case, page):
    assert "Nieuwe antwoorden" not in coach.get("/vandaag").text

    tap(coach, page, wie=person(world, case), stap="6")

    assert len(steps(world, case)) == 1
    assert "Nieuwe antwoorden" not in coach.get("/vandaag").text


def test_a_kept_tap_that_is_sent_twice_is_stored_once(world, coach, case, page):
    kept = {"wie": person(world, case), "stap": "6", "id": "0a" * 16, "op": "2026-11-02"}

    assert [tap(coach, page, SCRIPT, **kept).status_code for _ in range(2)] == [204, 204]

    assert steps(world, case) == [("child", {"a_kind": "6"}, "interview")]


def test_a_script_is_told_in_plain_words_why_a_tap_was_refused(world, coach, case, page):
    for wrong, says in (
        ({"stap": "11"}, "een van de stappen"),
        ({"op": "2026-11-03"}, "moet nog komen"),
        ({"op": "2026-02-31"}, "datum van dit toestel"),
        ({"op": "x"}, "datum van dit toestel"),
        ({"op": "2026-11-01"}, "nog geen traject"),
        ({"stap": ["6", "9"]}, "niet heel over"),
        ({"id": "<b>"}, "niet heel over"),
        ({"wie": "\x00"}, "wie dit zegt"),
    ):
        said = {"wie": person(world, case), "stap": "6", "id": "0a" * 16, **wrong}
        refused = tap(coach, page, SCRIPT, **said)
        assert (refused.status_code, refused.mimetype) == (422, "text/plain")
        assert says in refused.text

    unknown = {"wie": person(world, case), "stap": "6", "id": "0a" * 16, "doel": "0" * 32}
    assert tap(coach, page, SCRIPT, **unknown).status_code == 404
    assert steps(world, case) == []


def test_a_kept_tap_goes_under_no_other_account(world, coach, case, page):
    said = {"wie": person(world, case), "stap": "6", "id": "0a" * 16}
    stranger = world.signed_in(world.coach("Joris Zandstra"))
    token = csrf(stranger.get("/vandaag"))

    refused = stranger.post(
        f"{page}/stapje/tik", data={"csrf_token": token, **said}, headers=SCRIPT
    )

    assert refused.status_code == 404
    out = world.client().post(f"{page}/stapje/tik", data=said, headers=SCRIPT)
    assert out.status_code == 401
    assert steps(world, case) == []


def test_nothing_is_asked_in_a_talk_before_there_is_agreement(world, coach):
    traject_id = world.start_traject("Noor")

    assert "akkoord" in coach.get(f"/trajecten/{traject_id}/stapje").text
    assert "Noteer een stapje" not in coach.get(f"/trajecten/{traject_id}").text


def test_on_its_day_a_goal_stands_on_today_without_its_words(world, coach, case, page):
    set_goal(coach, page, typed(world, case, words="KNR-doel"))
    assert "een doel van" not in coach.get("/vandaag").text
    world.clock.move(days=(date(2026, 12, 14) - world.clock().date()).days)

    today = world.signed_in().get("/vandaag").text

    assert "een doel van Fenna: vraag welke stap nu past" in today
    assert f'href="{page}/stapje">Kijk terug' in today
    assert "Kijk 1 keer terug" in today
    assert "KNR-doel" not in today
