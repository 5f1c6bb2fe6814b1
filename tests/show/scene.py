"""A farm on film: clients who give up and try again, a balancer, and servers that faults befall."""

import asyncio
from dataclasses import dataclass

from systemdesign import run, stream
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.retries.retry import Retry
from systemdesign.show import Film, desks
from systemdesign.sim import Server, Trace, at, exponential, faults, open_loop, poisson, requests, with_timeout

END = 40.0


@dataclass(frozen=True)
class Farm:
    """What a run is made of; `servers` are (workers, queue limit, speed), `schedule` (time, server, fault, factor)."""

    servers: list
    rate: float
    policy: str
    timeout: float
    deadline: float
    attempts: int
    schedule: list
    seed: int

    def built(self):
        """Its servers, and the faults that befall them."""
        servers = [Server(f"s{k}", workers, exponential(1.0), limit, speed)
                   for k, (workers, limit, speed) in enumerate(self.servers)]
        return servers, [fault(time, servers[which % len(servers)], *what) for time, which, *what in self.schedule]


def fault(time, server, name, factor):
    """One fault of the schedule."""
    return at(time, getattr(server, name), *([factor] if name == "slow" else []))


def played(farm, watched=True):
    """The trace of a run, its film (None if nobody watches), and what a spy counted: (time, name, in flight)."""
    trace, spied = Trace(), []
    film = Film([["client"], ["balancer"], desks([f"s{k}" for k in range(len(farm.servers))])], end=10 * END, most=9999)

    def on_film(service, place, keeps=False):
        return film.watch(service, place, keeps=keeps) if watched else service

    async def spy(servers):
        odd = stream("spy").random
        while True:
            await asyncio.sleep(0.5 + odd())
            spied.extend((asyncio.get_running_loop().time(), server.name, server.in_flight) for server in servers)

    async def main():
        servers, schedule = farm.built()
        beside = [asyncio.create_task(work) for work in (spy(servers), faults(*schedule))]
        balancer = LoadBalancer([on_film(server, server.name, keeps=True) for server in servers], farm.policy)
        tries = Retry(with_timeout(on_film(balancer, "balancer"), farm.timeout), attempts=farm.attempts)
        client = on_film(with_timeout(tries, farm.deadline), "client")
        await open_loop(trace.watch(client), poisson(farm.rate), requests(clients=5), until=END)
        assert all(not task.done() or not task.exception() for task in beside)

    run(main, seed=farm.seed)
    return trace, film if watched else None, spied
