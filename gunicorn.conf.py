"""What `gunicorn wsgi:app` is told when it starts in this folder, as `survey-app serve` is."""

from survey_app.commands.guards import GUARDS

globals().update(GUARDS)
