"""How a coach lets somebody be reached, and sees what became of a message."""

import re

import pytest
from sqlalchemy import select

from survey_app.answering.class_rounds import mark_of
from survey_app.commands.delivering import make_worker
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Refused, Unknown
from survey_app.delivery.remembering import RememberingSender
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.trajects.models import Contact
from tests.web.world import LOCAL, act, data_page

MAIL = {"channel": "mail", "address": "moeder@thuis.nl"}


class Ending(RememberingSender):
    """A sender that ends as told."""

    def __init__(self, outcome):
        super().__init__()
        self.outcome = outcome

    def hand_over(self, letter, may_go):
        assert may_go()
        return self.outcome


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


@pytest.fixture
def case(world, coach):
    return world.case()


def person_url(case, role="parent"):
    return f"/trajecten/{case.traject_id}/mensen/{case.informants[role]}"


def deliver(world, sender=None):
    worker = make_worker(world.settings, world.database, world.clock)
    worker.senders = {"mail": sender or RememberingSender(), "sms": sender or RememberingSender()}
    worker.deliver_due()
    return worker.senders["mail"]


def page_of(coach, case):
    return coach.get(f"/trajecten/{case.traject_id}").text


def test_an_address_is_kept_and_the_open_list_goes_there(world, coach, case):
    done = act(coach, person_url(case), **MAIL)
    sent = deliver(world)

    assert done.status_code == 303
    assert [letter.to for letter in sent.letters] == ["moeder@thuis.nl"]
    assert "per e-mail verstuurd op" in page_of(coach, case)
    assert 'value="moeder@thuis.nl"' in coach.get(person_url(case)).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"channel": "mail", "address": "moeder"}, "In dit e-mailadres staat geen @"),
        ({"channel": "sms", "address": "0591 55 01 23"}, "Dit is geen mobiel nummer"),
        ({"channel": "mail", "address": ""}, "Vul het e-mailadres in"),
        ({"channel": "pigeon", "address": ""}, "Kies hoe de link er komt"),
        ({"channel": "mail", "address": "x" * 300}, "Houd het bij 254 tekens"),
    ],
)
def test_ac_053_what_cannot_be_right_is_refused_where_it_is_typed(world, coach, case, given, said):
    done = act(coach, person_url(case), **given)

    assert done.status_code == 422
    assert said in done.text
    assert given["address"] in done.text
    with world.database.read() as db:
        assert db.scalars(select(Contact)).all() == []


def test_a_new_informant_can_have_an_address_from_the_start(world, coach):
    started = world.start_traject()

    done = act(coach, f"/trajecten/{started}/informanten", role="parent", label="moeder", **MAIL)

    assert done.status_code == 303
    assert "per e-mail" in coach.get(f"/trajecten/{started}").text


def test_a_wrong_address_of_a_new_informant_adds_nobody(world, coach):
    started = world.start_traject()

    done = act(
        coach,
        f"/trajecten/{started}/informanten",
        role="parent",
        label="moeder",
        channel="mail",
        address="moeder@thuis",
    )

    assert done.status_code == 422
    assert "kan niet kloppen" in done.text
    assert "ouder 1" not in coach.get(f"/trajecten/{started}").text


def test_a_child_is_offered_no_mail_and_no_sms(coach, case):
    page = coach.get(person_url(case, "child")).text

    assert 'value="paper"' in page
    assert 'value="mail"' not in page


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            Refused("refused with 550", address=True),
            "de e-mail kwam niet aan: het adres of nummer neemt niets aan",
        ),
        (Unknown("no answer to the mail"), "onzeker of de e-mail aankwam"),
    ],
)
def test_ac_088_ac_092_the_coach_sees_what_did_not_arrive_and_can_send_it_again(
    world, coach, case, outcome, said
):
    act(coach, person_url(case), **MAIL)
    deliver(world, Ending(outcome))

    assert said in page_of(coach, case)
    today = coach.get("/vandaag").text
    assert "Niet aangekomen" in today
    assert said in today
    again = re.search(r'action="(/[^"]+/opnieuw-sturen)"', page_of(coach, case))[1]
    assert act(coach, again, page=f"/trajecten/{case.traject_id}").status_code == 303
    if isinstance(outcome, Unknown):
        assert len(deliver(world).letters) == 1
        assert said not in page_of(coach, case)


