"""The way of who sent answers and changes them: by a button on the thanks, nowhere else."""

import re
from html import unescape

import pytest

from survey_app.answering.correcting import CORRECTABLE_FOR
from tests.web.world import Visitor, act, csrf, data_page, fill_words

pytestmark = pytest.mark.one_database

BUTTON = "Ik wil iets veranderen"
WORDS = "KNR-verhaal"


@pytest.fixture
def case(world):
    return world.words_case()


@pytest.fixture
def sender(world, case):
    """Give the browser that sent the answers, at the thanks."""
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor, q1="2", q2="4", q3="1", words=WORDS)
    return visitor


def press(visitor):
    """Press the button on the thanks; return a browser in the change that opens."""
    done = visitor.client.post(
        f"{visitor.path}/veranderen", data={"csrf_token": csrf(visitor.get("/bedankt"))}
    )
    if done.status_code != 303:
        return done
    change = Visitor(visitor.client, done.location.rsplit("/", 1)[0])
    change.page = visitor.client.get(done.location)
    return change


def checked(page):
    return re.findall(r'value="(\w+)" id="[^"]+" checked', page.text)


def test_a_change_is_made_page_by_page_and_thanked_for(world, sender, case):
    assert BUTTON in sender.page.text
    assert "Dat kan tot woensdag 4 november, 10.00 uur, op dit apparaat." in sender.page.text
    change = press(sender)
    assert (data_page(change.page), checked(change.page)) == ("questions", ["2", "4"])
    assert 'data-act="back"' in change.page.text

    stopped = change.send(1, act="stop", q1="5", q2="4")

    assert "Je verandert je antwoorden" in stopped.text
    assert "Het is nog niet verstuurd." in stopped.text
    assert "Toch verder gaan" in stopped.text
    assert world.responses()[0].answers["q1"] == "2"
    change = press(sender)
    assert checked(change.page) == ["5", "4"]
    last = change.send(1, q1="5", q2="4")
    assert "Verstuur mijn verandering" in last.text
    assert (checked(last), WORDS in last.text) == (["1"], True)
    fields = change.fields(q3="1", woorden=WORDS)
    thanks = change.send(2, q3="1", woorden=WORDS)
    assert (data_page(thanks), "Je verandering is verstuurd" in thanks.text) == ("thanks", True)
    assert BUTTON in thanks.text

    again = change.post(2, fields)

    assert again.status_code == 303
    assert len(world.dump()["correction"]) == 1
    coach = world.signed_in()
    traject = unescape(coach.get(f"/trajecten/{case.traject_id}").text)
    assert "altijd (eerst: zelden)" in traject
    assert "Wie het invulde, veranderde iets: 2 nov, 10.00 uur." in traject
    explained = re.search(r'href="([^"]*/uitleg/[^"]*)"', traject)
    assert "Veranderd door wie het invulde: 2 nov, 10.00 uur. Daarvoor: 7." in (
        coach.get(explained[1]).text
    )


def test_what_cannot_be_taken_comes_back_with_all_that_was_posted(sender):
    change = press(sender)

    empty = change.send(1, q1="5")

    assert empty.status_code == 422
    assert f'action="{change.path}/1"' in empty.text
    assert checked(empty) == ["5"]


def test_two_tabs_of_one_change_do_not_overwrite_each_other(world, sender):
    first, second = press(sender), press(sender)
    kept = first.post(1, first.fields(act="keep", q1="5"))
    assert (kept.status_code, kept.headers["X-Revision"]) == (204, "1")

    refused = second.send(1, q1="1", q2="4")

    assert (refused.status_code, data_page(refused)) == (409, "questions")
    assert f'action="{second.path}/1"' in refused.text


def test_a_page_of_a_change_that_was_sent_writes_in_no_later_one(world, sender, case):
    old = press(sender)
    old.send(1, q1="5", q2="4")
    stale = old.fields(q3="5", woorden="")
    old.send(2, q3="1", woorden=WORDS)
    press(sender)

    assert old.post(2, stale).status_code == 303

    entries = world.draft(case.intake["parent"]).entries
    assert (entries["q3"]["o"], entries["q1"]["o"]) == ("1", "5")
    assert len(world.dump()["correction"]) == 1


