"""A wire carries reads and writes, and its faults lose what they say they lose."""

import pytest

from systemdesign import now, run
from systemdesign.sim import Lost, Wire


class Shelf:
    """Keeps a value at once."""

    name = "1"

    def __init__(self):
        self.kept = {}

    async def read(self, key):
        return self.kept.get(key)

    async def write(self, key, tag, value):
        self.kept[key] = tag, value


async def asked(call):
    """What came of it, and how long that took."""
    start = now()
    try:
        return await call, now() - start
    except Lost as lost:
        return str(lost), now() - start


def tried(fault, *more):
    """A write, and a read, over a wire with this fault; and what the replica then holds."""

    async def main():
        wire = Wire(Shelf(), "A")
        fault(wire, *more)
        return await asked(wire.write("x", 1, "v")), await asked(wire.read("x")), wire.service.kept

    return run(main)


def test_a_whole_wire_carries_both_ways_in_2_to_20_ms():
    (wrote, took), (read, _), kept = tried(lambda wire: None)
    assert (wrote, read, kept) == (None, (1, "v"), {"x": (1, "v")})
    assert 0.002 <= took <= 0.02


def test_a_mute_wire_loses_writes_on_their_way():
    (wrote, took), (read, _), kept = tried(lambda wire: setattr(wire, "mute", True))
    assert (wrote, read, kept) == ("no word from A-1", None, {})
    assert took == pytest.approx(0.3)


def test_a_deaf_wire_loses_what_is_answered_to_writes():
    (wrote, took), (read, _), _ = tried(lambda wire: setattr(wire, "deaf", True))
    assert (wrote, read) == ("no word from A-1", (1, "v"))
    assert took == pytest.approx(0.3)


def test_a_cut_wire_carries_nothing_and_says_so_after_its_patience():
    (wrote, took), (read, too), kept = tried(Wire.partition)
    assert (wrote, read, kept) == ("no word from A-1", "no word from A-1", {})
    assert (took, too) == (pytest.approx(0.3), pytest.approx(0.3))


def test_a_slow_wire_is_slower_each_way():
    (_, took), _, _ = tried(Wire.delay, 0.08)
    assert 0.162 <= took <= 0.18


def test_a_mended_wire_is_as_new():
    def break_and_mend(wire):
        wire.mute = wire.deaf = True
        wire.delay(1.0)
        wire.partition()
        wire.mend()

    assert tried(break_and_mend) == tried(lambda wire: None)
