"""A back end that works in steps, and the services in the middle: what they do, count, and hear."""

import asyncio
import threading

import pytest

from systemdesign import now, run
from systemdesign.engines import EngineFailed, available
from systemdesign.engines.child.ports import free_port
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.steps import server
from systemdesign.engines.steps.server import Grpc, Rest
from systemdesign.engines.steps.work import Work
from systemdesign.sim.request import TimedOut, Unavailable

needs_rest = pytest.mark.skipif(not available("rest"), reason=available("rest").reason)
needs_grpc = pytest.mark.skipif(not available("grpc"), reason=available("grpc").reason)


def ask(service, **options):
    """What a service answers, on an ordinary loop."""
    async def main():
        async with service() as open_service:
            return await open_service(**options)

    return in_thread(main)


def test_work_is_done_in_steps_and_counted():
    async def main():
        work = Work(steps=3, step=0.5)
        assert await work.do("mail", left=4.0) == "done"
        return now(), work.report()

    count = {"calls": 1, "steps": 3, "stopped": 0, "left": [4.0]}
    assert run(main()) == (1.5, {"under_way": 0, "counts": {"mail": count}})


def test_work_that_is_cancelled_stops_at_its_step():
    async def main():
        work = Work(steps=3, step=0.5)
        task = asyncio.create_task(work.do("mail"))
        await asyncio.sleep(1.2)
        assert work.under_way == 1
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), work.report()

    count = {"calls": 1, "steps": 2, "stopped": 1, "left": [None]}
    assert run(main()) == (True, {"under_way": 0, "counts": {"mail": count}})


def test_ways_of_calling_are_counted_apart():
    async def main():
        work = Work(steps=2, step=0.5)
        await asyncio.gather(work.do("mail"), work.do("parcel"), work.do("mail"))
        return {way: (count["calls"], count["steps"]) for way, count in work.counts.items()}

    assert run(main()) == {"mail": (2, 4), "parcel": (1, 2)}


def test_a_call_that_fails_was_not_stopped_and_is_no_longer_under_way():
    work = Work()
    with pytest.raises(RuntimeError), work.call("mail"):
        raise RuntimeError
    assert (work.under_way, work.counts["mail"]["stopped"]) == (0, 0)


class Phone:
    """A request whose caller hangs up after so many seconds."""

    def __init__(self, patience):
        self.patience = patience

    async def body(self):
        return b""

    async def receive(self):
        await asyncio.sleep(self.patience)
        return {"type": "http.disconnect"}


@needs_rest
@pytest.mark.parametrize(("patience", "answer", "steps", "time"), [(9.0, b"done", 3, 1.5), (1.2, b"", 2, 1.2)])
def test_work_goes_on_while_the_caller_is_heard(patience, answer, steps, time):
    from systemdesign.engines.steps.rest import GONE, while_heard

    async def main():
        work = Work(steps=3, step=0.5)
        response = await while_heard(Phone(patience), work.do("phone"))
        return response.body, response.status_code, work.counts["phone"]["steps"], now()

    assert run(main()) == (answer, 200 if answer else GONE, steps, time)


@needs_rest
def test_a_failure_of_the_work_is_one_of_the_handler_s():
    from systemdesign.engines.steps.rest import while_heard

    async def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(while_heard(Phone(9.0), broken()))


@needs_rest
def test_a_rest_service_in_the_middle_answers_what_the_back_end_does():
    with Rest(2, 0.01) as back, Rest(back.port) as middle:
        assert ask(lambda: middle.service("deaf")) == ask(lambda: middle.service("hears")) == b"done"
        report = ask(lambda: back.service("report"))
        assert b'"deaf":{"calls":1,"steps":2' in report
        assert b'"hears":{"calls":1,"steps":2' in report


@needs_grpc
def test_a_grpc_service_in_the_middle_answers_what_the_back_end_does():
    with Grpc("back", 2, 0.01) as back, Grpc("middle", back.port) as middle, Grpc("threads", back.port) as threads:
        assert ask(lambda: middle.service("passes"), within=9.0) == ask(lambda: middle.service("nothing")) == b"done"
        assert ask(lambda: threads.service("threads")) == b"done"
        assert b'"threads": {"calls": 1, "steps": 2' in ask(lambda: back.service("report"))


@needs_rest
def test_who_waits_too_long_for_rest_hears_httpx_s_word_for_it():
    with Rest(1, 30.0) as back, pytest.raises(TimedOut, match="ReadTimeout"):
        ask(lambda: back.service("deaf"), within=0.05)


@needs_grpc
def test_who_waits_too_long_for_grpc_hears_its_code():
    with Grpc("back", 1, 30.0) as back, pytest.raises(TimedOut, match="DEADLINE_EXCEEDED"):
        ask(lambda: back.service("passes"), within=0.05)


@needs_rest
def test_where_nobody_serves_rest_is_unavailable():
    from systemdesign.engines.steps.service import RestService

    with pytest.raises(Unavailable, match="ConnectError"):
        ask(lambda: RestService(free_port(), "deaf"), within=5.0)


@needs_grpc
def test_a_method_that_there_is_not_is_no_timeout():
    with Grpc("back", 1, 0.01) as back, pytest.raises(Unavailable, match="UNIMPLEMENTED"):
        ask(lambda: back.service("fax"), within=5.0)


@needs_rest
@needs_grpc
@pytest.mark.parametrize(("name", "start"), [("REST", lambda: Rest(1, 0.1)), ("RPC", lambda: Grpc("back", 1, 0.1))])
def test_a_service_that_does_not_start_says_why(name, start, monkeypatch, tmp_path):
    broken = tmp_path / "service.py"
    broken.write_text("print('what a day'); exit('no service today')")
    monkeypatch.setattr(server, name, broken)
    with pytest.raises(EngineFailed, match="no service today"):
        start().wait()


@needs_rest
@needs_grpc
def test_afterwards_the_processes_and_the_threads_are_gone():
    before = threading.active_count()
    with Rest(1, 0.01) as rest, Grpc("back", 1, 0.01) as grpc:
        ask(lambda: rest.service("deaf"))
        ask(lambda: grpc.service("nothing"))
    assert not rest.process.running
    assert not grpc.process.running
    assert threading.active_count() <= before
