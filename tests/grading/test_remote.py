"""Student code in its process, servers here: one virtual time, every await, error and cancellation across the line."""

import asyncio

import pytest

from systemdesign import now, run, stream
from systemdesign.grading import process
from systemdesign.grading.objects import again, anew
from systemdesign.grading.process import Gone, Limits, Unstarted
from systemdesign.grading.remote import Notebook, StudentError
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Request, Unavailable
from systemdesign.sim.server import Server

CODE = """
import asyncio
from systemdesign import now, stream
from systemdesign.sim import Request

class Relay:
    greeting = "hello"

    def __init__(self, server=None):
        self.server, self.log = server, []

    async def __call__(self, request):
        try:
            return await self.server(request)
        finally:
            self.log.append(now())

    async def nap(self, seconds):
        await asyncio.sleep(seconds)
        return now()

    async def both(self, other):
        return await asyncio.gather(self.server(Request(1)), other(Request(2)), self.nap(5.0))

    async def hasty(self):
        async with asyncio.timeout(0.5):
            await self.server(Request(1))

    async def group(self):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.nap(1))
            tasks.create_task(self.nap(2))
        return now()

    async def waits(self):
        await asyncio.Event().wait()

    def later(self, seconds):
        asyncio.get_running_loop().call_later(seconds, self.log.append, "late")

    def forget(self):
        asyncio.create_task(self.fail())

    async def fail(self):
        raise KeyError("forgotten")

    def draw(self):
        return stream("draws").random()

    async def ping(self):
        return await self.server.ping()
"""


@pytest.fixture(scope="module")
def notebook():
    made = Notebook([["part-1", CODE]], Limits())
    yield made
    made.close()


@pytest.fixture
def within(notebook):
    """Run `body(relay, server)` in virtual time, over a server that takes two seconds."""

    def start(body, seed=0):
        async def main():
            server = Server("a", service=constant(2.0))
            return await body(notebook.Relay(server), server)

        return run(main, seed=seed)

    return start


def test_a_reply_comes_back_at_the_servers_time(within):
    async def body(relay, server):
        reply = await relay(Request(1))
        return reply.by, now(), relay.log

    assert within(body) == ("a", 2.0, [2.0])


def test_sleep_over_there_takes_virtual_time_here(within):
    async def body(relay, server):
        return await relay.nap(0.1 + 0.2), now()

    assert within(body) == (0.1 + 0.2, 0.1 + 0.2)


