"""Whatever is asked of whichever address, it is answered, guarded, and nothing of ours falls."""

from collections import Counter
from dataclasses import dataclass

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from werkzeug.datastructures import Headers

from survey_app.keeping.demonstration import EMAIL, build
from survey_app.web.permissions import MARK
from tests.factories.plans import asking
from tests.fuzz.described import described
from tests.fuzz.harvest import Harvest
from tests.web.guarded import faults_of
from tests.web.test_links import traject_of
from tests.web.world import Visitor, a_world, csrf, sign_in

pytestmark = pytest.mark.one_database

PLAIN = {"Accept-Encoding": "identity"}
DOORS = ("/inloggen", "/ontgrendelen")


@dataclass
class Somebody:
    """A browser that signs in again when what it did put it out."""

    client: FlaskClient
    password: str | None
    token: str = ""

    def come_in(self):
        """Sign in, where this is somebody who can."""
        if self.password is not None:
            assert sign_in(self.client, EMAIL, self.password).status_code == 303
        self.fetch_token()

    def fetch_token(self):
        """Fetch the token of this session."""
        page = "/trajecten/nieuw" if self.password else "/inloggen"
        self.token = csrf(self.client.get(page))

    def saw(self, status, headers):
        """Come in again when an answer led to the door, or when what was sent did put it out."""
        if self.password and headers.get("location", "").startswith(DOORS):
            self.come_in()
        elif status == 400:
            self.fetch_token()


@pytest.fixture
def demo(migrated_url):
    """Give the demonstration, a coach and a visitor of it, and what all its pages take."""
    with a_world(migrated_url) as world:
        made = build(world.database, asking(), world.clock())
        coach, visitor = Somebody(world.client(), made.password), Somebody(world.client(), None)
        coach.come_in()
        harvest = Harvest(world.app.url_map.bind("localhost"))
        starts = ["/vandaag", *(traject_of(coach.client, each) for each in ("Mila", "Noor"))]
        pages = harvest.walk(coach.client, starts)
        for link in {each.role: each for each in made.links}.values():
            holder = Visitor(visitor.client, f"/v/{world.token(link.invitation_id)}")
            pages += [holder.get(), holder.begin()]
            for page in pages[-2:]:
                harvest.note(page.request.path)
                harvest.gather(page.text)
        visitor.come_in()
        yield world, coach, visitor, harvest, pages


def test_ac_113_114_116_every_page_is_guarded_and_no_address_falls(demo, size):
    world, coach, visitor, harvest, pages = demo
    assert [faults for page in pages if (faults := faults_of(page.headers, "static_file"))] == []
    assert len(harvest.read) > 35

    schema = schemathesis.openapi.from_dict(described(world.app.url_map, harvest))
    statuses = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()
        endpoint = operation.definition.raw["operationId"].partition(" ")[0]
        is_public = getattr(world.app.view_functions[endpoint], MARK).startswith("public")
        somebody = visitor if is_public else coach
        for whole in harvest.whole[endpoint][: size.examples // 30] or [
            harvest.likely(operation.path)
        ]:
            cases = operation.as_strategy(path_parameters=whole)
            ask(cases, world.app, endpoint, somebody, size.examples // 15, statuses)

    assert min(statuses[200], statuses[303], statuses[404], statuses[422]) > 30, statuses


def ask(cases, app, endpoint, somebody, examples, statuses):
    """Ask an address in so many ways."""

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def asked(case):
        if isinstance(case.body, dict):
            case.body["csrf_token"] = somebody.token
        answer = case.call(app=app, session=somebody.client, headers=PLAIN)
        status = answer.status_code
        statuses[status] += 1
        headers = Headers(answer.headers)
        assert status < 500, case.as_curl_command()
        assert b"Traceback" not in answer.content
        assert faults_of(headers, endpoint if status == 200 else None) == []
        somebody.saw(status, headers)

    asked()
