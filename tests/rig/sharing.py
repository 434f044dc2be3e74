"""What a process that lives long does once, and a run of tests would do for every test.

The service makes one database object and compiles a statement when it is first used; a run makes
thousands of them, and spent a fifth of its time on compiling the same statements again.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from survey_app.accounts import passwords
from survey_app.storage import Database, Keyring

MOST_STATEMENTS = 3000


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Let databases of one kind, with the same keys, share what was compiled for them.

    A compiled statement is found by its dialect, and seals with the keys of its dialect: so the
    dialect is shared too, once it has met a server and knows its version.
    """
    make = Database.__init__
    shared: dict[tuple[str, bool, tuple[str, ...]], tuple[Dialect, LRUCache[Any, Any]]] = {}

    def make_sharing(
        self: Database, url: str, keyring: Keyring | None = None, pool_size: int = 8
    ) -> None:
        make(self, url, keyring, pool_size)
        keys = keyring.fingerprints("", "") if keyring else ()
        for engine in (*self.engines, self._writer):
            kind = (engine.dialect.name, engine is self.reading_engine, keys)
            # It learns its level of isolation last of all.
            if kind not in shared or not hasattr(shared[kind][0], "default_isolation_level"):
                shared[kind] = (engine.dialect, LRUCache(MOST_STATEMENTS))
            engine.dialect, engine._compiled_cache = shared[kind]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", make_sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_lightly() -> Iterator[None]:
    """Hash passwords the same way with the least work; programs that tests start do it in full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        yield
