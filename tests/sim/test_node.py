"""A node keeps what agrees, obeys the newest epoch, and loses nothing in a crash; a line loses what its faults say."""

import pytest

from systemdesign import now, run
from systemdesign.sim import Line, Lost, Node, Refused, ServiceError, Unavailable

A, B, C, D = (1, "x", "a"), (1, "x", "b"), (1, "y", 0), (2, "x", "d")


def node(*log, epoch=1):
    one = Node("1")
    one.log, one.epoch = list(log), epoch
    return one


async def outcome(call):
    try:
        return await call
    except ServiceError as error:
        return type(error)


def test_an_append_replaces_from_the_first_entry_that_differs():
    one = node(A, B, C)
    run(one.append(2, 0, [A, D]))
    assert (one.log, one.epoch, one.position) == ([A, D], 2, (2, 2))


@pytest.mark.parametrize("late", [[], [A], [A, B]])
def test_an_append_that_comes_late_cuts_nothing_off(late):
    one = node(A, B, C)
    run(one.append(1, 0, late))
    assert one.log == [A, B, C]


def test_an_append_behind_a_gap_is_unavailable_and_changes_nothing():
    one = node(A)
    assert run(outcome(one.append(1, 2, [C]))) is Unavailable
    assert one.log == [A]


def test_an_older_epoch_is_refused_and_its_own_is_not():
    one = node(A, epoch=3)
    assert run(outcome(one.append(2, 1, [B]))) is Refused
    assert run(outcome(one.append(3, 1, [B]))) is None
    assert one.log == [A, B]


def test_a_fence_takes_an_epoch_once_and_tells_position_and_log():
    one = node(A, B, epoch=1)
    assert run(one.fence(4)) == ((1, 2), [A, B])
    assert [run(outcome(one.fence(epoch))) for epoch in (3, 4)] == [Refused, Refused]
    assert run(outcome(one.append(3, 2, [C]))) is Refused


def test_a_look_promises_nothing():
    one = node(A, epoch=1)
    assert run(one.look()) == ((1, 1), [A])
    assert run(outcome(one.append(1, 1, [B]))) is None


def test_a_read_gives_the_last_value_of_a_key_and_the_position_of_the_log():
    one = node(A, B, C)
    assert [run(one.read(key)) for key in "xyz"] == [("b", (1, 3)), (0, (1, 3)), (None, (1, 3))]
    assert run(node().read("x")) == (None, (0, 0))


def test_a_crash_loses_neither_log_nor_epoch():
    one = node(A, epoch=5)
    one.crash()
    assert {run(outcome(ask)) for ask in (one.read("x"), one.look(), one.fence(6))} == {Unavailable}
    one.restart()
    assert (one.log, one.epoch) == ([A], 5)


def lined(hinder):
    async def main():
        line = Line(node(A), "A")
        hinder(line)
        start = now()
        return await outcome(line.append(1, 1, [B])), now() - start, line.service.log

    return run(main)


def test_a_whole_line_carries_both_ways_in_2_to_20_ms():
    found, took, log = lined(lambda line: None)
    assert (found, log) == (None, [A, B])
    assert 0.002 <= took <= 0.02


def test_a_deaf_line_has_it_done_and_loses_the_answer():
    found, took, log = lined(lambda line: setattr(line, "deaf", True))
    assert (found, log) == (Lost, [A, B])
    assert took == pytest.approx(0.2)


def test_a_deaf_line_loses_bad_news_too():
    def hinder(line):
        line.deaf = True
        line.service.epoch = 9

    found, took, log = lined(hinder)
    assert (found, log) == (Lost, [A])
    assert took == pytest.approx(0.2)


def test_a_cut_line_carries_nothing_until_it_is_mended():
    assert lined(Line.partition)[::2] == (Lost, [A])
    assert lined(lambda line: (line.partition(), setattr(line, "deaf", True), line.mend()))[::2] == (None, [A, B])
