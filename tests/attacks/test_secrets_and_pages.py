"""Section 8 of the catalogue: keys, headers, logs and error pages."""

import logging
import os
import subprocess
import sys

import pytest

from survey_app.config import SettingsError, load_settings
from survey_app.web.permissions import public
from tests.rig.bootstrap import ROOT
from tests.web.world import KEYS, NEXT_KEYS, Visitor, a_world, data_page, fill_words

pytestmark = pytest.mark.one_every_day

GOOD = {
    "KANSMETER_DATABASE_URL": "sqlite:////tmp/nowhere.db",
    "KANSMETER_SECRET_KEYS": KEYS,
    "KANSMETER_BASE_URL": "https://kansmeter.example",
}


def test_ac_111_links_and_sessions_survive_a_new_key(world, migrated_url):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    coach = world.signed_in()

    with a_world(migrated_url, keys=f"{NEXT_KEYS},{KEYS}", clock=world.clock) as rotated:
        moved = Visitor(rotated.client(), visitor.path)
        for name in ("kansmeter", "kansmeter_login"):
            cookie = visitor.client.get_cookie(name) or coach.get_cookie(name)
            moved.client.set_cookie(name, cookie.value)
        assert "q1-2" in moved.get("/1").text
        assert "checked" in moved.page.text
        assert data_page(moved.get("/2")) == "questions"
        assert data_page(moved.send(2, q3="4")) == "thanks"
        assert moved.client.get("/vandaag").status_code == 200
        assert len(rotated.responses()) == 1


def test_ac_111_a_new_link_is_signed_with_the_newest_key_alone(world, migrated_url):
    link = world.words_case().intake["parent"]
    with a_world(migrated_url, keys=f"{NEXT_KEYS},{KEYS}", clock=world.clock) as rotated:
        token = rotated.token(link)
        assert rotated.client().get(f"/v/{token}").status_code == 200

    assert world.client().get(f"/v/{token}").status_code == 404


def test_ac_111_a_half_rotated_service_keeps_every_old_link(world, migrated_url):
    link = world.words_case().intake["parent"]
    with a_world(migrated_url, keys=f"{KEYS},{NEXT_KEYS}", clock=world.clock) as other_worker:
        assert other_worker.client().get(f"/v/{world.token(link)}").status_code == 200


def test_ac_111_a_link_under_a_retired_key_gives_the_neutral_page(world, migrated_url):
    link = world.words_case().intake["parent"]
    with a_world(migrated_url, keys=NEXT_KEYS, clock=world.clock) as retired:
        old = retired.client().get(f"/v/{world.token(link)}")
        unknown = retired.client().get("/v/niets")

    assert (old.status_code, old.text) == (unknown.status_code, unknown.text) == (404, old.text)


def test_ac_111_a_name_under_a_retired_key_is_said_honestly(world, migrated_url):
    case = world.words_case()
    signed_in = world.signed_in().get_cookie("kansmeter_login")
    with a_world(migrated_url, keys=NEXT_KEYS, clock=world.clock) as retired:
        coach = retired.client()
        coach.set_cookie("kansmeter_login", signed_in.value)
        page = coach.get(f"/trajecten/{case.traject_id}")

    assert page.status_code == 503
    assert "kan nu niet worden geopend" in page.text


BAD_SETTINGS = [
    ("KANSMETER_SECRET_KEYS", None),
    ("KANSMETER_SECRET_KEYS", ""),
    ("KANSMETER_SECRET_KEYS", " , ,"),
    ("KANSMETER_SECRET_KEYS", "dev"),
    ("KANSMETER_SECRET_KEYS", "changeme"),
    ("KANSMETER_SECRET_KEYS", "changeme" * 5),
    ("KANSMETER_SECRET_KEYS", "0" * 64),
    ("KANSMETER_SECRET_KEYS", "a1b2" * 16),
    ("KANSMETER_SECRET_KEYS", "only-31-characters-of-a-key-abc"),
    ("KANSMETER_SECRET_KEYS", f"{KEYS},short-one"),
    ("KANSMETER_DATABASE_URL", None),
    ("KANSMETER_DATABASE_URL", ""),
    ("KANSMETER_DATABASE_URL", "rubbish-with-a-pw-geheim"),
    ("KANSMETER_DATABASE_URL", "mysql://root:geheim@db/kansmeter"),
    ("KANSMETER_DATABASE_URL", "sqlite://"),
    ("KANSMETER_DATABASE_URL", "sqlite:///:memory:"),
    ("KANSMETER_DATABASE_URL", "postgresql://u:pa@geheim:word@db:geheim/x"),
    ("KANSMETER_DATABASE_URL", "postgresql+psycopg2://u:geheim@db/x"),
    ("KANSMETER_DATABASE_URL", "sqlite:////tmp/x.db?timeout=geheim"),
    ("KANSMETER_DATABASE_URL", "sqlite:///file::memory:?uri=true"),
    ("KANSMETER_BASE_URL", None),
    ("KANSMETER_BASE_URL", "https://kansmeter.example:99999"),
    ("KANSMETER_BASE_URL", "https://kansmeter.example:geheim"),
    ("KANSMETER_BASE_URL", "https://*"),
    ("KANSMETER_BASE_URL", "https://.nl"),
    ("KANSMETER_BASE_URL", "https://a geheim"),
    ("KANSMETER_BASE_URL", "http://kansmeter.example"),
    ("KANSMETER_BASE_URL", "http://127.0.0.1.evil.example"),
    ("KANSMETER_BASE_URL", "ftp://kansmeter.example"),
    ("KANSMETER_BASE_URL", "https://"),
    ("KANSMETER_BASE_URL", "https://geheim@kansmeter.example"),
    ("KANSMETER_BASE_URL", "https://kansmeter.example/pad"),
    ("KANSMETER_TRUSTED_PROXIES", "many-geheim"),
    ("KANSMETER_TRUSTED_PROXIES", "-1"),
    ("KANSMETER_TRUSTED_PROXIES", "99"),
    ("KANSMETER_PRIVATE_QUESTIONNAIRES", "teksten-geheim"),
    ("KANSMETER_PRIVATE_QUESTIONNAIRES", "/no-such/geheim"),
    ("KANSMETER_SECRET_KEY", KEYS),
    ("kansmeter_debugg", "geheime-waarde"),
    ("KANSMETER_DEBUG", "geheime-waarde"),
]


