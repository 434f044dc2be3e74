"""The address at which the SMS gateway tells what became of a message."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from survey_app.invitations.bounces import take_report
from survey_app.web.permissions import for_machines, public
from survey_app.web.wiring import wiring

delivery_reports = Blueprint("delivery_reports", __name__)


@delivery_reports.post("/meldingen/sms")
@public("the signature of the gateway is the permission")
@for_machines
def sms() -> ResponseReturnValue:
    """Take a signed report; without a signature nothing is read, and no answer tells what is known.

    Every signed report gets the same answer, so that a gateway never sends it again.
    """
    world = wiring()
    reports = world.settings.sms_reports
    headers = request.headers
    genuine = reports.are_genuine(
        request.get_data(), headers.get("X-Signature", ""), headers.get("Authorization", "")
    )
    if not genuine:
        return "", 401
    is_json = request.mimetype == "application/json"
    posted = request.get_json(force=True, silent=True) if is_json else request.form
    found = reports.read(posted) if isinstance(posted, dict) else None
    if found is not None:
        reference, report = found
        with world.database.write() as db:
            take_report(db, reference, "sms", report, "bounced", world.now())
    return "", 204
