"""A check may ask for another order of what happens at the same time, in both of the ways in which a lab plays."""

from itertools import permutations

import pytest

from systemdesign.grading.process import Limits
from systemdesign.grading.remote import Notebook
from systemdesign.kernel import run

CELL = """
import asyncio

class Desk:
    def __init__(self):
        self.left, self.log = 1, []

    async def come(self, name):
        self.log.append(name)
        await asyncio.sleep(1)
        self.log.append(name)

    async def three(self):
        await asyncio.gather(*map(self.come, "abc"))
        return "".join(self.log)
"""
WORLD = """
import asyncio
from systemdesign.kernel import run

def play(order):
    async def main():
        desk = book.Desk()
        await asyncio.gather(*(desk.come(name) for name in "abc"))
        return "".join(desk.log)

    async def inside():
        return await book.Desk().three()

    return run(main, shuffle=order), run(inside, shuffle=order)
"""
USUAL = "abcabc"
EVERY = set(map("".join, permutations("abc")))


@pytest.fixture(scope="module")
def book():
    found = Notebook([["part-1", CELL]], Limits(), ["asyncio"])
    yield found
    found.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("shuffled") / "world.py"
    path.write_text(WORLD)
    return path


def orders(play):
    """What comes of the usual order, twice, and of fifty others."""
    assert play(None) == play(None) == USUAL
    found = [play(order) for order in range(50)]
    assert found == [play(order) for order in range(50)]
    return {log[:3] for log in found}, {log[3:] for log in found}


def test_calls_into_the_students_process_come_in_every_order(book):
    def play(order):
        async def main():
            return await book.Desk().three()

        return run(main, shuffle=order)

    first, second = orders(play)
    assert first == second == EVERY


@pytest.mark.parametrize("which", [0, 1], ids=["called by the judge", "called by the student's own"])
@pytest.mark.parametrize("way", ["bring", "beside"])
def test_plays_of_a_module_come_in_every_order(book, world, way, which):
    first, second = orders(lambda order: getattr(book, way)(world).play(order)[which])
    assert first == second == EVERY
