"""Requests that are all under way at once, told to both simulators: the time at which the last has ended, in s."""

import asyncio

from systemdesign import now, run


async def by_tasks(demands):
    """All at once: a task a request, none of which ends before the last has begun."""

    async def request(work):
        await asyncio.sleep(1.0 + work)

    for task in [asyncio.create_task(request(work)) for _, work in demands]:
        await task
    return now()


def simpy(demands):
    import simpy

    env = simpy.Environment()

    def request(work):
        yield env.timeout(1.0 + work)

    def everybody():
        yield from [env.process(request(work)) for _, work in demands]

    env.process(everybody())
    env.run()
    return env.now


FLIGHT = {"SimPy": simpy, "systemdesign": lambda demands: run(by_tasks(demands))}
