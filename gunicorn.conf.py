"""What `gunicorn wsgi:app` is told when it starts in this folder, as `survey-app serve` is.

It stands beside `wsgi.py`, because gunicorn looks for a file of this name in the folder it starts
in and nowhere else. All it says comes from the package.
"""

from survey_app.commands.guards import GUARDS

globals().update(GUARDS)
