"""The application for `gunicorn wsgi:app`; it refuses to start when that is not safe."""

import os
import sys

from gunicorn.arbiter import Arbiter

from survey_app.commands import log_lines
from survey_app.commands.serving import check_safe_start
from survey_app.commands.unread_requests import be_discreet
from survey_app.config import load_settings
from survey_app.errors import KansmeterError
from survey_app.factory import create_app

os.umask(0o077)
try:
    _settings = load_settings()
    log_lines.start(_settings.log_level)
    be_discreet(_settings)
    check_safe_start(_settings)
    app = create_app(_settings)
    app.extensions["kansmeter"].workshop.open()
except KansmeterError as error:
    sys.stderr.write(f"Error: {error.english}\n")
    sys.exit(Arbiter.APP_LOAD_ERROR)
