"""The application for `gunicorn wsgi:app`; it refuses to start when that is not safe."""

from survey_app.commands.serving import check_safe_start
from survey_app.config import load_settings
from survey_app.factory import create_app

_settings = load_settings()
check_safe_start(_settings)
app = create_app(_settings)
