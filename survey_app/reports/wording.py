"""What may be said about a score or a change, by evidence stage.

Never more than the numbers allow.
"""

from collections.abc import Iterable
from typing import cast

from survey_app.charts import Informant
from survey_app.definitions import Evidence, Item, Questionnaire, Scale
from survey_app.dutch import decimal_comma
from survey_app.effects import PairChange

OCCASIONS = {
    "nomination": "aanmelding",
    "intake": "intake",
    "follow_up": "vervolgmeting",
    "closing": "afsluiting",
    "aftercare": "nazorg",
    "session": "gesprek",
}
ROLES = {
    "child": "kind",
    "parent": "ouder",
    "teacher": "leerkracht",
    "coach": "coach",
    "ib": "intern begeleider",
    "director": "directeur",
    "municipality": "gemeente",
}
REASONS = {
    "too_few_items": "te weinig vragen beantwoord",
    "too_few_scales": "een deel is niet te bepalen",
    "too_many_blanks": "te veel vragen open in de hele lijst",
}
CARE = {
    "straight_lining": "Bijna overal staat hetzelfde antwoord.",
    "contradiction": "Het uiterste antwoord staat bij wat goed gaat én bij wat zwaar is.",
    "too_fast": "Dit is heel snel ingevuld.",
    "another_day": "De dag op het papier ligt buiten de dagen van deze meting.",
}
"""What stands out in answers, for the coach alone; it changes no score and removes nothing."""
MISSING = {
    "skipped": "overgeslagen",
    "not_shown": "niet gevraagd",
    "does_not_know": "weet ik niet",
    "prefers_not": "zeg ik liever niet",
}

CORE_FIVE = {
    "O1": "Vertellen als er iets is",
    "W1": "Verder gaan na een tegenslag",
    "R1": "Met de aandacht erbij",
    "P1": "Meedoen met leren",
    "L1": "Iets dat zwaar weegt",
}

NOT_NORMED = (
    "Niet genormeerd. We weten niet wat gewoon is voor kinderen van deze leeftijd. "
    "Vergelijk alleen met een eerdere keer van dezelfde persoon."
)
STAGE_0 = (
    "We weten nog niet hoeveel een antwoord vanzelf schommelt. "
    "Noem een verschil dus nog geen vooruitgang."
)
STAGE_0_BESIDE_OTHERS = (
    "Waar alleen hoger of lager staat, weten we niet hoeveel een antwoord vanzelf schommelt. "
    "Noem zo'n verschil nog geen vooruitgang."
)
"""Where one list is judged and another cannot be."""
NO_COMPARISON = (
    "We weten niet of dit door de gesprekken komt. Er is geen groep om mee te vergelijken."
)
MODES = {
    "interview": "in gesprek",
    "tablet": "op de tablet van school",
    "paper": "op papier",
    "phone": "aan de telefoon",
}
"""How somebody answered, where that was not alone on an own device."""
ALONE = "via de link"
WITH_COACH = {
    "interview": "voorgelezen door {coach}",
    "phone": "aan de telefoon met {coach}",
    "paper": "op papier, ingetypt door {coach}",
}
"""How somebody answered, where the coach wrote it down."""
THIRD_PERSON = {
    "zoals jij het graag wilt": "zoals {who} het graag wil",
    "zoals jij het wilt": "zoals {who} het wil",
}
"""The ends of a staircase that speak to who answers, and how a report says them."""
TOGETHER = ("interview", "phone")
"""Ways of answering in which somebody else heard the answer."""
LATE = "late intake"
LATE_BASELINE = (
    "De intake kwam laat: er was al even hulp. "
    "Wat in die tijd veranderde, is niet te zien en telt niet mee in cijfers over groepen."
)
ONE_IS_NO_LINE = "Eén meting is nog geen lijn."
OTHER_TEACHER = "andere leerkracht"
THEN_ANOTHER = "Daarna kwam een andere leerkracht."
NOT_JOINED = "Twee leerkrachten. Hun scores zijn niet te vergelijken."
EARLIER_VERSION = "Met een eerdere versie van de vragenlijst, die niet te vergelijken is."
FICTITIOUS = "voorbeeld, verzonnen referentie"
AS_ANSWERED = "Dit zijn de antwoorden zelf; er is niets berekend."
VERDICT_STAGE = 2
"""From this stage of `Evidence` a change of one child may be called larger than chance."""
LOWEST_RELIABILITY = 0.70


