"""What chapters 12 and 13 pass over, and the same asked one by one: a limit's refusals, a breaker's calls."""

import asyncio
import sys
from math import isclose

from benchmarks.shortcuts import least
from systemdesign import now, run
from systemdesign.api_gateway.attack import BUCKET, greedy, limiter
from systemdesign.circuit_breaker.breaker import CLOSED, Breaker
from systemdesign.circuit_breaker.cycles import cycles
from systemdesign.circuit_breaker.theory import availability
from systemdesign.kernel import stream
from systemdesign.sim import Refused, Unavailable, poisson

EVERY, MINUTES = 0.005, 4
DEAD, IN_A_ROW, RATE, OPEN_FOR = 0.25, 5, 100.0, 60.0
LOOPS = 100
"""Times that a breaker opens and closes again: a million calls."""
BAR = 10.0
"""Times as fast as one by one, for a slider to move the figure at once."""
STATED = {"48,000 asks of a bucket": 0.005, "a million calls before a breaker": 0.01}
"""Seconds of processor time on the reference machine."""


def asks():
    """The times of what is admitted, of a client who hears when to ask again."""
    return greedy(limiter(BUCKET), 0.0, 60.0 * MINUTES, EVERY)


def each_ask():
    """The same of one who asks all the same."""
    bucket = limiter(BUCKET)
    return [k * EVERY for k in range(round(60 * MINUTES / EVERY)) if not bucket.take("he", k * EVERY)]


def calls():
    """The share of calls answered, by cycles of which a stretch is drawn at a time."""
    return cycles(LOOPS, DEAD, IN_A_ROW, RATE, OPEN_FOR, seed=1).availability


def each_call():
    """The same by a breaker, call for call."""
    return run(until_closed, seed=1)


async def until_closed():
    """Call until the breaker has closed so many times: the share that was answered."""
    breaker, gaps, good, total, closed = Breaker(shards(), IN_A_ROW, OPEN_FOR), poisson(RATE), 0, 0, 0
    while closed < LOOPS:
        await asyncio.sleep(next(gaps))
        total, state = total + 1, breaker.state
        try:
            good += await breaker(total)
        except (Refused, Unavailable):
            pass
        closed += state != breaker.state == CLOSED
    return good / total


def shards():
    """A service of which a share of the calls fails, each by itself."""
    chance = stream("shards").random

    async def answer(request):
        if chance() < DEAD:
            raise Unavailable(f"the shard of {request} is dead at {now():.1f} s")
        return True

    return answer


def main():
    """Print the table; 1 if passing over is not as fast as it must be, else 0."""
    (quick, some), (slow, all_of_them) = least(asks), least(each_ask)
    assert len(some) == len(all_of_them) and all(map(isclose, some, all_of_them)), "other requests are admitted"
    (drawn, share), (walked, other) = least(calls), least(each_call)
    exact = availability(DEAD, IN_A_ROW, RATE, OPEN_FOR)
    assert max(abs(share - exact), abs(other - exact)) < 0.3 * exact, f"{share}, {other}, and exactly {exact}"
    print("\nPassed over, and asked one by one\n")
    missed = False
    for (name, stated), fast, each in zip(STATED.items(), (quick, drawn), (slow, walked)):
        print(f"{name:36}{1000 * fast:8.2f} ms{1000 * each:10.1f} ms{each / fast:8.1f} times as fast")
        missed |= fast > stated or each / fast < BAR
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
