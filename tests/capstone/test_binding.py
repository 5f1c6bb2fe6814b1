"""No setting of a knob that is free is the best in every company."""

import pytest

from systemdesign.capstone.board import KNOBS, REFERENCE, cost
from systemdesign.capstone.score import judged

LIMITED = {"limit": 1.0}
BUDGETED = {"policy": "ejection", "budget": 0.1, "limit": 1.0, "tries": 3}
WORSE = [
    # (what else differs from the reference, the knob, the worse setting, the better one)
    ({}, "ttl", 0, 10), ({}, "ttl", 1, 10), (LIMITED, "ttl", 5, 20), (LIMITED, "ttl", 10, 20),
    (LIMITED | {"queue": 20}, "ttl", 20, 100), ({}, "ttl", 100, 10),
    (LIMITED, "policy", "round robin", "ejection"), ({}, "policy", "least connections", "round robin"),
    ({"instances": 5, "limit": 0.5, "queue": None}, "policy", "ejection", "least connections"),
    ({}, "tries", 1, 4), ({}, "tries", 2, 4), (BUDGETED, "tries", 3, 2), (LIMITED, "tries", 4, 3),
    ({}, "budget", 0.1, None), (LIMITED | {"queue": 20}, "budget", None, 0.1),
    ({}, "limit", 0.25, None), ({}, "limit", 0.5, None), ({}, "limit", 1.0, None),
    ({"payment": "in line"}, "limit", None, 1.0),
    ({}, "queue", 2, 8), (BUDGETED, "queue", 8, 20), (LIMITED, "queue", 20, 2), ({}, "queue", None, 8),
]  # fmt: skip
BOUGHT = [
    # the same, where the better setting costs more
    (LIMITED, "instances", 4, 5), (LIMITED, "replicas", 1, 2),
    ({"payment": "in line", "limit": 1.0}, "breaker", False, True), ({}, "payment", "in line", "queue"),
]  # fmt: skip
FREE = {"ttl", "policy", "tries", "budget", "limit", "queue"}


def points(company, knob, setting):
    return judged({**REFERENCE, **company, knob: setting}).score


def named(case):
    company, knob, worse, better = case
    return f"{knob} {better} over {worse}" + "".join(f", {name} {value}" for name, value in company.items())


@pytest.mark.sampled(of=6)
@pytest.mark.parametrize("case", WORSE + BOUGHT, ids=named)
def test_another_setting_gets_three_points_more_in_this_company(case):
    company, knob, worse, better = case
    assert points(company, knob, better) - points(company, knob, worse) >= 3


def test_each_setting_of_a_free_knob_is_the_worse_one_somewhere():
    beaten = {(knob, repr(worse)) for _, knob, worse, _ in WORSE}
    assert beaten == {(knob, repr(setting)) for knob in FREE for setting in KNOBS[knob]}


def test_what_is_bought_costs_more():
    for company, knob, worse, better in BOUGHT:
        design = {**REFERENCE, **company}
        assert cost({**design, knob: better}) > cost({**design, knob: worse})


def test_a_confirmed_order_is_the_one_thing_that_is_never_too_dear():
    """The one free setting that nothing is found to beat: it costs 20 ms, and its rival costs orders."""
    for company in ({}, LIMITED, BUDGETED, {"tries": 1}, {"instances": 10}):
        safe, unsafe = (points(company, "acknowledge", setting) for setting in ("a replica", "primary"))
        assert safe > unsafe + 3
