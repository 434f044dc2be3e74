"""The addresses for signing in otherwise than with a password alone, and what pages show of it."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for

from survey_app.web.wiring import wiring

ways_in = Blueprint("ways_in", __name__)


@dataclass(frozen=True, slots=True)
class PasskeyForm:
    """A form that a script sends: where it asks what the device must sign, and where that goes."""

    ask_url: str
    action: str
    label: str
    makes: bool = False


@dataclass(frozen=True, slots=True)
class SignInWays:
    """What the page of signing in offers beside a password."""

    passkey: PasskeyForm | None
    school_url: str | None
    school_label: str


def sign_in_ways() -> SignInWays:
    """Return what can be offered here, to go on to where somebody wanted to be."""
    settings = wiring().settings
    wanted = request.args.get("verder")
    provider = settings.school_provider
    return SignInWays(
        passkey=sign_in_by_passkey("Inloggen zonder wachtwoord"),
        school_url=url_for("ways_in.to_school", verder=wanted) if provider else None,
        school_label=provider.button if provider else "",
    )


def school_instead_of_password(token: str) -> str | None:
    """Return where the holder of a one-time link takes a school account, where there is any."""
    if wiring().settings.school_provider is None:
        return None
    return url_for("ways_in.link_school_at_first", token=token)


def sign_in_by_passkey(label: str) -> PasskeyForm | None:
    """Return the form with which a passkey signs in, where browsers can have passkeys."""
    if not wiring().settings.site.can_have_passkeys:
        return None
    return PasskeyForm(
        ask_url=url_for("ways_in.ask_passkey"),
        action=url_for("ways_in.sign_in_by_passkey", verder=request.args.get("verder")),
        label=label,
    )
