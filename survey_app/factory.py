"""Wiring: one function that makes the web application from checked settings."""

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from survey_app.accounts.devices import Devices
from survey_app.answering.correcting import CORRECTABLE_FOR
from survey_app.clock import Clock, utc_now
from survey_app.config import Settings, open_database
from survey_app.definitions import open_library
from survey_app.definitions.speech import Sounds
from survey_app.hosts import LOCAL_HOSTS
from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.papers.composing import Composer
from survey_app.papers.press import press
from survey_app.papers.worker import Worker
from survey_app.papers.workshop import Workshop
from survey_app.storage import Database, derive_key, once_more_when_undone
from survey_app.web import errors, health, logs, origin, permissions, responses, static_files
from survey_app.web.account.pages import account, ways_in
from survey_app.web.addresses import IdConverter
from survey_app.web.coach import coach
from survey_app.web.delivery_reports import delivery_reports
from survey_app.web.form_bodies import FormRequest
from survey_app.web.people import blueprint as people
from survey_app.web.respond import markup, respond
from survey_app.web.sounds import sounds
from survey_app.web.well_known import well_known
from survey_app.web.wiring import Wiring

LARGEST_BODY = 64 * 1024


def create_app(
    settings: Settings, database: Database | None = None, clock: Clock = utc_now
) -> Flask:
    """Make the application; tests hand in a database and a clock."""
    app = _with_templates()
    app.request_class = FormRequest
    prefix = "" if settings.is_local else "__Host-"
    signing = [derive_key(key, "session cookie").hex() for key in settings.keys]
    app.config.update(
        SECRET_KEY=signing[0],
        SECRET_KEY_FALLBACKS=signing[1:],
        SESSION_COOKIE_NAME=f"{prefix}kansmeter",
        SESSION_COOKIE_SECURE=not settings.is_local,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=CORRECTABLE_FOR,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=500,
        TRUSTED_HOSTS=[
            f"[{host}]" if ":" in host else host for host in (settings.host, *LOCAL_HOSTS)
        ],
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's documented way
    known = database or open_database(settings)
    app.extensions["kansmeter"] = Wiring(
        settings=settings,
        database=known,
        library=open_library(settings.private_questionnaires),
        sounds=Sounds(settings.audio_folder),
        clock=clock,
        answer_links=SignedLinks(settings.keys, Purpose.ANSWER, settings.base_url),
        round_links=SignedLinks(settings.keys, Purpose.ROUND, settings.base_url),
        credential_links=SignedLinks(settings.keys, Purpose.CREDENTIAL, settings.base_url),
        short_codes=ShortCodes.of(settings.keys),
        consent_links=SignedLinks(settings.keys, Purpose.CONSENT, settings.base_url),
        nominate_links=SignedLinks(settings.keys, Purpose.NOMINATE, settings.base_url),
        login_cookie=f"{prefix}kansmeter_login",
        device_cookie=f"{prefix}kansmeter_device",
        devices=Devices.of(settings.keys),
        workshop=Workshop(Worker(known, Composer(clock), press, clock)),
    )
    app.url_map.converters["id"] = IdConverter
    logs.register(app)
    origin.register(app)
    permissions.guard(app)
    static_files.register(app)
    responses.register(app, settings)
    errors.register(app)
    for blueprint in (
        respond,
        coach,
        people,
        account,
        ways_in,
        health.health,
        well_known,
        delivery_reports,
        sounds,
    ):
        app.register_blueprint(blueprint)
    return app


def create_renderer() -> Flask:
    """Make an application that only draws pages: no settings, no database, no addresses."""
    return _with_templates()


class Application(Flask):
    """Flask, that answers once more when the database undid what a page wanted to store."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Return what the view gives."""
        return once_more_when_undone(super().dispatch_request, before_again=permissions.forget_who)


def _with_templates() -> Flask:
    app = Application("survey_app.web", static_folder=None, template_folder="templates")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    markup.register(app)
    return app
