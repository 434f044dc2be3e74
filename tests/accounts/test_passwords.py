"""A password is long, not one's own name, and only its slow hash is kept."""

import subprocess
import sys

import pytest

from survey_app.accounts import passwords
from survey_app.accounts.breached import filter_of, is_breached
from survey_app.accounts.passwords import WeakPasswordError, check_strength, is_right

GOOD = "vier losse woorden hier"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "kort",
        "elf tekens!",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "x1" * 101,
        "Marit van Velthuis",
        "MARIT.VELTHUIS@school.example",
        "marit.velthuis",
        "123456789012",
        "wachtwoord12",
        "Welkom2026!!",
        "W@chtw00rd!2026",
        "kansmeterkansmeter",
        "qwertyuiop123",
        "zomer2026zomer",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(WeakPasswordError):
        check_strength(password, name="Marit van Velthuis", email="marit.velthuis@school.example")


# Each looks fine to the other rules: nothing but the list knows that it leaked.
LEAKED = ["correcthorsebatterystaple", "CorrectHorseBatteryStaple", "kattenjansson11"]


@pytest.mark.parametrize("password", LEAKED)
def test_ac_038_a_password_that_leaked_is_refused_in_any_capitals_without_a_network(password):
    with pytest.raises(WeakPasswordError, match="lijsten"):
        check_strength(password, name="Marit", email="marit@school.example")


def test_ac_038_the_list_takes_at_most_one_in_a_few_hundred_for_leaked_that_never_was():
    mistaken = sum(is_breached(f"{number} keer iets anders") for number in range(4000))

    assert mistaken < 20


def test_a_filter_finds_all_that_it_was_made_of_and_little_else(tmp_path):
    made = tmp_path / "filter"
    known = {f"wachtwoord nummer {number}" for number in range(1000)}

    made.write_bytes(filter_of(known))

    assert all(is_breached(each.upper(), made) for each in known)
    assert sum(is_breached(f"iets anders {number}", made) for number in range(1000)) < 10
    assert made.stat().st_size < 2 * len(known)


@pytest.mark.parametrize("password", [GOOD, "twaalfTekens", "wachtwoord met é en \U0001f98a"])
def test_a_long_password_of_any_signs_is_taken(password):
    assert check_strength(password, name="Marit", email="marit@school.example") is None
    assert is_right(password, passwords.hash_password(password))


def test_only_an_argon2id_hash_is_kept():
    kept = passwords.hash_password(GOOD)

    assert kept.startswith("$argon2id$")
    assert GOOD not in kept


def test_the_service_hashes_with_at_least_the_work_that_owasp_asks():
    # In a program of its own, because a run of tests hashes lightly.
    code = "from survey_app.accounts.passwords import hash_password; print(hash_password('x'))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_same_password_gives_another_hash_each_time():
    assert passwords.hash_password(GOOD) != passwords.hash_password(GOOD)


@pytest.mark.parametrize("tried", ["", GOOD + " ", GOOD.upper(), "nobody has this password"])
def test_another_password_does_not_fit(tried):
    assert not is_right(tried, passwords.hash_password(GOOD))


@pytest.mark.parametrize("tried", ["", GOOD, "nobody has this password"])
def test_nothing_fits_an_account_without_a_password(tried):
    assert not is_right(tried, None)
