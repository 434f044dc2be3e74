"""The pages of the other roles: who works here, rights, what takes two, and an emergency."""

import re
from datetime import timedelta

import pytest

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.clock import local_date
from survey_app.delivery.models import OutboxMessage
from survey_app.keeping import two_people
from survey_app.keeping.terms import CountsFrom, set_rule
from tests.web.world import PASSWORD, World, act, address_of, csrf

pytestmark = pytest.mark.one_every_day

SCHOOL = "Het Zandpad"
ANNA, BAS = "Anna de Boer", "Bas Vink"


@pytest.fixture
def school_id(world):
    return world.coach().school.id


@pytest.fixture
def director(world, school_id):
    return world.member(ANNA, Role.DIRECTOR, SCHOOL)


@pytest.fixture
def administrator(world, school_id):
    return world.member(BAS, Role.ADMINISTRATOR)


def shown(client, path) -> str:
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return page.text


def mails(world: World) -> int:
    return len(world.dump()[OutboxMessage.__tablename__])


def test_who_coaches_nobody_begins_with_the_own_roles(world, director):
    assert director.get("/").location == "/begin"

    html = shown(director, "/begin")

    assert f"Je bent directeur op {SCHOOL}." in html
    assert ">Vandaag<" not in html
    assert director.get("/vandaag").status_code == 403


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.DIRECTOR, "/begin"), (Role.RESEARCHER, "/begin"), (Role.COACH, "/vandaag")],
)
def test_signing_in_leads_each_role_to_a_page_of_its_own(world, school_id, role, first):
    world.member(ANNA, role, None if role is Role.RESEARCHER else SCHOOL)
    client = world.client()
    token = csrf(client.get("/inloggen"))
    fields = {"csrf_token": token, "email": address_of(ANNA), "password": PASSWORD}

    page = client.post("/inloggen", data=fields, follow_redirects=True)

    assert (page.status_code, page.request.path) == (200, first)


def test_what_can_be_no_address_is_said_in_dutch_and_kept(director, school_id):
    fields = {"name": "Cas Smit", "email": "cas@school", "role": "coach", "school": school_id}

    page = act(director, "/mensen", "/mensen", **fields)

    assert page.status_code == 422
    assert page.text.count("Dit kan geen e-mailadres zijn.") == 2
    assert 'value="cas@school"' in page.text


def test_who_takes_away_the_own_right_is_led_to_what_is_left(world, administrator):
    world.member("Cor Tweede", Role.ADMINISTRATOR)
    own = f"/mensen/{world.person_id(BAS)}"
    right = re.search(f"{own}/rechten/[0-9a-f]+/weghalen", shown(administrator, own))[0]

    done = act(administrator, right, own)

    page = administrator.get(done.location, follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, "/begin")


def test_only_who_hands_over_a_tablet_is_offered_a_pin(world, director):
    assert "Pincode voor de tablet" in shown(world.signed_in(), "/account")
    assert "incode" not in shown(director, "/account")


def test_a_substitute_without_a_traject_is_not_told_to_begin_one(world, school_id):
    until = world.clock().date() + timedelta(days=9)
    coach_id = world.coach().actor.person_id
    vera = world.member("Vera Vos", Role.SUBSTITUTE, SCHOOL, coach_id=coach_id, ends_on=until)

    page = shown(vera, "/vandaag")

    assert "Er is nu geen traject voor jou." in page
    assert "Een traject begint" not in page


def test_a_director_invites_a_coach_who_gets_a_link_by_mail(world, director, school_id):
    before = mails(world)

    done = act(
        director,
        "/mensen",
        "/mensen",
        name="Cas Smit",
        email="Cas@School.example",
        role="coach",
        school=school_id,
        ends_on="30-6-2027",
    )

    html = shown(director, done.location)
    assert "Er gaat een link naar het e-mailadres" in html
    assert f"kansencoach op {SCHOOL}, tot en met 30 juni 2027" in html
    assert mails(world) == before + 1
    assert "/toegang/" not in html


@pytest.mark.parametrize(
    "email", ["naam", "a@b.nl,x@y.nl", "a@b.nl\x00", "Cas <a@b.nl>", "\u00e9@b.nl"]
)
def test_ac_053_what_is_not_one_mail_address_is_refused_in_dutch(world, director, school_id, email):
    """AC-053."""
    before = mails(world)

    refused = act(
        *(director, "/mensen", "/mensen"), name="Cas", email=email, role="coach", school=school_id
    )

    assert refused.status_code == 422
    assert "Dit kan geen e-mailadres zijn" in refused.text
    assert "This is" not in refused.text
    assert mails(world) == before


