"""Lab 01, part 3: the capacity of a queue, which theory knows."""

from math import log
from random import Random

import pytest

from .scene import HERE


@pytest.mark.rule(1)
def test_the_capacity_of_a_queue_is_found(lab):
    found = [share_of_the_truth(lab, seed) for seed in (0, 1)]
    if sum(map(right, found)) == 1:
        found.append(share_of_the_truth(lab, 2))
    assert sum(map(right, found)) == 2, (
        f"For {len(found)} servers with random work you found {', '.join(f'{share:.2f}' for share in found)} times "
        "what they can take by theory (1 / mean - ln 100 / objective requests a second), and the median of three "
        "results is to lie within 20 % of the truth."
    )


def share_of_the_truth(lab, seed):
    """At a rate λ, latencies of an M/M/1 queue are exponential with the rate 1 / mean - λ."""
    mean = Random(seed).uniform(0.02, 0.5)
    objective, truth = 10 * mean, (1 - log(100) / 10) / mean
    options = {"low": 0.76 * truth, "high": 1.47 * truth, "precision": 0.1}
    return lab.beside(HERE / "beside.py").queue(seed, mean, objective, options) / truth


def right(share):
    """Within 20 % of the truth; of three results the median is, if two are."""
    return 0.8 < share < 1.2
