"""What all parts of lab 03 are judged with: servers in the judge's hands, those who ask them, and the clock."""

import asyncio
from math import inf

from systemdesign import now
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Lost, Refused, Reply, ServiceError, TimedOut, Unavailable

SERVICE_ERRORS = [
    Unavailable("a is down", by="a"),
    Refused("a has 9 requests waiting already", by="a"),
    Lost("no word from a", by="a"),
    TimedOut("a gave no answer in 3 s", by="a"),
    ServiceError("somebody has failed"),
]
ERRORS = [*SERVICE_ERRORS, ValueError("a has a bug"), TimeoutError("a waits for its database")]
REPLIES = [Reply("a", 7), None, 0, False, "", []]


class Call:
    """One request on its way through a server."""

    def __init__(self, name, request):
        self.name, self.request, self.time = name, request, now()
        self.answer = asyncio.get_running_loop().create_future()

    def end(self, outcome):
        """Reply with it, or raise it when it is an error."""
        if not self.answer.done():
            self.answer.set_exception(outcome) if isinstance(outcome, Exception) else self.answer.set_result(outcome)


class Puppet:
    """A server that answers `after` seconds with `outcome`, and if that is never, when the judge ends a call of `open`.

    Whoever asks is kept in `calls`.
    """

    def __init__(self, name, after=inf, outcome=None):
        self.name, self.after, self.outcome = name, after, Reply(name) if outcome is None else outcome
        self.calls, self.open = [], []

    async def __call__(self, request):
        call = Call(self.name, request)
        self.calls.append(call)
        self.open.append(call)
        if self.after < inf:
            asyncio.get_running_loop().call_later(self.after, call.end, self.outcome)
        try:
            return await call.answer
        finally:
            self.open.remove(call)


class Quoting(Puppet):
    """A server whose reply is an error that somebody else had."""

    async def __call__(self, request):
        self.calls.append(Call(self.name, request))
        return Lost("b has lost it", by="b")


def farm(names, after=inf):
    return [Puppet(name, after) for name in names]


def names(servers):
    assert isinstance(servers, (list, tuple)), (
        f"You give {servers!r}, and a list of servers is due, those that are available or take part, in their order."
    )
    return "".join(server.name for server in servers)


def wins(server, balancer, candidates, draws=100):
    """The share of `draws` choices that fall on this server."""
    return sum(balancer.choose(candidates) is server for _ in range(draws)) / draws


async def sent(*calls):
    """Start the calls, and let them reach their servers."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(1e-6)
    return tasks


async def settled(call):
    """What came of it: a reply or an error, of which some know no class on this side of the line."""
    try:
        reply = await call
        return f"{told(reply)}, returned and not raised" if isinstance(reply, Exception) else reply
    except (ServiceError, TimeoutError) as error:
        return error
    except StudentError as error:
        if error.kind not in {type(known).__name__ for known in ERRORS}:
            raise
        return error


def told(outcome):
    """An outcome as words, equal for equal ones: `Lost: no word from a, by a`."""
    if not isinstance(outcome, Exception):
        return repr(outcome)
    kind, text = getattr(outcome, "kind", type(outcome).__name__), getattr(outcome, "text", str(outcome))
    return f"{kind}: {text}" + (f", by {outcome.by}" if getattr(outcome, "by", None) else "")


def fail(ejection, server, times):
    for _ in range(times):
        ejection.failed(server)


async def at(time):
    await asyncio.sleep(time - now())


async def lasts(ejection, server, base, most=12):
    """How many times `base` an ejection that begins now lasts, by looking eight times a `base`."""
    start = now()
    for n in range(8 * most + 1):
        await at(start + n * base / 8)
        if server in ejection.available():
            return n / 8
    return float("inf")
