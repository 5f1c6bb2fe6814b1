"""A few characters on the line cost the judge neither its time nor its memory."""

from time import monotonic

import pytest

from systemdesign.grading import doubt, far, process
from systemdesign.grading.process import NO_ANSWER, Gone, Limits
from systemdesign.grading.remote import StudentError
from tests.grading.tricks.forger import Written, asked, forged, played, told

ENDLESS = ["acting", 9, [8, "Endless", None, ["__iter__", "__next__", "__len__"], {}], [], False]
FOLDED = ["tuple", *(["held", n, "list", ["held", n + 1, "list"], ["held", n + 1, "list"]] for n in range(40))]
SPARSE = ["frozenset", *(n * (2**61 - 1) for n in range(1, 40_000))]
VALUES = {
    "a fraction of gigabytes": ["exact", "Fraction", "1e999999999"],
    "a fraction's own letters": ["exact", "Fraction", "0.1"],
    "a decimal of gigabytes": ["exact", "Decimal", "1e999999999"],
    "a number of another kind": ["exact", "eval", "1"],
    "a range without an end": ["range", 0, 10**12, 1],
    "a list made of a range": ["derived", [5, "Mine", "list", [], {}], ["range", 0, 10**6, 1]],
    "a list made of what never ends": ["derived", [5, "Mine", "list", [], {}], ENDLESS],
    "a number made of a text": ["derived", [5, "Mine", "int", [], {}], "9" * 4_000],
    "a class that is none": ["derived", [5, "Mine", "type", [], {}], "x"],
    "lists that are a billion times in a list": FOLDED,
    "a list in itself": ["held", 1, "list", ["held", 1, "list"]],
    "numbers that all have one place in a set": SPARSE,
    "a dict as it is": ["tuple", {}],
}
BUSY = """
import time

class Endless:
    def __iter__(self):
        return self
    def __next__(self):
        return 1

def bounces(call):
    return call(bounces)

def slowly():
    time.sleep(0.03)

async def asks(service):
    while True:
        try:
            return await service()
        except ValueError:
            pass
"""
WORLD = """
from systemdesign.kernel import run
def bounced():
    def call(other):
        return other(call)
    return book.bounces(call)

def endless():
    return sum(book.Endless())

def again():
    async def service():
        raise ValueError
    async def main():
        await book.asks(service)
    return run(main)

def slow():
    for _ in range(100):
        book.slowly()
"""


@pytest.fixture
def world(tmp_path):
    return tmp_path / "world.py"


@pytest.fixture
def busy(tmp_path):
    book, module = played(tmp_path / "world.py", BUSY, WORLD)
    yield module
    book.close()


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_is_larger_than_it_looks(world, value, monkeypatch):
    monkeypatch.setattr(far, "MOST", 10_000)
    begun = monotonic()
    with pytest.raises((Gone, StudentError)):
        forged(world, "came", told(value))
    assert monotonic() - begun < 5.0


@pytest.mark.parametrize("depth", [300, 4_000, 200_000])
def test_a_value_may_be_deep_and_is_no_worse(world, depth):
    text = '["tuple",' * depth + "1" + "]" * depth
    try:
        forged(world, "came", f'{{"result": ["value", [{text}, []]], "out": []}}')
    except (Gone, StudentError):
        pass


@pytest.mark.parametrize(
    "out",
    [
        lambda turn: [["timer", 1e6 + n, turn * 15_000 + n, None] for n in range(15_000)],
        lambda turn: [["ready", n] for n in range(15_000)],
        lambda turn: [["untimer", []]],
        lambda turn: [["bogus", 1]],
    ],
    ids=["timers", "turns", "what is no number", "what is no event"],
)
def test_no_more_is_under_way_than_an_answer_needs(world, out):
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "running", *[told(1, out(turn)) for turn in range(4)])


def test_no_more_notices_are_asked_for_than_an_answer_needs(world, monkeypatch):
    monkeypatch.setattr(doubt, "KEPT", 3_000)
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "running", *[told(1, [["watch", 1, n, None] for n in range(1_000)])] * 9)


def test_no_more_classes_are_shown_than_an_answer_needs(world):
    classes = [["acting", n, [10_000 + n, "Mine", None, [], {}], [], False] for n in range(3_000)]
    with pytest.raises(Gone, match=NO_ANSWER):
        forged(world, "came", told(["tuple", *classes]))


def test_those_who_call_each_other_without_end_hear_so(busy):
    with pytest.raises(StudentError, match="RecursionError"):
        busy.bounced()


def test_questions_without_end_have_an_end(world, monkeypatch):
    monkeypatch.setattr(Written, "limits", Limits(whole=0.5))
    with pytest.raises(Gone, match=r"more than 0\.5 s"):
        forged(world, "came", *[asked("get", 0, "x")] * 100_000)


@pytest.mark.parametrize("play", ["endless", "again"])
def test_what_is_always_one_step_more_has_an_end(tmp_path, play):
    book, module = played(tmp_path / "world.py", BUSY, WORLD, whole=0.5)
    with pytest.raises(Gone, match=r"more than 0\.5 s"):
        getattr(module, play)()
    book.close()


def test_naps_too_short_for_a_look_are_not_for_ever(busy, monkeypatch):
    monkeypatch.setattr(process, "WALL", 0.02)
    with pytest.raises(Gone, match="slept for more"):
        busy.slow()
