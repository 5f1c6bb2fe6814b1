"""Lab 03, part 3, slow start: the weight of a server."""

import pytest

from systemdesign import now, run
from systemdesign.grading.hints import hint

from .scene import at, farm
from .windows import Windows, weight


async def weights(slow, server, *elapsed):
    """Its weight, so many seconds from now."""
    start, found = now(), []
    for seconds in elapsed:
        await at(start + seconds)
        found.append(round(weight(slow, server), 6))
    return found


@pytest.mark.rule(3)
def test_a_server_that_never_joined_late_has_full_weight(lab):
    async def main():
        slow, (a, b) = lab.SlowStart(), farm("ab")
        before = slow.weight(a)
        slow.joined(b)
        await at(3.7)
        return [before, slow.weight(a)]

    with hint("A server that was there from the start was never `joined`: its weight is 1."):
        assert run(main) == [1, 1], (
            "A server that was there from the start, and never `joined`, has weight 1, whoever else has joined."
        )


@pytest.mark.rule(2)
def test_the_weight_climbs_in_a_straight_line(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        await at(100.0)
        slow.joined(a)
        return await weights(slow, a, 0, 1, 5, 10, 20, 50)

    found = run(main)
    assert found[0] > 0, "A weight of 0 would starve the server for good: the least is `least`."
    assert found[0] == 0.1, f"A server that has just joined has weight `least`, 0.1 here, and yours has {found[0]:g}."
    assert found[4] == 1 and found[5] == 1, (
        f"After `window` seconds the weight is 1 and stays 1; yours is {found[4]:g}, then {found[5]:g}."
    )
    assert found == [0.1, 0.1, 0.25, 0.5, 1, 1], (
        f"0, 1, 5, 10, 20 and 50 s after it joined, the weight is the part of `window`, 20 s, that has passed, at "
        f"least `least`, 0.1: so 0.1, 0.1, 0.25, 0.5, 1 and 1, and yours is {found}."
    )


@pytest.mark.rule(1)
def test_a_server_may_join_at_0_s(lab):
    async def main():
        slow, [a] = lab.SlowStart(window=20.0, least=0.1), farm("a")
        slow.joined(a)
        return await weights(slow, a, 0, 5)

    found = run(main)
    assert found == [0.1, 0.25], (
        f"a joined at 0 s: its weight is 0.1 then and 0.25 5 s later, and yours {found}. 0 is a time as any other, so "
        f"do not ask whether the time when a server joined is true, ask whether there is one."
    )


@pytest.mark.rule(1)
def test_the_window_begins_with_joined(lab):
    async def main():
        slow, [nameless] = lab.SlowStart(window=20.0, least=0.1), farm([""])
        await at(4.0)
        slow.joined(nameless)
        await at(14.0)
        return slow.weight(nameless)

    got = run(main)
    assert got != 1, "A server whose name is empty joined, and its weight is 1: it is a server as any other."
    assert got == pytest.approx(0.5), (
        f"A server joined 10 s ago, with window=20, and is asked for its weight for the first time: 0.5, and yours is "
        f"{got:g}. The window begins with `joined`, not with the first question."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(("window", "least"), [(7.3, 0.4), (0.9, 0.05), (61.7, 0.0), (5.3, 1.0), (240.0, 0.003)])
def test_window_and_least_are_what_was_given(lab, window, least):
    async def main():
        [a] = farm("a")
        slow, due = lab.SlowStart(window=window, least=least), Windows(window, least)
        await at(3.71)
        slow.joined(a)
        due.joined("a")
        for part in (0, 0.002, 0.01, 0.11, 0.37, 0.41, 0.75, 0.999, 1.001, 3.3):
            await at(3.71 + part * window)
            got = weight(slow, a)
            assert got == pytest.approx(due.weight("a"), abs=1e-9), (
                f"{now() - 3.71:.3f} s after it joined, with window={window:g} and least={least:g}, the weight is "
                f"{due.weight('a'):.4f}, and yours is {got:.4f}: the part of `window` that has passed, at least "
                f"`least` and at most 1, not rounded."
            )

    run(main)


@pytest.mark.rule(2)
def test_the_defaults_are_envoys(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart()
        slow.joined(a)
        return await weights(slow, a, 0.5, 2.7, 15.0, 28.5, 30.0)

    found = run(main)
    assert found == [0.1, 0.1, 0.5, 0.95, 1], (
        f"`window` is 30 s and `least` 0.1 when they are not given: after 0.5, 2.7, 15, 28.5 and 30 s the weight is "
        f"0.1, 0.1, 0.5, 0.95 and 1, and yours {found}."
    )


@pytest.mark.rule(1)
def test_joining_again_starts_again(lab):
    async def main():
        [a] = farm("a")
        slow = lab.SlowStart(window=20.0, least=0.1)
        slow.joined(a)
        await weights(slow, a, 30)
        slow.joined(a)
        cold = await weights(slow, a, 5, 13)
        slow.joined(a)
        return cold + await weights(slow, a, 0, 9)

    found = run(main)
    assert found[:2] == [0.25, 0.65], (
        f"A server that joins a second time is cold again: its window begins anew. 5 and 13 s later its weight is 0.25 "
        f"and 0.65, and yours {found[0]:g} and {found[1]:g}."
    )
    assert found[2:] == [0.1, 0.45], (
        f"A server that joins again while it warms up is cold again too: its weight is 0.1, 9 s later 0.45, and yours "
        f"{found[2]:g} and {found[3]:g}."
    )


@pytest.mark.rule(1)
def test_each_server_has_a_window_of_its_own(lab):
    async def main():
        a, b = farm("ab")
        slow, other = lab.SlowStart(window=20.0, least=0.1), lab.SlowStart(window=40.0, least=0.1)
        slow.joined(a)
        await at(4.0)
        slow.joined(b)
        await at(9.0)
        one = [slow.weight(a), slow.weight(b)]
        other.joined(a)
        await at(14.0)
        return one, [slow.weight(a), slow.weight(b)], [other.weight(a), other.weight(b)]

    one, after, other = run(main)
    assert one == pytest.approx([0.45, 0.25]), (
        f"a joined 9 s ago, b 5 s ago, and the window is 20 s: weights 0.45 and 0.25, and yours {one}. Note for each "
        f"server when it joined."
    )
    assert (*after, *other) == pytest.approx((0.7, 0.5, 0.125, 1)), (
        f"Then a joined, in another SlowStart, with window=40. 5 s later the weights of a and b are 0.7 and 0.5 here, "
        f"0.125 and 1 there, and yours {after} and {other}. Keep what you note in the object, not in the class, a "
        f"global or a default argument."
    )
