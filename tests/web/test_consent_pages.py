"""Agreeing by an own link, and what the coach's page says of who agreed."""

import re
from html import unescape

import pytest

from tests.web.test_contact import deliver
from tests.web.world import act, agree_on_paper, data_page

pytestmark = pytest.mark.one_database

DECIDES = {"birth_month": "3", "birth_year": "2017", "holders": "two"}


def path_of(family):
    return f"/trajecten/{family['traject']}"


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def row_of(page, key):
    """Return the words of one person's row on the coach's page."""
    start = page.text.index(f'id="t-{key}"')
    part = page.text[start:].split("<details>", 1)[0].split("</ul>", 1)[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part)))


def states(world):
    return [
        (line[4], line[6])
        for line in sorted(world.dump()["consent_statement"], key=lambda each: each[3])
        if line[6] != "asked"
    ]


def test_a_parent_reads_what_is_asked_and_chooses_for_each_purpose(world):
    family = world.family("moeder")
    mother = world.signer(family["moeder"])

    page = mother.get()
    assert (page.status_code, data_page(page)) == (200, "consent")
    for words in ("Mag Marit Sam helpen?", "Mag Marit vragen stellen over Sam?", "zonder namen"):
        assert words in text_of(page)
    assert " checked" not in page.text
    assert "Ik trek mijn toestemming in" not in page.text

    after = mother.choose(network="nee")

    assert states(world) == [("help", "given"), ("measuring", "given"), ("network", "refused")]
    assert "Je keuze is bewaard" in after.text
    assert "Ik trek mijn toestemming in" in after.text
    assert re.findall(r'id="(\w+-\w+)" checked', after.text) == [
        "help-ja",
        "measuring-ja",
        "network-nee",
    ]


def test_taking_it_back_is_one_step_and_agreeing_again_is_too(world):
    family = world.family("moeder")
    mother = world.signer(family["moeder"])
    mother.choose()

    page = mother.take_back()

    assert [state for _, state in states(world)[3:]] == ["withdrawn"] * 3
    assert "ingetrokken op" in page.text
    assert "Ik trek mijn toestemming in" not in page.text
    assert text_of(mother.choose()).count("ja, op") == 3


@pytest.mark.parametrize(
    "change", [{"help": ""}, {"measuring": "misschien"}, {"network": "yes"}], ids=str
)
def test_a_choice_that_is_missing_is_asked_again_and_the_others_stay(world, change):
    family = world.family("moeder")
    before = world.dump()

    page = world.signer(family["moeder"]).choose(**change)

    assert page.status_code == 422
    assert "<title>Fout: Toestemming" in page.text
    assert page.text.count("Kies ja of nee") == 1
    assert page.text.count(" checked") == 2
    assert world.dump() == before


def test_a_child_of_twelve_is_asked_in_words_to_itself(world):
    family = world.family("moeder", age=12)
    child = world.signer(family["child"])

    page = child.get()

    assert "Dag Sam! Ik ben Marit" in text_of(page)
    assert "Mag Marit jou helpen?" in page.text
    assert "Kindertelefoon" in page.text
    child.choose("nee")
    assert [state for _, state in states(world)] == ["refused"] * 3


def test_only_the_first_name_of_a_child_is_shown(world):
    family = world.family("moeder", child="Sam Achternaam")

    assert "Achternaam" not in world.signer(family["moeder"]).get().text


def test_the_coach_sees_for_each_person_and_purpose_what_was_said_how_and_when(world):
    family = world.family("moeder", "vader")
    world.signer(family["moeder"]).choose(network="nee")

    page = world.signed_in().get(path_of(family))

    assert "Nog niet iedereen is akkoord" in page.text
    assert "We wachten op: vader." in page.text
    mother, father = row_of(page, family["moeder"]), row_of(page, family["vader"])
    assert "Hulp op school: akkoord sinds 2 november 2026, met een eigen link" in mother
    assert "Leren van elkaar: niet akkoord, gezegd op 2 november 2026" in mother
    assert father.count("gevraagd op 2 november 2026") == 3


def test_asking_by_an_own_link_shows_the_link_and_a_message(world):
    started = world.start_traject()
    coach = world.signed_in()
    path = f"/trajecten/{started}"
    act(coach, f"{path}/informanten", path, role="parent", label="moeder")
    page = coach.get(path).text
    assert "/akkoord/" not in page
    (ask,) = re.findall(rf'action="({path}/toestemming/\w+/link)"', page)

    act(coach, ask, path)

    (link, *_) = re.findall(r'value="http://localhost(/akkoord/[^"]+)"', coach.get(path).text)
    assert world.client().get(link).status_code == 200


