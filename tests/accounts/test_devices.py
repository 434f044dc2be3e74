"""A browser somebody signed in on is known again, for that person, and tells nobody's name."""

import pytest

from survey_app.accounts.browsers import browser_in_words
from survey_app.accounts.devices import MOST_PEOPLE, Devices

KEYS = ("a-key-of-these-tests-0123456789abcdef",)
DEVICES = Devices.of(KEYS)


def test_ac_043_a_browser_is_known_for_who_signed_in_on_it_and_for_nobody_else():
    cookie = DEVICES.remember("", "marit")

    assert DEVICES.known(cookie, "marit")
    assert DEVICES.known(cookie, "joris") is None


def test_two_people_of_a_team_room_are_one_browser():
    cookie = DEVICES.remember(DEVICES.remember("", "marit"), "joris")

    assert DEVICES.known(cookie, "marit") == DEVICES.known(cookie, "joris") is not None
    assert DEVICES.remember(cookie, "joris").count(".") == 2


def test_who_signed_in_longest_ago_is_forgotten_first():
    cookie = ""
    for number in range(MOST_PEOPLE + 1):
        cookie = DEVICES.remember(cookie, f"person {number}")

    known = [bool(DEVICES.known(cookie, f"person {n}")) for n in range(MOST_PEOPLE + 1)]
    assert known == [False, *[True] * MOST_PEOPLE]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cookie: "",
        lambda cookie: ".",
        lambda cookie: cookie.split(".")[0],
        lambda cookie: "A" * 22 + cookie[22:],
        lambda cookie: cookie[:-1],
        lambda cookie: cookie + "=",
        lambda cookie: cookie + ".x" * 500,
        lambda cookie: "é" + cookie[1:],
        lambda cookie: cookie.swapcase(),
    ],
)
def test_a_cookie_of_ones_own_making_is_a_new_browser(spoil):
    spoilt = spoil(DEVICES.remember("", "marit"))

    assert DEVICES.known(spoilt, "marit") is None
    assert DEVICES.known(DEVICES.remember(spoilt, "marit"), "marit")


def test_a_cookie_of_an_older_key_is_known_and_gets_the_newest():
    old = DEVICES.remember("", "marit")
    rotated = Devices.of(("a-newer-key-0123456789abcdefghijkl", *KEYS))
    fresh = rotated.remember(old, "marit")

    assert rotated.known(old, "marit") == rotated.known(fresh, "marit")
    assert DEVICES.known(fresh, "marit") is None
    assert fresh.count(".") == 1


CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox op Windows",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {CHROME} Safari/537.36", "Chrome op Chromebook"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 Edg/130.0", "Edge op Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; K) {CHROME} Mobile Safari/537.36", "Chrome op Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari op iPhone",
        ),
        ("curl/8.1", "een andere browser"),
        ("", "een andere browser"),
        ("Firefox " + "x" * 4000, "Firefox"),
    ],
)
def test_a_browser_is_told_by_its_family_alone(user_agent, words):
    assert browser_in_words(user_agent) == words
