"""A test cannot reach another machine, by name, by address or by the browser."""

import socket

import pytest

from tests.rig.network import NetworkClosedError

# An address reserved for documentation: nobody is there, even if the guard failed.
ELSEWHERE = "192.0.2.1"


def test_a_connection_to_another_machine_is_refused():
    with socket.socket() as ours, pytest.raises(NetworkClosedError):
        ours.connect((ELSEWHERE, 80))


def test_a_look_up_of_another_machines_name_is_refused():
    with pytest.raises(NetworkClosedError):
        socket.getaddrinfo("school.example", 443)


def test_a_connection_to_this_machine_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()[:2], timeout=5) as ours:
            assert ours.getpeername() == server.getsockname()
