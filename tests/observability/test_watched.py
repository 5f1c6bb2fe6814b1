"""What is recorded of a service: every end of a call, when it comes."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.observability.metrics import Metrics
from systemdesign.observability.watched import watched
from systemdesign.sim import Refused


async def told(what):
    await asyncio.sleep(2)
    if isinstance(what, Exception):
        raise what
    return what


def ends(metrics):
    return {values: (series.counts[-1] + sum(series.counts[:-1]), series.sum)
            for values, series in metrics.families["request_seconds"].series.items()}


def test_a_call_is_answered_as_before_and_timed():
    metrics = Metrics()
    assert run(watched(told, "bank", metrics)("yes")) == "yes"
    assert ends(metrics) == {("bank", "answered"): (1, 2.0)}


def test_an_error_goes_on_and_is_counted_under_its_name():
    metrics = Metrics()
    with pytest.raises(Refused):
        run(watched(told, "bank", metrics)(Refused("no")))
    assert ends(metrics) == {("bank", "Refused"): (1, 2.0)}


def test_a_caller_who_leaves_is_counted_with_the_time_that_he_waited():
    async def leaves(metrics):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await watched(told, "bank", metrics)("yes")

    metrics = Metrics()
    run(leaves(metrics))
    assert ends(metrics) == {("bank", "left"): (1, 0.5)}


def test_those_under_way_are_counted_until_they_end_however_that_is():
    async def looks(metrics):
        service = watched(told, "bank", metrics)
        calls = [asyncio.create_task(service(what)) for what in ("yes", Refused("no"), "yes")]
        calls[-1].cancel()
        seen = []
        for _ in range(2):
            await asyncio.sleep(1.5)
            seen.append(metrics.families["requests_in_flight"]("bank").value)
        await asyncio.gather(*calls, return_exceptions=True)
        return seen

    assert run(looks(Metrics())) == [2, 0]


def test_two_services_share_the_families_and_keep_their_series_apart():
    metrics = Metrics()
    for name in ("bank", "shop"):
        run(watched(told, name, metrics)("yes"))
    assert list(ends(metrics)) == [("bank", "answered"), ("shop", "answered")]
