"""What keeps gunicorn to itself, whether `survey-app serve` starts it or `gunicorn wsgi:app`."""

from typing import Any, Final

from survey_app.commands import log_lines

GUARDS: Final[dict[str, Any]] = {
    "logger_class": log_lines.ServerLog,
    "accesslog": None,
    "control_socket_disable": True,
    # Else it believes what a visitor's header SCRIPT_NAME says of addresses, by way of the proxy.
    "forwarder_headers": "",
    "limit_request_line": 2048,
    "limit_request_fields": 60,
}
