"""A journey through a real server at its finest log level, and then a search for what it left."""

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest
from werkzeug.datastructures import Headers

from survey_app.clock import local_date
from tests.attacks.live import Phone, worker_ids
from tests.rig.server import SECRET_KEYS, LiveServer, running_server
from tests.web.guarded import faults_of
from tests.web.world import PASSWORD, HandClock, a_world, address_of, csrf

pytestmark = pytest.mark.one_every_day

WRONG_PASSWORD = "KNR-een heel fout wachtwoord"
SEALED = ("KNR-kind", "KNR-ouder", "KNR-juf", "KNR-verhaal", "KNR-belde-over", "KNR-moeite-met")
SEARCHED = "KNR-gezocht"
HOSTILE = 'KNR-vals\n{"level":"info","event":"request"}\x1b[2J\u202e'
UNREADABLE = (
    "GET {path} HTTP/9.9",
    "GET  {path}  HTTP/1.1",
    "GET {path} HTTP/1.1 KNR-verhaal",
    "GE\x01T {path} HTTP/1.1",
    "GET {path}{long} HTTP/1.1",
    "GET {path} HTTP/1.1\r\nHo\x00st: KNR-verhaal",
    "GET {path} HTTP/1.1\r\nHost: x\r\nX-Long: {long}{long}{long}",
    "POST {path}/1 HTTP/1.1\r\nContent-Length: KNR-verhaal",
    "POST {path}/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: KNR-verhaal",
    "POST {path}/1 HTTP/1.1\r\nHost: x\r\nExpect: KNR-verhaal",
)


@dataclass(frozen=True)
class Left:
    """What a journey left behind, and the words that it brought along."""

    server: LiveServer
    log: str
    stored: bytes
    temporary: bytes
    commands: str
    answers: list[tuple[int, http.client.HTTPMessage, str]]
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def left(database_server, tmp_path_factory) -> Iterator[Left]:
    """Walk through everything a child, a parent, a stranger and a coach do; give what is left."""
    folder = tmp_path_factory.mktemp("server")
    url = database_server.create_migrated()
    settings = {"KANSMETER_LOG_LEVEL": "debug", "TMPDIR": str(folder)}
    clock = HandClock(datetime.now(UTC))
    with (
        a_world(url, keys=SECRET_KEYS, clock=clock) as world,
        running_server(url, folder / "server.log", settings=settings) as server,
    ):
        case = world.words_case(child=SEALED[0], parents=(SEALED[1],))
        school = world.case(child="Sam", teachers=(SEALED[2],))
        path = f"/v/{world.token(case.intake['parent'])}"
        parent, coach = Phone(server.url), Phone(server.url)
        answer(parent, path)
        stranger(server.url, path)
        signed_in(coach)
        as_coach(coach, case.traject_id, school.traject_id)
        answers = [unreadable(server.url, line, path) for line in UNREADABLE]
        answers.append(asked_as(server.url, HOSTILE))
        yield Left(
            server,
            server.log(),
            "".join(repr(row) for rows in world.dump().values() for row in rows).encode()
            + b"".join(each.read_bytes() for each in files_of(url)),
            b"".join(each.read_bytes() for each in folder.rglob("*") if is_temporary(each)),
            "".join(Path(f"/proc/{each}/cmdline").read_text() for each in worker_ids(server)),
            answers,
            (
                *(PASSWORD, WRONG_PASSWORD, SECRET_KEYS, path.removeprefix("/v/")),
                *(parent.cookies.values()),
                *(coach.cookies.values()),
                world.code(school.intake["teacher"]),
            ),
        )
    database_server.drop(url)


def answer(phone, path):
    """Answer the list that asks for own words, from the link to the thanks."""
    page = phone.begin(path)
    number = 1
    for answers in ([("a.q1", "2"), ("a.q2", "4")], [("a.q3", "1"), ("a.woorden", SEALED[3])]):
        fields = [("csrf_token", csrf(page)), ("revision", str(number - 1)), ("act", "forward")]
        status, location, text = phone.ask("POST", f"{path}/{number}", [*fields, *answers])
        assert status == 303, text
        page = phone.ask("GET", location)[2]
        number += 1
    assert 'data-page="thanks"' in page
    phone.ask("GET", path)


def stranger(url, path):
    """Do what somebody does who should not be here."""
    phone = Phone(url)
    phone.ask("GET", f"{path[:-1]}/1?q={SEARCHED}")
    phone.ask("POST", f"{path}/1", [("a.q1", SEALED[3])])
    phone.ask("DELETE", path)
    page = phone.ask("GET", "/code")[2]
    phone.ask("POST", "/code", [("csrf_token", csrf(page)), ("code", "KNR2PX9TD")])
    page = phone.ask("GET", "/inloggen")[2]
    wrong = [("email", address_of("Marit")), ("password", WRONG_PASSWORD)]
    phone.ask("POST", "/inloggen", [("csrf_token", csrf(page)), *wrong])


def signed_in(phone):
    """Sign in as the coach."""
    page = phone.ask("GET", "/inloggen")[2]
    right = [("email", address_of("Marit")), ("password", PASSWORD)]
    assert phone.ask("POST", "/inloggen", [("csrf_token", csrf(page)), *right])[0] == 303


