"""What the gateway tells later: a message only goes forward, and by one report."""

import hmac
from hashlib import sha256

import pytest

from survey_app.config import SettingsError, load_settings
from survey_app.delivery.outbox import send_again
from survey_app.delivery.outcomes import Accepted, Unknown
from survey_app.delivery.reports import Report, take_in
from survey_app.delivery.sms_reports import SmsReports
from tests.delivery.test_outbox import Answering
from tests.factories.world import OTHER_SECRET, SECRET

ARRIVED, BOUNCED = Report
KEY = "k" * 32
BODY = b'{"reference": "x"}'


def signed(key, body=BODY):
    return hmac.new(key.encode(), body, sha256).hexdigest()


def sent(post, outcome):
    message_id = post.put("one", channel="sms")
    post.worker(Answering(outcome), channel="sms").deliver_due()
    return message_id


def report(post, message_id, *told, channel="sms"):
    with post.world.database.write() as session:
        now = post.world.clock()
        return [bool(take_in(session, message_id, channel, each, "bounced", now)) for each in told]


@pytest.mark.parametrize("outcome", [Accepted(), Unknown("no answer to the SMS")])
@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([ARRIVED, BOUNCED, ARRIVED], ("sent", None)),
        ([BOUNCED, ARRIVED, BOUNCED], ("refused", "bounced")),
    ],
)
def test_ac_095_the_first_report_counts_and_no_later_one(post, outcome, told, state):
    message_id = sent(post, outcome)

    assert report(post, message_id, *told) == [True, False, False]

    found = post.read(message_id)
    assert (found.state, found.reason) == state


def test_ac_095_what_did_not_go_by_sms_is_not_reported(post):
    waiting, mail = post.put("two", channel="sms"), post.put("three")
    post.worker(Answering(Accepted())).deliver_due()

    for each in (waiting, mail, "f" * 32):
        assert report(post, each, BOUNCED) == [False]
    assert (post.read(waiting).state, post.read(mail).state) == ("waiting", "sent")


def test_ac_095_an_old_report_that_comes_again_says_nothing_of_a_second_try(post):
    message_id = sent(post, Accepted())
    report(post, message_id, BOUNCED)
    with post.world.database.write() as session:
        send_again(session, session.merge(post.read(message_id)), post.world.clock())
    post.worker(Answering(Accepted()), channel="sms").deliver_due()

    assert report(post, message_id, BOUNCED) == [False]
    assert (post.read(message_id).state, post.read(message_id).reported_at) == ("sent", None)
    assert report(post, post.read(message_id).reference, BOUNCED, ARRIVED) == [True, False]
    assert (post.read(message_id).state, post.read(message_id).reason) == ("refused", "bounced")


def test_a_report_that_overtakes_the_answer_of_the_gateway_is_kept(post):
    class Overtaken(Answering):
        def hand_over(self, letter, may_go):
            assert may_go()
            assert report(post, message_id, ARRIVED) == [True]
            return Unknown("no answer to the SMS")

    message_id = post.put("one", channel="sms")
    post.worker(Overtaken(), channel="sms").deliver_due()

    assert post.read(message_id).state == "sent"


@pytest.mark.parametrize(
    ("signature", "authorization", "genuine"),
    [
        (signed(KEY), "", True),
        (f"SHA256={signed(KEY).upper()}", "", True),
        ("", f"Bearer {KEY}", True),
        ("", "", False),
        (signed(KEY, b"{}"), "", False),
        (signed("j" * 32), "", False),
        (KEY, "Bearer " + signed(KEY), False),
        ("é", "Bearer é", False),
    ],
)
def test_ac_095_only_the_key_makes_a_report_genuine(signature, authorization, genuine):
    reports = SmsReports(("o" * 32, KEY))

    assert reports.are_genuine(BODY, signature, authorization) is genuine


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"ref": "a" * 32, "state": "Delivered"}, ("a" * 32, ARRIVED)),
        ({"ref": "a" * 32, "state": "UNDELIV"}, ("a" * 32, BOUNCED)),
        ({"ref": "a" * 32, "state": "buffered"}, None),
        ({"ref": ["a" * 32], "state": "delivered"}, None),
        ({"reference": "a" * 32, "status": "delivered"}, None),
    ],
)
def test_a_report_is_read_under_the_names_of_the_gateway(given, read):
    assert SmsReports((KEY,), ("ref", "state")).read(given) == read


def test_without_a_key_of_its_own_each_secret_key_gives_one_and_a_short_one_is_refused():
    given = {
        "KANSMETER_DATABASE_URL": "sqlite:///k.db",
        "KANSMETER_SECRET_KEYS": f"{SECRET},{OTHER_SECRET}",
        "KANSMETER_BASE_URL": "https://kansmeter.example",
    }
    first, second = load_settings(given).sms_reports.keys

    assert len({first, second, SECRET, OTHER_SECRET}) == 4
    assert load_settings({**given, "KANSMETER_SMS_REPORT_KEY": KEY}).sms_reports.keys == (KEY,)
    with pytest.raises(SettingsError, match="SMS_REPORT_KEY: must be at least 32"):
        load_settings({**given, "KANSMETER_SMS_REPORT_KEY": "short"})
