"""Real services over REST and gRPC: who hears that a caller has hung up, and what is done after that."""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.steps.server import Grpc, Rest
from systemdesign.sim.request import ServiceError

WAYS = {"REST": ("rest", "deaf"), "REST that listens": ("rest", "hears"),
        "gRPC, time passed on": ("middle", "passes"), "gRPC, nothing passed on": ("middle", "nothing"),
        "gRPC on threads": ("threads", "threads")}
"""For each way of calling, which service in the middle is called, and by which path."""
QUIET = 3  # looks in a row that find nobody at work: a call may have been between two processes
PATIENCE = 30.0  # s
NO_CALLS = {"steps": 0, "stopped": 0, "left": []}


@dataclass(frozen=True, kw_only=True)
class HangUpPlan(Plan):
    """So many `calls` at once in each of the WAYS, by callers who wait for at most `limit` seconds.

    A service in the middle has the work done by a back end, in so many `steps` of `step` seconds for each call.
    """

    calls: int = 20
    limit: float = 0.35
    steps: int = 10
    step: float = 0.1


@dataclass(frozen=True)
class HungUp(Result):
    """What came of a HangUpPlan, for each of the WAYS.

    `outcomes` counts what the callers got. Of the back end there are the `steps` that it did, and how many calls were
    `stopped` before their last one. `left` has the most seconds that a caller was known to have left, as the service in
    the middle saw it and as the back end did: None where they were told nothing.
    """

    outcomes: dict
    steps: dict
    stopped: dict
    left: dict


@measurement(("rest", "grpc"), HangUpPlan, HungUp)
def hang_up(plan):
    """Callers who hang up before services of several kinds, and the work that is done after that: `HungUp`."""
    with ExitStack() as stack:
        start = stack.enter_context
        rest, grpc = start(Rest(plan.steps, plan.step)), start(Grpc("back", plan.steps, plan.step))
        servers = {"rest back": rest, "grpc back": grpc, "rest": start(Rest(rest.port))}
        servers |= {role: start(Grpc(role, grpc.port)) for role in ("middle", "threads")}
        for server in servers.values():
            server.wait()
        return in_thread(lambda: hung_up(plan, servers))


async def hung_up(plan, servers):
    """Call in all ways at the same time, and ask all services when nobody works any more."""
    async with AsyncExitStack() as stack:
        async def open_(server, path):
            return await stack.enter_async_context(servers[server].service(path))

        doors = [await open_(*way) for way in WAYS.values()]
        desks = {name: await open_(name, "report") for name in servers}
        outcomes = await asyncio.gather(*(outcomes_of(door, plan) for door in doors))
        counts = await settled(desks, plan.step)
    at_back = [{**counts["rest back"], **counts["grpc back"]}.get(path, NO_CALLS) for _, path in WAYS.values()]
    in_middle = [counts[name].get(path, NO_CALLS) for name, path in WAYS.values()]
    return {"outcomes": dict(zip(WAYS, outcomes)),
            **{name: {way: back[name] for way, back in zip(WAYS, at_back)} for name in ("steps", "stopped")},
            "left": {way: [most(count["left"]) for count in both] for way, *both in zip(WAYS, in_middle, at_back)}}


async def outcomes_of(door, plan):
    """What became of calls that were made at once, counted."""
    async def outcome():
        try:
            return (await door(within=plan.limit)).decode()
        except ServiceError as error:
            return str(error)

    return dict(Counter(await asyncio.gather(*(outcome() for _ in range(plan.calls)))))


async def settled(desks, pause):
    """What each service has counted, when QUIET looks in a row, a pause apart, have found nobody at work."""
    quiet = 0
    async with asyncio.timeout(PATIENCE):
        while quiet < QUIET:
            await asyncio.sleep(pause)
            reports = {name: json.loads(await desk()) for name, desk in desks.items()}
            quiet = 0 if any(report["under_way"] for report in reports.values()) else quiet + 1
    return {name: report["counts"] for name, report in reports.items()}


def most(left):
    """The most time that somebody had left; None where nobody said so."""
    return max((seconds for seconds in left if seconds is not None), default=None)
