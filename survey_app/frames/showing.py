"""The texts about showing answers to others: the question, and the sheet for a talk."""

from survey_app.frames.section import Section


class Showing(Section):
    """Whether the own answers may be shown to the others in a talk, asked of who sent them."""

    adult: str
    child: str
    later: str
    said_yes: str
    said_no: str


class TalkTopics(Section):
    """What the core five are about, whoever answers."""

    o1: str
    w1: str
    r1: str
    p1: str
    l1: str


class TalkOpeners(Section):
    """Three openers for a talk, by what the sheet shows."""

    apart: tuple[str, str, str]
    better: tuple[str, str, str]
    harder: tuple[str, str, str]
    even: tuple[str, str, str]


class TalkAnswers(Section):
    """Answers of the core five as they are shown, by the key of the option; never asked so."""

    bijna_nooit: str
    nooit: str
    soms: str
    helft: str
    vaak: str
    bijna_altijd: str
    altijd: str
    niet_zo_goed: str
    gaat_wel: str
    goed: str
    weet_niet: str
    niet_gezien: str


class TalkEnds(Section):
    """What the ends of the stairs mean; the young are asked in words of their own."""

    hardest: str
    wished: str
    young_hardest: str
    young_wished: str


class Talk(Section):
    """The sheet that lies on the table in a talk with parents and teacher.

    `apart`: two see it differently; `moved`: one changed most; `even`: neither.
    """

    title: str
    on: str
    heading: str
    agreed: str
    nothing_agreed: str
    apart: str
    apart_chosen: str
    apart_said: str
    moved: str
    moved_chosen: str
    moved_said: str
    even: str
    even_said: str
    nothing_shown: str
    opening: str
    goals: str
    no_goals: str
    from_to: str
    now_at: str
    at_first: str
    at_last: str
    how_now: str
    views: str
    no_answer: str
    hidden: str
    parent: str
    teacher: str
    numbered: str
    to_agree: str
    who: str
    what: str
    when: str
    footer: tuple[str, str, str]
    topics: TalkTopics
    ends: TalkEnds
    openers: TalkOpeners
    answers: TalkAnswers