@pytest.mark.parametrize("start", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("seconds", [5e-324, 1e-17, 2.3e-16])
def test_a_sleep_too_short_for_the_clock_to_tell_ends(within, start, seconds):
    async def body(relay, server):
        await asyncio.sleep(start)
        await relay.nap(seconds)
        return now()

    assert within(body) == pytest.approx(start, abs=1e-15)


def test_a_caller_calls_again_in_the_step_in_which_his_call_is_over(within):
    async def body(relay, server):
        replies = await again(relay, Request(1))
        server.crash()
        errors = await again(relay, Request(2))
        return [reply.by for reply in replies], [type(error) for error in errors], relay.log

    assert within(body) == (["a", "a"], [Unavailable, Unavailable], [2.0, 4.0, 4.0, 4.0])


@pytest.mark.parametrize("steps", [0, 3])
def test_a_caller_comes_in_the_step_in_which_another_leaves(within, steps):
    async def body(relay, server):
        reply = await anew(relay, Request(1), seconds=0.5, steps=steps)
        return reply.by, relay.log, now()

    assert within(body) == ("a", [0.5, 4.0], 4.0)  # the server works off what was given up


def test_time_starts_anew_with_each_run(within):
    async def body(relay, server):
        await relay.nap(7)
        return now()

    assert [within(body), within(body)] == [7.0, 7.0]


def test_timers_of_an_earlier_run_do_not_ring_in_the_next(within):
    async def leaves(relay, server):
        relay.later(5)
        await asyncio.sleep(1)

    async def looks(relay, server):
        await asyncio.sleep(9)
        return relay.log

    within(leaves)
    assert within(looks) == []


def test_calls_at_once_run_at_once(within):
    async def body(relay, server):
        return await relay.both(Server("b", service=constant(3.0))), now()

    replies, time = within(body)
    assert [replies[0].by, replies[1].by, replies[2]] == ["a", "b", 5.0]
    assert time == 5.0


def test_the_asyncio_vocabulary_works_over_there(within):
    async def body(relay, server):
        return await relay.group()

    assert within(body) == 2.0


def test_a_time_out_over_there_cancels_the_call_here(within):
    async def body(relay, server):
        with pytest.raises(TimeoutError):
            await relay.hasty()
        return now()

    assert within(body) == 0.5


def test_a_cancelled_caller_cancels_over_there_and_in_the_server(within):
    async def body(relay, server):
        task = asyncio.ensure_future(relay(Request(1)))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return relay.log

    assert within(body) == [1.0]


def test_a_servers_error_keeps_its_class_both_ways(within):
    async def body(relay, server):
        server.crash()
        with pytest.raises(Unavailable, match="a is down") as caught:
            await relay(Request(1))
        return caught.value.by

    assert within(body) == "a"


def test_an_error_names_its_kind_and_its_line(within):
    async def body(relay, server):
        with pytest.raises(StudentError, match="KeyError: 'forgotten'") as caught:
            await relay.fail()
        return caught.value.place

    assert within(body).endswith('raise KeyError("forgotten")')


def test_an_error_that_nobody_awaited_ends_the_check(within):
    async def body(relay, server):
        relay.forget()
        await asyncio.sleep(1)

    with pytest.raises(StudentError, match="forgotten"):
        within(body)


def test_attributes_are_read_and_methods_called(within):
    async def body(relay, server):
        return relay.greeting, relay.server is server, await relay.ping()

    greeting, same, reply = within(body)
    assert (greeting, same, reply.by) == ("hello", True, "a")


def test_streams_over_there_follow_the_runs_seed(within):
    async def body(relay, server):
        return relay.draw(), stream("draws").random()

    (theirs, ours), (others, _) = within(body, seed=3), within(body, seed=4)
    assert theirs == ours
    assert theirs != others


def test_a_call_that_never_returns_is_a_deadlock_that_says_so(within):
    async def body(relay, server):
        await relay.waits()

    with pytest.raises(RuntimeError, match="nothing is left to happen"):
        within(body)


SLOW = "import time; time.sleep(0.6); " + process.START


def test_the_time_that_python_takes_to_start_is_not_the_students(monkeypatch):
    monkeypatch.setattr(process, "START", SLOW)
    made = Notebook([["part-1", CODE]], Limits(step=0.5))
    assert made.failures == []
    made.close()


def test_a_process_that_never_starts_is_the_machines_fault_and_says_so(monkeypatch):
    monkeypatch.setattr(process, "START", SLOW)
    with pytest.raises(Unstarted, match="this machine is too busy"):
        Notebook([["part-1", CODE]], Limits(start=0.1))


def test_a_lost_process_is_lost_for_good():
    made = Notebook([["part-1", "import os\nclass Quits:\n    def __init__(self): os._exit(0)"]], Limits())
    for _ in range(2):
        with pytest.raises(Gone, match="must return, not exit"):
            made.Quits()
    made.close()


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        '{"result": 3}',
        '{"result": ["value", 3], "out": [[]], "due": null}',
        "[" * 100_000,
        '"' + "x" * 2**21,
    ],
)
def test_a_line_that_is_no_answer_loses_the_process(line):
    attack = f"import os, sys\nos.write(int(sys.argv[2]), {line!r}.encode() + b'\\n')"
    made = Notebook([["part-1", "class Fine: pass"], ["part-2", attack]], Limits())
    with pytest.raises(Gone):
        [made.Fine() for _ in range(3)]
    made.close()


