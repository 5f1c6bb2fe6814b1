"""Designs are data, and the board refuses what it has not got."""

import pytest

from systemdesign.capstone.board import EVERYTHING, KNOBS, MACHINES, NAIVE, REFERENCE, TEXTBOOK, checked, cost
from systemdesign.capstone.day import day


@pytest.mark.parametrize("design", [NAIVE, MACHINES, EVERYTHING, TEXTBOOK, REFERENCE])
def test_every_named_design_is_on_the_board(design):
    assert checked(design) == design
    assert list(checked(dict(reversed(design.items())))) == list(KNOBS)


def test_a_checked_design_is_a_copy():
    assert checked(NAIVE) is not NAIVE


@pytest.mark.parametrize(
    ("design", "what"),
    [
        ({**NAIVE, "replica": 1}, "no knob 'replica': do you mean 'replicas'"),
        ({**NAIVE, "colour": "red"}, "no knob 'colour'; there are instances"),
        ({name: value for name, value in NAIVE.items() if name != "ttl"}, "says nothing of ttl"),
        ({**NAIVE, "instances": 7}, "instances can be 2, 3, 4, 5, 6, 8, 10, and not 7"),
        ({**NAIVE, "breaker": 1}, "breaker can be False, True, and not 1"),
        ({**NAIVE, "instances": True}, "and not True"),
        ({**NAIVE, "ttl": False}, "and not False"),
        ({**NAIVE, "limit": float("nan")}, "and not nan"),
    ],
)
def test_what_is_not_on_the_board_is_refused_with_what_is(design, what):
    with pytest.raises(ValueError, match=what):
        checked(design)


def test_a_day_refuses_a_fault_that_it_has_not_got():
    with pytest.raises(ValueError, match="no fault 'flood': there are fails fast"):
        day(NAIVE, without=["flood"])


def test_costs_add_up():
    assert [cost(design) for design in (NAIVE, MACHINES, EVERYTHING, REFERENCE)] == [
        4 * 10 + 14,
        10 * 10 + 3 * 14,
        10 * 10 + 3 * 14 + 6 + 7 + 2 + 4,
        4 * 10 + 14 + 6 + 7,
    ]


def test_other_prices_give_other_costs():
    prices = {"instance": 1, "replica": 2, "cache": 3, "queue": 4, "breaker": 5, "ejection": 6}
    assert cost(EVERYTHING, prices) == 10 * 1 + 3 * 2 + 3 + 4 + 5 + 6
