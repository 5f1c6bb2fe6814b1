"""Runs one of CPython's own modules of asyncio tests on the virtual loop: `python suite.py test_locks`.

Prints a line of JSON: how many tests were run, and those that failed, with their last words. The modules are the
interpreter's own; their test cases get this loop where they would make one, and its tasks where they make tasks.
"""

import asyncio
import json
import logging
import sys
import unittest
import warnings
from contextlib import ExitStack
from importlib import import_module

from systemdesign.kernel.current import running
from systemdesign.kernel.generators import tracked
from systemdesign.kernel.loop import VirtualLoop
from systemdesign.kernel.patches import patched
from systemdesign.kernel.task import Task

HOME = "test.test_asyncio"


class Loop(VirtualLoop):
    """A virtual loop that is driven as those of CPython's test cases are."""

    _default_executor = None
    _ready = property(lambda self: self.ready)

    def __init__(self, gen=None):
        super().__init__()
        self.stopped = None

    def run_until_complete(self, future):
        if self.closed:
            raise RuntimeError("Event loop is closed")
        with ExitStack() as stack:
            for context in (running(self), patched(self), tracked(self)):
                stack.enter_context(context)
            future = asyncio.ensure_future(future, loop=self)
            self.until_done(future)
        return future.result()

    def run_forever(self):
        self.stopped = self.create_future()
        self.run_until_complete(self.stopped)

    def stop(self):
        if self.stopped is not None and not self.stopped.done():
            self.stopped.set_result(None)

    def close(self):
        self.end()

    def advance_time(self, seconds):
        self.clock += seconds

    def _run_once(self):
        with running(self), patched(self):
            self.turn(len(self.ready))


class Runner:
    """What `IsolatedAsyncioTestCase` runs its coroutines with."""

    def __init__(self, **options):
        self.loop = Loop()

    def get_loop(self):
        return self.loop

    def run(self, coro, *, context=None):
        with running(self.loop), patched(self.loop):
            task = self.loop.create_task(coro, context=context)
        return self.loop.run_until_complete(task)

    def close(self):
        for task in self.loop.all_tasks():
            task.cancel()
        self.loop.end()


def of_tasks(module):
    """The cases about tasks, on the kernel's; and those that make none themselves."""

    class KernelTaskTests(module.BaseTaskTests, module.SetMethodsTest, module.test_utils.TestCase):
        Task, Future = Task, asyncio.Future
        current_task = staticmethod(asyncio.current_task)

        def setUp(self):
            super().setUp()
            self.loop.set_task_factory(None)

        def new_task(self, loop, coro, name="TestTask", context=None, eager_start=None):
            return loop.create_task(coro, name=name, context=context, eager_start=eager_start)

        def gather(self, *awaitables, **options):
            return asyncio.gather(*awaitables, **options)

    others = ("GenericTaskTests", "SleepTests", "CompatibilityTests", "FutureGatherTests", "CoroutineGatherTests")
    return [KernelTaskTests, *(getattr(module, name) for name in others if hasattr(module, name))]


def cases(name):
    module = import_module(f"{HOME}.{name}")
    load = unittest.defaultTestLoader
    if name == "test_tasks":
        return unittest.TestSuite(map(load.loadTestsFromTestCase, of_tasks(module)))
    return load.loadTestsFromModule(module)


def main(name):
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    utils = import_module(f"{HOME}.utils")
    unittest.IsolatedAsyncioTestCase._setupAsyncioRunner = lambda case: setattr(case, "_asyncioRunner", Runner())
    utils.TestCase.new_test_loop = new_test_loop
    asyncio.new_event_loop = asyncio.events.new_event_loop = Loop
    result = unittest.TestResult()
    cases(name).run(result)
    failed = {
        case.id().rpartition(".")[2]: told.strip().splitlines()[-1] for case, told in result.failures + result.errors
    }
    print(json.dumps({"ran": result.testsRun, "failed": failed}))


def new_test_loop(case, gen=None):
    loop = Loop()
    case.set_event_loop(loop)
    return loop


if __name__ == "__main__":
    main(sys.argv[1])
