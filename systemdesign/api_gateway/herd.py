"""Two real gateways and a client with one limit, which is kept in three ways; beside them Traefik, and a model."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from time import monotonic

from systemdesign.api_gateway.bucket import Bucket
from systemdesign.api_gateway.measurement import BUCKET, PATIENCE
from systemdesign.engines.gateway.caller import Caller, said
from systemdesign.engines.gateway.server import Estate
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.traefik.proxy import Traefik

WAYS = ("each its own", "read, then write", "in one step", "Traefik")
"""How a limit is kept: three for two gateways, and Traefik's `rateLimit` in a single one."""


@dataclass(frozen=True, kw_only=True)
class HerdPlan(Plan):
    """One client has a limit of `burst` at once and `rate` a second, and `callers` that ask in step.

    They all ask at once, so many `rounds`, `gap` seconds apart, each its own one of two gateways.
    """

    callers: int = 64
    rounds: int = 6
    gap: float = 0.25
    rate: int = 20
    burst: int = 20


@dataclass(frozen=True)
class Herd(Result):
    """What came of a HerdPlan, for each of the WAYS.

    `admitted` requests were not refused in so many `seconds`, and those that were have been `told` to wait so long, by
    the header Retry-After. The `model` is what the chapter's `Bucket` admits where nothing takes any time.
    """

    admitted: dict
    seconds: dict
    told: dict
    model: dict

    @property
    def bounds(self):
        """What the limit allows in that time: burst + rate x seconds."""
        return {way: self.plan.burst + self.plan.rate * seconds for way, seconds in self.seconds.items()}

    def __str__(self):
        asked = self.plan.callers * self.plan.rounds
        return "\n".join(f"{way:17} {self.admitted[way]:3} of {asked} admitted, the limit being {self.bounds[way]:.1f}"
                         for way in WAYS)


@measurement(("rest", "jwt", "valkey", "traefik"), HerdPlan, Herd)
def herd(plan):
    """A client who asks two gateways at the same time, and one Traefik, whose limit is kept in the WAYS: `Herd`."""
    from systemdesign.engines.gateway.tokens import AUDIENCE, new_key, public_pem, token

    key = new_key()
    routes = {f"/{number}": ("users", way) for number, way in enumerate(WAYS[:3])}
    with ExitStack() as stack:
        estate = stack.enter_context(Estate(routes, 2, key=public_pem(key), audience=AUDIENCE, bucket=BUCKET,
                                            rate=plan.rate, burst=plan.burst))
        proxy = stack.enter_context(limited(estate.back_ends["users"].port, plan))
        doors = [*((estate.ports, path) for path in routes), ([proxy.port], "/")]
        found = [in_thread(lambda door=door: in_step(plan, *door, token(key))) for door in doors]
    return {**{name: dict(zip(WAYS, column)) for name, column in zip(("admitted", "seconds", "told"), zip(*found))},
            "model": dict(zip(WAYS, model(plan)))}


def limited(port, plan):
    """A Traefik before a back end at this port, with the plan's limit for each address."""
    service = {"loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{port}"}]}}
    route = {"rule": "PathPrefix(`/`)", "service": "users", "middlewares": ["limit"]}
    return Traefik({"all": route}, {"users": service},
                   middlewares={"limit": {"rateLimit": {"average": plan.rate, "burst": plan.burst}}})


async def in_step(plan, ports, path, token):
    """All callers in all rounds: how many were not refused, in how many seconds, and the longest Retry-After.

    One request goes before, to each port, and its token is given time to come back. It makes the client known: Traefik
    looks for a client's bucket and makes it in two steps.
    """
    callers = [Caller(port, token) for port, _ in zip(cycle(ports), range(plan.callers))]
    await asyncio.gather(*(caller.open() for caller in callers))
    for caller in callers[:len(ports)]:
        await caller.ask(path)
    await asyncio.sleep(len(ports) / plan.rate)
    begun, answers = monotonic(), []
    for number in range(plan.rounds):
        await asyncio.sleep(begun + number * plan.gap - monotonic())
        asked = asyncio.gather(*(caller.ask(path) for caller in callers))
        answers += await asyncio.wait_for(asked, PATIENCE)
    took = monotonic() - begun
    for caller in callers:
        caller.close()
    refused = Counter(said(head, "Retry-After") for status, head, _ in answers if status == 429)
    return len(answers) - refused.total(), took, max(refused, default=None)


def model(plan):
    """What is admitted by a `Bucket` for each gateway, by one that all read before anybody writes, and by one."""
    times = [number * plan.gap for number in range(plan.rounds) for _ in range(plan.callers)]

    def admitted(times):
        bucket = Bucket(plan.rate, plan.burst)
        return sum(not bucket.take("ann", time) for time in times)

    own = sum(admitted(times[gateway::2]) for gateway in (0, 1))
    return own, stale(plan), admitted(times), admitted(times)


def stale(plan):
    """What is admitted where all callers of a round find the bucket as it was before that round."""
    bucket, total = Bucket(plan.rate, plan.burst), 0
    for number in range(plan.rounds):
        before = dict(bucket.full_at)
        for _ in range(plan.callers):
            bucket.full_at = dict(before)
            total += not bucket.take("ann", number * plan.gap)
    return total
