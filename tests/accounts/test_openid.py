"""What an identity provider says is believed only when every part of it holds."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from joserfc.jwk import OctKey
from pydantic import SecretStr

from survey_app.accounts import openid
from survey_app.accounts.openid import Provider, ProviderAwayError, ProviderRefusedError, Trip
from tests.factories.world import HandClock
from tests.rig.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    OTHER_KEY,
    IdentityProvider,
    running_provider,
)

pytestmark = pytest.mark.one_every_day

RETURN = "http://localhost/inloggen/school/terug"
TRIP = Trip.of("a-key", "a-secret")


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with running_provider(HandClock(), RETURN) as provider:
        yield provider


@pytest.fixture
def school(running: IdentityProvider) -> Iterator[IdentityProvider]:
    """Give a provider that says nothing odd yet."""
    fresh = dict(vars(IdentityProvider(running.clock, RETURN)), issuer=running.issuer)
    vars(running).update(fresh)
    return running


@pytest.fixture
def provider(school: IdentityProvider) -> Provider:
    """Give what the settings say of it."""
    return Provider(school.issuer, CLIENT_ID, SecretStr(CLIENT_SECRET), "School", RETURN)


def code_of(provider: Provider, trip: Trip = TRIP) -> str:
    """Let a browser go there and return the code with which it comes back."""
    answer = httpx.get(openid.address_to_ask(provider, trip), verify=False)  # noqa: S501 there is no TLS on this machine
    back = httpx.URL(answer.headers["Location"])
    assert back.params["state"] == trip.state
    return back.params["code"]


def who(provider: Provider, school: IdentityProvider, trip: Trip = TRIP) -> openid.Subject:
    return openid.subject_of(provider, trip, code_of(provider, trip), school.clock())


def test_who_is_signed_in_there_is_known_by_issuer_and_subject(provider, school):
    school.subject = "somebody"
    school.claims = {"email": "marit@school.example"}

    assert who(provider, school) == openid.Subject(school.issuer, "somebody", is_sure=False)


@pytest.mark.parametrize(
    ("methods", "is_sure"),
    [(["pwd", "mfa"], True), (["pwd"], False), ([], False), (None, False)],
)
def test_only_who_showed_two_factors_there_is_sure(provider, school, methods, is_sure):
    school.claims = {"amr": methods}

    assert who(provider, school).is_sure is is_sure


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": "another-client", "azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"nonce": "of-another-time"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nbf": 4102444800},
        {"amr": "mfa"},
    ],
    ids=str,
)
def test_an_id_token_that_does_not_hold_is_refused(provider, school, claims):
    school.claims = claims

    with pytest.raises(ProviderRefusedError):
        who(provider, school)


def test_an_id_token_of_another_key_is_refused(provider, school):
    school.signs_with = OTHER_KEY

    with pytest.raises(ProviderRefusedError):
        who(provider, school)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_id_token_that_anybody_can_sign_is_refused(provider, school, algorithm):
    school.algorithm = algorithm

    with pytest.raises(ProviderRefusedError):
        who(provider, school)


def test_an_id_token_of_a_shared_key_is_refused_also_when_the_provider_tells_that_key(
    provider, school
):
    school.shared_key = OctKey.import_key("a" * 32, {"kid": "shared"})

    with pytest.raises(ProviderRefusedError):
        who(provider, school)


def test_a_code_is_worthless_with_the_verifier_of_another_browser(provider, school):
    code = code_of(provider)
    other = replace(TRIP, verifier="0" * 64)

    with pytest.raises(ProviderRefusedError):
        openid.subject_of(provider, other, code, school.clock())


def test_a_code_is_taken_once(provider, school):
    code = code_of(provider)
    openid.subject_of(provider, TRIP, code, school.clock())

    with pytest.raises(ProviderRefusedError):
        openid.subject_of(provider, TRIP, code, school.clock())


def test_a_wrong_secret_of_ours_is_refused(provider, school):
    code = code_of(provider)

    with pytest.raises(ProviderRefusedError):
        openid.subject_of(
            replace(provider, client_secret=SecretStr("wrong")), TRIP, code, school.clock()
        )


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_provider_that_says_odd_things_of_itself_is_not_used(provider, school, told):
    school.told = told

    with pytest.raises(ProviderAwayError):
        openid.address_to_ask(provider, TRIP)


def test_a_provider_that_is_away_or_slow_is_away(provider, school, monkeypatch):
    school.is_away = True
    with pytest.raises(ProviderAwayError):
        openid.address_to_ask(provider, TRIP)

    monkeypatch.setattr(openid, "PATIENCE_IN_SECONDS", 0.05)
    school.is_away, school.waits = False, 0.3
    with pytest.raises(ProviderAwayError):
        openid.address_to_ask(provider, TRIP)


def test_nobody_listening_is_away(provider, school):
    nowhere = replace(provider, issuer="http://127.0.0.1:1")

    with pytest.raises(ProviderAwayError):
        openid.address_to_ask(nowhere, TRIP)


def test_a_way_there_and_back_is_made_of_one_secret_by_one_key():
    assert Trip.of("a-key", "a-secret") == TRIP
    trips = [TRIP, Trip.of("a-key", "other"), Trip.of("other", "a-secret")]
    assert len({part for trip in trips for part in (trip.state, trip.nonce, trip.verifier)}) == 9
