"""Workers and their lock, made of the course's components: what `workers` computes by a recursion, to be watched."""

import asyncio
from math import log

from systemdesign.kernel.streams import stream
from systemdesign.scalability.workers import shares
from systemdesign.sim.request import Request
from systemdesign.sim.server import Server


async def crew(workers, contention, coherency, in_step, until, watch=lambda service, place: service):
    """When each job was done that was begun before `until`, in order.

    A job is seen by what `watch` puts round a service at the places "alone" and "lock".
    """
    alone, locked = shares(workers, contention, coherency)
    lasts = {name: _constant if in_step else _exponential(name) for name in ("alone", "lock")}
    loop, lock, done = asyncio.get_running_loop(), watch(Server("lock"), "lock"), []

    async def job(request):
        await asyncio.sleep(lasts["alone"](alone))
        await lock(Request(request.id, work=lasts["lock"](locked)))
        done.append(loop.time())

    job = watch(job, "alone")

    async def work(number):
        while loop.time() < until:
            await job(Request(number))

    async def a_round(job):
        await asyncio.gather(*(job(number) for number in range(workers)))

    if not in_step:
        await a_round(work)
    while loop.time() < until:
        await a_round(lambda number: job(Request(number)))
    return done


def _constant(mean):
    return mean


def _exponential(name):
    random = stream(name).random
    return lambda mean: -mean * log(1 - random())
