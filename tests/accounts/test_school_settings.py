"""The settings of a school's identity provider are refused by name when they are not safe."""

import pytest

from survey_app.config import SettingsError, load_settings

NEEDED = {
    "KANSMETER_DATABASE_URL": "sqlite:////tmp/kansmeter.db",
    "KANSMETER_SECRET_KEYS": "a-key-of-these-tests-0123456789-abcdef",
    "KANSMETER_BASE_URL": "https://Kansmeter.example:443",
}
SCHOOL = {
    "KANSMETER_OIDC_ISSUER": "https://login.school.example/tenant/v2.0",
    "KANSMETER_OIDC_CLIENT_ID": "kansmeter",
    "KANSMETER_OIDC_CLIENT_SECRET": "geheim-van-de-school",
}


def test_without_them_there_is_no_provider():
    assert load_settings(NEEDED).school_provider is None


def test_with_them_a_browser_comes_back_to_one_address():
    provider = load_settings({**NEEDED, **SCHOOL}).school_provider

    assert provider.issuer == SCHOOL["KANSMETER_OIDC_ISSUER"]
    assert provider.return_url.endswith("/inloggen/school/terug")
    assert "geheim" not in repr(provider)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"KANSMETER_OIDC_ISSUER": "http://login.school.example"}, "ISSUER"),
        ({"KANSMETER_OIDC_ISSUER": "https://login.school.example/?a=b"}, "ISSUER"),
        ({"KANSMETER_OIDC_ISSUER": "https://me@login.school.example"}, "ISSUER"),
        ({"KANSMETER_OIDC_ISSUER": "login.school.example"}, "ISSUER"),
        ({"KANSMETER_OIDC_CLIENT_ID": None}, "CLIENT_ID"),
        ({"KANSMETER_OIDC_CLIENT_SECRET": None}, "CLIENT_SECRET"),
        ({"KANSMETER_OIDC_CLIENT_SECRET": ""}, "CLIENT_SECRET"),
        ({"KANSMETER_OIDC_BUTTON": ""}, "BUTTON"),
    ],
)
def test_half_or_unsafe_settings_are_refused_by_name(change, named):
    given = {**NEEDED, **SCHOOL, **change}
    with pytest.raises(SettingsError) as refused:
        load_settings({name: value for name, value in given.items() if value is not None})

    assert f"KANSMETER_OIDC_{named}:" in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_a_provider_on_ones_own_machine_may_go_without_https():
    local = {"KANSMETER_OIDC_ISSUER": "http://127.0.0.1:9400"}

    assert load_settings({**NEEDED, **SCHOOL, **local}).school_provider is not None


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Kansmeter.example:443", "https://kansmeter.example"),
        ("https://kansmeter.example:8443", "https://kansmeter.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_a_browser_names_the_site_without_a_port_that_goes_without_saying(address, origin):
    assert load_settings({**NEEDED, "KANSMETER_BASE_URL": address}).site.origin == origin
