"""What the addresses of the respondent share: a blueprint, and what its script is told."""

from flask import Blueprint, Response, request

from survey_app.web.respond import handed_over

respond = Blueprint("respond", __name__)
respond.before_request(handed_over.keep_to_one_link)

HOLDER = "the signed link is the permission"
BY_SCRIPT = "X-Kansmeter"


@respond.after_request
def tell_the_script(response: Response) -> Response:
    """Say where a page leads instead of leading there, to the script that sent it."""
    if response.status_code == 303 and BY_SCRIPT in request.headers:
        response.status_code = 204
        response.headers["X-Next"] = response.headers.pop("Location")
        response.set_data(b"")
    return response
