"""Ill servers are found in time, and well ones are left in peace."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import now, run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.health import HealthChecks, PassiveChecks
from systemdesign.sim import (
    Link,
    Lost,
    Refused,
    Request,
    Server,
    TimedOut,
    Trace,
    Unavailable,
    at,
    constant,
    faults,
    open_loop,
    requests,
    steady,
)


class Diary(LoadBalancer):
    """A balancer that notes when servers go out and come back."""

    def __init__(self, *args, **options):
        self.notes = []
        super().__init__(*args, **options)

    def mark_unhealthy(self, server, by="operator"):
        self.notes.append((now(), "out", self.backend(server).name))
        super().mark_unhealthy(server, by)

    def mark_healthy(self, server, by="operator"):
        self.notes.append((now(), "back", self.backend(server).name))
        super().mark_healthy(server, by)


def farm(size):
    return [Server(f"s{i + 1}") for i in range(size)]


def probed(servers, *schedule, until=60.0, **checks):
    """The diary of a balancer under active checks."""

    async def main():
        balancer = Diary(servers)
        probing = asyncio.create_task(HealthChecks(balancer, **checks).run())
        await asyncio.gather(faults(*schedule), asyncio.sleep(until))
        probing.cancel()
        return [note for note in balancer.notes if note[1:] != ("back", "s2")]

    return run(main)


def outs(notes):
    return [note for note in notes if note[1] == "out"]


def test_a_dead_server_is_out_after_as_many_failed_probes_as_the_threshold_says():
    servers = farm(2)
    notes = probed(servers, at(11.0, servers[0].crash), interval=2.0, timeout=1.0, fall=3)
    assert outs(notes) == [(16.0, "out", "s1")]


def test_a_hanging_server_is_out_one_time_out_later():
    servers = farm(2)
    notes = probed(servers, at(11.0, servers[0].pause), interval=2.0, timeout=1.0, fall=3)
    assert outs(notes) == [(17.0, "out", "s1")]


@given(
    st.floats(0.0, 20.0),
    st.floats(0.5, 5.0),
    st.floats(0.1, 1.0),
    st.integers(1, 4),
    st.sampled_from(["crash", "pause"]),
)
def test_detection_takes_at_most_interval_times_threshold_plus_time_out(death, interval, share, fall, how):
    servers, timeout = farm(2), share * interval
    notes = probed(servers, at(death, getattr(servers[0], how)), interval=interval, timeout=timeout, fall=fall)
    [(out, _, name)] = outs(notes)
    assert name == "s1"
    assert death <= out <= death + HealthChecks(LoadBalancer([]), interval, timeout, fall).detection + 1e-9


@given(st.floats(0.0, 20.0), st.floats(0.0, 1.0), st.integers(1, 4))
def test_detection_of_a_crash_spares_at_most_one_interval(death, phase, fall):
    async def main():
        servers = farm(2)
        checks = HealthChecks(LoadBalancer(servers), interval=2.0, timeout=1.0, fall=fall)
        probing = asyncio.create_task(checks.run(first=2.0 * phase))
        await asyncio.gather(faults(at(death, servers[0].crash)), asyncio.sleep(60.0))
        probing.cancel()
        return checks.changes

    [(out, name, status)] = run(main)
    assert (name, status) == ("s1", "DOWN")
    assert 2.0 * (fall - 1) - 1e-9 <= out - death <= 2.0 * fall + 1e-9


def test_changes_are_those_of_the_verdict_not_every_probe():
    async def main():
        servers = farm(2)
        checks = HealthChecks(LoadBalancer(servers), interval=2.0, timeout=1.0, fall=3, rise=2)
        probing = asyncio.create_task(checks.run(first=1.0))
        await asyncio.gather(faults(at(0.5, servers[0].crash), at(20.5, servers[0].restart)), asyncio.sleep(60.0))
        probing.cancel()
        return checks.changes

    assert run(main) == [(5.0, "s1", "DOWN"), (23.0, "s1", "UP")]


def test_a_server_is_back_after_as_many_answers_as_the_threshold_says():
    servers = farm(2)
    schedule = at(1.0, servers[0].crash), at(21.0, servers[0].restart)
    notes = probed(servers, *schedule, interval=2.0, timeout=1.0, fall=3, rise=2)
    assert notes[-2:] == [(6.0, "out", "s1"), (24.0, "back", "s1")]


def test_fewer_failures_than_the_threshold_change_nothing():
    servers = farm(2)
    schedule = at(11.0, servers[0].crash), at(15.0, servers[0].restart)
    assert outs(probed(servers, *schedule, interval=2.0, timeout=1.0, fall=3)) == []


def test_a_good_answer_starts_the_count_of_failures_again():
    servers = farm(2)
    flapping = [at(2.0 * k + 1, servers[0].restart if k % 3 == 2 else servers[0].crash) for k in range(21)]
    assert outs(probed(servers, *flapping, interval=2.0, timeout=1.0, fall=3)) == []


def test_a_server_behind_a_cut_link_is_out():
    link = Link(Server("s1"), constant(0.1), patience=9.0)
    notes = probed([link, Server("s2")], at(11.0, link.partition), interval=2.0, timeout=1.0, fall=2)
    assert outs(notes) == [(15.0, "out", "s1")]


def test_an_operators_objection_outlives_good_probes():
    async def main():
        balancer = LoadBalancer(farm(2))
        balancer.mark_unhealthy("s1")
        probing = asyncio.create_task(HealthChecks(balancer).run())
        await asyncio.sleep(30)
        probing.cancel()
        return balancer.backend("s1").healthy

    assert run(main) is False


def test_a_server_that_joins_is_probed_too():
    async def main():
        balancer, late = LoadBalancer(farm(1)), Server("late")
        probing = asyncio.create_task(HealthChecks(balancer, interval=2.0, fall=1).run())
        await asyncio.sleep(5)
        balancer.add(late)
        late.crash()
        await asyncio.sleep(2)
        probing.cancel()
        return balancer.backend("late").healthy

    assert run(main) is False


def test_a_server_removed_in_the_middle_of_a_probe_is_forgotten():
    async def main():
        servers = farm(2)
        balancer = LoadBalancer(servers)
        servers[0].pause()
        probing = asyncio.create_task(HealthChecks(balancer, interval=2.0, timeout=1.0, fall=1).run())
        await asyncio.sleep(0.5)
        balancer.remove("s1")
        await asyncio.sleep(9)
        probing.cancel()
        return [backend.name for backend in balancer.ready]

    assert run(main) == ["s2"]


@pytest.mark.parametrize("size", [2, 5, 10])
def test_until_a_dead_server_is_found_one_request_in_n_fails(size):
    servers, trace, rate = farm(size), Trace(), 50.0

    async def main():
        balancer = LoadBalancer(servers)
        probing = asyncio.create_task(HealthChecks(balancer, interval=2.0, timeout=1.0, fall=3).run())
        traffic = open_loop(trace.watch(balancer), steady(rate), requests(constant(0.01)), until=60.0)
        await asyncio.gather(faults(at(20.5, servers[0].crash)), traffic)
        probing.cancel()

    run(main)
    meanwhile = (26.0 - 20.5) * rate
    assert trace.errors()["Unavailable"] == pytest.approx(meanwhile / size, abs=2)
    assert max(a for a, outcome in zip(trace.arrived, trace.outcome) if outcome) <= 26.0


def test_a_time_out_longer_than_the_interval_is_refused():
    with pytest.raises(ValueError, match="before the next probe"):
        HealthChecks(LoadBalancer([]), interval=1.0, timeout=2.0)


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(ValueError, match="thresholds count probes"):
        HealthChecks(LoadBalancer([]), fall=0)


def watched(*errors, failures=3, pause=10.0):
    """Which of a server's requests were sent, when passive checks hear these errors one second apart."""

    async def main():
        async def server(request):
            sent.append(request.id)
            if errors[request.id]:
                raise errors[request.id]("no")

        sent = []
        balancer = LoadBalancer([server])
        PassiveChecks(balancer, failures, pause)
        await open_loop(balancer, steady(1.0), count=len(errors))
        return sent

    return run(main)


