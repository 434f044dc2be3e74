"""What a coach enters: an own day on paper, an own place beside the link, and own permission."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survey_app.accounts.policy import Actor
from survey_app.answering import entering
from survey_app.answering import services as answering
from survey_app.definitions import Page
from survey_app.errors import NotFoundError
from survey_app.measurements import services as measurements
from survey_app.measurements.queries import placed_responses
from survey_app.trajects.models import Traject
from tests.factories.answers import answer, reading_of, save, send, sheet_of


def paper(world, link, on, *, rest=True, **more):
    page = entering.whole_page(sheet_of(world, link))
    return entering.PaperTyped(reading_of(page, {}, rest=rest).posted, on, **more)


def enter(world, coach, traject, link, typed):
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        sheet = entering.sheet_on_paper(session, coach.actor, found, link, world.clock.today)
        return measurements.submit_paper(
            session, sheet, typed, coach.actor.person_id, world.clock()
        )


def test_answers_from_paper_stand_on_the_day_of_the_paper(world, coach, traject):
    link = world.invitation(traject, "parent")
    on = world.clock.today + timedelta(days=2)
    world.clock.forward(days=9)
    answer(world, world.invitation(traject, "teacher"))
    world.clock.forward(days=1)

    response = enter(world, coach, traject, link, paper(world, link, on))

    with world.database.read() as session:
        placed = placed_responses(session, traject)
    assert [(each.role, each.answered_on, each.mode) for each in placed] == [
        ("parent", on, "paper"),
        ("teacher", world.clock.today - timedelta(days=1), "self"),
    ]
    assert (response.entered_by, response.submitted_at) == (
        coach.actor.person_id,
        world.clock(),
    )
    assert world.sql("SELECT spent_seconds FROM invitation WHERE answered_at IS NOT NULL") != []


def test_a_field_of_paper_that_is_there_twice_is_no_answer_though_one_is_empty(world, traject):
    link = world.invitation(traject, "parent")
    once = paper(world, link, world.clock.today)
    name, _ = once.fields[0]
    twice = replace(once, fields=(*once.fields, (name, "")))
    sheet = sheet_of(world, link)

    assert entering.read_paper(sheet, once).is_sound
    assert list(entering.read_paper(sheet, twice).problems) == [name.removeprefix("a.")]
    left = replace(once, fields=((name, ""), *once.fields[1:]))
    assert entering.read_paper(sheet, left).is_sound


def test_a_renewed_link_keeps_the_first_day_and_what_was_typed_once(world, coach, traject):
    link = world.invitation(traject, "parent")
    first = world.clock.today
    typed = paper(world, link, first)
    with world.database.write() as session:
        sheet = answering.open_sheet(session, link, first)
        entering.keep_typed(session, sheet, 1, typed, coach.actor.person_id, world.clock())
    world.clock.forward(days=40)
    with world.database.write() as session:
        found = session.get_one(Traject, traject)
        old = entering.invitation_of(session, found, link)
        fresh = answering.replace_link(session, coach.actor, found, old, world.clock()).id

    with world.database.read() as session:
        assert entering.first_made_on(session, fresh) == first
        assert entering.kept_typed(session, fresh) == {1: typed}
    assert enter(world, coach, traject, fresh, typed).day == first


def test_one_sheet_holds_what_is_read_out_and_what_came_by_the_link(world, coach, traject):
    link = world.invitation(traject, "parent")
    items = [item for _, item in entering.one_by_one(sheet_of(world, link))]
    high = {items[0].key: items[0].options[-1].key}
    save(world, link, 0, high)
    browser = entering.coach_browser(coach.actor.person_id)

    for item in items[1:]:
        page = Page("", (item,))
        with world.database.write() as session:
            sheet = answering.open_sheet(session, link, world.clock.today)
            if item is items[1]:
                assert entering.first_open(sheet, browser) == 2
            answering.save_page(
                session,
                sheet,
                page,
                reading_of(page, {}, rest=True),
                browser=browser,
                seen_revision=sheet.revision,
                now=world.clock(),
            )
    response = send(world, link, {}, browser=browser, mode="interview")

    assert response.answers.items() >= high.items()
    assert len(response.answers) >= len(items) - 1


def test_only_the_coach_of_the_traject_enters_anything(world, coach, traject):
    link = world.invitation(traject, "parent")
    colleague = world.coach()
    unknown = Actor("x", coach.actor.organisation_id, "X", frozenset())

    for actor in (colleague.actor, unknown):
        for opened in (entering.sheet_to_ask, entering.sheet_on_paper):
            with world.database.write() as session:
                found = session.get_one(Traject, traject)
                with pytest.raises(NotFoundError):
                    opened(session, actor, found, link, world.clock.today)


def test_nothing_is_entered_after_withdrawal_or_twice(world, coach, traject):
    links = [world.invitation(traject, role) for role in ("parent", "teacher")]
    typed = [paper(world, link, world.clock.today) for link in links]
    enter(world, coach, traject, links[0], typed[0])

    with pytest.raises(answering.SheetClosedError):
        enter(world, coach, traject, links[0], typed[0])
    world.withdraw(coach, traject)
    with pytest.raises(answering.SheetNotOpenError):
        enter(world, coach, traject, links[1], typed[1])
    assert world.rows("response") == 1


def test_an_older_paper_is_no_drop_after_what_was_sent_before_it(world, coach, traject):
    """The talk of Monday comes in on paper after that of a week later, and was lower."""
    world.talk(coach, traject)
    monday = world.clock.today
    first = world.invitation(traject, "parent", "session")
    low = paper(world, first, monday, rest=False)
    low = replace(low, fields=(("a.a_ouder", "4"),))
    world.clock.forward(days=7)
    world.talk(coach, traject)
    ((second,),) = world.sql(
        "SELECT invitation.id FROM invitation JOIN occasion ON occasion.id = occasion_id"
        " WHERE kind = 'session' AND opens_on > :monday AND informant_id ="
        " (SELECT informant_id FROM invitation WHERE id = :first)",
        monday=monday.isoformat(),
        first=first,
    )
    answer(world, second, {"a_ouder": "9"})

    enter(world, coach, traject, first, low)

    assert world.rows("response") == 2
    assert world.sql("SELECT item FROM signal WHERE item = 'a_ouder'") == []
