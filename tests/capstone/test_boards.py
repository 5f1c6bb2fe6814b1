"""Practice boards: settings pull the way they should; lab 19's hidden ones can be solved, but not knob by knob."""

import importlib
import random
from itertools import combinations, product

import pytest

from systemdesign.capstone import board
from systemdesign.capstone.board import EVERYTHING, KNOBS, MACHINES, NAIVE, PRICES, REFERENCE, TEXTBOOK, checked
from systemdesign.capstone.boards import RANGES, cost, drawn, earned, estimate
from systemdesign.capstone.score import OBJECTIVES

HIDDEN = importlib.import_module("tests.labs.19_capstone.searching").HIDDEN
SEEDS = range(20)


def climbed(design, world):
    """As far as one comes by turning one knob at a time."""
    best = None
    while best != design:
        best = design
        for name, settings in KNOBS.items():
            design = max(({**design, name: one} for one in settings), key=lambda one: estimate(one, world))
        if estimate(design, world) <= estimate(best, world):
            return best


def best_known(world, starts=12):
    """The best of a climb that turns two knobs at once, from so many designs drawn."""
    chance, best = random.Random(0), NAIVE
    for _ in range(starts):
        design, before = {name: chance.choice(settings) for name, settings in KNOBS.items()}, None
        while design != before:
            before = design
            for one, other in combinations(KNOBS, 2):
                pairs = ({**design, one: a, other: b} for a, b in product(KNOBS[one], KNOBS[other]))
                design = max([design, *pairs], key=lambda found: estimate(found, world))
        best = max(best, design, key=lambda found: estimate(found, world))
        if estimate(best, world) > 99.99:
            break
    return best


def test_a_board_is_the_same_for_a_seed_and_lies_in_its_ranges():
    assert drawn(3) == drawn(3) != drawn(4)
    assert all(RANGES[name][0] <= drawn(seed)[name] <= RANGES[name][1] for seed in SEEDS for name in RANGES)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_design_has_a_score_from_0_to_100(seed):
    chance, world = random.Random(seed), drawn(seed)
    designs = [{name: chance.choice(settings) for name, settings in KNOBS.items()} for _ in range(300)]
    assert all(0 <= estimate(design, world) <= 100 for design in map(checked, designs))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("knob", "price"), [("instances", "instance"), ("replicas", "replica")])
def test_what_is_bought_costs_its_price(seed, knob, price):
    world, more = drawn(seed), {**REFERENCE, knob: REFERENCE[knob] + 1}
    assert cost(more, world) - cost(REFERENCE, world) == pytest.approx(world[price])


@pytest.mark.parametrize("seed", SEEDS)
def test_each_fault_is_answered_by_the_knob_that_answers_it_on_the_day(seed):
    world = drawn(seed)
    for worse in ({"acknowledge": "primary"}, {"payment": "in line"}, {"limit": 0.25}, {"replicas": 0}):
        assert estimate({**REFERENCE, **worse}, world) <= estimate(REFERENCE, world) - 2, worse


@pytest.mark.parametrize("seed", HIDDEN)
def test_a_hidden_board_stops_who_turns_one_knob_at_a_time(seed):
    assert estimate(climbed(NAIVE, drawn(seed)), drawn(seed)) < 50


@pytest.mark.sampled(of=4)
@pytest.mark.parametrize("seed", HIDDEN)
def test_a_hidden_board_has_a_design_with_all_points(seed):
    assert estimate(best_known(drawn(seed)), drawn(seed)) > 99.95


@pytest.mark.parametrize("design", [NAIVE, MACHINES, EVERYTHING, TEXTBOOK, REFERENCE])
def test_a_design_costs_here_what_it_costs_on_the_shop_s_board(design):
    assert cost(design, PRICES) == board.cost(design)


@pytest.mark.parametrize("value", [0.0, 0.003, 0.01, 0.05, 0.15, 0.85, 1.3, 5.0])
@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=OBJECTIVES)
def test_points_are_earned_here_as_by_the_shop_s_objectives(objective, value):
    points = objective.points * earned(value, objective.good, objective.bad)
    assert points == pytest.approx(objective.earned(value))
