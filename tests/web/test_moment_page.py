"""One moment of a traject: moved with a reason, or left with one; and two lists in one sitting."""

import random
from dataclasses import replace

import pytest

from survey_app.definitions import Informant
from survey_app.definitions.plans import Ceiling
from survey_app.invitations.asking import ReadyPlan
from survey_app.keeping.simulation import start
from survey_app.trajects.queries import occasions
from tests.factories.plans import standard
from tests.web.world import Case, act

pytestmark = pytest.mark.one_database


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


@pytest.fixture
def case(world, coach):
    return world.case()


def moment_url(coach, case, word):
    """Return the page of a moment, by the link on the traject's page."""
    page = coach.get(f"/trajecten/{case.traject_id}").text
    before, _ = page.split(f'<span class="vh">: {word}</span>', 1)
    return before.rsplit('href="', 1)[1].split('"', 1)[0]


def test_a_moment_is_moved_with_its_links(world, coach, case):
    url = moment_url(coach, case, "Vervolgmeting")

    done = act(coach, f"{url}/verzetten", on="2026-11-02", reason="cannot_wait")

    assert done.status_code == 303
    assert world.visitor(case.follow_up["parent"]).get().status_code == 200
    moved = "Verzet van 18 januari 2027 naar 2 november 2026: het kan niet wachten."
    assert moved in coach.get(url).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2026-11-01", "reason": "family"}, "Kies een dag vanaf vandaag"),
        ({"on": "2026-11-20", "reason": ""}, "Kies waarom je de meting verzet."),
        ({"on": "gisteren", "reason": "family"}, "Vul een datum in"),
    ],
    ids=["the past", "no reason", "no day"],
)
def test_a_moment_that_cannot_be_moved_so_stays(coach, case, fields, said):
    url = moment_url(coach, case, "Vervolgmeting")

    refused = act(coach, f"{url}/verzetten", **fields)

    assert refused.status_code == 422
    assert "Verzet van" not in coach.get(url).text
    assert said in refused.text


def test_a_moment_that_is_left_keeps_the_reason_and_its_links_stop(world, coach, case):
    world.answer(case.intake["parent"])
    url = moment_url(coach, case, "Intake")

    done = act(coach, f"{url}/gaat-niet-door", reason="too_busy")

    page = coach.get(done.location).text
    assert "Niet gehouden: te druk." in page
    assert world.visitor(case.intake["teacher"]).get().status_code == 410
    assert "1 van 3 ingevuld" in page


def test_a_moment_that_is_not_held_cannot_be_moved_any_more(coach, case):
    url = moment_url(coach, case, "Vervolgmeting")
    act(coach, f"{url}/gaat-niet-door", reason="too_busy")

    moved = act(coach, f"{url}/verzetten", on="2027-01-20", reason="family")

    assert moved.status_code == 422
    assert "Deze meting gaat niet door" in moved.text


def test_in_a_holiday_a_moment_can_be_held_but_the_coach_is_told(coach, case):
    url = moment_url(coach, case, "Vervolgmeting")

    done = act(coach, f"{url}/verzetten", on="2026-12-26", reason="family")

    assert "Let op: die dag is er geen school" in coach.get(done.location).text


def test_the_thanks_say_when_the_same_list_comes_again(world, coach, case):
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.walk()

    assert "In januari vraag ik het nog een keer." in visitor.page.text


def test_the_coach_chooses_a_short_plan(coach, case):
    url = f"/trajecten/{case.traject_id}/verloop"

    done = act(coach, f"{url}/meetplan", plan="kort")
    refused = act(coach, f"{url}/meetplan", plan="../../etc")

    assert (done.status_code, refused.status_code) == (303, 422)
    assert '<option selected value="kort">' in coach.get(url).text


def test_a_parent_with_two_lists_goes_from_one_to_the_other(world, coach):
    case = world.case(
        lists=[standard().lists[f"kansmeter-{key}"] for key in ("ouder", "samenwerking")]
    )
    first = world.visitor(case.intake["parent"])
    first.begin()
    first.walk()
    thanks = first.page.text

    assert "Nog 1 lijst, 2 minuten" in thanks
    address = thanks.split('<a class="go" href="', 1)[1].split('"', 1)[0]
    assert address != first.path
    second = first.client.get(address)
    assert second.status_code == 200
    assert 'data-page="start"' in second.text


def test_the_coach_shares_one_link_for_two_lists_of_one_moment(world, coach):
    case = world.case(
        lists=[standard().lists[f"kansmeter-{key}"] for key in ("ouder", "samenwerking")]
    )

    page = coach.get(f"/trajecten/{case.traject_id}").text

    # One for the mother and one for the teacher, whom only the second list is for.
    assert page.count('value="http://localhost/v/') == 2
    assert page.count("komt vanzelf na de lijst hierboven") == 1


def test_the_minutes_of_each_person_stand_beside_the_ceiling(world, coach):
    case = world.case()
    world.answer(case.intake["parent"])

    page = coach.get(f"/trajecten/{case.traject_id}").text

    assert "dit schooljaar 5 van hoogstens 20 minuten gevraagd, 2 gegeven" in page


def test_who_is_asked_the_core_five_only_still_stands_beside_the_others(world, coach):
    traject_id, links = under_a_ceiling_of_parents(world, 8.2)
    for key, first in (("ouder", "bijna_altijd"), ("leerkracht", "helft")):
        visitor = world.visitor(links["intake", key])
        visitor.begin()
        visitor.walk(p1=first)
    world.clock.move(days=91)
    coach, visitor = world.signed_in(), world.visitor(links["follow_up", "ouder-kern"])
    visitor.begin()
    visitor.walk(p1="soms")

    page = coach.get(f"/trajecten/{traject_id}").text
    moment = coach.get(moment_url(coach, Case(traject_id, {}, {}, {}), "Vervolgmeting")).text

    assert "1 lijst is korter: dit schooljaar is er al genoeg tijd gevraagd." in page
    assert (
        "moeder, \u2018Vragenlijst voor de ouder\u2019: "
        "dit schooljaar is er al genoeg tijd gevraagd. "
        "We vragen nu de korte lijst, \u2018Korte vragenlijst voor de ouder\u2019. "
        "Daar komt geen score uit."
    ) in moment
    views = page.split("Dezelfde 5 onderwerpen, naast elkaar", 1)[1].split("</table>", 1)[0]
    assert "soms" in views
    assert "ongeveer de helft van de tijd" in views
    assert "bijna altijd" not in views
    answers = page.split("Antwoorden van moeder: Korte vragenlijst", 1)[1].split("</table>", 1)[0]
    assert "Wil je dat de kansencoach" not in answers


def under_a_ceiling_of_parents(world, minutes):
    """Start a traject by the standard plan; return it and its links by moment and list."""
    whole = standard()
    ceilings = (Ceiling(Informant.PARENT, minutes),)
    using = ReadyPlan(replace(whole.plan, ceilings=ceilings), whole.lists)
    staff, chance = world.coach(), random.Random(1)  # noqa: S311  # chance that can be repeated
    with world.database.write() as db:
        traject, made = start(
            db,
            staff,
            chance,
            child_name="Sam",
            age=9,
            parents=("moeder",),
            teachers=("juf Anouk",),
            using=using,
            now=world.clock(),
        )
        kinds = {moment.id: moment.kind for moment in occasions(db, traject.id)}
        return traject.id, {
            (kinds[each.occasion_id], each.questionnaire_key.removeprefix("kansmeter-")): each.id
            for each in made
        }