def informant(role: str) -> Informant:
    """Return the role as the charts know it."""
    return cast(Informant, role)


def occasion_word(kind: str) -> str:
    """Return the word for a kind of moment."""
    return OCCASIONS[kind]


def at_occasion(kind: str) -> str:
    """Return a kind of moment as the place of an answer: "bij de intake", "bij het gesprek"."""
    return f"bij {'het' if kind == 'session' else 'de'} {OCCASIONS[kind]}"


def plane_question(child: str) -> str:
    """Return the heading of strength beside burden."""
    return f"Hoe verhouden kracht en last van {child} zich?"


def whose(role: str, number: int, child: str) -> str:
    """Return whose view this is: "Volgens ouder 2", "Volgens Sam zelf"."""
    if role == "child":
        return f"Volgens {child} zelf"
    return f"Volgens {_article(role, number)}"


def _article(role: str, number: int) -> str:
    return f"de {ROLES[role]}" if number == 1 else f"{ROLES[role]} {number}"


def about(end: str, role: str, number: int) -> str:
    """Return the end of a staircase as it is for who answered: a report speaks to another.

    What is not in the table stands as it was asked, between quotation marks when it says "jij".
    """
    who = "het kind" if role == "child" else _article(role, number)
    if end in THIRD_PERSON:
        return THIRD_PERSON[end].format(who=who)
    speaks = {"jij", "je", "jou", "jouw"} & set(end.lower().split())
    return f"„{end}”" if speaks else end


def badge(questionnaire: Questionnaire, claimed: Evidence) -> str:
    """Return the claim that stands beside every figure of this list."""
    if questionnaire.fictitious:
        return (
            f"Let op: {FICTITIOUS}. Deze vragenlijst is er alleen om te laten zien hoe het werkt."
        )
    study = f", {claimed.study}" if claimed.study else ""
    return f"Eigen vragenlijst, niet genormeerd. Bewijs: trap {claimed.stage} van 5{study}."


def unknown(claimed: Evidence, *, has_verdict: bool, is_late: bool) -> str:
    """Return what we do not know, which always stands under a conclusion."""
    not_known = [LATE_BASELINE] if is_late else []
    if has_verdict:
        not_known.append(NO_COMPARISON)
    else:
        not_known += [NOT_NORMED, STAGE_0] if claimed.stage < VERDICT_STAGE else [NOT_NORMED]
    return " ".join(not_known)


def how_answered(mode: str, entered_by: str | None) -> str:
    """Return how somebody answered, and who wrote it down."""
    if entered_by is None or mode not in WITH_COACH:
        return MODES.get(mode, ALONE)
    return WITH_COACH[mode].format(coach=entered_by.split()[0])


def remark(mode: str, *, is_late: bool) -> str:
    """Return what is particular about one moment; most often nothing."""
    return ", ".join(filter(None, (MODES.get(mode, ""), LATE if is_late else "")))


def care(quality: Iterable[str]) -> str:
    """Return why answers are to be read with care; nothing when nothing stands out."""
    return " ".join(CARE[flag] for flag in quality)


def gap(reason: str | None) -> str:
    """Return what a moment without a score is called: never filled in, or not computable."""
    return "niet ingevuld" if reason is None else "niet te bepalen"


def not_computable(reason: str | None) -> str:
    """Return why there is no score."""
    return f"niet te bepalen, {REASONS.get(reason or '', 'geen antwoorden')}"


