"""Answering an invitation as a browser does: page by page, with option keys."""

from collections.abc import Mapping, Sequence

from survey_app.answering import services as answering
from survey_app.answering.models import Response
from survey_app.answering.reading import PREFIX, PageReading, read_page
from survey_app.answering.sheets import Sheet, read_sheet
from survey_app.definitions import Item, Page
from survey_app.measurements import services as measurements
from tests.factories.world import World

PHONE = "the browser of a phone"
TABLET = "the browser of a tablet"

Choices = Mapping[str, str | None]
"""Item key to option key or words; None leaves the question open."""


def lowest(item: Item) -> str:
    """Return the option with the lowest value; for a question without values the last one."""
    scored = [option for option in item.options if option.value is not None]
    return min(scored, key=lambda each: each.value).key if scored else item.options[-1].key


def reading_of(page: Page, choices: Choices, *, rest: bool = False) -> PageReading:
    """Read what a browser sends for a page; `rest` answers what is not chosen with the lowest."""
    fields = []
    for item in page.items:
        chosen = choices.get(item.key, lowest(item) if rest and item.options else None)
        if chosen is not None:
            fields.append((PREFIX + item.key, chosen))
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
        page = sheet.pages[index]
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
) -> Response:
    """Send the last page, which closes the sheet."""
    with world.database.write() as session:
        sheet = answering.open_sheet(session, invitation_id, world.clock.today)
        page = sheet.pages[-1]
        return measurements.submit(
            session,
            sheet,
            page,
            reading_of(page, choices, rest=rest),
            browser=browser,
            seen_revision=sheet.revision if seen is None else seen,
            mode="self",
            now=world.clock(),
        )


def answer(world: World, invitation_id: str, choices: Choices | None = None) -> Response:
    """Answer a whole list: as chosen, and the lowest answer to everything else."""
    chosen = choices or {}
    pages: Sequence[Page] = sheet_of(world, invitation_id).pages
    for index, page in enumerate(pages[:-1]):
        given = {item.key: chosen.get(item.key, lowest(item)) for item in page.items}
        save(world, invitation_id, index, given)
    return send(world, invitation_id, chosen, rest=True)
