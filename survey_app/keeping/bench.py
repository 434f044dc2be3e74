"""Open links to one list of 25 items, for measuring the respondent's path under load."""

import random
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.answering.models import Response
from survey_app.definitions import Questionnaire, load
from survey_app.definitions.plans import STANDARD, plan_of
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.invented import CHILDREN
from survey_app.keeping.simulation import OpenLink, make_staff, start
from survey_app.storage import Database

BATCH = 200
KEY = "bench-25"


def bench_list() -> Questionnaire:
    """Return the list of 25 items: it lies with the benchmarks, and inside an installed package."""
    inside = Path(__file__).parent / "bench" / "bench-25.yaml"
    beside = Path(__file__).parents[2] / "tests" / "benchmarks" / "bench-25.yaml"
    return load(inside if inside.is_file() else beside)


def open_links(database: Database, count: int, tag: str, now: datetime) -> list[OpenLink]:
    """Make `count` trajects, each with one open invitation for a parent."""
    using = ReadyPlan(plan_of(STANDARD), {}).asking_only(bench_list())
    (staff,) = make_staff(database, f"Meting {tag}", f"meting{tag}", 1, now)
    chance = random.Random(count)
    links = []
    for begin in range(0, count, BATCH):
        with database.write() as session:
            for number in range(begin, min(begin + BATCH, count)):
                _, made = start(
                    session,
                    staff,
                    chance,
                    child_name=CHILDREN[number % len(CHILDREN)],
                    age=9,
                    parents=("moeder",),
                    teachers=(),
                    using=using,
                    now=now,
                )
                links.append(OpenLink("parent", made[0].id))
    return links


def count_stored(session: Session) -> int:
    """Return the number of stored responses."""
    return session.scalar(select(func.count()).select_from(Response)) or 0


def sum_stored(session: Session) -> int:
    """Return the sum of the values of all stored answers."""
    total = 0.0
    for fingerprint, answers in session.execute(select(Response.fingerprint, Response.answers)):
        questionnaire = questionnaire_of(session, fingerprint)
        values = {
            item.key: {option.key: option.value or 0.0 for option in item.options}
            for item in questionnaire.items
        }
        total += sum(values[key][chosen] for key, chosen in answers.items())
    return int(total)
