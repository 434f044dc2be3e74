"""A traject ends, opens again, goes to a colleague, and knows how it is kept."""

import pytest

from survey_app.trajects.models import Traject
from tests.web.world import act

pytestmark = pytest.mark.one_database

KEEPING = {"regime": "school", "controller": "Stichting Heide"}


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


@pytest.fixture
def case(world, coach):
    return world.case()


def url(case, *parts):
    return "/".join((f"/trajecten/{case.traject_id}/verloop", *parts))


def kept(world, case):
    with world.database.read() as db:
        return db.get_one(Traject, case.traject_id)


def end(coach, case, reason="goal"):
    return act(coach, url(case, "einde"), reason=reason)


def test_after_the_end_what_is_open_can_be_answered_and_nothing_new_comes(world, coach, case):
    assert end(coach, case).status_code == 303
    world.answer(case.intake["parent"])
    world.clock.move(weeks=11)

    assert world.visitor(case.follow_up["parent"]).get().status_code == 410
    page = world.signed_in().get(f"/trajecten/{case.traject_id}").text
    assert "Afgesloten op 2 november 2026" in page
    assert "Vraag een stapje" not in page
    assert (kept(world, case).ending, str(kept(world, case).ended_on)) == ("goal", "2026-11-02")


def test_nothing_new_is_asked_in_a_traject_that_ended(world, coach, case):
    end(coach, case)

    step = act(coach, f"/trajecten/{case.traject_id}/stapje")
    more = act(coach, f"/trajecten/{case.traject_id}/informanten", role="teacher", label="juf Ans")

    assert (step.status_code, more.status_code) == (422, 422)
    assert "Dit traject is afgesloten" in step.text + more.text
    assert "juf Ans" not in coach.get(f"/trajecten/{case.traject_id}").text


def test_an_opened_traject_goes_on_where_it_was(world, coach, case):
    end(coach, case)
    world.clock.move(days=10)
    coach = world.signed_in()

    assert act(coach, url(case, "heropenen")).status_code == 303
    world.clock.move(weeks=10)
    assert world.visitor(case.follow_up["parent"]).get().status_code == 200
    assert "afgesloten" not in world.signed_in().get("/vandaag").text


def test_a_withdrawn_traject_that_is_opened_again_asks_nothing(world, coach, case):
    end(coach, case)
    act(coach, f"/trajecten/{case.traject_id}/toestemming/{case.informants['parent']}/intrekken")
    act(coach, url(case, "heropenen"))
    world.clock.move(weeks=11)

    assert world.visitor(case.follow_up["parent"]).get().status_code == 410


def test_a_link_that_was_revoked_by_hand_stays_dead_when_a_traject_is_opened_again(
    world, coach, case
):
    address = f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/intrekken"
    act(coach, address)
    end(coach, case)
    act(coach, url(case, "heropenen"))

    assert world.visitor(case.intake["parent"]).get().status_code == 410


@pytest.mark.parametrize(("part", "again"), [("einde", "einde"), ("heropenen", "heropenen")])
def test_what_is_so_already_is_said(world, coach, case, part, again):
    end(coach, case)
    if part == "heropenen":
        act(coach, url(case, part))

    done = act(coach, url(case, again), reason="goal")

    assert done.status_code == 422
    assert ("al afgesloten" if part == "einde" else "loopt al") in done.text


def test_an_unknown_reason_ends_nothing(world, coach, case):
    assert end(coach, case, reason="boredom").status_code == 422
    assert kept(world, case).ended_on is None


def test_a_traject_goes_to_a_colleague_and_is_gone_for_who_gave_it(world, coach, case):
    colleague = world.coach("Anouk Bergsma")
    assert "Anouk Bergsma" in coach.get(url(case)).text

    done = act(coach, url(case, "overdragen"), colleague=colleague.actor.person_id)

    assert done.status_code == 303
    assert coach.get(f"/trajecten/{case.traject_id}").status_code == 404
    assert world.signed_in(colleague).get(f"/trajecten/{case.traject_id}").status_code == 200


def test_ac_026_a_traject_goes_to_nobody_outside_the_school(world, coach, case):
    others = [
        world.coach("Anouk Bergsma", "De Heidebloem"),
        world.coach("Hamza Dijkhof", "Het Keienhuis", "Elders"),
    ]
    for other in others:
        offered = f'value="{other.actor.person_id}"'  # of another school only in the other list
        assert offered not in coach.get(url(case)).text
        done = act(coach, url(case, "overdragen"), colleague=other.actor.person_id)
        assert done.status_code == 422
        assert "Kies een collega" in done.text
    assert coach.get(f"/trajecten/{case.traject_id}").status_code == 200


def test_how_a_traject_is_kept_is_recorded(world, coach, case):
    done = act(
        coach,
        url(case, "bewaren"),
        regime="school",
        controller="Stichting Heide",
        retention_years="2",
    )

    assert done.status_code == 303
    found = kept(world, case)
    assert (found.regime, found.controller, found.retention_years) == (
        "school",
        "Stichting Heide",
        2,
    )
    assert 'value="Stichting Heide"' in coach.get(url(case)).text


@pytest.mark.parametrize("years", ["", "0", "31", "-1", "2.5", "twee", "٢", "1e3", "999"])
def test_a_term_that_cannot_be_right_is_refused_and_the_rest_stays(world, coach, case, years):
    done = act(
        coach,
        url(case, "bewaren"),
        regime="school",
        controller="Stichting Heide",
        retention_years=years,
    )

    assert done.status_code == 422
    assert "Vul " in done.text
    assert 'value="Stichting Heide"' in done.text
    assert kept(world, case).regime is None


def test_ac_026_a_child_that_changes_school_goes_to_a_coach_there(world, coach, case):
    assert "naar een andere school</h2>" not in coach.get(url(case)).text
    receiver = world.coach("Hanna Veenstra", "De Heidebloem")
    chosen = f"{receiver.school.id} {receiver.actor.person_id}"
    world.coach("Hamza Dijkhof", "Het Keienhuis", "Elders")
    page = coach.get(url(case)).text
    assert "Hamza Dijkhof" not in page
    assert "Hanna Veenstra, De Heidebloem" in page
    assert "Dat wordt leeg. De nieuwe coach vult het opnieuw in." in page

    silent = act(coach, url(case, "andere-school"), receiver=chosen, group_name="7")
    done = act(coach, url(case, "andere-school"), receiver=chosen, group_name="7", family_knows="y")

    assert (silent.status_code, "aan de ouders" in silent.text) == (422, True)
    assert (done.status_code, done.location) == (303, "/vandaag")
    assert coach.get(f"/trajecten/{case.traject_id}").status_code == 404
    seen = world.signed_in(receiver).get(f"/trajecten/{case.traject_id}").text
    assert "van de vorige school" in seen
    assert world.visitor(case.intake["teacher"]).get().status_code == 410
    assert world.visitor(case.intake["parent"]).get().status_code == 200
