"""A contact and a deviation on the pages of the coach: in few acts, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from tests.web.world import act, csrf, encoded

pytestmark = pytest.mark.one_database

NEW = "/contacten/nieuw"


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def said(case, **more):
    return {
        "about": case.traject_id,
        "held_on": "2026-11-02",
        "with_whom": ["child", "parent"],
        "kind": "talk",
        "minutes": "30",
        "minutes_apart": "0",
        "principles": ["samen"],
        "line": "maakte een plan voor de week",
        **more,
    }


def log(coach, case, **more):
    return act(coach, NEW, NEW, **said(case, **more))


def page_of(coach, case):
    return coach.get(f"/trajecten/{case.traject_id}").text


def change_url(page):
    return re.search(r'href="(/contacten/[0-9a-f]{32})"', page)[1]


def test_a_contact_is_on_the_page_of_the_traject_and_in_the_log(coach, case):
    form = coach.get(f"{NEW}?traject={case.traject_id}").text
    assert f'selected value="{case.traject_id}"' in form
    assert 'value="2026-11-02"' in form

    done = log(coach, case)

    assert done.location == f"/trajecten/{case.traject_id}?melding=contact#gedaan"
    for page in (page_of(coach, case), coach.get("/contacten").text):
        assert "esprek met kind en ouder" in page
        assert "30 minuten · samen beslissen" in page
        assert "maakte een plan voor de week" in page
    assert "1 contact · 30 minuten" in page_of(coach, case)


def test_what_is_wrong_is_said_and_everything_stays_in_the_form(coach, case):
    wrong = log(coach, case, minutes="", held_on="2026-11-03", line="a" * 141)

    assert wrong.status_code == 422
    assert "Kies hoeveel minuten het kostte." in wrong.text
    assert "a" * 141 in wrong.text
    assert set(re.findall(r'<input checked id="([^"]+)"', wrong.text)) == {
        *("with_whom-0", "with_whom-1", "kind-0", "principles-0"),
    }
    assert "Het contact" not in page_of(coach, case)


def test_a_day_that_must_still_come_is_refused(coach, case):
    wrong = log(coach, case, held_on="2026-11-03")

    assert (wrong.status_code, "moet nog komen" in wrong.text) == (422, True)


def test_a_contact_without_a_traject_becomes_one_by_one_tap(world, coach, case):
    school = world.coach().school.id
    done = log(coach, case, about=f"school-{school}", kind="incident", line="")
    assert done.location == "/contacten?melding=vastgelegd"
    page = coach.get("/contacten").text
    start = re.search(r'href="(/trajecten/nieuw\?contact=[0-9a-f]{32})"', page)[1]

    begun = act(
        coach,
        start,
        start,
        child_name="Otis",
        group_name="groep 4",
        reason="loss",
        school=school,
    )

    assert begun.status_code == 303, begun.text
    assert "Incident met kind en ouder" in coach.get(begun.location).text
    assert "Begin er een traject mee" not in coach.get("/contacten").text


def test_of_two_tabs_both_texts_are_shown(coach, case):
    log(coach, case)
    url = change_url(page_of(coach, case))
    first, second = coach.get(url).text, coach.get(url).text
    fields = said(case, line="de eerste tekst")
    changed = coach.post(url, data={"csrf_token": csrf(first), **fields})
    assert changed.status_code == 303

    refused = coach.post(
        url, data={"csrf_token": csrf(second), **said(case, line="de tweede tekst")}
    )

    assert refused.status_code == 422
    assert "Zo staat het nu" in refused.text
    assert "de eerste tekst" in refused.text
    assert "de tweede tekst" in refused.text
    again = re.search(r'class="quick" method="post" action="([^"]+)"', refused.text)[1]
    kept = coach.post(
        again, data={"csrf_token": csrf(refused), **said(case, line="de tweede tekst")}
    )
    assert kept.status_code == 303
    page = page_of(coach, case)
    assert ("de tweede tekst" in page, "de eerste tekst" in page) == (True, False)


def test_a_contact_is_taken_away_and_cannot_be_opened_again(coach, case):
    log(coach, case)
    url = change_url(page_of(coach, case))

    gone = act(coach, f"{url}/weg", url)

    assert gone.location.endswith("melding=contact-weg#gedaan")
    assert "maakte een plan" not in page_of(coach, case)
    assert coach.get(url).status_code == 404


def test_who_is_signed_out_while_typing_keeps_every_word(world, coach, case):
    page = coach.get(NEW)
    coach.post("/uitloggen", data={"csrf_token": csrf(page)})

    kept = coach.post(NEW, data={"csrf_token": csrf(page), **said(case)})

    assert (kept.status_code, "Log in op een ander tabblad" in kept.text) == (401, True)
    for name, value in (("with_whom", "child"), ("with_whom", "parent"), ("principles", "samen")):
        assert f'name="{name}" value="{value}"' in kept.text
    back = world.signed_in()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept.text)
    stale = back.post(NEW, data=encoded(fields))
    assert (stale.status_code, "Je was even weg" in stale.text) == (400, True)
    assert "maakte een plan voor de week" in stale.text
    done = back.post(NEW, data={"csrf_token": csrf(stale), **said(case)})
    assert done.status_code == 303
    assert "maakte een plan voor de week" in page_of(back, case)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("'; DROP TABLE--", "&#39;; DROP TABLE--"),
        ("{{7*7}}", "{{7*7}}"),
        ("=1+1", "=1+1"),
        ("a\u202eb\u0000c", "a b c"),
    ],
)
def test_ac_055_056_what_is_typed_is_text(coach, case, text, shown):
    address = f"/trajecten/{case.traject_id}/afwijking"
    log(coach, case, line=text)
    act(
        coach,
        address,
        address,
        principle="meteen",
        why=text,
        expected=text,
        look_back_on="2026-11-23",
    )

    page = page_of(coach, case)

    assert page.count(shown) == 3
    assert "<b>x</b>" not in page


def test_a_deviation_takes_four_fields_and_comes_back_on_its_day(world, coach, case):
    address = f"/trajecten/{case.traject_id}/afwijking"
    form = coach.get(address).text
    assert len(re.findall(r'<div class="field"', form)) == 4

    done = act(
        coach,
        address,
        address,
        principle="meteen",
        why="eerst rust",
        expected="weer naar school",
        look_back_on="2026-11-23",
    )

    assert done.location.endswith("melding=afwijking#gedaan")
    assert "Terugkijken op 23 november 2026." in page_of(coach, case)
    assert "Kijk terug" not in coach.get("/vandaag").text
    world.clock.move(weeks=3)
    coach = world.signed_in()
    today = coach.get("/vandaag").text
    assert "je week af van \u2018meteen en dichtbij\u2019" in today
    url = re.search(r'href="(/trajecten/[0-9a-f]{32}/afwijkingen/[0-9a-f]{32})"', today)[1]
    assert "weer naar school" in coach.get(url).text
    assert "'see deviation'" in str(world.dump()["audit_event"])

    early = act(coach, url, url, outcome="too_early", found="nog druk", again_on="")
    assert (early.status_code, "welke dag" in early.text) == (422, True)
    assert "nog druk" in early.text
    seen = act(coach, url, url, outcome="seen", found="vier dagen van de vijf")

    assert seen.location.endswith("melding=teruggekeken#gedaan")
    assert "Ja, dat zag ik. vier dagen van de vijf" in page_of(coach, case)
    assert "je week af van" not in coach.get("/vandaag").text


def test_the_way_of_working_is_shown_with_what_each_principle_means(coach):
    page = coach.get("/werkwijze").text

    assert "Werkwijze kansencoach" in page
    assert "Je neemt niets over." in page
    assert page.count("<dt>") == 8


def test_a_colleague_sees_nothing_of_it(world, coach, case):
    log(coach, case)
    url = change_url(page_of(coach, case))
    other = world.signed_in(world.coach("Joris Zandstra"))

    assert "maakte een plan" not in other.get("/contacten").text
    assert other.get(url).status_code == 404
    assert log(other, case).status_code == 404


def test_hours_of_this_school_year_are_added_up(world, coach, case):
    log(coach, case, minutes="90", minutes_apart="15")
    log(coach, case, about=f"school-{world.coach().school.id}", kind="training", minutes="45")

    page = coach.get("/contacten").text

    assert "2 uur en 15 minuten in 2 contacten, waarvan 15 minuten reizen en schrijven" in page
    assert "45 minuten zonder traject" in page
    world.clock.move(days=timedelta(weeks=45).days)
    assert "Hoeveel tijd" not in world.signed_in().get("/contacten").text


def test_method_and_effect_stand_side_by_side_for_the_coach_alone(world, coach, case):
    assert "Hoe je werkte, naast" not in coach.get("/contacten").text
    log(coach, case)
    other = world.case(child="Otis")
    for each in (case, other):
        world.answer(each.intake["parent"])
    world.clock.move(weeks=11)
    world.answer(case.follow_up["parent"])
    world.clock.move(weeks=10)

    page = world.signed_in().get("/contacten").text

    assert "Van 1 van de 2 kinderen is allebei bekend" in page
    quarters = re.findall(r"<h3>([^<]+)</h3><p>([^<]+)</p>", page)
    assert quarters == [
        ("Wel vastgelegd hoe je werkte, wel gemeten", "1 kind"),
        ("Wel vastgelegd hoe je werkte, niet gemeten", "0 kinderen"),
        ("Niet vastgelegd hoe je werkte, wel gemeten", "0 kinderen"),
        ("Niet vastgelegd hoe je werkte, niet gemeten", "1 kind"),
    ]
    colleague = world.signed_in(world.coach("Joris Zandstra")).get("/contacten").text
    assert "allebei bekend" not in colleague


def test_a_talk_that_was_logged_needs_no_preparing_any_more(world, coach, case):
    for link in case.intake.values():
        world.answer(link)
    assert "Gesprekken om voor te bereiden" in coach.get("/vandaag").text

    log(coach, case, kind="consult")
    assert "Gesprekken om voor te bereiden" in coach.get("/vandaag").text
    log(coach, case, kind="talk")

    assert "Gesprekken om voor te bereiden" not in coach.get("/vandaag").text
    url = change_url(page_of(coach, case))
    act(coach, f"{url}/weg", url)
    assert "Gesprekken om voor te bereiden" in coach.get("/vandaag").text


def test_nobody_is_chosen_beforehand_where_no_child_was_meant(coach, case):
    form = coach.get(NEW).text
    assert re.search(r'<select id="about"[^>]*><option selected value="">Kies', form)

    refused = log(coach, case, about="")

    assert (refused.status_code, "Kies rond wie het was." in refused.text) == (422, True)


def test_who_takes_a_traject_over_reads_its_contacts_and_changes_only_own_ones(world, coach, case):
    log(coach, case)
    url = change_url(page_of(coach, case))
    joris = world.coach("Joris Zandstra")
    course = f"/trajecten/{case.traject_id}/verloop"
    done = act(coach, f"{course}/overdragen", course, colleague=joris.actor.person_id)
    assert done.status_code == 303, done.text
    other = world.signed_in(joris)

    page = page_of(other, case)

    assert "maakte een plan voor de week" in page
    assert url not in page
    assert other.get(url).status_code == 404
