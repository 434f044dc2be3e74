"""Answering an invitation as a browser does: page by page, with option keys."""

from collections.abc import Mapping

from survey_app.answering import services as answering
from survey_app.answering.correcting import begin_correction, may_correct
from survey_app.answering.models import Correction, Response
from survey_app.answering.reading import PREFIX, PageReading, read_page
from survey_app.answering.sheets import Sheet, read_sheet
from survey_app.definitions import Item, Page
from survey_app.measurements import correcting
from survey_app.measurements import services as measurements
from tests.factories.world import World

PHONE = "the browser of a phone"
TABLET = "the browser of a tablet"

Choices = Mapping[str, str | None]
"""Item key to what `Response.answers` holds, or words; None leaves the question open."""


def lowest(item: Item) -> str | None:
    """Return the lowest number or option; without values the last option, and no own words."""
    if item.number is not None:
        return f"{item.number.least:g}"
    scored = [option for option in item.options if option.value is not None]
    if scored:
        return min(scored, key=lambda each: each.value).key
    return item.options[-1].key if item.options else None


def reading_of(page: Page, choices: Choices, *, rest: bool = False) -> PageReading:
    """Read what a browser sends for a page; `rest` answers what is not chosen with the lowest."""
    fields = []
    for item in page.items:
        chosen = choices.get(item.key, lowest(item) if rest else None)
        if chosen is not None:
            several = chosen.split() if item.choose else [chosen]
            fields += [(PREFIX + item.key, each) for each in several]
    return read_page(page, fields)


def sheet_of(world: World, invitation_id: str) -> Sheet:
    """Return the sheet as it is now."""
    with world.database.read() as session:
        return read_sheet(session, invitation_id, world.clock.today)


def save(
    world: World,
    invitation_id: str,
    index: int,
    choices: Choices,
    *,
    browser: str = PHONE,
    seen: int | None = None,
) -> Sheet:
    """Save one page, by default as one who saw the sheet a moment ago; return what is there now."""
    with world.database.write() as session:
        sheet = answering.open_sheet(session, invitation_id, world.clock.today)
        page = sheet.every_page[index]
        answering.save_page(
            session,
            sheet,
            page,
            reading_of(page, choices),
            browser=browser,
            seen_revision=sheet.revision if seen is None else seen,
            now=world.clock(),
        )
    return sheet_of(world, invitation_id)


def send(
    world: World,
    invitation_id: str,
    choices: Choices,
    *,
    browser: str = PHONE,
    seen: int | None = None,
    rest: bool = False,
    mode: str = "self",
) -> Response:
    """Send the last page, which closes the sheet."""
    with world.database.write() as session:
        sheet = answering.open_sheet(session, invitation_id, world.clock.today)
        page = sheet.every_page[-1]
        return measurements.submit(
            session,
            sheet,
            page,
            reading_of(page, choices, rest=rest),
            browser=browser,
            seen_revision=sheet.revision if seen is None else seen,
            mode=mode,
            now=world.clock(),
        )


def answer(
    world: World, invitation_id: str, choices: Choices | None = None, *, mode: str = "self"
) -> Response:
    """Answer a whole list: as chosen, and the lowest answer to everything else that comes."""
    chosen = choices or {}
    number = 1
    sheet = sheet_of(world, invitation_id)
    while number < sheet.last_number:
        items = sheet.shown_to(PHONE)[number].items
        given = {item.key: chosen.get(item.key, lowest(item)) for item in items}
        sheet = save(world, invitation_id, number - 1, given)
        number = sheet.next_number(number, PHONE)
    return send(world, invitation_id, chosen, rest=True, mode=mode)


def begin_change(world: World, invitation_id: str, browser: str = PHONE) -> bool:
    """Begin a correction as the button on the thanks does; tell whether this browser may."""
    with world.database.write() as session:
        sheet = read_sheet(session, invitation_id, world.clock.today, lock=True)
        may = may_correct(session, sheet, browser, world.clock())
        if may:
            begin_correction(session, sheet, world.clock())
        return may


def change(world: World, invitation_id: str, choices: Choices) -> Correction | None:
    """Correct what was sent on the phone: these answers, and the rest as it counts."""
    assert begin_change(world, invitation_id)
    with world.database.write() as session:
        sheet = read_sheet(session, invitation_id, world.clock.today, lock=True)
        number = 1
        while number < sheet.last_number:
            page = sheet.every_page[number - 1]
            sheet = answering.save_page(
                session,
                sheet,
                page,
                reading_of(page, _kept(sheet, choices)),
                browser=PHONE,
                seen_revision=sheet.revision,
                now=world.clock(),
            )
            number = sheet.next_number(number, PHONE)
        return correcting.correct(
            session,
            sheet,
            sheet.every_page[-1],
            reading_of(sheet.every_page[-1], _kept(sheet, choices)),
            browser=PHONE,
            seen_revision=sheet.revision,
            now=world.clock(),
        )


def _kept(sheet: Sheet, choices: Choices) -> Choices:
    return {key: each.answer or each.text for key, each in sheet.saved.items()} | dict(choices)
