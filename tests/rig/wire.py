"""A wire between a browser and a server that can be cut in the middle of what is sent."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto

PIECE = 65_536


class Cut(Enum):
    """Where everything that is sent meanwhile is cut off."""

    HALFWAY = auto()
    """The server gets half of what was filled in; of a page that is only asked for, all."""
    BEFORE_THE_ANSWER = auto()
    """The server gets everything, and the browser never hears so."""


class Wire:
    """Carries connections to a server; `cut` is what happens to them, and `cuts` counts those.

    It lasts until it is taken away: a browser may send a form again by itself when a connection
    that it had opened beforehand breaks.
    """

    def __init__(self, port: int) -> None:
        """Lead to this port of this machine."""
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut: Cut | None = None
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Carry no new connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """Carry one request and its answer; the servers of the tests close after each."""
        with near, suppress(OSError):
            sent = request_from(near)
            if not sent:
                return
            cut = self.cut
            self.cuts += cut is not None
            with socket.create_connection(("127.0.0.1", self._port)) as far:
                head, _, body = sent.partition(b"\r\n\r\n")
                far.sendall(
                    head + b"\r\n\r\n" + (body[: len(body) // 2] if cut is Cut.HALFWAY else body)
                )
                if cut is Cut.HALFWAY:
                    return
                while piece := far.recv(PIECE):
                    if cut is None:
                        near.sendall(piece)


def request_from(near: socket.socket) -> bytes:
    """Return a whole request, as long as its head says."""
    sent = b""
    while b"\r\n\r\n" not in sent:
        piece = near.recv(PIECE)
        if not piece:
            return b""
        sent += piece
    head, _, body = sent.partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while len(body) < sum(lengths):
        body += near.recv(PIECE)
    return head + b"\r\n\r\n" + body


@contextmanager
def laid_to(port: int) -> Iterator[Wire]:
    """Give a wire to a server on this port."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
