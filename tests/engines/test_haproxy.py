import resource
from collections import Counter

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.haproxy.farm import Farm
from systemdesign.engines.haproxy.proxy import connections
from systemdesign.sim.request import Request
from tests.quiet import quietly

pytestmark = pytest.mark.skipif(not available("haproxy"), reason=available("haproxy").reason)


def by(outcomes):
    return Counter(outcome.by for outcome in outcomes)


def test_round_robin_gives_each_server_its_turn(ports, proxy, send):
    with proxy(ports) as balancer:
        outcomes = send(balancer.port, [0.0] * 30, gap=0.003)
        assert by(outcomes) == balancer.counts() == {"s1": 10, "s2": 10, "s3": 10}


def test_round_robin_respects_weights_exactly_over_whole_cycles(ports, proxy, send):
    with proxy(ports, weights=(3, 2, 1)) as balancer:
        outcomes = send(balancer.port, [0.0] * 60, gap=0.003)
        assert by(outcomes) == balancer.counts() == {"s1": 30, "s2": 20, "s3": 10}


def test_least_connections_avoids_a_busy_server(ports, proxy, send):
    with proxy(ports, "leastconn") as balancer:
        busy, *others = quietly(lambda: send(balancer.port, [0.5] + [0.0] * 12, gap=0.01))
    assert busy.by not in by(others)


def test_random_gives_even_shares(ports, server, proxy, send):
    with proxy({**ports, "s4": server.port}, "random(1)") as balancer:
        send(balancer.port, [0.0] * 2400, gap=0.0008)
        shares = balancer.counts().values()
    assert all(abs(count - 600) < 106 for count in shares)  # five standard deviations; weight 1 gives s2 434


def test_two_random_choices_avoid_a_busy_server_unless_both_fall_on_it(ports, proxy, send):
    with proxy(ports, "random(2)") as balancer:
        busy, *others = send(balancer.port, [1.0] + [0.0] * 300, gap=0.003)
    assert by(others)[busy.by] < 62  # a ninth is expected, 33; a third, 100, with one choice: five deviations off


def test_layer_4_pins_a_connections_requests_to_one_server(ports, proxy, send):
    with proxy(ports, mode="tcp") as balancer:
        outcomes = send(balancer.port, [0.0] * 40, gap=0.003, clients=4)
        assert balancer.counts() == {"s1": 2, "s2": 1, "s3": 1}
    assert all(len(by(outcomes[client::4])) == 1 for client in range(4))
    assert by(outcomes) == {"s1": 20, "s2": 10, "s3": 10}


def test_layer_7_spreads_a_connections_requests(ports, proxy, send):
    with proxy(ports, mode="http") as balancer:
        outcomes = send(balancer.port, [0.0] * 42, gap=0.003, clients=1)
    assert by(outcomes) == {"s1": 14, "s2": 14, "s3": 14}


def kill_one(**options):
    """Two servers, one killed 0.3 s into a second of traffic."""
    arrivals = [i * 0.005 for i in range(200)]
    with Farm([1.0, 1.0], interval=0.1, **options) as farm:
        outcomes, changes = farm.run(arrivals, [Request(i, work=0.0) for i in range(200)], [(0.3, "s1", "kill")])
        return outcomes, {status: at for at, name, status in changes if name == "s1"}


def test_a_dead_server_costs_its_share_of_requests_until_it_is_found_dead():
    outcomes, seen = quietly(lambda: kill_one(fall=2))
    failed = [i * 0.005 for i, outcome in enumerate(outcomes) if outcome.error]
    assert 0.1 <= seen["DOWN"] - 0.3 < 0.2 + 0.2  # (fall - 1) to fall intervals; 0.2 s of grace
    assert 0.3 - 0.05 < failed[0] <= failed[-1] < seen["DOWN"] + 0.02  # one sent late may be under way as it dies
    assert len(failed) == pytest.approx((seen["DOWN"] - 0.3) / 0.005 / 2, abs=4)


def test_with_redispatch_another_server_takes_what_a_dead_one_refuses():
    outcomes, seen = kill_one(fall=2, retries=1, redispatch=True)
    assert not [outcome.error for outcome in outcomes if outcome.error == "HTTP 503"]
    assert "DOWN" in seen


def test_a_server_that_recovers_comes_back_slowly(server, proxy):
    with proxy({"s1": server.port}, slowstart=60, rise=1, fall=1) as balancer:
        server.kill()
        balancer.process.wait_until(lambda: balancer.status()["s1"] == "DOWN")
        server.restart()
        balancer.process.wait_until(lambda: balancer.status()["s1"] == "UP")
        assert 0 < int(balancer.stats()["s1"]["throttle"]) < 20


def test_a_section_has_what_else_is_asked_of_haproxy(ports, proxy, send):
    with proxy(ports, more=["http-request deny deny_status 429"]) as balancer:
        assert {outcome.error for outcome in send(balancer.port, [0.0] * 3)} == {"HTTP 429"}


def test_a_mistake_in_its_configuration_is_shown_in_its_own_words(ports, proxy):
    broken = proxy(ports, "no such policy")
    with pytest.raises(EngineFailed, match=r"HAProxy ended with exit code 1(.|\n)*balance"):
        broken.__enter__()


@pytest.mark.parametrize(("files", "most"), [(1024, 462), (256, 78), (50, 1), (1_000_000, 2000)])
def test_it_takes_as_many_connections_as_files_may_be_opened(monkeypatch, files, most):
    monkeypatch.setattr(resource, "getrlimit", lambda what: (64, files))
    assert connections() == most
