"""The closed loop of the figure `batch`, step by step, against its exact solution."""

import pytest

from systemdesign.distributed_cache import packets
from systemdesign.theory.closed import closed_loop


@pytest.mark.parametrize(("clients", "wire"), [(1, 200e-6), (5, 100e-6), (50, 200e-6), (100, 2e-3)])
def test_the_loop_has_the_throughput_and_the_time_of_mean_value_analysis(clients, wire):
    runs = [packets.loop(clients, wire, 26e-6, seed) for seed in range(10)]
    rate, time = (sum(parts) / 10 for parts in zip(*runs))
    exact, response = closed_loop(clients, wire, 26e-6)
    assert rate == pytest.approx(exact, rel=0.02)
    assert time == pytest.approx(response + wire, rel=0.04)


def test_a_packet_costs_once_and_each_request_in_it():
    assert packets.Cost(20e-6, 4e-6).work(16) == pytest.approx(84e-6)


def test_a_flow_counts_requests_and_not_packets():
    one, many = (packets.flow(size, 50, 0.0, packets.OURS) for size in (1, 64))
    assert many.rate / one.rate == pytest.approx(64 * packets.OURS.work(1) / packets.OURS.work(64))


def test_one_seed_gives_both_servers_the_same_fortune():
    ours, valkey = (packets.flow(1, 50, 0.0, cost) for cost in (packets.OURS, packets.VALKEY))
    assert valkey.rate / ours.rate == pytest.approx(packets.OURS.work(1) / packets.VALKEY.work(1))
