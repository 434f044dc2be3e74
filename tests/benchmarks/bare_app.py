"""The least that stores 25 answers: Flask, SQLAlchemy and one insert; the ceiling to compare with.

A personal link, a form with a CSRF token bound to a signed cookie, every answer checked on the
server, one durable transaction, a redirect to the thanks.
"""

import hmac
import json
import os
import secrets
from collections.abc import Iterable

from flask import Flask, abort, redirect, render_template, request, session
from jinja2 import DictLoader
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

ITEMS = [(f"q{number:02}", f"Vraag {number}: hoe vaak was dit zo?") for number in range(1, 26)]
LABELS = ["nooit", "zelden", "soms", "vaak", "altijd"]
PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Vragen</title></head><body><main><h1>Vragen</h1>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf }}">
{% for name, text in items %}<fieldset><legend>{{ text }}</legend>
{% for label in labels %}<label>
<input type="radio" name="{{ name }}" value="{{ loop.index }}" required> {{ label }}</label>
{% endfor %}</fieldset>
{% endfor %}<button name="act" value="forward">Verstuur</button></form></main></body></html>"""
THANKS = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Bedankt</title></head>
<body><main data-page="thanks"><h1>Bedankt</h1></main></body></html>"""

tables = MetaData()
invitation = Table(
    "bare_invitation", tables, Column("id", String(32), primary_key=True), Column("used", DateTime)
)
response = Table(
    "bare_response",
    tables,
    Column("id", Integer, primary_key=True),
    Column("invitation_id", String(32), unique=True, nullable=False),
    Column("answers", Text, nullable=False),
    Column("submitted_at", DateTime, server_default=func.now()),
)


def open_engine(url: str) -> Engine:
    """Open the database with the same rules of durability as Kansmeter."""
    engine = create_engine(url, pool_size=8, max_overflow=8)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_rules(connection, record):
            connection.isolation_level = None
            for rule in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
                connection.execute(f"PRAGMA {rule}")

        @event.listens_for(engine, "begin")
        def begin(connection):
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def make_links(url: str, count: int) -> list[str]:
    """Make the tables and `count` links, and return the paths of the links."""
    engine = open_engine(url)
    ids = [secrets.token_hex(12) for _ in range(count)]
    tables.create_all(engine)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(insert(invitation), [{"id": each} for each in ids])
    engine.dispose()
    return [f"/v/{each}" for each in ids]


def stored(url: str) -> tuple[int, int]:
    """Return the number of stored responses and the sum of all their answers."""
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = [json.loads(text) for text in connection.scalars(select(response.c.answers))]
    engine.dispose()
    return len(rows), sum(sum(row.values()) for row in rows)


def create_app() -> Flask:
    """Make the application on the database of the environment."""
    engine = open_engine(os.environ["BARE_DATABASE_URL"])
    writer = engine.execution_options(writes=True)
    app = Flask(__name__, static_folder=None)
    app.secret_key = os.environ["BARE_SECRET_KEY"]
    app.jinja_loader = DictLoader({"page.html": PAGE, "thanks.html": THANKS})

    def used_at(connection, link_id):
        row = connection.execute(
            select(invitation.c.used).where(invitation.c.id == link_id)
        ).one_or_none()
        if row is None:
            abort(404)
        return row.used

    @app.get("/health/ready")
    def ready():
        return "ok"

    @app.get("/v/<link_id>")
    def show(link_id):
        with engine.connect() as connection:
            if used_at(connection, link_id):
                abort(410)
        if "csrf" not in session:
            session["csrf"] = secrets.token_urlsafe(16)
        return render_template("page.html", items=ITEMS, labels=LABELS, csrf=session["csrf"])

    @app.post("/v/<link_id>")
    def submit(link_id):
        given = request.form.get("csrf_token", "")
        if not hmac.compare_digest(session.get("csrf", "?"), given):
            abort(400)
        answers = {name: request.form.get(name, type=int) for name, _ in ITEMS}
        if not acceptable(answers.values()):
            abort(422)
        try:
            with writer.begin() as connection:
                if used_at(connection, link_id):
                    abort(410)
                connection.execute(
                    insert(response).values(invitation_id=link_id, answers=json.dumps(answers))
                )
                connection.execute(
                    update(invitation).where(invitation.c.id == link_id).values(used=func.now())
                )
        except IntegrityError:
            abort(410)
        return redirect("/bedankt", 303)

    @app.get("/bedankt")
    def thanks():
        return render_template("thanks.html")

    return app


def acceptable(values: Iterable[int | None]) -> bool:
    """Tell whether every item has an answer in range."""
    return all(value is not None and 1 <= value <= len(LABELS) for value in values)
