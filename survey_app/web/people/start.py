"""The address where somebody begins who has another role than coaching."""

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.approvals import waits_for_me
from survey_app.accounts.policy import Act, Actor, could
from survey_app.accounts.queries import rights_of
from survey_app.accounts.roles import Role, holds
from survey_app.dutch import counted
from survey_app.web.people.blueprint import people, render
from survey_app.web.people.wording import WHAT, right_words
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring


@dataclass(frozen=True, slots=True)
class Door:
    """A page somebody may open, and what it is for."""

    title: str
    small: str
    url: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The own rights in words, and what one can do with them."""

    first_name: str
    rights: tuple[tuple[str, str], ...]
    doors: tuple[Door, ...]


@people.get("/begin")
@needs(Act.KEEP_OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    """Show the own rights and the pages that come of them."""
    world, actor = wiring(), this_actor()
    today = world.today()
    with world.database.read() as db:
        rights = tuple(
            (right_words(each, today), WHAT.get(Role(each.grant.role), ""))
            for each in rights_of(db, actor.person_id)
            if each.grant.ended_at is None
            and holds(each.grant.starts_on, each.grant.ends_on, today)
            and each.grant.role != Role.EMERGENCY
        )
        waiting = waits_for_me(db, actor, world.now())
    page = StartPage(actor.name.split()[0], rights, tuple(_doors(actor, waiting)))
    return render("people/start.html", "start", page=page)


def _doors(actor: Actor, waiting: int) -> list[Door]:
    every = (
        (
            Act.SEE_CASELOAD,
            Door("Vandaag", "De trajecten die je begeleidt.", url_for("coach.today")),
        ),
        (
            Act.SEE_PEOPLE,
            Door("Mensen", "Wie er werkt, en met welke rechten.", url_for("people.people_here")),
        ),
        (
            Act.KEEP_SCHOOLS,
            Door(
                "Scholen", "Welke scholen er zijn, en een school erbij.", url_for("people.schools")
            ),
        ),
        (
            Act.KEEP_TERMS,
            Door("Bewaren", "Hoe lang trajecten bewaard blijven.", url_for("people.keeping_terms")),
        ),
        (
            Act.SEE_APPROVALS,
            Door(
                "Goedkeuren",
                f"{counted(waiting, 'vraag wacht', 'vragen wachten')} op jouw ja of nee."
                if waiting
                else "Wat 2 mensen moeten willen. Er wacht nu niets op jou.",
                url_for("people.approvals"),
            ),
        ),
        (
            Act.SEE_SCHOOL_TRAIL,
            Door(
                "Inzage",
                "Wie er op je school naar gegevens van kinderen keek.",
                url_for("people.school_trail"),
            ),
        ),
        (
            Act.SEE_ACCOUNT_TRAIL,
            Door(
                "Inzage in accounts",
                "Wie er iets deed met accounts en rechten.",
                url_for("people.account_trail"),
            ),
        ),
        (
            Act.OPEN_IN_EMERGENCY,
            Door(
                "Noodtoegang",
                "Een kind is in nood en de kansencoach is er niet.",
                url_for("people.emergency"),
            ),
        ),
    )
    return [door for act, door in every if could(actor, act)]
