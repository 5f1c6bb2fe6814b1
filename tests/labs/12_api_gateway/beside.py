"""What runs beside the student: tokens and paths, many in one message, and buckets of several gateways on one store.

It knows nothing of what should come of it: that is judged on the other side of the line. What an answer gets of it are
closures.
"""

import asyncio
import builtins
from types import SimpleNamespace

from systemdesign.kernel import now, run
from systemdesign.kernel.streams import stream
from systemdesign.sim import request as errors

AFTER = 30.0
"""Seconds for what is still under way when the last call has been made."""
BUGS = (NotImplementedError, NameError, AttributeError, AssertionError)


def verdicts(setups, trials):
    """What verifiers say, of setups [keys, audience, leeway or None], in trials [which, time, token, as bytes]."""
    times, verifiers, found = [0.0] * len(setups), [], []
    for place, (keys, audience, leeway) in enumerate(setups):
        options = {} if leeway is None else {"leeway": leeway}
        verifiers.append(book.Verifier(keys, audience, lambda place=place: times[place], **options))  # noqa: F821
    for which, time, token, as_bytes in trials:
        times[which] = time
        found.append(verdict(verifiers[which], token.encode() if as_bytes else token))
    return found


def verdict(verifier, token):
    try:
        return ["returned", verifier.verify(token)]
    except book.Unauthorized:  # noqa: F821
        return ["raised", "Unauthorized"]
    except (NotImplementedError, NameError):
        raise
    except Exception as error:
        return ["raised", type(error).__name__]


def finds(table, paths):
    """What routes make of paths, and of the same ones a second time."""
    routes = book.Routes(dict(table))  # noqa: F821
    return [[found(routes, path) for path in paths] for _ in range(2)]


def found(routes, path):
    try:
        return routes.find(path)
    except BUGS:
        raise
    except Exception as error:
        return f"raises {type(error).__name__}"


class Limits:
    """A store with versions. `delays` are the least and the most that a call takes, each way.

    `trouble` has, for each verb, what befalls its calls one after the other: None; "conflict", another has written;
    "emptied", and all is gone; the name of an error, and nothing is done; "done" and such a name, and it is; seconds
    that it takes longer.
    """

    def __init__(self, delays, trouble):
        self.data, self.delays, self.log, self.raised = {}, delays, [], []
        self.trouble = {verb: list(befalls) for verb, befalls in trouble.items()}

    def for_gateway(self, number):
        """The store as an answer has it: two closures."""

        async def get(key):
            return await self.call(number, "get", lambda: self.data.get(key, (None, 0)), key)

        async def put_if(key, value, version):
            return await self.call(number, "put_if", lambda: self.put_if(key, value, version), key, version)

        return SimpleNamespace(get=get, put_if=put_if)

    def put_if(self, key, value, version):
        same = self.data.get(key, (None, 0))[1] == version
        if same:
            self.data[key] = value, version + 1
        return same

    async def call(self, number, verb, do, key, version=None):
        row = [now(), number, verb, str(key), version, "under way"]
        self.log.append(row)
        befalls = self.trouble[verb].pop(0) if self.trouble.get(verb) else None
        try:
            await self.wait(befalls if isinstance(befalls, float) else 0.0)
            row[-1] = await self.answer(befalls, do, key)
        except asyncio.CancelledError:
            row[-1] = "CancelledError"
            raise
        await self.wait()
        return row[-1]

    async def wait(self, more=0.0):
        seconds = more + (stream("limits").uniform(*self.delays) if any(self.delays) else 0.0)
        if seconds:
            await asyncio.sleep(seconds)

    async def answer(self, befalls, do, key):
        if befalls == "conflict":
            if key in self.data:
                value, version = self.data[key]
                self.data[key] = value, version + 1
            return False
        if befalls == "emptied":
            self.data.clear()
            return do()
        if isinstance(befalls, str):
            if befalls.startswith("done "):
                do()
            raise self.error(befalls.removeprefix("done "))
        return do()

    def error(self, name):
        kind = getattr(errors, name, None) or getattr(builtins, name)
        self.raised.append(kind(f"the store raised {name}"))
        return self.raised[-1]


def shown(ahead):
    """What a clock says that is so much ahead: a number, or [[from, number], …]."""
    changes = ahead if isinstance(ahead, list) else [[0.0, ahead]]
    return now() + [more for begins, more in changes if begins <= now()][-1]


def asks(options, clocks, script, delays=(0.0, 0.0), trouble=(), seed=0, order=None):
    """Calls of buckets that gateways have on one store.

    `clocks` has for each gateway what its clock is ahead: a number, or [[from, number], …]. `script` are calls, each
    [time, gateway, client, how often, after how many seconds the caller leaves, or None]. A gateway is begun when it
    is first asked. Returns [[[asked, gateway, client, outcome, ended], …], the store's log, what is `blind`].
    """
    limits, found = Limits(delays, dict(trouble)), []

    async def caller(buckets, gateway, client, times):
        for _ in range(times):
            row = [now(), gateway, client, "never", None]
            found.append(row)
            try:
                row[3] = await buckets(gateway).take(client)
            except asyncio.CancelledError:
                row[3] = "CancelledError"
                raise
            except BUGS:
                raise
            except Exception as error:
                row[3] = type(error).__name__ if error in limits.raised else f"another {type(error).__name__}"
            finally:
                row[4] = now()

    async def main():
        made, tasks = {}, []

        def buckets(gateway):
            if gateway not in made:
                ahead = clocks[gateway]
                store = limits.for_gateway(gateway)
                made[gateway] = book.SharedBucket(store, clock=lambda: shown(ahead), **options)  # noqa: F821
            return made[gateway]

        for time, gateway, client, times, leaves in script:
            if time > now():
                await asyncio.sleep(time - now())
            tasks.append(asyncio.ensure_future(caller(buckets, gateway, client, times)))
            if leaves is not None:
                asyncio.get_running_loop().call_later(leaves, tasks[-1].cancel)
        await asyncio.wait(tasks, timeout=AFTER)
        ended = [row[:] for row in found]
        await asyncio.sleep(1.0)
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()
        return [ended, limits.log, {gateway: bucket.blind for gateway, bucket in made.items()}]

    return run(main, seed, shuffle=order)
