"""Passkeys in a real browser, with an authenticator that the browser plays, and over the pages."""

import json
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.factories.authenticator import Device
from tests.rig.server import free_port
from tests.web.factors import is_in, set_up, trail
from tests.web.world import PASSWORD, World, a_world, act, address_of, csrf

pytestmark = pytest.mark.one_database

NEW = "/account/sleutels/nieuw"


@pytest.fixture
def site(migrated_url: str) -> Iterator[World]:
    """Serve a world by a name, because browsers keep passkeys for names only."""
    port = free_port()
    with a_world(migrated_url, base_url=f"http://localhost:{port}") as world:
        server = make_server("127.0.0.1", port, world.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield world
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_device_is_added_and_signs_in_without_a_password(site: World, phone: Page) -> None:
    site.coach()
    url = site.settings.base_url
    devices = phone.context.new_cdp_session(phone)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    phone.goto(f"{url}/inloggen")
    phone.get_by_label("E-mailadres").fill(address_of("Marit Velthuis"))
    phone.get_by_label("Wachtwoord").fill(PASSWORD)
    phone.get_by_role("button", name="Log in", exact=True).click()

    phone.goto(f"{url}{NEW}")
    phone.get_by_label("Naam van dit apparaat").fill("mijn telefoon")
    phone.get_by_role("button", name="Maak de sleutel").click()
    phone.get_by_text("Je kunt nu inloggen zonder wachtwoord").wait_for()
    assert phone.get_by_text("mijn telefoon").first.is_visible()

    phone.get_by_role("button", name="uitloggen").click()
    phone.get_by_role("button", name="Inloggen zonder wachtwoord").click()
    phone.wait_for_url(f"{url}/vandaag")
    assert {("add passkey", "done"), ("sign in by passkey", "done")} <= set(trail(site))


def ask(client, path: str, page: str) -> dict[str, str]:
    """Ask for a challenge as the script does."""
    told = act(client, path, page)
    assert told.is_json, told.text
    return {"asked": told.json["asked"], "options": json.dumps(told.json["options"])}


def added(client, device: Device, name: str = "laptop"):
    """Add a device in a signed-in browser."""
    asked = ask(client, "/account/sleutels/vraag", NEW)
    reply = device.make(asked["options"])
    return act(client, NEW, NEW, asked=asked["asked"], reply=reply, name=name)


def signed(client, device: Device, rest: str = ""):
    """Sign in with a device."""
    asked = ask(client, "/inloggen/sleutel/vraag", "/inloggen")
    reply = device.sign(asked["options"])
    return act(client, "/inloggen/sleutel" + rest, "/inloggen", asked=asked["asked"], reply=reply)


def test_ac_032_adding_and_removing_a_device_ends_the_other_sessions(world):
    device, client = Device(), world.signed_in()
    for change in (lambda: added(client, device), lambda: remove(client)):
        other = world.signed_in()
        assert change().status_code == 303
        assert is_in(client)
        assert not is_in(other)

    assert signed(world.client(), device).status_code == 422


def remove(client):
    page = client.get("/account/veilig").text
    action = page.split('action="/account/sleutels/')[1].split('"')[0]
    return act(client, f"/account/sleutels/{action}", "/account/veilig")


def test_a_device_signs_in_past_the_second_step_and_to_where_one_wanted_to_be(world):
    device, client, own = Device(), world.client(), world.signed_in()
    added(own, device)
    set_up(world, own)

    done = signed(client, device, "?verder=/contacten")

    assert done.location == "/contacten"
    assert is_in(client)


def test_a_refused_device_is_recorded_and_a_colleague_has_none_of_it(world):
    client, device = world.client(), Device()
    assert signed(client, device).status_code == 422
    assert trail(world) == [("sign in by passkey", "refused")]

    added(world.signed_in(), device)
    colleague = world.signed_in(world.coach("Joris Zandstra"))
    (key,) = world.dump()["passkey"]
    refused = act(colleague, f"/account/sleutels/{key[0]}/weg", "/account/veilig")
    assert refused.status_code == 404
    assert world.dump()["passkey"] == [key]


def test_who_is_signed_in_shows_with_the_own_device_who_they_are_and_with_no_other(world):
    device, other = Device(), Device()
    client, colleague = world.signed_in(), world.signed_in(world.coach("Joris Zandstra"))
    added(client, device)
    added(colleague, other)
    world.clock.move(minutes=11)
    page = f"/account/bewijs?verder={NEW}"

    def prove(with_device):
        asked = ask(client, "/inloggen/sleutel/vraag", page)
        reply = with_device.sign(asked["options"])
        path = f"/account/bewijs/sleutel?verder={NEW}"
        return act(client, path, page, asked=asked["asked"], reply=reply)

    assert prove(other).status_code == 422
    assert client.get(NEW).status_code == 303
    assert prove(device).location == NEW
    assert client.get(NEW).status_code == 200


def test_without_script_the_password_is_asked_and_no_button_shows(world):
    page = world.client().get("/inloggen").text

    assert page.index("Log in</button>") < page.index("data-passkey")
    assert ' hidden><input type="hidden" name="csrf_token"' in page
    assert csrf(page)


def test_an_address_without_a_name_offers_none(migrated_url):
    with a_world(migrated_url, base_url="http://127.0.0.1:8000") as world:
        client = world.client()
        assert "data-passkey" not in client.get("/inloggen", base_url="http://127.0.0.1").text
