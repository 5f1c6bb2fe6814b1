"""Lab 03, part 4, the whole balancer: servers that are back."""

import pytest

from systemdesign import now, run
from systemdesign.sim.request import Lost

from .fleet import Fleet
from .scene import at


@pytest.mark.rule(2)
def test_at_first_nobody_has_joined(lab):
    async def main():
        fleet, other = Fleet(lab, "abc", least=0.0), Fleet(lab, "def", least=0.0)
        for each in (fleet, other, fleet):
            await each.ask(4)
        return {name: since for each in (fleet, other) for name, since in each.since().items() if since is not None}

    joined = run(main)
    assert not joined, (
        f"Nobody was ejected, and the slow start was told that {', '.join(joined)} joined: before your first look all "
        f"servers were there. Each balancer keeps for itself who was."
    )


@pytest.mark.rule(2)
def test_a_server_that_is_back_has_joined(lab):
    async def main():
        fleet = Fleet(lab, "abcd", least=0.0)
        await fleet.ask(1)
        await at(0.31)
        fleet.out("a")
        await fleet.ask(10, gap=0.62)
        assert fleet.since()["a"] is None, (
            "a is ejected and still out, and you tell the slow start that it joined: it joins when it is available "
            "again, not when it leaves."
        )
        await fleet.ask(10, gap=0.62)
        first = fleet.since()
        await fleet.ask(10, gap=0.62)
        again, start = fleet.since(), now()
        fleet.out("a")
        await fleet.ask(40, gap=0.62)
        return first, again, start, fleet.since()

    first, again, start, second = run(main)
    assert first["a"] is not None, (
        "a was ejected, and is available again, and the slow start does not know: tell it that a `joined`."
    )
    assert first["a"] + 1e-6 >= 10.31 and first["a"] < 11.2, (
        f"a was ejected until 10.31 s, and the next request came within 1 s: it has joined then, and not at "
        f"{first['a']:.2f} s: once, at the first request after its return."
    )
    others = [name for name in "bcd" if first[name] is not None]
    assert not others, f"Only a was away, and you tell the slow start that {', '.join(others)} joined too."
    assert again["a"] == pytest.approx(first["a"]), (
        f"a joined at {first['a']:.2f} s, and was told to have joined again at {again['a']:.2f} s, though it was never "
        f"away in between: tell it once. What counts is who was available when you last looked."
    )
    assert second["a"] > start + 20 - 1e-6, (
        f"a was ejected a second time and is back, so it has joined again: your slow start still has "
        f"{second['a']:.2f} s. What counts is who was available when you *last* looked."
    )


@pytest.mark.rule(2)
def test_who_is_away_between_two_requests_only_has_not_joined(lab):
    async def main():
        fleet = Fleet(lab, "a", failures=1, base=0.3, least=0.0)
        fleet.servers[0].outcome = Lost("no word from a", by="a")
        await fleet.ask(3, gap=0.9)
        return fleet.since()["a"]

    since = run(main)
    assert since is None, (
        "a failed, was ejected for 0.3 s, and was back when the next request came, 0.9 s later, and you tell the slow "
        "start that it joined: look when a request comes, and then only. At both looks it was there."
    )


@pytest.mark.rule(2)
def test_a_server_that_was_asked_in_a_panic_joins_when_it_is_back(lab):
    async def main():
        fleet = Fleet(lab, "abcd", least=0.0, options={"panic": 0.9})
        fleet.out("a")
        await fleet.ask(40)
        early = fleet.since()["a"]
        await fleet.ask(70)
        return early, fleet.since()

    early, joined = run(main)
    assert early is None, (
        "In a panic a is asked, and it replies, and is ejected still: it joins when it is *available* again, and you "
        "tell the slow start before."
    )
    since, others = joined.pop("a"), [name for name, since in joined.items() if since is not None]
    assert since is not None, (
        "a was ejected, asked all the same in a panic, and is available again: it has joined. Compare who is "
        "*available* with who was, not who is a candidate."
    )
    assert since + 1e-6 >= 10 and since < 10.4, (
        f"a is available from 10 s on, and joined at {since:.2f} s: look when a request comes, each time."
    )
    assert not others, (
        f"A panic ends when a is back, and you tell the slow start that {', '.join(others)} joined too: they were "
        f"never away."
    )


@pytest.mark.rule(2)
def test_all_that_are_back_have_joined(lab):
    async def main():
        fleet = Fleet(lab, ["a", "", "c", "d"], least=0.0)
        fleet.out(["a", "", "c"])
        await fleet.ask(1)
        await at(10.3)
        await fleet.ask(1)
        return fleet.since()

    joined = run(main)
    late = [name for name in ("a", "", "c") if joined[name] is None]
    assert late != [""], "A server whose name is empty is back, and has not joined: it is a server as any other."
    assert not late, (
        f"Three servers are back at the next look, and all three have joined: your slow start knows nothing of "
        f"{', '.join(name or 'the one without a name' for name in late)}."
    )


@pytest.mark.rule(2)
def test_a_server_joins_in_a_panic_too(lab):
    async def main():
        fleet = Fleet(lab, "abcd", least=0.0)
        fleet.out("a")
        await fleet.ask(1)
        await at(2.0)
        fleet.out("bcd")
        await fleet.ask(65)
        return fleet.since()["a"]

    since = run(main)
    assert since is not None and since + 1e-6 >= 10 and since < 10.4, (
        f"a is back at 10 s, while b, c and d are still out, and the first request after that looks in a panic too: a "
        f"joined then, and yours has {since}."
    )
