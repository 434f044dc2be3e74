"""Putting a child forward by a standing link, and what a coach sees of it before and after."""

import re
from html import unescape

import pytest

from survey_app.definitions import load
from survey_app.trajects import school_people
from survey_app.web.coach.nominations import PARENTS
from tests.rig.statements import counted
from tests.web.world import act, csrf, data_page

pytestmark = pytest.mark.one_database

NAME, WORDS = "KNR-Noortje", "KNR-zit stil bij het raam"
WHY = {"reden": ["erbij_horen"], "zie": WORDS, "ouders": "help_mij"}
SEEN = {"r1": "soms", "w1": "soms", "l2": "vaak", "c": "ja_graag"}


def put_forward(visitor, child=NAME, group="groep 5", **more):
    """Fill in the two fields and follow where it leads."""
    token = csrf(visitor.get())
    fields = {"csrf_token": token, "child_name": child, "group_name": group, **more}
    return visitor.client.post(visitor.path, data=fields)


def form_of(world, visitor, done):
    """Return the same browser at the form it was led to."""
    assert done.status_code == 303, done.text
    (token,) = re.findall(r"/v/([^/]+)", done.location)
    form = world.visitor(world.links.read(token))
    form.client = visitor.client
    form.page = form.client.get(done.location)
    return form


def nominated(world, teacher):
    """Put a child forward with all answers; return the browser at the thanks."""
    visitor = world.nominator(teacher)
    form = form_of(world, visitor, put_forward(visitor))
    form.send(1, **WHY)
    form.send(2, **SEEN)
    assert data_page(form.page) == "thanks"
    return form


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)))


def all_pages_of(world, coach, traject_id=None):
    """Return the text of every page a coach can open, and of the files to take out."""
    pages = []
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint.startswith("coach.") and "GET" in rule.methods:
            address = re.sub(r"<\w+:traject_id>", traject_id or "0" * 32, rule.rule)
            pages.append(coach.get(re.sub(r"<[^>]+>", "0" * 32, address)))
    assert sum(page.status_code == 200 for page in pages) >= 6
    return "".join(page.text for page in pages)


@pytest.fixture
def teacher(world):
    return world.teacher()


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


def test_a_teacher_reads_what_happens_with_it_before_and_after(world, teacher):
    visitor = world.nominator(teacher)

    page = text_of(visitor.get())
    for words in (
        "Dag juf Anouk! Ik ben Marit, kansencoach op Het Zandpad.",
        "Spoed? Bel nu Marit: 0591 55 01 23",
        "2 minuten",
        "Marit ziet eerst alleen dat jij een kind aanmeldt. En of de ouders het weten, en",
        "Naam en reden ziet Marit als de ouders hulp goed vinden.",
        "Na 6 schoolweken zonder akkoord wissen we alles.",
    ):
        assert words in page
    assert 'value="groep 5"' in visitor.page.text
    thanks = text_of(nominated(world, teacher).page)
    (mark,) = re.findall(r"of je contact wilt. Noem kenmerk (\w{4}) als jullie", thanks)
    assert f"Kenmerk {mark} · " in text_of(world.signed_in().get("/aanmeldingen"))


def test_sealed_until_accepted_and_agreed_then_it_stands_on_the_page(world, teacher, coach):
    nominated(world, teacher)

    before = all_pages_of(world, coach)
    assert "KNR" not in before
    page = coach.get("/aanmeldingen")
    assert "Juf Anouk (groep 5) meldt een kind aan, maandag 2 november" in text_of(page)
    assert "vraagt je hulp bij het gesprek met de ouders" in page.text
    assert "binnen 2 schooldagen" in page.text
    assert "meldt een kind aan" in coach.get("/vandaag").text

    (accept,) = re.findall(r'action="(/aanmeldingen/\w+/accepteren)"', page.text)
    refused = act(coach, accept, "/aanmeldingen")
    assert refused.status_code == 422
    assert "Praat anders eerst met hen." in refused.text
    done = act(coach, accept, "/aanmeldingen", ouders="ja")
    again = act(coach, accept, "/aanmeldingen", ouders="ja")
    assert again.location == done.location
    (traject_id,) = re.findall(r"/trajecten/(\w+)", done.location)
    page = all_pages_of(world, coach, traject_id)
    assert NAME in page
    assert WORDS not in page
    sealed = "Wat juf Anouk vooraf schreef, is verzegeld. Zonder akkoord wordt het op "
    assert f"{sealed}maandag 14 december gewist." in page
    assert text_of(world.nominator(teacher).get()).count("1 kind: opgepakt") == 1

    path = f"/trajecten/{traject_id}"
    act(coach, f"{path}/informanten", path, role="parent", label="moeder", channel="person")
    decides = {"birth_month": "3", "birth_year": "2017", "holders": "one"}
    act(coach, f"{path}/gezag", path, **decides)
    (mother,) = re.findall(rf'"{path}/toestemming/(\w+)"', coach.get(path).text)
    act(coach, f"{path}/toestemming/{mother}/link", path)
    world.signer(mother).choose(network="nee")

    page = coach.get(path).text
    assert (WORDS in page, sealed in page) == (True, False)


