"""Section 1 of the catalogue: personal links."""

import base64
import re
import secrets

import pytest
from itsdangerous import Signer
from sqlalchemy import event, text

from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.measurements.raising import WRONG_PERSON
from tests.web.world import LOCAL, a_world, act, checked, csrf, data_page, fill_words

pytestmark = pytest.mark.one_every_day

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def refusal_of(world, path="/v/niets"):
    page = world.client().get(path)
    return page.status_code, page.text


def test_ac_001_an_altered_token_gives_the_same_neutral_page(world):
    case, other = world.case(), world.case(child="Noor")
    token = world.token(case.intake["parent"])
    signature = token.partition(".")[2]
    neutral = refusal_of(world)
    altered = [
        token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        for at in range(len(token))
    ]
    altered += [
        f"{other.intake['parent']}.{signature}",
        case.intake["parent"],
        signature,
        token[:-1],
        token[: len(token) // 2],
        token.upper(),
        f"{secrets.token_hex(16)}.{signature}",
        world.links.token("f" * 32),
    ]

    assert neutral[0] == 404
    assert "Sam" not in neutral[1]
    assert {refusal_of(world, f"/v/{forged}") for forged in altered} == {neutral}


def test_ac_001_every_address_under_a_forged_link_gives_the_neutral_page(world):
    forged = world.token(world.case().intake["parent"])[:-1] + "~"
    neutral = refusal_of(world)

    for rest in ("", "/1", "/99", "/bedankt", "/stop", "/liever-niet"):
        assert refusal_of(world, f"/v/{forged}{rest}") == neutral
    client = world.client()
    token = csrf(client.get("/inloggen"))
    for rest in ("", "/1", "/liever-niet"):
        posted = client.post(f"/v/{forged}{rest}", data={"csrf_token": token, "act": "decline"})
        assert (posted.status_code, posted.text) == neutral


def test_ac_001_a_forged_link_is_refused_without_asking_the_database(world):
    asked = []
    for engine in world.database.engines:
        event.listen(engine, "begin", asked.append)

    assert refusal_of(world, f"/v/{'a' * 32}.{'b' * 43}")[0] == 404
    assert asked == []
    world.client().get(f"/v/{world.links.token('a' * 32)}")
    assert len(asked) == 1


def test_ac_002_guessed_tokens_open_nothing(world):
    case = world.case()
    invitation_id = case.intake["parent"]
    neighbour = f"{int(invitation_id, 16) + 1:032x}"
    guesses = [invitation_id, neighbour, f"{invitation_id}."]
    guesses += [f"{secrets.token_hex(16)}.{secrets.token_urlsafe(32)}" for _ in range(300)]
    guesses += [f"{invitation_id}.{secrets.token_urlsafe(32)}" for _ in range(100)]

    client = world.client()

    assert {client.get(f"/v/{guess}").status_code for guess in guesses} == {404}


def test_ac_002_a_link_holds_128_random_bits_and_a_signature_of_256(world):
    ids = {world.case(child=f"Kind {n}").intake["parent"] for n in range(5)}
    row_id, _, signature = world.token(next(iter(ids))).partition(".")

    assert len(ids) == 5
    assert re.fullmatch(r"[0-9a-f]{32}", row_id)
    assert len(base64.urlsafe_b64decode(signature + "=")) == 32


def variants(token):
    return [
        *(token[:-1] + sign for sign in ALPHABET if sign != token[-1]),
        token + "=",
        token + "==x",
        token[:-3] + "é" + token[-3:],
        token + "%00",
        token + "%20",
        token + ".",
    ]


def test_ac_003_another_text_of_the_same_signature_opens_nothing(world):
    token = world.token(world.case().intake["parent"])
    neutral = refusal_of(world)

    assert world.client().get(f"/v/{token}").status_code == 200
    assert {refusal_of(world, f"/v/{text}") for text in variants(token)} == {neutral}


def test_ac_003_another_text_of_the_signature_gives_no_second_response(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor)

    for variant in variants(world.token(case.intake["parent"])):
        posted = visitor.client.post(f"/v/{variant}/2", data={"csrf_token": "x", "a.q3": "5"})
        assert posted.status_code == 404
    assert len(world.responses()) == 1


def test_ac_004_a_token_for_one_purpose_opens_nothing_of_another(world):
    case, coach = world.case(), world.coach()
    credential = world.credential_link(coach).rpartition("/")[2]
    answer = world.token(case.intake["parent"])
    before = world.dump()

    assert refusal_of(world, f"/v/{credential}") == refusal_of(world)
    assert world.client().get(f"/toegang/{answer}").status_code == 404
    assert world.client().get(f"/toegang/{credential}").status_code == 200
    assert world.dump() == before


def test_ac_004_each_purpose_signs_with_a_salt_of_its_own():
    row_id = "0" * 32
    tokens = {SignedLinks(("k" * 40,), purpose, LOCAL).token(row_id) for purpose in Purpose}

    assert len(tokens) == len(Purpose)


def test_ac_005_a_link_works_until_the_last_second_of_its_last_day_in_the_netherlands(world):
    case = world.words_case()
    closes_on = world.invitation(case.intake["parent"]).closes_on
    visitor = world.visitor(case.intake["parent"])
    world.clock.now = world.clock.now.replace(
        year=closes_on.year, month=closes_on.month, day=closes_on.day, hour=22, minute=59, second=59
    )
    assert data_page(visitor.get()) == "start"

    world.clock.move(seconds=1)
    late = visitor.get()

    assert (late.status_code, data_page(late)) == (410, "ended")
    assert "Marit" in late.text
    assert "0591 55 01 23" in late.text
    assert "Sam" not in late.text


def test_ac_005_a_link_that_is_early_says_from_when_it_works(world):
    case = world.words_case()

    page = world.visitor(case.follow_up["parent"]).get()

    assert data_page(page) == "not-yet"
    assert "maandag 18 januari" in page.text


def test_ac_006_a_link_that_is_revoked_while_it_is_filled_in_stores_nothing_more(world):
    case = world.words_case()
    link = case.intake["parent"]
    visitor = world.visitor(link)
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    coach = world.signed_in()
    act(coach, f"/trajecten/{case.traject_id}/uitnodigingen/{link}/intrekken")
    before = world.dump()

    refused = visitor.post(2, visitor.fields(q3="5", woorden="KNR-later"))

    assert (refused.status_code, data_page(refused)) == (410, "ended")
    assert world.dump() == before


def test_ac_006_a_renewed_link_goes_on_with_what_was_saved(world):
    case = world.words_case()
    link = case.intake["parent"]
    visitor = world.visitor(link)
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    coach = world.signed_in()
    renewed = act(coach, f"/trajecten/{case.traject_id}/uitnodigingen/{link}/vernieuwen")
    fresh = renewed.location.rpartition("#u-")[2]

    assert data_page(visitor.get("/2")) == "ended"
    again = world.visitor(fresh)
    assert again.begin().request.path.endswith("/2")
    assert data_page(again.send(2, q3="4")) == "thanks"
    (response,) = world.responses()
    assert response.invitation_id == fresh
    assert response.answers == {"q1": "2", "q2": "3", "q3": "4"}


def test_ac_006_a_revoked_link_is_dead_in_another_process_at_once(world, migrated_url):
    case = world.words_case()
    with a_world(migrated_url, clock=world.clock) as second:
        visitor = second.visitor(case.intake["parent"])
        assert data_page(visitor.get()) == "start"

        act(
            world.signed_in(),
            f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/intrekken",
        )

        assert data_page(visitor.get()) == "ended"


def test_ac_007_a_second_browser_sees_no_earlier_answers(world):
    case = world.words_case(child="Sam van der Veen")
    first, second = (world.visitor(case.intake["parent"]) for _ in range(2))
    first.begin()
    first.send(1, q1="2", q2="3")
    first.get("/1")
    assert "q1-2" in first.page.text
    assert "checked" in first.page.text

    assert second.begin().request.path.endswith("/2")
    for page in (second.get(), second.get("/1"), second.get("/2")):
        assert "checked" not in page.text
        assert "van der Veen" not in page.text
    assert "al beantwoord op een ander apparaat" in second.get("/1").text


def test_ac_007_trying_every_answer_tells_nobody_which_one_was_given(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="4")
    stranger = world.visitor(case.intake["parent"])
    stranger.begin()
    stranger.get("/1")

    heard = set()
    for guess in ("1", "2", "3", "4"):
        fields = [
            (name, "0" if name == "revision" else value)
            for name, value in stranger.fields(q1=guess, q2="4")
        ]
        heard.add(stranger.post(1, fields).status_code)

    assert heard == {409}
    assert checked(visitor.get("/1")) == {"q1-2", "q2-4"}


def test_ac_007_after_sending_every_browser_only_hears_that_it_was_received(world):
    case = world.words_case()
    first, second = (world.visitor(case.intake["parent"]) for _ in range(2))
    assert data_page(fill_words(first, words="KNR-verhaal")) == "thanks"

    for rest in ("", "/1", "/2", "/bedankt", "/stop", "/liever-niet"):
        page = second.get(rest)
        assert data_page(page) == "already", rest
        assert "checked" not in page.text
        assert "KNR-verhaal" not in page.text
    assert data_page(first.get("/1")) == "already"


@pytest.mark.parametrize("headers", [{}, {"Purpose": "prefetch"}, {"User-Agent": "Scanner/1"}])
def test_ac_008_a_scanner_that_opens_a_link_changes_nothing(world, headers):
    case = world.words_case()
    path = f"/v/{world.token(case.intake['parent'])}"
    before = world.dump()

    for _ in range(20):
        assert world.client().get(path, headers=headers).status_code == 200
    for rest in ("", "/1", "/2", "/stop", "/liever-niet", "/bedankt"):
        client = world.client()
        client.get(path + rest, headers=headers)
        client.head(path + rest, headers=headers)
        client.options(path + rest, headers=headers)
    world.client().get(path, environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"})

    assert world.dump() == before
    assert data_page(fill_words(world.visitor(case.intake["parent"]))) == "thanks"


@pytest.mark.parametrize("token", ["null", "undefined", "[]", "%5B%5D", "0", "%00", "None", "."])
def test_ac_009_answers_without_a_real_token_are_refused(world, token):
    world.words_case()
    client = world.client()
    fields = {"csrf_token": csrf(client.get("/inloggen")), "a.q1": "1", "act": "forward"}
    before = world.dump()

    assert client.post(f"/v/{token}/1", data=fields).status_code == 404
    assert client.post(f"/v/{token}/1", json=fields).status_code == 404
    for path in ("/v/", "/v//1", "/v", "/api/v1/responses", "/submit"):
        assert client.post(path, data=fields).status_code in (308, 404, 405)
    assert world.dump() == before


def test_ac_009_the_database_refuses_a_response_without_an_invitation(world):
    fill_words(world.visitor(world.words_case().intake["parent"]))

    with world.database.engine.connect() as connection:
        columns = connection.execute(text("SELECT invitation_id FROM response")).scalars().all()

    assert all(columns)
    assert not world.responses()[0].__table__.c.invitation_id.nullable


def test_ac_010_a_replayed_post_gives_no_second_response(world, migrated_url):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    captured = visitor.fields(q3="1", woorden="eerste")
    visitor.post(2, captured)
    before = world.dump()

    for seconds in (1, 86_400):
        world.clock.move(seconds=seconds)
        again = visitor.post(2, captured)
        assert again.status_code == 303
        assert data_page(visitor.client.get(again.location)) in ("thanks", "already")
    with a_world(migrated_url, clock=world.clock) as restarted:
        stranger = restarted.visitor(case.intake["parent"])
        stranger.get("/1")
        assert data_page(stranger.post(2, captured)) == "already"
    assert world.dump() == before


def test_ac_011_pages_of_a_link_lead_nowhere_else_and_send_no_referrer(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    pages = [visitor.get(), visitor.begin(), visitor.get("/stop"), visitor.get("/liever-niet")]

    for page in pages:
        assert page.headers["Referrer-Policy"] == "no-referrer"
        goals = re.findall(r'(?:href|src|action)="([^"]*)"', page.text)
        assert [goal for goal in goals if not goal.startswith(("/", "data:,", "#", "tel:"))] == []


@pytest.mark.parametrize(
    "rest",
    ["/results", "/edit", "/summary", "/resultaten", "/wijzig", "/export", "/grafiek", "/admin"],
)
def test_ac_012_a_link_has_no_page_for_results_or_changing(world, rest):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor, words="KNR-verhaal")

    assert (visitor.get(rest).status_code, visitor.page.text) == refusal_of(world)


@pytest.mark.parametrize("query", ["?admin=1", "?preview=1", "?edit=1", "?format=raw", "?debug=1"])
def test_ac_012_nothing_in_the_address_shows_more(world, query):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor, words="KNR-verhaal")

    page = visitor.get(query)

    assert data_page(page) == "already"
    assert "KNR-verhaal" not in page.text


def test_ac_012_a_link_opens_no_page_of_the_coach(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()

    for path in ("/vandaag", "/trajecten/nieuw", f"/trajecten/{case.traject_id}"):
        away = visitor.client.get(path)
        assert (away.status_code, away.location.split("?")[0]) == (303, "/inloggen")


@pytest.mark.parametrize("role", ["parent", "teacher", "child"])
def test_ac_013_the_start_page_names_child_and_asker_and_offers_that_it_is_not_me(world, role):
    case = world.case(child="Sam de Boer")
    visitor = world.visitor(case.intake[role])

    start = visitor.get()
    away = visitor.get("/liever-niet")

    assert "Sam" in start.text
    assert "de Boer" not in start.text
    assert "Marit" in start.text
    assert 'data-act="decline"' in start.text
    assert 'value="wrong_person"' in away.text


def test_ac_013_not_me_stores_no_answer_and_tells_the_coach(world):
    case = world.case()
    visitor = world.visitor(case.intake["child"])
    page = visitor.get("/liever-niet")
    coach = world.signed_in()
    assert "kwam bij iemand anders" not in coach.get("/vandaag").text

    fields = {"csrf_token": csrf(page), "act": "wrong_person"}
    for _ in range(2):
        visitor.client.post(visitor.path + "/liever-niet", data=fields)

    rows = world.dump()
    assert rows["response"] == rows["draft"] == []
    assert [WRONG_PERSON in row for row in rows["signal"]] == [True]
    assert "kwam bij iemand anders" in coach.get("/vandaag").text


def test_ac_014_what_stands_in_the_database_makes_no_working_link(world):
    case = world.words_case(child="KNR-kindnaam", parents=("KNR-oudernaam",))
    visitor = world.visitor(case.intake["parent"])
    token = world.token(case.intake["parent"])
    fill_words(visitor, words="KNR-verhaal")
    stolen = world.text_of_database()

    assert case.intake["parent"] in stolen
    assert token not in stolen
    assert token.partition(".")[2] not in stolen
    assert world.settings.keys[0] not in stolen
    for canary in ("KNR-kindnaam", "KNR-oudernaam", "KNR-verhaal"):
        assert canary not in stolen
    for guess in ("", "secret", "dev", "kansmeter", case.intake["parent"]):
        made = Signer(guess or "x", salt=Purpose.ANSWER.value).sign(case.intake["parent"]).decode()
        assert refusal_of(world, f"/v/{made}") == refusal_of(world)
