"""`survey-app effects`: CSV files of scores come in, change with its uncertainty goes out.

A file is read in full before anything is written, and the result appears complete or not at all.
"""

import click

from survey_app.commands.change import change
from survey_app.commands.group_effect import group
from survey_app.commands.pool import pool


@click.group("effects")
def effects() -> None:
    """Compute change and effects from a CSV file of scores.

    Columns may be separated by commas, semicolons or tabs; an empty cell is a missing score.
    """


for part in (change, group, pool):
    effects.add_command(part)