DEAD, OK = Unavailable, None


def test_failures_in_a_row_take_a_server_out():
    assert watched(DEAD, DEAD, DEAD, OK, OK) == [0, 1, 2]


def test_an_answer_in_between_starts_the_count_again():
    assert watched(DEAD, DEAD, OK, DEAD, DEAD, OK) == [0, 1, 2, 3, 4, 5]


def test_a_server_is_tried_again_after_the_pause():
    assert watched(DEAD, DEAD, DEAD, OK, OK, OK, OK, OK, pause=2.5) == [0, 1, 2, 5, 6, 7]


def test_a_server_on_trial_is_out_again_at_its_next_failure():
    assert watched(DEAD, DEAD, DEAD, OK, OK, DEAD, OK, OK, OK, pause=2.5) == [0, 1, 2, 5, 8]


def test_a_server_that_passed_its_trial_is_in_good_standing():
    assert watched(DEAD, DEAD, DEAD, OK, OK, OK, DEAD, DEAD, OK, pause=2.5) == [0, 1, 2, 5, 6, 7, 8]


@pytest.mark.parametrize("kind", [Unavailable, Lost, TimedOut])
def test_silence_and_absence_are_failures(kind):
    assert watched(kind, OK, failures=1) == [0]


def test_a_refusal_is_no_failure():
    assert watched(Refused, Refused, OK, failures=1) == [0, 1, 2]


def test_passive_and_active_checks_withdraw_only_their_own_objections():
    async def main():
        servers = farm(2)
        balancer = LoadBalancer(servers)
        PassiveChecks(balancer, failures=1, pause=5.0)
        probing = asyncio.create_task(HealthChecks(balancer, interval=2.0, fall=1).run())
        await asyncio.sleep(1)
        servers[0].crash()
        with pytest.raises(Unavailable):
            await balancer(Request(0))
        objections = []
        for _ in range(4):
            objections.append(sorted(balancer.backend("s1").objections))
            await asyncio.sleep(2.5)
        probing.cancel()
        return objections

    assert run(main) == [["failures"], ["failures", "probe"], ["probe"], ["probe"]]


def test_passive_checks_forget_a_server_that_was_removed():
    async def main():
        servers = farm(2)
        balancer = LoadBalancer(servers)
        PassiveChecks(balancer, failures=1, pause=5.0)
        servers[0].crash()
        with pytest.raises(Unavailable):
            await balancer(Request(0))
        balancer.remove("s1")
        await asyncio.sleep(10)
        return [backend.name for backend in balancer.ready]

    assert run(main) == ["s2"]


def test_a_failure_on_a_server_already_removed_stays_the_callers_alone():
    async def main():
        servers = farm(2)
        balancer = LoadBalancer(servers)
        PassiveChecks(balancer, failures=1)
        last = asyncio.create_task(balancer(Request(0, work=5.0)))
        await asyncio.sleep(1)
        balancer.remove("s1")
        servers[0].crash()
        with pytest.raises(Unavailable):
            await last

    run(main)


def test_impossible_passive_checks_are_refused():
    with pytest.raises(ValueError, match="failures"):
        PassiveChecks(LoadBalancer([]), failures=0)
