"""Hashing passwords with argon2id; the one place that knows how."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from survey_app.errors import InputError

SHORTEST = 12
LONGEST = 200
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class WeakPasswordError(InputError):
    """The chosen password is too easy to guess; the text says what to do."""


def check_strength(password: str, *, name: str, email: str) -> None:
    """Refuse a password that is short, very long, one repeated sign, or the person's own name or
    address.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Kies een wachtwoord van minstens {SHORTEST} tekens.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"Kies een wachtwoord van hoogstens {LONGEST} tekens.")
    own = {name.casefold(), email.casefold(), email.partition("@")[0].casefold()}
    if len(set(password)) < 5 or password.casefold() in own:
        raise WeakPasswordError(
            "Dit wachtwoord is te makkelijk te raden. Kies een paar losse woorden."
        )


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Tell whether the password fits; takes as long for an account without a password."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
