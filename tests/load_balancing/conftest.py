"""The Markov chain of a balanced farm, solved exactly: an oracle for policies that have no closed form."""

from functools import cache
from itertools import pairwise
from math import comb

import numpy as np
import pytest


@pytest.fixture(scope="session")
def chain():
    """`chain(policy, load, servers, depth)`: mean time in system, Poisson arrivals, exponential service of mean 1 s.

    A state says how many servers have at least 1, 2, … `depth` requests; requests beyond the depth are lost,
    so choose it deep enough that they do not matter. Arrivals and departures change the total by one, so the
    chain is solved level by level, from the top: R_(n-1) = -U_(n-1) (D_n + R_n L_(n+1))⁻¹
    (Latouche and Ramaswami, Introduction to Matrix Analytic Methods, chapter 12).
    """
    return cache(_mean_time)


def _mean_time(policy, load, servers, depth):
    arrivals, levels = servers * load, _levels(servers, depth)
    ups = [_steps(low, high, _arrive, policy, servers) * arrivals for low, high in pairwise(levels)]
    downs = [_steps(high, low, _depart, servers) for low, high in pairwise(levels)]
    ratios, returns = [], 0.0
    for n in range(len(levels) - 1, 0, -1):
        leaving = downs[n - 1].sum(1) + (ups[n].sum(1) if n < len(ups) else 0.0)
        ratios.append(-np.linalg.solve((returns - np.diag(leaving)).T, ups[n - 1].T).T)
        returns = ratios[-1] @ downs[n - 1]  # what comes back down to level n - 1 by way of level n
    weights = [np.ones(1)]
    for ratio in reversed(ratios):
        weights.append(weights[-1] @ ratio)
    masses = np.array([weight.sum() for weight in weights])
    return masses @ np.arange(len(masses)) / masses.sum() / arrivals


def _levels(servers, depth):
    """States by their total: each a falling tuple, how many servers have at least 1, 2, … requests."""
    levels = [[] for _ in range(servers * depth + 1)]

    def grow(state):
        if len(state) == depth:
            levels[sum(state)].append(state)
            return
        for more in range((state[-1] if state else servers) + 1):
            grow((*state, more))

    grow(())
    return levels


def _steps(here, there, rates, *args):
    """The matrix of rates from the states of one level to those of its neighbour."""
    index, matrix = {state: i for i, state in enumerate(there)}, np.zeros((len(here), len(there)))
    for row, state in enumerate(here):
        for step, rate in rates(state, *args):
            if rate:
                matrix[row, index[step]] += rate
    return matrix


def _arrive(state, policy, servers):
    """Where one arrival goes: (state, probability)."""
    full = (servers, *state)
    for k in range(len(state)):
        taken = (*state[:k], state[k] + 1, *state[k + 1 :])
        if policy == "least connections":
            chance = float(full[k] == servers > full[k + 1])
        else:
            chance = (comb(full[k], 2) - comb(full[k + 1], 2)) / comb(servers, 2)
        yield taken, chance


def _depart(state, servers):
    """Each busy server finishes at rate 1: (state, rate)."""
    for k, count in enumerate(state):
        leaving = count - (state[k + 1] if k + 1 < len(state) else 0)
        yield (*state[:k], count - 1, *state[k + 1 :]), leaving
