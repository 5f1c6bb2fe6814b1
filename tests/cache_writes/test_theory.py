"""A shared sync against the page, and against a disk that is simulated sync by sync."""

from itertools import accumulate, islice

import pytest

from systemdesign.cache_writes import theory
from systemdesign.sim import poisson


def simulated(rate, sync, commits, seed):
    """(mean seconds of a commit, syncs a second): each sync serves all that came before it began."""
    times = list(islice(accumulate(poisson(rate, seed)), commits))
    done = free = total = syncs = 0
    while done < commits:
        begin = max(free, times[done])
        free, syncs = begin + sync, syncs + 1
        while done < commits and times[done] <= begin:
            total, done = total + free - times[done], done + 1
    return total / commits, syncs / free


@pytest.mark.parametrize(("rate", "mean", "syncs"), [
    (100, 6.13, 90), (150, 6.53, 123), (200, 6.83, 146), (1000, 7.5, 200)])
def test_a_shared_sync_costs_what_the_page_says(rate, mean, syncs):
    known, many = theory.shared_sync(rate, 0.005)
    assert 1000 * known == pytest.approx(mean, abs=0.01) and many == pytest.approx(syncs, rel=0.01)
    assert simulated(rate, 0.005, 50_000, 1) == (pytest.approx(known, rel=0.01), pytest.approx(many, rel=0.02))
