"""What a design earns, objective by objective."""

from math import sqrt

import pytest

from systemdesign.capstone.board import NAIVE, REFERENCE
from systemdesign.capstone.day import day
from systemdesign.capstone.record import Day, Outcome
from systemdesign.capstone.score import BEST, OBJECTIVES, SEEDS, judged, parts, score


def made(design=REFERENCE, unanswered=0, late=0, stale=0, lost=0, of=10_000):
    """A Day of so many reads, of which some are unanswered, late (2 s), or stale, and with so many orders lost."""
    kinds = [(None, False)] * unanswered + [(2.0, False)] * late + [(0.1, True)] * stale
    kinds += [(0.1, False)] * (of - len(kinds))
    requests = [Outcome(0.0, 1, latency, old, False) for latency, old in kinds]
    return Day(design, 0, requests + [Outcome(0.0, 0, 0.1, False, True)] * lost, of, [])


def test_a_day_without_a_miss_earns_all():
    assert parts(made()) == {"unanswered": 30, "p99": 20, "lost": 20, "stale": 10, "cost": 20}
    assert score(made()) == 100


@pytest.mark.parametrize(("many", "points"), [(50, 30), (1000, 0), (5000, 0)])
def test_unanswered_requests_cost_thirty_points_from_a_half_to_ten_percent(many, points):
    assert parts(made(unanswered=many))["unanswered"] == pytest.approx(points)


def test_half_of_the_points_are_left_at_the_geometric_mean_of_the_bounds():
    for objective in OBJECTIVES.values():
        middle = sqrt(objective.good * objective.bad)
        assert objective.earned(middle) == pytest.approx(objective.points / 2)
        assert objective.earned(objective.good / 3) == objective.points
        assert objective.earned(objective.bad * 3) == 0


def test_an_unanswered_request_counts_as_two_seconds_in_the_percentile():
    assert made(unanswered=99).p99 == pytest.approx(0.1)
    assert made(unanswered=101).p99 == 2.0
    assert parts(made(late=101))["p99"] == 0


def test_one_lost_order_costs_all_of_its_points():
    assert parts(made(lost=1))["lost"] == 0


def test_stale_answers_are_counted_among_the_answered_reads():
    one = made(stale=100, unanswered=5000)
    assert one.stale == pytest.approx(100 / 5000)


def test_cheap_and_broken_earns_nothing():
    broken = made({**NAIVE, "instances": 2, "replicas": 0}, unanswered=9000, lost=1)
    assert parts(broken)["cost"] == pytest.approx(20 * (10 / 80) ** 2)


def test_twice_the_best_cost_earns_nothing_for_it():
    assert parts(made(), best=BEST / 2)["cost"] == pytest.approx(0)
    assert parts(made(), best=BEST / sqrt(2))["cost"] == pytest.approx(10)


def test_a_verdict_has_the_mean_score_and_the_worst_of_everything_else():
    days = [day(NAIVE, seed) for seed in (5, 6)]
    verdict = judged(NAIVE, seeds=(5, 6))
    assert verdict.score == pytest.approx(sum(map(score, days)) / 2)
    assert verdict.answered == min(one.answered for one in days) != max(one.answered for one in days)
    assert verdict.lost == max(one.lost for one in days)
    assert verdict.tries == pytest.approx(sum(one.tries for one in days) / 2)


def test_four_days_are_published():
    assert list(SEEDS) == [0, 1, 2, 3]
