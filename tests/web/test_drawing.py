"""What the page's own code draws."""

import json
import re
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systemdesign.show import Axis, Chart, Line, Rule
from tools.node import NODE

NAME = re.compile(r'<text class="halo[^>]* x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)">(.*?)</text>')
LETTER, HEIGHT = 6.0, 9.0  # of the letters themselves, in units of the drawing


def drawn(rules):
    """The drawings of a chart with these rules, wide and narrow."""
    chart = Chart("Rules", x=Axis("Time", "s"), y=Axis("Per second", min=0),
                  series=[Line("a", [0, 120], [0, 20]), *rules], reading="")
    script = Path(__file__).with_name("draw.mjs")
    told = json.dumps(chart.to_json())
    return json.loads(subprocess.run([NODE, script], input=told, text=True, capture_output=True, check=True).stdout)


def boxes(svg):
    for x, y, anchor, text in NAME.findall(svg):
        wide = LETTER * len(text)
        left = float(x) - (wide if anchor == "end" else 0)
        yield text, left, float(y) - HEIGHT, left + wide, float(y)


def overlap(a, b):
    return a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]


@pytest.mark.parametrize("at", [20, 19.5, 10, 1])
def test_the_name_of_a_level_rule_keeps_clear_of_an_upright_one(at):
    first, second = Rule("if every try fails", "y", 8), Rule("the server's rate", "y", at)
    for svg in drawn([first, second, Rule("well again", "x", 40)]):
        names = list(boxes(svg))
        assert len(names) == 3
        assert not [pair for pair in combinations(names, 2) if overlap(*pair)]


RULES = st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 20)), min_size=2, max_size=4, unique=True)


@settings(max_examples=40)
@given(RULES)
def test_names_of_rules_never_overlap_and_stay_inside(places):
    rules = [Rule(f"rule number {k}", axis, at * 6 if axis == "x" else at) for k, (axis, at) in enumerate(places)]
    for svg, width in zip(drawn(rules), (720, 380), strict=True):
        names = list(boxes(svg))
        assert len(names) == len(rules)
        assert not [pair for pair in combinations(names, 2) if overlap(*pair)]
        assert all(left >= 0 and right <= width for _, left, _, right, _ in names)
