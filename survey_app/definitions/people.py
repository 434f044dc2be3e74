"""Who answers, and what is known of the child that a score is about."""

from enum import StrEnum


class Informant(StrEnum):
    """Who answers."""

    CHILD = "child"
    PARENT = "parent"
    TEACHER = "teacher"
    COACH = "coach"
    IB = "ib"
    DIRECTOR = "director"
    MUNICIPALITY = "municipality"


class Sex(StrEnum):
    """Sex as norm tables know it; asked of nobody, filled in only as a working datum."""

    GIRL = "girl"
    BOY = "boy"


class Subject(StrEnum):
    """What the answers are about."""

    TRAJECT = "traject"
    PERSON = "person"
    GROUP = "group"
    SCHOOL = "school"
