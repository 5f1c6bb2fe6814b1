"""The fast models of the chapter's figures, beside the course's own server in virtual time, and its own metrics."""

import asyncio
from itertools import chain, pairwise

import pytest

from systemdesign import run
from systemdesign.observability import instances, scraping, shapes, theory
from systemdesign.observability.alarm import Alarm, heard
from systemdesign.observability.metrics import Metrics
from systemdesign.observability.reenacted import on_the_beat, scraped, stand_still
from systemdesign.observability.stall import RATE, WORK, Flow, load_test, users
from systemdesign.observability.watched import watched
from systemdesign.sim import Server, Trace, constant, open_loop, steady
from systemdesign.sim.trace import nearest_rank

START, LENGTH, UNTIL = 2.0037, 1.5, 8.0


def reenacted(drive, start=START):
    """The trace of a server that stands still for 1.5 s of 8, and its metrics as they are read every 0.7 s."""
    server, trace, metrics = Server("server", service=constant(WORK)), Trace(), Metrics()
    service = watched(trace.watch(server), "server", metrics)

    def read():
        took = metrics.families["request_seconds"]("server", "answered")
        return metrics.families["requests_in_flight"]("server").value, took.buckets()[-1][1], took.sum

    async def main():
        stall = asyncio.create_task(stand_still(server, start, LENGTH))
        scrape = asyncio.create_task(scraped(read, 0.3, 0.7, UNTIL))
        await asyncio.gather(stall, drive(service))
        return await scrape

    looks = run(main())
    return sorted(zip(trace.arrived, trace.latency)), looks


def everybody(service):
    return open_loop(service, chain([0.0], steady(RATE)), count=int(UNTIL * RATE))


@pytest.mark.parametrize("start", [START, 2.0003], ids=["between two requests", "while it serves one"])
def test_users_wait_in_the_model_as_at_the_server(start):
    found, _ = reenacted(everybody, start)
    assert found == [pytest.approx(pair, abs=1e-6) for pair in users(LENGTH, start, UNTIL)]


def test_a_load_test_that_waits_sends_and_waits_in_the_model_as_at_the_server():
    found, _ = reenacted(lambda service: on_the_beat(service, RATE, UNTIL))
    model = load_test(LENGTH, START, UNTIL)
    assert len(found) == len(model) == 800 - 149 and found == [pytest.approx(pair, abs=1e-6) for pair in model]


def test_gauge_and_counters_read_in_the_model_as_of_the_servers_own_metrics():
    _, looks = reenacted(everybody)
    flow = Flow(LENGTH)
    for (_, before), (time, now) in pairwise(looks):
        model = [scraping.reading(flow, what, time - START, 0.7) for what in scraping.ODD]
        assert now[0] == pytest.approx(model[0], abs=2)
        assert [now[1] - before[1], now[2] - before[2]] == [
            pytest.approx(0.7 * model[1], abs=2), pytest.approx(0.7 * model[2], abs=2)]


def test_all_that_was_waited_is_in_the_counter_when_the_backlog_is_gone():
    assert Flow(10.0).waited(20) == pytest.approx(100 * 10**2 / 2 / 0.9 + 20 * 100 * WORK)
    assert sum(took for sent, took in users(10.0, 80.0) if 80 <= sent < 100) == pytest.approx(
        Flow(10.0).waited(20), rel=0.01)


def test_a_wait_is_added_with_the_answer_so_during_the_stall_nothing_is():
    assert Flow(10.0).waited(10) == 0
    assert scraping.reading(Flow(10.0), scraping.WAITING, 9, 5) == 0


@pytest.mark.parametrize("every", [1, 15, 60])
@pytest.mark.parametrize("length", [1, 20])
def test_to_whom_it_adds_up_a_stall_is_never_hidden(length, every):
    flow = Flow(length)
    for offset in range(100):
        looks = scraping.looks(offset / 100 * every, every, 0.0, flow.over + every)
        read = max(scraping.reading(flow, scraping.WAITING, look, every) for look in looks)
        assert read * every - 0.1 * every > 20


