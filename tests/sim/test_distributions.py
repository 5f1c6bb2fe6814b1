"""Durations have the mean and the variability that they say."""

from math import fsum

import pytest

from systemdesign import stream
from systemdesign.sim import (
    constant,
    erlang,
    exponential,
    gamma,
    hyperexponential,
    lognormal,
    uniform,
    with_variability,
)
from systemdesign.theory.intervals import batch_means

DRAWS = 200_000
RANDOM = [
    exponential(2.0),
    uniform(1.0, 3.0),
    gamma(2.0, 0.3),
    erlang(4, 2.0),
    hyperexponential(2.0, 5.5),
    lognormal(2.0, 1.5),
    with_variability(2.0, 0.6),
]


def sample(distribution):
    rng = stream("draws", seed=5)
    return [distribution(rng) for _ in range(DRAWS)]


@pytest.mark.parametrize("distribution", RANDOM, ids=repr)
def test_the_mean_of_the_draws_is_the_distributions_own(distribution):
    found = batch_means(sample(distribution), level=0.99)
    assert distribution.mean in found
    assert found.width < 0.03


@pytest.mark.parametrize("distribution", RANDOM, ids=repr)
def test_the_variability_of_the_draws_is_the_distributions_own(distribution):
    values = sample(distribution)
    squares = [(value / distribution.mean - 1) ** 2 for value in values]
    found = batch_means(squares, level=0.99)
    assert distribution.cv2 in found
    assert found.width < 0.3


@pytest.mark.parametrize("distribution", RANDOM, ids=repr)
def test_no_duration_is_negative(distribution):
    assert min(sample(distribution)) >= 0


def test_a_constant_is_always_the_same():
    assert set(sample(constant(0.25))) == {0.25}
    assert (constant(0.25).mean, constant(0.25).cv2) == (0.25, 0.0)


def test_half_of_a_hyperexponentials_work_is_in_its_long_requests():
    values = sorted(sample(hyperexponential(1.0, 9.0)))
    longest = values[int(0.9 * DRAWS) :]
    assert fsum(longest) / fsum(values) > 0.5


@pytest.mark.parametrize("cv2", [0, 0.2, 1, 5.5])
def test_one_knob_turns_through_every_variability(cv2):
    distribution = with_variability(3.0, cv2)
    assert (distribution.mean, distribution.cv2) == (3.0, pytest.approx(cv2))


def test_the_knob_is_the_exponential_at_one():
    assert with_variability(2.0, 1)(stream("x", 1)) == exponential(2.0)(stream("x", 1))


def test_a_seed_gives_the_same_draws():
    assert sample(exponential(1.0))[:5] == sample(exponential(1.0))[:5]


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: exponential(0),
        lambda: constant(-1),
        lambda: uniform(2, 1),
        lambda: hyperexponential(1, 0.5),
        lambda: gamma(1, 0),
        lambda: with_variability(1, -1),
        lambda: erlang(0, 1),
    ],
)
def test_an_impossible_distribution_is_refused_with_the_number_in_the_message(mistake):
    with pytest.raises(ValueError, match=r"must be .* and it is"):
        mistake()
