"""A closed loop's mean value analysis agrees with its Markov chain."""

from itertools import accumulate

import pytest

from systemdesign.theory.closed import closed_loop, thinking


def by_the_chain(clients, think, work):
    """Throughput from the balance of flows: with k at the server, (n-k)/think come in and 1/work go out."""
    steps = [(clients - k) * work / think for k in range(clients)]
    weights = list(accumulate([1.0, *steps], lambda weight, step: weight * step))
    return (1 - weights[0] / sum(weights)) / work


@pytest.mark.parametrize(("clients", "think", "work"), [(1, 3.0, 1.0), (7, 3.0, 1.0), (40, 12.5, 0.4), (100, 0.5, 2.0)])
def test_throughput_is_the_chains(clients, think, work):
    assert closed_loop(clients, think, work)[0] == pytest.approx(by_the_chain(clients, think, work), rel=1e-9)


def test_littles_law_holds_round_the_loop():
    throughput, response = closed_loop(12, 5.0, 0.5)
    assert throughput * (5.0 + response) == pytest.approx(12)


@pytest.mark.parametrize(("clients", "response"), [(1, 1.000), (2, 1.500), (10, 2.815), (50, 3.992), (200, 4.617)])
def test_at_one_throughput_more_clients_wait_longer(clients, response):
    throughput, found = closed_loop(clients, thinking(clients, 0.8))
    assert (throughput, found) == (pytest.approx(0.8), pytest.approx(response, abs=5e-4))


def test_a_loop_without_clients_is_refused():
    with pytest.raises(ValueError, match="at least one client"):
        closed_loop(0, 1.0)


def test_more_than_the_server_can_do_is_refused():
    with pytest.raises(ValueError, match="one server of 2 s stays below"):
        thinking(10, 0.6, 2.0)