def test_a_director_sees_who_works_at_the_own_school_and_nobody_else(world, director):
    world.coach("Kees Elders", "De Heidebloem")
    world.coach("Zoe Zuid", "De Vlinder", "Zuiderlicht")
    world.member("Lia Leider", Role.PROJECT_LEADER)

    html = shown(director, "/mensen")

    assert "Marit Velthuis" in html
    assert not any(name in html for name in ("Kees Elders", "Zoe Zuid", "Lia Leider"))
    elsewhere = world.coach("Kees Elders").actor.person_id
    assert director.get(f"/mensen/{elsewhere}").status_code == 404


@pytest.mark.parametrize("role", ["director", "administrator", "researcher", "emergency", "x", ""])
def test_a_director_gives_no_other_right_whatever_is_sent(world, director, school_id, role):
    person = world.coach().actor.person_id
    before = world.dump()["role_grant"]

    done = act(director, f"/mensen/{person}", "/mensen", role=role, school=school_id)

    assert done.status_code in (404, 422)
    assert world.dump()["role_grant"] == before


def test_ac_017_a_right_at_another_school_is_refused_whatever_is_sent(world, director):
    """AC-017."""
    other = world.coach("Kees Elders", "De Heidebloem").school.id
    person = world.coach().actor.person_id
    before = world.dump()["role_grant"]

    for fields in ({"school": other}, {"school": ""}, {"school": "x"}, {"school_id": other}):
        done = act(director, f"/mensen/{person}", "/mensen", role="ib", **fields)
        assert done.status_code in (404, 422), fields

    assert world.dump()["role_grant"] == before


def test_a_right_that_is_taken_away_works_on_the_next_page(world, director, school_id):
    coach = world.signed_in()
    assert coach.get("/vandaag").status_code == 200
    person = world.coach().actor.person_id
    action = re.search(
        r'action="(/mensen/\w+/rechten/\w+/weghalen)"', shown(director, f"/mensen/{person}")
    )

    assert act(director, action[1], "/mensen").status_code == 303

    assert coach.get("/vandaag").status_code == 403


def test_the_right_of_one_person_is_not_taken_away_at_the_page_of_another(world, director):
    person = world.coach().actor.person_id
    right = re.search(rf"/mensen/{person}/rechten/(\w+)/", shown(director, f"/mensen/{person}"))
    mine = world.person_id(ANNA)

    done = act(director, f"/mensen/{mine}/rechten/{right[1]}/weghalen", "/mensen")

    assert done.status_code == 404


def test_a_right_for_oneself_is_asked_and_another_says_yes(world, administrator, school_id):
    mine = world.person_id(BAS)
    asked = act(
        administrator,
        f"/mensen/{mine}",
        "/mensen",
        role="coach",
        school=school_id,
        reason="ik val in tot de zomer",
    )
    assert asked.location.endswith("melding=gevraagd")
    assert administrator.get("/vandaag").status_code == 403
    action = "/goedkeuren/" + world.dump()["approval"][0][0]
    other = world.member("Cor Tweede", Role.ADMINISTRATOR)
    assert "Bas Vink wil zelf kansencoach zijn op Het Zandpad." in shown(other, "/goedkeuren")

    assert act(administrator, action, "/goedkeuren", besluit="ja").status_code == 404
    assert administrator.get("/vandaag").status_code == 403
    assert act(other, action, "/goedkeuren", besluit="ja").status_code == 303

    assert administrator.get("/vandaag").status_code == 200


def test_an_administrator_closes_an_account_and_opens_it_again(world, administrator):
    coach, person = world.signed_in(), world.coach().actor.person_id

    act(administrator, f"/mensen/{person}/sluiten", "/mensen")
    assert coach.get("/vandaag").status_code == 303
    assert "account gesloten" in shown(administrator, f"/mensen/{person}")
    act(administrator, f"/mensen/{person}/openen", "/mensen")

    assert world.signed_in().get("/vandaag").status_code == 200


def test_the_last_administrator_is_not_closed(world, administrator):
    mine = world.person_id(BAS)

    done = act(administrator, f"/mensen/{mine}/sluiten", "/mensen")

    assert done.status_code == 422
    assert "laatste beheerder" in done.text
    assert administrator.get("/mensen").status_code == 200


def test_ac_020_an_administrator_gets_no_way_into_the_account_of_a_coach(world, administrator):
    """AC-020."""
    person, before = world.coach().actor.person_id, mails(world)

    done = act(administrator, f"/mensen/{person}/link", "/mensen")
    html = shown(administrator, done.location)

    assert mails(world) == before + 1
    assert "/toegang/" not in done.text + html
    for path in ("/vandaag", "/samen", "/contacten", f"/trajecten/{world.case().traject_id}"):
        assert administrator.get(path).status_code == 403, path


def test_a_school_is_added_once(world, administrator):
    for status in (303, 422):
        done = act(administrator, "/scholen", "/scholen", name=" De  Beuk ", region="Zuid")
        assert done.status_code == status

    assert shown(administrator, "/scholen").count("De Beuk") == 1