def test_each_answer_about_the_parents_has_a_sentence_for_the_coach():
    options = load("kansmeter-aanmelding").item("ouders").options
    assert {option.key for option in options} == set(PARENTS)


def test_what_is_not_taken_up_is_erased_and_told_as_a_count(world, teacher, coach):
    form = nominated(world, teacher)
    page = coach.get("/aanmeldingen").text
    (refuse,) = re.findall(r'action="(/aanmeldingen/\w+/niet-oppakken)"', page)

    done = act(coach, refuse, "/aanmeldingen")

    assert "Gewist." in coach.get(done.location).text
    assert "1 kind: gewist" in text_of(world.nominator(teacher).get())
    assert form.get().status_code == 404
    assert world.responses() == []


def test_a_teacher_who_thinks_better_of_it_leaves_nothing(world, teacher):
    visitor = world.nominator(teacher)
    form = form_of(world, visitor, put_forward(visitor))
    form.send(1, act="stop", zie=WORDS)

    token = csrf(form.get("/liever-niet"))
    fields = {"csrf_token": token, "act": "decline"}
    page = form.client.post(f"{form.path}/liever-niet", data=fields)

    assert "Deze aanmelding is gewist" in page.text
    assert {name for name in ("nomination", "invitation", "draft") if world.dump()[name]} == set()


def test_going_on_with_the_same_child_is_the_same_form(world, teacher):
    visitor = world.nominator(teacher)
    first = put_forward(visitor)
    begun = visitor.get()
    assert "1 kind: begonnen op maandag 2 november, nog niet verstuurd" in text_of(begun)
    # Whoever has this link, a coach too, must not come to what is sealed by it.
    assert [words for words in ("KNR", "wacht op", "/v/") if words in begun.text] == []
    assert put_forward(visitor, child=NAME.lower()).location == first.location

    form_of(world, visitor, first).walk()
    sent = text_of(visitor.get())
    assert ("1 kind: wacht op Marit" in sent, "begonnen" in sent) == (True, False)
    assert data_page(visitor.client.get(put_forward(visitor).location)) == "already"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"child": " "}, 422, "Vul de voornaam in"),
        ({"group": ""}, 422, "Vul de groep in"),
        ({"child": "x" * 80}, 422, "Houd het bij 60 tekens."),
        ({"csrf_token": "x"}, 400, "Je was even weg"),
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(world, teacher, fields, status, said):
    before = world.dump()

    page = put_forward(world.nominator(teacher), **{"child": "Noor<b>", **fields})

    assert (page.status_code, said in page.text) == (status, True)
    assert "<title>Fout: " in page.text
    typed = {"child": "Noor&lt;b&gt;", "group": "groep 5", **fields}
    for name in ("child", "group"):
        assert f'value="{typed[name].strip()}"' in page.text
    assert world.dump() == before


def test_who_left_a_coach_and_a_forged_link_meet_the_same_page(world, teacher):
    staff = world.coach()
    visitor = world.nominator(teacher)
    forged = [f"{visitor.path}x", f"/aanmelden/{world.token(teacher)}", "/aanmelden/niets"]
    with counted(world.database) as counts:
        pages = [visitor.client.get(path) for path in forged]
    assert counts == {"transactions": 0, "statements": 0}

    with world.database.write() as db:
        director = school_people.add_school_informant(
            db,
            staff.actor,
            school_id=staff.school.id,
            role="director",
            name="Els",
            now=world.clock(),
        ).id
        school_people.leave(db, staff.actor, teacher, world.clock())
    pages += [visitor.get(), world.nominator(director).get(), world.nominator("f" * 32).get()]
    assert {(page.status_code, page.text) for page in pages} == {(404, pages[0].text)}
    assert "Deze link werkt niet" in pages[0].text
