"""How a link reaches an informant: addresses that can be right, kept sealed, once."""

import pytest
from sqlalchemy import select

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.contacts import read_mail_address, read_mobile_number, set_contact
from survey_app.trajects.models import Contact, Traject, TrajectInformant


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("moeder@thuis.nl", "moeder@thuis.nl"),
        ("  Moeder@THUIS.nl ", "Moeder@thuis.nl"),
        ("o'brien+school@mail.example.org", "o'brien+school@mail.example.org"),
    ],
)
def test_a_mail_address_is_taken_as_it_is_used(typed, address):
    assert read_mail_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul het e-mailadres in"),
        ("moeder", "staat geen @"),
        ("moeder@thuis", "kan niet kloppen"),
        ("moeder@@thuis.nl", "één e-mailadres"),
        ("moeder@thuis.nl;vader@thuis.nl", "één e-mailadres"),
        ("moeder@thuis.nl, vader@thuis.nl", "één e-mailadres"),
        ("Moeder <moeder@thuis.nl>", "één e-mailadres"),
        ("moe der@thuis.nl", "één e-mailadres"),
        ("moéder@thuis.nl", "een letter die daar niet kan"),
        ("moeder@thuis..nl", "kan niet kloppen"),
        ("moeder@-thuis.nl", "kan niet kloppen"),
        (".moeder@thuis.nl", "kan niet kloppen"),
        ("moeder@thuis.nl\nBcc:x@y.nl", "één e-mailadres"),
        ("moeder@[127.0.0.1]", "kan niet kloppen"),
        ("m" * 65 + "@thuis.nl", "kan niet kloppen"),
        ("moeder@" + "t" * 300 + ".nl", "kan niet kloppen"),
    ],
)
def test_ac_053_an_address_that_cannot_be_right_is_refused_with_the_reason(typed, said):
    with pytest.raises(InputError, match=said):
        read_mail_address(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+31612345678"),
        ("06-12345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_mobile_number_is_kept_with_its_country(typed, number):
    assert read_mobile_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul het mobiele nummer in"),
        ("geen", "geen telefoonnummer"),
        ("06 1234567", "Tel de cijfers na"),
        ("06 123456789", "Tel de cijfers na"),
        ("06 12345678 toestel 3", "Tel de cijfers na|geen telefoonnummer"),
        ("+31612345678 ext 3", "Tel de cijfers na"),
        ("0591 55 01 23", "geen mobiel nummer"),
        ("0800 0432", "geen mobiel nummer"),
        ("06 60 00 00 00", "geen mobiel nummer"),
        ("097 01234 5678", "geen mobiel nummer"),
        ("112", "Tel de cijfers na"),
        ("9" * 400, "geen telefoonnummer"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_with_the_reason(typed, said):
    with pytest.raises(InputError, match=said):
        read_mobile_number(typed)


def contacts(world):
    with world.database.read() as session:
        return [(each.channel, each.address) for each in session.scalars(select(Contact))]


def test_an_address_is_sealed_in_the_database(world, coach, traject):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")

    assert contacts(world) == [("mail", "moeder@thuis.nl")]
    ((sealed, fingerprint),) = world.sql("SELECT address, fingerprint FROM contact")
    assert "moeder" not in sealed + fingerprint


def test_a_teacher_of_two_pupils_has_one_address(world, coach):
    for child in ("Sam", "Noor"):
        traject = world.traject(coach, child=child)
        world.reach(coach, traject, "teacher", "Juf@school.nl")

    assert contacts(world) == [("mail", "Juf@school.nl")]
    ((ids,),) = world.sql("SELECT count(DISTINCT contact_id) FROM traject_informant")
    assert ids == 1


def test_two_organisations_share_no_address(world, coach, traject):
    world.reach(coach, traject, "teacher", "juf@school.nl")
    other = world.coach(organisation="Zuid")
    world.reach(other, world.traject(other), "teacher", "juf@school.nl")

    assert contacts(world) == [("mail", "juf@school.nl")] * 2


def test_an_address_nobody_uses_any_more_is_gone(world, coach, traject):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    world.reach(coach, traject, "parent", "06 12345678", channel="sms")
    world.reach(coach, traject, "parent", "", channel="person")

    assert contacts(world) == []


def test_an_address_somebody_else_still_uses_stays(world, coach):
    first, second = world.traject(coach), world.traject(coach, child="Noor")
    for traject in (first, second):
        world.reach(coach, traject, "teacher", "juf@school.nl")

    world.reach(coach, first, "teacher", "ander@school.nl")

    assert sorted(contacts(world)) == [("mail", "ander@school.nl"), ("mail", "juf@school.nl")]


def test_an_address_is_found_again_after_the_keys_were_renewed(world, coach, migrated_url):
    from tests.factories.world import OTHER_SECRET, SECRET, World, opened

    world.reach(coach, world.traject(coach), "teacher", "juf@school.nl")
    with opened(migrated_url, OTHER_SECRET, SECRET) as renewed:
        later = World(renewed, world.clock)
        later.reach(coach, later.traject(coach, child="Noor"), "teacher", "juf@school.nl")

        assert contacts(later) == [("mail", "juf@school.nl")]


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_child_gets_no_mail_and_no_sms(world, coach, traject, channel):
    with pytest.raises(InputError, match="Een kind krijgt geen mail of sms"):
        world.reach(coach, traject, "child", "kind@thuis.nl", channel=channel)

    assert contacts(world) == []


def test_an_unknown_channel_is_refused(world, coach, traject):
    with pytest.raises(InputError, match="Kies hoe de link er komt"):
        world.reach(coach, traject, "parent", "x", channel="pigeon")


def test_ac_018_somebody_of_another_traject_is_not_found(world, coach, traject):
    other = world.traject(coach, child="Noor")
    with world.database.write() as session:
        stranger = session.scalars(
            select(TrajectInformant.id).where(TrajectInformant.traject_id == other).limit(1)
        ).one()
        with pytest.raises(NotFoundError):
            set_contact(
                session,
                coach.actor,
                session.get_one(Traject, traject),
                stranger,
                channel="person",
                address="",
                now=world.clock(),
            )


def test_another_coach_changes_nothing(world, coach, traject):
    stranger = world.coach()

    with pytest.raises(NotFoundError):
        world.reach(stranger, traject, "parent", "moeder@thuis.nl")

    assert contacts(world) == []
