"""What happened: moments, signals, goals, events, papers, and who looked."""

import json
from functools import partial

from sqlalchemy import select

from survey_app.audit.models import AuditEvent
from survey_app.clock import local_date
from survey_app.definitions import fill
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.access.answers import Sent
from survey_app.keeping.access.gathering import Gathering
from survey_app.keeping.access.values import Cell, Column, Section
from survey_app.measurements.models import Signal, SignalMessage, SignalStep
from survey_app.measurements.raising import WRONG_PERSON
from survey_app.papers.models import Paper, PaperText
from survey_app.trajects.goal_models import Goal, GoalLevel, GoalRating
from survey_app.trajects.models import Occasion, OccasionShift, TrajectEvent


def moments(read: Gathering) -> Section:
    """Return the moments at which is measured, with the days from which they moved."""
    rows: list[tuple[Cell, ...]] = []
    for occasion in read.session.scalars(
        select(Occasion)
        .where(Occasion.traject_id == read.traject.id)
        .order_by(Occasion.planned_on, Occasion.kind, Occasion.number)
    ):
        rows.append((occasion.kind, occasion.planned_on, occasion.not_held, None, None, None, None))
        for shift in read.session.scalars(
            select(OccasionShift)
            .where(OccasionShift.occasion_id == occasion.id)
            .order_by(OccasionShift.shifted_at)
        ):
            rows.append(
                (
                    occasion.kind,
                    occasion.planned_on,
                    None,
                    shift.from_on,
                    shift.to_on,
                    shift.reason,
                    read.by(shift.shifted_by),
                )
            )
    return Section(
        "metingen",
        "Metingen",
        (
            Column("meting", "Meting", "occasion"),
            Column("dag", "Dag"),
            Column("niet_gehouden", "Niet gehouden", "not_held"),
            Column("verzet_van", "Verzet van"),
            Column("verzet_naar", "Verzet naar"),
            Column("waarom", "Waarom", "shift"),
            Column("door", "Door"),
        ),
        tuple(rows),
        ("occasion", "occasion_shift"),
    )


def signals(read: Gathering, sent: list[Sent]) -> Section:
    """Return the answers that asked for attention, of those who asks may see, and what was done."""
    shown = {each.invitation.id for each in sent}
    rows: list[tuple[Cell, ...]] = []
    for signal, invitation in read.session.execute(
        select(Signal, Invitation)
        .join(Invitation, Invitation.id == Signal.invitation_id)
        .where(Signal.traject_id == read.traject.id)
        .order_by(Signal.raised_at, Signal.item)
    ):
        informant_id = invitation.informant_id or ""
        if invitation.id not in shown and informant_id != read.sight.own_id:
            read.leave_out(informant_id)
            continue
        questionnaire = questionnaire_of(read.session, invitation.fingerprint)
        about = (
            "de link kwam bij iemand anders"
            if signal.item == WRONG_PERSON
            else fill(
                questionnaire.item(signal.item).text.in_language("nl"),
                kind=read.traject.child_name,
                informant="de ander",
            )
        )
        told = read.session.get(SignalMessage, signal.id)
        head: tuple[Cell, ...] = (
            signal.raised_at,
            read.sight.name(informant_id),
            about,
            signal.level,
            told is not None,
        )
        steps = read.session.scalars(
            select(SignalStep).where(SignalStep.signal_id == signal.id).order_by(SignalStep.number)
        ).all()
        rows.append((*head, None, None, None, None, None, None))
        rows += [
            (
                *head,
                step.kind,
                step.at,
                read.by(step.by_id),
                step.done,
                read.text("signal_step.note", step.id, step.at, "wat er gedaan is", step.note),
                step.was_right,
            )
            for step in steps
        ]
    return Section(
        "signalen",
        "Antwoorden die aandacht vroegen, en wat ermee gedaan is",
        (
            Column("moment", "Moment"),
            Column("wie", "Wiens antwoord"),
            Column("vraag", "Vraag"),
            Column("hoe_snel", "Hoe snel", "signal.level"),
            Column("ib_gebeld", "School gevraagd te bellen"),
            Column("stap", "Wat er gebeurde", "signal.step"),
            Column("stap_moment", "Wanneer"),
            Column("stap_door", "Door"),
            Column("gedaan", "Wat er gedaan is", "signal.done"),
            Column("toelichting", "In woorden"),
            Column("terecht", "Was het terecht"),
        ),
        tuple(rows),
        ("signal", "signal_step", "signal_message"),
    )


