"""Who is spoken to and about whom: the child by name, oneself as `ik`, nobody as `hij` or `zij`."""

from collections.abc import Iterator

from survey_app.definitions.people import Subject
from survey_app.definitions.values import Questionnaire
from survey_app.definitions.wording.findings import Remark
from survey_app.definitions.wording.passages import Audience, Passage, Role
from survey_app.definitions.wording.sentences import words
from survey_app.definitions.wording.vocabulary import OTHERS, SELF, YOU


def of_passage(questionnaire: Questionnaire, passage: Passage) -> Iterator[Remark]:
    """Return what breaks a rule of person in one item."""
    if passage.role is not Role.STEM or passage.item is None or passage.item.is_wish_for_contact:
        return
    for word in words(passage.text):
        if word.lower in OTHERS:
            yield Remark(f"the word {word.lower!r}", "use the name or a neutral turn", word.start)
    if passage.audience is Audience.ADULT:
        if questionnaire.about is Subject.TRAJECT and "{kind}" not in passage.text:
            yield Remark("the child is not named", "write {kind}")
    else:
        yield from _of_child(passage)


def _of_child(passage: Passage) -> Iterator[Remark]:
    said = {word.lower for word in words(passage.text)}
    if "{kind}" in passage.text:
        where = passage.text.index("{kind}")
        yield Remark("a child is named in its own list", "write 'ik' or 'jij'", where)
    if passage.audience is Audience.YOUNG_CHILD:
        if said & SELF or not said & YOU:
            yield Remark("a young child is not addressed", "say 'jij' or 'jou', not 'ik'")
    elif passage.text.endswith("?"):
        if not said & (YOU | SELF):
            yield Remark("a child is not addressed", "say 'je', 'jij' or 'jou'")
    elif said & YOU or not said & SELF:
        yield Remark("a child's statement is not about 'ik'", "write it about 'ik'")
