"""Section 6 of the catalogue: one response, never lost."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from survey_app.answering.models import Response
from survey_app.invitations.models import Invitation
from survey_app.keeping.bench import bench_list
from survey_app.storage import Database, Keyring, engine
from survey_app.trajects import statements
from survey_app.trajects.consent import Channel
from survey_app.trajects.models import Traject
from tests.attacks.faults import cannot_store, held
from tests.attacks.live import Phone, open_links
from tests.rig.server import SECRET_KEYS
from tests.web.world import (
    KEYS,
    MORNING,
    NEXT_KEYS,
    Visitor,
    a_world,
    act,
    checked,
    csrf,
    data_page,
    fill_words,
)

# Long enough to need room that a full disk does not have.
WORDS = "KNR-verhaal" + " van een lange dag" * 105


@pytest.fixture
def hasty(monkeypatch):
    """Let the database wait a fifth of a second for a lock instead of eight."""
    hasty_rules = [rule for rule in engine.SQLITE_PRAGMAS if "busy_timeout" not in rule]
    monkeypatch.setattr(engine, "SQLITE_PRAGMAS", (*hasty_rules, "busy_timeout=200"))
    options = engine.POSTGRESQL_OPTIONS.replace("lock_timeout=8000", "lock_timeout=200")
    monkeypatch.setattr(engine, "POSTGRESQL_OPTIONS", options)


@pytest.fixture
def hasty_world(hasty, migrated_url):
    with a_world(migrated_url) as world:
        yield world


def last_page(world):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    return visitor


def kept(page):
    """Return what the page of a failure holds and would send again."""
    assert data_page(page) == "not-saved", page.text
    return {"q3": 'name="a.q3" value="4"' in page.text, "words": WORDS in page.text}


def again(visitor, page):
    """Press the button of the page of a failure."""
    fields = [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    ]
    return visitor.post(2, [*fields, ("act", "forward")])


def assert_not_saved_then_saved(world, visitor, refused):
    assert refused.status_code == 503
    assert refused.headers["Retry-After"].isdigit()
    assert "nog niet bewaard" in refused.text
    assert "Dank je wel" not in refused.text
    assert kept(refused) == {"q3": True, "words": True}
    assert world.responses() == []

    done = again(visitor, refused.text)

    assert done.status_code == 303
    assert data_page(visitor.client.get(done.location)) == "thanks"
    (response,) = world.responses()
    assert response.answers == {"q1": "2", "q2": "3", "q3": "4"}
    assert json.loads(response.texts) == {"woorden": WORDS}


def test_ac_077_a_locked_database_gives_no_thanks_and_keeps_the_answers(hasty_world):
    visitor = last_page(hasty_world)

    with held(hasty_world.database):
        refused = visitor.post(2, visitor.fields(q3="4", woorden=WORDS))

    assert_not_saved_then_saved(hasty_world, visitor, refused)


def test_ac_077_a_database_that_cannot_store_gives_no_thanks_and_keeps_the_answers(
    world, monkeypatch
):
    visitor = last_page(world)

    with cannot_store(world.database, monkeypatch):
        refused = visitor.post(2, visitor.fields(q3="4", woorden=WORDS))
        assert data_page(visitor.get("/2")) == "questions"

    assert_not_saved_then_saved(world, visitor, refused)


def test_ac_077_a_page_in_the_middle_is_kept_as_well(hasty_world):
    visitor = hasty_world.visitor(hasty_world.words_case().intake["parent"])
    visitor.begin()

    with held(hasty_world.database):
        refused = visitor.post(1, visitor.fields(q1="5", q2="1"))

    assert refused.status_code == 503
    assert 'name="a.q1" value="5"' in refused.text
    assert 'name="a.q2" value="1"' in refused.text


def test_ac_077_beginning_and_saying_no_fail_honestly(hasty_world):
    visitor = hasty_world.visitor(hasty_world.words_case().intake["parent"])
    token = csrf(visitor.get())

    with held(hasty_world.database):
        begun = visitor.client.post(visitor.path, data={"csrf_token": token})
        said = visitor.client.post(
            f"{visitor.path}/liever-niet", data={"csrf_token": token, "act": "decline"}
        )

    for page in (begun, said):
        assert page.status_code == 503
        assert page.headers["Retry-After"].isdigit()
    assert data_page(fill_words(visitor)) == "thanks"


def test_ac_077_a_refused_row_inside_the_submit_gives_no_thanks(world):
    visitor = last_page(world)
    with world.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event RENAME TO audit_event_away"))

    refused = visitor.post(2, visitor.fields(q3="4", woorden=WORDS))

    with world.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event_away RENAME TO audit_event"))
    assert_not_saved_then_saved(world, visitor, refused)


def test_ac_078_a_double_click_gives_one_response_and_twice_the_same_thanks(world):
    visitor = last_page(world)
    fields = visitor.fields(q3="4")

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: visitor.post(2, fields), range(2)))

    assert [page.status_code for page in both] == [303, 303]
    assert {data_page(visitor.client.get(page.location)) for page in both} == {"thanks"}
    assert len(world.responses()) == 1


def test_ac_078_a_double_click_on_begin_begins_once(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    fields = {"csrf_token": csrf(visitor.get())}

    answers = together(
        world,
        case.intake["parent"],
        lambda: visitor.client.post(visitor.path, data=fields),
        lambda: visitor.client.post(visitor.path, data=fields),
    )

    assert [page.status_code for page in answers] == [303, 303]
    assert len(world.dump()["draft"]) == 1


def wait_for_lock():
    """Give the requests of other threads the time to reach the lock."""
    threading.Event().wait(0.4)


def together(world, invitation_id, *posts):
    """Let requests reach the same lock, then let them go on; return their answers."""
    with ThreadPoolExecutor(len(posts)) as pool:
        with held(world.database, invitation_id):
            sent = []
            for post in posts:
                sent.append(pool.submit(post))
                wait_for_lock()
        return [each.result() for each in sent]


def test_ac_080_two_pages_saved_at_the_same_moment_are_both_kept(world):
    case = world.words_case()
    link = case.intake["parent"]
    first, second = (world.visitor(link) for _ in range(2))
    first.begin()
    first.send(1, act="skip")
    second.begin()
    second.get("/2")
    first.get("/1")

    answers = together(
        world,
        link,
        lambda: first.post(1, first.fields(q1="2", q2="3")),
        lambda: second.post(1, [("csrf_token", csrf(second.page)), ("a.q1", "5"), ("act", "skip")]),
    )

    saved = world.draft(link).entries
    assert sorted(page.status_code for page in answers) == [303, 409]
    assert {key: entry.get("o") for key, entry in saved.items()} in (
        {"q1": "2", "q2": "3"},
        {"q1": "5", "q2": None},
    )


def test_ac_080_two_different_pages_saved_at_the_same_moment_lose_neither(world):
    case = world.words_case()
    link = case.intake["parent"]
    first, second = (world.visitor(link) for _ in range(2))
    first.begin()
    second.begin()
    second.get("/2")

    answers = together(
        world,
        link,
        lambda: first.post(1, first.fields(q1="2", q2="3")),
        lambda: second.post(2, second.fields(q3="4")),
    )

    assert [page.status_code for page in answers] == [303, 303]
    draft = world.draft(link)
    kept = draft.entries if draft else world.responses()[0].answers
    assert set(kept) == {"q1", "q2", "q3", "woorden"} - (set() if draft else {"woorden"})


def test_ac_079_a_page_saved_while_the_sheet_is_closed_changes_nothing(world):
    case = world.words_case()
    link = case.intake["parent"]
    first, second = (world.visitor(link) for _ in range(2))
    first.begin()
    first.send(1, q1="2", q2="3")
    second.begin()
    second.get("/1")

    answers = together(
        world,
        link,
        lambda: first.post(2, first.fields(q3="4")),
        lambda: second.post(1, second.fields(q1="5", q2="5")),
    )

    assert max(page.status_code for page in answers) < 500
    rows = world.dump()
    assert len(rows["response"]) == 1
    assert rows["draft"] == []
    stored = world.responses()[0].answers
    assert stored in ({"q1": "2", "q2": "3", "q3": "4"}, {"q1": "5", "q2": "5", "q3": "4"})


def test_ac_079_a_link_revoked_at_the_same_moment_stores_nothing(world):
    case = world.words_case()
    link = case.intake["parent"]
    visitor = world.visitor(link)
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    coach = world.signed_in()
    token = csrf(coach.get("/vandaag"))
    revoke = f"/trajecten/{case.traject_id}/uitnodigingen/{link}/intrekken"

    answers = together(
        world,
        link,
        lambda: coach.post(revoke, data={"csrf_token": token}),
        lambda: visitor.post(2, visitor.fields(q3="4")),
    )

    assert max(page.status_code for page in answers) < 500
    revoked = world.invitation(link).revoked_at is not None
    assert revoked
    assert data_page(visitor.get()) in ("ended", "already")


WITHDRAWALS = 5


def test_ac_119_no_link_outlives_a_withdrawal_of_the_same_moment(world):
    for number in range(WITHDRAWALS):
        case = world.case(child=f"Kind {number}")
        page = f"/trajecten/{case.traject_id}"
        posts = [
            (f"{page}/toestemming/{case.informants['parent']}/intrekken", {}),
            (f"{page}/stapje", {}),
            (f"{page}/informanten", {"role": "parent", "label": "vader", "authority": "no"}),
            *((f"{page}/uitnodigingen/{link}/vernieuwen", {}) for link in case.intake.values()),
        ]
        browsers = [world.signed_in() for _ in posts]
        tokens = [csrf(browser.get("/vandaag")) for browser in browsers]
        start = Barrier(len(posts))

        def post(browser, token, path, fields, start=start):
            start.wait()
            return browser.post(path, data={"csrf_token": token, **fields}).status_code

        with ThreadPoolExecutor(len(posts)) as pool:
            statuses = list(
                pool.map(
                    post,
                    browsers,
                    tokens,
                    [path for path, _ in posts],
                    [fields for _, fields in posts],
                )
            )

        assert statuses[0] == 303
        assert max(statuses) < 500
        with world.database.read() as db:
            made = db.scalars(select(Invitation).where(Invitation.traject_id == case.traject_id))
            assert [link.id for link in made if link.revoked_at is None] == []


def test_ac_119_a_link_without_an_agreement_is_closed_whatever_it_says_itself(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    with world.database.write() as db:
        traject = db.get_one(Traject, case.traject_id)
        mother = statements.signer_in(db, traject, case.informants["parent"])
        by, how = world.coach().actor, Channel.CONVERSATION
        statements.withdraw(db, by, traject, mother, how, world.clock())
        live = select(Invitation).where(Invitation.revoked_at.is_(None))
        assert db.scalars(live).first() is not None

    refused = visitor.send(1, q1="2", q2="4")

    assert refused.status_code == 410
    assert data_page(refused) == "ended"
    assert world.draft(case.intake["parent"]).entries == {}


KEYS_OF_FIVE = [option.key for option in bench_list().items[0].options]
ROUNDS = 4
SENDERS = 50


def test_ac_079_fifty_posts_at_once_on_one_link_give_one_response_from_one_of_them(live_server):
    links = open_links(live_server, ROUNDS)
    accepted = {}
    for number, (invitation_id, path) in enumerate(links):
        phones = [Phone(live_server.url) for _ in range(SENDERS)]
        with ThreadPoolExecutor(SENDERS) as pool:
            pages = [phones[0].begin(path)]
            pages += pool.map(lambda phone, path=path: phone.begin(path), phones[1:])
            barrier = threading.Barrier(SENDERS)

            def send(sender, path=path, phones=phones, pages=pages, barrier=barrier, number=number):
                barrier.wait()
                return phones[sender].send(path, pages[sender], answers_of(sender + 50 * number))

            thanked = list(pool.map(send, range(SENDERS)))
        accepted[invitation_id] = [
            answers_of(sender + 50 * number) for sender, won in enumerate(thanked) if won
        ]

    stored = stored_answers(live_server)
    assert {link: len(rows) for link, rows in stored.items()} == {link: 1 for link, _ in links}
    assert {link: [rows[0]] for link, rows in stored.items()} == accepted
    assert "Traceback" not in live_server.log()


def answers_of(number):
    """Return 25 answers that only this number gives."""
    return [KEYS_OF_FIVE[(number // 5 ** (place % 5) + place) % 5] for place in range(25)]


def stored_answers(server):
    """Return the answers of every response by invitation."""
    database = Database(server.database_url, Keyring((SECRET_KEYS,)))
    stored = {}
    with database.read() as db:
        for response in db.scalars(select(Response)):
            answers = [response.answers[f"q{n:02}"] for n in range(1, 26)]
            stored.setdefault(response.invitation_id, []).append(answers)
    database.dispose()
    return stored


def test_ac_080_a_change_in_another_tab_is_told_and_not_overwritten(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    tab = Visitor(visitor.client, visitor.path)
    tab.get("/1")
    visitor.send(1, q1="2", q2="3")

    told = tab.post(1, tab.fields(q1="5", q2="3"))

    assert told.status_code == 409
    assert "net ook ergens anders beantwoord" in told.text
    assert checked(told) == {"q1-5", "q2-3"}
    assert world.draft(case.intake["parent"]).entries["q1"]["o"] == "2"
    tab.page = told
    tab.send(1, q1="5", q2="3")
    assert world.draft(case.intake["parent"]).entries["q1"]["o"] == "5"


def test_ac_080_what_is_sent_holds_what_another_tab_saved_last(world):
    case = world.words_case()
    visitor = last_page_of(world, case)
    tab = Visitor(visitor.client, visitor.path)
    tab.get("/1")
    tab.send(1, q1="5", q2="3")

    visitor.send(2, q3="4")

    assert world.responses()[0].answers == {"q1": "5", "q2": "3", "q3": "4"}


def last_page_of(world, case):
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    return visitor


@pytest.mark.parametrize("change", ["second", "none", "update"])
def test_ac_081_the_database_itself_refuses_a_second_changed_or_loose_response(world, change):
    fill_words(world.visitor(world.words_case().intake["parent"]))
    columns = [column.name for column in Response.__table__.columns]
    link = {"second": "invitation_id", "none": "NULL"}.get(change)
    values = ", ".join(
        {"id": "'copy'", "invitation_id": link or ""}.get(name, name) for name in columns
    )
    statement = (
        f"INSERT INTO response ({', '.join(columns)}) SELECT {values} FROM response"  # noqa: S608  # our own column names
        if link
        else "UPDATE response SET answers = '{}'"
    )

    with pytest.raises(IntegrityError), world.database.engine.begin() as connection:
        connection.execute(text(statement))

    assert [response.answers["q1"] for response in world.responses()] == ["2"]


def test_ac_083_going_back_after_sending_changes_nothing_and_shows_no_answers(world):
    case = world.words_case()
    visitor = last_page_of(world, case)
    fields = visitor.fields(q3="4", woorden=WORDS)
    done = visitor.post(2, fields)
    visitor.client.get(done.location)
    before = world.dump()

    changed = [(name, "5" if name == "a.q3" else value) for name, value in fields]
    posted = visitor.client.get(visitor.post(2, changed).location)
    pages = [posted, visitor.get(), visitor.get("/1"), visitor.get("/2"), visitor.get("/bedankt")]

    assert {data_page(page) for page in pages} == {"thanks", "already"}
    assert not any("KNR-verhaal" in page.text or "checked" in page.text for page in pages)
    assert world.dump() == before


def test_ac_028_an_expired_session_gives_the_page_back_with_every_answer(world):
    with time_machine.travel(MORNING) as traveller:
        case = world.words_case()
        visitor = last_page_of(world, case)
        traveller.shift(3 * 86_400)
        world.clock.move(days=3)

        back = visitor.post(2, visitor.fields(q3="4", woorden=WORDS))

        assert back.status_code == 400
        assert "Je antwoorden staan er nog" in back.text
        assert checked(back) == {"q3-4"}
        assert "KNR-verhaal" in back.text
        visitor.page = back
        assert data_page(visitor.send(2, q3="4", woorden=WORDS)) == "thanks"
    assert world.responses()[0].answers == {"q1": "2", "q2": "3", "q3": "4"}


def test_ac_028_a_lost_cookie_gives_the_page_back_with_every_answer(world):
    case = world.words_case()
    visitor = last_page_of(world, case)
    fields = visitor.fields(q3="4", woorden=WORDS)
    visitor.client.delete_cookie("kansmeter")

    back = visitor.post(2, fields)

    assert back.status_code == 400
    assert checked(back) == {"q3-4"}
    assert "KNR-verhaal" in back.text
    assert world.responses() == []


def test_ac_084_a_sheet_goes_on_after_days_a_new_key_and_on_another_device(world, migrated_url):
    case = world.words_case()
    first = world.visitor(case.intake["parent"])
    first.begin()
    first.send(1, q1="2", q2="3")
    world.clock.move(days=10)

    with a_world(migrated_url, keys=f"{NEXT_KEYS},{KEYS}", clock=world.clock) as rotated:
        other = Visitor(rotated.client(), first.path)
        assert other.begin().request.path.endswith("/2")
        assert data_page(other.send(2, q3="4", woorden="later")) == "thanks"

        (response,) = rotated.responses()
    assert response.answers == {"q1": "2", "q2": "3", "q3": "4"}
    assert json.loads(response.texts) == {"woorden": "later"}


def test_ac_084_saved_words_under_an_old_key_are_still_read(world, migrated_url):
    case = world.words_case()
    visitor = last_page_of(world, case)
    with a_world(migrated_url, clock=world.clock) as second:
        visitor.get("/1")
        assert second.draft(case.intake["parent"]).entries["q1"]["o"] == "2"
    act(
        world.signed_in(),
        f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/vernieuwen",
    )

    with a_world(migrated_url, keys=f"{NEXT_KEYS},{KEYS}", clock=world.clock) as rotated:
        with rotated.database.read() as db:
            (fresh,) = db.execute(text("SELECT invitation_id FROM draft")).scalars()
        again = rotated.visitor(fresh)
        assert again.begin().request.path.endswith("/2")
        again.send(2, q3="1", woorden="onder de nieuwe sleutel")
        assert json.loads(rotated.responses()[0].texts) == {"woorden": "onder de nieuwe sleutel"}
