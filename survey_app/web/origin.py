"""From where a request comes, for the lines of the trail that it writes."""

from flask import Flask, g, request

from survey_app.audit.origin import Origin, here, move_to


def register(app: Flask) -> None:
    """Let everything a request does come from the address of its client."""

    @app.before_request
    def arrive() -> None:
        g.came_from = here()
        move_to(Origin(request.remote_addr))

    @app.teardown_request
    def leave(fault: BaseException | None) -> None:
        if "came_from" in g:
            move_to(g.pop("came_from"))
