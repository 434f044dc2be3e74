"""Invented names, schools and ways of answering for simulated data; nobody in it exists."""

import random
from dataclasses import dataclass

from survey_app.definitions import Informant, Item, ItemKind, Option, Questionnaire

CHILDREN = (
    "Sam", "Noor", "Yusuf", "Fenna", "Milan", "Lotte", "Adam", "Saar", "Bram", "Zeynep", "Finn",
    "Maja", "Olek", "Evi", "Jip", "Amina", "Thijs", "Roos", "Danylo", "Luna", "Sem", "Hanna",
    "Kidane", "Pien", "Tess", "Ravi", "Jools", "Mees", "Isa", "Otis", "Lena", "Faas", "Yara",
    "Wout", "Nina", "Elias", "Guus", "Mila", "Tygo", "Selam",
)  # fmt: skip
COACHES = ("Marit Velthuis", "Joris Zandstra", "Anouk Bergsma", "Hamza Dijkhof", "Wiebke Roelink")
SCHOOLS = ("Het Zandpad", "De Heidebloem", "De Veenvlinder", "Het Keienhuis")
PARENTS = ("moeder", "vader", "pleegmoeder", "oma")
TEACHERS = ("juf Anouk", "meester Daan", "juf Petra", "meester Ilyas", "juf Sanne")
GROUPS = {8: "groep 5", 9: "groep 6", 10: "groep 7", 11: "groep 8"}


@dataclass(frozen=True, slots=True)
class Child:
    """How an invented child does: strength and load between 0 and 1, at intake and afterwards."""

    strength: float
    load: float
    gain: float

    def seen_at(self, occasion_kind: str) -> tuple[float, float]:
        """Return strength and load as they are at a moment."""
        share = {"nomination": 0.0, "intake": 0.0, "follow_up": 1.0}.get(occasion_kind, 0.5)
        return self.strength + share * self.gain, self.load - share * self.gain / 2


def invent_child(chance: random.Random) -> Child:
    """Return an invented child: below the middle at intake, most but not all gain something."""
    return Child(
        strength=chance.betavariate(4, 5),
        load=chance.betavariate(5, 4),
        gain=chance.gauss(0.12, 0.13),
    )


def choose(
    chance: random.Random, questionnaire: Questionnaire, item: Item, role: Informant, level: float
) -> str | None:
    """Return the key of an answer, or None for a question that is skipped.

    `level` is what the informant sees, between 0 (lowest answer) and 1 (highest).
    """
    if chance.random() < 0.02 or not item.options:
        return None
    if item.kind is ItemKind.STEPS:
        return item.options[_nearest(chance, level, len(item.options))].key
    scored = [option for option in item.options if option.value is not None]
    if not scored:
        return _unscored(chance, item.options)
    unsure = [option for option in item.options if option.missing is not None]
    if unsure and chance.random() < 0.03:
        return unsure[0].key
    ordered = sorted(scored, key=lambda option: option.value or 0.0)
    return ordered[_nearest(chance, level, len(ordered))].key


def _unscored(chance: random.Random, options: tuple[Option, ...]) -> str:
    """Return the first option (a wish for contact) now and then, else the last."""
    return options[0].key if chance.random() < 0.06 else options[-1].key


def _nearest(chance: random.Random, level: float, count: int) -> int:
    seen = min(1.0, max(0.0, chance.gauss(level, 0.16)))
    return min(count - 1, int(seen * count))