def answer(item: Item, given: str | None, written: str | None, missing: str | None) -> str:
    """Return an answer in words: the option, several of them, a number with its unit, own words.

    Without an answer, why there is none.
    """
    if written is not None:
        return f"„{written}”"
    if given is None:
        return MISSING[missing or "not_shown"]
    if item.number is None:
        return "; ".join(item.option(key).text.in_language("nl") for key in given.split())
    number = given.replace("-", "−").replace(".", ",")
    return f"{number} {item.number.unit.in_language('nl')}" if item.number.unit else number


def option_words(questionnaire: Questionnaire, scale: Scale, language: str) -> dict[float, str]:
    """Return the words of the answers by value, when all items of a scale share them; else nothing.

    A mean in option steps is said in these words. A reversed item turns within the same range, so
    the words hold for the scale.
    """
    shared: dict[float, str] | None = None
    for key in scale.items:
        words = _words(questionnaire.item(key), language)
        if shared is not None and words != shared:
            return {}
        shared = words
    return shared or {}


def _words(item: Item, language: str) -> dict[float, str]:
    return {
        option.value: option.text.in_language(language)
        for option in item.options
        if option.value is not None
    }


def conclusion_in_words(first: tuple[str, str] | None, last: tuple[str, str] | None) -> str:
    """Return the sentence of stages 0 and 1: first and last in words, without a verdict."""
    if first is None and last is None:
        return "Er is nog geen score om te laten zien."
    if first is None or last is None:
        word, value = first or last or ("", "")
        return f"{word.capitalize()}: {value}."
    return f"{first[0].capitalize()}: {first[1]}. {last[0].capitalize()}: {last[1]}."


def conclusion_of_change(
    change: PairChange, first: float, last: float, direction: str, room_to_rise: bool
) -> str:
    """Return the sentence of stage 2 and later for one child; it says what the band shows."""
    moved = f"Van {decimal_comma(first)} naar {decimal_comma(last)}. {direction}"
    if not room_to_rise:
        return f"{moved} Bij de intake was er al geen ruimte naar boven."
    verdict = {
        "improved": "Dat verschil is groter dan toeval: het gaat beter.",
        "deteriorated": "Dat verschil is groter dan toeval: het gaat minder goed.",
        "unchanged": "Dat verschil kan toeval zijn.",
    }.get(change.category or "", "Of dit meer is dan toeval, is niet te bepalen.")
    return f"{moved} {verdict}"


def natural_change(before: str, first: str, verdict: PairChange | None) -> str:
    """Return the sentence about the time between nomination and intake, when nobody helped yet."""
    if verdict is None:
        return f"Voor de start: bij de aanmelding {before}, bij de intake {first}."
    chance = {
        "improved": "Er ging dus al iets vanzelf beter.",
        "deteriorated": "Het ging dus al minder goed voordat de hulp begon.",
        "unchanged": "Dat kan toeval zijn.",
    }.get(verdict.category or "", "")
    return f"Voor de start ging het van {before} naar {first}. {chance}".rstrip()


def as_answered(versions: Iterable[Questionnaire]) -> str:
    """Return that a table holds the answers themselves, and of which lists and versions."""
    lists = [f"{each.title.in_language('nl')}, versie {each.version}" for each in versions]
    return f"{AS_ANSWERED} {'; '.join(dict.fromkeys(lists))}."


def no_verdict(stage: int, has_reliability: bool) -> str:
    """Return why a change is not called larger than chance."""
    if stage < VERDICT_STAGE:
        return (
            f"Geen. Deze lijst staat op trap {stage} van 5. "
            f"Pas vanaf trap {VERDICT_STAGE} weten we hoeveel een antwoord vanzelf schommelt."
        )
    if not has_reliability:
        return "Geen. Voor deze informant is geen spreiding en betrouwbaarheid bekend."
    lowest = decimal_comma(LOWEST_RELIABILITY, 2)
    return f"Geen. De betrouwbaarheid is lager dan {lowest}: te laag voor één kind."


def meaning(category: str | None) -> str:
    """Return the short meaning in a table row."""
    return {
        "improved": "meer dan toeval",
        "deteriorated": "meer dan toeval",
        "unchanged": "kan toeval zijn",
    }.get(category or "", "–")
