"""What the chapter's charts draw beside their points."""

import pytest

from systemdesign.latency_and_queues.theory import busy_enough, known


@pytest.mark.parametrize(
    ("arrivals", "load", "cv2", "mean", "p99"),
    [
        ("at random", 0.8, 1, 5, 23.03), ("at random", 0.5, 1, 2, 9.21), ("at random", 0.95, 1, 20, 92.1),
        ("on the beat", 0.98, 0, 1, 1), ("on the beat", 0.8, 1, 2.693, 12.40),
        ("at random", 0.8, 0, 3, 11.36), ("at random", 0.8, 4, 11, 61.21), ("at random", 0.98, 0, 25.5, 115.02),
    ],
)
def test_the_times_that_the_chapter_quotes(arrivals, load, cv2, mean, p99):
    answer = known(arrivals, load, cv2)
    assert answer.mean == pytest.approx(mean, abs=5e-4)
    assert answer.quantile(0.99) == pytest.approx(p99, abs=3e-2)


def test_theory_says_where_it_has_nothing():
    with pytest.raises(ValueError, match=r"no tail for a cv² of 0\.5"):
        known("at random", 0.8, 0.5)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (2, 0.7071), (4, 0.8349), (10, 0.9254), (100, 0.9911)])
def test_where_a_request_waits_one_service_time(servers, load):
    assert busy_enough(servers) == pytest.approx(load, abs=5e-5)


def test_a_longer_wait_needs_a_busier_server():
    assert busy_enough(1, wait=4.0) == pytest.approx(0.8)