def test_what_was_sent_cannot_be_sent_again(world, coach, case):
    act(coach, person_url(case), **MAIL)
    deliver(world)

    done = act(
        coach,
        f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/opnieuw-sturen",
        page=f"/trajecten/{case.traject_id}",
    )

    assert done.status_code == 422
    assert "opnieuw-sturen" not in page_of(coach, case)


def test_ac_091_a_coach_is_told_that_messages_do_not_go(world, coach, case):
    act(coach, person_url(case), **MAIL)
    assert "Berichten gaan nu niet weg" not in coach.get("/vandaag").text
    world.clock.move(minutes=20)

    assert "Berichten gaan nu niet weg. Het oudste wacht sinds" in coach.get("/vandaag").text


def test_ac_126_one_parent_does_not_see_the_address_of_the_other(world, coach):
    case = world.case(parents=("moeder", "vader"))
    act(coach, person_url(case), channel="mail", address="geheim@veilig.nl")
    visitor = world.visitor(case.intake["parent"])

    assert "geheim@veilig.nl" not in visitor.get().text
    assert "geheim@veilig.nl" not in visitor.begin().text


def round_link(world, coach):
    cases = [world.case(child=child) for child in ("Sam", "Noor")]
    for case in cases:
        act(coach, person_url(case, "teacher"), channel="mail", address="juf@school.nl")
    (letter,) = deliver(world).letters
    return cases, re.search(r"http://localhost(/ronde/\S+)", letter.text)[1]


def test_a_teacher_of_two_pupils_gets_one_page_with_both(world, coach):
    cases, link = round_link(world, coach)
    teacher = world.client()
    page = teacher.get(link)

    assert data_page(page) == "round"
    assert "0 van 2 klaar" in page.text
    for child, case in zip(("Sam", "Noor"), cases, strict=True):
        assert f"<bdi>{child}</bdi>" in page.text
        assert f'name="to" value="{mark_of(case.intake["teacher"])}"' in page.text


def test_what_is_done_stays_on_the_page_without_its_button(world, coach):
    cases, link = round_link(world, coach)
    world.answer(cases[0].intake["teacher"])
    page = world.client().get(link).text

    assert "1 van 2 klaar" in page
    assert mark_of(cases[0].intake["teacher"]) not in page
    world.answer(cases[1].intake["teacher"])
    assert "Alles is ingevuld" in world.client().get(link).text


def test_ac_006_what_was_revoked_or_withdrawn_is_not_on_the_page(world, coach):
    cases, link = round_link(world, coach)
    act(
        coach,
        f"/trajecten/{cases[0].traject_id}/uitnodigingen/{cases[0].intake['teacher']}/intrekken",
        page=f"/trajecten/{cases[0].traject_id}",
    )
    assert "<bdi>Sam</bdi>" not in world.client().get(link).text
    act(
        coach,
        f"/trajecten/{cases[1].traject_id}/toestemming/{cases[1].informants['parent']}/intrekken",
        page=f"/trajecten/{cases[1].traject_id}",
    )
    gone = world.client().get(link)

    assert gone.status_code == 404
    assert data_page(gone) == "problem"


def test_ac_001_ac_004_only_the_link_itself_opens_the_page(world, coach):
    cases, link = round_link(world, coach)
    with world.database.read() as db:
        message_id = db.scalars(select(OutboxMessage.id)).one()
    other = SignedLinks(world.settings.keys, Purpose.ANSWER, LOCAL).token(message_id)
    wrong = [
        f"/ronde/{other}",
        link[:-1] + ("A" if link[-1] != "A" else "B"),
        link + "=",
        "/ronde/x",
    ]
    pages = [world.client().get(each) for each in wrong]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert world.client().get(f"/v/{link.removeprefix('/ronde/')}").status_code == 404


def test_what_is_asked_on_a_sunday_says_on_which_day_it_goes(world):
    world.clock.move(days=6)  # Sunday 8 November
    case = world.case()
    coach = world.signed_in()

    act(coach, person_url(case), **MAIL)

    assert "gaat per e-mail weg, 9 nov" in page_of(coach, case)
    assert deliver(world).letters == []
