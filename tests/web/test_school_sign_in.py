"""Signing in with a school account, at an identity provider that runs beside the tests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from survey_app.accounts.models import Person
from survey_app.config import SCHOOL_RETURN
from tests.rig.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    IdentityProvider,
    running_provider,
)
from tests.web.factors import STEP, is_in, set_up, trail
from tests.web.world import LOCAL, PASSWORD, World, act, address_of, csrf, sign_in

pytestmark = pytest.mark.one_database

EMAIL = address_of("Marit Velthuis")


@dataclass
class School:
    """A world whose coaches may sign in at the provider of their school."""

    world: World
    provider: IdentityProvider

    def ask(self, address: str) -> str:
        """Let a browser be at the provider; return where it is sent back to."""
        answer = httpx.get(address, verify=False)  # noqa: S501 there is no TLS on this machine
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def come_back(self, client: FlaskClient, address: str) -> TestResponse:
        """Let a browser go to the provider and come back."""
        return client.get(self.ask(address).removeprefix(LOCAL))

    def sign_in(self, client: FlaskClient, verder: str = "") -> TestResponse:
        """Sign in with the school account from the page of signing in."""
        left = client.get("/inloggen/school" + (f"?verder={verder}" if verder else ""))
        assert left.status_code == 303, left.text
        return self.come_back(client, left.location)

    def link(self, client: FlaskClient, path: str = "/account/schoolaccount") -> TestResponse:
        """Press the button to link, go to the school and come back."""
        page = path.removesuffix("/school") if path.startswith("/toegang") else "/account/veilig"
        told = act(client, path, page)
        assert told.status_code == 200, told.text
        address = told.text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
        return self.come_back(client, address)


@pytest.fixture
def school(world: World) -> Iterator[School]:
    """Give that world, with the provider running."""
    with running_provider(world.clock, LOCAL + SCHOOL_RETURN) as provider:
        settings = world.settings.model_copy(
            update={
                "oidc_issuer": provider.issuer,
                "oidc_client_id": CLIENT_ID,
                "oidc_client_secret": SecretStr(CLIENT_SECRET),
            }
        )
        wired = world.app.extensions["kansmeter"]
        world.app.extensions["kansmeter"] = replace(wired, settings=settings)
        provider.subject = "marit-at-school"
        yield School(world, provider)


@pytest.fixture
def linked(school: School) -> School:
    """Give that school once Marit's account there was linked."""
    done = school.link(school.world.signed_in())
    assert done.status_code == 303, done.text
    return school


def test_a_linked_school_account_signs_in_and_goes_where_one_wanted_to_be(linked):
    client = linked.world.client()

    done = linked.sign_in(client, verder="/contacten")

    assert (done.status_code, done.location) == (303, "/contacten")
    assert is_in(client)
    acts = {act for act, _ in trail(linked.world)}
    assert {"link school account", "sign in by school account"} <= acts


def test_who_rather_does_not_link_comes_back_to_where_that_was_offered(school):
    page = act(school.world.signed_in(), "/account/schoolaccount", "/account/veilig")

    assert 'href="/account/veilig">Toch niet' in page.text


@pytest.mark.parametrize(("methods", "led_to"), [(["pwd"], STEP), (["pwd", "mfa"], "/")])
def test_ac_041_a_school_that_asked_a_password_only_skips_no_second_step(linked, methods, led_to):
    set_up(linked.world, linked.world.signed_in())
    linked.provider.claims = {"amr": methods}

    assert linked.sign_in(linked.world.client()).location == led_to


def test_an_unknown_school_account_is_told_whom_to_ask_and_makes_no_account(school):
    school.world.coach()
    school.provider.claims = {"email": EMAIL, "email_verified": True}
    client = school.world.client()

    page = school.sign_in(client)

    assert page.status_code == 403
    assert "vraag de beheerder" in page.text
    assert len(school.world.dump()["person"]) == 1
    assert not is_in(client)


def test_a_closed_account_is_refused_in_the_same_words(linked):
    with linked.world.database.write() as db:
        db.get_one(Person, linked.world.coach().actor.person_id).active = False
    closed = linked.sign_in(linked.world.client())
    linked.provider.subject = "somebody-else"
    unknown = linked.sign_in(linked.world.client())

    assert closed.status_code == unknown.status_code == 403
    assert closed.text == unknown.text


def test_a_way_back_that_was_used_or_is_of_another_browser_is_refused(linked):
    first, second = linked.world.client(), linked.world.client()
    cookie = None
    left = first.get("/inloggen/school")
    cookie = first.get_cookie("kansmeter").value
    back = linked.ask(left.location).removeprefix(LOCAL)

    assert second.get(back).status_code == 400
    assert first.get(back).status_code == 303
    assert first.get(back).status_code == 400
    first.set_cookie("kansmeter", cookie)
    assert first.get(back).status_code == 409


def test_a_way_back_after_ten_minutes_is_refused(linked):
    client = linked.world.client()
    back = linked.ask(client.get("/inloggen/school").location).removeprefix(LOCAL)
    linked.world.clock.move(minutes=10)

    assert client.get(back).status_code == 400


