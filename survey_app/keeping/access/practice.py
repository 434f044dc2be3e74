"""What the coach did: contacts, deviations, decisions, support, referrals, the meldcode."""

from sqlalchemy import select

from survey_app.keeping.access.gathering import Gathering
from survey_app.keeping.access.values import OTHERS, PROTECTION, Cell, Column, Section
from survey_app.practice.decision_models import (
    CardOffer,
    Decision,
    DecisionFigure,
    DecisionPrinciple,
)
from survey_app.practice.models import (
    ConsideredReferral,
    ContactPrinciple,
    Deviation,
    LoggedContact,
    MeldcodeStep,
    PublishedPrinciple,
    Support,
)
from survey_app.trajects.models import Occasion


def contacts(read: Gathering) -> Section:
    """Return what was logged, also what was changed or taken away since.

    Of a contact with a parent nobody knows which one. With a parent who must stay unknown there,
    it is proposed to keep it back, and the coach decides.
    """
    rows: list[tuple[Cell, ...]] = []
    may_be_another = bool(read.sight.hidden)
    for each in read.session.scalars(
        select(LoggedContact)
        .where(LoggedContact.traject_id == read.traject.id)
        .order_by(LoggedContact.held_on, LoggedContact.logged_at)
    ):
        with_parent = "parent" in each.with_whom.split()
        if not read.shown(
            "logged_contact.line",
            each.id,
            each.held_on,
            "contact met een ouder" if with_parent else "contact",
            each.line,
            whole_row=each.line is not None or (with_parent and may_be_another),
            propose=OTHERS if with_parent and may_be_another else None,
        ):
            continue
        principles = read.session.scalars(
            select(PublishedPrinciple.name)
            .join(ContactPrinciple, ContactPrinciple.principle_id == PublishedPrinciple.id)
            .where(ContactPrinciple.contact_id == each.id)
            .order_by(PublishedPrinciple.place)
        )
        rows.append(
            (
                each.held_on,
                each.kind,
                each.with_whom,
                each.minutes,
                each.minutes_apart,
                each.line,
                "; ".join(principles),
                read.by(each.coach_id),
                each.logged_at,
                each.removed_at,
            )
        )
    return Section(
        "contacten",
        "Contacten",
        (
            Column("dag", "Dag"),
            Column("soort", "Wat", "contact.kind"),
            Column("met_wie", "Met wie", "contact.party"),
            Column("minuten", "Minuten"),
            Column("minuten_apart", "Daarvan reizen en schrijven"),
            Column("regel", "In één regel"),
            Column("principes", "Werkwijze"),
            Column("door", "Door"),
            Column("vastgelegd", "Vastgelegd"),
            Column("weggehaald", "Veranderd of weggehaald"),
        ),
        tuple(rows),
        ("logged_contact", "contact_principle"),
    )


def deviations(read: Gathering) -> Section:
    """Return where the coach chose to work otherwise, and what came of it."""
    rows: list[tuple[Cell, ...]] = []
    for each, principle in read.session.execute(
        select(Deviation, PublishedPrinciple.name)
        .join(PublishedPrinciple, PublishedPrinciple.id == Deviation.principle_id)
        .where(Deviation.traject_id == read.traject.id)
        .order_by(Deviation.argued_at)
    ):
        what = "anders dan de werkwijze"
        rows.append(
            (
                each.argued_on,
                principle,
                read.text("deviation.why", each.id, each.argued_on, what, each.why),
                read.text("deviation.expected", each.id, each.argued_on, what, each.expected),
                each.look_back_on,
                each.outcome,
                read.text("deviation.found", each.id, each.argued_on, what, each.found),
                read.by(each.argued_by),
                each.removed_at,
            )
        )
    return Section(
        "afwijkingen",
        "Anders dan de werkwijze",
        (
            Column("dag", "Dag"),
            Column("principe", "Principe"),
            Column("waarom", "Waarom"),
            Column("verwacht", "Verwacht"),
            Column("terugkijken", "Terugkijken"),
            Column("uitkomst", "Uitkomst", "deviation.outcome"),
            Column("geleerd", "Geleerd"),
            Column("door", "Door"),
            Column("weggehaald", "Weggehaald"),
        ),
        tuple(rows),
        ("deviation",),
    )


def decisions(read: Gathering) -> Section:
    """Return what was chosen after each measurement, with the figures who asks may see.

    Of whom an answer was still missing is about others, and left out.
    """
    rows: list[tuple[Cell, ...]] = []
    for each, occasion in read.session.execute(
        select(Decision, Occasion)
        .join(Occasion, Occasion.id == Decision.occasion_id)
        .where(Decision.traject_id == read.traject.id)
        .order_by(Decision.decided_at)
    ):
        what = "besluit na een meting"
        offers = read.session.scalars(
            select(CardOffer).where(CardOffer.decision_id == each.id).order_by(CardOffer.offered_at)
        ).all()
        rows.append(
            (
                each.decided_on,
                occasion.kind,
                each.choice,
                each.stance,
                read.text("decision.line", each.id, each.decided_on, what, each.line),
                read.text(
                    "decision.voices",
                    each.id,
                    each.decided_on,
                    "wat ieder zei",
                    each.voices,
                    propose=OTHERS,
                ),
                read.text("decision.step", each.id, each.decided_on, what, each.step),
                each.step_by,
                each.step_on,
                _figures(read, each),
                _principles(read, each),
                read.by(each.coach_id),
                "; ".join(str(offer.offered_at.date()) for offer in offers),
                "; ".join(
                    words
                    for offer in offers
                    if (
                        words := read.text(
                            "card_offer.reason", offer.id, offer.offered_at, what, offer.reason
                        )
                    )
                ),
            )
        )
    return Section(
        "besluiten",
        "Besluiten na een meting",
        (
            Column("dag", "Dag"),
            Column("meting", "Meting", "occasion"),
            Column("keuze", "Keuze", "decision.choice"),
            Column("met_de_cijfers", "Met of tegen de cijfers", "decision.stance"),
            Column("regel", "In één regel"),
            Column("stemmen", "Wat ieder zei"),
            Column("stap", "Volgende stap"),
            Column("stap_door", "Wie die doet", "decision.doer"),
            Column("stap_op", "Wanneer"),
            Column("cijfers", "Wat er toen te zien was"),
            Column("principes", "Werkwijze"),
            Column("door", "Door"),
            Column("gedeeld", "Aan collega's aangeboden, zonder naam"),
            Column("terug", "Waarom niet gedeeld"),
        ),
        tuple(rows),
        ("decision", "decision_figure", "decision_principle", "card_offer"),
    )


