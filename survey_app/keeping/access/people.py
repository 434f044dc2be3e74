"""The child, the people round it, who agreed and what was asked about these data."""

from sqlalchemy import select, union

from survey_app.delivery.models import OutboxMessage
from survey_app.invitations.models import ConsentMessage, Invitation, InvitationMessage
from survey_app.keeping.access.gathering import Gathering
from survey_app.keeping.access.values import MONTH, Cell, Column, Section
from survey_app.keeping.rights_models import (
    Rectification,
    Restriction,
    RightsGiven,
    RightsRequest,
)
from survey_app.trajects.models import ConsentStatement, Contact, TrajectInformant
from survey_app.trajects.queries import names_of
from survey_app.trajects.release_models import AnswerRelease

TOGETHER = "de ouders met gezag"


def child(read: Gathering) -> Section:
    """Return the child and the frame of its traject; who else has authority is not among it."""
    traject = read.traject
    group, school = names_of(read.session, traject)
    born = (
        f"{traject.birth_year}-{traject.birth_month:02d}"
        if traject.birth_year and traject.birth_month
        else None
    )
    return Section(
        "kind",
        "Het kind en het traject",
        (
            Column("naam", "Naam of code"),
            Column("geboortemaand", "Geboortemaand", MONTH),
            Column("school", "School"),
            Column("groep", "Groep"),
            Column("reden", "Reden", "traject.reason"),
            Column("coach", "Coach"),
            Column("begonnen", "Begonnen"),
            Column("vastgelegd", "Vastgelegd"),
            Column("afgesloten", "Afgesloten"),
            Column("afloop", "Hoe het eindigde", "traject.ending"),
            Column("soort_dossier", "Soort dossier", "traject.regime"),
            Column("verantwoordelijke", "Wie verantwoordelijk is"),
            Column("bewaarjaren", "Jaren bewaard na het einde"),
            Column("meetplan", "Meetplan"),
            Column("volgende_meting_vanaf", "Volgende meting vanaf"),
        ),
        (
            (
                traject.child_name,
                born,
                school,
                group,
                traject.reason,
                read.by(traject.coach_id),
                traject.started_on,
                traject.started_at,
                traject.ended_on,
                traject.ending,
                traject.regime,
                traject.controller,
                traject.retention_years,
                traject.plan_key,
                traject.next_moment_on,
            ),
        ),
        ("traject",),
    )


def people(read: Gathering) -> Section:
    """Return who is asked about the child, with an address only of who asks for these data."""
    return Section(
        "mensen",
        "Wie er rond het kind gevraagd wordt",
        (
            Column("wie", "Wie"),
            Column("rol", "Rol", "role"),
            Column("erbij_sinds", "Erbij sinds"),
            Column("vragen", "Krijgt vragen"),
            Column("gezag", "Heeft gezag"),
            Column("weg", "Hoe de link komt", "channel"),
            Column("taal", "Taal", "language"),
            Column("adres", "Jouw adres"),
        ),
        tuple(_person(read, each) for each in read.sight.known),
        ("traject_informant",),
    )


def _person(read: Gathering, person: TrajectInformant) -> tuple[Cell, ...]:
    is_own = person.id == read.sight.own_id
    contact = read.session.get(Contact, person.contact_id) if is_own and person.contact_id else None
    return (
        person.label,
        person.role,
        person.added_at,
        person.is_asked,
        person.holds_authority if is_own else None,
        person.channel if is_own else None,
        person.language if is_own else None,
        contact.address if contact else None,
    )


def consents(read: Gathering) -> Section:
    """Return who agreed to what, of whom who asks may know."""
    rows: list[tuple[Cell, ...]] = []
    said = read.session.scalars(
        select(ConsentStatement)
        .where(ConsentStatement.traject_id == read.traject.id)
        .order_by(ConsentStatement.number)
    )
    for each in said:
        if each.signer_id is not None and not read.sight.knows(each.signer_id):
            read.unsaid += 1
            continue
        rows.append(
            (
                each.at,
                read.sight.name(each.signer_id) or TOGETHER,
                each.purpose,
                each.state,
                each.channel,
                each.text_version,
                each.language,
                read.by(each.recorded_by),
            )
        )
    return Section(
        "toestemming",
        "Toestemming",
        (
            Column("moment", "Moment"),
            Column("wie", "Wie"),
            Column("doel", "Waarvoor", "purpose"),
            Column("gezegd", "Wat er gezegd is", "consent"),
            Column("manier", "Hoe", "consent.channel"),
            Column("tekst", "Versie van de tekst"),
            Column("taal", "Taal", "language"),
            Column("vastgelegd_door", "Vastgelegd door"),
        ),
        tuple(rows),
        ("consent_statement",),
    )


