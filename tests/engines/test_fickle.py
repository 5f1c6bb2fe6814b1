"""A real server that is slow now and then: no request waits for another, and the seed says which are slow."""

from random import Random

import pytest

from systemdesign.engines.http.fickle import SLOWLY
from systemdesign.engines.http.server import FickleServer


@pytest.fixture
def answers(send):
    """What a fresh server signs and how long it takes, for requests that come in an order that is known."""
    def answers(**asked):
        with FickleServer("s1", **asked) as server:
            return [(outcome.by, outcome.latency) for outcome in send(server.port, [0.0] * 12, gap=0.01)]
    return answers


def test_its_seed_says_which_answers_are_slow(answers):
    for seed in (1, 2):
        chance = Random(str(seed))
        expected = ["s1" + SLOWLY * (chance.random() < 0.5) for _ in range(12)]
        assert [by for by, _ in answers(share=0.5, slow=0.05, quick=0.0, seed=seed)] == expected


def test_a_slow_answer_takes_its_time_and_holds_nobody_up(answers):
    found = answers(share=0.5, slow=0.5, quick=0.02, seed=1)
    assert min(latency for by, latency in found if by.endswith(SLOWLY)) >= 0.5
    assert min(latency for by, latency in found if by == "s1") >= 0.02
    assert sum(latency for _, latency in found) < 12 * 0.5


def test_it_draws_nothing_for_a_health_check(answers):
    assert {by for by, _ in answers(share=0.0, slow=0.5, quick=0.0)} == {"s1"}
    with FickleServer("s1", share=1.0, slow=30.0, quick=30.0) as server:
        assert server.ready()
