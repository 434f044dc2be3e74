"""Where to report a hole, and what may be indexed: what machines look for at fixed addresses."""

from datetime import UTC, datetime, timedelta

import pytest

from survey_app.config import SettingsError, load_settings
from tests.web.world import KEYS, PUBLIC

pytestmark = pytest.mark.one_database

SECURITY = "/.well-known/security.txt"
GOOD = {
    "KANSMETER_DATABASE_URL": "sqlite:////tmp/nowhere.db",
    "KANSMETER_SECRET_KEYS": KEYS,
    "KANSMETER_BASE_URL": PUBLIC,
}


def test_security_txt_says_what_rfc_9116_asks(world):
    page = world.client().get(SECURITY)

    assert page.content_type == "text/plain; charset=utf-8"
    lines = page.text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines)
    assert fields["Contact"] == "mailto:kansmeter@localhost"
    assert fields["Canonical"] == f"http://localhost{SECURITY}"
    assert fields["Preferred-Languages"] == "nl, en"
    ahead = datetime.fromisoformat(fields["Expires"]) - world.clock()
    assert timedelta(days=30) < ahead < timedelta(days=365)


def test_security_txt_is_valid_however_long_the_service_has_run(world):
    world.clock.move(days=900)

    (expires,) = [
        line.removeprefix("Expires: ")
        for line in world.client().get(SECURITY).text.splitlines()
        if line.startswith("Expires: ")
    ]

    assert datetime.fromisoformat(expires) > world.clock() > datetime(2028, 1, 1, tzinfo=UTC)


def test_ac_138_robots_are_told_that_nothing_is_for_them(world):
    page = world.client().get("/robots.txt")

    assert page.text.splitlines() == ["User-agent: *", "Disallow: /"]
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("contact", ["mailto:ik@school.example", "https://school.example/lek?a=b"])
def test_where_holes_are_reported_can_be_set(contact):
    assert load_settings({**GOOD, "KANSMETER_SECURITY_CONTACT": contact}).where_to_report == contact


def test_unless_set_holes_are_reported_where_our_mail_comes_from():
    own = {**GOOD, "KANSMETER_MAIL_FROM": "kans@school.example"}

    assert load_settings(own).where_to_report == "mailto:kans@school.example"


@pytest.mark.parametrize(
    "contact",
    [
        *("", "ik@school.example", "http://school.example", "https://", "mailto:", "tel:+31"),
        *("https://school.example/\nPolicy: x", "mailto:a@b.example\r\nX: y", "https://é.example/"),
        *("javascript:alert(1)", "https://school.example:geheim/"),
    ],
)
def test_a_contact_that_is_none_is_refused_by_its_name(contact):
    with pytest.raises(SettingsError) as refused:
        load_settings({**GOOD, "KANSMETER_SECURITY_CONTACT": contact})

    assert str(refused.value).startswith("KANSMETER_SECURITY_CONTACT: must be mailto:")


@pytest.mark.parametrize("level", ["", "trace", "INFO ", "0"])
def test_a_level_that_is_none_is_refused_by_its_name(level):
    with pytest.raises(SettingsError) as refused:
        load_settings({**GOOD, "KANSMETER_LOG_LEVEL": level})

    assert "KANSMETER_LOG_LEVEL: " in str(refused.value)
    assert "'info'" in str(refused.value)
