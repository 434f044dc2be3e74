"""Who forgot the password gets a link; who did not is told nothing, and nobody learns who has an
account (AC-039, AC-040, AC-048)."""

import pytest
from sqlalchemy import select

from survey_app.accounts import letters, resetting, states
from survey_app.accounts import services as accounts
from survey_app.accounts.letters import Kind, Letters
from survey_app.accounts.models import CredentialLink, Person
from survey_app.accounts.services import LinkUsedError, SignInError
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Dropped
from survey_app.errors import InputError
from tests.accounts.conftest import PASSWORD
from tests.rig.statements import noted

NEW = "heel andere woorden nu"
POST = Letters(
    "https://kansmeter.example", "https://kansmeter.example/toegang/{}".format, accounts.is_open
)


def ask(signing, email=None):
    with signing.world.database.write() as session:
        resetting.ask(session, email or signing.coach.email, signing.world.clock())


def answered(signing):
    """Answer who asked; return how many accounts that were."""
    with signing.world.database.write() as session:
        return len(resetting.answer(session, signing.world.clock()))


def mail(signing):
    """Return what each message of the outbox comes to now, oldest first."""
    with signing.world.database.read() as session:
        found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.made_at))
        return [
            POST.compose(session, each, signing.world.clock())
            for each in found
            if letters.is_about_account(each)
        ]


def newest_link(signing):
    with signing.world.database.read() as session:
        query = select(CredentialLink.id).where(CredentialLink.used_at.is_(None))
        return session.scalars(query).one()


def test_who_asks_gets_a_link_that_sets_the_password(signing):
    ask(signing, f" {signing.coach.email.upper()} ")
    assert answered(signing) == 1

    (letter,) = mail(signing)
    link = newest_link(signing)
    assert (letter.to, link in letter.text) == (signing.coach.email, True)
    signing.set_password(link, NEW)
    assert signing.check(NEW)


def test_ac_048_an_address_gets_three_links_an_hour(signing):
    for _ in range(10):
        ask(signing)
        answered(signing)

    assert len(mail(signing)) == 3
    signing.world.clock.forward(hours=1)
    ask(signing)
    assert answered(signing) == 1


def test_ac_040_asking_is_the_same_work_for_known_unknown_and_switched_off(signing):
    signing.world.coach()
    off = signing.world.coach()
    signing.world.sql("UPDATE person SET active = false WHERE id = :id", id=off.actor.person_id)
    ask(signing, "warm@school.example")
    work = []
    for email in (signing.coach.email, "nobody@school.example", off.email):
        with noted(signing.world.database) as statements:
            ask(signing, email)
        work.append([statement for statement, _ in statements])

    assert work[0] == work[1] == work[2]
    assert answered(signing) == 1


def test_ac_039_only_the_newest_link_works_and_for_an_hour(signing):
    for _ in range(2):
        ask(signing)
        answered(signing)

    first, second = mail(signing)
    link = newest_link(signing)
    assert first == Dropped("link is over")
    assert link in second.text
    signing.world.clock.forward(hours=1, seconds=1)
    with pytest.raises(LinkUsedError):
        signing.set_password(link, NEW)
    assert mail(signing)[1] == Dropped("link is over")


def test_ac_039_signing_in_ends_a_link_that_was_asked_for_and_no_invitation(signing):
    ask(signing)
    answered(signing)
    reset = newest_link(signing)
    signing.sign_in()
    with pytest.raises(LinkUsedError):
        signing.set_password(reset, NEW)

    invitation = signing.link()
    signing.sign_in()
    signing.set_password(invitation, NEW)
    assert signing.check(NEW)


def test_ac_035_a_changed_password_is_told_by_mail_and_a_first_one_is_not(signing):
    assert mail(signing) == []

    signing.set_password(signing.link(), NEW)

    (letter,) = mail(signing)
    assert letter.subject == "Je wachtwoord is veranderd"
    assert "maandag 7 september om 10.00 uur" in letter.text
    assert "/toegang/" not in letter.text


def test_ac_093_a_mail_names_nobody_but_its_reader_and_the_outbox_nobody_at_all(signing):
    with signing.world.database.write() as session:
        person = session.get_one(Person, signing.coach.actor.person_id)
        link = accounts.make_credential_link(session, person, signing.world.clock())
        letters.put(session, person, Kind.INVITATION, signing.world.clock(), link)

    (letter,) = mail(signing)
    first, *rest = signing.coach.actor.name.split()
    assert letter.text.startswith(f"Dag {first},")
    assert not any(name in letter.text + letter.subject for name in rest)
    outbox = str(signing.world.sql("SELECT * FROM outbox_message"))
    assert signing.coach.email not in outbox
    assert link not in outbox


def test_what_was_asked_by_nobody_is_forgotten_in_an_hour_and_sealed_till_then(signing):
    ask(signing, "KNR@school.example")
    assert "knr" not in str(signing.world.sql("SELECT * FROM reset_request")).casefold()

    signing.world.clock.forward(hours=1)
    assert answered(signing) == 0
    assert signing.world.rows("reset_request") == 0


def test_switching_off_ends_sessions_and_links_at_once_and_on_again_lets_in(signing):
    secret, link = signing.sign_in(), signing.link()
    person_id = signing.coach.actor.person_id
    with signing.world.database.write() as session:
        states.switch_off(session, session.get_one(Person, person_id), signing.world.clock())

    assert signing.who(secret) is None
    with pytest.raises(LinkUsedError):
        signing.set_password(link, NEW)
    with pytest.raises(SignInError):
        signing.check()
    with signing.world.database.write() as session, pytest.raises(InputError):
        states.switch_off(session, session.get_one(Person, person_id), signing.world.clock())

    with signing.world.database.write() as session:
        states.switch_on(session, session.get_one(Person, person_id))
    assert signing.check(PASSWORD) == person_id
    assert signing.who(secret) is None
    with pytest.raises(LinkUsedError):
        signing.set_password(link, NEW)


def test_a_mail_to_an_account_that_was_switched_off_does_not_go(signing):
    ask(signing)
    answered(signing)
    signing.world.sql("UPDATE person SET active = false")

    assert mail(signing) == [Dropped("account is over")]
