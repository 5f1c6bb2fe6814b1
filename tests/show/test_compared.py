"""How far off a guess was, in words."""

import pytest

from systemdesign.show import compared


def told(value, unit="s", digits=3):
    return {"value": value, "unit": unit, "label": "", "digits": digits, "theory": None}


@pytest.mark.parametrize(
    ("said", "value", "words"),
    [
        (3.0, 1.36, "You said 3 s; it is 1.36 s: 2.2 times as much."),
        (0.5, 2.0, "You said 0.500 s; it is 2 s: 0.25 times as much."),
        (2.05, 2.0, "You said 2.05 s; it is 2 s: you are within 5 % of it."),
        (0, 0, "You said 0 s; it is 0 s: you are within 5 % of it."),
        (3, 0, "You said 3 s; it is 0 s: 3 s too much."),
        (0, 4, "You said 0 s; it is 4 s: 4 s too little."),
        (-1, 2, "You said -1 s; it is 2 s: 3 s too little."),
    ],
)
def test_a_number_is_compared_by_a_factor_or_by_a_distance_where_none_makes_sense(said, value, words):
    assert compared.number(said, told(value)) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [("none", "You said none, and it is: 2 s."),
     ("exponential", "You said exponential; it is none: 2 s against 65 s.")])
def test_an_option_is_compared_by_the_numbers_of_both(said, words):
    found = {"option": "none", "numbers": [told(65), told(2)]}
    assert compared.which(said, found, ["exponential", "none"]) == words


def test_a_line_is_compared_by_its_mean_distance_and_where_it_is_most_off():
    assert compared.line([1, 2, 9], {"y": [1, 4, 5]}, [0.1, 1, 10], "s", "%") == (
        "Your line is 2 % away on average, most at 10 s: you said 9 %; it is 5 %.")
