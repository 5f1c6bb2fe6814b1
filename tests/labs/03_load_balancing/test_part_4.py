"""Lab 03, part 4: the panic threshold, and all of it together."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Request, ServiceError

from .fleet import Fleet
from .scene import at, fail, names, sent


def test_on_a_good_day_all_are_answered_and_all_take_part(lab):
    async def main():
        fleet = Fleet(lab)
        return await fleet.ask(80), fleet.asked()

    outcomes, asked = run(main)
    assert all(getattr(reply, "by", None) for reply in outcomes), (
        "On a good day every request gets its server's reply: return it."
    )
    assert set(asked) == set("abcd"), f"All four servers are healthy, and only {sorted(asked)} were asked."
    assert sum(asked.values()) == 80, (
        "Each request is sent once: a balancer that tries again hides errors and doubles the load."
    )


def test_a_dead_server_is_left_after_its_failures(lab):
    async def main():
        fleet = Fleet(lab)
        fleet.servers[1].crash()
        outcomes = await fleet.ask(60)
        return sum(isinstance(outcome, ServiceError) for outcome in outcomes), fleet.asked()["b"]

    errors, asked = run(main)
    assert errors > 0, (
        "The first failures must reach their callers: the balancer learns from them, it does not hide them."
    )
    assert asked <= 3, (
        f"A dead server was asked {asked} times with failures=3: tell the ejection, and choose among `available()`."
    )


def test_a_success_is_told_to_the_ejection(lab):
    async def main():
        fleet = Fleet(lab, "ab")
        fail(fleet.ejection, fleet.watched[0], 2)
        fail(fleet.ejection, fleet.watched[1], 2)
        await fleet.ask(20)
        fail(fleet.ejection, fleet.watched[0], 2)
        fail(fleet.ejection, fleet.watched[1], 2)
        return names(fleet.ejection.available())

    assert run(main) == "ab", "Successes must be told too, or the failures of a whole week count as in a row."


def test_a_hanging_server_is_a_failing_server(lab):
    async def main():
        fleet = Fleet(lab)
        fleet.servers[2].pause()
        outcomes = await fleet.ask(60)
        return [outcome for outcome in outcomes if isinstance(outcome, TimeoutError)], fleet.asked()["c"]

    timeouts, asked = run(main)
    assert timeouts, "A reply that takes longer than `timeout` ends in a TimeoutError for the caller."
    assert asked <= 3, f"A hanging server was asked {asked} times: a time-out is a failure, so tell the ejection."


def test_a_cancelled_request_says_nothing_about_the_server(lab):
    async def main():
        fleet = Fleet(lab, "ab", seconds=0.5)
        for n in range(20):
            for task in await sent(fleet.balancer(Request(n))):
                await asyncio.sleep(0.1)
                task.cancel()
        return names(fleet.ejection.available())

    assert run(main) == "ab", (
        "A client that went away is not the server's failure: tell the ejection of errors and time-outs only."
    )


def test_a_server_that_is_back_starts_slowly(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=10.0, window=40.0)
        fleet.out("a")
        await fleet.ask(400, gap=0.05)  # 40 s
        return fleet.asked(10.0, 20.0)["a"], fleet.asked(30.0, 40.0)["a"]

    first, later = run(main)
    assert first < 16, (
        f"Back after 10 s, the server got {first} of 100 requests in 10 s: tell the slow start that it `joined`."
    )
    assert later > first, (
        f"The share of a server that is back must grow: {first} requests in the first 10 s, {later} two windows later."
    )


def test_with_too_few_left_all_are_used(lab):
    async def main():
        fleet = Fleet(lab, "abcdefgh", base=100.0)
        fleet.out("abcdef")
        await fleet.ask(120)
        return fleet.asked()

    asked = run(main)
    assert set(asked) != set("gh"), (
        "Six of eight are out and two carry everything: below the panic threshold, use all servers."
    )
    assert set(asked) == set("abcdefgh"), (
        f"In a panic every server takes part, ejected or not; yours asked {sorted(asked)}."
    )


def test_at_the_threshold_there_is_no_panic_yet(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=100.0)
        fleet.out("ab")
        await fleet.ask(60)
        return fleet.asked()

    assert set(run(main)) == set("cd"), (
        "Half of the servers are available and panic is 0.5: panic begins below the threshold, not at it."
    )


def test_the_panic_ends_when_servers_are_back(lab):
    async def main():
        fleet = Fleet(lab, "abcd", base=10.0, window=1.0)
        fleet.out("abc")
        await fleet.ask(30)
        await at(20.0)
        fleet.out("d")
        await fleet.ask(40)
        return fleet.asked(since=20.0)

    assert set(run(main)) == set("abc"), (
        "Three of four are available again and d is out: the panic is over, so leave d alone."
    )


@pytest.mark.parametrize(("panic", "out", "left"), [(0.3, "abcdef", "ghij"), (0.8, "a", "bcdefghij")])
def test_as_many_as_panic_asks_for_are_enough(lab, panic, out, left):
    async def main():
        fleet = Fleet(lab, "abcdefghij", panic=panic, base=100.0)
        fleet.out(out)
        await fleet.ask(150)
        return fleet.asked()

    assert set(run(main)) == set(left), (
        f"With panic={panic}, {len(left)} available servers of ten are enough: compare with the share `panic` of all "
        f"that was given, and use all only when *fewer* are available."
    )


@pytest.mark.parametrize(("panic", "out"), [(0.3, "abcdefgh"), (0.8, "abc")])
def test_fewer_than_panic_asks_for_are_too_few(lab, panic, out):
    async def main():
        fleet = Fleet(lab, "abcdefghij", panic=panic, base=100.0)
        fleet.out(out)
        await fleet.ask(150)
        return fleet.asked()

    assert set(run(main)) == set("abcdefghij"), (
        f"With panic={panic}, {10 - len(out)} available servers of ten are too few: the threshold is the share `panic` "
        f"of all servers, whatever it is, and below it all take part."
    )


def test_what_the_servers_share_fails_and_comes_back(lab):
    async def main():
        fleet = Fleet(lab, "abcdefgh", base=100.0)
        for server in fleet.servers[:6]:
            server.crash()
        await fleet.ask(100)
        for server in fleet.servers[:6]:
            server.restart()
        await at(20.0)
        return await fleet.ask(100), fleet.asked(since=20.0)

    outcomes, asked = run(main)
    assert all(getattr(reply, "by", None) for reply in outcomes) and set(asked) == set("abcdefgh"), (
        f"Six of eight failed for a while and were ejected, and now all are well: in a panic all eight serve, "
        f"and yours asked {sorted(asked)} after that."
    )
