"""A message goes once: claimed by one worker, settled by who holds the claim."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.delivery import backoff, outbox
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outbox import NotStuckError
from survey_app.delivery.outcomes import (
    Accepted,
    Dropped,
    NotNow,
    Postponed,
    Refused,
    Unknown,
)
from survey_app.delivery.queries import state_of_outbox
from survey_app.delivery.remembering import RememberingSender
from tests.delivery.conftest import letter

HOLD = timedelta(minutes=5)


class Answering:
    """A sender that ends as it is told, after asking whether it may go."""

    def __init__(self, *outcomes, asks=True):
        self.outcomes = list(outcomes)
        self.asks = asks
        self.handed = []

    def hand_over(self, letter, may_go):
        if self.asks and not may_go():
            raise AssertionError("the message should have gone")
        self.handed.append(letter.reference)
        return self.outcomes.pop(0)

    def close(self):
        """Keep nothing open."""


def claim(post, now=None):
    with post.world.database.write() as session:
        outbox.let_lapse(session, now or post.world.clock())
        return outbox.claim(session, ["mail"], now or post.world.clock(), HOLD)


def test_what_is_due_goes_in_the_order_it_waited(post, clock):
    sender = RememberingSender()
    ids = []
    for number in range(3):
        ids.append(post.put(f"m{number}"))
        clock.forward(minutes=1)

    assert post.worker(sender).deliver_due() is True

    assert [each.reference for each in sender.letters] == ids
    assert {post.read(each).state for each in ids} == {"sent"}
    assert post.read(ids[0]).sent_at == clock()


def test_what_is_due_later_or_by_another_channel_stays(post, clock):
    sms = post.put("sms", channel="sms")
    clock.forward(hours=1)
    later = post.put("later")
    clock.forward(hours=-1)
    sender = RememberingSender()

    post.worker(sender).deliver_due()

    assert sender.letters == []
    assert {post.read(each).state for each in (sms, later)} == {"waiting"}


def test_the_same_key_is_planned_once(post):
    post.put("invitation 1 0")

    with pytest.raises(IntegrityError):
        post.put("invitation 1 0")


def test_ac_089_a_claimed_message_is_nobody_elses(post):
    post.put("one")

    assert claim(post) is not None
    assert claim(post) is None


def test_ac_089_four_workers_send_every_message_once(post):
    ids = {post.put(f"m{number}") for number in range(60)}
    senders = [RememberingSender() for _ in range(4)]
    threads = [
        threading.Thread(target=post.worker(sender).deliver_due, args=()) for sender in senders
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    sent = [letter.reference for sender in senders for letter in sender.letters]
    assert sorted(sent) == sorted(ids)
    assert {post.read(each).state for each in ids} == {"sent"}


def test_ac_088_a_worker_that_died_before_handing_over_costs_nothing(post, clock):
    message_id = post.put("one")
    claim(post)
    clock.forward(minutes=6)
    sender = RememberingSender()

    post.worker(sender).deliver_due()

    assert [each.reference for each in sender.letters] == [message_id]
    assert post.read(message_id).attempts == 2


def test_ac_088_a_worker_that_died_while_handing_over_leaves_it_uncertain(post, clock):
    message_id = post.put("one")
    held = claim(post)
    with post.world.database.write() as session:
        assert outbox.go(session, held, clock(), HOLD)
    clock.forward(minutes=6)
    sender = RememberingSender()

    post.worker(sender).deliver_due()

    assert sender.letters == []
    assert (post.read(message_id).state, post.read(message_id).reason) == (
        "uncertain",
        "stopped while sending",
    )


def test_ac_089_a_worker_paused_before_handing_over_finds_its_claim_gone(post, clock):
    message_id = post.put("one")
    held = claim(post)
    clock.forward(minutes=6)
    sender = RememberingSender()
    post.worker(sender).deliver_due()

    with post.world.database.write() as session:
        may_go = outbox.go(session, held, clock(), HOLD)
        outbox.settle(session, held, Refused("refused with 550"), clock())

    assert may_go is False
    assert post.read(message_id).state == "sent"


def test_ac_089_a_worker_paused_while_another_is_at_it_hands_nothing_over(post, clock):
    post.put("one")
    paused = claim(post)
    clock.forward(minutes=6)
    claim(post)  # the other one, which has not handed it over yet

    with post.world.database.write() as session:
        assert outbox.go(session, paused, clock(), HOLD) is False


def test_a_worker_that_was_only_slow_still_tells_how_it_ended(post, clock):
    message_id = post.put("one")
    held = claim(post)
    with post.world.database.write() as session:
        outbox.go(session, held, clock(), HOLD)
    clock.forward(minutes=6)
    post.worker(RememberingSender()).deliver_due()

    with post.world.database.write() as session:
        outbox.settle(session, held, Accepted(), clock())

    assert post.read(message_id).state == "sent"


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Refused("refused with 550", address=True), "refused", "refused with 550"),
        (Refused("refused with 554"), "refused", "refused with 554"),
        (Unknown("no answer to the mail"), "uncertain", "no answer to the mail"),
        (NotNow("mail server said 451"), "waiting", "mail server said 451"),
    ],
)
def test_how_it_ended_is_on_record(post, outcome, state, reason):
    message_id = post.put("one")

    post.worker(Answering(outcome)).deliver_due()

    assert (post.read(message_id).state, post.read(message_id).reason) == (state, reason)
    assert post.refused == ([message_id] if getattr(outcome, "address", False) else [])


def test_ac_092_it_is_tried_again_and_then_sent_once(post, clock):
    message_id = post.put("one")
    sender = Answering(NotNow("mail server said 451"), Accepted())
    worker = post.worker(sender)

    worker.deliver_due()
    worker.deliver_due()
    assert len(sender.handed) == 1
    clock.forward(minutes=2)
    worker.deliver_due()
    worker.deliver_due()

    assert sender.handed == [message_id, message_id]
    assert post.read(message_id).state == "sent"


def test_ac_092_after_four_days_it_is_given_up_and_never_before(post, clock):
    message_id = post.put("one")
    sender = Answering(*[NotNow("no mail server", unreachable=True)] * 500, asks=False)
    worker = post.worker(sender)
    began = clock()
    while post.read(message_id).state == "waiting":
        clock.forward(minutes=20)
        worker.deliver_due()

    assert timedelta(days=4) <= clock() - began < timedelta(days=5)
    assert post.read(message_id).state == "given_up"
    assert len(sender.handed) > 20


def test_a_server_that_cannot_be_reached_is_not_asked_for_every_message(post):
    for number in range(5):
        post.put(f"m{number}")
    sender = Answering(*[NotNow("no mail server", unreachable=True)] * 5, asks=False)

    assert post.worker(sender).deliver_due() is False
    assert len(sender.handed) == 1


def test_the_wait_grows_up_to_an_hour_and_differs_between_messages(clock):
    waits = [backoff.next_try("m", number, clock()) - clock() for number in range(1, 12)]
    minutes = [wait / timedelta(minutes=1) for wait in waits]

    assert 1 <= minutes[0] <= 1.25
    assert 60 <= minutes[-1] <= 75
    assert len({backoff.next_try(f"m{n}", 3, clock()) for n in range(20)}) > 10


def test_ac_090_a_message_that_cannot_be_composed_keeps_no_other_from_going(post):
    ids = [post.put(f"m{number}") for number in range(3)]
    sender = RememberingSender()

    def compose(session, message):
        if message.id == ids[0]:
            raise KeyError("Sam")
        return letter(message.id)

    post.worker(sender, compose).deliver_due()

    assert [each.reference for each in sender.letters] == ids[1:]
    assert (post.read(ids[0]).state, post.read(ids[0]).reason) == (
        "given_up",
        "could not be composed",
    )


def test_ac_090_a_fault_of_the_sender_keeps_no_other_from_going(post):
    ids = [post.put(f"m{number}") for number in range(2)]
    sender = RememberingSender()

    class Broken(RememberingSender):
        def hand_over(self, letter, may_go):
            if letter.reference == ids[0]:
                raise ValueError("a line end in moeder@thuis.example")
            return sender.hand_over(letter, may_go)

    post.worker(Broken()).deliver_due()

    assert [each.reference for each in sender.letters] == ids[1:]
    assert (post.read(ids[0]).state, post.read(ids[0]).reason) == (
        "waiting",
        "fault before sending",
    )


def test_what_is_no_longer_needed_is_dropped_with_its_reason(post):
    message_id = post.put("one")
    sender = RememberingSender()

    post.worker(sender, lambda session, message: Dropped("answered")).deliver_due()

    assert sender.letters == []
    assert (post.read(message_id).state, post.read(message_id).reason) == ("dropped", "answered")


def test_ac_096_what_changes_while_the_server_is_spoken_to_is_not_sent(post):
    message_id = post.put("one")
    looks = iter([letter(message_id), Dropped("no consent")])
    sender = RememberingSender()

    post.worker(sender, lambda session, message: next(looks)).deliver_due()

    assert sender.letters == []
    assert (post.read(message_id).state, post.read(message_id).reason) == (
        "dropped",
        "no consent",
    )


def test_what_cannot_go_now_waits_without_counting_as_tried(post, clock):
    message_id = post.put("one")
    until = clock() + timedelta(days=3)

    post.worker(
        RememberingSender(), lambda session, message: Postponed(until, "no day to send")
    ).deliver_due()

    message = post.read(message_id)
    assert (message.state, message.due_at, message.attempts) == ("waiting", until, 0)


@pytest.mark.parametrize(
    ("at", "goes"),
    [("07:29", False), ("07:30", True), ("19:59", True), ("20:00", False), ("03:00", False)],
)
def test_nothing_goes_in_quiet_hours(post, clock, at, goes):
    post.put("one")
    hour, minute = map(int, at.split(":"))
    clock.now = clock.now.replace(hour=hour, minute=minute) + timedelta(days=1)
    sender = RememberingSender()

    post.worker(sender).deliver_due()

    assert bool(sender.letters) is goes


def test_at_night_only_what_somebody_waits_for_goes(post, clock):
    waits, asked = post.put("one"), post.put("two", at_any_hour=True)
    clock.now = clock.now.replace(hour=23)
    sender = RememberingSender()

    post.worker(sender).deliver_due()

    assert [each.reference for each in sender.letters] == [asked]
    assert (post.read(waits).state, post.read(waits).attempts) == ("waiting", 0)


@pytest.mark.parametrize("outcome", [Unknown("no answer"), Refused("refused with 550")])
def test_a_person_can_send_again_what_got_stuck(post, clock, outcome):
    message_id = post.put("one")
    sender = Answering(outcome, Accepted())
    worker = post.worker(sender)
    worker.deliver_due()
    with post.world.database.write() as session:
        outbox.send_again(session, session.get_one(OutboxMessage, message_id), clock())

    worker.deliver_due()

    message = post.read(message_id)
    assert (message.state, sender.handed) == ("sent", [message_id, message.reference])
    assert message.reference != message_id  # or an idempotent gateway sends nothing


def test_what_was_sent_is_not_sent_again(post, clock):
    message_id = post.put("one")
    post.worker(RememberingSender()).deliver_due()

    with post.world.database.write() as session, pytest.raises(NotStuckError):
        outbox.send_again(session, session.get_one(OutboxMessage, message_id), clock())


def test_ac_091_the_oldest_unsent_message_is_known_also_while_it_is_tried_again(post, clock):
    began = clock()
    post.put("one")
    worker = post.worker(Answering(*[NotNow("no mail server", unreachable=True)] * 9, asks=False))
    for _ in range(4):
        worker.deliver_due()
        clock.forward(minutes=7)
    worker.deliver_due()
    assert claim(post) is None  # it is not due at this moment

    with post.world.database.read() as session:
        state = state_of_outbox(session, clock())
    assert state.oldest_due_at == began
    assert state.overdue == {"mail": 1}
    assert state.waits_too_long(clock())


def test_nothing_due_is_no_alarm(post, clock):
    post.put("one")
    post.worker(RememberingSender()).deliver_due()
    clock.forward(days=1)

    with post.world.database.read() as session:
        state = state_of_outbox(session, clock())
    assert (state.oldest_due_at, state.waits_too_long(clock())) == (None, False)
