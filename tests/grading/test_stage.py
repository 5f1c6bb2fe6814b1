"""A module that is played at the judge sees what it sees beside the student's objects, to the step."""

import pytest

from systemdesign.grading.process import Limits
from systemdesign.grading.remote import Notebook, StudentError

CODE = """
import asyncio
from systemdesign.sim import Unavailable

class Text(str):
    pass

class Mine(Exception):
    def __init__(self, why, held):
        super().__init__(why)
        self.held = held

class Crowd:
    def __init__(self, service, note):
        self.service, self.note, self.lock, self.last = service, note, asyncio.Lock(), []

    async def __call__(self, who):
        async with self.lock if who % 3 == 0 else asyncio.timeout(0.6):
            return await [self.plain, self.raced, self.shielded, self.gathered][who % 4](who)

    async def plain(self, who):
        self.note("asks", who)
        return await self.service(who)

    async def raced(self, who):
        calls = [asyncio.create_task(self.plain(who + n)) for n in (100, 200)]
        try:
            done, _ = await asyncio.wait(calls, timeout=0.3, return_when=asyncio.FIRST_COMPLETED)
            return len(done)
        finally:
            for call in calls:
                call.cancel()
            self.note("let go", [type(one).__name__ for one in await asyncio.gather(*calls, return_exceptions=True)])

    async def shielded(self, who):
        try:
            return await asyncio.shield(self.plain(who))
        finally:
            self.note("left", who)
            await asyncio.sleep(0)

    async def gathered(self, who):
        return await asyncio.gather(*(self.plain(who + n) for n in (300, 400)))

def changes(given, held):
    given.append(len(held))
    held["own"] = given
    return held

def raises():
    raise Mine("it is mine", [1, 2])

passes = lambda call: call()
text = lambda: Text("a text")

def asks(thing, name):
    found = getattr(thing, name)
    return found() if callable(found) else found
"""
MODULE = """
import asyncio
from random import Random
from systemdesign.kernel import now, run
from systemdesign.sim import Lost, Unavailable

def play(seed, timeout=None):
    rng, events = Random(seed), []

    def note(*what):
        events.append([now(), *what])

    async def service(who):
        note("begins", who)
        try:
            await asyncio.sleep(rng.choice([0.0, 0.0, 0.1, 0.3, 0.5]))
            if rng.random() < 0.3:
                raise rng.choice([Lost, Unavailable])(f"no {who}")
            return who
        finally:
            note("ends", who)

    async def caller(crowd, who):
        for again in range(2):
            try:
                note("had", who, await crowd(who))
            except (Exception, asyncio.CancelledError) as error:
                note("failed", who, type(error).__name__)

    async def main():
        crowd = book.Crowd(service, note)
        tasks = [asyncio.ensure_future(caller(crowd, who)) for who in range(12)]
        for _ in range(9):
            await asyncio.sleep(rng.choice([0.0, 0.1, 0.05]))
            rng.choice(tasks).cancel()
        await asyncio.wait(tasks, timeout=timeout)

    try:
        run(main, seed)
    except BaseException as lost:
        names = [type(one).__name__ for one in getattr(lost, "exceptions", [lost])]
        events.append(sorted(names))
    return events

def changed():
    given, held = [1], {}
    found = book.changes(given, held)
    return [given, found is held, held["own"] is given]

def caught():
    try:
        book.raises()
    except book.Mine as error:
        return [type(error) is book.Mine, str(error), error.held]

class Halt(BaseException):
    pass

def same():
    halt = Halt("stop")
    def call():
        raise halt
    try:
        book.passes(call)
    except BaseException as error:
        return error is halt

def text():
    return [isinstance(book.text(), book.Text), book.text()]

def asked(name):
    class Thing:
        plain, _hidden, inner = 7, 8, run
        def method(self):
            return 9
    return book.asks(Thing(), name)

def reached(name):
    async def main():
        return book.asks(asyncio.get_running_loop().create_future(), name)
    return run(main)
"""


@pytest.fixture(scope="module")
def notebook():
    book = Notebook([["part-1", CODE]], Limits())
    yield book
    book.close()


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    path = tmp_path_factory.mktemp("stage") / "world.py"
    path.write_text(MODULE)
    return path


@pytest.mark.parametrize("seed", range(12))
def test_all_happens_in_the_same_order_at_the_same_times(notebook, module, seed):
    far, near = notebook.bring(module).play(seed), notebook.beside(module).play(seed)
    assert len(near) > 60
    assert far == near


@pytest.mark.parametrize("seed", range(12))
def test_when_a_run_ends_so_does_all_that_is_under_way(notebook, module, seed):
    far = notebook.bring(module).play(seed, 0.05)
    begun, ended = ([row[2] for row in far if row[1:2] == [what]] for what in ("begins", "ends"))
    assert len(begun) > 20
    assert sorted(begun) == sorted(ended)
    assert far[-1] != ["Deadlock"]


@pytest.mark.parametrize("what", ["changed", "caught", "same", "text"])
def test_objects_are_the_same_objects(notebook, module, what):
    assert getattr(notebook.bring(module), what)() == getattr(notebook.beside(module), what)()


def test_what_is_public_may_be_asked_for(notebook, module):
    assert notebook.bring(module).asked("plain") == 7


@pytest.mark.parametrize("name", ["_hidden", "__globals__"])
def test_what_is_hidden_may_not(notebook, module, name):
    with pytest.raises(StudentError, match="AttributeError"):
        notebook.bring(module).asked(name)


@pytest.mark.parametrize("name", ["get_loop", "_loop", "get_coro", "result"])
def test_nothing_leads_on_to_the_loop(notebook, module, name):
    with pytest.raises(StudentError, match="AttributeError"):
        notebook.bring(module).reached(name)
