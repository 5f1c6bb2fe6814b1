"""Lab 19, part 1: a design, by degree."""

import pytest

from systemdesign.capstone.board import checked

from .verdicts import DICT, below, design_of, verdict

STEPS = {40: 2, 60: 2, 80: 2, 90: 2, 95: 1, 99: 1}


@pytest.mark.rule(1)
def test_the_board_has_such_a_design(lab):
    try:
        checked(design_of(lab))
    except ValueError as error:
        told = str(error).partition(": start from")[0]  # `NAIVE` is not there when an answer is judged
    else:
        return
    raise AssertionError(f"What `design()` returned is no design: {told}. {DICT.capitalize()}.")


@pytest.mark.rule(2)
@pytest.mark.parametrize("step", [pytest.param(step, marks=pytest.mark.worth(worth)) for step, worth in STEPS.items()])
def test_the_score_reaches_the_step(lab, step):
    assert verdict(lab).score >= step, below(lab, step)
