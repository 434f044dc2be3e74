"""`survey-app effects`: CSV files of scores come in, change with its uncertainty goes out.

A file is read in full before anything is written, and the result appears complete or not at all.
"""

import click

from survey_app.commands.change import change


@click.group("effects")
def effects() -> None:
    """Compute change and effects from a CSV file of scores.

    Columns may be separated by commas, semicolons or tabs; an empty cell is a missing score.
    """


effects.add_command(change)
