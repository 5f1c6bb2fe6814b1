from itertools import accumulate, islice

import pytest

from systemdesign.engines import stall
from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.budget import Budget
from systemdesign.retries.retry import Retry
from systemdesign.retries.stall import stalled
from systemdesign.sim import Request, exponential, poisson, requests

ARRIVALS = list(accumulate(islice(poisson(60.0, seed=1), 200)))


def night(budget):
    """The sends, and whether each of the last requests was answered: 60 a second at a server that can do 100."""
    asked = list(islice(requests(work=exponential(0.01), seed=1), len(ARRIVALS)))
    sends, trace = stalled(
        lambda service: Retry(service, 3, AtOnce(), budget), ARRIVALS, asked, timeout=0.2, stall=(0.5, 1.1)
    )
    assert len(trace) == len(ARRIVALS)
    return len(sends), 1 - trace.after(trace.start + 2.8).error_share()


@pytest.mark.slow
def test_a_real_server_stays_under_without_a_budget_and_comes_back_with_one():
    many, lost = night(None)
    few, good = night(Budget(0.1))
    assert many > 2 * len(ARRIVALS) > 1.25 * len(ARRIVALS) > few
    assert lost < 0.2 < 0.8 < good


def test_a_storm_is_bounded(monkeypatch):
    monkeypatch.setattr(stall, "LIMIT", 3)
    asked = [Request(number, work=0.0) for number in range(10)]
    _, trace = stalled(lambda service: service, [0.1] * 10, asked, timeout=1.0, stall=(0.0, 0.3))
    assert trace.errors() == {"Unavailable": 7}
