"""Who must agree before anything is asked about a child: by age and by number of holders of
authority.

Under 12 all holders of parental authority; 12 to 15 they and the child; from 16 the child. While
the month of birth is unknown the strictest rule counts: all holders and the child, and no child
link.

What people said is a row of statements in the order of time; the last one of each person and
purpose counts. `standing` reads from them whether something is agreed, and on whom it waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from survey_app.errors import InputError

HOLDERS_ASKED = {"one": 1, "two": 2, "court": 0}
MOST_HOLDERS = 2
CHILD_SIGNS_FROM = 12


class Purpose(StrEnum):
    """What is agreed to, each for itself."""

    HELP = "help"
    MEASURING = "measuring"
    NETWORK = "network"


class State(StrEnum):
    """What one statement says."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    COURT_DECISION = "court_decision"


class Channel(StrEnum):
    """How something was said."""

    LINK = "link"
    PAPER = "paper"
    CONVERSATION = "conversation"


class ConsentIncompleteError(InputError):
    """Somebody who must agree has not agreed yet; the text names who."""


@dataclass(frozen=True, slots=True)
class Needed:
    """Whose agreement is needed."""

    holders: bool
    child: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about one purpose.

    Without a signer it is about the holders of authority together: a court decision, or an
    agreement of before it was kept by name.
    """

    signer_id: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Signers:
    """Who can sign: the parents with authority, the child, and how many holders there are.

    Until somebody recorded how many there are, two are counted with.
    """

    holder_ids: tuple[str, ...]
    child_id: str
    holders: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the agreement to one purpose is.

    `awaited` are those whom the rule needs and who said nothing yet, `unnamed` the holders who are
    not in the traject by name, `awaits_court` that only a decision can settle it.
    """

    gave: tuple[str, ...]
    objects: tuple[str, ...]
    awaited: tuple[str, ...]
    unnamed: int
    by_court: bool
    awaits_court: bool

    @property
    def is_complete(self) -> bool:
        """Whether all who must agree have agreed and nobody of them refused or withdrew."""
        return not (self.objects or self.awaited or self.unnamed or self.awaits_court)

    @property
    def is_disagreement(self) -> bool:
        """Whether one of those who decide agreed and another refused or withdrew."""
        return bool(self.gave and self.objects)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far the agreement about one child is, for each purpose; and whether use is restricted."""

    help: Standing
    measuring: Standing
    network: Standing
    is_restricted: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether all who must agreed to be asked, and nobody of them is against the help itself.

        The network does not matter here.
        """
        return self.measuring.is_complete and not self.help.objects

    @property
    def may_measure(self) -> bool:
        """Whether anything may be asked about the child now."""
        return self.is_settled and not self.is_restricted

    def of(self, purpose: Purpose) -> Standing:
        """Return how far one purpose is."""
        return {
            Purpose.HELP: self.help,
            Purpose.MEASURING: self.measuring,
            Purpose.NETWORK: self.network,
        }[purpose]


def standing(said: Iterable[Said], rule: Needed, signers: Signers) -> Standing:
    """Return how far one purpose is, from what was said of it in the order of time.

    Being asked once more takes nothing back. A court decision stands in the place of the holders,
    never in that of the child.
    """
    last = {each.signer_id: each.state for each in said if each.state != State.ASKED}
    by_court = last.get(None) == State.COURT_DECISION
    together = last.get(None) == State.GIVEN
    asks_holders = rule.holders and not by_court
    by_decision_only = signers.holders == "court"
    deciding = signers.holder_ids if asks_holders and not by_decision_only else ()
    nameless = HOLDERS_ASKED.get(signers.holders or "", MOST_HOLDERS) - len(signers.holder_ids)
    must_sign = (*deciding, *((signers.child_id,) if rule.child else ()))
    return Standing(
        gave=tuple(each for each in must_sign if last.get(each) == State.GIVEN),
        objects=tuple(
            each for each in must_sign if last.get(each) in (State.REFUSED, State.WITHDRAWN)
        ),
        awaited=tuple(
            each
            for each in must_sign
            if each not in last and not (together and each in signers.holder_ids)
        ),
        unnamed=max(0, nameless) if asks_holders and not together else 0,
        by_court=by_court,
        awaits_court=asks_holders and by_decision_only,
    )


def age_range(birth_year: int, birth_month: int, on: date) -> tuple[int, int]:
    """Return the lowest and highest age in years a child can have on a day, given its month of
    birth.
    """
    return ages_of((on.year - birth_year) * 12 + on.month - birth_month)


def ages_of(months: int) -> tuple[int, int]:
    """Return the lowest and highest age in years of a child of so many months, about."""
    youngest = (months - 1) // 12 if months % 12 == 0 else months // 12
    return youngest, months // 12


def needed(birth_year: int | None, birth_month: int | None, on: date) -> Needed:
    """Return who must agree; in the month of a birthday the stricter of the two ages counts."""
    if birth_year is None or birth_month is None:
        return Needed(holders=True, child=True)
    return needed_at(age_range(birth_year, birth_month, on))


def needed_at(ages: tuple[int, int]) -> Needed:
    """Return who must agree at the lowest and highest age a child can have."""
    return Needed(holders=any(age < 16 for age in ages), child=any(age >= 12 for age in ages))


def may_sign_by_link(birth_year: int | None, birth_month: int | None, on: date) -> bool:
    """Tell whether a child is surely old enough for a link of its own to agree with."""
    if birth_year is None or birth_month is None:
        return False
    return age_range(birth_year, birth_month, on)[0] >= CHILD_SIGNS_FROM


def demand_complete(rule: Needed, holders: str, holders_agreed: int, child_agreed: bool) -> None:
    """Raise ConsentIncompleteError that says who has still to agree."""
    asked = HOLDERS_ASKED[holders]
    if rule.holders and holders_agreed < asked:
        who = "De ouder met gezag moet" if asked == 1 else "Beide ouders met gezag moeten"
        raise ConsentIncompleteError(f"{who} eerst akkoord zijn. Daarna kan dit worden vastgelegd.")
    if rule.child and not child_agreed:
        raise ConsentIncompleteError(
            "Vanaf 12 jaar moet het kind zelf ook akkoord zijn. Vraag dat eerst."
        )
