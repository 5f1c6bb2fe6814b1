"""What runs beside the student in parts 3 and 4: breakers that turn as their calls say, and keys that are looked for.

It reports what it saw. What should be is judged on the other side of the line.
"""

import asyncio
import gc
import weakref

from systemdesign.kernel import now, run
from systemdesign.sim.request import Refused


class Turning:
    """A breaker that is in the state that its calls say: [seconds, state as it comes, state as it ends]."""

    def __init__(self, state):
        self.state = state

    async def __call__(self, plan):
        seconds, comes, ends, *_ = plan
        self.state = comes or self.state
        try:
            await asyncio.sleep(seconds)
        finally:
            self.state = ends or self.state


class Half:
    """A generator that draws 0.5, and knows when."""

    def __init__(self):
        self.log = []

    def random(self):
        self.log.append(now())
        return 0.5


def turning(state, script, options):
    """A ramp before a breaker in this state. The script is of [time, plan, seconds until its caller leaves or None].

    What came of each call, in the order in which they ended, and when numbers were drawn.
    """

    async def main():
        rng, ended, tasks = Half(), [], []
        ramp = book.Ramp(Turning(state), rng, **options)  # noqa: F821

        async def caller(plan):
            try:
                await ramp(plan)
                ended.append("passed on")
            except (Refused, asyncio.CancelledError) as error:
                ended.append(type(error).__name__)

        for time, plan, leaves in script:
            await asyncio.sleep(time - now())
            tasks.append(asyncio.ensure_future(caller(plan)))
            if leaves is not None:
                asyncio.get_running_loop().call_later(leaves, tasks[-1].cancel)
        await asyncio.gather(*tasks)
        return ended, rng.log

    return run(main)


class Key:
    """A key that can be looked for."""


def keys_left(count, most):
    """How many of so many keys, each of which came once, are still there in the end, and how many breakers."""

    async def main():
        keys, made = [], []

        def make(service):
            breaker = Turning("closed")
            made.append(weakref.ref(breaker))
            return breaker

        breakers = book.Breakers(None, lambda request: request[-1], make, most=most)  # noqa: F821
        for _ in range(count):
            key = Key()
            keys.append(weakref.ref(key))
            await breakers((0.0, None, None, key))
            del key
        gc.collect()
        return [sum(one() is not None for one in several) for several in (keys, made)]

    return run(main)
