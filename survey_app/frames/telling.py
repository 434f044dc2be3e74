"""What is told to who is asked: who reads it, what it is for, what agreeing means."""

from survey_app.frames.section import Counted, Section


class Told(Section):
    """What is said to one kind of respondent.

    Who asks and why, who reads it, that stopping is allowed (a bold and a quiet line each), what
    comes next, and two ways out.
    """

    greeting: str
    readers: tuple[str, str]
    stopping: tuple[str, str]
    next_steps: tuple[str, ...]
    decline: str
    not_me: str


class ConsentText(Section):
    """One purpose in plain words, ending in a question."""

    title: str
    said: tuple[str, ...]
    question: str


class ConsentTexts(Section):
    """What is asked of one who agrees, per purpose."""

    help: ConsentText
    measuring: ConsentText
    network: ConsentText


class ChildInWords(Section):
    """What a child without a name is called."""

    parent: str
    teacher: str
    child: str


class SecondTime(Section):
    """Other words of who answers a list for the second time."""

    parent: str
    teacher: str
    child: str
    done: str


class About(Section):
    """What a yearly list is about."""

    person: str
    school: str


class Nominate(Section):
    """The page on which a teacher puts a child forward."""

    heading: str
    greeting: str
    urgent_call: str
    urgent_go: str
    gone: tuple[str, str]
    child_name: str
    group: str
    child_name_empty: str
    group_empty: str
    away_hint: str
    enough: str
    not_yet: str
    earlier: str
    begun: Counted
    waits: Counted
    taken_up: Counted
    erased: Counted
    go_on: str


class Consent(Section):
    """The page on which somebody agrees, refuses or takes it back."""

    ask_heading: str
    kept_heading: str
    greeting_child: str
    greeting: str
    yes: str
    no: str
    said_yes: str
    said_no: str
    withdrawn: str
    choose: str
    close: str
    withdraw: str
    send: str
    send_again: str
    holder: ConsentTexts
    child: ConsentTexts


class Helped(Section):
    """Who answers about a child that is helped."""

    parent: Told
    teacher: Told
    child: Told
    ib: Told
    coach: Told


class Twice(Section):
    """Who answers a list twice about a child without a traject."""

    parent: Told
    teacher: Told
    child: Told


class Yearly(Section):
    """Who answers every year, by what it is about."""

    person: Told
    group: Told
    school: Told