def test_a_researcher_asks_and_another_approves(world, school_id):
    researcher = world.member("Olga Onder", Role.RESEARCHER)
    leader = world.member("Lia Leider", Role.PROJECT_LEADER)

    act(researcher, "/goedkeuren/gegevens", "/goedkeuren", reason="het jaarverslag van 2026")

    action = "/goedkeuren/" + world.dump()["approval"][0][0]
    assert act(researcher, action, "/goedkeuren", besluit="ja").status_code == 403
    assert "gegevens zonder namen" in shown(leader, "/goedkeuren")
    assert act(leader, action, "/goedkeuren", besluit="misschien").status_code == 422
    assert act(leader, action, "/goedkeuren", besluit="ja").status_code == 303
    assert "goedgekeurd door Lia Leider" in shown(researcher, "/goedkeuren")


def test_ac_097_what_would_be_erased_is_asked_in_plain_words(world, administrator):
    leader = world.member("Lia Leider", Role.PROJECT_LEADER)
    with world.database.write() as db:
        asker = accounts.actor(db.get_one(Person, world.person_id(BAS)), local_date(world.clock()))
        for months, counts_from in ((12, CountsFrom.CLOSING), (18, CountsFrom.BIRTH)):
            set_rule(db, asker, "school", months, counts_from, world.clock())
        two_people.may_go_over(
            *(db, asker, asker.organisation_id, ["a", "b"]),
            at_most=1,
            odd_clock=False,
            now=world.clock(),
        )

    html = shown(leader, "/goedkeuren")

    for wanted in (
        "trajecten bewaren tot 1 jaar nadat het traject stopt. "
        "Soort dossier: leerlingdossier van de school.",
        "trajecten bewaren tot 18 maanden na de geboorte van het kind. Soort",
        "2 trajecten voorgoed wissen.",
    ):
        assert f"{BAS} wil {wanted}" in html
    assert "Wat langer is bewaard, wordt gewist, ook wat er al is." in html
    assert "De bewaartermijn van 2 trajecten is voorbij." in html
    assert "Jij wilt trajecten bewaren tot 1 jaar" in shown(administrator, "/goedkeuren")


def test_ac_097_118_another_term_is_asked_approved_and_then_set(world, administrator):
    leader = world.member("Lia Leider", Role.PROJECT_LEADER)
    world.case()
    world.case(child="Noor")
    term = {"regime": "school", "months": "24", "counts_from": "last_answer"}
    assert "2 lopen nog" in shown(administrator, "/bewaren")
    assert 'href="/inzage/accounts"' in shown(administrator, "/mensen")
    assert 'href="/bewaren"' in shown(administrator, "/begin")
    assert leader.get("/bewaren").status_code == 403

    asked = act(administrator, "/bewaren", "/bewaren", **term)
    assert "Gevraagd." in shown(administrator, asked.location)
    assert "Stel dit in" not in shown(administrator, "/bewaren")
    assert world.dump()["retention_rule"] == []
    action = "/goedkeuren/" + world.dump()["approval"][0][0]
    act(leader, action, "/goedkeuren", besluit="ja")

    assert "Stel dit in" in shown(administrator, "/bewaren")
    done = act(administrator, "/bewaren", "/bewaren", **term)
    html = shown(administrator, done.location)
    assert "Deze termijn geldt vanaf nu." in html
    assert "2 jaar na het laatste antwoord" in html
    assert "Stel dit in" not in html


def test_a_term_that_was_refused_says_so_and_what_is_no_term_comes_back(world, administrator):
    leader = world.member("Lia Leider", Role.PROJECT_LEADER)
    term = {"regime": "research", "months": "6", "counts_from": "closing"}
    act(administrator, "/bewaren", "/bewaren", **term)
    act(
        *(leader, "/goedkeuren/" + world.dump()["approval"][0][0], "/goedkeuren"),
        besluit="nee",
    )

    again = act(administrator, "/bewaren", "/bewaren", **term)
    assert "Iemand keurde dit niet goed." in shown(administrator, again.location)
    for wrong in (
        *({"months": "0"}, {"months": "601"}, {"months": "9" * 5000}, {"months": "twee"}),
        *({"regime": "geheim"}, {"counts_from": "ooit"}, {"months": "²"}),
    ):
        refused = act(administrator, "/bewaren", "/bewaren", **{**term, **wrong})
        assert refused.status_code == 422, wrong
        assert "Fout: Bewaren" in refused.text
        assert ("Vul een heel getal in" in refused.text) == ("months" in wrong)
        assert "invalid literal" not in refused.text
    assert world.dump()["retention_rule"] == []