@pytest.mark.parametrize(("name", "value"), BAD_SETTINGS, ids=range(len(BAD_SETTINGS)))
def test_ac_112_a_bad_setting_is_refused_by_its_name_and_without_its_value(name, value):
    given = {**GOOD, name: value}
    if value is None:
        del given[name]

    with pytest.raises(SettingsError) as refused:
        load_settings(given)

    said = str(refused.value)
    assert name.upper() in said
    assert len(said.splitlines()) == 1
    # Shorter values stand in the advice as examples.
    secrets = [*([value] if value and len(value) > 9 else []), "geheim", KEYS]
    assert [secret for secret in secrets if secret in said] == []


def test_ac_112_good_settings_are_taken():
    assert load_settings(GOOD).keys == (KEYS,)


def run(*arguments, **settings):
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**own, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def start(**settings):
    return run("-m", "survey_app", "serve", "--port", "1", **settings)


def test_ac_112_the_server_does_not_start_with_a_weak_key(migrated_url):
    weak = {**GOOD, "KANSMETER_DATABASE_URL": migrated_url, "KANSMETER_SECRET_KEYS": "changeme" * 5}
    for done in (start(**weak), run("-c", "import wsgi", **weak)):
        assert done.returncode != 0
        assert "KANSMETER_SECRET_KEYS" in done.stderr
        assert "changeme" not in done.stderr + done.stdout


def test_ac_038_116_the_server_refuses_debug_demo_data_and_an_old_schema(world, database_url):
    world.coach()
    url = world.settings.database_url.get_secret_value()
    public = {**GOOD, "KANSMETER_DATABASE_URL": url}
    refusals = {
        "FLASK_DEBUG": start(**public, FLASK_DEBUG="1"),
        "simulated": start(**public),
        "db upgrade": start(**{**public, "KANSMETER_DATABASE_URL": database_url}),
    }

    for word, done in refusals.items():
        assert done.returncode == 1, word
        assert word in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert KEYS not in done.stderr


def test_ac_112_plain_http_is_never_served_to_others(migrated_url):
    local = {
        **GOOD,
        "KANSMETER_DATABASE_URL": migrated_url,
        "KANSMETER_BASE_URL": "http://localhost:1",
    }

    done = run("-m", "survey_app", "serve", "--host", "0.0.0.0", "--port", "1", **local)  # noqa: S104  # this very host must be refused

    assert done.returncode == 1
    assert "https" in done.stderr


SECRET_WORDS = ("KNR-verhaal", "KNRkind", "KNRouder", "een heel fout wachtwoord")


def test_ac_115_nothing_personal_is_logged_at_the_finest_level(world, caplog):
    caplog.set_level(logging.DEBUG)
    case = world.words_case(child="KNRkind", parents=("KNRouder",))
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor, words="KNR-verhaal")
    visitor.get("/1")
    coach = world.signed_in()
    coach.get(f"/trajecten/{case.traject_id}")
    world.client().post(visitor.path + "/1", data={"a.q1": "KNR-verhaal"})

    said = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)

    for word in (*SECRET_WORDS, visitor.path.removeprefix("/v/"), KEYS, "vier losse woorden"):
        assert word not in said


def broken(world, monkeypatch, endpoint):
    def fall(**_):
        raise RuntimeError("KNR-verhaal in an error")

    monkeypatch.setitem(world.app.view_functions, endpoint, public("falls in this test")(fall))


@pytest.mark.parametrize("endpoint", ["respond.start", "coach.today"])
def test_ac_116_an_error_of_ours_shows_a_number_and_nothing_else(
    world, monkeypatch, caplog, endpoint
):
    broken(world, monkeypatch, endpoint)
    path = "/vandaag" if endpoint == "coach.today" else f"/v/{world.token('0' * 32)}"

    page = world.client().get(path)

    assert page.status_code == 500
    for word in ("Traceback", "RuntimeError", "KNR-verhaal", "/survey_app", "werkzeug", "line "):
        assert word not in page.text
    (record,) = [each for each in caplog.records if each.name == "kansmeter.fault"]
    assert record.fields["reference"] in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/?__debugger__=yes&cmd=resource&f=debugger.js",
        "/inloggen?__debugger__=yes&cmd=pinauth&pin=1",
        "/console",
        "/debug",
        "/_debug_toolbar/",
        "/server-status",
        "/wp-login.php",
    ],
)
def test_ac_116_there_is_no_console(world, path):
    page = world.client().get(path)

    assert page.status_code in (200, 303, 404)
    for word in ("debugger", "console", "SECRET", "Traceback"):
        assert word not in page.text.lower().replace("__debugger__", "")
