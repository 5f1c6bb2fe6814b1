"""Lab 14, part 4: the client, its pauses, and the time that is left."""

import asyncio
from random import Random

import pytest

from systemdesign import now, run
from systemdesign.sim.request import Lost, Refused

from .scene import kind, order, settled
from .shop import SLOW, Shop, answered, client, outcome


def paused(lab, seed, failures, left, **options):
    """What a jitter of the student's draws, with this seed."""
    return lab.FullJitter(Random(seed), **options).pause(failures, left)


@pytest.mark.rule(5)
@pytest.mark.parametrize("script", [[Lost] * 3, [Refused, Lost, SLOW]])
def test_the_pauses_are_those_of_the_jitter(lab, script):
    shop, options = Shop(*script), {"base": 1.0, "cap": 100.0}

    async def main():
        made, _ = client(lab, shop, timeout=0.5, seed=4, **options)
        await settled(made(order(), within=1e6))
        jitter = lab.FullJitter(Random(4), **options)
        return [jitter.pause(failures, 1e6) for failures in (1, 2, 3)]

    expected = run(main)
    gaps = [after - before for before, after in zip(shop.times, shop.times[1:])]
    assert len(gaps) == 3, (
        f"Three tries failed, a fourth was due, and all the time in the world is left; you made {len(shop.calls)}. "
        "Give the jitter the time that is left now, and let the whole pause pass, for which no time-out of a try runs."
    )
    gaps[2] -= 0.5 if script[2] == SLOW else 0
    assert gaps == pytest.approx(expected), (
        f"Between two tries pause as the jitter says, given the failures so far (1, 2, 3): {expected}; you paused "
        f"{gaps}."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize(
    ("options", "why"), [({"attempts": 2}, "it was the last of two"), ({"key": None}, "it has no key")]
)
def test_the_last_error_comes_at_once(lab, options, why):
    key = options.get("key", "17")
    more = {name: value for name, value in options.items() if name != "key"}
    shop = Shop(*[(0.3, Lost)] * 9)
    _, time = outcome(lab, shop, order(key=key), {"within": 1e6}, base=50.0, cap=50.0, **more)
    last = shop.times[-1] + 0.3
    assert time == pytest.approx(last), (
        f"The last try failed at {last:.2f} s, no other follows ({why}), and the caller heard of it at {time:.2f} s: "
        "the last error goes to the caller as soon as it is clear that no try will follow."
    )


@pytest.mark.rule(5)
def test_nobody_sleeps_towards_a_deadline_that_he_will_miss(lab):
    shop = Shop(*[Lost] * 99)
    error, time = outcome(lab, shop, order(), base=1e9, cap=1e9)
    told = "The pause does not fit into the 5 s left, so that was the last try, and its error, Lost, is due at 0 s:"
    assert time == 0, f"{told} it came at {time:.2f} s. Give the jitter the time that is left now, and heed its None."
    assert len(shop.calls) == 1, f"{told} you made {len(shop.calls)} tries. None is no pause, and no pause of 0 s."
    assert kind(error) == "Lost", f"{told} the caller got {error!r}."


@pytest.mark.rule(5)
def test_the_jitter_is_given_the_time_that_is_left_now(lab):
    for seed in range(12):
        shop, options = Shop((0.3, Lost), SLOW), {"base": 1.0, "cap": 1.0}
        right = paused(lab, seed, 1, 0.8 - 0.3, **options)
        _, time = outcome(lab, shop, order(), {"within": 0.8}, attempts=2, timeout=1.0, seed=seed, **options)
        told = "within=0.8, and a try failed at 0.3 s:"
        if right is None:
            assert (len(shop.calls), time) == (1, pytest.approx(0.3)), (
                f"{told} the pause does not fit into the 0.5 s that are left, so that was the last try; you made "
                f"{len(shop.calls)}, and ended at {time:.2f} s. Give the jitter the time that is left now."
            )
        else:
            assert len(shop.calls) == 2 or time > 0.8 + 1e-6, (
                f"{told} a pause of {right:.2f} s fits into the 0.5 s that are left, and you did not try again. Give "
                "the jitter the time that is left now, and the next try what remains of it."
            )


@pytest.mark.rule(2)
def test_the_time_left_is_taken_after_the_pause(lab):
    for seed in range(8):
        shop = Shop(Lost, SLOW)
        _, time = outcome(lab, shop, order(), {"within": 1.0}, attempts=2, timeout=5.0, base=0.9, cap=0.9, seed=seed)
        assert time == pytest.approx(1.0, abs=1e-6), (
            f"within=1, a try that failed at once, a pause of {shop.times[-1]:.2f} s, and a try without an answer: the "
            f"call should end at 1 s, and ended at {time:.2f} s. Take the time left after the pause, when the try "
            "begins."
        )


@pytest.mark.rule(2)
def test_the_last_try_has_all_the_time_left(lab):
    for within, due in [(2.5, [0, 1.1, 2.2]), (0.4, [0]), (5.0, [0, 1.1, 2.2, 3.3, 4.4])]:
        shop, options = Shop(*[SLOW] * 99), {} if within == 5.0 else {"within": within}
        _, time = outcome(lab, shop, order(), options, attempts=99, timeout=1.1)
        assert (shop.times, time) == (pytest.approx(due, abs=1e-3), pytest.approx(within, abs=1e-6)), (
            f"With within={within:g} and timeout=1.1 tries are due at {due}, and the last one lasts until {within:g} "
            f"s; yours came at {[round(time, 3) for time in shop.times[:9]]}, and the call ended at {time:.2f} s."
        )


@pytest.mark.rule(5)
def test_the_failures_of_each_request_are_counted_anew(lab):
    shop, longest = Shop(), 0.0

    async def main():
        made, _ = client(lab, shop, base=0.5, cap=1e3)
        for number in range(12):
            shop.script[:] = [Lost] * 2
            await settled(made(order(key=number), within=1e6))

    run(main)
    longest = max(after - before for before, after in zip(shop.times[::3], shop.times[1::3]))
    assert longest <= 0.5, (
        f"Twelve requests failed twice each, and the first pause of one lasted {longest:.1f} s, with base=0.5: give "
        "the jitter the number of this request's failures, not of all."
    )


@pytest.mark.rule(5)
def test_a_pause_of_nothing_is_a_pause(lab):
    tiny = {"base": 5e-324, "cap": 5e-324}  # the smallest float: half of the draws below it are 0.0
    for seed in [seed for seed in range(8) if paused(lab, seed, 1, 5.0, **tiny) == 0]:
        reply, _ = outcome(lab, Shop(Lost), order(), attempts=2, seed=seed, **tiny)
        assert answered(reply), (
            "The jitter said to pause for 0.0 s, which fits, and you did not try again: only None says that the pause "
            "does not fit."
        )


@pytest.mark.rule(2)
def test_a_client_whose_tries_fail_late_ends_in_time(lab):
    async def main():
        made, _ = client(lab, Shop(*[(0.6, Lost)] * 99), attempts=99, base=0.3, cap=0.3)
        calls = [asyncio.ensure_future(timed(made, order(number=number), 1.7 + number / 10)) for number in range(8)]
        return await asyncio.gather(*calls)

    for number, time in enumerate(run(main)):
        assert time <= 1.7 + number / 10 + 1e-6, (
            f"within={1.7 + number / 10:g}, and the call ended at {time:.2f} s: no try lasts longer than the time left."
        )


async def timed(made, request, within):
    await settled(made(request, within=within))
    return now()
