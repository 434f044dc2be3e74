"""What was asked and answered: the lists, every answer, the scores with their rule."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.answering.models import Correction, Response
from survey_app.definitions import Questionnaire, Scale, fill
from survey_app.dutch import plain_number
from survey_app.invitations.models import Invitation, LeftOut
from survey_app.invitations.publishing import questionnaire_of
from survey_app.keeping.access.gathering import Gathering
from survey_app.keeping.access.sight import COACH
from survey_app.keeping.access.values import OTHERS, Cell, Column, Section
from survey_app.measurements.models import Measurement, Score
from survey_app.reports import wording
from survey_app.trajects.models import Nomination, Occasion, TrajectInformant
from survey_app.trajects.queries import IN_ORDER


@dataclass(frozen=True, slots=True)
class Sent:
    """One sheet that who asks may see, under a number that counts in this dossier only."""

    number: int
    response: Response
    invitation: Invitation
    questionnaire: Questionnaire
    corrections: tuple[Correction, ...]

    @property
    def title(self) -> str:
        """The name of the list."""
        return self.questionnaire.title.in_language("nl")


def sent_sheets(read: Gathering) -> list[Sent]:
    """Return the sheets that who asks may see, in the order of the days; count the others."""
    rows = read.session.execute(
        select(Response, Invitation)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .outerjoin(Nomination, Nomination.id == Invitation.nomination_id)
        .where(
            (Invitation.traject_id == read.traject.id) | (Nomination.traject_id == read.traject.id)
        )
        .order_by(Response.submitted_at, Response.id)
    )
    found: list[Sent] = []
    for response, invitation in sorted(rows, key=lambda row: row[0].day):
        if invitation.informant_id is None:
            # What a teacher put forward, still sealed.
            read.left_out[OTHERS] += 1
        elif not read.sight.sees(invitation.informant_id, response.day):
            read.leave_out(invitation.informant_id)
        else:
            corrections = read.session.scalars(
                select(Correction)
                .where(Correction.response_id == response.id)
                .order_by(Correction.number)
            )
            found.append(
                Sent(
                    len(found) + 1,
                    response,
                    invitation,
                    questionnaire_of(read.session, response.fingerprint),
                    tuple(corrections),
                )
            )
    return found


def asked(read: Gathering) -> Section:
    """Return what was asked of whom who asks may know of, answered or not."""
    rows: list[tuple[Cell, ...]] = []
    for invitation, occasion in read.session.execute(
        select(Invitation, Occasion)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .where(Invitation.traject_id == read.traject.id)
        .order_by(
            *(Invitation.opens_on, IN_ORDER, TrajectInformant.number),
            *(Invitation.place, Invitation.made_at),
        )
    ):
        informant_id = invitation.informant_id or ""
        if not read.sight.knows(informant_id):
            read.unsaid += 1
            continue
        questionnaire = questionnaire_of(read.session, invitation.fingerprint)
        is_own = informant_id == read.sight.own_id
        rows.append(
            (
                read.sight.name(informant_id),
                questionnaire.title.in_language("nl"),
                questionnaire.version,
                occasion.kind,
                invitation.language,
                invitation.opens_on,
                invitation.closes_on,
                invitation.answered_at,
                invitation.declined_at if is_own else None,
                invitation.decline_reason if is_own else None,
                invitation.revoked_at,
            )
        )
    return Section(
        "gevraagd",
        "Wat er gevraagd is",
        (
            Column("wie", "Wie"),
            Column("lijst", "Vragenlijst"),
            Column("versie", "Versie"),
            Column("moment", "Meting", "occasion"),
            Column("taal", "Taal", "language"),
            Column("open_vanaf", "Open vanaf"),
            Column("open_tot", "Open tot en met"),
            Column("ingevuld", "Ingevuld"),
            Column("liever_niet", "Liever niet"),
            Column("waarom_niet", "Waarom niet", "decline"),
            Column("ingetrokken", "Link ingetrokken"),
        ),
        tuple(rows),
        ("invitation",),
    )


def not_asked(read: Gathering) -> Section:
    """Return the lists of the plan that somebody was not asked, and why."""
    rows: list[tuple[Cell, ...]] = []
    for each, occasion in read.session.execute(
        select(LeftOut, Occasion)
        .join(Occasion, Occasion.id == LeftOut.occasion_id)
        .join(TrajectInformant, TrajectInformant.id == LeftOut.informant_id)
        .where(Occasion.traject_id == read.traject.id)
        .order_by(LeftOut.left_out_at, LeftOut.questionnaire_key, IN_ORDER, TrajectInformant.number)
    ):
        if read.sight.knows(each.informant_id):
            who = read.sight.name(each.informant_id)
            rows.append((who, each.questionnaire_key, occasion.kind, each.reason, each.instead))
        else:
            read.unsaid += 1
    return Section(
        "niet_gevraagd",
        "Lijsten die overgeslagen zijn",
        (
            Column("wie", "Wie"),
            Column("lijst", "Vragenlijst"),
            Column("moment", "Meting", "occasion"),
            Column("waarom", "Waarom", "left_out"),
            Column("in_plaats", "In plaats daarvan"),
        ),
        tuple(rows),
        ("left_out",),
    )


def sheets(read: Gathering, sent: list[Sent]) -> Section:
    """Return one row for each list that was filled in."""
    return Section(
        "ingevuld",
        "Ingevulde vragenlijsten",
        (
            Column("nummer", "Nummer"),
            Column("wie", "Wie"),
            Column("lijst", "Vragenlijst"),
            Column("sleutel", "Sleutel van de lijst"),
            Column("versie", "Versie"),
            Column("dag", "Dag"),
            Column("manier", "Hoe", "mode"),
            Column("taal", "Taal", "language"),
            Column("begonnen", "Begonnen"),
            Column("verstuurd", "Verstuurd"),
            Column("ingevoerd_door", "Ingevoerd door"),
            Column("waarom_die_dag", "Waarom een eerdere dag"),
            Column("valt_op", "Wat opvalt"),
            Column("keer_veranderd", "Keer veranderd"),
        ),
        tuple(_sheet(read, each) for each in sent),
        ("response", "correction", "measurement"),
    )


def _sheet(read: Gathering, sent: Sent) -> tuple[Cell, ...]:
    response = sent.response
    measured = read.session.scalars(
        select(Measurement).where(
            Measurement.response_id == response.id, Measurement.replaced_at.is_(None)
        )
    ).first()
    return (
        sent.number,
        read.sight.name(sent.invitation.informant_id),
        sent.title,
        sent.questionnaire.key,
        sent.questionnaire.version,
        response.day,
        response.mode,
        response.language,
        response.started_at,
        response.submitted_at,
        read.by(response.entered_by),
        read.text(
            "response.day_explained",
            response.id,
            response.day,
            f"waarom een eerdere dag, {sent.title}",
            response.day_explained,
        ),
        " ".join(wording.CARE[flag] for flag in measured.quality) if measured else "",
        len(sent.corrections),
    )


def answers(read: Gathering, sent: list[Sent]) -> Section:
    """Return every answer, the first ones and each correction apart; the last one counts."""
    return Section(
        "antwoorden",
        "Vragen en antwoorden",
        (
            Column("nummer", "Nummer van de lijst"),
            Column("wie", "Wie"),
            Column("lijst", "Vragenlijst"),
            Column("dag", "Dag"),
            Column("vraag_sleutel", "Sleutel van de vraag"),
            Column("vraag", "Vraag"),
            Column("antwoord_sleutel", "Sleutel van het antwoord"),
            Column("antwoord", "Antwoord"),
            Column("telt", "Telt"),
            Column("veranderd", "Veranderd"),
            Column("veranderd_door", "Verbeterd door"),
        ),
        tuple(row for each in sent for row in _answers(read, each)),
        ("response", "correction"),
    )


def _answers(read: Gathering, sent: Sent) -> Iterator[tuple[Cell, ...]]:
    versions: tuple[Response | Correction, ...] = (sent.response, *sent.corrections)
    role = read.sight.people[sent.invitation.informant_id or ""].role
    for version in versions:
        texts = json.loads(version.texts)
        correction = version if isinstance(version, Correction) else None
        for key, question, given, words in in_words(
            read, sent.questionnaire, version.answers, texts, version.missing
        ):
            if role == COACH and key in texts:
                words = read.text(
                    f"{version.__tablename__}.texts/{key}",
                    version.id,
                    sent.response.day,
                    f"{sent.title}: {question}",
                    words,
                )
            yield (
                sent.number,
                read.sight.name(sent.invitation.informant_id),
                sent.title,
                sent.response.day,
                key,
                question,
                given,
                words,
                version is versions[-1],
                correction.corrected_at if correction else None,
                read.by(correction.entered_by) if correction else None,
            )


def in_words(
    read: Gathering,
    questionnaire: Questionnaire,
    given: Mapping[str, str],
    texts: Mapping[str, str],
    missing: Mapping[str, str],
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield the key and text of each question with the key of the answer and its words."""
    for item in questionnaire.items:
        if item.key in given or item.key in texts or item.key in missing:
            yield (
                item.key,
                fill(
                    item.text.in_language("nl"), kind=read.traject.child_name, informant="de ander"
                ),
                given.get(item.key),
                wording.answer(
                    item, given.get(item.key), texts.get(item.key), missing.get(item.key)
                ),
            )


