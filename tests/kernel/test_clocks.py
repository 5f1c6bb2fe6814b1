"""Python's clocks follow virtual time, so that other people's libraries run in it unmodified."""

import asyncio
import datetime
import sys
import time

import aiolimiter
import purgatory
import pytest
import stamina
import tenacity

from systemdesign import now, run
from systemdesign.kernel import clocks


@pytest.mark.parametrize("clock", [time.time, time.monotonic, time.perf_counter], ids=lambda clock: clock.__name__)
def test_a_clock_follows_the_run(clock):
    name = clock.__name__

    async def main():
        with clocks.follow():
            start = getattr(time, name)()
            await asyncio.sleep(90)
            return getattr(time, name)() - start

    assert run(main) == 90.0


def test_the_calendar_starts_in_2000_and_follows_the_run():
    async def main():
        await asyncio.sleep(1)
        with clocks.follow():
            await asyncio.sleep(86_400)
            return datetime.datetime.now().isoformat(), datetime.date.today().isoformat()

    assert run(main) == ("2000-01-02T00:00:01", "2000-01-02")


def test_the_clocks_show_the_runs_time_from_the_first_moment():
    async def main():
        await asyncio.sleep(5)
        with clocks.follow():
            return datetime.datetime.now() - clocks.START

    assert run(main) == datetime.timedelta(seconds=5)


def test_the_clocks_do_not_drift():
    async def main():
        with clocks.follow():
            start = time.time()
            for _ in range(1_000):
                await asyncio.sleep(1 / 3)
            return time.time() - start - now()

    assert run(main) == pytest.approx(0, abs=1e-6)


def test_the_clocks_are_the_worlds_again_afterwards():
    async def main():
        with clocks.follow():
            await asyncio.sleep(1)

    before = time.time(), time.monotonic()
    run(main)
    assert before[0] <= time.time() < before[0] + 3_600
    assert before[1] <= time.monotonic() < before[1] + 3_600


def test_an_error_inside_gives_the_clocks_back():
    async def main():
        with clocks.follow():
            await asyncio.sleep(1)
            raise KeyError("inside")

    before = time.time()
    with pytest.raises(KeyError):
        run(main)
    assert before <= time.time() < before + 3_600


def test_outside_a_run_there_is_nothing_to_follow():
    with pytest.raises(RuntimeError, match=r"use it inside run\(...\)"), clocks.follow():
        pass


def test_the_ordinary_loop_is_nothing_to_follow():
    async def main():
        with clocks.follow():
            pass

    with pytest.raises(RuntimeError, match=r"use it inside run\(...\)"):
        asyncio.run(main())


def test_without_freezegun_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "freezegun", None)

    async def main():
        with clocks.follow():
            pass

    with pytest.raises(ImportError, match="pip install freezegun"):
        run(main)


# Other people's libraries, unmodified


class Flaky:
    """A service that fails a number of times, and remembers when it was asked."""

    def __init__(self, failures):
        self.failures, self.times = failures, []

    async def __call__(self):
        self.times.append(now())
        if len(self.times) <= self.failures:
            raise ConnectionError("down")
        return "up"


def test_tenacity_retries_in_virtual_time():
    flaky = Flaky(failures=3)
    retrying = tenacity.AsyncRetrying(wait=tenacity.wait_exponential(multiplier=10))
    assert run(retrying(flaky)) == "up"
    assert flaky.times == [0.0, 10.0, 30.0, 70.0]


def test_tenacity_gives_up_after_so_much_virtual_time():
    flaky = Flaky(failures=100)

    async def main():
        with clocks.follow():
            stop = tenacity.stop_after_delay(35)
            await tenacity.AsyncRetrying(wait=tenacity.wait_fixed(10), stop=stop, reraise=True)(flaky)

    with pytest.raises(ConnectionError):
        run(main)
    assert flaky.times == [0.0, 10.0, 20.0, 30.0, 40.0]


def test_stamina_retries_in_virtual_time_and_gives_up_at_its_time_limit():
    flaky = Flaky(failures=100)

    async def main():
        with clocks.follow():
            retry = stamina.retry(
                on=ConnectionError, attempts=None, timeout=100, wait_initial=10, wait_max=20, wait_jitter=0
            )
            await retry(flaky.__call__)()

    with pytest.raises(ConnectionError):
        run(main)
    assert flaky.times == [0.0, 10.0, 30.0, 50.0, 70.0, 90.0, 110.0]


def test_aiolimiter_keeps_its_rate_in_virtual_time():
    async def main():
        limiter, passed = aiolimiter.AsyncLimiter(max_rate=2, time_period=10), []

        async def ask():
            async with limiter:
                passed.append(now())

        await asyncio.gather(*(ask() for _ in range(6)))
        return passed

    assert run(main) == pytest.approx([0, 0, 5, 10, 15, 20])


def test_purgatory_opens_and_closes_its_circuit_in_virtual_time():
    flaky = Flaky(failures=3)

    async def main():
        breakers = purgatory.AsyncCircuitBreakerFactory(default_threshold=2, default_ttl=30)
        outcomes = []
        with clocks.follow():
            for _ in range(10):
                try:
                    async with await breakers.get_breaker("flaky"):
                        outcomes.append(await flaky())
                except Exception as error:
                    outcomes.append(type(error).__name__)
                await asyncio.sleep(10)
        return outcomes

    down, refused = "ConnectionError", "OpenedState"
    assert run(main) == [down, down, refused, refused, refused, down, refused, refused, refused, "up"]
    assert flaky.times == [0.0, 10.0, 50.0, 90.0]
