"""The texts of what is sent or printed to give a link: the mail, the letter."""

from survey_app.frames.section import Section


class Mail(Section):
    """What a mail says in the language of its reader, before the Dutch."""

    asks: str
    asks_consent: str
    open: str


class Letter(Section):
    """A printed letter or card with a link."""

    steps: tuple[str, str, str]
    card: str
    or_code: str
    for_parent: str
    for_teacher: str
    for_child: str
    for_ib: str
    for_coach: str
    until: str
    questions_call: str
    questions_ask: str
    regards: str
    coach: str
    rather_not: str
    no_account: str
