"""Other rules for a purse, among a thousand clients with one each: to let only success earn does not end the loan."""

from collections import Counter
from math import inf

import pytest

from systemdesign import run
from systemdesign.retries.backoff import Exponential
from systemdesign.retries.budget import Budget
from systemdesign.retries.outage import through_outage
from systemdesign.retries.retry import Retry


class OnSuccess(Budget):
    """Only a try that succeeds earns."""

    def earn(self):
        pass

    def settle(self, succeeded):
        if succeeded:
            super().earn()


class Throttling(OnSuccess):
    """gRPC's proposal A6: every failure costs 1, first tries too, and at half a purse nobody tries again."""

    def settle(self, succeeded):
        super().settle(succeeded)
        if not succeeded:
            self.saved = max(0.0, self.saved - 1)

    def spend(self):
        return self.saved > self.burst / 2


def by_purses(purses):
    """What makes of one try a crowd of clients, each with its purse."""

    def client(each):
        async def settled(request):
            succeeded = False
            try:
                reply = await each(request)
                succeeded = True
                return reply
            finally:
                purses[request.client].settle(succeeded)

        retries = [Retry(settled, 3, Exponential(1.0, inf), purse) for purse in purses]
        return lambda request: retries[request.client](request)

    return client


def felt(purse, until, seed):
    """Seconds, in steps of five since the outage began, in which fewer than half are answered in time."""
    client = by_purses([purse(0.1, burst=10) for _ in range(1000)])
    _, trace = run(through_outage(client, clients=1000, until=until), seed)
    asked, answered = Counter(), Counter()
    for time, outcome in zip(trace.arrived, trace.outcome):
        asked[time // 5] += 1
        answered[time // 5] += outcome is None
    return 5 * sum(2 * answered[step] < asked[step] for step in asked if step >= 6)


@pytest.mark.parametrize("seed", range(3))
def test_with_grpcs_throttling_a_thousand_clients_feel_it_for_about_five_minutes(seed):
    assert 220 < felt(Throttling, 400, seed) < 330


@pytest.mark.parametrize("seed", range(3))
def test_where_only_success_earns_a_thousand_clients_feel_it_for_about_seventeen_minutes(seed):
    assert 16 < felt(OnSuccess, 1200, seed) / 60 < 18
