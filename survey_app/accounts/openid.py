"""Asking the identity provider of a school who somebody is (OpenID Connect Core 1.0, code flow).

In goes the code with which a browser came back; out comes the provider's own name for somebody, or
an error. What the provider says of a mail address is never read.
"""

import hashlib
import hmac
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlsplit

from pydantic import SecretStr

from survey_app.errors import KansmeterError
from survey_app.storage import derive_key

PATIENCE_IN_SECONDS: Final = 5
CLOCK_LEEWAY_IN_SECONDS: Final = 60
MAY_SIGN: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
"""Signatures with a public key; with a shared one the provider's word is as good as ours."""
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
DISCOVERY: Final = "/.well-known/openid-configuration"


class ProviderAwayError(KansmeterError):
    """The identity provider did not answer, or not as its kind does."""


class ProviderRefusedError(KansmeterError):
    """What the identity provider or the browser brought does not hold."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider as the settings name it, and where a browser comes back."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    button: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody at a provider.

    `name` is what the provider calls them, and never changes or gets another owner; `is_sure` tells
    that the provider asked more than a password.
    """

    issuer: str
    name: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Trip:
    """What binds a way to the provider and back to one browser.

    Made again from the secret in the cookie of that browser by a key of ours; nothing is kept, and
    the cookie tells none of it.
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, key: str, secret: str) -> "Trip":
        """Return the trip of a browser's secret."""
        own = derive_key(key, "school sign-in")
        return cls(
            *(
                hmac.new(own, f"{part} {secret}".encode(), hashlib.sha256).hexdigest()
                for part in ("state", "nonce", "verifier")
            )
        )


def address_to_ask(provider: Provider, trip: Trip) -> str:
    """Return where a browser goes to ask the provider."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    address: str = prepare_grant_uri(
        _discovered(provider)["authorization_endpoint"],
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=provider.return_url,
        scope="openid",
        state=trip.state,
        nonce=trip.nonce,
        code_challenge=create_s256_code_challenge(trip.verifier),
        code_challenge_method="S256",
    )
    return address


def subject_of(provider: Provider, trip: Trip, code: str, now: datetime) -> Subject:
    """Hand in the code with which a browser came back, and return who it is."""
    found = _discovered(provider)
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.return_url,
        "code_verifier": trip.verifier,
    }
    told = _asked("POST", found["token_endpoint"], _credentials(provider, found), body)
    keys = _asked("GET", found["jwks_uri"])
    claims = _checked(provider, trip, told.get("id_token"), keys, now)
    methods = claims.get("amr") or ()
    return Subject(provider.issuer, claims["sub"], is_sure="mfa" in methods)


def _checked(
    provider: Provider, trip: Trip, id_token: object, keys: Mapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """Return the claims of an id token whose signature and every claim hold."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        token = jwt.decode(
            str(id_token),
            KeySet.import_key_set({"keys": keys.get("keys") or []}),
            algorithms=MAY_SIGN,
        )
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
            },
            params={"nonce": trip.nonce, "client_id": provider.client_id},
        )
        claims.validate(now=int(now.timestamp()), leeway=CLOCK_LEEWAY_IN_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderRefusedError("The id token does not hold.") from error
    return dict(claims)


def _discovered(provider: Provider) -> Mapping[str, Any]:
    """Return what the provider says of itself, when that can be trusted."""
    found = _asked("GET", provider.issuer.rstrip("/") + DISCOVERY)
    issuer = urlsplit(provider.issuer)
    if found.get("issuer") != provider.issuer:
        raise ProviderAwayError("The provider calls itself otherwise than the settings do.")
    for name in ENDPOINTS:
        parts = urlsplit(str(found.get(name, "")))
        as_local_as_issuer = issuer.scheme == "http" and parts.hostname == issuer.hostname
        if not parts.hostname or not (parts.scheme == "https" or as_local_as_issuer):
            raise ProviderAwayError(f"The provider has no safe {name}.")
    return found


def _credentials(provider: Provider, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how we say who we are, in the way the provider takes (RFC 6749, 2.3.1)."""
    name, secret = provider.client_id, provider.client_secret.get_secret_value()
    taken = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in taken:
        return {"auth": (quote(name, safe=""), quote(secret, safe=""))}
    return {"data": {"client_id": name, "client_secret": secret}}


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are trusted; reading them takes longer than asking."""
    import httpx

    return httpx.create_ssl_context()


def _asked(
    method: str,
    address: str,
    ourselves: Mapping[str, Any] | None = None,
    body: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:
    """Return the JSON object with which the provider answers."""
    import httpx

    own = dict(ourselves or {})
    fields = {**(body or {}), **own.pop("data", {})} or None
    try:
        answer = httpx.request(
            method,
            address,
            data=fields,
            timeout=PATIENCE_IN_SECONDS,
            follow_redirects=False,
            verify=_trusted(),
            headers={"Accept": "application/json"},
            **own,
        )
        told = answer.json() if answer.status_code in (200, 400, 401) else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderAwayError("The provider does not answer.") from error
    if not isinstance(told, dict):
        raise ProviderAwayError("The provider answers with something else.")
    return told
