"""Whatever an honest answer's messages are turned into, a play ends as a value, an error of the answer's, or lost."""

import json
from copy import deepcopy
from random import Random
from time import monotonic

import pytest

from systemdesign.grading import process
from systemdesign.grading.process import Gone
from systemdesign.grading.remote import StudentError, student_error
from systemdesign.grading.stage import Stage
from systemdesign.sim import ServiceError
from tests.grading.tricks.forger import Written, played

CODE = """
import asyncio
from fractions import Fraction
from systemdesign.sim import Reply, Request

class Mine(Exception):
    pass

class Text(str):
    pass

class Crowd:
    def __init__(self, service, held):
        self.service, self.held, self.lock = service, held, asyncio.Lock()

    async def __call__(self, who):
        async with self.lock if who % 2 else asyncio.timeout(0.3):
            if who == 3:
                raise Mine("three")
            calls = [asyncio.create_task(self.service(Request(who + n))) for n in (0, 10)]
            await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
            calls[1].cancel()
            self.held.append(who)
            return [Reply("crowd", await calls[0]), self.held, Text("said"), Fraction(1, 3), {who}]
"""
MODULE = """
import asyncio
from systemdesign.kernel import now, run

def play():
    seen, held = [], []

    async def service(request):
        await asyncio.sleep(0.1 * (request.id % 5))
        return {"asked": request, "at": (now(), b"x")}

    async def main():
        crowd = book.Crowd(service, held)
        tasks = [asyncio.create_task(crowd(who)) for who in range(5)]
        for task in tasks:
            try:
                seen.append([now(), await task])
            except (TimeoutError, book.Mine) as error:
                seen.append(type(error).__name__)
        return [seen, held]

    return run(main)
"""
ODD = [
    None,
    True,
    -1,
    0,
    1,
    2,
    10**30,
    0.5,
    -0.5,
    1e308,
    "",
    "x",
    "name",
    [],
    {},
    [[]],
    ["yours", 0],
    ["held", 1, "list"],
]
VERBS = [
    "over",
    "raised",
    "wants",
    "value",
    "ready",
    "timer",
    "watch",
    "noticed",
    "untimer",
    "call",
    "get",
    "step",
    "back",
]


def nodes(data, found):
    """(what holds it, where) of all that is inside."""
    for place, one in data.items() if isinstance(data, dict) else enumerate(data):
        found.append((data, place))
        if isinstance(one, (list, dict)):
            nodes(one, found)
    return found


def garbled(line, rng, before):
    """A message with something of it changed for something odd, for a part of it or of one before, or left out."""
    message = json.loads(line)
    for _ in range(rng.randint(1, 3)):
        holder, place = rng.choice(nodes(message, []))
        whence, where = rng.choice(nodes(json.loads(rng.choice(before)), []))
        how = rng.randrange(5)
        if how == 0:
            del holder[place]
        else:
            holder[place] = [deepcopy(rng.choice(ODD)), rng.choice(VERBS), whence[where], rng.choice([0, 1, 5, 99])][
                how - 1
            ]
        if not message:
            break
    return json.dumps(message)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The module's path, and what the student's process said in an honest play, line by line."""
    path, lines, read = tmp_path_factory.mktemp("garbled") / "world.py", [], process.read
    book, stage = played(path, CODE, MODULE)
    process.read = lambda line: lines.append(line) or read(line)
    try:
        stage.play()
    finally:
        process.read = read
        book.close()
    assert len(lines) > 40
    return path, lines


@pytest.mark.parametrize("part", range(4))
def test_a_garbled_message_is_no_failure_of_the_judges(recorded, part):
    path, lines = recorded
    ended, begun = [], monotonic()
    for seed in range(50 * part, 50 * part + 50):
        rng = Random(seed)
        said, place = list(lines), rng.randrange(len(lines))
        said[place] = garbled(lines[place], rng, lines[: place + 1])
        try:
            Stage(Written(said, names=False), student_error).bring(path).play()
            ended.append("value")
        except (StudentError, TimeoutError, ServiceError, Gone) as error:
            ended.append(type(error).__name__)
    assert {"value", "Gone"} <= set(ended)
    assert monotonic() - begun < 20.0
