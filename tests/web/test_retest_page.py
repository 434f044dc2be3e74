"""The retest over HTTP: enrolling with an agreement, two links, what is told, and stopping.

Nothing of it stands in a traject, and what asks for somebody reaches the coach all the same.
"""

import re

import pytest
from sqlalchemy import func, select

from survey_app.invitations.models import Invitation
from survey_app.measurements.models import Measurement, SignalStep
from survey_app.trajects.models import ReferenceParticipant
from tests.web.world import act, csrf, data_page

pytestmark = pytest.mark.one_database

PAGE = "/hertest"
YES = {
    "role": "parent",
    "code": "K71",
    "group_name": "groep 6",
    "birth_month": "3",
    "birth_year": "2017",
    "holders": "two",
    "first_agrees": "y",
    "second_agrees": "y",
    "channel": "conversation",
}


def enrol(world, client, **changes):
    """Fill the form in as a coach does; a field that is None stays away."""
    page = client.get(PAGE).text
    (school,) = re.findall(r'name="school".*?value="([0-9a-f]{32})"', page, re.S)
    fields = {"school": school, **YES, **changes, "csrf_token": csrf(page)}
    return client.post(PAGE, data={key: given for key, given in fields.items() if given})


def count(world, model):
    with world.database.read() as db:
        return db.scalar(select(func.count()).select_from(model))


def links(page):
    """Return the links on a page that can be shared."""
    return re.findall(r'value="http://localhost(/v/[^"]+)"', page)


@pytest.fixture
def coach(world):
    """Give a browser in which the coach is signed in."""
    world.coach()
    return world.signed_in()


@pytest.fixture
def asked(world, coach):
    """Give a function that enrols somebody and returns a browser with each of the two links."""

    def enrolled(**changes):
        done = enrol(world, coach, **changes)
        assert done.status_code == 303, done.text
        (participant,) = re.findall(r"#p-([0-9a-f]{32})", done.location)
        with world.database.read() as db:
            invitations = db.scalars(
                select(Invitation.id)
                .where(Invitation.participant_id == participant)
                .order_by(Invitation.round)
            ).all()
        return [world.visitor(each) for each in invitations]

    return enrolled


def fill(visitor, **answers):
    """Answer the whole list, from the start page to the thanks."""
    visitor.begin()
    visitor.walk(**answers)
    assert data_page(visitor.page) == "thanks"
    return visitor.page.text


def test_the_page_is_found_from_the_questionnaires_and_says_what_comes(coach):
    assert f'href="{PAGE}"' in coach.get("/vragenlijsten").text
    page = coach.get(PAGE).text

    assert "Er doet nog niemand mee." in page
    assert "0 kinderen bij jou; 60 nodig van alle coaches samen" in page
    assert "Stoppen kan altijd, zonder reden." in page


def test_who_is_enrolled_gets_two_links_and_the_first_can_be_shared(world, coach, asked):
    first, _ = asked()
    page = coach.get(PAGE).text

    assert links(page) == [first.path]
    assert "K71, ouder" in page
    assert "gaat open 10 dagen na de eerste keer" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "Sam"}, "minstens 1 cijfer"),
        ({"code": "K71345678901234"}, "Houd het bij 12 tekens."),
        ({"second_agrees": None}, "Beide ouders met gezag moeten eerst akkoord zijn."),
        ({"role": "child"}, "Een kind doet alleen mee als het zelf ook wil."),
        ({"birth_year": "2024"}, "4 tot 18 jaar"),
        ({"birth_year": "20x4"}, "Vul een jaar in met 4 cijfers"),
        ({"birth_year": "2019", "role": "child", "child_agrees": "y"}, "geen eigen lijst"),
        ({"channel": None}, "Kies hoe."),
    ],
)
def test_what_is_not_right_is_said_and_keeps_what_was_filled_in(world, coach, changes, said):
    refused = enrol(world, coach, **changes)

    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="groep 6"' in refused.text
    assert (count(world, ReferenceParticipant), count(world, Invitation)) == (0, 0)


def test_a_code_is_used_once_for_somebody_of_a_role(world, coach, asked):
    asked()

    again = enrol(world, coach)

    assert again.status_code == 422
    assert "al in gebruik" in again.text
    asked(role="teacher")


def test_without_a_good_token_nobody_is_enrolled(world, coach):
    assert coach.post(PAGE, data=YES).status_code == 400
    assert count(world, ReferenceParticipant) == 0


# What the other side reads


@pytest.mark.parametrize(
    ("role", "greeting", "first_question"),
    [
        ("parent", "Denk aan het kind waarover wij spraken.", "Je kind vertelt thuis"),
        ("teacher", "Het gaat over de leerling met code K71.", "Deze leerling doet graag mee"),
        ("child", "Ik maak vragen voor kinderen.", "Ik"),
    ],
)
def test_who_takes_part_reads_what_it_is_for_and_no_name_of_a_child(
    asked, role, greeting, first_question
):
    first, _ = asked(role=role, child_agrees="y")

    start = first.get().text
    questions = first.begin().text

    assert greeting in start
    assert "Daarom vraag ik je 2 keer hetzelfde." in start
    assert first_question in questions
    assert "{" not in re.sub(r"<style>.*?</style>", "", start + questions, flags=re.DOTALL)
    assert "je kind</h1>" not in start.lower() or "Hoe gaat het met je kind?" in start


