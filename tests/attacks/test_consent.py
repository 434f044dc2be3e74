"""Sections 1 and 8 of the catalogue about consent: links, ages, withdrawal, separated parents."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.models import Invitation
from tests.web.world import LOCAL, act, data_page, fill_words

pytestmark = pytest.mark.one_every_day

ADDRESSES = {
    Purpose.ANSWER: ("/v/{}", "/v/{}/1", "/v/{}/bedankt", "/v/{}/liever-niet"),
    Purpose.CREDENTIAL: ("/toegang/{}",),
    Purpose.CONSENT: ("/akkoord/{}",),
}


@pytest.mark.parametrize("made_for", Purpose)
def test_ac_004_a_token_opens_only_the_pages_of_its_purpose(world, made_for):
    case = world.case()
    family = world.family("moeder")
    for row in (case.intake["parent"], family["moeder"], case.informants["parent"]):
        token = SignedLinks(world.settings.keys, made_for, LOCAL).token(row)
        for purpose, addresses in ADDRESSES.items():
            if purpose is made_for:
                continue
            for address in addresses:
                page = world.client().get(address.format(token))
                assert page.status_code == 404, (purpose, row)
                assert "Sam" not in page.text


def test_ac_004_a_teacher_or_a_parent_who_was_not_asked_has_no_link_to_agree(world):
    case = world.case()

    for informant_id in case.informants.values():
        assert world.signer(informant_id).get().status_code == 404
    assert world.signer(case.traject_id).get().status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_ac_008_opening_a_link_to_agree_changes_nothing(world, method):
    family = world.family("moeder")
    mother = world.signer(family["moeder"])
    before = world.dump()

    for query in ("", "?act=withdraw", "?help=ja&measuring=ja&network=ja&act=forward"):
        for _ in range(5):
            page = mother.client.open(mother.path + query, method=method)
            assert page.status_code == 200

    assert world.dump() == before
    assert mother.choose().status_code == 200


@pytest.mark.parametrize("how", ["without a token", "with the token of another"])
def test_ac_009_agreeing_for_somebody_needs_the_page_of_that_browser(world, how):
    family = world.family("moeder")
    mother = world.signer(family["moeder"])
    fields = {"help": "ja", "measuring": "ja", "network": "ja"}
    if how != "without a token":
        other = world.signer(family["moeder"]).get()
        fields["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', other.text)[1]
    before = world.dump()

    assert mother.client.post(mother.path, data=fields).status_code == 400
    assert world.dump() == before


def test_ac_119_a_withdrawal_by_one_of_two_parents_stops_an_open_form_that_second(world):
    case = world.words_case(parents=("moeder", "vader"))
    coach = world.signed_in()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="4")
    kept = world.draft(case.intake["parent"]).entries
    path = f"/trajecten/{case.traject_id}"
    mother = min(set(re.findall(rf'"({path}/toestemming/\w+/intrekken)"', coach.get(path).text)))

    act(coach, mother, path)
    refused = visitor.send(2, q3="1", woorden="te laat")

    assert (refused.status_code, data_page(refused)) == (410, "ended")
    assert world.responses() == []
    assert world.draft(case.intake["parent"]).entries == kept
    assert world.visitor(case.intake["parent"]).get().status_code == 410


def test_ac_119_a_withdrawal_by_link_stops_every_form_and_the_coach_sees_it(world):
    family = world.family("moeder")
    coach = world.signed_in()
    path = f"/trajecten/{family['traject']}"
    mother = world.signer(family["moeder"])
    mother.choose()
    act(coach, f"{path}/klaarzetten")
    links = re.findall(r'value="http://localhost(/v/[^"]+)"', coach.get(path).text)
    browser = world.client()
    assert [browser.get(link).status_code for link in links] == [200] * 2

    mother.take_back()

    assert [browser.get(link).status_code for link in links] == [410] * 2
    with world.database.read() as db:
        live = select(Invitation).where(Invitation.revoked_at.is_(None))
        assert db.scalars(live).all() == []
    page = coach.get(path).text
    assert "Er is geen toestemming" in page
    assert "ingetrokken op 2 november 2026, met een eigen link" in page


def test_ac_119_what_was_sent_before_stays_and_is_used_no_more(world):
    case = world.words_case()
    fill_words(world.visitor(case.intake["parent"]))
    coach = world.signed_in()

    act(coach, f"/trajecten/{case.traject_id}/toestemming/{case.informants['parent']}/intrekken")

    assert len(world.responses()) == 1
    assert world.visitor(case.follow_up["parent"]).get().status_code == 410


def test_ac_119_a_child_of_twelve_can_stop_it_too(world):
    family = world.family("moeder", age=12)
    coach = world.signed_in()
    path = f"/trajecten/{family['traject']}"
    child = world.signer(family["child"])
    world.signer(family["moeder"]).choose()
    child.choose()
    act(coach, f"{path}/klaarzetten")
    links = re.findall(r'value="http://localhost(/v/[^"]+)"', coach.get(path).text)
    assert links

    child.take_back()

    assert {world.client().get(link).status_code for link in links} == {410}


@pytest.mark.parametrize(
    ("age", "signers"),
    [(11, ["moeder"]), (12, ["moeder", "child"]), (15, ["moeder", "child"]), (16, ["child"])],
)
def test_ac_125_no_link_opens_until_all_who_must_sign_did(world, age, signers):
    family = world.family("moeder", age=age)
    coach = world.signed_in()
    path = f"/trajecten/{family['traject']}"
    act(coach, f"{path}/informanten", path, role="teacher", label="juf Anouk")
    opens = {name: world.signer(family[name]).get().status_code for name in ("moeder", "child")}
    assert [name for name, status in opens.items() if status == 200] == signers

    for name in signers:
        act(coach, f"{path}/klaarzetten")
        assert 'value="http://localhost/v/' not in coach.get(path).text
        world.signer(family[name]).choose()

    act(coach, f"{path}/klaarzetten")
    assert 'value="http://localhost/v/' in coach.get(path).text


def test_ac_125_on_the_first_day_of_the_birthday_month_an_open_link_shuts(world):
    world.clock.now = world.clock.now.replace(month=11, day=29)
    case = world.case()
    with world.database.write() as db:
        db.connection().exec_driver_sql("UPDATE traject SET birth_year = 2014, birth_month = 12")
    visitor = world.visitor(case.intake["teacher"])
    assert visitor.get().status_code == 200

    world.clock.move(days=2)

    assert visitor.get().status_code == 410


def test_ac_126_nothing_on_the_page_of_one_parent_depends_on_the_other(world):
    family = world.family("moeder", "vader")
    alone = world.family("moeder")
    mother, single = world.signer(family["moeder"]), world.signer(alone["moeder"])

    def seen(visitor):
        page = visitor.get().text.replace(visitor.path, "/akkoord/x")
        return re.sub(r'name="csrf_token" value="[^"]+"', "", page)

    assert seen(mother) == seen(single)
    mother.choose()
    single.choose()
    before = seen(mother)
    assert before == seen(single)

    for father_says in ("nee", "ja"):
        world.signer(family["vader"]).choose(father_says)
        assert seen(mother) == before
    world.signer(family["vader"]).take_back()

    assert seen(mother) == before
    assert "vader" not in unescape(before)
    assert family["vader"] not in before


def test_ac_126_one_parent_cannot_speak_for_the_other(world):
    family = world.family("moeder", "vader")
    mother = world.signer(family["moeder"])
    fields = {"signer_id": family["vader"], "informant_id": family["vader"]}

    mother._agreeing(act="forward", help="nee", measuring="nee", network="nee", **fields)

    signers = {
        line[5] for line in world.dump()["consent_statement"] if line[6] in ("refused", "given")
    }
    assert signers == {family["moeder"]}
