"""Who lost a link gets it again at the address the school has; nobody learns whose that is."""

import pytest
from sqlalchemy import event

from survey_app.commands.delivering import answer_asked
from survey_app.invitations import services as invitations
from survey_app.invitations.link_requests import MOST_FROM_A_PLACE, note_request
from tests.factories.answers import answer
from tests.invitations.conftest import LINKS


@pytest.fixture
def asked(world, coach, traject):
    """Give a traject whose mother has had her mail."""
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    return traject


def request(world, address="moeder@thuis.nl", channel="mail", place="here"):
    with world.database.write() as session:
        note_request(session, channel, address, place, world.clock())


def again(world, post):
    answer_asked(world.database, world.clock)
    return post.now()


def test_what_is_open_comes_again_and_is_no_reminder(world, post, asked):
    post.now()
    request(world, "Moeder@Thuis.nl")

    (letter,) = again(world, post)

    assert (letter.to, "Herinnering" in letter.subject) == ("moeder@thuis.nl", False)
    assert LINKS.url(world.invitation(asked, "parent")) in letter.text
    assert again(world, post) == []
    assert len(post.days(30)) == 2  # both reminders still come


def test_a_teacher_gets_one_message_and_two_parents_at_one_address_one_each(world, coach, post):
    for child in ("Sam", "Noor"):
        world.reach(coach, world.traject(coach, child=child), "teacher", "juf@school.nl")
    both = world.traject(coach, child="Mila", parents=("moeder", "vader"))
    for number in (1, 2):
        world.reach(coach, both, "parent", "thuis@thuis.nl", number=number)
    post.now()
    request(world, "juf@school.nl")
    request(world, "thuis@thuis.nl")

    letters = again(world, post)

    assert sorted(each.to for each in letters) == [
        "juf@school.nl",
        "thuis@thuis.nl",
        "thuis@thuis.nl",
    ]
    assert ["/ronde/" in each.text for each in letters].count(True) == 1


@pytest.mark.parametrize("happened", ["answered", "withdrawn", "answered meanwhile"])
def test_nothing_comes_when_nothing_is_open_any_more(world, coach, post, asked, happened):
    post.now()
    if happened == "withdrawn":
        world.withdraw(coach, asked)
    elif happened == "answered":
        answer(world, world.invitation(asked, "parent"))
    request(world)
    answer_asked(world.database, world.clock)
    if happened == "answered meanwhile":
        answer(world, world.invitation(asked, "parent"))

    assert post.now() == []


def test_who_declined_and_asks_after_all_gets_the_link_also_on_a_saturday(world, post, asked):
    post.now()
    with world.database.write() as session:
        invitations.decline(session, world.invitation(asked, "parent"), world.clock())
    world.clock.forward(days=5)
    request(world)

    assert [letter.to for letter in again(world, post)] == ["moeder@thuis.nl"]


def test_nothing_goes_at_night(world, post, asked):
    post.now()
    world.clock.forward(hours=11)
    request(world)
    assert again(world, post) == []
    world.clock.forward(hours=11)

    assert len(post.now()) == 1


def keep_asking(world, post, minutes):
    """Ask and deliver every 5 minutes for so long; return how many messages came."""
    came = 0
    for _ in range(minutes // 5):
        request(world)
        came += len(again(world, post))
        world.clock.forward(minutes=5)
    return came


def test_ac_048_an_address_gets_three_an_hour_and_six_a_day_and_no_more(world, post, asked):
    post.now()

    # Who goes on asking in vain is heard again as soon as the hour, or the day, is over.
    assert [keep_asking(world, post, 60) for _ in range(3)] == [3, 3, 0]
    world.clock.forward(hours=21)
    assert keep_asking(world, post, 5) == 1


def test_ac_048_what_is_asked_all_night_is_one_message_in_the_morning(world, post, asked):
    post.now()
    world.clock.forward(hours=11)
    assert keep_asking(world, post, 300) == 0
    world.clock.forward(hours=6)

    assert len(post.now()) == 1
    assert keep_asking(world, post, 5) == 1


def test_ac_048_the_day_of_a_family_at_one_address_is_full_after_two_times(world, coach, post):
    for child in ("Sam", "Noor", "Mila", "Bo"):
        world.reach(coach, world.traject(coach, child=child), "parent", "moeder@thuis.nl")
    post.now()

    assert keep_asking(world, post, 60) == 8


def test_ac_045_048_where_very_much_is_asked_only_what_is_known_goes_on(world, post, asked):
    for number in range(MOST_FROM_A_PLACE + 5):
        request(world, f"vreemd{number}@elders.nl")
    assert world.rows("link_request") == MOST_FROM_A_PLACE

    before = world.rows("outbox_message")
    for _ in range(8):
        request(world)
        answer_asked(world.database, world.clock)
    assert world.rows("link_request") == MOST_FROM_A_PLACE + 3
    assert world.rows("outbox_message") == before + 1


def test_ac_040_where_very_much_is_asked_the_same_is_done_for_who_is_known_and_who_is_not(
    world, asked
):
    """AC-040: an answer that needs no writing comes sooner, on a disk by milliseconds."""
    for number in range(MOST_FROM_A_PLACE):
        request(world, f"vreemd{number}@elders.nl")

    of_known = statements(world, lambda: request(world))
    of_unknown = statements(world, lambda: request(world, "nog-een@elders.nl"))

    assert of_known == of_unknown
    assert sum(each.startswith("INSERT INTO link_request") for each in of_unknown) == 1
    assert world.rows("link_request") == MOST_FROM_A_PLACE + 1


def statements(world, do):
    """Return what is asked of the database meanwhile."""
    found = []

    def note(connection, cursor, statement, parameters, context, many):
        found.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(world.database.engine, "before_cursor_execute", note)
    return found


def test_of_an_unknown_address_only_a_fingerprint_is_kept_and_not_for_long(world, post, asked):
    before = world.rows("outbox_message")
    request(world, "vreemd@elders.nl")
    answer_asked(world.database, world.clock)

    assert world.rows("outbox_message") == before
    assert "elders" not in str(world.sql("SELECT * FROM link_request"))
    world.clock.forward(hours=1)
    request(world)
    assert world.rows("link_request") == 1
