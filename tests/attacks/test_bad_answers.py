"""Section 5 of the catalogue: bad input of answers."""

import gzip
import json

import pytest

from tests.attacks.live import FORM, open_link, request, worker_memory
from tests.rig.server import running_server
from tests.web.world import checked, csrf, data_page, encoded, facts, fill_words, revision

pytestmark = pytest.mark.one_every_day

# AC-068 and AC-069: nothing is parsed, so none of these is the option '3'.
NOT_AN_OPTION = [
    "0", "6", "-1", "3.5", "03", " 3", "3 ", "+3", "١٢", "３", "1_0", "²", "3,0", "3.0", "NaN",
    "Infinity", "-inf", "1e3", "1e999", "9" * 5000, "0x1F", "true", "null", "[3]", '{"$gt":0}',
    "vaak", "3\x00", "3\n", "__proto__", "3' OR '1'='1",
]  # fmt: skip


@pytest.fixture(scope="module")
def served(database_server, tmp_path_factory):
    """Give one server to all tests that only have something refused."""
    url = database_server.create_migrated()
    with running_server(url, tmp_path_factory.mktemp("served") / "log") as server:
        yield server
    database_server.drop(url)


@pytest.fixture
def case(world):
    return world.words_case()


@pytest.fixture
def visitor(world, case):
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    return visitor


@pytest.mark.parametrize("value", NOT_AN_OPTION, ids=lambda value: ascii(value)[:20])
def test_ac_068_069_a_value_that_is_no_option_is_refused_beside_its_question(
    world, visitor, case, value
):
    before = world.dump()

    refused = visitor.post(1, visitor.fields(q1="4", q2=value))

    assert refused.status_code == 422
    assert 'id="q2-e"' in refused.text
    assert 'id="q1-e"' not in refused.text
    assert checked(refused) == {"q1-4"}
    assert world.dump() == before


def test_ac_068_an_empty_value_is_no_answer(world, visitor):
    before = world.dump()

    refused = visitor.post(1, visitor.fields(q1="4", q2=""))

    assert refused.status_code == 422
    assert checked(refused) == {"q1-4"}
    assert world.dump() == before


def test_ac_068_what_is_stored_is_always_one_of_the_options(world, visitor, case):
    for value in NOT_AN_OPTION:
        visitor.post(1, visitor.fields(q1=value, q2=value))
    visitor.send(1, q1="5", q2="1")
    visitor.send(2, q3="2")

    (response,) = world.responses()

    assert response.answers == {"q1": "5", "q2": "1", "q3": "2"}


FOREIGN = [
    "a.q9", "a.q3", "a.c", "a.__proto__", "a.constructor", "a.", "id", "school_id", "submitted_at",
    "score", "organisation_id", "invitation_id", "a.q1[]", "a.q1.x", "A.q1", "a.Q1", "a.q1 ",
    "q1", "browser", "mode", "fingerprint",
]  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_ac_070_a_field_of_something_else_is_refused_and_not_stored(world, visitor, name):
    before = world.dump()

    refused = visitor.post(1, [*visitor.fields(q1="2", q2="3"), (name, "5")])

    assert refused.status_code == 422
    assert checked(refused) == {"q1-2", "q2-3"}
    assert world.dump() == before


def test_ac_070_an_item_of_another_list_never_enters_a_response(world, case, visitor):
    visitor.send(1, q1="2", q2="3")
    visitor.post(2, [*visitor.fields(q3="5"), ("a.q1", "5")])
    visitor.send(2, q3="4")

    assert world.responses()[0].answers == {"q1": "2", "q2": "3", "q3": "4"}


@pytest.mark.parametrize(
    "extra",
    [("a.q1", "5"), ("a.q1", "2"), ("a.q2", "3"), ("act", "skip"), ("revision", "9")],
    ids=lambda extra: "=".join(extra),
)
def test_ac_072_a_doubled_field_is_refused_and_never_taken_first_or_last(world, visitor, extra):
    before = world.dump()

    refused = visitor.post(1, [*visitor.fields(q1="2", q2="3"), extra])

    assert refused.status_code == 422
    assert world.dump() == before


def test_ac_072_doubled_words_come_back_and_are_not_stored(world, visitor):
    visitor.send(1, q1="2", q2="3")
    before = world.dump()

    fields = [*visitor.fields(q3="2", woorden="eerste"), ("a.woorden", "tweede")]
    refused = visitor.post(2, fields)

    assert refused.status_code == 422
    assert checked(refused) == {"q3-2"}
    assert world.dump() == before