def test_the_first_time_ends_with_when_it_comes_again_and_the_second_with_done(world, asked):
    first, second = asked()

    assert "Over 10 dagen vraag ik hetzelfde nog 1 keer." in fill(first)
    assert data_page(second.get()) == "not-yet"
    world.clock.move(days=10)
    assert "Dit is de tweede keer." in second.get().text
    assert "Je bent klaar." in fill(second)


def test_who_opens_the_second_link_first_hears_which_comes_first(asked):
    _, second = asked()

    page = second.get()

    assert data_page(page) == "not-yet"
    assert "Vul eerst de andere link in. Deze gaat 10 dagen later open." in page.text


def test_rather_not_and_not_me_name_no_child(asked):
    first, _ = asked()

    page = first.get("/liever-niet").text

    assert "Het verandert niets voor jou of je kind." in page
    assert "Deze link is niet voor mij" in page


# What the coach sees


def test_a_pair_counts_on_the_page_and_what_was_answered_is_nowhere(world, coach, asked):
    first, second = asked()
    fill(first, c="nu_niet")
    world.clock.move(days=14)
    fill(second, c="nu_niet")
    coach = world.signed_in()

    page = coach.get(PAGE).text

    assert "1 kind bij jou" in page
    assert page.count("ingevuld op") == 2
    assert "bijna nooit" not in page
    assert count(world, Measurement) == 0
    for other in ("/vandaag", "/samen"):
        assert "K71" not in coach.get(other).text


def test_the_second_link_is_on_the_page_from_the_day_it_opens(world, coach, asked):
    first, second = asked()
    fill(first)

    assert links(coach.get(PAGE).text) == []
    world.clock.move(days=10)
    page = world.signed_in().get(PAGE).text

    assert links(page) == [second.path]
    assert "nog niet begonnen, tot en met" in page


def test_who_wants_contact_stands_on_the_first_page_until_it_is_taken_up(world, coach, asked):
    first, _ = asked()
    fill(first, c="ja_graag")

    today = coach.get("/vandaag").text
    page = coach.get(PAGE).text

    assert "Een antwoord van K71 (ouder, hertest) vraagt je aandacht" in today
    assert "contact met je opneemt? “ja, graag” Gegeven: vandaag" in page
    (seen,) = re.findall(r'action="(/signalen/[^"]+)"', page)
    done = act(coach, seen, PAGE)
    assert done.location.startswith(PAGE)
    assert "vraagt je aandacht" not in coach.get("/vandaag").text
    assert "ja, graag" not in coach.get(PAGE).text


def test_who_stands_in_sees_the_question_and_the_answer_and_can_close_it(world, coach, asked):
    first, _ = asked()
    fill(first, c="ja_graag")
    bea = world.coach("Bea Boom", "De Heidebloem")
    other = world.signed_in(bea)
    days = {"first_on": "2026-11-02", "last_on": "2026-11-02"}
    assert "K71" not in other.get("/vandaag").text
    act(coach, "/vervanging", "/vervanging", substitute=bea.actor.person_id, **days)

    today = other.get("/vandaag").text
    assert "Een antwoord van K71 (ouder, hertest) vraagt aandacht" in today
    (path,) = re.findall(r' action="(/signalen/\w+)/gezien"', today)
    page = other.get(path).text
    assert "ja, graag" in page
    assert "Jij vervangt Marit vandaag." in page
    assert "/hertest" not in page
    closed = act(other, f"{path}/afronden", path, done="parent")
    assert closed.location == "/vandaag?melding=afgerond"
    assert "Afgerond door Bea Boom" in coach.get(path).text
    world.clock.move(days=1)
    assert world.signed_in(bea).get(path).status_code == 404


def test_a_link_that_reached_somebody_else_is_told(world, coach, asked):
    first, _ = asked()
    fields = {"csrf_token": csrf(first.get("/liever-niet")), "act": "wrong_person"}
    first.client.post(first.path + "/liever-niet", data=fields)

    assert "kwam bij iemand anders" in coach.get("/vandaag").text
    assert "Stop met deze code." in coach.get(PAGE).text


def test_after_stopping_both_links_are_dead_and_the_pair_no_longer_counts(world, coach, asked):
    first, second = asked()
    fill(first)
    world.clock.move(days=14)
    fill(second)
    coach = world.signed_in()
    (stop,) = re.findall(rf'action="({PAGE}/[^"]+/stop)"', coach.get(PAGE).text)

    act(coach, stop, PAGE)

    page = coach.get(PAGE).text
    assert "gestopt" in page
    assert "0 kinderen bij jou" in page
    assert f"{PAGE}/" not in page


def test_another_coach_sees_nothing_and_can_do_nothing(world, coach, asked):
    first, _ = asked()
    fill(first, c="ja_graag")
    page = coach.get(PAGE).text
    other = world.signed_in(world.coach("Bea Boom", "De Heidebloem"))

    assert "K71" not in other.get(PAGE).text + other.get("/vandaag").text
    for action in re.findall(rf'action="((?:{PAGE}/|/signalen/)[^"]+)"', page):
        assert act(other, action).status_code == 404
    with world.database.read() as db:
        assert db.scalars(select(SignalStep.id)).all() == []
        assert db.scalars(select(ReferenceParticipant.withdrawn_at)).all() == [None]


def test_a_look_at_the_page_is_recorded(world, coach):
    coach.get(PAGE)

    assert "see participants" in world.text_of_database()
