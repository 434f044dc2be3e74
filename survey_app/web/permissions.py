"""Every route says who may use it: `public` with a reason, or `needs` an act of the policy.

A view without either is refused at run time and by a test over the whole map of addresses.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import LengthRequired

from survey_app.accounts import services as accounts
from survey_app.accounts.locking import Lock, lock_of
from survey_app.accounts.policy import Act, Actor, demand_role
from survey_app.audit.origin import acting_as
from survey_app.errors import ForbiddenError
from survey_app.web import typed
from survey_app.web.wiring import wiring

csrf = CSRFProtect()
View = Callable[..., ResponseReturnValue]
MARK = "kansmeter_permission"
OWN_CSRF = "kansmeter_own_csrf"
FOR_MACHINES = "kansmeter_for_machines"
POLLED = "kansmeter_polled"
OWN_ACCOUNT = frozenset({"account", "ways_in"})
"""The blueprints that open before somebody has the second factor that is demanded."""


def public(reason: str) -> Callable[[View], View]:
    """Mark a view that anybody may use, with the reason why."""

    def mark(view: View) -> View:
        setattr(view, MARK, f"public: {reason}")
        return view

    return mark


def needs(act: Act) -> Callable[[View], View]:
    """Mark a view for signed-in people whom the policy allows this act.

    An act on an object is decided again by the service that loads the object; here somebody is
    only refused who has no role by which it is done.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            actor = signed_in()
            if actor is None and lock_here() is not None:
                return redirect(url_for("coach.unlock"), 303)
            if actor is None:
                return typed.sign_in_again() or redirect(
                    url_for("account.login", verder=request.path), 303
                )
            if actor.lacks_second_factor and request.blueprint not in OWN_ACCOUNT:
                return _second_factor_first()
            demand_role(actor, act)
            return view(*args, **kwargs)

        setattr(checked, MARK, act.value)
        return checked

    return mark


def own_csrf(view: View) -> View:
    """Mark a view that checks CSRF itself, to give a refused page back with every answer in it."""
    setattr(view, OWN_CSRF, True)
    return view


def for_machines(view: View) -> View:
    """Mark a view to which no browser posts: it reads no cookie and checks a signature instead."""
    setattr(view, FOR_MACHINES, True)
    return view


def polled(view: View) -> View:
    """Mark a view that a page asks for by itself: that somebody is there, it does not show."""
    setattr(view, POLLED, True)
    return view


def csrf_holds() -> bool:
    """Tell, on such a page, whether the CSRF token is that of this browser."""
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def signed_in() -> Actor | None:
    """Return who is signed in, read from the database for every request."""
    if "actor" not in g:
        g.actor = _read_actor()
    found: Actor | None = g.actor
    return found


def forget_who() -> None:
    """Let who is signed in be read anew: an act that is done once more is judged once more."""
    g.pop("actor", None)
    g.pop("lock", None)


def this_actor() -> Actor:
    """Return who is signed in, on a page that needs somebody."""
    actor = signed_in()
    if actor is None:
        raise ForbiddenError("Log eerst in.")
    return actor


def lock_here() -> Lock | None:
    """Return the lock on this browser, when a coach handed it over to somebody."""
    if "lock" not in g:
        secret = request.cookies.get(wiring().login_cookie)
        g.lock = None
        if secret:
            with wiring().database.read() as session:
                g.lock = lock_of(session, secret)
    found: Lock | None = g.lock
    return found


def _read_actor() -> Actor | None:
    world = wiring()
    secret = request.cookies.get(world.login_cookie)
    if not secret:
        return None
    now = world.now()
    with world.database.read() as session:
        actor = accounts.actor_of_session(session, secret, now, world.today())
        stale = actor is not None and _is_asked() and accounts.is_stale(session, secret, now)
    if stale:
        with world.database.write() as session:
            accounts.note_seen(session, secret, now)
    if actor is not None:
        acting_as(actor)
    return actor


def _is_asked() -> bool:
    """Tell whether a person asks for this page, and not a script or a page by itself."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method != "HEAD" and not getattr(view, POLLED, False)


def _second_factor_first() -> ResponseReturnValue:
    """Lead to where a second factor is set up; what was typed stays here until that is done."""
    if typed.typed_fields():
        return typed.kept_page(
            "Kies eerst hoe je veilig inlogt",
            "Dat doe je bij Mijn account, op een ander tabblad. Kom dan hier terug en druk op de "
            "knop.",
            403,
        )
    return redirect(url_for("ways_in.overview"), 303)


def _without_token(view: Callable[..., Any]) -> ResponseReturnValue | None:
    """Return what was typed in a form of before a sign-in; None when that was nothing of ours.

    Nothing is done with it: it only comes back to who sent it, with a token of now.
    """
    is_open = str(getattr(view, MARK)).startswith("public")
    if is_open or typed.is_from_elsewhere() or not typed.typed_fields():
        return None
    if signed_in() is not None:
        return typed.kept_page("Nog niet bewaard", typed.AWAY, 400)
    return typed.sign_in_again() if lock_here() is None else None


def guard(app: Flask) -> None:
    """Refuse views that say nothing about who may use them, and posts without a CSRF token."""
    csrf.init_app(app)

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        if "Transfer-Encoding" in request.headers:
            # A body of unknown length would be cut off at the limit and read as if it were whole.
            raise LengthRequired
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, MARK):
            raise ForbiddenError("Deze pagina is voor niemand.")
        if not getattr(view, OWN_CSRF, False) and not getattr(view, FOR_MACHINES, False):
            try:
                csrf.protect()
            except CSRFError:
                kept = _without_token(view)
                if kept is None:
                    raise
                return kept
        if getattr(view, MARK) in set(Act):
            # Before the view, whose work is done once more only while it stored nothing: that
            # somebody was seen is stored by itself.
            signed_in()
        return None