def goals(read: Gathering) -> Section:
    """Return the goals of who asks, of the coach and of those who may be known of."""
    rows: list[tuple[Cell, ...]] = []
    for goal in _goals(read):
        said = partial(read.text, about_id=goal.owner_id)
        rows.append(
            (
                read.sight.name(goal.owner_id),
                said("goal.words", goal.id, goal.set_on, "doel", goal.words),
                goal.area,
                goal.method,
                goal.start_step,
                goal.good_enough,
                said("goal.words_for_ten", goal.id, goal.set_on, "doel", goal.words_for_ten),
                goal.set_on,
                read.by(goal.set_by),
                goal.review_on,
                goal.status,
                read.text(
                    "goal.reason",
                    goal.id,
                    goal.ended_on or goal.set_on,
                    "waarom een doel veranderde",
                    goal.reason,
                ),
                goal.ended_on,
                _levels(read, goal),
            )
        )
    return Section(
        "doelen",
        "Doelen",
        (
            Column("van_wie", "Van wie"),
            Column("doel", "Doel"),
            Column("gebied", "Gebied", "goal.area"),
            Column("manier", "Manier", "goal.method"),
            Column("begin", "Begin"),
            Column("goed_genoeg", "Goed genoeg"),
            Column("bij_tien", "Bij een 10"),
            Column("gesteld", "Gesteld"),
            Column("door", "Door"),
            Column("terugkijken", "Terugkijken"),
            Column("stand", "Stand", "goal.status"),
            Column("waarom", "Waarom"),
            Column("klaar", "Klaar"),
            Column("niveaus", "De 5 niveaus"),
        ),
        tuple(rows),
        ("goal", "goal_level"),
    )


def _goals(read: Gathering) -> list[Goal]:
    """Return the goals of whom who asks may know; another parent's are not even counted aloud."""
    found = read.session.scalars(
        select(Goal)
        .where(Goal.traject_id == read.traject.id)
        .order_by(Goal.set_at, Goal.number, Goal.id)
    ).all()
    return [each for each in found if read.sight.knows(each.owner_id)]


def _levels(read: Gathering, goal: Goal) -> str | None:
    levels = read.session.scalars(
        select(GoalLevel).where(GoalLevel.goal_id == goal.id).order_by(GoalLevel.level)
    ).all()
    words = "; ".join(f"{each.level}: {each.words}" for each in levels)
    return read.text(
        "goal_level.words",
        goal.id,
        goal.set_on,
        "de niveaus van een doel",
        words or None,
        about_id=goal.owner_id,
    )


def steps(read: Gathering) -> Section:
    """Return the steps that were chosen for goals by those whose answers who asks may see."""
    rows: list[tuple[Cell, ...]] = []
    hidden = {each.id for each in read.sight.hidden}
    for goal, rating in read.session.execute(
        select(Goal, GoalRating)
        .join(GoalRating, GoalRating.goal_id == Goal.id)
        .where(Goal.traject_id == read.traject.id)
        .order_by(GoalRating.rated_on, GoalRating.recorded_at, GoalRating.id)
    ):
        if goal.owner_id in hidden or not read.sight.sees(rating.rated_by, rating.rated_on):
            if goal.owner_id in hidden:
                read.unsaid += 1
            else:
                read.leave_out(rating.rated_by)
            continue
        rows.append(
            (
                rating.rated_on,
                read.sight.name(goal.owner_id),
                goal.set_on,
                read.sight.name(rating.rated_by),
                rating.value,
                rating.mode,
                read.by(rating.recorded_by),
            )
        )
    read.unsaid += _hidden_goals(read, hidden)
    return Section(
        "stapjes",
        "Stapjes bij een doel",
        (
            Column("dag", "Dag"),
            Column("doel_van", "Doel van"),
            Column("doel_gesteld", "Doel gesteld"),
            Column("wie", "Wie koos"),
            Column("stap", "Stap of niveau"),
            Column("manier", "Hoe", "goal.mode"),
            Column("vastgelegd_door", "Vastgelegd door"),
        ),
        tuple(rows),
        ("goal_rating",),
    )


