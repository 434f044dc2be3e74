"""From the read file to frozen values, checking what the parts say about each other."""

import hashlib
import json
from dataclasses import replace

from survey_app.definitions.building.desk import Desk, Note, Path
from survey_app.definitions.building.first_format import present
from survey_app.definitions.building.head import check_head, editions
from survey_app.definitions.building.history import read_history
from survey_app.definitions.building.items import Items
from survey_app.definitions.building.options import OptionSets
from survey_app.definitions.building.routing import check_routing
from survey_app.definitions.building.scales import read_scales
from survey_app.definitions.building.signals import read_signals
from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.shape import HeadShape
from survey_app.definitions.texts import Text
from survey_app.definitions.values import Licence, Questionnaire

__all__ = ["build", "from_document"]

PARTS = ("options", "pages", "items", "scales", "signals")


def from_document(document: str) -> Questionnaire:
    """Read a stored canonical document back, with the fingerprint it was stored under.

    Parameters
    ----------
    document : str
        What `Questionnaire.document` gave, by this or an earlier version of this software.

    Raises
    ------
    DefinitionError
        When the document is damaged.
    """
    faults: list[Fault] = []

    def note(path: Path, message: str, of_key: bool) -> None:
        where = ".".join(str(step) for step in path) or "the document"
        faults.append(Fault("stored document", 1, 1, f"{where}: {message}"))

    try:
        content = json.loads(document)
    except ValueError:
        raise DefinitionError([Fault("stored document", 1, 1, "this is not JSON")]) from None
    questionnaire = build(present(content) if isinstance(content, dict) else content, note)
    if questionnaire is None:
        raise DefinitionError(faults)
    return replace(questionnaire, fingerprint=hashlib.sha256(document.encode()).hexdigest())


def build(content: object, note: Note) -> Questionnaire | None:
    """Build the values and note every fault.

    Parameters
    ----------
    content : object
        The file's content without places.
    note : callable
        Receives (path, message, whether the key itself is meant) of each fault.

    Returns
    -------
    Questionnaire or None
        None as soon as there is any fault.
    """
    if not isinstance(content, dict):
        note((), "write a questionnaire as `key: value` lines", False)
        return None
    desk = Desk(note)
    head = desk.shape(HeadShape, {k: v for k, v in content.items() if k not in PARTS}, ())
    desk.head = head
    if head is not None:
        check_head(desk, head, content)
    sets = OptionSets(desk, content)
    items = Items(desk, sets, content)
    sets.check_all_used()
    check_routing(desk, items)
    scales = read_scales(desk, content, items)
    signals = read_signals(desk, content, items)
    history = read_history(desk, content, items)
    if head is None or not desk.is_sound:
        return None
    return Questionnaire(
        key=head.key,
        version=head.version,
        scoring_version=head.scoring_version,
        informants=tuple(head.informants),
        ages=(head.ages[0], head.ages[1]) if head.ages else None,
        minutes=head.minutes,
        licence=Licence(head.licence.id, head.licence.ship_text, head.licence.holder),
        editions=editions(head),
        fictitious=head.fictitious,
        layout=head.layout,
        title=Text(head.title),
        question=Text(head.question),
        period=Text(head.period) if head.period else None,
        pages=items.pages,
        scales=scales,
        signals=signals,
        about=head.about,
        follows=history,
        most_blanks=head.most_blanks,
        by_question=head.by_question,
    )
