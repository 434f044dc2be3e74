"""What may stand in an address where an id is asked: exactly an id, nothing else."""

from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """The id of a row: 32 hexadecimal characters."""

    regex = "[0-9a-f]{32}"
