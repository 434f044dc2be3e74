"""The texts of the pages on which somebody answers, in the order in which they come."""

from survey_app.frames.section import Counted, Section


class Acts(Section):
    """Buttons and links."""

    begin: str
    resume: str
    forward: str
    send: str
    back: str
    decline: str
    stop_child: str
    stop: str
    leave: str
    language: str
    choose_language: str
    again: str
    look_over: str
    change: str


class Skip(Section):
    """How a question is left open; `one` and `open`: one question, or several on a page."""

    one: str
    open: str
    one_again: str
    open_again: str
    one_and_send: str
    open_and_send: str


class Titles(Section):
    """Titles of pages; none holds a name."""

    error: str
    form: str
    question: str
    sent: str
    stopped: str
    decline: str
    consent: str
    code: str
    link_again: str
    round: str
    nominate: str
    look_over: str


class Progress(Section):
    """How far one is."""

    question: str
    question_of: str
    part: str
    part_of: str
    one_page: str
    last: str
    two_left: str
    end: str


class Question(Section):
    """What stands at a question."""

    saved: str
    other_device: str
    characters: Counted
    pick_exactly: str
    pick_between: str
    pick_at_most: str
    pick_at_least: str
    pick_any: str
    practice_title: str
    practice_hint: str


class Problem(Section):
    """What has to be mended on a page of questions, and how."""

    nothing_chosen: str
    nothing_filled_in: str
    look_again: str
    to_the_question: str
    or_skip: str
    or_empty_and_skip: str
    away: str
    away_hint: str
    elsewhere: str
    elsewhere_hint: str
    stray: str
    stray_hint: str
    choose_a_button: str
    two_answers: str
    no_option: str
    same_twice: str
    not_an_option: str
    also_missing: str
    too_many: str
    too_few: str
    not_exactly: str
    whole_number: str
    number: Counted
    too_long: Counted


class Start(Section):
    """The facts of a start page."""

    minutes: Counted
    questions: Counted
    questions_at_most: Counted
    in_dutch: str
    in_dutch_hint: str


class Help(Section):
    """The last line of a page."""

    call: str
    call_nobody: str
    ask: str
    kindertelefoon: str


class Thanks(Section):
    """The page after sending."""

    heading: str
    again_in: str
    then_and_now: str
    close: str
    later: str
    one_more: str
    withdraw: str


class LookOver(Section):
    """The page with all answers, before sending."""

    heading: str
    hint: str
    skipped: str
    open: str
    elsewhere: str


class Stopped(Section):
    """The page after stopping."""

    heading: str
    kept: str
    later: str
    go_on: str


class Declining(Section):
    """Rather not, or not the right person."""

    heading: str
    heading_nomination: str
    rather_not: str
    no_time: str
    not_understood: str
    erase: str
    thanks: str
    coach_sees: str
    coach_sees_no_time: str
    coach_sees_not_understood: str
    link_stays: str
    wrong_person: str
    nothing_kept: str
    erased: str
    erased_hint: str


class NotOpen(Section):
    """Why there is nothing to fill in now."""

    already: str
    already_hint: str
    what_now: str
    early: str
    early_hint: str
    waits: Counted
    ended: str
    ended_hint: str
    paused: str
    paused_hint: str
    settled: str
    new_link: str
    wrong_link: str
    wrong_link_hint: str


class NotSaved(Section):
    """What was sent could not be stored."""

    heading: str
    cannot_now: str
    still_here: str


class Code(Section):
    """The page of a short code."""

    heading: str
    hint: str
    to_the_field: str
    empty: str
    empty_hint: str
    wrong: str
    wrong_hint: str
    too_many_hint: str
    away_hint: str
    not_now: str
    not_now_hint: str


class LinkAgain(Section):
    """The page of who lost a link."""

    heading: str
    hint: str
    send: str
    to_the_field: str
    look_again: str
    cannot_be: str
    away_hint: str
    not_now_hint: str
    asked: str
    asked_hint: tuple[str, str, str]


class Round(Section):
    """All that one person has to fill in."""

    left: Counted
    together: str
    alone: str
    done: str
    done_hint: str
    row_done: str


class Practice(Section):
    """The question with which a child practises."""

    faces: str
    words: str
    forward: str


class Aloud(Section):
    """Reading aloud."""

    read: str
    read_question: str
    read_answer: str
    pause: str


class Network(Section):
    """What the script says of saving."""

    kept: str
    trying: str
    lost: str
    unsaved: str


class Correcting(Section):
    """Changing what was sent."""

    offer: str
    until: str
    seen: str
    heading: str
    send: str
    done: str
    too_late: str
    not_sent: str
    not_sent_hint: str


class Handover(Section):
    """A tablet that goes from hand to hand."""

    done: str
    give_back: str
    to_coach: str


class Leaving(Section):
    """Leaving at once."""

    explained: str
    stays: str


class Accessible(Section):
    """The statement on accessibility, and the way to it."""

    link: str
    heading: str
    said: tuple[str, str, str, str]


class Errors(Section):
    """What went wrong at a link."""

    wrong: str
    wrong_hint: str
    too_much: str
    too_much_hint: str
    wait: str
    wait_hint: str
    unreachable: str
    unreachable_hint: str
    ours: str


class ClassRound(Section):
    """A teacher with several pupils in one sitting."""

    heading: str
    heading_group: str
    greeting: str
    readers: tuple[str, str]
    tally: str
    by_pupil_hint: str
    by_question_hint: str
    begin_with: str
    go_on_with: str
    sent: str
    now: str
    pupil_of: str
    unsent: Counted
    gone: str
    unknown: str
    pupil: str
    answer: str
    sent_count: Counted
    rest: str
    soon: str
    logged_out: str
    logged_out_hint: str
    by_pupil: str
    by_question: str
    choose_way: str
    not_begun: str
    done: str
    busy: Counted
    save_and_next: str
    send_all: str
    to_list: str
    log_out: str
    locked: str
    locked_hint: str
