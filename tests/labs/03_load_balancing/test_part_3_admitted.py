"""Lab 03, part 3, slow start: who takes part in a choice."""

from collections import Counter
from random import Random

import pytest

from systemdesign import run

from .scene import at, farm, names


def choices(slow, servers, rng, count):
    """Who took part, choice by choice."""
    return Counter(names(slow.admitted(servers, rng)) for _ in range(count))


@pytest.mark.rule(4)
def test_servers_at_full_weight_always_take_part(lab):
    async def main():
        servers, slow = farm("cab"), lab.SlowStart(window=5.0)
        slow.joined(servers[0])
        await at(5.3)
        return set(choices(slow, servers, Random(1), 50))

    assert run(main) == {"cab"}, "A server of weight 1 takes part every time, and the order stays."


@pytest.mark.rule(4)
def test_servers_of_no_weight_never_take_part(lab):
    async def main():
        servers, slow = farm("cabde"), lab.SlowStart(window=1e6, least=0.0)
        for server in servers[1:3]:
            slow.joined(server)
        return set(choices(slow, servers, Random(1), 50)), names(slow.admitted(servers[1:], Random(1)))

    all_five, four = run(main)
    assert all_five != {"cbde"}, (
        "a and b, neighbours in the list, have just joined with weight 0, and b takes part each time: draw for each, "
        "and take nobody out of a list while you go through it."
    )
    assert all_five == {"cde"}, (
        f"a and b have just joined and `least` is 0, so their weight is 0: c, d and e take part, in their order, and "
        f"yours are {sorted(all_five)}: admit each with the probability of its weight."
    )
    assert four == "de", (
        f"`admitted(servers, rng)` is about the servers it is given, a, b, d and e; yours gave {four!r}."
    )


@pytest.mark.rule(4)
def test_a_joining_server_takes_part_as_often_as_its_weight(lab):
    async def main():
        servers, slow, rng, shares = farm("abc"), lab.SlowStart(window=20.0, least=0.1), Random(1), []
        orders = set()
        slow.joined(servers[1])
        for time in (0.0, 5.0, 10.0, 15.0):
            await at(time)
            found = choices(slow, servers, rng, 400)
            shares.append(sum(count for group, count in found.items() if "b" in group) / 400)
            orders.update(found)
        return shares, orders

    shares, orders = run(main)
    assert orders <= {"abc", "ac"}, (
        f"a and c always take part, b sometimes, and always in their order; yours were {sorted(orders)}."
    )
    assert shares[0] < 0.5, (
        "A server that has just joined takes part in every choice: admit it with the probability of its weight."
    )
    seen = ", ".join(f"{each:.0%}" for each in shares)
    assert all(abs(got - due) < 0.11 for got, due in zip(shares, (0.1, 0.25, 0.5, 0.75))), (
        f"At weights 0.1, 0.25, 0.5 and 0.75 it should take part in so many of the choices, drawn anew each time, and "
        f"takes part in {seen}."
    )


@pytest.mark.rule(4, 5)
def test_each_server_has_a_draw_of_its_own(lab):
    async def main():
        servers, slow = farm("abc"), lab.SlowStart(window=20.0, least=0.1)
        slow.joined(servers[0])
        slow.joined(servers[1])
        await at(10.0)
        return choices(slow, servers, Random(1), 400)

    found = run(main)
    shares = [found[group] / 400 for group in ("c", "ac", "bc", "abc")]
    seen = ", ".join(f"{each:.0%}" for each in shares)
    assert shares[0] > 0, (
        "c is never alone: one that is left alone takes part alone, and only nobody left means all (rule 5)."
    )
    assert all(abs(each - 0.25) < 0.11 for each in shares), (
        f"a and b have weight 0.5, c 1. c alone, a and c, b and c, and all three should be a quarter of the choices "
        f"each, and are {seen}: draw once for each server, not once for all (rule 4)."
    )


@pytest.mark.rule(4)
def test_the_weights_of_others_do_not_count(lab):
    async def main():
        servers, slow = farm("ab"), lab.SlowStart(window=20.0, least=0.1)
        for server in servers:
            slow.joined(server)
        await at(15.0)
        return 1 - choices(slow, servers, Random(1), 300)["b"] / 300

    often = run(main)
    assert often < 0.93, (
        f"a and b both have weight 0.75, so each takes part in some 80% of the choices, and yours admits a in "
        f"{often:.0%}: with the probability of its own weight, whatever the others' are."
    )


@pytest.mark.rule(5)
def test_somebody_is_always_admitted(lab):
    async def main():
        servers, slow = farm("cabd"), lab.SlowStart(window=1e6, least=0.0)
        for server in reversed(servers):
            slow.joined(server)
        return set(choices(slow, servers[:3], Random(1), 30))

    found = run(main)
    assert "" not in found, "When the draw admits nobody, admit all: somebody has to answer the request."
    assert found == {"cab"}, (
        f"When the draw admits nobody, all take part that `admitted` was given, c, a and b, in their order; yours are "
        f"{sorted(found)}."
    )


@pytest.mark.rule(5)
def test_nobody_is_rare_but_not_forgotten(lab):
    async def main():
        servers, slow = farm("ab"), lab.SlowStart(window=20.0, least=0.1)
        for server in servers:
            slow.joined(server)
        await at(6.0)
        return choices(slow, servers, Random(1), 400)

    found = run(main)  # each alone 0.21; nobody 0.49, and with both at once 0.09, that is all
    shares = [found[group] / 400 for group in ("a", "b", "ab")]
    seen = ", ".join(f"{each:.0%}" for each in shares)
    assert all(abs(got - due) < 0.11 for got, due in zip(shares, (0.21, 0.21, 0.58))), (
        f"a and b have weight 0.3: each alone in 21% of the choices, and both in 58%, since all take part when the "
        f"draw leaves nobody; yours: {seen}."
    )


@pytest.mark.rule(6)
def test_all_chance_comes_from_the_rng_of_the_call(lab):
    async def main():
        servers, slow = farm("abcdef"), lab.SlowStart(window=20.0, least=0.1)
        for server in servers[:5]:
            slow.joined(server)
        await at(10.0)
        return [[names(slow.admitted(servers, rng)) for _ in range(12)] for rng in map(Random, (5, 5, 6))]

    first, again, other = run(main)
    assert first == again, (
        "From the same state of `rng` you admit other servers: draw from the `rng` of the call, not from the module "
        "`random`, a generator of your own or the `rng` of an earlier call."
    )
    assert first != other, "Whatever `rng` is given, you admit the same servers: draw from the `rng` of the call."