def as_coach(phone, traject_id, other_id):
    """Look, search, write, and ask for what is not there."""
    for path in (
        f"/vandaag?zoek={SEARCHED}",
        f"/trajecten/{traject_id}",
        f"/trajecten/{other_id}",
        f"/trajecten/{'0' * 32}",
        f"/trajecten/{traject_id}/{quote(SEARCHED)}",
        f"/inloggen?verder=/v/{SEARCHED}",
    ):
        phone.ask("GET", path)
    page = phone.ask("GET", f"/trajecten/{traject_id}/afwijking")[2]
    fields = [("csrf_token", csrf(page)), ("why", SEALED[5]), ("expected", SEALED[5])]
    later = local_date(datetime.now(UTC)).replace(year=datetime.now(UTC).year + 1)
    fields += [("principle", "samen"), ("look_back_on", later.isoformat())]
    assert phone.ask("POST", f"/trajecten/{traject_id}/afwijking", fields)[0] == 303
    page = phone.ask("GET", "/contacten/nieuw")[2]
    fields = [("csrf_token", csrf(page)), ("about", traject_id), ("line", SEALED[4])]
    fields += [("held_on", local_date(datetime.now(UTC)).isoformat()), ("with_whom", "parent")]
    fields += [("kind", "talk"), ("minutes", "30"), ("minutes_apart", "0"), ("principles", "samen")]
    assert phone.ask("POST", "/contacten/nieuw", fields)[0] == 303


def unreadable(url, line, path):
    """Send bytes that the server cannot read; return status, headers and text of its answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    with closing(connection):
        connection.connect()
        raw = line.format(path=path, long="x" * 3000)
        connection.sock.sendall(f"{raw}\r\n\r\n".encode("latin-1"))
        answer = http.client.HTTPResponse(connection.sock, method="GET")
        answer.begin()
        return answer.status, answer.headers, answer.read().decode()


def asked_as(url, words):
    """Let hostile words stand wherever a request has room for them; return what is answered."""
    parts = urlsplit(url)
    said = quote(words)
    with closing(http.client.HTTPConnection(parts.hostname, parts.port)) as connection:
        headers = {"User-Agent": said, "Referer": said, "Cookie": f"kansmeter={said}"}
        connection.request("GET", f"/{said}?{said}", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def files_of(url):
    """Return the files of a database that is one, with those beside it."""
    if not url.startswith("sqlite"):
        return []
    path = Path(url.removeprefix("sqlite:///"))
    return [each for each in path.parent.glob(f"{path.name}*") if each.is_file()]


def is_temporary(path):
    return path.is_file() and path.name != "server.log"


def test_ac_011_054_115_every_line_is_json_and_names_a_route_for_an_address(left):
    first, *lines = left.log.splitlines()
    assert first.startswith("Listening on ")
    told = [json.loads(line) for line in lines]

    requests = [each for each in told if each["event"] == "request"]
    assert {"respond.start", "respond.save", "account.login", "coach.today", "none"} <= {
        each["route"] for each in requests
    }
    assert {"gunicorn.error", "unread", "request"} <= {each["event"] for each in told}
    assert {"debug", "info"} <= {each["level"] for each in told}
    assert "base.py" in {each["by"].partition(":")[0] for each in told if "by" in each}
    assert "/" not in "".join(each["route"] for each in requests)


def test_ac_011_115_no_log_and_no_temporary_file_holds_what_anybody_brought_along(left):
    words = (*SEALED, SEARCHED, "KNR", "Marit", "marit@", *left.secrets)
    database = left.server.database_url.rpartition("/")[2]

    for place in (left.log, left.temporary.decode(errors="replace"), left.commands):
        assert [word for word in (*words, database) if word in place] == []


def test_ac_115_what_is_sealed_and_what_opens_doors_stands_nowhere_in_the_database(left):
    assert len(left.stored) > 10_000
    words = (*SEALED, SEARCHED, WRONG_PASSWORD, *left.secrets)

    assert [word for word in words if word.encode() in left.stored] == []


def test_ac_113_114_116_what_cannot_be_read_gets_a_page_with_a_number_and_no_echo(left):
    *unread, _ = left.answers
    for status, headers, text in unread:
        assert status in (400, 414, 417, 431, 501), text
        assert faults_of(Headers(headers.items())) == []
        number = re.search(r"\b[0-9a-f]{8}\b", text)[0]
        assert number in left.log
        assert "KNR" not in text
        assert "Invalid" not in text


def test_ac_114_the_server_names_no_software_and_adds_nothing_to_our_headers(left):
    status, headers, text = left.answers[-1]

    assert status == 404
    assert faults_of(Headers(headers.items())) == []
    assert "KNR" not in text


@pytest.mark.one_database
def test_ac_114_gunicorn_by_itself_is_told_the_same_as_our_command(migrated_url, tmp_path):
    with running_server(migrated_url, tmp_path / "log", workers=1, by_gunicorn=True) as server:
        asked = Request(f"{server.url}/code", headers={"Script_Name": "/x", "SCRIPT_NAME": "/y"})
        with urlopen(asked, timeout=10) as answer:
            found = (answer.status, faults_of(Headers(answer.headers.items())))
            text = answer.read().decode()

    assert found == (200, [])
    assert "/x/" not in text
    assert 'action="/code"' in text
    assert [line for line in server.log().splitlines() if not line.startswith("{")] == []
