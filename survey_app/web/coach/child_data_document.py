"""Preparing the document that who asks gets: all sections in plain words, and what is not in it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from survey_app.clock import LOCAL
from survey_app.dutch import counted, date_in_words, month_in_words, plain_number
from survey_app.keeping.access.values import (
    CONFIDENCE,
    MONTH,
    OTHERS,
    SAFETY,
    Cell,
    Column,
    Dossier,
    Section,
)
from survey_app.reports import wording
from survey_app.web.coach.child_data_values import DocumentGroup, DocumentPage, DocumentSection
from survey_app.web.coach.child_data_words import WORDS, place_words

GROUNDS: Final = {
    OTHERS: "van of over iemand anders. Grond: AVG artikel 15 lid 4.",
    CONFIDENCE: "in vertrouwen verteld. Grond: AVG artikel 15 lid 4.",
    SAFETY: "kan iemand schaden. Grond: UAVG artikel 41 lid 1 onder i.",
}
ALWAYS: Final = (
    "Wat een ander antwoordde, staat er niet in, behalve als die persoon het vrijgaf voor het "
    "gesprek. Of er nog andere ouders gevraagd zijn, zeggen we nooit. Grond: AVG artikel 15 lid 4.",
    "Stappen van de meldcode staan er niet in, en of die er zijn, zeggen we niet. Grond: UAVG "
    "artikel 41 lid 1 onder i.",
)
RIGHTS: Final = (
    "Klopt er iets niet? Dan kun je vragen om het te verbeteren, om het gebruik te beperken of om "
    "gegevens te wissen. Je kunt ook bezwaar maken, en je akkoord intrekken.",
    "Ben je het niet eens met hoe we met de gegevens omgaan? Dan kun je klagen bij de Autoriteit "
    "Persoonsgegevens.",
)
MELDCODE: Final = "meldcode"
BY_SHEET: Final = {"antwoorden": ("vraag", "antwoord"), "scores": ("schaal", "score")}
"""Sections of which the rows of one list stand together: what is asked, and what came of it."""


def document_page(
    dossier: Dossier, *, child: str, asker: str, today: date, back_url: str, is_example: bool
) -> DocumentPage:
    """Return the document as it is on a day."""
    filled = [each for each in dossier.sections if each.rows]
    empty = [each.title for each in dossier.sections if not each.rows and each.key != MELDCODE]
    return DocumentPage(
        child=child,
        told=told(asker, today),
        sections=tuple(DocumentSection(each.title, tuple(_groups(each))) for each in filled),
        empty=". ".join(empty),
        not_in_it=not_in_it(dossier),
        rights=RIGHTS,
        back_url=back_url,
        is_example=is_example,
    )


def told(asker: str, today: date) -> tuple[str, ...]:
    """Return what is told before the data: for whom, of which day, what they are for."""
    return (
        f"Voor {asker}, op {date_in_words(today)}.",
        "Dit is wat Kansmeter bewaart over het kind. We gebruiken het om het kind te helpen en te "
        "zien wat er verandert. De coach ziet het. Wie het nog meer mag zien, staat bij "
        "'Toestemming'. Hoe lang het wordt bewaard, staat bij 'Het kind en het traject'. Is dat "
        "leeg? Vraag het dan aan de coach.",
        "De gegevens komen van wie de vragen invulde en van de coach.",
    )


def not_in_it(dossier: Dossier) -> tuple[str, ...]:
    """Return what was left out: how much, and on what ground."""
    return (
        *(
            f"{counted(count, 'stuk', 'stukken')}: {GROUNDS[ground]}"
            for ground, count in sorted(dossier.left_out.items())
        ),
        *ALWAYS,
    )


def read_me(dossier: Dossier, asker: str, today: date) -> str:
    """Return the same as text, to go with the data."""
    files = (
        "gegevens.json bevat alles. Elk .csv-bestand is één onderwerp, voor een rekenblad. "
        "In codeboek.csv staat wat elke kolom en elke code betekent."
    )
    lines = (*told(asker, today), files, "Niet in dit bestand:", *not_in_it(dossier), *RIGHTS)
    return "\r\n\r\n".join(lines) + "\r\n"


def _groups(section: Section) -> Iterator[DocumentGroup]:
    if section.key in BY_SHEET:
        yield from _by_sheet(section)
        return
    for row in section.rows:
        lines = _lines(section.columns, row)
        if len(section.rows) == 1:
            yield DocumentGroup("", lines)
        elif lines:
            yield DocumentGroup(_short(lines[0]), lines[1:], runs_on=True)


def _by_sheet(section: Section) -> Iterator[DocumentGroup]:
    """Yield one group for each list, with a line for each question or scale."""
    place = {column.key: at for at, column in enumerate(section.columns)}
    asks, gives = (place[key] for key in BY_SHEET[section.key])
    sheets: dict[str, list[tuple[str, str]]] = {}
    for row in section.rows:
        who, title, day = (
            _said(Column("", ""), row[place[key]]) for key in ("wie", "lijst", "dag")
        )
        given = _said(section.columns[gives], row[gives])
        if given == wording.MISSING["not_shown"]:
            continue
        more = [] if row[place["telt"]] else ["telt niet meer"]
        if section.key == "scores":
            more += [str(row[place["regel"]]), str(row[place["betekenis"]])]
            given = given or str(row[place["geen_score"]])
        elif row[place["veranderd"]] is not None and row[place["telt"]]:
            by = row[place["veranderd_door"]]
            more.append(f"verbeterd door {by}" if by else "later veranderd")
        heading = f"{row[place['nummer']]}. {who}, {title}, {day}"
        said = f"{given} ({'; '.join(more)})" if more else given
        sheets.setdefault(heading, []).append((str(row[asks]), said))
    for heading, lines in sheets.items():
        yield DocumentGroup(heading, tuple(lines))


def _lines(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> tuple[tuple[str, str], ...]:
    said = ((column.label, _said(column, cell)) for column, cell in zip(columns, row, strict=True))
    return tuple((label, words) for label, words in said if words)


def _short(line: tuple[str, str]) -> str:
    return line[1][:1].upper() + line[1][1:]


def _said(column: Column, cell: Cell) -> str:
    """Return what stands in a cell as somebody reads it."""
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nee"
        case datetime():
            local = cell.astimezone(LOCAL)
            return f"{date_in_words(local.date())}, {local.hour}.{local.minute:02d} uur"
        case date():
            return date_in_words(cell)
        case int() | float():
            return plain_number(cell)
    if column.words == "place":
        return place_words(cell)
    if column.words == MONTH:
        return month_in_words(date.fromisoformat(f"{cell}-01"))
    words = WORDS.get(column.words)
    return cell if words is None else ", ".join(words.get(code, code) for code in cell.split())
