"""Giving rights and taking them away: by whom, from when until when, and never to oneself."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from survey_app.accounts import approvals, granting, states
from survey_app.accounts.granting import LastAdministratorError, OwnRightError, Wish
from survey_app.accounts.letters import Letters, is_about_account
from survey_app.accounts.models import Approval, Person, RoleGrant
from survey_app.accounts.policy import Act, Owned, may
from survey_app.accounts.roles import Right, Role
from survey_app.delivery.models import OutboxMessage
from survey_app.errors import InputError, NotFoundError

SCHOOL = "Het Zandpad"


@pytest.fixture
def give(world):
    """Return a function that lets somebody give a right, in a transaction of its own."""

    def giving(giver, person_id, wish):
        with world.database.write() as session:
            return granting.give(session, world.who(giver), person_id, wish, world.clock()).id

    return giving


@pytest.fixture
def administrator(world):
    return world.member(Role.ADMINISTRATOR)


@pytest.fixture
def director(world, coach):
    return world.member(Role.DIRECTOR, school=SCHOOL)


def wish(world, coach, role=Role.COACH, **changes) -> Wish:
    given = Wish(role, world.clock.today, school_id=coach.school_id)
    return replace(given, **changes)


def test_a_right_holds_from_its_first_day_to_its_last_and_both_count(world, coach, give, director):
    today = world.clock.today
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    give(
        director,
        person,
        wish(world, coach, starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=4)),
    )

    held = []
    for _ in range(7):
        held.append(coach.school_id in world.who(person).coaches_at)
        world.clock.forward(days=1)

    assert held == [False, False, True, True, True, False, False]


def test_ac_025_a_right_that_is_taken_away_is_gone_at_once(world, coach, give, director):
    """AC-025."""
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    grant = give(director, person, wish(world, coach))
    assert world.who(person).coaches_at == {coach.school_id}

    with world.database.write() as session:
        granting.take_away(session, world.who(director), person, grant, world.clock())

    assert world.who(person).coaches_at == frozenset()
    with world.database.read() as session:
        kept = session.get_one(RoleGrant, grant)
    assert (kept.given_by, kept.ended_by, kept.ended_at) == (director, director, world.clock())


@pytest.mark.parametrize("role", sorted(granting.WIDE))
def test_who_leads_a_school_gives_no_right_that_goes_further(world, coach, give, director, role):
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    school = coach.school_id if role is Role.DIRECTOR else None

    with pytest.raises(NotFoundError):
        give(director, person, wish(world, coach, role, school_id=school))

    assert world.who(person).roles == {Role.SUPERVISOR}


def test_who_leads_a_school_gives_no_right_at_another(world, coach, give, director):
    other = world.coach(school="De Heidebloem")
    person = world.member(Role.SUPERVISOR, school=SCHOOL)

    with pytest.raises(NotFoundError):
        give(director, person, wish(world, coach, school_id=other.school_id))


def test_nobody_gives_a_right_to_somebody_of_another_organisation(
    world, coach, give, administrator
):
    stranger = world.member(Role.ADMINISTRATOR, "Zuid")

    with pytest.raises(NotFoundError):
        give(administrator, stranger, wish(world, coach))


def test_nobody_gives_a_right_at_a_school_of_another_organisation(
    world, coach, give, administrator
):
    foreign = world.coach("Zuid", "De Vlinder")
    person = world.member(Role.SUPERVISOR, school=SCHOOL)

    with pytest.raises(NotFoundError):
        give(administrator, person, wish(world, coach, school_id=foreign.school_id))


def test_a_coach_gives_no_rights(world, coach, give):
    person = world.member(Role.SUPERVISOR, school=SCHOOL)

    with pytest.raises(NotFoundError):
        give(coach.actor.person_id, person, wish(world, coach))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"school_id": None}, "Kies een school"),
        ({"role": Role.ADMINISTRATOR}, "Kies een school"),
        ({"role": Role.EMERGENCY}, "geeft niemand"),
        ({"role": Role.SUBSTITUTE}, "Vul de laatste dag in"),
        ({"ends_on": "yesterday"}, "al voorbij"),
        ({"ends_on": "far"}, "te ver weg"),
        ({"coach_id": "somebody"}, "Alleen een vervanger"),
    ],
)
def test_a_right_that_makes_no_sense_is_refused_in_words(
    world, coach, give, administrator, changes, said
):
    days = {"yesterday": -1, "far": 4000}
    if "ends_on" in changes:
        changes = {"ends_on": world.clock.today + timedelta(days=days[changes["ends_on"]])}
    person = world.member(Role.SUPERVISOR, school=SCHOOL)

    with pytest.raises(InputError, match=said):
        give(administrator, person, wish(world, coach, **changes))

    assert world.who(person).roles == {Role.SUPERVISOR}


def test_the_same_right_is_not_given_twice_over_the_same_days(world, coach, give, director):
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    give(director, person, wish(world, coach))

    with pytest.raises(InputError, match="heeft deze persoon al"):
        give(director, person, wish(world, coach))


def test_the_database_too_refuses_the_same_right_twice(world, coach):
    with world.database.read() as session:
        held = session.scalars(select(RoleGrant)).one()
        values = {
            column.name: getattr(held, column.name)
            for column in RoleGrant.__table__.columns
            if column.name != "id"
        }

    with pytest.raises(IntegrityError), world.database.write() as session:
        session.add(RoleGrant(**values))


def test_ac_149_a_right_for_oneself_waits_for_a_second_person(world, coach, give, administrator):
    """AC-149."""
    asked = wish(world, coach)
    with pytest.raises(OwnRightError):
        give(administrator, administrator, asked)
    assert world.who(administrator).roles == {Role.ADMINISTRATOR}

    question = ask_for_oneself(world, administrator, asked)
    with pytest.raises(NotFoundError):
        say(world, administrator, question, approved=True)
    assert world.who(administrator).roles == {Role.ADMINISTRATOR}

    say(world, world.member(Role.ADMINISTRATOR), question, approved=True)
    assert world.who(administrator).coaches_at == {coach.school_id}


def test_a_right_for_oneself_that_was_refused_is_not_given(world, coach, administrator):
    question = ask_for_oneself(world, administrator, wish(world, coach))

    say(world, world.member(Role.ADMINISTRATOR), question, approved=False)

    assert world.who(administrator).roles == {Role.ADMINISTRATOR}


def test_ac_149_who_was_sent_away_meanwhile_gets_nothing_of_what_was_asked(
    world, coach, administrator
):
    """AC-149."""
    question = ask_for_oneself(world, administrator, wish(world, coach))
    second = world.member(Role.ADMINISTRATOR)
    with world.database.write() as session:
        held = session.scalars(
            select(RoleGrant.id).where(RoleGrant.person_id == administrator)
        ).one()
        granting.take_away(session, world.who(second), administrator, held, world.clock())

    with pytest.raises(InputError, match="geeft dit recht niet meer"):
        say(world, second, question, approved=True)

    assert world.who(administrator).roles == set()
    say(world, second, question, approved=False)


def test_what_was_decided_once_is_not_decided_again(world, coach, administrator):
    question = ask_for_oneself(world, administrator, wish(world, coach))
    second, third = world.member(Role.ADMINISTRATOR), world.member(Role.ADMINISTRATOR)
    say(world, second, question, approved=False)

    with pytest.raises(InputError, match="al over beslist"):
        say(world, third, question, approved=True)

    assert world.who(administrator).roles == {Role.ADMINISTRATOR}


def test_a_question_is_worth_nothing_after_a_week(world, coach, administrator):
    question = ask_for_oneself(world, administrator, wish(world, coach))
    second = world.member(Role.ADMINISTRATOR)
    world.clock.forward(days=7, seconds=1)

    with pytest.raises(InputError, match="te lang geleden"):
        say(world, second, question, approved=True)


def test_the_director_of_another_school_decides_nothing_here(world, coach, director, give):
    world.coach(school="De Heidebloem")
    other = world.member(Role.DIRECTOR, school="De Heidebloem")
    question = ask_for_oneself(world, director, wish(world, coach))

    with pytest.raises(NotFoundError):
        say(world, other, question, approved=True)


def test_the_database_too_demands_four_eyes(world, coach, administrator):
    question = ask_for_oneself(world, administrator, wish(world, coach))

    with pytest.raises(IntegrityError), world.database.write() as session:
        session.execute(
            update(Approval)
            .where(Approval.id == question)
            .values(decided_by=administrator, decided_at=world.clock(), approved=True)
        )


def test_an_approval_is_used_once_and_for_exactly_what_was_asked(world, administrator):
    with world.database.write() as session:
        asked = approvals.ask(
            session,
            world.who(administrator),
            approvals.Kind.ERASURE,
            {"trajects": ["a", "b"]},
            "twee die voorbij zijn",
            world.clock(),
        )
        question, owner = asked.id, asked.organisation_id
    say(world, world.member(Role.ADMINISTRATOR), question, approved=True)

    def use(*trajects):
        with world.database.write() as session:
            subject = {"trajects": list(trajects)}
            kind = approvals.Kind.ERASURE
            return approvals.use(session, owner, kind, subject, world.clock()).id

    with pytest.raises(approvals.ApprovalNeededError):
        use("a", "b", "c")
    assert use("a", "b") == question
    with pytest.raises(approvals.ApprovalNeededError):
        use("a", "b")


def test_of_two_who_use_an_approval_at_once_one_does(world, administrator):
    kind, subject, now = approvals.Kind.EXPORT, approvals.EVERYTHING, world.clock()
    with world.database.write() as session:
        actor = world.who(administrator)
        asked = approvals.ask(session, actor, kind, subject, "voor het jaarverslag", now).id
    say(world, world.member(Role.ADMINISTRATOR), asked, approved=True)

    def use():
        with world.database.write() as session:
            approvals.use(session, actor.organisation_id, kind, subject, now)

    with ThreadPoolExecutor(1) as aside:
        with world.database.write() as session:
            approvals.use(session, actor.organisation_id, kind, subject, now)
            second = aside.submit(use)
            wait([second], timeout=0.5)
        with pytest.raises(approvals.ApprovalNeededError):
            second.result()


def test_a_question_that_is_sent_twice_at_once_is_one_question(world):
    """Else somebody says no to the one, and somebody else yes to the other."""
    actor = world.who(world.member(Role.RESEARCHER))

    def ask(session):
        return approvals.ask_export(session, actor, "voor het jaarverslag", world.clock()).id

    def ask_again():
        with world.database.write() as session:
            return ask(session)

    with ThreadPoolExecutor(1) as aside:
        with world.database.write() as session:
            asked = ask(session)
            again = aside.submit(ask_again)
            wait([again], timeout=0.5)
        assert again.result() == asked
    assert world.rows("approval") == 1


def test_ac_149_the_last_administrator_stays(world, administrator):
    """AC-149."""
    with world.database.read() as session:
        grant = session.scalars(select(RoleGrant)).one().id

    with pytest.raises(LastAdministratorError), world.database.write() as session:
        granting.take_away(session, world.who(administrator), administrator, grant, world.clock())

    assert world.who(administrator).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("how", ["closed", "taken away", "over"])
def test_ac_149_who_was_an_administrator_before_is_no_other_one(world, administrator, how):
    other = world.member(Role.ADMINISTRATOR)
    with world.database.write() as session:
        grants = {each.person_id: each for each in session.scalars(select(RoleGrant))}
        own = grants[administrator].id
        if how == "closed":
            states.switch_off(session, session.get_one(Person, other), world.clock())
        elif how == "taken away":
            actor = world.who(administrator)
            granting.take_away(session, actor, other, grants[other].id, world.clock())
        else:
            grants[other].ends_on = world.clock.today
    world.clock.forward(days=1)

    with pytest.raises(LastAdministratorError), world.database.write() as session:
        granting.take_away(session, world.who(administrator), administrator, own, world.clock())


def test_who_is_administrator_until_today_is_another_one_today(world, administrator):
    other = world.member(Role.ADMINISTRATOR)
    with world.database.write() as session:
        grants = {each.person_id: each for each in session.scalars(select(RoleGrant))}
        grants[other].ends_on, own = world.clock.today, grants[administrator].id

    with world.database.write() as session:
        granting.take_away(session, world.who(administrator), administrator, own, world.clock())

    assert (world.who(administrator).roles, world.who(other).roles) == (set(), {Role.ADMINISTRATOR})


def test_of_two_administrators_who_send_each_other_away_at_once_one_stays(world):
    both = [world.member(Role.ADMINISTRATOR) for _ in range(2)]
    with world.database.read() as session:
        grants = {each.person_id: each.id for each in session.scalars(select(RoleGrant))}
    actors = {person: world.who(person) for person in both}
    start, refused = Barrier(2), []

    def send_away(by, whom):
        start.wait()
        try:
            with world.database.write() as session:
                granting.take_away(session, actors[by], whom, grants[whom], world.clock())
        except LastAdministratorError:
            refused.append(by)

    threads = [Thread(target=send_away, args=pair) for pair in (both, list(reversed(both)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    left = [person for person in both if world.who(person).roles]
    assert (len(left), len(refused)) == (1, 1)


def test_an_administrator_who_is_sent_away_meanwhile_sends_nobody_away(world):
    first, second, _ = (world.member(Role.ADMINISTRATOR) for _ in range(3))
    with world.database.read() as session:
        grants = {each.person_id: each.id for each in session.scalars(select(RoleGrant))}
    actors = {person: world.who(person) for person in (first, second)}

    def send_away(session, by, whom):
        granting.take_away(session, actors[by], whom, grants[whom], world.clock())

    def send_back():
        with world.database.write() as session:
            send_away(session, second, first)

    with ThreadPoolExecutor(1) as aside:
        with world.database.write() as session:
            send_away(session, first, second)
            again = aside.submit(send_back)
            wait([again], timeout=0.5)
        with pytest.raises(NotFoundError):
            again.result()
    assert world.who(first).roles == {Role.ADMINISTRATOR}


def test_who_stands_in_does_so_for_one_coach_at_one_school(world, coach, give, director):
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    coach_id = coach.actor.person_id
    give(
        director,
        person,
        wish(
            world,
            coach,
            Role.SUBSTITUTE,
            coach_id=coach_id,
            ends_on=world.clock.today + timedelta(days=10),
        ),
    )

    standing_in = world.who(person)
    assert Right(Role.SUBSTITUTE, coach.school_id, coach_id) in standing_in.rights
    of_coach = Owned(standing_in.organisation_id, coach.school_id, coach_id, traject_id="t")
    assert may(standing_in, Act.SEE_TRAJECT, of_coach)
    world.clock.forward(days=11)
    assert not may(world.who(person), Act.SEE_TRAJECT, of_coach)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMINISTRATOR])
def test_ac_020_nobody_lets_somebody_read_along_without_the_coach_hearing_of_it(
    world, coach, give, role
):
    """AC-020."""
    giver = world.member(role, school=SCHOOL if role is Role.DIRECTOR else None)
    second_account = world.member(Role.SUPERVISOR, school=SCHOOL)
    coach_id, until = coach.actor.person_id, world.clock.today + timedelta(days=10)

    give(giver, second_account, wish(world, coach))
    assert letters_to(world) == []
    give(
        giver,
        second_account,
        wish(world, coach, Role.SUBSTITUTE, coach_id=coach_id, ends_on=until),
    )

    (letter,) = letters_to(world)
    assert letter.to == coach.email
    assert "jouw trajecten" in letter.text


def test_ac_020_a_coach_hears_it_too_when_somebody_asked_to_stand_in(world, coach, director):
    coach_id, until = coach.actor.person_id, world.clock.today + timedelta(days=10)
    asked = wish(world, coach, Role.SUBSTITUTE, coach_id=coach_id, ends_on=until)
    question = ask_for_oneself(world, director, asked)
    assert letters_to(world) == []

    say(world, world.member(Role.ADMINISTRATOR), question, approved=True)

    assert [each.to for each in letters_to(world)] == [coach.email]


def test_ac_149_what_was_refused_is_not_asked_on_until_somebody_says_yes(world, coach, director):
    wanted = wish(world, coach)
    question = ask_for_oneself(world, director, wanted)
    say(world, world.member(Role.ADMINISTRATOR), question, approved=False)

    with pytest.raises(InputError, match="niet goed"):
        ask_for_oneself(world, director, wanted)
    world.clock.forward(days=8)
    assert ask_for_oneself(world, director, replace(wanted, starts_on=world.clock.today))


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PROJECT_LEADER, Role.ADMINISTRATOR])
def test_ac_149_who_decides_hears_of_one_more_who_does(world, coach, give, role):
    giver, other, leader = (
        world.member(each) for each in (Role.ADMINISTRATOR, Role.ADMINISTRATOR, Role.PROJECT_LEADER)
    )
    world.member(Role.DIRECTOR, school=SCHOOL)
    world.member(Role.RESEARCHER)
    second_account = world.member(Role.SUPERVISOR, school=SCHOOL)
    at = {} if role is Role.DIRECTOR else {"school_id": None}

    give(giver, second_account, wish(world, coach, role, **at))

    with world.database.read() as session:
        expected = {session.get_one(Person, each).email for each in (other, leader)}
    assert {each.to for each in letters_to(world)} == expected
    assert "goed te keuren" in letters_to(world)[0].text


def letters_to(world):
    """Return the letters about accounts that wait."""
    compose = Letters(
        base_url="", link_url=lambda link: "", is_open=lambda link, now: False
    ).compose
    with world.database.read() as session:
        return [
            compose(session, each, world.clock())
            for each in session.scalars(select(OutboxMessage))
            if is_about_account(each)
        ]


def test_who_stands_in_must_stand_in_for_a_coach_of_that_school(world, coach, give, director):
    nobody = world.member(Role.SUPERVISOR, school=SCHOOL)
    person = world.member(Role.SUPERVISOR, school=SCHOOL)
    until = world.clock.today + timedelta(days=10)

    for coach_id, said in ((nobody, "een kansencoach van deze school"), (person, "zichzelf")):
        with pytest.raises(InputError, match=said):
            give(
                director,
                person,
                wish(world, coach, Role.SUBSTITUTE, coach_id=coach_id, ends_on=until),
            )


def ask_for_oneself(world, person, asked) -> str:
    with world.database.write() as session:
        return granting.ask_for_oneself(
            session, world.who(person), asked, "ik val hier in", world.clock()
        ).id


def say(world, person, question, *, approved) -> None:
    with world.database.write() as session:
        decided = approvals.decide(
            session, world.who(person), question, approved=approved, now=world.clock()
        )
        if approved and decided.kind == approvals.Kind.OWN_RIGHT:
            granting.carry_out(session, world.who(decided.asked_by), decided, world.clock())