def releases(read: Gathering) -> Section:
    """Return what who asks said about showing the own answers; others decide for themselves."""
    rows: list[tuple[Cell, ...]] = []
    for each in read.session.scalars(
        select(AnswerRelease)
        .where(AnswerRelease.traject_id == read.traject.id)
        .order_by(AnswerRelease.number)
    ):
        if each.informant_id != read.sight.own_id:
            read.leave_out(each.informant_id)
            continue
        rows.append((each.said_on, each.allowed, each.channel, each.at, read.by(each.recorded_by)))
    return Section(
        "vrijgegeven",
        "Of jouw antwoorden in een gesprek mogen",
        (
            Column("dag", "Dag"),
            Column("mag", "Mag het"),
            Column("manier", "Hoe", "consent.channel"),
            Column("moment", "Vastgelegd"),
            Column("vastgelegd_door", "Vastgelegd door"),
        ),
        tuple(rows),
        ("answer_release",),
    )


def messages(read: Gathering) -> Section:
    """Return the messages to who asks; what they say is made when they go and is not kept."""
    own = read.sight.own_id
    about = union(
        select(InvitationMessage.message_id)
        .join(Invitation, Invitation.id == InvitationMessage.invitation_id)
        .where(Invitation.informant_id == own),
        select(ConsentMessage.message_id).where(ConsentMessage.signer_id == own),
    )
    rows = read.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id.in_(about))
        .order_by(OutboxMessage.made_at, OutboxMessage.id)
    ).all()
    return Section(
        "berichten",
        "Berichten aan jou",
        (
            Column("gemaakt", "Gemaakt"),
            Column("weg", "Hoe", "channel"),
            Column("stand", "Hoe het ging", "message"),
            Column("verstuurd", "Verstuurd"),
        ),
        tuple((each.made_at, each.channel, each.state, each.sent_at) for each in rows),
        ("invitation_message", "consent_message", "outbox_message"),
    )


def requests(read: Gathering) -> Section:
    """Return what who asks asked before about these data, and what came of it."""
    rows: list[tuple[Cell, ...]] = []
    kept = read.session.scalars(
        select(RightsRequest)
        .where(RightsRequest.traject_id == read.traject.id, RightsRequest.id != read.request.id)
        .order_by(RightsRequest.recorded_at)
    )
    for each in kept:
        if each.informant_id is None or each.informant_id != read.sight.own_id:
            read.unsaid += 1
            continue
        given = read.session.scalars(
            select(RightsGiven.given_at)
            .where(RightsGiven.request_id == each.id)
            .order_by(RightsGiven.given_at)
        ).first()
        held = read.session.scalars(
            select(Restriction).where(Restriction.request_id == each.id)
        ).first()
        rows.append(
            (
                each.received_on,
                each.kind,
                each.due_on,
                each.outcome,
                read.text("rights_request.ground", each.id, each.received_on, "grond", each.ground),
                given,
                held.began_at if held else None,
                held.lifted_at if held else None,
            )
        )
    return Section(
        "verzoeken",
        "Wat jij eerder vroeg over deze gegevens",
        (
            Column("ontvangen", "Ontvangen"),
            Column("soort", "Wat", "request"),
            Column("uiterlijk", "Uiterlijk"),
            Column("afloop", "Afloop", "outcome"),
            Column("grond", "Grond"),
            Column("gegeven", "Gegeven"),
            Column("beperkt_vanaf", "Beperkt vanaf"),
            Column("beperkt_tot", "Beperkt tot"),
        ),
        tuple(rows),
        ("rights_request", "rights_given", "restriction", "withheld_text"),
    )


def rectified(read: Gathering) -> Section:
    """Return what was put right on request and the statements beside what was not."""
    rows: list[tuple[Cell, ...]] = []
    for each, asked_by in read.session.execute(
        select(Rectification, RightsRequest.informant_id)
        .join(RightsRequest, RightsRequest.id == Rectification.request_id)
        .where(Rectification.traject_id == read.traject.id)
        .order_by(Rectification.recorded_at)
    ):
        is_own = asked_by is not None and asked_by == read.sight.own_id
        if not is_own and not each.place.startswith("traject."):
            # What somebody else had put right is about their words, or about them.
            read.unsaid += 1
            continue
        rows.append(
            (
                each.recorded_at,
                each.place,
                each.before,
                each.after,
                each.words if is_own else None,
                read.by(each.recorded_by),
            )
        )
    return Section(
        "verbeterd",
        "Wat er op verzoek verbeterd is, en verklaringen ernaast",
        (
            Column("moment", "Moment"),
            Column("wat", "Wat", "place"),
            Column("eerst", "Eerst"),
            Column("daarna", "Daarna"),
            Column("waarom", "Waarom, of de verklaring"),
            Column("vastgelegd_door", "Vastgelegd door"),
        ),
        tuple(rows),
        ("rectification",),
    )