@pytest.mark.parametrize("length", [1, 10, 40, 100])
def test_theory_has_the_percentile_of_the_users(length):
    ordered = sorted(took for _, took in users(length, 50.0))
    for q in (0.9, 0.99, 0.999):
        assert nearest_rank(ordered, q) == pytest.approx(theory.stalled(q, length, 200, 0.1, WORK), abs=0.03)


def test_the_textbooks_case_with_the_backlog_worked_off():
    ordered = sorted(took for _, took in users(100, 100.0))
    assert sum(ordered) / len(ordered) == pytest.approx(27.503, abs=0.001)
    assert nearest_rank(ordered, 0.75) == pytest.approx(55.0, abs=0.01)


@pytest.mark.parametrize(("length", "every"), [(10, 15), (2, 15), (10, 60), (20, 20)])
def test_as_many_dashboards_see_it_as_theory_says(length, every):
    found = [scraping.seen(length, every, what, 4000, seed=5) for what in scraping.ODD]
    assert found[:2] == [pytest.approx(theory.looked(length, 0.1, every), abs=0.03)] * 2 and found[2] == 1


@pytest.mark.parametrize("shape", [shapes.ALIKE, shapes.LOGNORMAL, shapes.STALL])
def test_a_shapes_quantile_and_its_shares_agree(shape):
    for q in (0.5, 0.95, 0.99, 0.999):
        x = shapes.true(q, shape, 10.0)
        assert shapes.up_to(x * (1 + 1e-9), shape, 10.0) >= q - 1e-9
        assert shapes.up_to(x * (1 - 1e-9), shape, 10.0) <= q + 1e-9


def test_the_shape_of_the_stall_is_what_its_users_waited():
    took = [took for _, took in users(10.0, 80.0)]
    for x in (0.005, 1.0, 5.0, 9.0):
        assert sum(t <= x for t in took) / len(took) == pytest.approx(shapes.up_to(x, shapes.STALL, 10.0), abs=2e-4)


@pytest.mark.parametrize(("shape", "q", "size", "read"), [
    (shapes.ALIKE, 0.95, 0.22, 0.295), (shapes.ALIKE, 0.95, 0.32, 0.4425)])
def test_round_a_goal_reads_as_the_manual_says(shape, q, size, read):
    assert shapes.read(q, shape, size, shapes.BOUNDS[shapes.GOAL]) == pytest.approx(read, abs=1e-12)


@pytest.mark.parametrize("trouble", [instances.SLOW, instances.STANDS])
def test_samples_of_instances_read_as_the_formulas_say(trouble):
    setting = 10, trouble, 10, 0.1
    parts = instances.tails(*setting)
    found = instances.read(0.99, instances.sampled(*setting, requests=400_000, seed=3))
    assert found == pytest.approx((instances.of_all(0.99, parts), instances.averaged(0.99, parts)), rel=0.03)


def test_two_halves_have_a_percentile_that_can_be_solved():
    parts = instances.tails(2, instances.SLOW, 1, 0.5)
    assert instances.of_all(0.99, parts) == pytest.approx(0.004605170185988091)


def test_an_alarm_fires_when_it_should_and_goes_on_for_the_rest_of_its_window():
    fires, goes_on = heard(14.4, 3600, 1.0, seed=1)
    assert fires == pytest.approx(51.84, abs=0.1) and fires + goes_on == pytest.approx(3600, abs=0.2)


def test_an_alarm_forgets_what_left_its_window():
    alarm = Alarm(1, 100, 0.9, rate=1)  # more than 10 failures in 100 s
    for time in range(11):
        alarm.note(time)
    assert [alarm.firing(time) for time in (10, 99.9, 100.1)] == [True, True, False]


def test_fewer_failures_than_it_waits_for_never_set_it_off():
    assert heard(14.4, 3600, 0.01, most=5000, seed=1) == (float("inf"), 0.0)
    assert theory.fires(14.4, 3600, 0.999, 0.0144) == float("inf")
