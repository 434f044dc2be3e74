"""Whether the data of a child may be used: while they are restricted they are kept and no more.

The one place that decides (AVG art. 18). Who reads across trajects asks `NOT_RESTRICTED`, who loads
one passes `traject_for`, and whether anything may be asked or used is answered by `agreements`.
"""

from typing import Final

from survey_app.accounts.policy import Act
from survey_app.errors import KansmeterError
from survey_app.trajects.models import Traject

NOT_RESTRICTED: Final = Traject.restricted_at.is_(None)
"""What makes a traject one whose data may be used; a row without a traject meets it too."""
STILL_ALLOWED: Final = frozenset({Act.KEEP_REQUESTS, Act.KEEP_MELDCODE, Act.TAKE_UP_SIGNAL})
"""What goes on: answering who asked, and what protects a child (AVG art. 18 lid 2)."""


class RestrictedError(KansmeterError):
    """The data of this traject are kept and may not be used."""

    def __init__(self, traject_id: str) -> None:
        super().__init__(
            "De gegevens van dit kind zijn beperkt. Ze worden bewaard, en nu niet gebruikt.",
            english="The data of this child are restricted: they are kept, and not used for now.",
        )
        self.traject_id = traject_id


def demand_usable(traject: Traject, act: Act) -> None:
    """Raise RestrictedError unless the data may be used for this act."""
    if traject.restricted_at is not None and act not in STILL_ALLOWED:
        raise RestrictedError(traject.id)
