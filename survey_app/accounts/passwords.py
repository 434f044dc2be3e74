"""Hashing passwords with argon2id; the one place that knows how."""

from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from survey_app.accounts.breached import is_breached
from survey_app.errors import InputError

SHORTEST = 12
LONGEST = 200
FEWEST_LETTERS = 5
COMMON = (
    *("wachtwoord", "password", "passwort", "welkom", "welcome", "geheim", "secret", "kansmeter"),
    *("kansencoach", "kansen", "school", "basisschool", "leerkracht", "drenthe", "assen", "emmen"),
    *("qwerty", "azerty", "letmein", "iloveyou", "ikhouvan", "inloggen", "admin", "login"),
    *("voorjaar", "lente", "zomer", "herfst", "winter", "januari", "februari", "maart", "april"),
    *("juni", "juli", "augustus", "september", "oktober", "november", "december", "abc", "xyz"),
)
_LOOK_ALIKES = str.maketrans("0134578@$!", "oieastbasi")
_NEIGHBOURS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
ROWS: dict[str, set[str]] = {}
for _row in _NEIGHBOURS:
    for _first, _second in pairwise(_row):
        ROWS.setdefault(_first, set()).add(_second)
        ROWS.setdefault(_second, set()).add(_first)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class WeakPasswordError(InputError):
    """The chosen password is too easy to guess; the text says what to do."""


def check_strength(password: str, *, name: str, email: str) -> None:
    """Refuse a password that is short, very long, or that anybody would try first.

    Tried first are what leaked elsewhere, a row or a few repeated signs, the person's own name or
    address, and a word from `COMMON` with little around it: this year, or the name of this
    programme, stands on no list yet.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Kies een wachtwoord van minstens {SHORTEST} tekens.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"Kies een wachtwoord van hoogstens {LONGEST} tekens.")
    own = {name.casefold(), email.casefold(), email.partition("@")[0].casefold()}
    if len(set(password)) < 5 or password.casefold() in own or _is_guessed(password.casefold()):
        raise WeakPasswordError(
            "Dit wachtwoord is te makkelijk te raden. Kies een paar losse woorden."
        )
    if is_breached(password):
        raise WeakPasswordError(
            "Dit wachtwoord staat op lijsten die iedereen kan vinden. Kies een paar losse woorden."
        )


def _is_guessed(password: str) -> bool:
    """Tell whether little is left once rows of neighbours and common words are taken out."""
    rest = password.translate(_LOOK_ALIKES)
    for word in COMMON:
        rest = rest.replace(word, "")
    letters = "".join(sign for sign in rest if sign.isalpha())
    rows = sum(second in ROWS.get(first, "") for first, second in pairwise(password))
    return len(letters) < FEWEST_LETTERS or rows > len(password) // 2


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Tell whether the password fits; takes as long for an account without a password."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_rehash(password_hash: str | None) -> bool:
    """Tell whether a hash was made with other work than a new one would be."""
    return password_hash is not None and _HASHER.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