def test_ac_072_answers_in_the_address_are_never_read(world, visitor):
    page = visitor.page
    fields = {"csrf_token": csrf(page), "revision": revision(page), "act": "skip"}

    visitor.client.post(f"{visitor.path}/1?a.q1=5&a.q2=5", data=fields)
    visitor.page = visitor.client.get(f"{visitor.path}/2")
    visitor.send(2, q3="1")

    assert world.responses()[0].answers == {"q3": "1"}


def test_ac_074_a_hundred_thousand_fields_are_refused(world, visitor):
    body = "&".join(f"a.x{n}=1" for n in range(100_000)).encode()
    before = world.dump()

    refused = visitor.client.post(
        f"{visitor.path}/1", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert refused.status_code == 413
    assert world.dump() == before


@pytest.mark.parametrize("count", [301, 400])
def test_ac_074_many_fields_in_a_small_body_are_refused(world, visitor, count):
    before = world.dump()

    refused = visitor.post(1, [*visitor.fields(q1="2"), *((f"a.x{n}", "1") for n in range(count))])

    assert refused.status_code in (413, 422)
    assert world.dump() == before


def test_ac_074_many_parts_of_a_multipart_body_are_refused(world, visitor):
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1\r\n' for n in range(1000)
    )
    before = world.dump()

    refused = visitor.client.post(
        f"{visitor.path}/1",
        data=f"{parts}--b--\r\n",
        content_type="multipart/form-data; boundary=b",
    )

    assert refused.status_code == 413
    assert world.dump() == before


