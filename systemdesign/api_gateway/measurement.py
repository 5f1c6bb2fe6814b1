"""Real gateways: what they answer, and how many requests a client gets past the limit of two of them."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from time import monotonic

from systemdesign.api_gateway.bucket import Bucket
from systemdesign.engines.gateway.caller import Caller, said
from systemdesign.engines.gateway.server import Estate
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.traefik.proxy import Traefik

BUCKET = f"{Bucket.__module__}:{Bucket.__name__}"
OWN, RACE, STEP, TRAEFIK = WAYS = ("each its own", "read, then write", "in one step", "Traefik")
"""How a limit is kept: three for two gateways, and Traefik's `rateLimit` in a single one."""
PATIENCE = 20.0  # s, for an answer


@dataclass(frozen=True, kw_only=True)
class AnswersPlan(Plan):
    """A gateway waits `within` seconds for a back end; a client may ask `burst` times at once, and `rate` a second."""

    within: float = 0.3
    burst: int = 3
    rate: float = 0.2


@dataclass(frozen=True)
class Answers(Result):
    """What came of an AnswersPlan: `rows` of [what is asked, by which token, status, the header that it calls for].

    The header is None where it is missing. `slowest` is the most seconds that an answer took.
    """

    rows: list
    slowest: float

    @property
    def statuses(self):
        """The statuses in the order of the rows."""
        return [status for _, _, status, _ in self.rows]

    def __str__(self):
        lines = (f"{path:19} {name:16} {status} {told or ''}" for path, name, status, told in self.rows)
        return "\n".join(map(str.rstrip, lines))


CALLS = (("/api/users/17", "sound"), ("/api/users?page=2", "sound"), ("/api/usersettings", "sound"),
         ("/api/users/../admin", "sound"), ("/api/orders/4", "sound"), ("/api/mail/9", "sound"),
         ("/api/users/17", "none"), ("/api/users/17", "expired"), ("/api/users/17", "payload changed"))
AGAIN = ("/api/users/17", "one too many")
HEADERS = {401: "WWW-Authenticate", 429: "Retry-After"}  # those that RFC 9110, 15.5.2 and RFC 6585, 4 speak of


@measurement(("rest", "jwt", "valkey"), AnswersPlan, Answers)
def answers(plan):
    """A gateway before a sound back end, one that stands still and one that is dead: `Answers`.

    After CALLS somebody asks once more than his bucket has room, and again when Valkey is dead.
    """
    from systemdesign.engines.gateway.tokens import AUDIENCE, forgeries, new_key, public_pem, token

    key = new_key()
    tokens = {name: text for name, (text, _) in forgeries(key, "root").items()}
    tokens |= {"none": None, "one too many": token(key, subject="bob")}
    routes = {f"/api/{name}": (name, STEP) for name in ("users", "orders", "mail")}
    with Estate(routes, key=public_pem(key), audience=AUDIENCE, bucket=BUCKET, rate=plan.rate, burst=plan.burst,
                within=plan.within) as estate:
        estate.back_ends["orders"].pause()
        estate.back_ends["mail"].kill()
        return in_thread(lambda: answered(estate, plan, tokens))


async def answered(estate, plan, tokens):
    """Ask, one call after the other."""
    slow = []

    async def row(path, name, token=None):
        begun = monotonic()
        status, head = await once(estate.ports[0], tokens[token or name], path)
        slow.append(monotonic() - begun)
        return [path, name, status, said(head, HEADERS[status]) if status in HEADERS else None]

    rows = [await row(*call) for call in CALLS]
    rows.append([await row(*AGAIN) for _ in range(plan.burst + 1)][-1])
    estate.valkey.kill()
    return {"rows": [*rows, await row(AGAIN[0], "Valkey is dead", AGAIN[1])], "slowest": max(slow)}


async def once(port, token, path):
    """A call on a connection of its own."""
    caller = Caller(port, token)
    try:
        return await asyncio.wait_for(caller.ask(path), PATIENCE)
    finally:
        caller.close()


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
    """All callers in all rounds: how many were not refused, in how many seconds, and the longest Retry-After."""
    callers = [Caller(port, token) for port, _ in zip(cycle(ports), range(plan.callers))]
    await asyncio.gather(*(caller.open() for caller in callers))
    begun, answers = monotonic(), []
    for number in range(plan.rounds):
        await asyncio.sleep(begun + number * plan.gap - monotonic())
        asked = asyncio.gather(*(caller.ask(path) for caller in callers))
        answers += await asyncio.wait_for(asked, PATIENCE)
    took = monotonic() - begun
    for caller in callers:
        caller.close()
    refused = Counter(said(head, "Retry-After") for status, head in answers if status == 429)
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
