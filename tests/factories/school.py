"""People around a school, asked through the services that the page calls."""

from survey_app.audit import services as audit
from survey_app.definitions import load
from survey_app.invitations.models import Invitation
from survey_app.invitations.yearly_planning import ask_now
from survey_app.trajects.models import SchoolInformant
from survey_app.trajects.school_people import add_school_informant

LISTS = {"kansmeter-leerkracht-zelf": "self", "kansmeter-groep": "group"}


def add_person(world, coach, name="juf Anouk", role="teacher", **more):
    """Put somebody around the school of a coach and return the id; nothing is asked yet."""
    values = {"school_id": coach.school_id, "role": role, "name": name, "now": world.clock()}
    with world.database.write() as session:
        return add_school_informant(session, coach.actor, **{**values, **more}).id


def ask(world, informant_id):
    """Ask what is asked this month."""
    with world.database.write() as session:
        informant = session.get_one(SchoolInformant, informant_id)
        ask_now(session, informant, load, audit.COMMAND, world.clock())


def asked_of(world, informant_id):
    """Return what somebody was asked and was not revoked: the invitation by its list."""
    with world.database.read() as session:
        found = session.query(Invitation).where(
            Invitation.school_informant_id == informant_id, Invitation.revoked_at.is_(None)
        )
        return {each.questionnaire_key: each for each in found}
