"""A stall behind a limit and a breaker: what befell whom is on record when it is over, and the gauge has forgotten."""

from types import SimpleNamespace

from systemdesign import run
from systemdesign.observability import tables
from systemdesign.observability.guarded import behind_a_breaker
from systemdesign.observability.metrics import Metrics


def test_every_request_is_counted_under_its_end_and_the_gauges_are_back():
    metrics = Metrics()
    run(behind_a_breaker(metrics))
    ends = {outcome: series.buckets()[-1][1]
            for (_, outcome), series in metrics.families["request_seconds"].series.items()}
    assert list(ends) == ["answered", "TimedOut", "Refused"] and sum(ends.values()) == 2999
    assert 25 < ends["TimedOut"] < 35 and 1000 < ends["Refused"] < 1050
    assert 'breaker_open{service="bank"} 0.0' in metrics.exposition().splitlines()


def test_nobody_waits_longer_than_the_limit():
    metrics = Metrics()
    run(behind_a_breaker(metrics))
    took = metrics.families["request_seconds"]("bank", "TimedOut")
    assert round(took.sum / took.buckets()[-1][1], 9) == 0.25


def test_a_table_has_a_line_for_each_question_window_and_client():
    answers = SimpleNamespace(
        quantiles=[("p95?", 0.295, 0.295, 0.22)],
        windows=[{"samples": [(0, 40), (1, 44)], "increase": 4.444, "truth": 5}],
        asked={"open": 400, "closed": 290}, p99={"open": 0.97, "closed": 0.003},
        read={"open": [0.98, 0.98], "closed": [0.005, 0.005]})
    assert list(tables.quantiles(answers)) == [" 0.2950  0.2950  0.2200  p95?"]
    assert list(tables.windows(answers)) == ["40 to 44: increase 4.444, clicks 5"]
    assert list(tables.clients(answers)) == [
        "doesn't wait: 400 requests, p99 0.970 s, by the histogram 0.980 s",
        "waits: 290 requests, p99 0.003 s, by the histogram 0.005 s"]
