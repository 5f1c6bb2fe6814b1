"""A gateway of the student's between a verifier, a bucket, routes and services that do as they are told, beside it.

Reports who was asked what, and when, and what came of each request. What should come of it is judged elsewhere. What an
answer gets of it are closures.
"""

import asyncio
import builtins
from contextvars import ContextVar
from types import SimpleNamespace

from systemdesign.kernel import now, run
from systemdesign.sim import request as errors
from systemdesign.sim.request import WebReply, WebRequest

WHO = ContextVar("who", default=None)
AFTER = 60.0
"""Seconds for what is still under way when the last request has come."""
BUGS = (NotImplementedError, NameError, TypeError, AttributeError, AssertionError)


OBJECTS = {
    "a WebReply": lambda: WebReply(404, {"X": "y"}, "inner"),
    "a WebRequest": lambda: WebRequest("/inner", {"X": "y"}),
    "a Reply": lambda: errors.Reply("a", "inner"),
    "an exception": lambda: ValueError("inner"),
}


class World:
    """What a gateway stands between. `plan` has what each says, by what it is asked; an outcome is a value, or
    {"raise": name}, or {"object": one of OBJECTS}. `log` has a row for each call: [who, what, asked, began, ended or
    None, how it ended]."""

    def __init__(self, plan):
        self.plan, self.log, self.raised, self.services, self.made = plan, [], [], {}, []
        self.verifier = SimpleNamespace(verify=lambda token: self.at_once("verify", token))
        self.routes = SimpleNamespace(find=lambda path: self.at_once("find", path))
        self.bucket = SimpleNamespace(take=lambda subject: self.later("take", subject, subject))

    def begins(self, what, asked):
        self.log.append([WHO.get(), what, asked, now(), None, "under way"])
        return self.log[-1]

    def at_once(self, what, asked):
        row = self.begins(what, plain(asked))
        row[4], row[5] = now(), "answered"
        return self.outcome(self.plan[what].get(plain(asked), {"raise": "Unauthorized"} if what == "verify" else None))

    async def later(self, what, key, asked, change=None):
        """A call that takes a while: the plan says [seconds, outcome, seconds until it lets go]."""
        row = self.begins(what, asked)
        seconds, outcome, lets_go = self.plan[what].get(key, [0.0, 0.0, 0.0])
        try:
            await asyncio.sleep(seconds)
            row[5] = "answered"
        except asyncio.CancelledError:
            row[5] = "cancelled"
            await asyncio.sleep(lets_go)
            raise
        finally:
            row[4] = now()
        return self.outcome(outcome)

    def outcome(self, outcome):
        if isinstance(outcome, dict) and "raise" in outcome:
            self.raised.append(self.error(outcome["raise"])(f"somebody raised {outcome['raise']}"))
            raise self.raised[-1]
        if isinstance(outcome, tuple):
            name, path = outcome
            return self.services.setdefault(name, self.service(name)), path
        if isinstance(outcome, dict) and "object" in outcome:
            self.made.append(OBJECTS[outcome["object"]]())
            return self.made[-1]
        return outcome

    def error(self, name):
        return book.Unauthorized if name == "Unauthorized" else getattr(errors, name, None) or getattr(builtins, name)  # noqa: F821

    def service(self, name):
        async def service(request):
            path = getattr(request, "path", None)
            asked = [type(request) is WebRequest, path, dict(getattr(request, "headers", {}))]
            try:
                return await self.later("service", name, [name, *asked])
            finally:
                request.headers["x-service"] = name  # whoever hands on the caller's own headers changes them

        return service


def plain(value):
    return value if isinstance(value, str) else repr(value)


def play(plan, script, limit=None):
    """What came of requests, each [time, path, headers, when its caller leaves]: `leaves` are seconds after that time.

    Returns [[[what, time, who was under way then, the headers as they are then], …], the log].
    """
    world, found = World(plan), [None] * len(script)

    async def main():
        options = {} if limit is None else {"limit": limit}
        gateway = book.Gateway(world.verifier, world.bucket, world.routes, **options)  # noqa: F821
        tasks = []
        for who, (time, path, headers, leaves) in enumerate(script):
            if time > now():
                await asyncio.sleep(time - now())
            WHO.set(who)
            request = WebRequest(path, dict(headers))
            tasks.append(asyncio.ensure_future(gateway(request)))
            tasks[-1].add_done_callback(lambda task, who=who, request=request: ended(task, who, request))
            for seconds in leaves:
                asyncio.get_running_loop().call_later(seconds, tasks[-1].cancel)
        await asyncio.wait(tasks, timeout=AFTER)
        await asyncio.sleep(AFTER)
        for task in tasks:
            error = task.exception() if task.done() and not task.cancelled() else None
            if isinstance(error, BUGS) and error not in world.raised:
                raise error

    def ended(task, who, request):
        under_way = [row[1] for row in world.log if row[0] == who and row[4] is None]
        found[who] = [outcome(task, world), now(), under_way, dict(request.headers)]

    try:
        run(main)
    except Exception:
        if None in found or not all(found):  # else a call of a service's was left alone with its error
            raise
    return [found, world.log]


def outcome(task, world):
    """["reply", status, headers, body], or ["raised", a name], or ["returned", what was no WebReply]."""
    if task.cancelled():
        return ["raised", "CancelledError"]
    error = task.exception()
    if error is not None:
        return ["raised", type(error).__name__ if error in world.raised else f"another {type(error).__name__}"]
    reply = task.result()
    if type(reply) is not WebReply:
        return ["returned", repr(reply)]
    own = any(reply.body is one for one in world.made)
    return ["reply", reply.status, dict(reply.headers), f"itself, a {type(reply.body).__name__}" if own else reply.body]
