"""Lab 03, part 2, outlier ejection: who is ejected."""

import pytest

from systemdesign import run

from .scene import at, fail, farm, names


@pytest.mark.rule(5)
def test_at_first_all_servers_are_available(lab):
    async def main():
        return names(lab.Ejection(farm("cadb")).available())

    assert run(main) == "cadb", "Before any failure `available()` gives all servers, in their order."


@pytest.mark.rule(1)
def test_failures_in_a_row_eject_a_server(lab):
    async def main():
        servers = farm("cadb")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        await at(3.3)
        fail(ejection, servers[1], 2)
        before = names(ejection.available())
        fail(ejection, servers[1], 1)
        after = names(ejection.available())
        ejection = lab.Ejection(servers, failures=3, base=2_000.0, longest=2_000.0, share=0.25)
        for time in (10.1, 99.7, 1_000.3):
            await at(time)
            fail(ejection, servers[3], 1)
        return before, after, names(ejection.available())

    before, after, slow = run(main)
    assert before == "cadb", "Two failures of three must not eject yet: eject at `failures`, not before."
    assert after != "cadb", "Three failures in a row with `failures=3` must eject a, and it is still available."
    assert after == "cdb", (
        f"Three failures of a with `failures=3` leave c, d and b, in their order; available is {after!r}."
    )
    assert "b" not in slow, (
        "Three failures of b in a row eject it, however much time lies between: they are not forgotten."
    )


@pytest.mark.rule(1, 2)
def test_an_ejection_may_begin_at_0_s(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=8.0, share=0.25)
        ejection.failed(servers[0])
        await at(7.9)
        return names(ejection.available())

    assert run(main) == "bcd", (
        "a failed at 0 s, with failures=1 and base=8, and is available at 7.9 s: 0 is a time as any other, so do not "
        "ask whether the time of an ejection is true."
    )


@pytest.mark.rule(1)
def test_a_success_begins_the_count_anew(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        for _ in range(4):
            fail(ejection, servers[0], 2)
            ejection.succeeded(servers[0])
        return names(ejection.available())

    assert run(main) == "abcd", "You count failures in total. Count those in a row: a success sets the count to 0."


@pytest.mark.rule(5)
def test_each_server_has_an_account_of_its_own(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        for server in servers:
            fail(ejection, server, 2)
        spared = names(ejection.available())
        ejection.succeeded(servers[2])
        ejection.failed(servers[3])
        return spared, names(ejection.available())

    spared, left = run(main)
    assert spared == "abcd", f"Two failures of each server add up: count each server's own. Available is {spared!r}."
    assert left == "abc", (
        f"d failed three times in a row, and between c succeeded: a success of one server says nothing of another. d "
        f"should be out, and available is {left!r}."
    )


@pytest.mark.rule(5)
def test_each_ejection_has_accounts_of_its_own(lab):
    async def main():
        servers, found = farm("abcd"), []
        first, second = (lab.Ejection(servers, failures=failures, share=0.25) for failures in (3, 4))
        for ejection, server, times in [(first, 0, 2), (second, 0, 2), (second, 1, 3), (first, 0, 1), (second, 1, 1)]:
            fail(ejection, servers[server], times)
            found.append(f"{names(first.available())} {names(second.available())}")
        return found

    found = run(main)
    assert found == ["abcd abcd"] * 3 + ["bcd abcd", "bcd acd"], (
        f"Two ejections over the same servers each have their own reports and parameters: available are {found}. The "
        f"first (failures=3) was told of two failures of a, the second (failures=4) of two of a and three of b, then "
        f"the first of one more of a, the second of one more of b. Keep accounts in the object, not in the class, a "
        f"global or a default argument."
    )


@pytest.mark.rule(3)
def test_one_server_may_always_be_ejected(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, share=0.1)
        ejection.failed(servers[2])
        return names(ejection.available())

    assert run(main) == "abd", (
        "A tenth of four servers is less than one, but one may always be ejected, whatever the share."
    )


SHARES = [("abcdef", 0.5, 3), ("abcdefg", 0.5, 3), ("abcde", 0.39, 1), ("abcde", 0.99, 4), ("abcd", 1.0, 4)]


@pytest.mark.rule(3)
def test_no_more_than_the_share_is_ejected(lab):
    async def main():
        for fleet, share, most in SHARES:
            servers = farm(fleet)
            ejection = lab.Ejection(servers, failures=1, share=share)
            for server in servers:
                ejection.failed(server)
            left = names(ejection.available())
            assert left == fleet[most:], (
                f"With share={share} at most {most} of {len(fleet)} ({share * len(fleet):.4g}, rounded down) may be "
                f"out at once, the first to fail; available is {left!r} after each of {fleet!r} has failed."
            )

    run(main)


@pytest.mark.rule(2, 5)
def test_an_ejected_server_comes_back_by_itself(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=2, base=7.25)
        for time in (1.25, 3.5):
            await at(time)
            ejection.failed(servers[0])
        await at(10.6875)
        early = names(ejection.available())
        await at(10.75)
        return early, names(ejection.available())

    early, due = run(main)
    assert "a" not in early, "The server is back too early: it stays out for `base` seconds from its last failure."
    assert "a" in due, (
        "When `base` seconds, 7.25 here, have passed, to the moment, a server is back from its first ejection, with "
        "nobody calling anything: compare with now()."
    )
    assert due == "abcd", f"`available()` keeps the order of the servers; who is back is where it was, not {due!r}."


@pytest.mark.rule(3)
def test_servers_that_are_back_leave_room_for_others(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=8.0, longest=16.0, share=0.5)
        for start, server in enumerate(servers[:3]):
            await at(40.25 * start)
            ejection.failed(server)
        return names(ejection.available())

    left = run(main)
    assert left == "abd", (
        f"a and b were ejected and are back, so c may be ejected (share=0.5 of four); available is {left!r}. The share "
        f"is of those who are out *now*: past ejections do not count."
    )
