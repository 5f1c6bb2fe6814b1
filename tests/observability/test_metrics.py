"""Metrics, read back by the parser of prometheus_client, and counted beside its own histogram."""

from math import inf

import prometheus_client as official
import pytest
from hypothesis import given
from hypothesis import strategies as some
from prometheus_client.parser import text_string_to_metric_families as parsed

from systemdesign.observability.metrics import Metrics
from systemdesign.observability.series import DEFAULT, Counter, Histogram

WORDS = some.text(max_size=12)
NUMBERS = some.floats(allow_nan=False)


def samples(text):
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in parsed(text) for s in family.samples}


@given(WORDS, WORDS, NUMBERS)
def test_whatever_a_label_says_their_parser_reads_it_back(one, other, value):
    metrics = Metrics()
    metrics.gauge("depth", "A text with a \\ and\na second line.", "queue", "host")(one, other).set(value)
    (family,) = parsed(metrics.exposition())
    assert family.documentation == "A text with a \\ and\na second line."
    assert (family.name, family.type) == ("depth", "gauge")
    assert [(s.labels, s.value) for s in family.samples] == [({"queue": one, "host": other}, value)]


@given(some.lists(some.floats(0, 20), max_size=50), some.sampled_from([DEFAULT, (0.1, 0.2, 0.3), (1.0,)]))
def test_a_histogram_counts_as_prometheus_client_does(values, bounds):
    metrics, theirs = Metrics(), official.CollectorRegistry()
    ours = metrics.histogram("work_seconds", "Work.", bounds=bounds)()
    other = official.Histogram("work_seconds", "Work.", registry=theirs, buckets=bounds)
    for value in values:
        ours.observe(value)
        other.observe(value)
    found = samples(official.generate_latest(theirs).decode())
    assert samples(metrics.exposition()) == {key: x for key, x in found.items() if not key[0].endswith("_created")}


def test_a_value_on_a_bound_is_counted_with_those_below_it():
    histogram = Histogram((1.0, 2.0))
    histogram.observe(1.0)
    assert histogram.buckets() == [(1.0, 1), (2.0, 1), (inf, 1)]


@pytest.mark.parametrize("bounds", [(2.0, 1.0), (1.0, 1.0), (1.0, inf)])
def test_bounds_that_do_not_rise_or_do_not_end_are_refused(bounds):
    with pytest.raises(ValueError, match="bounds"):
        Metrics().histogram("work_seconds", "Work.", bounds=bounds)


@pytest.mark.parametrize("amount", [-1, float("nan")])
def test_a_counter_only_rises(amount):
    counter = Counter()
    with pytest.raises(ValueError, match="gauge"):
        counter.add(amount)
    assert counter.value == 0


def test_beyond_the_ceiling_all_share_one_series_and_the_sum_is_right():
    visits = Metrics(most=10).counter("visits_total", "Visits.", "user")
    for user in range(1000):
        visits(user).add()
    assert len(visits.series) == 11 and visits("other").value == 990
    assert sum(series.value for series in visits.series.values()) == 1000


def test_a_series_that_is_there_is_found_when_the_ceiling_is_reached():
    visits = Metrics(most=1).counter("visits_total", "Visits.", "user")
    visits("Ada").add()
    visits("Bob").add()
    visits("Ada").add()
    assert visits("Ada").value == 2


def test_what_is_declared_alike_is_one_family_and_otherwise_refused():
    metrics = Metrics()
    one = metrics.histogram("work_seconds", "Work.", "host", bounds=(1, 2))
    assert metrics.histogram("work_seconds", "Work.", "host", bounds=[1, 2]) is one
    for declare in (lambda: metrics.histogram("work_seconds", "Work.", "host"),
                    lambda: metrics.counter("work_seconds", "Work.", "host")):
        with pytest.raises(ValueError, match="declared already"):
            declare()


@pytest.mark.parametrize(("name", "labels"), [("1st", ()), ("a b", ()), ("", ()), ("x", ("le",)), ("x", ("__y",)),
                                              ("x", ("a-b",)), ("x", ("a", "a"))])
def test_a_name_that_prometheus_would_not_take_is_refused(name, labels):
    with pytest.raises(ValueError, match="letters"):
        Metrics().counter(name, "Words.", *labels)


def test_a_series_asks_for_a_value_of_each_label():
    visits = Metrics().counter("visits_total", "Visits.", "route", "code")
    with pytest.raises(ValueError, match="labels"):
        visits("/home")
