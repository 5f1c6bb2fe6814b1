"""Lab 03, part 1, two choices: what counts as in flight."""

import asyncio
from functools import partial

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Request

from .flights import Flights, balanced
from .scene import ERRORS, REPLIES, farm, sent, settled, told, wins


@pytest.mark.rule(2)
@pytest.mark.parametrize("count", [0, 2])
def test_servers_that_are_equally_busy_share_evenly(lab, count):
    async def main():
        servers = farm("ab")
        balancer = balanced(lab, servers)
        await sent(*(balancer.send(server, Request(1)) for server in servers * count))
        return wins(servers[0], balancer, servers, 400)

    first = run(main)
    assert 0.37 < first < 0.63, (
        f"Of two servers with {count} requests in flight each, the first is chosen {first:.0%} of the time: break ties "
        f"at random, not by order."
    )


async def after_the_end_of_three(lab, end):
    """Three requests to a have ended so. How often is a chosen when b has one in flight, and b when a has one?"""
    a, b = servers = farm("ab")
    balancer = balanced(lab, servers)
    for task in await sent(*(settled(balancer.send(a, Request(n))) for n in range(3))):
        await end(task, a.open[0])
    found = []
    for busy, idle in [(b, a), (a, b)]:
        [task] = await sent(balancer.send(busy, Request(9)))
        found.append(wins(idle, balancer, servers, 40))
        busy.open[-1].end("done")
        await task
    return found


async def ended(task, call, outcome):
    call.end(outcome)
    await task


async def cancelled(task, call):
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(1e-6)
    assert call.answer.cancelled(), (
        "A caller cancelled a request, and it is still under way at the server, and in flight: let the cancellation "
        "through, and leave no task behind that goes on."
    )


def demand(found, end, still):
    assert found[0] == 1, still
    assert found[1] == 1, (
        f"Three requests to a have ended ({end}), a new one is under way and none to b, and a is chosen: take one down "
        f"for each request that ends, and no more."
    )


@pytest.mark.rule(3)
def test_a_request_is_counted_until_its_reply(lab):
    for reply in REPLIES:
        found = run(after_the_end_of_three(lab, partial(ended, outcome=reply)))
        demand(
            found,
            f"replies of {reply!r}",
            f"You count requests ever sent: a's are answered (with {reply!r}). Count those in flight: one up before "
            f"the call, one down after the reply.",
        )


@pytest.mark.rule(3)
def test_a_failed_request_is_no_longer_in_flight(lab):
    for error in ERRORS:
        found = run(after_the_end_of_three(lab, partial(ended, outcome=error)))
        demand(
            found,
            told(error),
            f"A request that failed still counts as in flight (after {told(error)}): count down in a `finally`, so "
            f"that every error releases it too.",
        )


@pytest.mark.rule(3)
def test_a_cancelled_request_is_no_longer_in_flight(lab):
    demand(
        run(after_the_end_of_three(lab, cancelled)),
        "cancelled",
        "A cancelled request still counts as in flight: CancelledError is no Exception, but `finally` sees it.",
    )


@pytest.mark.rule(3, 5)
def test_a_request_by_call_counts_as_one_by_send(lab):
    async def main():
        servers = farm("ab")
        balancer = balanced(lab, servers)
        await sent(balancer(Request(1)))
        called, other = sorted(servers, key=lambda server: not server.open)
        await sent(balancer.send(other, Request(2)))
        return wins(called, balancer, servers, 200)

    called = run(main)
    words = "One server has a request by a call in flight, the other one by `send`, and the first is chosen"
    assert called < 0.7, f"{words} {called:.0%} of the time: a call is not counted. It is `choose`, then `send`."
    assert called > 0.3, f"{words} {called:.0%} of the time: a call is counted twice. Either counts once, in `send`."


@pytest.mark.rule(5)
def test_a_call_chooses_among_all_servers(lab):
    async def main():
        servers = farm("abcdef", after=0.3)
        balancer = balanced(lab, servers)
        for n in range(300):
            await balancer(Request(n))
        asked = [call.request for server in servers for call in server.calls]
        return [len(server.calls) for server in servers], [n for n in range(300) if Request(n) not in asked]

    counts, missing = run(main)
    assert not missing, "`await balancer(request)` sends the request that it is given to a server, and yours does not."
    assert min(counts) > 15 and sum(counts) == 300, (
        f"`await balancer(request)` chooses among all servers, every time: of 300 requests six idle servers got "
        f"{counts}."
    )


@pytest.mark.rule(5)
def test_calling_the_balancer_chooses_and_counts(lab):
    async def main():
        servers, found = farm("ab"), []
        balancer = balanced(lab, servers)
        await sent(*(balancer.send(servers[0], Request(n)) for n in range(3)))
        for n in range(20):
            before = [len(server.open) for server in servers]
            await sent(balancer(Request(n)))
            found.append((before, [len(server.open) for server in servers]))
        return found

    for before, after in run(main):
        assert sum(after) > sum(before), (
            f"a and b had {before} requests in flight, then one came by a call, and it did not reach a server: send "
            f"each at once, whatever else is in flight."
        )
        assert abs(after[0] - after[1]) <= max(1, abs(before[0] - before[1]) - 1), (
            f"a and b had {before} requests in flight, then one came by a call, and it was {after}: a call is `choose` "
            f"among all servers, then `send`, so of two it goes to the less busy, at once."
        )


ENDS = ["send", "send", "send", "call", "reply", "raise", "cancel"]


@pytest.mark.rule(1, 3, 5)
@schedules("1.counts", targets="ab", verbs=ENDS, until=20, most=20, examples=60)
def test_the_counts_are_true_whatever_becomes_of_the_requests(lab, story):
    async def main():
        flights = Flights(lab, farm("abc"), story)
        for event in story.events:
            await flights.play(event)
            flights.compare()

    run(main, seed=story.seed, shuffle=story.order)