@pytest.mark.parametrize("who", ["another browser", "after leaving", "too late", "revoked"])
def test_ac_083_everybody_else_only_hears_that_it_was_received(world, sender, case, who):
    change, visitor = press(sender), sender
    fields = change.fields(q1="5", q2="5")
    if who == "another browser":
        visitor = world.visitor(case.intake["parent"])
    elif who == "after leaving":
        sender.client.get("/snel-weg")
    elif who == "too late":
        world.clock.now += CORRECTABLE_FOR
        world.clock.move(seconds=1)
    else:
        act(
            world.signed_in(),
            f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/intrekken",
        )
    visitor = Visitor(visitor.client, sender.path)

    pages = [
        visitor.get(),
        visitor.client.post(f"{visitor.path}/veranderen", data={"csrf_token": csrf_of(visitor)}),
        visitor.get("/veranderen/1/2"),
        Visitor(visitor.client, change.path).post(1, fields),
    ]

    assert [data_page(page) for page in pages] == ["already", "already", "already", "not-sent"]
    assert pages[-1].status_code == 409
    assert not any(WORDS in page.text or " checked" in page.text for page in pages)
    assert BUTTON not in visitor.get("/bedankt").text
    assert world.draft(case.intake["parent"]).entries["q1"]["o"] == "2"


def csrf_of(visitor):
    """Return the token that this browser has on a page that anybody may open."""
    return csrf(visitor.client.get("/code"))


def test_ac_007_who_sends_what_another_browser_answered_never_reads_it(world, case):
    first, second = (world.visitor(case.intake["parent"]) for _ in range(2))
    first.begin()
    first.send(1, q1="2", q2="4")
    first.send(2, act="stop", q3="1", woorden=WORDS)
    second.begin()
    while data_page(second.page) == "questions":
        second.send(second.number, act="skip")
    assert data_page(second.page) == "thanks"
    assert world.responses()[0].answers["q1"] == "2"

    assert BUTTON not in second.page.text
    assert data_page(press_blindly(second)) == "already"
    assert data_page(second.get("/veranderen/1/1")) == "already"
    assert data_page(first.get("/bedankt")) == "already"


def press_blindly(visitor):
    return visitor.client.post(
        f"{visitor.path}/veranderen", data={"csrf_token": csrf(visitor.client.get("/code"))}
    )


def test_ac_028_a_change_that_cannot_be_sent_any_more_says_so_and_gives_the_words_back(sender):
    change = press(sender)
    change.send(1, q1="5", q2="4")
    sender.client.get("/snel-weg")

    told = change.post(2, change.fields(q3="5", woorden="KNR-nieuw & meer"))

    assert (told.status_code, data_page(told)) == (409, "not-sent")
    assert "Je verandering is niet verstuurd" in told.text
    assert "KNR-nieuw &amp; meer" in told.text
    assert WORDS not in told.text


def test_after_twenty_changes_no_more_is_offered(world, sender, case, monkeypatch):
    monkeypatch.setattr("survey_app.answering.correcting.MOST_CORRECTIONS", 1)
    change = press(sender)
    change.send(1, q1="5", q2="4")
    thanked = change.send(2, q3="1", woorden=WORDS)

    assert data_page(thanked) == "thanks"
    assert BUTTON not in thanked.text
    assert data_page(press_blindly(sender)) == "already"


def test_the_link_leads_the_browser_that_sent_to_what_it_can_still_do(world, sender, case):
    again = sender.get()

    assert data_page(again) == "already"
    assert f'href="{sender.path}/bedankt"' in again.text
    assert BUTTON in sender.get("/bedankt").text
    assert "/bedankt" not in world.visitor(case.intake["parent"]).get().text
    kept = next(each for each in sender.client._cookies.values() if each.key == "kansmeter")
    assert kept.expires is not None
