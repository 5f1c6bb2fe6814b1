"""Lab 03, part 1: two choices."""

import asyncio
from collections import Counter

from systemdesign import run, stream
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules
from systemdesign.sim.distributions import exponential
from systemdesign.sim.request import Request, Unavailable
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests

from .scene import client, farm, play, sent, settled, share


def test_a_lone_server_gets_the_request(lab):
    async def main():
        servers = farm("a")
        with hint("With one server there are no two to compare: send the request to it."):
            return await lab.TwoChoices(servers, stream("choices"))(Request(1))

    reply = run(main)
    assert getattr(reply, "by", None) == "a", f"Return what the server replies; you returned {reply!r}."


def test_of_two_servers_the_less_busy_is_chosen(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await sent(balancer.send(a, Request(1)))
        return share(lambda: balancer.choose(servers), b)

    idle = run(main)
    assert idle > 0.1, "You choose the busier of the two: take the one with fewer requests in flight."
    assert not 0.4 < idle < 0.6, (
        "The choice takes no notice of requests in flight: count them while `send` waits for the reply."
    )
    assert idle == 1, (
        "The two picks must be different servers: draw without replacement, or the busy one is compared with itself."
    )


def test_two_servers_are_compared_and_no_more(lab):
    async def main():
        *busy, idle = servers = farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await sent(*(balancer.send(server, Request(1)) for server in busy))
        return share(lambda: balancer.choose(servers), idle, 800)

    idle = run(main)  # 2 in 10 pairs hold it
    assert idle < 0.5, (
        "You look at every server. Compare two picked at random: of a thousand servers nobody can look at all."
    )
    assert 0.13 < idle < 0.27, (
        f"One idle server of ten should win a fifth of the choices, and wins {idle:.0%}: pick both at random."
    )


def test_servers_that_are_equally_busy_share_evenly(lab):
    async def main():
        servers = farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        return Counter(balancer.choose(servers).name for _ in range(1_000))

    counts = run(main)
    most, least = max(counts.values()), min(counts[name] for name in "abcdefghij")
    assert most < 150 and least > 55, (
        f"Of equally busy servers one got {most} and another {least} in 1,000: break ties at random, not by order."
    )


def test_only_the_candidates_given_are_chosen(lab):
    async def main():
        servers = farm("abcd")
        balancer = lab.TwoChoices(servers, stream("choices"))
        return {balancer.choose(servers[:2]).name for _ in range(100)}

    assert run(main) == {"a", "b"}, "`choose(candidates)` picks from the candidates it is given, not from all servers."


def test_a_request_is_counted_until_its_reply(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await asyncio.gather(*await sent(*(balancer.send(a, Request(n)) for n in range(3))))
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "You count requests ever sent. Count those in flight: one up before the call, one down after the reply."
    )


def test_calling_the_balancer_chooses_and_counts(lab):
    async def main():
        servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        for n in range(6):
            await sent(balancer(Request(n)))
        return [server.in_flight for server in servers]

    assert run(main) == [3, 3], (
        "Six requests at once on two servers should be three and three: `__call__` is `choose`, then `send`."
    )


def test_an_error_reaches_the_caller(lab):
    async def main():
        [a] = servers = farm("a")
        a.crash()
        return await settled(lab.TwoChoices(servers, stream("choices"))(Request(1)))

    assert isinstance(run(main), Unavailable), (
        "Let the server's error reach the caller: a balancer that swallows it answers with nothing."
    )


def test_a_failed_request_is_no_longer_in_flight(lab):
    async def main():
        a, b = servers = farm("ab")
        a.crash()
        balancer = lab.TwoChoices(servers, stream("choices"))
        for n in range(3):
            await settled(balancer.send(a, Request(n)))
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "A request that failed still counts as in flight: count down in a `finally`, so that errors release it too."
    )


def test_a_cancelled_request_is_no_longer_in_flight(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer = lab.TwoChoices(servers, stream("choices"))
        for task in await sent(*(balancer.send(a, Request(n)) for n in range(3))):
            task.cancel()
        await sent(balancer.send(b, Request(4)))
        return share(lambda: balancer.choose(servers), a, 100)

    assert run(main) == 1, (
        "A cancelled request still counts as in flight: CancelledError is no Exception, but `finally` sees it."
    )


@schedules("1.counts", targets="ab", verbs=["crash", "restart", "pause", "resume"], until=12, most=5, examples=20)
def test_the_counts_are_true_after_any_faults(lab, story):
    async def main():
        a, b = servers = farm("ab", 0.5)
        balancer = lab.TwoChoices(servers, stream("choices"))
        faults = asyncio.ensure_future(play(story, servers))
        await asyncio.gather(faults, *(client(story, balancer, n, n * 0.9, patience=2.0) for n in range(14)))
        for server in servers:
            server.resume()
            server.restart()
        await asyncio.sleep(20)
        for busy, idle in [(a, b), (b, a)]:
            [task] = await sent(balancer.send(busy, Request(99)))
            story.note(f"{busy.name} alone is busy: {idle.name} must be chosen")
            assert share(lambda: balancer.choose(servers), idle, 40) == 1, (
                f"{idle.name} is idle and yet {busy.name} is chosen: some ended request is still counted."
            )
            await task

    run(main, seed=story.seed)


def test_the_mean_time_in_system_is_that_of_two_choices(lab):
    async def main():
        trace, servers = Trace(), farm("abcdefghij")
        balancer = lab.TwoChoices(servers, stream("choices"))
        await open_loop(trace.watch(balancer), poisson(8.0), requests(work=exponential(1.0)), count=6_000)
        return trace.after(50).mean()

    mean = run(main, seed=3)  # 2.07 s simulated at length; random 5, round robin 2.92, shortest queue 1.37
    assert 1.8 < mean < 2.4, (
        f"At 80 % load on ten servers two choices take about 2.07 s on average, and yours {mean:.2f} s."
    )
