"""Caches of a test run lie in a folder of its own: it neither uses nor fills those of a person."""

import os
import tempfile
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache


@pytest.fixture(scope="session", autouse=True)
def own_caches() -> Iterator[None]:
    """Let this run and every program it starts keep its caches in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="kansmeter-caches-") as folder:
        before = os.environ.get("XDG_CACHE_HOME")
        os.environ["XDG_CACHE_HOME"] = folder
        yield
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(own_caches: None) -> Iterator[None]:
    """Let the many applications of a run share compiled templates; each is made for one test."""
    folder = os.path.join(os.environ["XDG_CACHE_HOME"], "templates")
    os.mkdir(folder)
    before = Flask.jinja_options
    Flask.jinja_options = {**before, "bytecode_cache": FileSystemBytecodeCache(folder)}
    yield
    Flask.jinja_options = before
