"""What goes out about an invitation: when, to whom, and what it says."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from survey_app.commands.delivering import TooManyDueError, plan_due
from survey_app.delivery.outcomes import Refused
from survey_app.delivery.remembering import RememberingSender
from survey_app.delivery.sms_text import is_gsm7, parts
from survey_app.frames import words_in
from survey_app.invitations import services as invitations
from survey_app.invitations.codes import invitation_with
from survey_app.invitations.models import Invitation
from survey_app.trajects import timeline
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.timeline import add_event
from tests.factories.answers import answer
from tests.invitations.conftest import CODES, LINKS


@pytest.fixture
def asked(world, coach, traject):
    """Give a traject whose mother is reached by mail."""
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    return traject


def test_an_open_invitation_is_sent_once_to_whom_it_is_for(world, post, asked):
    first, second = post.now(), post.now()

    assert ([each.to for each in first], second) == (["moeder@thuis.nl"], [])
    assert LINKS.url(world.invitation(asked, "parent")) in first[0].text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("pl", "ltr")])
def test_who_reads_another_language_first_reads_in_it_what_this_is(
    world, post, asked, language, direction
):
    with world.database.write() as session:
        for parent in session.scalars(select(TrajectInformant).filter_by(role="parent")):
            parent.language = language

    (mail,) = post.now()

    own = words_in(language).mail
    assert own.open in mail.text.split("Dag,")[0]
    assert f'<p lang="{language}" dir="{direction}">' in mail.html
    assert "Sam" not in mail.text


def test_who_reads_dutch_reads_nothing_else(post, asked):
    (mail,) = post.now()

    assert mail.text.startswith("Dag,")


def test_whoever_has_no_address_gets_nothing_and_the_coach_shares_the_link(post, traject):
    assert post.now() == []


def test_the_message_is_in_the_outbox_in_the_transaction_that_made_the_invitation(world, coach):
    traject = world.start(coach)
    world.add(coach, traject, "parent", "moeder")
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    world.agree(coach, traject)
    world.plan(coach, traject)

    assert world.sql("SELECT channel, state FROM outbox_message") == [("mail", "waiting")]


def test_the_follow_up_is_sent_on_the_day_it_opens(world, post, asked):
    answer(world, world.invitation(asked, "parent"))
    went = post.days(11 * 7 + 20)

    opens = date(2026, 9, 7) + timedelta(weeks=11)
    assert went[0][0] == opens
    assert LINKS.url(world.invitation(asked, "parent", "follow_up")) in went[0][1].text


def test_there_are_two_reminders_each_five_school_days_later_and_no_more(world, post, asked):
    first = post.now()
    went = post.days(30)

    assert len(first) == 1
    assert [day for day, _ in went] == [date(2026, 9, 14), date(2026, 9, 21)]
    assert all(letter.subject.startswith("Herinnering") for _, letter in went)
    assert {letter.to for _, letter in went} == {"moeder@thuis.nl"}


@pytest.mark.parametrize("happens", ["answered", "declined", "revoked", "no consent"])
def test_ac_096_nobody_is_reminded_after_this(world, coach, post, asked, happens):
    post.now()
    invitation_id = world.invitation(asked, "parent")
    world.clock.forward(days=7)
    plan_due(world.database, world.clock)  # the reminder is in the outbox when it happens
    with world.database.write() as session:
        traject = session.get_one(Traject, asked)
        invitation = session.get_one(Invitation, invitation_id)
        if happens == "declined":
            invitations.decline(session, invitation_id, world.clock())
        elif happens == "revoked":
            invitations.revoke(session, coach.actor, traject, invitation, world.clock())
    if happens == "answered":
        answer(world, invitation_id)
    elif happens == "no consent":
        world.withdraw(coach, asked)

    went = post.days(60)

    word = "revoked" if happens == "no consent" else happens
    assert [letter for _, letter in went if "Herinnering" in letter.subject] == []
    assert ("dropped", word) in post.states()


def test_ac_119_a_withdrawal_keeps_back_what_was_planned_before(world, coach, post, asked):
    world.withdraw(coach, asked)

    assert post.now() == []
    assert post.days(120) == []


def test_no_message_goes_in_a_holiday_or_a_weekend(world, coach, post):
    world.clock.now = world.clock.now.replace(month=10, day=8, hour=12)  # two days before autumn
    asked = world.traject(coach)
    world.reach(coach, asked, "parent", "moeder@thuis.nl")
    post.now()

    went = post.days(30)

    # Autumn holiday of the north in 2026: 10 to 18 October.
    assert [day for day, _ in went] == [date(2026, 10, 22), date(2026, 10, 29)]


def test_what_is_asked_on_a_friday_night_goes_on_monday_morning(world, coach, post):
    world.clock.now = world.clock.now.replace(day=11, hour=21)
    asked = world.traject(coach)
    world.reach(coach, asked, "parent", "moeder@thuis.nl")

    assert post.now() == []
    went = post.days(4, hour=8)

    assert [day for day, _ in went] == [date(2026, 9, 14)]


def test_a_retry_that_slips_into_the_weekend_waits_for_monday(world, coach, post):
    world.clock.now = world.clock.now.replace(day=11, hour=19, minute=50)
    asked = world.traject(coach)
    world.reach(coach, asked, "parent", "moeder@thuis.nl")
    plan_due(world.database, world.clock)  # in the outbox for this evening, but no worker runs

    went = post.days(4, hour=8)

    assert [day for day, _ in went] == [date(2026, 9, 14)]


def test_in_a_pause_nobody_is_reminded_until_it_is_over(world, coach, post, asked):
    post.now()
    with world.database.write() as session:
        add_event(
            session,
            coach.actor,
            session.get_one(Traject, asked),
            kind="pause",
            words="ziek",
            first_on=date(2026, 9, 10),
            last_on=date(2026, 9, 22),
            now=world.clock(),
        )

    assert [day for day, _ in post.days(25)][0] == date(2026, 9, 23)


def with_teacher(world, coach, *children):
    for child in children:
        world.reach(coach, world.traject(coach, child=child), "teacher", "juf@school.nl")


def test_a_teacher_of_three_pupils_gets_one_message_with_one_link(world, coach, post):
    with_teacher(world, coach, "Sam", "Noor", "Mila")

    (letter,) = post.now()

    assert "/ronde/" in letter.text
    assert "3 korte vragenlijsten" in letter.text
    assert "/code" not in letter.text


def test_a_teacher_whose_pupils_came_on_three_days_is_reminded_once_and_once_more(
    world, coach, post
):
    for child in ("Sam", "Noor", "Mila"):
        with_teacher(world, coach, child)
        assert len(post.now()) == 1
        world.clock.forward(days=1)

    went = post.days(30)

    assert [day for day, _ in went] == [date(2026, 9, 14), date(2026, 9, 21)]
    assert all("Herinnering" in letter.subject for _, letter in went)
    assert all("/ronde/" in letter.text for _, letter in went)


def test_of_a_pupil_that_is_done_a_teacher_is_not_reminded(world, coach, post):
    with_teacher(world, coach, "Sam", "Noor")
    post.now()
    ((done,),) = world.sql(
        "SELECT invitation.id FROM invitation JOIN traject_informant AS i ON i.id = informant_id"
        " JOIN occasion ON occasion.id = occasion_id"
        " WHERE i.role = 'teacher' AND kind = 'intake' LIMIT 1"
    )
    answer(world, done)

    ((_, letter), *_) = post.days(8)

    assert "/v/" in letter.text
    assert LINKS.url(done) not in letter.text


def test_two_parents_at_one_address_get_a_message_each(world, coach, post):
    asked = world.traject(coach, parents=("moeder", "vader"))
    for number in (1, 2):
        world.reach(coach, asked, "parent", "thuis@thuis.nl", number=number)

    sent = post.now()
    later = [letter for day, letter in post.days(11 * 7) if day == date(2026, 11, 23)]

    for letters, kind in ((sent, "intake"), (later, "follow_up")):
        links = [
            LINKS.url(world.invitation(asked, "parent", kind, number=number)) for number in (1, 2)
        ]
        assert sorted(sum(link in letter.text for link in links) for letter in letters) == [1, 1]


def test_ac_125_while_somebody_is_still_to_agree_nothing_goes_and_then_it_does(
    world, coach, post, asked
):
    father = world.add(coach, asked, "parent", "vader", holds_authority=False)
    world.sql("UPDATE traject_informant SET holds_authority = true WHERE id = :id", id=father)
    world.sql("UPDATE traject SET holders = 'two' WHERE id = :id", id=asked)

    assert post.now() == []
    assert post.states() == {("waiting", "no consent"): 1}
    world.say(coach, asked, father)
    assert [letter.to for _, letter in post.days(1)] == ["moeder@thuis.nl"]


def test_a_refused_address_is_told_and_gets_no_reminder(world, coach, post, asked):
    class Refusing(RememberingSender):
        def hand_over(self, letter, may_go):
            assert may_go()
            return Refused("refused with 550", address=True)

    post.worker.senders["mail"] = Refusing()
    post.now()
    post.worker.senders["mail"] = post.sender

    assert world.sql("SELECT refused_at IS NOT NULL FROM contact") in ([(True,)], [(1,)])
    assert post.days(40) == []
    assert post.states() == {("refused", "refused with 550"): 1}


def test_another_address_gets_what_the_first_could_not(world, coach, post, asked):
    world.sql("UPDATE contact SET refused_at = added_at")
    post.now()
    assert post.states() == {("dropped", "address refused"): 1}

    world.reach(coach, asked, "parent", "06 12345678", channel="sms")

    assert [letter.to for letter in post.now()] == ["+31612345678"]


def test_what_is_still_waiting_is_not_reminded_of(world, post, asked):
    post.worker.senders.clear()
    for _ in range(10):
        world.clock.forward(days=1)
        plan_due(world.database, world.clock)

    assert world.rows("outbox_message") == 1


def test_who_took_over_is_asked_and_the_other_hears_nothing(world, coach, post, traject):
    world.reach(coach, traject, "teacher", "oud@school.nl")
    ((before,),) = world.sql("SELECT id FROM traject_informant WHERE role = 'teacher'")
    world.add(coach, traject, "teacher", "meester Bas", succeeds_id=before)

    assert post.now() == []
    assert post.states() == {("dropped", "somebody took over"): 1}


def test_ac_097_a_clock_that_jumped_ahead_reminds_nobody(world, coach, post):
    for child in ("Sam", "Noor", "Mila"):
        asked = world.traject(coach, child=child)
        world.reach(coach, asked, "parent", f"{child}@thuis.nl")
    post.now()
    world.clock.forward(days=7)

    with pytest.raises(TooManyDueError, match="Is the clock right"):
        plan_due(world.database, world.clock, at_most=2)

    assert world.rows("outbox_message") == 3


def test_ac_097_a_clock_that_jumped_back_sends_nothing_twice(world, post, asked):
    post.now()
    world.clock.forward(hours=-1)

    assert post.now() == []


def test_ac_093_a_mail_names_no_child_no_reason_and_no_other_person(world, coach, post):
    asked = world.traject(coach, child="Zuleika", parents=("moeder Fatima", "vader Hassan"))
    for number, name in ((1, "fatima"), (2, "hassan")):
        world.reach(coach, asked, "parent", f"{name}@thuis.nl", number=number)
    world.reach(coach, asked, "teacher", "juf.petra@school.nl")

    for letter in post.now():
        everything = f"{letter.subject} {letter.text} {letter.html} {letter.sender_name}".lower()
        for word in ("zuleika", "fatima", "hassan", "petra", "tension", "spanning", "groep 6"):
            assert word not in everything
        assert letter.sender_name == "Het Zandpad"
        assert re.fullmatch(r"Een paar korte vragen \(\d+ minu(ut|ten)\)", letter.subject)


def test_a_mail_with_one_link_names_the_code_that_opens_it_from_then_on(world, post, asked):
    invitation_id = world.invitation(asked, "parent")
    assert world.sql("SELECT count(code_hash) FROM invitation") == [(0,)]

    (letter,) = post.now()
    ((_, reminder), *_) = post.days(8)

    code = re.search(r"Ga naar kansmeter.example/code en vul deze code in: (\S+)\.", letter.text)[1]
    assert code in letter.html
    assert code in reminder.text
    with world.database.read() as session:
        assert invitation_with(session, code, CODES) == invitation_id
    assert code.replace("-", "") not in str(world.sql("SELECT code_hash FROM invitation"))


def test_a_mail_that_was_dropped_gave_no_code(world, post, asked):
    world.sql("UPDATE contact SET refused_at = added_at")

    assert post.now() == []
    assert world.sql("SELECT count(code_hash) FROM invitation") == [(0,)]


def test_text_and_html_say_the_same(post, asked):
    (letter,) = post.now()

    words = re.sub(r"<head>.*?</head>|<[^>]+>", " ", letter.html)
    for line in letter.text.split("\n\n"):
        assert " ".join(line.split()) in " ".join(words.split())
    assert not re.search(r"src=|url\(|<img|<link|<script", letter.html)
    assert "Bel Marit: 0591 55 01 23" in letter.text


def test_an_sms_is_one_part_and_names_nobody(world, coach, post, traject):
    world.reach(coach, traject, "parent", "06 12345678", channel="sms")

    (letter,) = post.now()

    assert (is_gsm7(letter.text), parts(letter.text)) == (True, 1)
    assert letter.to == "+31612345678"
    assert "Sam" not in letter.text


def test_ac_014_nothing_in_the_outbox_leads_to_a_form(world, post, asked):
    post.now()

    rows = world.sql("SELECT * FROM outbox_message") + world.sql("SELECT * FROM invitation_message")
    text = " ".join(str(value) for row in rows for value in row)
    assert "moeder@thuis.nl" not in text
    assert "/v/" not in text
    assert LINKS.token(world.invitation(asked, "parent")) not in text


def test_planning_twice_at_once_plans_once(world, post, asked):
    assert plan_due(world.database, world.clock) == 0  # it was planned when it was made
    post.now()
    world.clock.forward(days=7)

    assert plan_due(world.database, world.clock) == 1
    assert plan_due(world.database, world.clock) == 0


def test_the_pause_of_another_traject_counts_for_nobody_else(world, coach, post, asked):
    other = world.traject(coach, child="Noor")
    with world.database.read() as session:
        assert timeline.pause_on(session, other, world.clock.today) is None
