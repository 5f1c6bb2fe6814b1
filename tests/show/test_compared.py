"""How far off a guess was, in words: in the notebook, and the same in the page."""

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

from systemdesign.show import Axis, Chart, Line, compared
from tools.node import NODE


def told(value, unit="s", digits=3):
    return {"value": value, "unit": unit, "label": "", "digits": digits, "theory": None}


def chart(scale="linear"):
    return Chart("Stale", Axis("Age", "s"), Axis("Stale", "%", scale=scale), [Line("stale", [1, 2], [1, 2])])


@pytest.mark.parametrize(
    ("said", "value", "words"),
    [
        (3.0, 1.36, "You said 3 s; it is 1.36 s: your guess is 2.2 times as much."),
        (0.5, 2.0, "You said 0.500 s; it is 2 s: 4 times as much as you said."),
        (2.4, 2.0, "You said 2.40 s; it is 2 s: 20 % too much."),
        (1.6, 2.0, "You said 1.60 s; it is 2 s: 20 % too little."),
        (2.05, 2.0, "You said 2.05 s; it is 2 s: within 5 %."),
        (0, 0, "You said 0 s; it is 0 s: exactly so."),
        (3, 0, "You said 3 s; it is 0 s: 3 s too much."),
        (0, 4, "You said 0 s; it is 4 s: 4 s too little."),
        (-1, 2, "You said -1 s; it is 2 s: 3 s too little."),
    ],
)
def test_a_number_is_compared_by_a_factor_or_by_a_distance_where_none_makes_sense(said, value, words):
    assert compared.number(said, told(value)) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [("none", "You said none, and so it is: 2 s."),
     ("also none", "You said also none, and so it is: 2 s."),
     ("exponential", "You said exponential; it is none: 2 s against 65 s.")])
def test_an_option_is_compared_by_the_numbers_of_both(said, words):
    found = {"option": "none", "numbers": [told(65), told(2), told(2)]}
    assert compared.which(said, found, ["exponential", "none", "also none"]) == words


def test_a_line_is_compared_by_its_mean_distance_and_where_it_is_most_off():
    assert compared.line([1, 2, 9], {"y": [1, 4, 5]}, [0.1, 1, 10], chart()) == (
        "Your line is 2 % off on average, and most at 10 s: you said 9 %; it is 5 %.")


@pytest.mark.parametrize(
    ("said", "words"),
    [([2, 1], "a factor of 2 off on average, and most at 0.100 s: you said 2 %; it is 1 %."),
     ([0, 2], "0.50 % off on average, and most at 0.100 s: you said 0 %; it is 1 %.")])
def test_on_a_logarithmic_axis_a_line_is_off_by_a_factor_where_there_is_one(said, words):
    assert compared.line(said, {"y": [1, 2]}, [0.1, 1], chart("log")) == f"Your line is {words}"


def drawn(rng):
    """An amount of any size and sign, often nothing or a round one, as sliders and runs give them."""
    return rng.choice([0, rng.randint(-9, 99), rng.lognormvariate(0, 4), round(rng.uniform(-2, 50), 2)])


def cases(rng):
    """What a reader said and what is true, as the page gets it, and what Python says of it."""
    said, value, digits = drawn(rng), drawn(rng), rng.randint(1, 4)
    answer = told(value, rng.choice(["s", "", "%"]), digits)
    yield {"said": said, "guess": {}, "answer": answer}, compared.number(said, answer)
    options = ["a", "b", "c"]
    answer = {"option": rng.choice(options), "numbers": [told(drawn(rng)) for _ in options]}
    yield {"said": "b", "guess": {"options": options}, "answer": answer}, compared.which("b", answer, options)
    said, answer = ([drawn(rng) for _ in range(3)] for _ in "ab")
    plain, xs = chart(rng.choice(["log", "linear"])), [0.1, 1, 12.5]
    asked = {"said": said, "guess": {"xs": xs}, "answer": {"y": answer}, "chart": plain.to_json()}
    yield asked, compared.line(said, {"y": answer}, xs, plain)


def in_page(asked):
    script = Path(__file__).parents[1] / "web" / "verdicts.mjs"
    lines = "\n".join(json.dumps(case) for case in asked)
    done = subprocess.run([NODE, script], input=lines, text=True, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_page_says_the_same_of_random_guesses():
    rng = Random(7)
    asked, said = zip(*(case for _ in range(300) for case in cases(rng)), strict=True)
    assert in_page(asked) == list(said)
