"""A card on its way to peers: offered, checked by a second coach, withdrawn and found."""

import re

import pytest

from survey_app.measurements import agreeing
from survey_app.trajects import statements
from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.models import Traject
from tests.web.test_decisions import (
    LINE,
    answer,
    card_url,
    case,
    check,
    coach,
    colleague,
    decisions,
    share,
    text_of,
    traject_url,
)
from tests.web.world import act, csrf

__all__ = ["case", "coach", "colleague"]

pytestmark = pytest.mark.one_database


def test_sharing_that_was_tapped_asks_whether_it_may(coach, case):
    done = answer(coach, case, "share")

    assert (
        "Zeg hieronder nog of deze kaart naar collega&#39;s mag." in coach.get(done.location).text
    )
    assert "Ja, na controle" in text_of(decisions(coach, case))


def test_a_card_goes_by_a_second_coach_to_peers_and_can_be_withdrawn(coach, case, colleague):
    answer(coach, case, principles=["samen"], may_share="yes")
    assert "Een collega kijkt eerst" in decisions(coach, case)
    assert LINE not in colleague.get("/kaarten").text
    assert LINE not in coach.get("/kaarten/controle").text

    page = colleague.get("/kaarten/controle").text
    assert LINE in page
    assert "kind van 8 tot en met 12 jaar · januari 2027" in page
    for word in ("Fenna", "Zandpad", "Marit", "groep", "moeder"):
        assert word not in text_of(page)
    check(colleague)

    shared = colleague.get("/kaarten").text
    assert f"<b>Meer van dit:</b> {LINE}" in shared
    assert "Werkte met: samen beslissen." in shared
    assert "geen bewijs" in shared
    assert "Collega&#39;s kunnen deze kaart zien." in decisions(coach, case)
    withdrawal = re.search(r'action="([^"]+/intrekken)"', decisions(coach, case))[1]
    act(coach, withdrawal, traject_url(case))
    assert LINE not in colleague.get("/kaarten").text


def test_what_is_sent_back_reaches_the_author_with_its_reason(coach, case, colleague):
    answer(coach, case)
    share(coach, case)
    empty = check(colleague, "sent_back", reason="")
    assert (empty.status_code, "wat te herkennen is" in empty.text) == (422, True)
    long = check(colleague, "sent_back", reason="a" * 300)
    assert (long.status_code, "a" * 300 in long.text) == (422, True)

    done = check(colleague, "sent_back", reason="de brand kent iedereen")

    assert done.location.endswith("melding=teruggestuurd")
    part = decisions(coach, case)
    assert "Een collega stuurde deze kaart terug." in part
    assert "de brand kent iedereen" in part
    assert "de brand kent iedereen" in coach.get("/kaarten").text


def test_a_card_that_was_withdrawn_meanwhile_is_told_and_the_reason_is_kept(coach, case, colleague):
    answer(coach, case)
    share(coach, case)
    page = colleague.get("/kaarten/controle").text
    action = re.search(r'action="(/kaarten/controle/[0-9a-f]{32})"', page)[1]
    withdrawal = re.search(r'action="([^"]+/intrekken)"', decisions(coach, case))[1]
    act(coach, withdrawal, traject_url(case))

    late = colleague.post(
        action,
        data={"csrf_token": csrf(page), "outcome": "sent_back", "reason": "het dorp"},
    )

    assert (late.status_code, "of teruggetrokken" in late.text) == (422, True)
    assert "het dorp" in late.text


def test_parents_who_are_asked_first_agree_on_a_day(coach, case, colleague):
    answer(coach, case)
    share(coach, case, "ask_parents")
    part = decisions(coach, case)
    assert "Je vraagt eerst de ouders." in part
    action = re.search(r'action="([^"]+/ouders-akkoord)"', part)[1]
    assert act(coach, action, traject_url(case), on="").status_code == 422
    assert LINE not in colleague.get("/kaarten/controle").text

    act(coach, action, traject_url(case), on="2027-01-18")

    assert LINE in colleague.get("/kaarten/controle").text


def test_with_two_coaches_it_says_why_nothing_is_shared(world, coach, case):
    other = world.signed_in(world.coach("Joris Zandstra"))
    answer(coach, case)
    share(coach, case)

    assert "Delen kan vanaf 3 coaches." in decisions(coach, case)
    for page in ("/kaarten", "/kaarten/controle"):
        assert "Kaarten delen kan vanaf 3 coaches" in other.get(page).text
        assert LINE not in other.get(page).text


def test_on_a_card_stand_those_of_peers_that_met_the_same(world, coach, case, colleague):
    answer(coach, case)
    share(coach, case)
    check(colleague)
    joris = world.coach("Joris Zandstra")
    mine = world.case(joris, child="Otis")
    world.answer(mine.intake["parent"])
    world.clock.move(weeks=11)
    world.answer(mine.follow_up["parent"])
    colleague = world.signed_in(joris)

    for page in (traject_url(mine), card_url(colleague, mine)):
        html = colleague.get(page).text
        assert "Wat collega's deden (1)" in text_of(html)
        assert LINE in html
        assert "geen bewijs" in html
    page = colleague.get("/kaarten").text
    filtered = re.search(r'href="(/kaarten\?beeld=kracht-\w+)"', page)[1]
    assert LINE in colleague.get(filtered).text


def test_without_the_agreement_to_learn_from_each_other_it_is_not_offered(world, coach, case):
    answer(coach, case)
    assert "Ja, na controle" in text_of(decisions(coach, case))
    with world.database.write() as db:
        traject = db.get_one(Traject, case.traject_id)
        parent = statements.signer_in(db, traject, case.informants["parent"])
        staff, how = world.coach().actor, Channel.CONVERSATION
        said = {Purpose.NETWORK: False}
        agreeing.record(db, staff, traject, parent, said, how, world.clock())

    assert "kan niet gedeeld worden" in decisions(coach, case)
    assert "Delen kan niet" in coach.get(card_url(coach, case)).text
    refused = answer(coach, case, line="toch", may_share="yes")
    assert (refused.status_code, "geen akkoord" in refused.text) == (422, True)
    assert "toch" not in decisions(coach, case)