def _hidden_goals(read: Gathering, hidden: set[str]) -> int:
    return len(
        read.session.scalars(
            select(Goal.id).where(Goal.traject_id == read.traject.id, Goal.owner_id.in_(hidden))
        ).all()
    )


def events(read: Gathering) -> Section:
    """Return the pauses and events on the time axis, also what was taken off it."""
    rows: list[tuple[Cell, ...]] = []
    for each in read.session.scalars(
        select(TrajectEvent)
        .where(TrajectEvent.traject_id == read.traject.id)
        .order_by(TrajectEvent.first_on, TrajectEvent.added_at)
    ):
        if read.shown(
            "traject_event.words", each.id, each.first_on, "tijdlijn", each.words, whole_row=True
        ):
            rows.append(
                (
                    each.first_on,
                    each.last_on,
                    each.kind,
                    each.words,
                    read.by(each.added_by),
                    each.removed_at,
                )
            )
    return Section(
        "tijdlijn",
        "Op de tijdlijn",
        (
            Column("van", "Van"),
            Column("tot", "Tot en met"),
            Column("soort", "Wat", "event"),
            Column("woorden", "In woorden"),
            Column("door", "Door"),
            Column("weggehaald", "Weggehaald"),
        ),
        tuple(rows),
        ("traject_event",),
    )


def papers(read: Gathering) -> Section:
    """Return which papers were made; what stands on them is among the rest."""
    made = read.session.scalars(
        select(Paper).where(Paper.traject_id == read.traject.id).order_by(Paper.ordered_at)
    )
    return Section(
        "papieren",
        "Papieren die gemaakt zijn",
        (
            Column("besteld", "Besteld"),
            Column("soort", "Wat", "paper"),
            Column("taal", "Taal", "language"),
            Column("door", "Door"),
            Column("gemaakt", "Gemaakt"),
            Column("weg_op", "Weg op"),
        ),
        tuple(
            (
                each.ordered_at,
                each.kind,
                each.language,
                read.by(each.ordered_by),
                each.made_at,
                each.erase_at,
            )
            for each in made
        ),
        ("paper",),
    )


def typed(read: Gathering) -> Section:
    """Return what was typed for papers, field by field."""
    rows: list[tuple[Cell, ...]] = []
    for each in read.session.scalars(
        select(PaperText).where(PaperText.traject_id == read.traject.id).order_by(PaperText.kind)
    ):
        for field, words in json.loads(each.texts).items():
            if words and read.shown(
                f"paper_text.texts/{field}", each.id, each.written_at, "tekst op papier", words
            ):
                rows.append(
                    (each.kind, field, str(words), each.written_at, read.by(each.written_by))
                )
    return Section(
        "papierteksten",
        "Wat er voor een papier getypt is",
        (
            Column("soort", "Papier", "paper"),
            Column("veld", "Veld"),
            Column("woorden", "In woorden"),
            Column("moment", "Moment"),
            Column("door", "Door"),
        ),
        tuple(rows),
        ("paper_text",),
    )


def looks(read: Gathering) -> Section:
    """Return who looked at the traject, one row for each person and day.

    At what of it stands in the trail, and is not told: it can be something of somebody else.
    """
    seen = read.session.execute(
        select(AuditEvent.at, AuditEvent.actor_id)
        .where(
            AuditEvent.object_kind == "traject",
            AuditEvent.object_id == read.traject.id,
            AuditEvent.actor_kind == "person",
            AuditEvent.act.startswith("see "),
        )
        .order_by(AuditEvent.at)
    )
    days = dict.fromkeys((local_date(at), read.by(person_id)) for at, person_id in seen)
    return Section(
        "bekeken",
        "Wie de gegevens bekeek",
        (Column("dag", "Dag"), Column("wie", "Wie")),
        tuple(days),
        ("audit_event",),
    )
