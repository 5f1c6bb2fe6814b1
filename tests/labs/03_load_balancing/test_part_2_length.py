"""Lab 03, part 2, outlier ejection: how long it lasts."""

import pytest

from systemdesign import now, run

from .scene import at, fail, farm, lasts, names


@pytest.mark.rule(2, 5)
def test_an_ejected_server_comes_back_by_itself(lab):
    async def main():
        servers = farm("abcd")
        ejection, found = lab.Ejection(servers, failures=2, base=7.25), []
        for time in (1.25, 3.5):
            await at(time)
            ejection.failed(servers[0])
        for time in (10.6875, 10.75, 10.765625, 11.5):
            await at(time)
            found.append(names(ejection.available()))
        return found

    early, due, soon, later = run(main)
    assert "a" not in early, (
        "The server is back too early: it stays out for `base` seconds, 7.25 here, from its last failure (rule 2)."
    )
    words = "When `base` seconds, 7.25 here, have passed, a server is back from its first ejection"
    assert "a" in due or "a" not in soon, f"{words}, to the moment, and yours is back just after it (rule 2)."
    assert "a" in due or "a" not in later, (
        f"{words}, and yours when whole seconds have: cut nothing off now() (rule 2)."
    )
    assert "a" in due, f"{words}, with nobody calling anything: compare with now() (rule 2)."
    assert due == "abcd", (
        f"`available()` keeps the order of the servers; who is back is where it was, not {due!r} (rule 5)."
    )


@pytest.mark.rule(1)
def test_failures_in_a_row_are_not_forgotten(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, base=8.0)
        for time in (10.1, 99.7, 1_000.3):
            await at(time)
            ejection.failed(servers[3])
        return names(ejection.available())

    assert run(main) == "abc", (
        "Three failures of d in a row eject it, however much time lies between: they are not forgotten."
    )


@pytest.mark.rule(2, 3)
def test_servers_that_are_back_leave_room_for_others(lab):
    async def main(look):
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=8.0, longest=16.0, share=0.5)
        for start, server in enumerate(servers[:3]):
            await at(40.25 * start)
            if look:
                ejection.available()
            ejection.failed(server)
        return names(ejection.available())

    looked, unseen = run(main(look=True)), run(main(look=False))
    assert looked == "abd", (
        f"a and b were ejected and are back, so c may be ejected (share=0.5 of four); available is {looked!r}. The "
        f"share is of those who are out *now*: past ejections do not count (rule 3)."
    )
    assert unseen == "abd", (
        f"a and b were ejected and are back, so c may be ejected (share=0.5 of four), and that only when somebody "
        f"asked for the `available()` before: otherwise they are {unseen!r}. An ejection ends by itself, whoever looks "
        f"or not, also for `failed` and `succeeded` (rule 2)."
    )


@pytest.mark.rule(2)
def test_each_ejection_lasts_longer_than_the_one_before(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=7.25)
        await at(0.375)
        times = []
        for well in (0.625, 0.625, 0.625, 700.625, 0.625):
            ejection.failed(servers[0])
            times.append(await lasts(ejection, servers[0], 7.25))
            await at(now() + well)
            ejection.succeeded(servers[0])
        ejection.failed(servers[1])
        return times, await lasts(ejection, servers[1], 7.25)

    times, other = run(main)
    assert times[1] != 1, (
        "The second ejection lasts twice `base`, and yours once: multiply by the number of ejections, and remember "
        "those of a server that has been well since."
    )
    assert times[:4] != [1, 2, 3, 4] or times[4] == 5, (
        f"The fifth ejection lasts 5 times `base`, and yours {times[4]:g} times, after 700 s without one: past "
        f"ejections are not forgotten, however long ago."
    )
    seen = ", ".join(f"{each:g}" for each in times)
    assert times == [1, 2, 3, 4, 5], (
        f"Five ejections of a server last 1, 2, 3, 4 and 5 times `base`, and yours {seen}: the n-th n times."
    )
    assert other == 1, (
        f"After five ejections of a, b's first lasts `base`, and yours {other:g} times that: count each server's own."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(("longest", "due"), [(18.0, [1, 2, 2.25, 2.25]), (6.0, [0.75, 0.75])])
def test_no_ejection_lasts_longer_than_longest(lab, longest, due):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=8.0, longest=longest)
        times = []
        for _ in due:
            ejection.failed(servers[0])
            times.append(await lasts(ejection, servers[0], 8.0))
        return times

    times = run(main)
    assert times == due, (
        f"No ejection lasts longer than `longest`: with base=8 and longest={longest:g} they last "
        f"{[8 * each for each in due]} s, and yours {[8 * each for each in times]} s."
    )


@pytest.mark.rule(1)
def test_a_server_that_is_back_starts_with_a_clean_count(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=3, base=8.0)
        fail(ejection, servers[0], 3)
        await at(8.75)
        fail(ejection, servers[0], 2)
        return names(ejection.available())

    assert run(main) == "abcd", (
        "A server that is back needs `failures` new failures in a row: set its count to 0 when you eject it."
    )