BODIES = [
    ("application/json", json.dumps({"a.q1": "2", "act": "forward"}).encode()),
    ("application/json", b"[" * 60_000),
    ("application/xml", b"<a><q1>2</q1></a>"),
    ("text/plain", b"a.q1=2&a.q2=3"),
    ("", b"a.q1=2&a.q2=3"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfea\x00"),
    ("application/x-www-form-urlencoded", b"%%%=%zz&&&=;\xff\xfe"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=b", b"--b\r\nrubbish"),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a\x00"\r\n'),
    (
        "multipart/form-data; boundary=b",
        b"--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n",
    ),
    ("multipart/form-data; boundary=b", b"--b\r\nOther: x\r\n\r\n1\r\n--b--\r\n"),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; filename="f"\r\n\r\n1\r\n--b--\r\n',
    ),
]


@pytest.mark.parametrize(("kind", "body"), BODIES, ids=range(len(BODIES)))
def test_ac_075_another_kind_of_body_stores_nothing_and_breaks_nothing(world, visitor, kind, body):
    before = world.dump()

    for path in (visitor.path, f"{visitor.path}/1", f"{visitor.path}/liever-niet", "/inloggen"):
        answer = visitor.client.post(path, data=body, content_type=kind)
        assert answer.status_code in (303, 400, 413, 415, 422), path
    assert world.dump() == before


IN_JSON = [
    b"[" * 60_000,
    b'[1, "a"]',
    b"null",
    json.dumps({"email": 5, "password": {"a": 1}, "old": [3], "about": 7, "words": 7.5}).encode(),
]


@pytest.mark.parametrize("body", IN_JSON, ids=range(len(IN_JSON)))
@pytest.mark.parametrize("kind", ["application/json", "application/vnd.api+json"])
def test_ac_075_no_form_is_read_from_json(world, case, kind, body):
    """AC-075."""
    client, path = world.signed_in(), f"/trajecten/{case.traject_id}"
    headers = {"X-CSRFToken": csrf(client.get("/account"))}
    before = facts(world.database)

    for form in ("/inloggen", "/contacten/nieuw", "/account/wachtwoord", f"{path}/meldcode/stap/1"):
        answer = client.post(form, data=body, content_type=kind, headers=headers)
        assert answer.status_code in (400, 422), form
    assert facts(world.database) == before


ODD_WORDS = [
    "emoji 👨‍👩‍👧 en vlag 🏳️‍🌈",
    "مرحبا \u202eomgedraaid\u202c",
    "Z" + "\u0301" * 1000,
    "cafe\u0301 en caf\u00e9",
    "łąka, d'Ávila, O'Brien",
    "eerste regel\ntweede regel",
    "\u00a0kaal\u00a0 van binnen",
    "<script>alert(1)</script> & \"zo\" 'ook' {{7*7}}",
    "\ufffe en \x0b\x85",
    "x" * 2000,
]


@pytest.mark.parametrize("words", ODD_WORDS, ids=range(len(ODD_WORDS)))
def test_ac_076_odd_words_come_back_on_the_page_and_in_the_response(world, case, visitor, words):
    visitor.send(1, q1="2", q2="3")
    kept = "".join(c for c in words if c in "\n\t" or (c >= " " and c != "\x7f")).strip()

    refused = visitor.post(2, visitor.fields(q3="9", woorden=words))
    visitor.send(2, q3="1", woorden=words)

    assert refused.status_code == 422
    assert json.loads(world.responses()[0].texts) == {"woorden": kept}
    shown = refused.text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    assert kept in shown.replace("&#39;", "'").replace("&amp;", "&")


@pytest.mark.parametrize("words", ["", "   ", "\n\t ", "\x00", "\u00a0"])
def test_ac_076_words_of_nothing_are_no_words(world, visitor, words):
    visitor.send(1, q1="2", q2="3")
    visitor.send(2, q3="1", woorden=words)

    (response,) = world.responses()

    assert json.loads(response.texts) == {}
    assert response.missing == {"woorden": "skipped"}


def test_ac_076_a_nul_is_left_out_on_every_database(world, visitor):
    visitor.send(1, q1="2", q2="3")
    visitor.send(2, q3="1", woorden="voor\x00na")

    assert json.loads(world.responses()[0].texts) == {"woorden": "voorna"}


def test_ac_076_words_that_are_too_long_come_back_whole(world, visitor):
    visitor.send(1, q1="2", q2="3")
    before = world.dump()

    refused = visitor.post(2, visitor.fields(q3="1", woorden="w" * 10_000))

    assert refused.status_code == 422
    assert "hoogstens 2000 tekens" in refused.text
    assert "w" * 10_000 in refused.text
    assert checked(refused) == {"q3-1"}
    assert world.dump() == before


def test_ac_071_a_gzip_body_is_not_unpacked(world, visitor):
    bomb = gzip.compress(b"a.q1=2&x=" + b"0" * 20_000_000)
    before = world.dump()

    refused = visitor.client.post(
        f"{visitor.path}/1",
        data=bomb,
        headers={"Content-Encoding": "gzip"},
        content_type="application/x-www-form-urlencoded",
    )

    assert refused.status_code in (400, 413, 415, 422)
    assert world.dump() == before


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_ac_071_ten_megabytes_in_one_field_are_refused(world, visitor, kind):
    big = "w" * 10_000_000
    before = world.dump()

    data = (
        {**encoded(visitor.fields(q1="1")), "a.woorden": big}
        if kind == "urlencoded"
        else f'--b\r\nContent-Disposition: form-data; name="a.woorden"\r\n\r\n{big}\r\n--b--\r\n'
    )
    kinds = {"urlencoded": FORM, "multipart": "multipart/form-data; boundary=b"}
    refused = visitor.client.post(f"{visitor.path}/1", data=data, content_type=kinds[kind])

    assert refused.status_code == 413
    assert data_page(refused) == "problem"
    assert world.dump() == before


def test_ac_071_huge_bodies_leave_the_workers_small_and_others_served(live_server):
    link = open_link(live_server)
    request(live_server.url, "GET", link)
    before = worker_memory(live_server)

    for headers in ({"Content-Length": "20000000"}, {"Transfer-Encoding": "chunked"}):
        for _ in range(4):
            _, took = request(live_server.url, "POST", f"{link}/1", headers, size=20_000_000)
            assert took < 10
    status, took = request(live_server.url, "GET", link)

    assert status == 200
    assert took < 2
    assert max(worker_memory(live_server)) - max(before) < 50_000_000


@pytest.mark.parametrize("size", [70_000, 200_000])
def test_ac_071_a_long_body_without_a_length_is_refused_and_not_cut_off(served, size):
    link = open_link(served)

    chunked = {"Transfer-Encoding": "chunked"}
    status, _ = request(served.url, "POST", f"{link}/1", chunked, size=size)

    assert status in (411, 413)


def test_ac_071_an_announced_huge_body_is_refused_before_it_is_read(served):
    link = open_link(served)

    status, took = request(
        served.url, "POST", f"{link}/1", {"Content-Length": "1000000000"}, size=0
    )

    assert status == 413
    assert took < 2


def test_ac_068_a_whole_honest_sheet_is_stored_as_given(world, case):
    assert data_page(fill_words(world.visitor(case.intake["parent"]), words="goed")) == "thanks"

    (response,) = world.responses()
    assert response.answers == {"q1": "2", "q2": "4", "q3": "1"}
    assert json.loads(response.texts) == {"woorden": "goed"}
