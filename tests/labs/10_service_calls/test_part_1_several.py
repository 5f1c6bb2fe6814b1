"""Lab 10, part 1: several calls of one `Within` at once."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at

from .scene import Desk, ended


@pytest.mark.rule(2, 4)
def test_calls_at_once_have_each_their_own_end(lab):
    async def main():
        calls, within = [], lab.Within(2.0)
        service = Desk("a", calls, lambda call: (call.request, call.request))
        waiting = [asyncio.ensure_future(ended(within.call(service, seconds))) for seconds in (0.5, 9.0, 0.25)]
        await at(1.0)
        waiting.append(asyncio.ensure_future(ended(within.call(service, 0.75))))
        return await asyncio.gather(*waiting)

    found = heard(main)
    assert found == [(0.5, 0.5), ("TimedOut", 2.0), (0.25, 0.25), (0.75, 1.75)], (
        f"Three calls at once and a fourth at 1 s, of 2 s, to a service that takes 0.5, 9, 0.25 and 0.75 s, came to "
        f"{found}: each returns its own value, and one without an answer when the time is over raises TimedOut."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("leaves", [0, 1, 2])
def test_a_caller_who_leaves_takes_no_other_call_along(lab, leaves):
    async def main():
        calls, within = [], lab.Within(4.0)
        service = Desk("a", calls, lambda call: (call.request, call.request))
        waiting = [asyncio.ensure_future(ended(within.call(service, seconds))) for seconds in (1.0, 2.0, 3.0)]
        await at(0.5)
        waiting[leaves].cancel()
        await asyncio.wait(waiting)
        return [(call.how, call.ended) for call in calls]

    found, due = heard(main), [("answered", 1.0), ("answered", 2.0), ("answered", 3.0)]
    due[leaves] = ("cancelled", 0.5)
    assert found == due, (
        f"Of three calls of one `Within`, of 1, 2 and 3 s, the caller of number {leaves + 1} was cancelled at 0.5 s, "
        f"and they ended as {found}: a caller takes its own service's call along, and never another call."
    )
