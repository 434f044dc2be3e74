"""How much the tests do: an everyday size and a full one, with the same code."""

from dataclasses import dataclass

import pytest
from hypothesis import settings


@dataclass(frozen=True)
class Size:
    """The amounts that a test may ask for."""

    name: str
    trajects: int
    examples: int
    kills: int
    school_year: int


SIZES = {
    "short": Size("short", trajects=24, examples=30, kills=2, school_year=24),
    "long": Size("long", trajects=200, examples=1000, kills=20, school_year=600),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line choose the size."""
    parser.addoption("--size", choices=sorted(SIZES), default="short", help="how much to do")


def pytest_configure(config: pytest.Config) -> None:
    """Let generated examples follow the size; they are the same on every run and machine."""
    for name, size in SIZES.items():
        settings.register_profile(
            name, max_examples=size.examples, derandomize=True, deadline=None, database=None
        )
    settings.load_profile(config.getoption("--size"))


@pytest.fixture(scope="session")
def size(pytestconfig: pytest.Config) -> Size:
    """Give the amounts of this run."""
    return SIZES[pytestconfig.getoption("--size")]
