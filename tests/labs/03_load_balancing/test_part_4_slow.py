"""Lab 03, part 4, the whole balancer: who takes part, and two choices."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Request

from .fleet import Fleet
from .scene import SERVICE_ERRORS, at, farm, sent, settled


@pytest.mark.rule(3)
@pytest.mark.parametrize(("out", "panic"), [("", 0.5), ("ab", 0.9)])
def test_only_the_admitted_take_part(lab, out, panic):
    async def main():
        fleet = Fleet(lab, "abcdefg", least=0.0, options={"panic": panic})
        fleet.out("g")
        await fleet.ask(1)
        await at(11.3)
        await fleet.ask(1, gap=0.7)
        fleet.out(out)
        await fleet.ask(90, gap=0.05)
        return fleet.asked(since=11.9)

    asked = run(main)
    assert "g" not in asked, (
        f"g has just joined with weight 0 and takes part in no choice{', also in a panic' if out else ''}, and yours "
        f"asked it {asked['g']} of 90 times: choose among those that `slow_start.admitted(candidates, rng)` gives."
    )
    assert set(asked) == set("abcdef"), f"All but g take part, and yours asked {sorted(asked)}."


@pytest.mark.rule(3)
@pytest.mark.parametrize(("fleet", "due"), [("abcd", "an eighth"), ("ab", "a quarter")])
def test_who_is_half_admitted_takes_part_half_of_the_time(lab, fleet, due):
    names, chance = fleet, 1 / len(fleet) / 2

    async def main():
        fleet = Fleet(lab, names, least=0.5, options={"panic": 0.1})
        fleet.out("a")
        await fleet.ask(1)
        await at(10.3)
        await fleet.ask(200, gap=0.05)
        return fleet.asked(since=10.2)["a"]

    asked = run(main)
    assert 5 <= asked <= 200 * chance + 27, (
        f"One of {len(names)}, a, has joined with weight 0.5 and takes part in half of the choices, so {due} is due, "
        f"and yours asked it {asked} of 200 times: choose among those that one draw of "
        f"`slow_start.admitted(candidates, rng)` gives, be it one server."
    )


@pytest.mark.rule(3)
def test_of_two_the_less_busy_is_chosen(lab):
    async def main():
        servers = farm("ab")
        balancers = [Fleet(lab, servers=servers, seed=seed).balancer for seed in (1, 2)]
        kept, found = [], []
        for which, balancer in enumerate(balancers):
            for _ in range(6):
                kept += await sent(settled(balancer(Request(which))))
            found.append([sum(call.request.id == which for call in server.open) for server in servers])
            for call in list(servers[0].open):
                call.end("done")
            await asyncio.sleep(0.01)
        return found

    first, second = run(main)
    assert first == [3, 3], (
        f"A balancer has six requests in flight to a and b: three and three, and yours {first}. Choose and send with "
        f"one TwoChoices, made in `__init__`: it counts what is in flight."
    )
    assert second == [3, 3], (
        f"A balancer has three requests in flight to b, then another one six to a and b: three and three, and yours "
        f"{second}. Each balancer has a TwoChoices of its own, in the object: it counts what is in flight from this "
        f"balancer."
    )


ENDS = ["answered", "failed", "timed out", "cancelled"]


@pytest.mark.rule(3)
@pytest.mark.parametrize("end", ENDS)
def test_what_has_ended_is_in_flight_no_more(lab, end):
    async def main():
        fleet = Fleet(lab, servers=farm("ab"), failures=30, base=20.0, options={"panic": 0.1, "timeout": 5.3})
        a, b = fleet.servers
        fleet.out("b")
        for n in range(3):
            [task] = await sent(settled(fleet.balancer(Request(n))))
            if end == "cancelled":
                task.cancel()
            elif end != "timed out":
                a.open[0].end("done" if end == "answered" else SERVICE_ERRORS[n])
            await asyncio.wait([task])
            await asyncio.sleep(0.01)
        await at(20.7)
        left = len(a.open)
        await sent(*(settled(fleet.balancer(Request(n))) for n in range(10, 14)))
        return left, (len(a.open), len(b.open))

    left, counts = run(main)
    assert not left, (
        f"Three requests to a have ended ({end}), and at the server {left} are still under way, and in flight: let the "
        f"end of a request through to its call, and leave no task behind that goes on."
    )
    assert counts == (2, 2), (
        f"Three requests to a have ended ({end}), then four at once go to a and b: two and two, and yours {counts}. "
        f"What has ended, in whatever way, is no longer in flight."
    )


@pytest.mark.rule(3)
def test_two_are_compared_and_no_more(lab):
    async def main():
        fleet = Fleet(lab, servers=farm("abcdef"), options={"timeout": 100.0})
        for n in range(60):
            if len(fleet.asked()) < 5:
                await sent(settled(fleet.balancer(Request(n))))
        idle = [server.name for server in fleet.servers if not server.calls]
        asked = [await fleet.tell() for _ in range(100)]
        return idle, asked.count(idle) / 100

    idle, often = run(main)  # a third of the pairs hold it
    assert len(idle) == 1, f"60 requests at once to six servers, and {idle} got none: two choices spread them."
    assert often < 0.6, (
        f"Five of six servers are busy, and the sixth gets {often:.0%}: two choices compare two, and a third of them "
        f"holds it."
    )


@pytest.mark.rule(3)
def test_all_chance_comes_from_the_rng(lab):
    async def main():
        return [[await fleet.tell() for _ in range(20)] for fleet in fleets()]

    def fleets():
        servers = farm("abcdefgh")
        return [Fleet(lab, servers=servers, seed=seed) for seed in (5, 5, 6)]

    first, again, other = run(main)
    assert first == again, "Balancers whose `rng` is in the same state choose differently: draw from the `rng` given."
    assert first != other, "Whatever `rng` is given, the same servers are chosen: draw from the `rng` given."
