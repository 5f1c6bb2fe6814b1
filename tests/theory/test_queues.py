"""Closed forms give the published numbers; service times have mean 1 s."""

from math import exp, log

import pytest

from systemdesign.theory import queues


@pytest.mark.parametrize(("load", "mean", "p99"), [(0.5, 2, 9.21), (0.8, 5, 23.03), (0.9, 10, 46.05)])
def test_mm1(load, mean, p99):
    assert queues.mm1_mean(load, 1.0) == pytest.approx(mean)
    assert queues.mm1_quantile(0.99, load, 1.0) == pytest.approx(p99, abs=5e-3)


def test_a_faster_mm1_takes_less_in_proportion():
    assert queues.mm1_mean(80, 100) == pytest.approx(queues.mm1_mean(0.8, 1.0) / 100)


def test_erlang_b_of_two_servers_by_hand():
    assert queues.erlang_b(2, 1.0) == pytest.approx((1 / 2) / (1 + 1 + 1 / 2))


@pytest.mark.parametrize(
    ("servers", "offered", "waits", "wait"),
    [(2, 1, 0.3333, 0.3333), (4, 3.2, 0.596432, 0.745541), (10, 8, 0.409180, 0.204590), (100, 90, 0.216940, 0.021694)],
)
def test_erlang_c(servers, offered, waits, wait):
    digits = 5e-5 if servers == 2 else 5e-7
    assert queues.erlang_c(servers, offered) == pytest.approx(waits, abs=digits)
    assert queues.mmc_wait(offered, 1.0, servers) == pytest.approx(wait, abs=digits)


@pytest.mark.parametrize(("load", "mean"), [(0.5, 1.0072), (0.8, 1.2046), (0.9, 1.6687)])
def test_one_central_queue_before_ten_servers(load, mean):
    assert queues.mmc_mean(10 * load, 1.0, 10) == pytest.approx(mean, abs=5e-5)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.99])
def test_mmc_with_one_server_is_mm1(p):
    assert queues.mmc_quantile(p, 0.8, 1.0, 1) == pytest.approx(queues.mm1_quantile(p, 0.8, 1.0))


@pytest.mark.parametrize("offered", [0.5, 1.0, 1.9])
def test_mmc_quantiles_integrate_to_the_mean(offered):
    cells = 20_000
    area = sum(queues.mmc_quantile((k + 0.5) / cells, offered, 1.0, 2) for k in range(cells)) / cells
    assert area == pytest.approx(queues.mmc_mean(offered, 1.0, 2), rel=1e-3)


def test_quantiles_scale_with_the_service_time():
    hundredth = queues.mmc_quantile(0.9, 320.0, 100.0, 4)
    assert hundredth == pytest.approx(queues.mmc_quantile(0.9, 3.2, 1.0, 4) / 100)
    assert queues.power_of_two_quantile(0.9, 0.8, 0.01) == pytest.approx(queues.power_of_two_quantile(0.9, 0.8) / 100)


@pytest.mark.parametrize(("cv2", "wait"), [(0, 2), (1, 4), (4, 10)])
def test_pollaczek_khinchine(cv2, wait):
    assert queues.pollaczek_khinchine(0.8, cv2) == pytest.approx(wait)


def test_random_choice_with_highly_variable_service():
    assert 1 + queues.pollaczek_khinchine(0.8, 5.5) == pytest.approx(14.0)


@pytest.mark.parametrize(("load", "mean"), [(0.5, 1.3246), (0.8, 2.9223), (0.9, 5.6603)])
def test_round_robin_over_ten_servers(load, mean):
    assert queues.round_robin_mean(10, load) == pytest.approx(mean, abs=5e-5)


def test_round_robin_over_one_server_is_mm1():
    assert queues.round_robin_mean(1, 0.8) == pytest.approx(5.0)


def test_the_root_of_every_tenth_arrival_solves_its_equation():
    root = queues.gim1_root(queues.erlang_gaps(10, 0.8))
    assert (8 / (8 + 1 - root)) ** 10 == pytest.approx(root, rel=1e-12)
    assert root < 1


def test_at_random_an_arrival_finds_the_server_as_busy_as_it_is():
    assert queues.gim1_root(queues.poisson_gaps(0.7)) == pytest.approx(0.7)


@pytest.mark.parametrize(("load", "mean"), [(0.8, 2.693), (0.98, 25.17)])
def test_exponential_work_on_the_beat(load, mean):
    assert 1 / (1 - queues.gim1_root(queues.equal_gaps(load))) == pytest.approx(mean, abs=5e-3)


def test_very_many_stages_come_on_the_beat():
    many, equal = (queues.gim1_root(gaps) for gaps in (queues.erlang_gaps(10_000, 0.8), queues.equal_gaps(0.8)))
    assert many == pytest.approx(equal, abs=1e-4)


@pytest.mark.parametrize(("cv2", "wait"), [(0, 2), (1, 4), (4, 10)])
def test_kingman_is_exact_for_poisson_arrivals(cv2, wait):
    assert queues.kingman(0.8, 1, cv2) == pytest.approx(wait)


def test_kingman_knows_nobody_who_waits_where_nothing_varies():
    assert queues.kingman(0.98, 0, 0) == 0


@pytest.mark.parametrize("load", [0.3, 0.8, 0.98])
def test_on_the_beat_kingman_is_never_too_low_and_best_where_the_load_is_high(load):
    wait = 1 / (1 - queues.gim1_root(queues.equal_gaps(load))) - 1
    assert wait < queues.kingman(load, 0, 1) < wait + 0.35


def test_the_round_robin_quantile_is_exponential():
    assert queues.round_robin_quantile(0.99, 10, 0.8) == pytest.approx(log(100) * queues.round_robin_mean(10, 0.8))


@pytest.mark.parametrize(("load", "mean"), [(0.5, 1.2657), (0.8, 1.9474), (0.9, 2.6141)])
def test_the_power_of_two_choices_among_very_many_servers(load, mean):
    assert queues.power_of_two_mean(load) == pytest.approx(mean, abs=5e-5)


def test_two_choices_among_idle_servers_are_one_service_time():
    assert queues.power_of_two_mean(0.0) == 1.0
    assert queues.power_of_two_quantile(1 - exp(-3), 0.0) == pytest.approx(3.0)


def test_power_of_two_quantiles_integrate_to_the_mean():
    cells = 3_000
    area = sum(queues.power_of_two_quantile((k + 0.5) / cells, 0.9) for k in range(cells)) / cells
    assert area == pytest.approx(queues.power_of_two_mean(0.9), rel=3e-3)


@pytest.mark.parametrize(
    "overload",
    [
        lambda: queues.mm1_mean(1.0, 1.0),
        lambda: queues.erlang_c(4, 4.5),
        lambda: queues.pollaczek_khinchine(1.2, 1),
        lambda: queues.kingman(1.0, 1, 1),
        lambda: queues.equal_gaps(1.0),
        lambda: queues.round_robin_mean(10, 1.0),
        lambda: queues.power_of_two_mean(1.0),
    ],
)
def test_a_queue_that_never_settles_is_refused(overload):
    with pytest.raises(ValueError, match="settles only"):
        overload()


@pytest.mark.parametrize("p", [99, 1.0, -0.1])
def test_a_quantile_out_of_range_is_explained(p):
    with pytest.raises(ValueError, match=r"0\.99 is the 99th"):
        queues.mmc_quantile(p, 0.8, 1.0, 2)
