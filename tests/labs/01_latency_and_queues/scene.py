"""What part 1 of lab 01 is judged with: a target that keeps to its script, and what was sent to it."""

import asyncio
from inspect import isawaitable
from math import inf, nan
from pathlib import Path

from systemdesign import now, run
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Lost, Refused, Reply, ServiceError, TimedOut, Unavailable

HERE = Path(__file__).parent
FAILURES = [Refused, Unavailable, Lost, TimedOut, ServiceError, TimeoutError]
BUGS = ("ValueError", "KeyError", "AssertionError")
NEVER = 1e12  # s: longer than any test
NO_LONGER = 2e5  # s: a test that has not ended then never will


async def until(time):
    await asyncio.sleep(time - now())


class Target:
    """Answers request k after `seconds[k]`, or `after` seconds, with `replies[k]`: a reply, or an error to raise."""

    name = "target"

    def __init__(self, after=1.0, seconds=(), replies=()):
        self.after, self.seconds, self.replies = after, dict(seconds), dict(replies)
        self.sent, self.cancelled, self.under_way, self.most = [], {}, 0, 0

    async def __call__(self, request):
        number = getattr(request, "id", None)
        self.sent.append((now(), request))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.seconds.get(number, self.after))
        except asyncio.CancelledError:
            self.cancelled[number] = now()
            raise
        finally:
            self.under_way -= 1
        reply = self.replies.get(number, Reply("target"))
        if isinstance(reply, type):
            raise reply("the target says so")
        return reply

    @property
    def times(self):
        """When each request was sent, by its number."""
        return {getattr(request, "id", None): round(time, 6) for time, request in self.sent}


class Firing:
    """One test of a target: its latencies, when it ended, and the error that ended it."""

    def __init__(self, lab, target, times, at=0.0, **options):
        self.target = target

        async def main():
            await until(at)
            test = asyncio.ensure_future(awaited(lab.fire(target, times, **options)))
            ended, _ = await asyncio.wait([test], timeout=NO_LONGER)
            self.end = round(now(), 6) if ended else inf
            await asyncio.sleep(60.0)  # time for what still runs to be seen
            return await outcome(test) if ended else ([nan] * len(times), None)

        self.latencies, self.error = run(main)
        if self.error is None:
            self.latencies = rounded(self.latencies, times)

    @property
    def sent(self):
        """When each request was sent, in the order of their numbers; None for one that never was."""
        times = self.target.times
        return [times.get(number) for number in range(max(times, default=-1) + 1)]


async def awaited(call):
    assert isawaitable(call), "`fire` is an async function: `async def fire(…)`."
    return await call


async def outcome(test):
    """(latencies, None), or (None, the error) of a test that has ended."""
    try:
        return await test, None
    except (ServiceError, TimeoutError) as error:
        return None, error
    except StudentError as error:
        if error.kind not in ("ExceptionGroup", *BUGS):
            raise
        return None, error


def rounded(latencies, times):
    assert isinstance(latencies, (list, tuple)), (
        f"`fire` sends a request for each of `times` and returns a list, with one latency for each, in their order; "
        f"yours returned {latencies!r}."
    )
    assert len(latencies) == len(times), (
        f"{len(times)} requests were due, and `fire` returned {len(latencies)} latencies: one for each of `times`, and "
        "`inf` for a failure; none is left out."
    )
    assert all(isinstance(one, (int, float)) for one in latencies), (
        f"A latency is a number of seconds from when the request was due, or `inf`: you returned {latencies}."
    )
    return [round(one, 6) for one in latencies]
