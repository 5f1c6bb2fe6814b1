"""Full marks are to be had, for no fewer credits, and nothing on the board is free."""

from itertools import islice

import pytest

from systemdesign.capstone.board import KNOBS, REFERENCE, cost
from systemdesign.capstone.day import day
from systemdesign.capstone.score import BEST, SEEDS, judged, score
from systemdesign.capstone.traffic import Asked
from tests.capstone.bounds import crowded_out, hopeless, most, unanswered
from tests.capstone.cheaper import cheaper

FULL = 99.0
PARTS = 184
"""Into so many parts the designs that arithmetic leaves over are dealt, 28 to a part."""


def left():
    """The cheaper designs that are not refuted by arithmetic."""
    known = {}
    for design in cheaper():
        key = design["instances"], design["replicas"], design["payment"], cost(design)
        if key not in known:
            known[key] = most(design, SEEDS)
        if known[key] >= FULL:
            yield design


def reached(design):
    """The score of a design on the published days, or, as soon as it can't be full marks, the most it could be."""
    points = 100.0 * len(SEEDS)
    for seed in SEEDS:
        points += score(day(design, seed)) - 100
        if points < FULL * len(SEEDS):
            break
    return points / len(SEEDS)


def test_the_reference_has_full_marks_on_the_published_days():
    assert judged(REFERENCE).score == pytest.approx(100)
    assert cost(REFERENCE) == BEST


def test_on_other_days_it_nearly_has_them():
    verdict = judged(REFERENCE, seeds=range(100, 112))
    assert verdict.score > 99
    assert verdict.lost == 0


@pytest.mark.parametrize(
    "change",
    [
        {"instances": 2},
        {"instances": 2, "replicas": 0},
        {"instances": 6, "replicas": 0, "payment": "in line"},
        {"replicas": 1, "payment": "in line"},
    ],
)
@pytest.mark.parametrize("seed", [0, 3])
def test_arithmetic_promises_no_more_than_a_run_finds(change, seed):
    design = {**REFERENCE, **change}
    assert 0 < unanswered(design, seed) <= 1 - day(design, seed).answered


def test_arithmetic_counts_by_hand():
    asked = [Asked(time, product, work, 0, 0) for time, product, work in [
        (10.0, 0, 40.0), (10.5, 0, 30.0), (11.0, 7, 20.0), (12.0, 0, 50.0), (14.0, 0, 1.0),
    ]]  # fmt: skip
    assert hopeless(asked, 10.2, 3.0) == 1
    assert crowded_out(asked, (10.0, 14.0), instances=10) == 1


def test_arithmetic_refutes_all_but_the_designs_that_could_be_sound():
    some = list(left())
    assert 5000 < len(some) < 6000
    assert all(one["instances"] > 2 and one["replicas"] and one["payment"] == "queue" for one in some)


@pytest.mark.parametrize("part", [pytest.param(part, marks=pytest.mark.sampled(of=46)) for part in range(PARTS)])
def test_no_cheaper_design_has_full_marks(part):
    for design in islice(left(), part, None, PARTS):
        assert reached(design) < FULL, design


@pytest.mark.sampled(of=3)
@pytest.mark.parametrize("knob", KNOBS)
def test_every_knob_has_a_setting_that_costs_the_reference_five_points_or_more_credits(knob):
    found = {setting: judged({**REFERENCE, knob: setting}) for setting in KNOBS[knob]}
    assert any(100 - verdict.score >= 5 or verdict.cost > BEST for verdict in found.values())
