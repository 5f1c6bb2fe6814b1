"""Calls that end as planned, made beside the student's `majority`: it reports how it ended and what the calls lived."""

import asyncio

from systemdesign.kernel import now, run
from systemdesign.sim import request


class Planned:
    """Calls, each ["value" or "fails" or "returned error", seconds, its value or its error's name]."""

    def __init__(self, plan):
        self.plan, self.begun, self.ended = plan, [None] * len(plan), [None] * len(plan)

    def calls(self):
        return [self.call(number, *one) for number, one in enumerate(self.plan)]

    async def call(self, number, how, seconds, what):
        self.begun[number] = now()
        try:
            await asyncio.sleep(seconds)
        except BaseException as error:
            self.ended[number] = type(error).__name__
            raise
        self.ended[number] = now()
        if how == "value":
            return what
        error = getattr(request, what or "Lost")("planned")
        if how == "returned error":
            return error
        raise error


def told(results):
    """Results as what can be sent: errors by their names."""
    if not isinstance(results, list):
        return repr(results)
    return [type(one).__name__ if isinstance(one, Exception) else one for one in results]


async def outcome(call):
    try:
        results = await call
        return "returned", type(results).__name__, told(results)
    except (request.ServiceError, TimeoutError) as error:
        return type(error).__name__, None, None


def asked(plan, need, until):
    planned, found = Planned(plan), {"lost": ""}

    async def main():
        asking = asyncio.ensure_future(outcome(book.majority(planned.calls(), need)))  # noqa: F821
        done, _ = await asyncio.wait([asking], timeout=until)
        found["outcome"], found["kind"], found["results"] = asking.result() if done else ("never", None, None)
        found["time"] = now()
        await asyncio.sleep(until - now())

    try:
        run(main)
    except request.ServiceError as error:
        found["lost"] = f"{type(error).__name__}, {error}"
    except ExceptionGroup as group:
        found["lost"] = f"{len(group.exceptions)} errors"
    return {**found, "begun": planned.begun, "ended": planned.ended}


def both(one, other):
    async def main():
        calls = [outcome(book.majority(Planned(plan).calls(), len(plan))) for plan in (one, other)]  # noqa: F821
        return [results or kind for kind, _, results in await asyncio.gather(*calls)]

    return run(main)
