"""Lab 03, part 1, two choices: which of two is chosen."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Request

from .flights import balanced, busy
from .scene import farm, sent, wins


@pytest.mark.rule(1, 3)
def test_of_two_servers_the_less_busy_is_chosen(lab):
    async def main():
        found = []
        for names, counts in [("ab", [1, 0]), ("cd", [0, 1])]:
            servers = farm(names)
            balancer = balanced(lab, servers)
            await busy(balancer, servers, counts)
            found.append(wins(servers[counts.index(0)], balancer, servers, 200))
        return found

    idle = run(main)
    assert max(idle) > 0.1, "You choose the busier of the two: take the one with fewer requests in flight."
    assert not all(0.3 < each < 0.7 for each in idle) and sum(idle) != 1, (
        "The choice takes no notice of requests in flight: count them while `send` waits for the reply."
    )
    assert idle == [1, 1], (
        "The two picks must be different servers: draw without replacement, or the busy one is compared with itself."
    )


@pytest.mark.rule(3)
def test_another_balancers_requests_do_not_count(lab):
    async def main():
        servers = farm("ab")
        balancer, other = balanced(lab, servers), balanced(lab, servers)
        await busy(other, servers, [3, 0])
        await busy(balancer, servers, [0, 1])
        return wins(servers[0], balancer, servers)

    assert run(main) == 1, (
        "You count another balancer's requests too: a and b have 0 and 1 in flight from this one, and b is chosen. "
        "Keep the count in the object (`self.…`, made in `__init__`), not in the class or a global."
    )


@pytest.mark.rule(3, 4)
def test_each_request_is_counted(lab):
    async def main():
        a, b = servers = farm("ab")
        balancer, request, found = balanced(lab, servers), Request(0), []
        await sent(*(balancer.send(server, request) for server in (a, a, b, b, b, b)))
        assert len(b.open) == 4, (
            f"Four requests at once to b, and {len(b.open)} reached it: pass each on at once (rule 4)."
        )
        for less in (a, a, None, b):
            found.append(less is None or wins(less, balancer, servers, 40) == 1)
            b.open[0].end("done")
            await asyncio.sleep(0.3)
        return found

    found = run(main)
    assert found[0], "a has two requests in flight and b four, and b is chosen: count every request, not every server."
    assert all(found), (
        "a has two requests in flight and b four, which are answered one by one, so three, two, one: take one down for "
        "each request that ends, no more and no fewer. Yours does not choose the less busy after "
        f"{found.index(False)} replies."
    )


@pytest.mark.rule(1)
def test_two_servers_are_compared_and_no_more(lab):
    async def main():
        servers = farm("abcde")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [2, 0, 4, 1, 3])
        chosen = [balancer.choose(servers).name for _ in range(1_000)]
        return [chosen.count(name) / 1_000 for name in "bdaec"]

    shares = run(main)
    seen = ", ".join(f"{each:.0%}" for each in shares)
    assert shares[0] < 0.9, (
        "You look at every server. Compare two picked at random: of a thousand servers nobody can look at all."
    )
    assert shares[4] == 0, "The busiest of five is less busy than none, and is chosen: compare two *different* servers."
    assert all(abs(got - due) < 0.065 for got, due in zip(shares, (0.4, 0.3, 0.2, 0.1, 0))), (
        f"Of five servers, the least busy first, 40%, 30%, 20%, 10% and 0% of the choices are due, and yours are "
        f"{seen}: pick two, no more, and any two as likely as any others."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("place", range(5))
def test_each_is_picked_as_often_as_the_others(lab, place):
    async def main():
        servers = farm("abcde")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [n != place for n in range(5)])
        return servers[place].name, wins(servers[place], balancer, servers, 400)

    idle, often = run(main)
    assert abs(often - 0.4) < 0.12, (
        f"Of five servers {idle} alone is idle. It is in 40% of the pairs, so that often it is due, and yours chooses "
        f"it {often:.0%} of the time: any two are as likely as any others, wherever they stand in the list."
    )


@pytest.mark.rule(1)
def test_servers_that_stand_apart_are_compared_as_often_as_neighbours(lab):
    async def main():
        servers = farm("abcd")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [3, 1, 2, 0])
        chosen = [balancer.choose(servers).name for _ in range(4_000)]
        return chosen.count("c") / max(1, chosen.count("b") + chosen.count("c"))

    apart = run(main)
    assert 0.286 < apart < 0.385, (
        f"Of four servers a, c, b, d (the busiest first) c is chosen when the two are a and c, b when they are b and a "
        f"or b and c: so c for a third of these, and yours for {apart:.0%}. Any two are as likely as any others, "
        "whether they are neighbours in the list or not."
    )


@pytest.mark.rule(1)
def test_only_the_candidates_given_are_chosen(lab):
    async def main():
        servers = farm("abcd")
        balancer = balanced(lab, servers)
        await busy(balancer, servers, [2, 2, 0, 0])
        return {balancer.choose(servers[:2]).name for _ in range(60)}

    assert run(main) <= {"a", "b"}, "`choose(candidates)` picks from the candidates it is given, not from all servers."
