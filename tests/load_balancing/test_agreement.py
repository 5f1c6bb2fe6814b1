"""Simulated farms agree with theory: the known value lies in a 99 % interval, and that is narrow enough to fail."""

from itertools import product

import pytest

from systemdesign import run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.policies import policy_named
from systemdesign.sim import (
    Server,
    Trace,
    draws,
    exponential,
    farm,
    hyperexponential,
    open_loop,
    poisson,
    requests,
    with_variability,
)
from systemdesign.theory import queues
from systemdesign.theory.intervals import batch_means, interval

pytestmark = pytest.mark.slow
MILLION = 1_000_000
EXPONENTIAL = exponential(1.0)


def settled(trace):
    """Latencies in order of arrival, the first twentieth left out: queues start empty."""
    return trace.latency[len(trace) // 20 :]


def simulate(name, load, seed, service=EXPONENTIAL, servers=10, workers=1, count=MILLION):
    chosen = policy_named(name, seed) if name else None
    traffic = poisson(load * servers * workers, seed), draws(service, seed)
    return settled(farm(*traffic, chosen, servers, workers=workers, count=count))


def estimate(name, load, seeds=1, of=None, **setting):
    """A 99 % interval: batches of one seed, or the means of several seeds' batches in a row."""
    latencies = simulate(name, load, 1, **setting)
    for seed in range(2, seeds + 1):
        latencies.extend(simulate(name, load, seed, **setting))
    return batch_means(latencies, 30 if seeds < 3 else 10 * seeds, 0.99, of)


def p99(latencies):
    return sorted(latencies)[int(0.99 * len(latencies))]


def check(found, known, narrow=0.03):
    assert found.width < narrow, f"{found} is too wide: run longer"
    assert known in found, f"{known} is outside {found}"


@pytest.mark.parametrize(("load", "seeds"), [(0.5, 1), (0.8, 4)])
def test_random_choice_is_mm1(load, seeds):
    check(estimate("random", load, seeds), queues.mm1_mean(load, 1.0))


@pytest.mark.parametrize(("load", "seeds"), [(0.5, 1), (0.8, 2)])
def test_round_robin_is_ekm1(load, seeds):
    check(estimate("round robin", load, seeds), queues.round_robin_mean(10, load))


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize("load", [0.5, 0.8])
@pytest.mark.parametrize("workers", [4, 10])
def test_one_central_queue_is_erlang_c(load, workers):
    found = estimate(None, load, servers=1, workers=workers, seeds=1 if workers == 10 else 2)
    check(found, queues.mmc_mean(workers * load, 1.0, workers))


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize(("cv2", "load", "seeds"), [(0, 0.8, 1), (0.25, 0.8, 2), (4, 0.5, 2)])
def test_one_server_with_any_variability_is_pollaczek_khinchine(cv2, load, seeds):
    found = estimate(None, load, seeds, service=with_variability(1.0, cv2), servers=1)
    check(found, 1 + queues.pollaczek_khinchine(load, cv2))


@pytest.mark.parametrize(
    ("name", "known"),
    [("random", queues.mm1_quantile(0.99, 0.8, 1.0)), ("round robin", queues.round_robin_quantile(0.99, 10, 0.8))],
)
def test_the_tail_is_exponential_behind_choices_that_ignore_the_load(name, known):
    check(estimate(name, 0.8, of=p99), known, narrow=0.1)


def test_the_tail_of_one_central_queue_is_erlangs():
    check(estimate(None, 0.8, of=p99, servers=1, workers=10), queues.mmc_quantile(0.99, 8.0, 1.0, 10), narrow=0.1)


@pytest.mark.parametrize(("name", "told"), [("power of two choices", 8.0), ("least connections", 6.0)])
def test_the_tail_of_choices_that_see_the_load_is_as_chapter_03_says(name, told):
    assert estimate(name, 0.8, of=p99).mean == pytest.approx(told, rel=0.03)


DEPTH = {0.5: 6, 0.8: 7}  # of the Markov chain: queues longer than this are too rare to move the mean by 0.1 %


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize(("name", "load"), [*product(["least connections", "power of two choices"], DEPTH)])
def test_choices_that_see_the_load_agree_with_their_markov_chain(name, load, chain):
    check(estimate(name, load), chain(name, load, 10, DEPTH[load]))


@pytest.mark.parametrize(
    ("name", "load", "published"),
    [
        ("power of two choices", 0.5, 1.287),
        ("power of two choices", 0.8, 2.07),
        ("least connections", 0.5, 1.028),
        ("least connections", 0.8, 1.366),
    ],
)
def test_the_published_simulations_are_within_one_percent_of_the_markov_chain(name, load, published, chain):
    assert chain(name, load, 10, DEPTH[load]) == pytest.approx(published, rel=0.01)


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize(
    ("name", "published", "seeds"), [("power of two choices", 3.05, 2), ("least connections", 1.893, 1)]
)
def test_the_published_simulations_at_90_percent_are_within_three_percent_of_ours(name, published, seeds):
    assert estimate(name, 0.9, seeds).mean == pytest.approx(published, rel=0.03)


def test_two_choices_among_many_servers_near_their_limit():
    found = estimate("power of two choices", 0.8, servers=300)
    check(found, queues.power_of_two_mean(0.8))


def test_round_robin_loses_its_edge_when_service_varies_much():
    steady_service = estimate("round robin", 0.8).mean / 5.0
    wild = estimate("round robin", 0.8, seeds=3, service=hyperexponential(1.0, 5.5))
    assert steady_service < 0.6
    assert wild.mean / 14.0 > 0.8
    assert 11.5 < wild.mean < 12.5


@pytest.mark.parametrize("load", [0.8, 0.9, 0.95])
def test_every_policy_beats_the_one_that_knows_less_on_the_same_traffic(load):
    order = ["random", "round robin", "power of two choices", "least connections", None]
    for seed in (1, 2):
        shape = {None: {"servers": 1, "workers": 10}}
        means = [sum(simulate(name, load, seed, count=100_000, **shape.get(name, {}))) for name in order]
        assert means == sorted(means, reverse=True)


def test_asyncio_components_agree_with_erlang_c():
    trace = Trace()
    run(open_loop(trace.watch(Server("s", workers=4)), poisson(2.0), requests(EXPONENTIAL), count=200_000))
    check(batch_means(settled(trace), level=0.99), queues.mmc_mean(2.0, 1.0, 4))


def test_asyncio_components_agree_with_ekm1():
    trace = Trace()

    async def main():
        balancer = LoadBalancer([Server(f"s{i}") for i in range(10)], "round robin")
        await open_loop(trace.watch(balancer), poisson(5.0), requests(EXPONENTIAL), count=300_000)

    run(main)
    check(batch_means(settled(trace), level=0.99), queues.round_robin_mean(10, 0.5))


def test_independent_seeds_agree_with_mm1():
    means = [
        sum(values) / len(values) for values in (simulate("random", 0.5, seed, count=100_000) for seed in range(20))
    ]
    check(interval(means, 0.99), queues.mm1_mean(0.5, 1.0))
