"""Signing in with an account of one's school, and linking it once.

A browser is sent to the school's identity provider and comes back with a code. What binds the way
there to the way back hangs on a secret in the browser's cookie; nothing is stored until it is back.
"""

import hmac
import secrets
from typing import Any, Final

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import identities, openid, sign_in_steps
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_queries import factors_of
from survey_app.accounts.models import Person
from survey_app.accounts.openid import Provider, Subject, Trip
from survey_app.accounts.policy import Act
from survey_app.accounts.sign_in_steps import COUNTS_FOR, StepKind
from survey_app.audit import services as audit
from survey_app.errors import NotFoundError
from survey_app.web.account.letting_in import after_first_step, end_all_but_this, go_on, record
from survey_app.web.account.proving import after_proof, login_secret, myself
from survey_app.web.account.ways import ways_in
from survey_app.web.permissions import needs, public, signed_in, this_actor
from survey_app.web.wiring import wiring

TRIP: Final = "school"
"""Where the cookie holds what a browser went to the provider with."""
AWAY = "Inloggen via je school lukt nu niet. Probeer het later nog een keer."
NOT_DONE = "Je bent niet ingelogd. Begin opnieuw."
NOT_LINKED = "Je schoolaccount is niet gekoppeld. Log eerst hier in en begin dan opnieuw."
UNKNOWN = (
    "Je schoolaccount is nog niet gekoppeld aan Kansmeter. Log in met je wachtwoord en koppel het "
    "bij Veilig inloggen. Of vraag de beheerder om een nieuwe link."
)


@ways_in.get("/inloggen/school")
@public("it leads to the school's own page of signing in")
def to_school() -> ResponseReturnValue:
    """Send a browser to the identity provider; only its cookie remembers that."""
    provider = _provider()
    try:
        return redirect(_address(provider, back=request.args.get("verder")), 303)
    except openid.ProviderAwayError:
        return _notice(AWAY, 503)


@ways_in.get("/inloggen/school/terug")
@public("the code of the identity provider is the permission")
def from_school() -> ResponseReturnValue:
    """Ask the provider who came back, and let them in or link what they came for."""
    world = wiring()
    provider = _provider()
    trip = session.pop(TRIP, None)
    if not _is_of_this_browser(trip):
        return _notice(NOT_DONE, 400)
    if "code" not in request.args:
        return _notice(NOT_DONE, 403)
    try:
        with world.database.write() as db:
            sign_in_steps.finish_at_once(db, StepKind.SCHOOL, trip["secret"], world.now())
        subject = openid.subject_of(
            provider, _trip(trip["secret"]), request.args["code"], world.now()
        )
        return _arrived(subject, trip)
    except openid.ProviderAwayError:
        return _refused(AWAY, 503)
    except openid.ProviderRefusedError:
        return _refused(NOT_DONE, 403)
    except identities.UnknownIdentityError:
        return _refused(UNKNOWN, 403)
    except identities.IdentityTakenError as error:
        return _refused(str(error), 409)


@ways_in.post("/account/schoolaccount")
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def link_school() -> ResponseReturnValue:
    """Begin to link a school account to the own account."""
    return _page_to_school(url_for("ways_in.overview"), person=this_actor().person_id)


@ways_in.post("/account/schoolaccount/los")
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def leave_school() -> ResponseReturnValue:
    """Let the school account open nothing any more."""
    with wiring().database.write() as db:
        person = myself(db)
        identities.unlink(db, person.id)
        secret = end_all_but_this(db, person)
        record(db, person, "unlink school account")
    return go_on(redirect(url_for("ways_in.overview", melding="los"), 303), secret)


@ways_in.post("/toegang/<token>/school")
@public("the signed one-time link is the permission")
def link_school_at_first(token: str) -> ResponseReturnValue:
    """Begin to link a school account in place of choosing a password; the link stays usable."""
    link_id = wiring().credential_links.read(token)
    with wiring().database.read() as db:
        _person_of_link(db, link_id)
    return _page_to_school(url_for("account.credentials", token=token), link=link_id)


