"""One M/M/4 queue at 80 % load, told to each simulator: same arrivals, same demands, mean wait in s."""

import asyncio
import random
from math import fsum

from benchmarks import jumping
from systemdesign import now, run
from systemdesign.sim import Request, Server, Trace, open_loop

SERVERS = 4


def traffic(count, seed=1):
    """Gaps between arrivals and service times, in seconds."""
    rng = random.Random(seed)
    return [(rng.expovariate(0.8 * SERVERS), rng.expovariate(1.0)) for _ in range(count)]


async def by_workers(demands):
    """A queue, and a task for each server."""
    queue, waited = asyncio.Queue(), 0.0

    async def serve():
        nonlocal waited
        while True:
            arrived, work = await queue.get()
            waited += now() - arrived
            await asyncio.sleep(work)
            queue.task_done()

    workers = [asyncio.create_task(serve()) for _ in range(SERVERS)]
    for gap, work in demands:
        await asyncio.sleep(gap)
        queue.put_nowait((now(), work))
    await queue.join()
    for worker in workers:
        worker.cancel()
    return waited / len(demands)


async def by_customers(demands):
    """A semaphore, and a task for each customer."""
    servers, done, waited, left = asyncio.Semaphore(SERVERS), asyncio.Event(), 0.0, len(demands)

    async def customer(work):
        nonlocal waited, left
        arrived = now()
        async with servers:
            waited += now() - arrived
            await asyncio.sleep(work)
        left -= 1
        if not left:
            done.set()

    for gap, work in demands:
        await asyncio.sleep(gap)
        task = asyncio.create_task(customer(work))
    await done.wait()
    await task
    return waited / len(demands)


async def by_group(demands):
    """A semaphore, and a task for each customer in a TaskGroup."""
    servers, waited = asyncio.Semaphore(SERVERS), 0.0

    async def customer(work):
        nonlocal waited
        arrived = now()
        async with servers:
            waited += now() - arrived
            await asyncio.sleep(work)

    async with asyncio.TaskGroup() as group:
        for gap, work in demands:
            await asyncio.sleep(gap)
            group.create_task(customer(work))
    return waited / len(demands)


async def by_set(demands):
    """As a task a customer, with the tasks kept in a set, as asyncio's documentation says."""
    servers, waited, kept = asyncio.Semaphore(SERVERS), 0.0, set()

    async def customer(work):
        nonlocal waited
        arrived = now()
        async with servers:
            waited += now() - arrived
            await asyncio.sleep(work)

    for gap, work in demands:
        await asyncio.sleep(gap)
        kept.add(task := asyncio.create_task(customer(work)))
        task.add_done_callback(kept.discard)
    await asyncio.gather(*kept)
    return waited / len(demands)


async def by_server(demands):
    """The course's own server, workload and trace, on which every chapter runs."""
    server, trace = Server("server", workers=SERVERS), Trace()
    asked = (Request(number, work=work) for number, (_, work) in enumerate(demands))
    await open_loop(trace.watch(server), (gap for gap, _ in demands), asked, count=len(demands))
    return trace.mean() - fsum(work for _, work in demands) / len(demands)


def simpy(demands):
    import simpy

    env, waited = simpy.Environment(), 0.0
    servers = simpy.Resource(env, SERVERS)

    def customer(work):
        nonlocal waited
        arrived = env.now
        with servers.request() as place:
            yield place
            waited += env.now - arrived
            yield env.timeout(work)

    def source():
        for gap, work in demands:
            yield env.timeout(gap)
            env.process(customer(work))

    env.process(source())
    env.run()
    return waited / len(demands)


def ciw(demands):
    import ciw

    class Work(ciw.dists.Distribution):
        def sample(self, t=None, ind=None):
            return demands[ind.id_number - 1][1]

    gaps = ciw.dists.Sequential([*(gap for gap, _ in demands), 1e12])  # a last customer who never comes
    network = ciw.create_network(
        arrival_distributions=[gaps], service_distributions=[Work()], number_of_servers=[SERVERS]
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(demands), method="Finish")
    records = sorted(simulation.get_all_records(), key=lambda record: record.id_number)
    return sum(record.waiting_time for record in records) / len(records)


def salabim(demands):
    import salabim

    env, waited = salabim.Environment(trace=False, yieldless=False), 0.0
    servers = salabim.Resource("servers", capacity=SERVERS)

    class Customer(salabim.Component):
        def process(self, work):
            nonlocal waited
            arrived = env.now()
            yield self.request(servers)
            waited += env.now() - arrived
            yield self.hold(work)
            self.release()

    class Source(salabim.Component):
        def process(self):
            for gap, work in demands:
                yield self.hold(gap)
                Customer(work=work)

    Source()
    env.run()
    return waited / len(demands)


CONTENDERS = {
    "SimPy": simpy,
    "Ciw": ciw,
    "salabim": salabim,
    "asyncio, jumping clock: queue and workers": lambda demands: jumping.run(lambda: by_workers(demands)),
    "asyncio, jumping clock: task a customer": lambda demands: jumping.run(lambda: by_customers(demands)),
    "systemdesign: queue and workers": lambda demands: run(by_workers(demands)),
    "systemdesign: task a customer": lambda demands: run(by_customers(demands)),
    "systemdesign: task a customer in a group": lambda demands: run(by_group(demands)),
    "systemdesign: tasks kept in a set": lambda demands: run(by_set(demands)),
    "systemdesign: sim.Server": lambda demands: run(by_server(demands)),
}
