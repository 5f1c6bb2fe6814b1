"""Lab 03, part 4, the whole balancer: who may be chosen, and when too few are left."""

import pytest

from systemdesign import now, run

from .fleet import Fleet
from .scene import SERVICE_ERRORS, at, names


@pytest.mark.rule(1)
def test_with_too_few_left_all_are_used(lab):
    async def main():
        fleet = Fleet(lab, "abcdefgh", base=100.0)
        fleet.out("abcde")
        await fleet.ask(100)
        return fleet.asked()

    asked = run(main)
    assert set(asked) != set("fgh"), (
        "Five of eight are out and three carry everything: below the panic threshold, a half when it is not given, use "
        "all servers."
    )
    assert set(asked) == set("abcdefgh"), (
        f"In a panic every server takes part, ejected or not; yours asked {sorted(asked)}."
    )


@pytest.mark.rule(1)
def test_with_nobody_left_all_are_used(lab):
    async def main():
        fleet = Fleet(lab, "abc", base=100.0, options={"panic": 0.01})
        fleet.out("abc")
        return await fleet.ask(40), fleet.asked()

    outcomes, asked = run(main)
    assert set(asked) == set("abc"), (
        f"All three are out, fewer than any share of them: use all servers; yours asked {sorted(asked)}, and the first "
        f"request gave {outcomes[0]!r}."
    )


@pytest.mark.rule(1)
def test_at_the_threshold_there_is_no_panic_yet(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=100.0)
        fleet.out("ab")
        await fleet.ask(60)
        return fleet.asked()

    asked = run(main)
    assert not 0 < asked["a"] + asked["b"] < 12, (
        f"a and b are ejected, and c and d enough, and yours asked a and b {asked['a'] + asked['b']} of 60 times: the "
        f"candidates are the available, and nobody else."
    )
    assert set(asked) == set("cd"), (
        "Half of the servers are available and panic is 0.5: panic begins below the threshold, not at it."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("panic", "out", "left"), [(0.3, "abcdef", "ghij"), (0.8, "a", "bcdefghij"), (0.0, "abcde", "fg")]
)
def test_as_many_as_panic_asks_for_are_enough(lab, panic, out, left):
    async def main():
        fleet = Fleet(lab, out + left, base=100.0, options={"panic": panic})
        fleet.out(out)
        await fleet.ask(100)
        return fleet.asked()

    asked = run(main)
    assert set(asked) == set(left), (
        f"With panic={panic}, {len(left)} available of {len(out + left)} are enough, and yours asked {sorted(asked)}: "
        f"compare with the share `panic` of all servers, as it was given, and use all only when *fewer* are available."
    )


@pytest.mark.rule(1, 3)
def test_one_server_may_be_enough(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=100.0, options={"panic": 0.25})
        fleet.out("abc")
        await fleet.ask(40)
        return fleet.asked()

    asked = run(main)
    assert set(asked) == {"d"}, (
        f"With panic=0.25 one available server of four is enough, and the one candidate is the choice, though there "
        f"are no two to compare: fall back on nobody else. Yours asked {sorted(asked)}."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("panic", "out", "left"), [(0.3, "abcdefgh", "ij"), (0.8, "abc", "defghij"), (0.9, "a", "bcd"), (0.3, "abc", "d")]
)
def test_fewer_than_panic_asks_for_are_too_few(lab, panic, out, left):
    async def main():
        fleet = Fleet(lab, out + left, base=100.0, options={"panic": panic})
        fleet.out(out)
        await fleet.ask(120)
        return fleet.asked()

    asked = run(main)
    assert set(asked) == set(out + left), (
        f"With panic={panic}, {len(left)} available of {len(out + left)} are too few, and yours asked {sorted(asked)}: "
        f"the threshold is the share `panic` of all servers, whatever it is, and below it all take part."
    )


@pytest.mark.rule(1)
def test_the_share_is_of_all_servers_each_time(lab):
    async def main():
        fleet = Fleet(lab, "abcdefghij", base=100.0)
        fleet.out("abcd")
        await fleet.ask(10)
        fleet.out("ef")
        start = now()
        await fleet.ask(80)
        return fleet.asked(since=start)

    asked = run(main)
    assert set(asked) == set("abcdefghij"), (
        f"Four of ten were out, then six: with a panic at one half four of ten are too few, and yours asked "
        f"{sorted(asked)}. Look anew for each request, and take the share of *all* servers."
    )


@pytest.mark.rule(1)
def test_the_available_count_also_while_they_are_cold(lab):
    async def main():
        fleet = Fleet(lab, "abcd", least=0.0, options={"panic": 0.7})
        fleet.out("b")
        await fleet.ask(1)
        await at(10.3)
        fleet.out("a")
        await fleet.ask(60)
        return sorted(fleet.asked(since=10.3))

    asked = run(main)
    assert "a" not in asked, (
        f"a is ejected and b, just back, is still cold: three of four are available, enough for panic=0.7, and yours "
        f"asked {asked}. Count those that are available, whoever the slow start admits."
    )


@pytest.mark.rule(1)
def test_the_panic_ends_when_servers_are_back(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=10.0)
        fleet.out("abc")
        await fleet.ask(30)
        await at(20.7)
        fleet.out("d")
        await fleet.ask(40)
        fleet.out("ab")
        await fleet.ask(40)
        return fleet.asked(20.7, 26.7), fleet.asked(since=26.8)

    after, again = run(main)
    assert set(after) == set("abc"), (
        f"Three of four are available again and d is out: the panic is over, so leave d alone. Yours asked "
        f"{sorted(after)}."
    )
    assert set(again) == set("abcd"), (
        f"a, b and d are out, one of four is left, for the second time: panic again. Yours asked {sorted(again)}."
    )


@pytest.mark.rule(5)
def test_in_a_panic_failures_are_told_too(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=100.0)
        fleet.out("abc")
        fleet.named["d"].outcome = SERVICE_ERRORS[1]
        await fleet.ask(60)
        return names(fleet.ejection.available())

    assert run(main) == "", (
        "In a panic d failed many times in a row, with failures=3, and is available still: tell the ejection of "
        "failures in a panic too."
    )