def test_a_forged_state_is_refused_and_nothing_is_written(linked):
    client = linked.world.client()
    client.get("/inloggen/school")
    before = linked.world.dump()

    assert client.get("/inloggen/school/terug?code=x&state=é").status_code == 400
    assert client.get("/inloggen/school/terug").status_code == 400
    assert linked.world.dump() == before


def test_who_stops_at_the_school_gets_a_plain_page(linked):
    client = linked.world.client()
    state = parse_qs(urlsplit(client.get("/inloggen/school").location).query)["state"][0]

    page = client.get(f"/inloggen/school/terug?error=access_denied&state={state}")

    assert page.status_code == 403
    assert "Begin opnieuw" in page.text


def test_when_the_school_is_away_a_plain_page_says_so_and_the_password_works(linked):
    client = linked.world.client()
    back = linked.ask(client.get("/inloggen/school").location).removeprefix(LOCAL)
    linked.provider.is_away = True

    assert client.get(back).status_code == 503
    page = client.get("/inloggen/school")
    assert page.status_code == 503
    assert "Probeer het later" in page.text
    assert sign_in(client, EMAIL, PASSWORD).status_code == 303


def test_a_school_account_opens_one_account_only(linked):
    colleague = linked.world.signed_in(linked.world.coach("Joris Zandstra"))

    assert linked.link(colleague).status_code == 409
    client = linked.world.client()
    linked.sign_in(client)
    assert "Marit" in client.get("/vandaag").text


def test_linking_asks_to_show_first_who_one_is(school):
    client = school.world.signed_in()
    school.world.clock.move(minutes=11)

    asked = act(client, "/account/schoolaccount", "/account/veilig")

    assert asked.location == "/account/bewijs?verder=/account/veilig"


def test_linking_for_somebody_who_is_signed_out_meanwhile_links_nothing(school):
    client = school.world.signed_in()
    told = act(client, "/account/schoolaccount", "/account/veilig")
    address = told.text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
    client.delete_cookie("kansmeter_login")

    assert school.come_back(client, address).status_code == 403
    assert school.world.dump()["school_identity"] == []


def test_linking_for_somebody_else_who_is_signed_in_there_meanwhile_links_nothing(school):
    client = school.world.signed_in()
    told = act(client, "/account/schoolaccount", "/account/veilig")
    address = told.text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
    colleague = school.world.signed_in(school.world.coach("Joris Zandstra"))
    client.set_cookie("kansmeter_login", colleague.get_cookie("kansmeter_login").value)

    assert school.come_back(client, address).status_code == 403
    assert school.world.dump()["school_identity"] == []


def test_linking_by_who_showed_too_long_ago_who_they_are_links_nothing(school):
    client = school.world.signed_in()
    school.world.clock.move(minutes=9)
    told = act(client, "/account/schoolaccount", "/account/veilig")
    address = told.text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
    school.world.clock.move(minutes=2)

    assert school.come_back(client, address).status_code == 403
    assert school.world.dump()["school_identity"] == []


def test_who_is_invited_takes_the_school_account_in_place_of_a_password(school):
    staff = school.world.coach()
    path = school.world.credential_link(staff)
    client = school.world.client()
    assert "Gebruik mijn schoolaccount" in client.get(path).text

    done = school.link(client, f"{path}/school")

    assert done.status_code == 303
    assert is_in(client)
    assert client.get(path).status_code == 422
    assert school.sign_in(school.world.client()).status_code == 303


def test_ac_041_a_link_by_mail_takes_no_school_account_past_a_second_factor(school):
    world = school.world
    set_up(world, world.signed_in())
    path = world.credential_link(world.coach())
    client = world.client()

    assert "schoolaccount" not in client.get(path).text
    assert act(client, f"{path}/school", path).status_code == 404


def test_who_signs_in_at_school_keeps_what_was_typed_on_the_page_itself(linked):
    world, client = linked.world, linked.world.signed_in()
    case = world.case(child="Fenna")
    token = csrf(client.get("/vandaag"))
    world.clock.move(hours=1)

    out = client.post(
        f"/trajecten/{case.traject_id}/steun/verwijzing",
        data={"csrf_token": token, "why": "twee woorden"},
    )

    assert out.status_code == 401
    assert "ander tabblad" in out.text
    assert 'value="twee woorden"' in out.text


def test_ac_032_linking_ends_the_other_sessions(school):
    other, client = school.world.signed_in(), school.world.signed_in()

    school.link(client)

    assert is_in(client)
    assert not is_in(other)


def test_what_was_linked_can_be_unlinked(linked):
    client = linked.world.signed_in()

    assert act(client, "/account/schoolaccount/los", "/account/veilig").status_code == 303
    assert linked.sign_in(linked.world.client()).status_code == 403


def test_the_database_holds_no_name_of_the_school_account(linked):
    assert "marit-at-school" not in linked.world.text_of_database()


def test_without_a_provider_there_is_no_such_page(world):
    client = world.client()

    assert client.get("/inloggen/school").status_code == 404
    assert client.get("/inloggen/school/terug?code=x&state=y").status_code == 404
    assert "schoolaccount" not in client.get("/inloggen").text


def test_the_page_of_signing_in_offers_it_without_script(school):
    page = school.world.client().get("/inloggen?verder=/contacten").text

    assert 'href="/inloggen/school?verder=/contacten"' in page
    assert csrf(page)
