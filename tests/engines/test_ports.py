import socket
from types import SimpleNamespace

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.child.ports import free_port, start_on_a_free_port


def server(failures, port=None):
    """One whose first starts fail, with these words."""
    asked = []

    def start():
        asked.append(made.port)
        if failures:
            raise EngineFailed(failures.pop(0))

    made = SimpleNamespace(port=port, start=start, asked=asked)
    return made


def test_a_free_port_can_be_bound_and_is_no_higher_than_asked():
    for _ in range(20):
        port = free_port(55_535)
        assert port <= 55_535
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))


def test_a_server_whose_port_was_taken_in_between_tries_others():
    unlucky = server(["Address already in use"] * 4)
    start_on_a_free_port(unlucky)
    assert len(unlucky.asked) == 5


def test_five_times_is_enough():
    unlucky = server(["Address already in use"] * 5)
    with pytest.raises(EngineFailed, match="in use"):
        start_on_a_free_port(unlucky)
    assert len(unlucky.asked) == 5


def test_another_failure_is_not_tried_again():
    broken = server(["the disk is full"])
    with pytest.raises(EngineFailed, match="full"):
        start_on_a_free_port(broken)
    assert len(broken.asked) == 1


def test_a_port_that_was_asked_for_is_the_only_one():
    fixed = server(["Address already in use"], port=1234)
    with pytest.raises(EngineFailed, match="in use"):
        start_on_a_free_port(fixed)
    assert fixed.asked == [1234]
