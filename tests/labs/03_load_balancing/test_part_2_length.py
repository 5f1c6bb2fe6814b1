"""Lab 03, part 2, outlier ejection: how long it lasts."""

import pytest

from systemdesign import now, run

from .scene import at, fail, farm, lasts, names


@pytest.mark.rule(2)
def test_each_ejection_lasts_longer_than_the_one_before(lab):
    async def main():
        servers = farm("abcd")
        ejection = lab.Ejection(servers, failures=1, base=7.25)
        await at(0.375)
        times = []
        for _ in range(5):
            ejection.failed(servers[0])
            times.append(await lasts(ejection, servers[0], 7.25))
            await at(now() + 0.625)
            ejection.succeeded(servers[0])
        ejection.failed(servers[1])
        return times, await lasts(ejection, servers[1], 7.25)

    times, other = run(main)
    assert times[1] != 1, (
        "The second ejection lasts twice `base`, and yours once: multiply by the number of ejections, and remember "
        "those of a server that has been well since."
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
