"""Lab 03, part 2, outlier ejection: who is ejected."""

import pytest

from systemdesign import run

from .scene import Puppet, at, fail, farm, names


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
        return before, names(ejection.available())

    before, after = run(main)
    assert before == "cadb", "Two failures of three must not eject yet: eject at `failures`, not before."
    assert after != "cadb", "Three failures in a row with `failures=3` must eject a, and it is still available."
    assert after == "cdb", (
        f"Three failures of a with `failures=3` leave c, d and b, in their order; available is {after!r}."
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
        ejection.succeeded(servers[0])
        well = names(ejection.available())
        fail(ejection, servers[0], 3)
        return well, names(ejection.available())

    well, out = run(main)
    assert well == "abcd", "You count failures in total. Count those in a row: a success sets the count to 0."
    assert out == "bcd", (
        "a succeeded twice and then failed three times in a row, with failures=3, and is available: a success sets the "
        "count to 0, and no lower."
    )


@pytest.mark.rule(5)
def test_each_server_has_an_account_of_its_own(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, share=0.5)
        for server in servers * 2:
            ejection.failed(server)
        spared = names(ejection.available())
        ejection.succeeded(servers[2])
        ejection.failed(servers[3])
        return spared, names(ejection.available())

    spared, left = run(main)
    assert spared == "abcd", f"Two failures of each server add up: count each server's own. Available is {spared!r}."
    assert left == "abc", (
        f"d failed three times in a row, and between others failed and c succeeded: reports on one server say nothing "
        f"of another. d should be out, and available is {left!r}."
    )


@pytest.mark.rule(5)
def test_a_server_may_have_an_empty_name(lab):
    async def main():
        servers = [Puppet("a"), Puppet("")]
        ejection = lab.Ejection(servers, failures=1, share=0.5)
        ejection.failed(servers[1])
        return servers[1] not in ejection.available()

    assert run(main), "A server whose name is empty failed, with failures=1, and is available: it is one as any other."


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