def scores(read: Gathering, sent: list[Sent]) -> Section:
    """Return every score of what who asks may see, with the rule that gave it and its meaning."""
    rows: list[tuple[Cell, ...]] = []
    for each in sent:
        for score, measurement in read.session.execute(
            select(Score, Measurement)
            .join(Measurement, Measurement.id == Score.measurement_id)
            .where(Measurement.response_id == each.response.id)
            .order_by(Score.scored_at, Measurement.replaced_at.is_(None), Score.scale)
        ):
            rules = questionnaire_of(read.session, score.fingerprint)
            scale = rules.scale(score.scale)
            rows.append(
                (
                    each.number,
                    read.sight.name(each.invitation.informant_id),
                    each.title,
                    each.response.day,
                    scale.title.in_language("nl"),
                    score.value,
                    wording.not_computable(score.reason) if score.value is None else None,
                    _rule(scale),
                    _meaning(scale),
                    score.answered,
                    score.asked,
                    score.scoring_version,
                    score.evidence_stage,
                    score.norm,
                    score.bands,
                    score.scored_at,
                    measurement.replaced_at is None,
                )
            )
    return Section(
        "scores",
        "Scores",
        (
            Column("nummer", "Nummer van de lijst"),
            Column("wie", "Wie"),
            Column("lijst", "Vragenlijst"),
            Column("dag", "Dag"),
            Column("schaal", "Schaal"),
            Column("score", "Score"),
            Column("geen_score", "Waarom geen score"),
            Column("regel", "Hoe de score wordt berekend"),
            Column("betekenis", "Wat de score betekent"),
            Column("beantwoord", "Vragen beantwoord"),
            Column("vragen", "Vragen gesteld"),
            Column("versie_regels", "Versie van de regels"),
            Column("bewijs", "Trap van bewijs, van 5"),
            Column("norm", "Norm"),
            Column("banden", "Verdeling"),
            Column("berekend", "Berekend"),
            Column("telt", "Telt"),
        ),
        tuple(rows),
        ("score", "measurement"),
    )


_METHODS = {
    "sum": "de som",
    "mean": "het gemiddelde",
    "prorated_sum": "de som, naar verhouding van wat beantwoord is",
    "max": "het hoogste",
    "count": "het aantal",
}


def _rule(scale: Scale) -> str:
    return f"{_METHODS[scale.method]} van {', '.join(scale.items or scale.scales)}"


def _meaning(scale: Scale) -> str:
    return (
        f"{scale.direction.in_language('nl').rstrip('.')}, "
        f"van {plain_number(scale.lowest)} tot {plain_number(scale.highest)}"
    )
