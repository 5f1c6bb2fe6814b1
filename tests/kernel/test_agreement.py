"""Random programs do the same, in the same order, as under asyncio's own loop with a jumping clock."""

import asyncio
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import jumping
from systemdesign import run


class Shared:
    """What the tasks of a program share."""

    def __init__(self, seed):
        self.delay = random.Random(seed).random  # never twice the same: no two timers are due together
        self.queue, self.lock, self.event = asyncio.Queue(2), asyncio.Lock(), asyncio.Event()
        self.semaphore, self.condition, self.barrier = asyncio.Semaphore(2), asyncio.Condition(), asyncio.Barrier(2)
        self.tasks, self.log = [], []


async def rest(shared):
    await asyncio.sleep(shared.delay())
    return "rested"


async def fail(shared):
    await asyncio.sleep(shared.delay())
    raise KeyError("planned")


async def spin(shared):
    for _ in range(3):
        await asyncio.sleep(0)


async def lock(shared):
    async with shared.lock:
        await rest(shared)


async def semaphore(shared):
    async with shared.semaphore:
        await rest(shared)


async def put(shared):
    await shared.queue.put(shared.delay())


async def get(shared):
    return await shared.queue.get()


async def event(shared):
    await shared.event.wait()


async def signal(shared):
    shared.event.set()
    await asyncio.sleep(shared.delay())
    shared.event.clear()


async def condition(shared):
    async with shared.condition:
        await shared.condition.wait()


async def notify(shared):
    async with shared.condition:
        shared.condition.notify(1)


async def barrier(shared):
    await shared.barrier.wait()


async def cancel(shared):
    return random.Random(shared.delay()).choice(shared.tasks).cancel("enough")


async def gather(shared):
    return await asyncio.gather(rest(shared), fail(shared), spin(shared), return_exceptions=True)


async def group(shared):
    async with asyncio.TaskGroup() as group:
        group.create_task(rest(shared))
        group.create_task(fail(shared))
        group.create_task(semaphore(shared))


async def shield(shared):
    async with asyncio.timeout(shared.delay()):  # `wait_for` is 3.12's here, also on Python 3.11
        return await asyncio.shield(rest(shared))


async def wait(shared):
    tasks = [asyncio.create_task(step(shared)) for step in (rest, rest, lock)]
    done, pending = await asyncio.wait(tasks, timeout=shared.delay(), return_when=asyncio.FIRST_COMPLETED)
    return len(done), len(pending)


async def as_they_come(shared):
    return [await each for each in asyncio.as_completed([asyncio.ensure_future(rest(shared)) for _ in range(3)])]


async def timers(shared):
    loop, fired = asyncio.get_running_loop(), []
    loop.call_later(shared.delay(), fired.append, "later")
    loop.call_at(loop.time() + shared.delay(), fired.append, "at").cancel()
    loop.call_soon(fired.append, "soon")
    await rest(shared)
    return fired


STEPS = [
    rest, fail, spin, lock, semaphore, put, get, event, signal, condition,
    notify, barrier, cancel, gather, group, shield, wait, as_they_come, timers,
]  # fmt: skip


async def act(shared, name, steps):
    """Take the steps one by one, each within a time limit, and log how and when each ended."""
    for step in steps:
        try:
            async with asyncio.timeout(2 * shared.delay()):
                outcome = repr(await step(shared))
        except asyncio.CancelledError as error:
            outcome = ("cancelled", *error.args)
            asyncio.current_task().uncancel()
        except Exception as error:
            outcome = repr(error)
        shared.log.append((name, step.__name__, asyncio.get_running_loop().time(), outcome))


def program(seed, scripts):
    async def main():
        shared = Shared(seed)
        for name, steps in enumerate(scripts):
            shared.tasks.append(asyncio.create_task(act(shared, name, steps), name=str(name)))
        await asyncio.gather(*shared.tasks, return_exceptions=True)
        await asyncio.sleep(10)
        return shared.log

    return main


SCRIPTS = st.lists(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), min_size=2, max_size=5)


@settings(max_examples=400)
@given(seed=st.integers(0, 2**32), scripts=SCRIPTS)
def test_a_random_program_does_what_it_does_under_asyncio(seed, scripts):
    main = program(seed, scripts)
    assert run(main) == jumping.run(main)
