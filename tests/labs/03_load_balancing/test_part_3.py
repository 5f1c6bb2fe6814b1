"""Lab 03, part 3: slow start."""

import pytest

from systemdesign import run, stream
from systemdesign.grading.hints import hint

from .scene import at, farm, names


def test_a_server_that_never_joined_late_has_full_weight(lab):
    async def main():
        return [lab.SlowStart().weight(server) for server in farm("ab")]

    with hint("A server that was there from the start was never `joined`: its weight is 1."):
        assert run(main) == [1, 1], "A server that was there from the start has weight 1."


def test_the_weight_climbs_in_a_straight_line(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        await at(100.0)
        slow.joined(a)
        weights = []
        for elapsed in (0, 1, 5, 10, 20, 50):
            await at(100.0 + elapsed)
            weights.append(round(slow.weight(a), 6))
        return weights

    weights = run(main)
    assert weights[0] > 0, "A weight of 0 would starve the server for good: the least is `least`."
    assert weights[0] == 0.1, (
        f"A server that has just joined has weight `least`, 0.1 here, and yours has {weights[0]:g}."
    )
    assert weights[4] == 1 and weights[5] == 1, (
        f"After `window` seconds the weight is 1 and stays 1; yours is {weights[4]:g}, then {weights[5]:g}."
    )
    assert weights == [0.1, 0.1, 0.25, 0.5, 1, 1], (
        f"The weight is the share of the window that has passed, at least `least`: {weights}."
    )


def test_joining_again_starts_again(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        slow.joined(a)
        await at(30.0)
        slow.joined(a)
        await at(35.0)
        return slow.weight(a)

    assert run(main) == pytest.approx(0.25), "A server that joins a second time is cold again: its window begins anew."


def test_servers_at_full_weight_always_take_part(lab):
    async def main():
        servers = farm("abc")
        rng = stream("slow")
        return {names(lab.SlowStart().admitted(servers, rng)) for _ in range(50)}

    assert run(main) == {"abc"}, "A server of weight 1 takes part every time, and the order stays."


def test_a_joining_server_takes_part_as_often_as_its_weight(lab):
    async def main():
        servers, rng = farm("abc"), stream("slow")
        slow = lab.SlowStart(window=20.0, least=0.1)
        slow.joined(servers[1])
        shares = []
        for time in (0.0, 5.0, 10.0):
            await at(time)
            rounds = [names(slow.admitted(servers, rng)) for _ in range(600)]
            shares.append(sum("b" in group for group in rounds) / 600)
        return shares

    shares = run(main)
    assert shares[0] < 0.5, (
        "A server that has just joined takes part in every choice: admit it with the probability of its weight."
    )
    assert all(abs(got - due) < 0.07 for got, due in zip(shares, (0.1, 0.25, 0.5))), (
        f"At weights 0.1, 0.25 and 0.5 it takes part in {shares} of the choices."
    )


def test_somebody_is_always_admitted(lab):
    async def main():
        servers, rng = farm("abc"), stream("slow")
        slow = lab.SlowStart(window=20.0, least=0.1)
        for server in servers:
            slow.joined(server)
        return min(len(slow.admitted(servers, rng)) for _ in range(200))

    assert run(main) > 0, "When the draw admits nobody, admit all: somebody has to answer the request."
