"""Lab 03, part 1, two choices: what is left to chance, and where the chance comes from."""

from itertools import pairwise
from random import Random

import pytest

from systemdesign import run
from systemdesign.sim.request import Request

from .flights import balanced
from .scene import farm, sent, settled


@pytest.mark.rule(2)
@pytest.mark.parametrize("before", [0, 9])
def test_ties_are_broken_by_nothing_else_than_chance(lab, before):
    async def main():
        a, _ = servers = farm("ab")
        balancer = balanced(lab, servers)
        for n in range(before):
            [task] = await sent(settled(balancer.send(a, Request(n))))
            a.open[0].end("done")
            await task
        return [balancer.choose(servers) is a for _ in range(400)]

    chosen = run(main)
    first, changes = sum(chosen) / 400, sum(one != other for one, other in pairwise(chosen))
    assert 0.37 < first < 0.63, (
        f"Two servers are idle, and the one that has served {before} requests is chosen {first:.0%} of the time: break "
        "ties at random, and by nothing else."
    )
    assert 150 < changes < 250, (
        f"Two servers are idle, and in 400 choices the other one than before was chosen {changes} times, where about "
        "200 are due: break ties at random, for a fair coin does not remember."
    )


@pytest.mark.rule(6)
def test_all_chance_comes_from_the_rng(lab):
    async def choices(seed):
        """What a balancer with this rng chooses, and whom it asks."""
        servers = farm("abcdefgh")
        balancer = balanced(lab, servers, seed)
        chosen, calls = [balancer.choose(servers).name for _ in range(20)], []
        for n in range(10):
            await sent(balancer(Request(n)))
            calls += [server.name for server in servers for call in server.calls if call.request.id == n]
        return chosen, calls

    async def main():
        return [await choices(seed) for seed in (5, 5, 6)]

    first, again, other = run(main)
    assert first == again, (
        "Two balancers whose `rng` is in the same state choose differently: draw from `rng`, not from the module "
        "`random` or a generator of your own."
    )
    assert first != other, "Balancers with different `rng` choose alike: draw from the `rng` that you are given."


@pytest.mark.rule(6)
def test_what_one_balancer_draws_another_with_its_rng_does_not_draw_again(lab):
    async def second(choices_of_the_first):
        servers, rng = farm("abcdefgh"), Random(5)
        first, second = lab.TwoChoices(servers, rng), lab.TwoChoices(servers, rng)
        for _ in range(choices_of_the_first):
            first.choose(servers)
        return [second.choose(servers).name for _ in range(20)]

    async def main():
        return await second(0), await second(3)

    fresh, later = run(main)
    assert fresh != later, (
        "Two balancers share an `rng`, the first draws from it, and the second chooses as if it had not: each draw "
        "comes from `rng`, when it is needed, and not from a generator of your own that `rng` began."
    )