def _figures(read: Gathering, decision: Decision) -> str:
    """Return the figures of that day that come from answers who asks may see."""
    figures = read.session.scalars(
        select(DecisionFigure)
        .where(DecisionFigure.decision_id == decision.id)
        .order_by(DecisionFigure.place)
    )
    said = []
    for each in figures:
        owner = next(
            (
                person
                for person in read.sight.people.values()
                if (person.role, person.number) == (each.role, each.number)
            ),
            None,
        )
        if owner is not None and read.sight.sees(owner.id, decision.decided_on):
            said.append(f"{owner.label}, {each.title}: {_DIRECTIONS.get(each.direction or '', '')}")
        elif owner is not None:
            read.leave_out(owner.id)
    return "; ".join(said)


_DIRECTIONS = {"higher": "hoger", "lower": "lager", "same": "gelijk", "": "niet te zeggen"}


def _principles(read: Gathering, decision: Decision) -> str:
    return "; ".join(
        read.session.scalars(
            select(PublishedPrinciple.name)
            .join(DecisionPrinciple, DecisionPrinciple.principle_id == PublishedPrinciple.id)
            .where(DecisionPrinciple.decision_id == decision.id)
            .order_by(PublishedPrinciple.place)
        )
    )


def support(read: Gathering) -> Section:
    """Return the help beside the coach, also what was taken off the list."""
    rows = read.session.scalars(
        select(Support)
        .where(Support.traject_id == read.traject.id)
        .order_by(Support.from_month, Support.recorded_at)
    )
    return Section(
        "steun",
        "Steun naast de coach",
        (
            Column("soort", "Wat", "support.kind"),
            Column("van", "Vanaf (maand)"),
            Column("tot", "Tot (maand)"),
            Column("stand", "Stand", "support.status"),
            Column("bron", "Van wie we het weten", "support.source"),
            Column("door", "Vastgelegd door"),
            Column("weggehaald", "Weggehaald"),
        ),
        tuple(
            (
                each.kind,
                each.from_month,
                each.until_month,
                each.status,
                each.source,
                read.by(each.recorded_by),
                each.removed_at,
            )
            for each in rows
        ),
        ("support",),
    )


def referrals(read: Gathering) -> Section:
    """Return the referrals that were considered."""
    rows: list[tuple[Cell, ...]] = []
    for each in read.session.scalars(
        select(ConsideredReferral)
        .where(ConsideredReferral.traject_id == read.traject.id)
        .order_by(ConsideredReferral.in_month, ConsideredReferral.recorded_at)
    ):
        rows.append(
            (
                each.in_month,
                each.considered_by,
                each.outcome,
                read.text(
                    "considered_referral.why", each.id, each.in_month, "verwijzing", each.why
                ),
                read.by(each.recorded_by),
                each.removed_at,
            )
        )
    return Section(
        "verwijzingen",
        "Verwijzingen waaraan gedacht is",
        (
            Column("maand", "Maand"),
            Column("door_wie", "Wie eraan dacht", "referral.by"),
            Column("uitkomst", "Uitkomst", "referral.outcome"),
            Column("waarom", "Waarom"),
            Column("door", "Vastgelegd door"),
            Column("weggehaald", "Weggehaald"),
        ),
        tuple(rows),
        ("considered_referral",),
    )


def meldcode(read: Gathering) -> Section:
    """Return the steps of the meldcode that the coach chose to give; by default none."""
    rows: list[tuple[Cell, ...]] = []
    for each in read.session.scalars(
        select(MeldcodeStep)
        .where(MeldcodeStep.traject_id == read.traject.id)
        .order_by(MeldcodeStep.done_on, MeldcodeStep.recorded_at)
    ):
        if read.shown(
            "meldcode_step.note",
            each.id,
            each.done_on,
            f"meldcode, stap {each.step}",
            each.note,
            whole_row=True,
            propose=PROTECTION,
        ):
            rows.append(
                (
                    each.done_on,
                    each.step,
                    each.with_whom,
                    each.decision,
                    each.note,
                    read.by(each.recorded_by),
                )
            )
    return Section(
        "meldcode",
        "Stappen van de meldcode",
        (
            Column("dag", "Dag"),
            Column("stap", "Stap"),
            Column("met_wie", "Met wie", "meldcode.party"),
            Column("besluit", "Besluit", "meldcode.decision"),
            Column("woorden", "In woorden"),
            Column("door", "Door"),
        ),
        tuple(rows),
        ("meldcode_step",),
    )