def test_recording_for_each_person_ends_in_links_that_can_be_shared(world):
    started = world.start_traject()
    coach = world.signed_in()
    path = f"/trajecten/{started}"
    for label in ("moeder", "vader"):
        act(coach, f"{path}/informanten", path, role="parent", label=label)
    act(coach, f"{path}/gezag", path, **DECIDES)
    assert "We wachten op: moeder en vader." in coach.get(path).text

    agree_on_paper(coach, path)
    half = coach.get(path).text
    (father,) = re.findall(r'id="t-(\w+)"', half.split("vader</h3>")[0])[-1:]
    fields = {f"s{father}-{name}": "yes" for name in ("help", "measuring")}
    done = act(
        coach,
        f"{path}/toestemming/{father}",
        path,
        **fields,
        **{f"s{father}-channel": "conversation"},
    )

    assert 'value="http://localhost/v/' not in half
    page = coach.get(done.location).text
    assert "Er is toestemming" in page
    assert page.count('value="http://localhost/v/') == 3


def test_what_the_last_one_says_by_link_lets_the_coach_make_the_links(world):
    family = world.family("moeder")
    coach = world.signed_in()
    world.signer(family["moeder"]).choose()
    page = coach.get(path_of(family)).text
    assert "Zet de links klaar" in page

    act(coach, f"{path_of(family)}/klaarzetten")

    after = coach.get(path_of(family)).text
    assert after.count('value="http://localhost/v/') == 2
    assert "Zet de links klaar" not in after


def test_nothing_said_or_no_channel_is_mended_on_the_page(world):
    family = world.family("moeder")
    coach = world.signed_in()
    where = f"{path_of(family)}/toestemming/{family['moeder']}"
    prefix = f"s{family['moeder']}-"

    for fields in ({}, {f"{prefix}help": "yes"}, {f"{prefix}channel": "paper"}):
        assert act(coach, where, path_of(family), **fields).status_code == 422
    assert states(world) == []


def test_a_disagreement_is_a_state_and_a_court_can_settle_it(world):
    family = world.family("moeder", "vader")
    coach = world.signed_in()
    world.signer(family["moeder"]).choose()
    world.signer(family["vader"]).choose("nee")
    page = coach.get(path_of(family)).text
    assert "Ze zijn het niet eens" in page
    assert "Niet akkoord: vader." in page

    act(coach, f"{path_of(family)}/uitspraak")

    settled = coach.get(path_of(family)).text
    assert "Er is toestemming" in settled
    assert "De rechter besliste in de plaats van de ouders" in settled

    act(coach, f"{path_of(family)}/uitspraak/einde")

    assert "Ze zijn het niet eens" in coach.get(path_of(family)).text


def test_a_parent_who_turns_out_to_have_no_authority_is_awaited_no_more(world):
    family = world.family("moeder", "vader")
    coach = world.signed_in()

    act(coach, f"{path_of(family)}/gezag/{family['vader']}", holds="nee")

    page = coach.get(path_of(family)).text
    assert "1 ouder met gezag die hier nog niet bij staat" in page
    assert "Heeft geen gezag en hoeft geen akkoord te geven." in page
    assert world.signer(family["vader"]).get().status_code == 404


def test_one_holder_is_refused_while_two_parents_hold_authority(world):
    family = world.family("moeder", "vader")
    fields = {**DECIDES, "holders": "one"}

    page = act(world.signed_in(), f"{path_of(family)}/gezag", **fields)

    assert page.status_code == 422
    assert "Zet er eerst bij wie geen gezag heeft." in page.text


def test_who_only_agrees_is_asked_nothing(world):
    started = world.start_traject()
    coach = world.signed_in()
    path = f"/trajecten/{started}"
    act(coach, f"{path}/informanten", path, role="parent", label="vader", authority="only")
    act(coach, f"{path}/gezag", path, **{**DECIDES, "holders": "one"})

    agree_on_paper(coach, path)

    page = coach.get(path).text
    assert "ouder; geeft alleen toestemming" in page
    assert page.count('value="http://localhost/v/') == 1, "only the child has a link"


def test_a_coach_sends_the_link_to_agree_with_and_sees_that_it_went(world):
    family = world.family("moeder", "vader")
    coach = world.signed_in()
    path = path_of(family)
    assert "Stuur de link" not in coach.get(path).text
    address = {"channel": "mail", "address": "moeder@thuis.nl"}
    act(coach, f"{path}/mensen/{family['moeder']}", **address)

    assert "Stuur de link" in text_of(coach.get(path))
    send = f"{path}/toestemming/{family['moeder']}/stuur"
    assert (act(coach, send).status_code, act(coach, send).status_code) == (303, 422)
    (letter,) = deliver(world).letters
    assert world.signer(family["moeder"]).path in letter.text
    assert "De link is per e-mail verstuurd op 2 november 2026." in text_of(coach.get(path))
    world.signer(family["moeder"]).choose()
    assert "Stuur de link" not in coach.get(path).text