def test_in_an_emergency_one_sees_whom_to_call_until_the_next_day_is_over(world, school_id):
    case = world.case(child="Sam")
    supervisor = world.member("Ineke Begeleider", Role.SUPERVISOR, SCHOOL)
    fields = {
        "school": school_id,
        "child_name": "Sam",
        "group_name": "groep 6",
        "reason": "moeder belde, hij is niet thuis",
    }

    missed = act(supervisor, "/noodtoegang", "/noodtoegang", **{**fields, "child_name": "Sem"})
    assert (missed.status_code, "loopt geen traject" in missed.text) == (422, True)
    done = act(supervisor, "/noodtoegang", "/noodtoegang", **fields)

    assert f'href="{done.location}"' in shown(supervisor, "/noodtoegang")
    html = shown(supervisor, done.location)
    assert '<a href="tel:0591550123">0591 55 01 23</a>' in html
    assert "Noodtoegang tot en met" in html
    assert supervisor.get(f"/trajecten/{case.traject_id}").status_code == 403
    assert "Ineke Begeleider opende Sam" in shown(world.signed_in(), "/vandaag")
    world.clock.move(days=2)
    again = world.client()
    from_then = done.location
    assert again.get(from_then).status_code == 303
    signed = world.member("Nog Iemand", Role.SUPERVISOR, SCHOOL)
    assert signed.get(from_then).status_code == 403


def test_who_stands_in_works_with_the_trajects_of_the_coach_and_no_others(world, school_id):
    away = world.coach()
    case = world.case(child="Sam")
    other = world.case(world.coach("Kees Elders"), child="Noor")
    substitute = world.member(
        "Vera Vervanger",
        Role.SUBSTITUTE,
        SCHOOL,
        coach_id=away.actor.person_id,
        ends_on=world.clock().date() + timedelta(days=3),
    )

    assert "Sam" in shown(substitute, "/vandaag")
    assert "Noor" not in shown(substitute, "/vandaag")
    page = substitute.get(f"/trajecten/{case.traject_id}")
    assert (page.status_code, bool(csrf(page))) == (200, True)
    assert substitute.get(f"/trajecten/{other.traject_id}").status_code == 404
    assert substitute.get("/trajecten/nieuw").status_code == 403


def test_a_coach_lends_one_traject_to_a_colleague_elsewhere_until_a_day(world, school_id):
    case, other = world.case(child="Sam"), world.case(child="Noor")
    world.coach("Kees Elders", "De Heidebloem")
    colleague = world.coach("Kees Elders").actor.person_id
    owner, helper = world.signed_in(), world.signed_in(world.coach("Kees Elders"))
    path = f"/trajecten/{case.traject_id}/waarneming"
    until = world.clock().date() + timedelta(days=3)

    done = act(owner, path, path, colleague=colleague, until=f"{until}")

    assert "Kees Elders, tot en met" in shown(owner, done.location)
    assert "Sam" in shown(helper, "/vandaag")
    assert "Noor" not in shown(helper, "/vandaag")
    page = shown(helper, f"/trajecten/{case.traject_id}")
    assert not any(word in page for word in ("Alles wissen", "Gegevens<"))
    assert helper.get(f"/trajecten/{other.traject_id}").status_code == 404
    for ending in ("waarneming", "wissen", "gegevens"):
        assert helper.get(f"/trajecten/{case.traject_id}/{ending}").status_code == 404, ending
    assert "Geef het traject aan" not in shown(helper, f"/trajecten/{case.traject_id}/verloop")
    stop = re.search(rf'action="({path}/\w+/stoppen)"', shown(owner, path))
    assert act(helper, stop[1], "/vandaag").status_code == 404
    assert act(owner, stop[1], path).status_code == 303
    assert helper.get(f"/trajecten/{case.traject_id}").status_code == 404


@pytest.mark.parametrize(
    ("colleague", "days", "said"),
    [
        ("self", 3, "Kies een collega"),
        ("elsewhere", 3, "Kies een collega"),
        ("fine", -1, "voorbij"),
    ],
)
def test_a_traject_is_lent_to_no_stranger_and_not_into_the_past(
    world, school_id, colleague, days, said
):
    case = world.case(child="Sam")
    people = {
        "self": world.coach().actor.person_id,
        "fine": world.coach("Joris Zandstra", SCHOOL).actor.person_id,
        "elsewhere": world.coach("Zoe Zuid", "De Vlinder", "Zuiderlicht").actor.person_id,
    }
    path = f"/trajecten/{case.traject_id}/waarneming"
    until = world.clock().date() + timedelta(days=days)
    before = world.dump()["role_grant"]

    refused = act(world.signed_in(), path, path, colleague=people[colleague], until=f"{until}")

    assert (refused.status_code, said in refused.text) == (422, True)
    assert world.dump()["role_grant"] == before