def _arrived(subject: Subject, trip: dict[str, Any]) -> ResponseReturnValue:
    """Let in who came back, or link the school account to whom it was begun for."""
    world = wiring()
    now = world.now()
    if "person" in trip:
        return _linked_by_owner(subject, trip["person"])
    with world.database.write() as db:
        if "link" in trip:
            person = _person_of_link(db, trip["link"])
            accounts.use_up_link(db, person, trip["link"], now)
            identities.link(db, person, subject, now)
            sign_in_steps.end_all(db, person, now)
            record(db, person, "link school account")
        else:
            person = identities.person_of(db, subject, now)
    return after_first_step(
        person, "sign in by school account", trip.get("back"), is_sure=subject.is_sure
    )


def _person_of_link(db: Session, link_id: str) -> Person:
    """Return who may link a school account by this one-time link.

    Who has a second factor links it after signing in: whoever reads their mail would go round it by
    a school account of their own.
    """
    person = accounts.person_of_link(db, link_id, wiring().now())
    if factors_of(db, person.id).has_any:
        raise NotFoundError
    return person


def _linked_by_owner(subject: Subject, person_id: str) -> ResponseReturnValue:
    """Link for who began it, as long as they are signed in here and showed who they are."""
    world = wiring()
    actor = signed_in()
    with world.database.write() as db:
        proven = sign_in_steps.is_proven(db, login_secret(), world.now())
        if actor is None or actor.person_id != person_id or not proven:
            return _notice(NOT_LINKED, 403)
        person = myself(db)
        identities.link(db, person, subject, world.now())
        secret = end_all_but_this(db, person)
        record(db, person, "link school account")
    return go_on(redirect(url_for("ways_in.overview", melding="school"), 303), secret)


def _page_to_school(back_url: str, **whose: str) -> ResponseReturnValue:
    """Return a page that leads to the provider: a form may not lead to another site (CSP)."""
    try:
        address = _address(_provider(), **whose)
    except openid.ProviderAwayError:
        return _notice(AWAY, 503)
    page = render_template(
        "coach/notice.html",
        heading="Je schoolaccount koppelen",
        paragraphs=("Je logt nu in bij je school. Daarna kom je hier terug.",),
        links=((address, "Ga naar je school"), (back_url, "Toch niet")),
    )
    return page


def _provider() -> Provider:
    provider = wiring().settings.school_provider
    if provider is None:
        raise NotFoundError
    return provider


def _address(provider: Provider, **more: str | None) -> str:
    """Return where to ask the provider, and let the cookie remember what for."""
    secret = secrets.token_urlsafe(32)
    address = openid.address_to_ask(provider, _trip(secret))
    given = {name: value for name, value in more.items() if value is not None}
    session[TRIP] = {"secret": secret, "at": int(wiring().now().timestamp()), **given}
    return address


def _trip(secret: str) -> Trip:
    return Trip.of(wiring().settings.keys[0], secret)


def _is_of_this_browser(trip: dict[str, Any] | None) -> bool:
    """Tell whether a browser comes back from where it was sent to, minutes ago."""
    if trip is None:
        return False
    is_fresh = wiring().now().timestamp() - trip["at"] < COUNTS_FOR[StepKind.SCHOOL].total_seconds()
    state = request.args.get("state", "").encode()
    return is_fresh and hmac.compare_digest(_trip(trip["secret"]).state.encode(), state)


def _refused(sentence: str, status: int) -> ResponseReturnValue:
    world = wiring()
    with world.database.write() as db:
        audit.record(
            db,
            audit.By("visitor", None),
            "sign in by school account",
            "account",
            None,
            organisation_id=None,
            now=world.now(),
            outcome="refused",
        )
    return _notice(sentence, status)


def _notice(sentence: str, status: int) -> ResponseReturnValue:
    page = render_template(
        "coach/notice.html",
        heading="Inloggen via je school",
        paragraphs=(sentence,),
        links=((url_for("account.login"), "Naar inloggen"),),
    )
    return page, status
