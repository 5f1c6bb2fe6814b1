"""What a link costs on each database, how long who makes one waits, and what two codes of a counter tell."""

import random

import pytest

from systemdesign.engines import available
from systemdesign.engines.http.load import in_thread
from systemdesign.url_shortener.asked import addresses, poisson_gaps, popular, post
from systemdesign.url_shortener.measurement import Cost, CostPlan, Paced, PacePlan, cost, number, pace, peeked
from systemdesign.url_shortener.set_ups import ENGINES, SET_UPS, running
from systemdesign.url_shortener.traffic import crowd, location, metric, paced
from tests.quiet import quietly

needs_all = pytest.mark.skipif(not all(map(available, ENGINES)), reason="the engines' wheels")


@pytest.fixture
def live(way):
    way("live")


def check_cost(found):
    work, writes = found.relative("work"), found.relative("writes")
    assert work["PostgreSQL"] > 1.3
    assert 0.75 < work["SQLite, memory"] < 1.2
    assert work["PostgreSQL, memory"] < 0.85 * work["PostgreSQL"]
    assert 0.02 < writes["SQLite, counter"] < 2  # about a half, if the disk serves nobody else
    assert min(map(min, found.writes + found.reads)) > 0


def check_pace(found):
    assert 0 < found.service < 1
    assert found.measured[1:] == sorted(found.measured[1:])
    assert 0.1 < found.measured[0] / found.modelled[0] < 100


def check_peeked(found):
    assert found.others == found.plan.links
    assert number(found.codes[1]) - number(found.codes[0]) == found.plan.links + 1


@needs_all
def test_postgresql_costs_a_reader_more_than_sqlite_and_a_cache_before_it_saves_that(live):
    services = [name for name in SET_UPS if name not in ("SQLite, normal", "PostgreSQL, Valkey")]
    found = quietly(lambda: cost(services=tuple(services), rounds=6), stall=0.1)
    check_cost(found)
    assert list(found.relative("reads")) == services


@needs_all
def test_two_codes_of_a_counter_tell_how_many_lie_between(live):
    check_peeked(peeked(links=23))


@needs_all
def test_who_comes_when_due_waits_about_as_long_as_behind_one_worker(live):
    found = quietly(lambda: pace(rounds=3), stall=0.1)
    check_pace(found)
    assert found.requests >= 3


def test_every_recording_shows_what_the_chapter_says_of_it():
    for measure, check in ((cost, check_cost), (pace, check_pace), (peeked, check_peeked)):
        kept = measure.recordings.all()
        assert type(kept[0].plan)() in [found.plan for found in kept]
        for found in kept:
            check(found)


def test_costs_are_told_relative_to_the_first_service():
    found = Cost(plan=CostPlan(services=("SQLite", "PostgreSQL")), made={}, writes=[[200.0, 20.0, 100.0], [300.0] * 3],
                 reads=[[5000.0] * 3, [2500.0] * 3], work=[[9e-5, 1e-4, 2e-4], [1.75e-4] * 3])
    assert found.relative("writes") == {"SQLite": 1, "PostgreSQL": 3}  # of 1.5, 15 and 3
    assert str(found).splitlines() == [f"{'':20} writes  reads   Python/read",
                                       f"{'SQLite':20}   1.00   1.00        100 µs",
                                       f"{'PostgreSQL':20}   3.00   0.50        175 µs"]


def test_a_pace_is_told_in_milliseconds_beside_its_model():
    found = Paced(plan=PacePlan(), made={}, requests=9, service=0.004, measured=[0.006, 0.005, 0.01, 0.02],
                  modelled=[0.0061, 0.004, 0.011, 0.017])
    assert [line.split() for line in str(found).splitlines()] == [
        ["measured", "modelled"], ["mean", "6.00", "ms", "6.10", "ms"], ["p50", "5.00", "ms", "4.00", "ms"],
        ["p90", "10.00", "ms", "11.00", "ms"], ["p99", "20.00", "ms", "17.00", "ms"]]


@pytest.fixture(scope="module")
def port():
    with running(["SQLite"]) as services:
        yield services["SQLite"].port


def test_a_crowd_and_those_who_come_when_due_are_all_answered(port):
    async def main():
        took, heads = await crowd(port, map(post, addresses(20)), 201, clients=3)
        latencies = await paced(port, [post("https://example.org/")] * 10, [0.001] * 10, 201, connections=2)
        return took, len({location(head) for head in heads}), latencies, await metric(port, "process_cpu_seconds_total")

    took, codes, latencies, worked = in_thread(main)
    assert codes == 20 and took > 0
    assert len(latencies) == 10 and min(latencies) > 0
    assert 0 < worked < 60


def test_an_answer_of_another_status_is_a_mistake(port):
    with pytest.raises(ValueError, match=r"expected 201, and was answered: HTTP/1\.1 400"):
        in_thread(lambda: crowd(port, [post("gopher://example.org")], 201))


def test_the_first_code_is_the_one_most_asked_for():
    chosen = popular(["/a", "/b", "/c"], 6000, random.Random(1))
    assert [round(chosen.count(code) / 6000, 1) for code in ("/a", "/b", "/c")] == [0.5, 0.3, 0.2]


def test_poisson_gaps_fill_the_time_and_are_as_many_as_their_rate():
    gaps = list(poisson_gaps(random.Random(1), rate=1000, seconds=10))
    assert sum(gaps[:-1]) <= 10 < sum(gaps)
    assert 9_700 < len(gaps) < 10_300
