"""A family whose every word can be recognised: who asks must find the own ones only."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from survey_app.definitions import load
from survey_app.keeping import rights_requests
from survey_app.keeping.access import giving
from survey_app.keeping.access.values import Dossier
from survey_app.papers import texts
from survey_app.papers.kinds import Kind
from survey_app.practice import contacts, decisions, deviations, meldcode, support
from survey_app.practice.contacts import What
from survey_app.practice.decisions import Said, Saw, Seen
from survey_app.practice.meldcode import Taken
from survey_app.trajects import goals, timeline
from survey_app.trajects.goals import Wording
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants, occasions
from tests.factories.answers import PHONE, answer, change
from tests.factories.lists import changed
from tests.factories.world import Coach, World
from tests.web.world import WORDS_FILE

FOR_ALL = (
    ("informants: [parent]", "informants: [parent, teacher, child]\nages: [6, 12]"),
    (
        "    higher_is_better: true\n",
        "    higher_is_better: true\nsignals:\n  - {item: q1, options: ['1'], level: today}\n",
    ),
)
MOTHER, FATHER = "moeder KNRmoeder", "vader KNRvader"
OF_RECORD = frozenset(
    f"KNR{word}"
    for word in (
        *("gebeurtenis", "contact", "anders", "verwacht", "besluit", "stap"),
        *("verwijzing", "papier"),
    )
)
"""What staff wrote and names nobody else."""
OF_MOTHER = frozenset({"KNRmoeder", "KNRadresM", "KNRantwoordM", "KNReerstM", "KNRdoelM"})
OF_FATHER = frozenset({"KNRvader", "KNRadresV", "KNRantwoordV", "KNRdoelV"})
OF_OTHERS = frozenset({"KNRantwoordK", "KNRantwoordL", "KNRdoelK", "KNRmeldcode", "KNRstemmen"})


@dataclass(frozen=True)
class Family:
    """One traject with its people by name."""

    world: World
    coach: Coach
    traject_id: str
    people: dict[str, str]

    def ask(self, who: str = "mother", kind: str = "access", **more: object) -> str:
        """Record a request of somebody; return its id."""
        with self.world.database.write() as db:
            given = {
                "asker": self.people.get(who, rights_requests.OTHER),
                "asker_words": "" if who in self.people else who,
                "identity": "known",
                "identity_words": "",
                "received_on": self.world.clock.today,
            }
            return rights_requests.record(
                db,
                self.coach.actor,
                self.traject(db),
                kind=kind,
                now=self.world.clock(),
                **{**given, **more},
            ).id

    def traject(self, db) -> Traject:
        """Return the traject in a session."""
        return db.get_one(Traject, self.traject_id)

    def dossier(self, request_id: str) -> Dossier:
        """Return what would be given for a request."""
        with self.world.database.read() as db:
            return giving.dossier_for(db, self.coach.actor, self.traject(db), request_id)[1]

    def look_over(self, request_id: str, withheld: dict[str, str] | None = None) -> None:
        """Look over what staff wrote: what was proposed, unless told otherwise."""
        dossier = self.dossier(request_id)
        chosen = giving.proposed(dossier) if withheld is None else withheld
        with self.world.database.write() as db:
            giving.look_over(
                db,
                self.coach.actor,
                self.traject(db),
                request_id,
                chosen,
                seen=dossier.texts_print,
                now=self.world.clock(),
            )


def family(world: World, folder: Path, *, with_father: bool = True, name: str = "Sam") -> Family:
    """Make a child with a mother, a teacher and a father who lives elsewhere, or without him."""
    coach = world.coach()
    lists = [load(changed(WORDS_FILE, folder, *FOR_ALL))]
    traject_id = world.start(coach, child=name)
    people = {"mother": world.add(coach, traject_id, "parent", MOTHER)}
    world.reach(coach, traject_id, "parent", "KNRadresM@post.example")
    if with_father:
        people["father"] = world.add(coach, traject_id, "parent", FATHER)
        world.reach(coach, traject_id, "parent", "KNRadresV@post.example", number=2)
    people["teacher"] = world.add(coach, traject_id, "teacher", "juf Petra")
    world.agree(coach, traject_id)
    world.plan(coach, traject_id, lists)
    with world.database.read() as db:
        people["child"] = informants(db, traject_id)[0].id
    made = Family(world, coach, traject_id, people)
    world.clock.forward(hours=1)
    first = world.invitation(traject_id, "parent")
    answer(world, first, {"q1": "2", "woorden": "KNReerstM"})
    change(world, first, {"woorden": "KNRantwoordM"})
    if with_father:
        answer(world, world.invitation(traject_id, "parent", number=2), {"woorden": "KNRantwoordV"})
    answer(world, world.invitation(traject_id, "child"), {"woorden": "KNRantwoordK"})
    answer(world, world.invitation(traject_id, "teacher"), {"q1": "3", "woorden": "KNRantwoordL"})
    _work(made)
    return made


def _work(made: Family) -> None:
    world, actor = made.world, made.coach.actor
    now, today = world.clock(), world.clock.today
    with world.database.write() as db:
        traject = made.traject(db)
        timeline.add_event(
            db,
            actor,
            traject,
            kind="event",
            words="KNRgebeurtenis",
            first_on=today,
            last_on=None,
            now=now,
        )
        contacts.log_at_traject(
            db,
            actor,
            traject,
            What(today, ("child",), "talk", 30, 0, ("kleine_stap",), "KNRcontact"),
            now,
        )
        deviations.argue(
            db,
            actor,
            traject,
            principle="kleine_stap",
            why="KNRanders",
            expected="KNRverwacht",
            look_back_on=today + timedelta(days=9),
            now=now,
        )
        support.consider(
            db,
            actor,
            traject,
            considered_by="school",
            on=today,
            outcome="open",
            why="KNRverwijzing",
            now=now,
        )
        support.record(
            db,
            actor,
            traject,
            kind="health",
            status="runs",
            source="school",
            from_day=today,
            until_day=None,
            now=now,
        )
        meldcode.take(db, actor, traject, 1, Taken(today, ("alone",), None, "KNRmeldcode"), now)
        later = next(each for each in occasions(db, traject.id) if each.kind == "follow_up")
        figures = tuple(
            Seen(role, number, "fruit", "Fruit", "higher", "unknown", 0, None)
            for role, number in (("parent", 1), ("parent", 2), ("teacher", 1))
            if (role, number) != ("parent", 2) or "father" in made.people
        )
        decisions.decide(
            db,
            actor,
            traject,
            later.id,
            Said("more", "KNRbesluit", "KNRstemmen", (), "KNRstap", "coach"),
            Saw(figures),
            now,
        )
        for who, words in (("mother", "KNRdoelM"), ("father", "KNRdoelV"), ("child", "KNRdoelK")):
            if who in made.people:
                wording = Wording(words, "rest", 3, 6, today + timedelta(days=40))
                goal = goals.set_goal(
                    db, actor, traject, owner_id=made.people[who], wording=wording, now=now
                )
                goals.rate_goal(
                    db,
                    actor,
                    traject,
                    goal.id,
                    rated_by=made.people[who],
                    value=4,
                    on=today,
                    now=now,
                )
        texts.keep(db, actor, traject, Kind.REPORT, {"done": "KNRpapier"}, seen=0, now=now)


__all__ = ["PHONE", "Family", "family"]