BESIDE = """
from asyncio import sleep
from systemdesign import now, run

async def many(relay, times):
    for _ in range(times):
        await relay.nap(1.0)
    return now()

def rushed(times):
    return run(many(book.Relay(), times))
"""


@pytest.fixture
def beside(tmp_path):
    path = tmp_path / "beside.py"
    path.write_text(BESIDE)
    return path


@pytest.mark.parametrize("how", ["bring", "beside"])
def test_a_module_of_the_judges_runs_the_students_code_in_a_time_of_its_own(notebook, beside, how):
    assert [getattr(notebook, how)(beside).rushed(times) for times in (3, 2_000)] == [3.0, 2_000.0]


CHANGES = {
    "systemdesign.run": "import systemdesign\nsystemdesign.run = lambda *args: 4.0",
    "Ledger.trouble": "from systemdesign.sim import Ledger\nLedger.trouble = lambda self: None",
    "Ledger.__getattribute__": "from systemdesign.sim import Ledger\nLedger.__getattribute__ = object.__getattribute__",
    "Ledger.travel": "from systemdesign.sim import Ledger\nLedger.travel.__code__ = (lambda self: None).__code__",
    "Transaction.commit": "from systemdesign.sim.versions.transaction import Transaction as T\nT.commit = T.rollback",
}


@pytest.mark.parametrize(("what", "change"), CHANGES.items())
def test_an_answer_that_changes_the_course_as_it_is_loaded_is_found_out_and_the_course_put_back(beside, what, change):
    made = Notebook([["part-1", f"{CODE}\n{change}\n"]], Limits())
    with pytest.raises(StudentError, match=f"has changed {what}"):
        made.beside(beside)
    assert made.beside(beside).rushed(3) == 3.0
    made.close()


@pytest.mark.parametrize(("what", "change"), CHANGES.items())
def test_an_answer_that_changes_the_course_when_it_is_called_is_found_out_by_the_next_check(beside, what, change):
    made = Notebook([["part-1", f"{CODE}\nclass Sly:\n    def __init__(self):\n        exec({change!r})\n"]], Limits())
    made.beside(beside)
    made.Sly()
    with pytest.raises(StudentError, match=f"has changed {what}"):
        made.beside(beside)
    made.close()


def test_an_answer_that_inherits_from_the_course_and_names_things_alike_changes_nothing(beside):
    code = "from systemdesign.sim import Ledger\nclass Ledger(Ledger):\n    def trouble(self):\n        return None\n"
    made = Notebook([["part-1", f"{CODE}\n{code}\nLedger().begin()\nrun = print\n"]], Limits())
    assert made.beside(beside).rushed(3) == 3.0
    made.close()


@pytest.mark.parametrize(("limits", "reason"), [
    (Limits(step=2.0, whole=30.0), None),
    (Limits(step=2.0, whole=2.0), "more than 2 s in one step"),
])
def test_a_run_in_a_module_brought_in_may_take_longer_than_a_step(tmp_path, limits, reason):
    path = tmp_path / "busy.py"
    path.write_text("import time\ndef busy(seconds):\n    end = time.process_time() + seconds\n"
                    "    while time.process_time() < end:\n        pass\n    return 'done'\n")
    made = Notebook([["part-1", CODE]], limits)
    module = made.beside(path)
    if reason:
        with pytest.raises(Gone, match=reason):
            module.busy(4.0)
    else:
        assert module.busy(3.0) == "done"
    made.close()


@pytest.mark.parametrize("how", ["bring", "beside"])
def test_an_error_of_the_students_in_a_module_of_the_judges_names_its_line(notebook, tmp_path, how):
    path = tmp_path / "breaks.py"
    path.write_text("from systemdesign import run\ndef breaks():\n    return run(book.Relay().fail())\n")
    with pytest.raises(StudentError, match="forgotten") as caught:
        getattr(notebook, how)(path).breaks()
    assert caught.value.place.endswith('raise KeyError("forgotten")')
