"""When messages go out: from 07:30 to 20:00 as clocks in the Netherlands say."""

from datetime import datetime, time, timedelta
from typing import Final

from survey_app.clock import LOCAL

FIRST: Final = time(7, 30)
LAST: Final = time(20, 0)


def is_quiet(moment: datetime) -> bool:
    """Tell whether nothing is sent at this moment."""
    return not FIRST <= moment.astimezone(LOCAL).time() < LAST


def after_quiet_hours(moment: datetime) -> datetime:
    """Return the first moment from this one on at which a message may go."""
    local = moment.astimezone(LOCAL)
    if not is_quiet(moment):
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= LAST else local.date()
    return datetime.combine(day, FIRST, LOCAL).astimezone(moment.tzinfo)
