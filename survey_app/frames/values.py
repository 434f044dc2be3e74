"""All texts of one language as one frozen value; the shape of the files in `texts/`."""

from survey_app.definitions import DIRECTIONS, TextStatus
from survey_app.frames.pages import (
    Accessible,
    Acts,
    Aloud,
    ClassRound,
    Code,
    Correcting,
    Declining,
    Errors,
    Handover,
    Help,
    Leaving,
    LinkAgain,
    LookOver,
    Network,
    NotOpen,
    NotSaved,
    Practice,
    Problem,
    Progress,
    Question,
    Round,
    Skip,
    Start,
    Stopped,
    Thanks,
    Titles,
)
from survey_app.frames.section import Section
from survey_app.frames.sending import Letter, Mail
from survey_app.frames.showing import Showing, Talk
from survey_app.frames.telling import (
    About,
    ChildInWords,
    Consent,
    Helped,
    Nominate,
    SecondTime,
    Told,
    Twice,
    Yearly,
)


class Words(Section):
    """All texts of one language.

    `status` tells whether reviewers who speak it as their own have read them; `day` is how it
    writes a day (a pattern of CLDR).
    """

    language: str
    name: str
    status: TextStatus
    day: str
    acts: Acts
    skip: Skip
    titles: Titles
    progress: Progress
    question: Question
    problem: Problem
    start: Start
    help: Help
    thanks: Thanks
    look_over: LookOver
    stopped: Stopped
    declining: Declining
    not_open: NotOpen
    not_saved: NotSaved
    code: Code
    link_again: LinkAgain
    round: Round
    practice: Practice
    consent: Consent
    helped: Helped
    child_in_words: ChildInWords
    twice: Twice
    second_time: SecondTime
    yearly: Yearly
    about: About
    nominated: Told
    nominate: Nominate
    letter: Letter
    mail: Mail
    showing: Showing
    talk: Talk
    aloud: Aloud
    network: Network
    correcting: Correcting
    handover: Handover
    leaving: Leaving
    accessible: Accessible
    errors: Errors
    class_round: ClassRound

    @property
    def direction(self) -> str:
        """Reading direction, ``ltr`` or ``rtl``."""
        return DIRECTIONS[self.language]
