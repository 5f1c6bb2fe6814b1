"""What the page's own code draws."""

import json
import re
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systemdesign.show import Axis, Chart, Line, Note, Rule
from tools.node import NODE

NAME = re.compile(r'<text class="halo[^>]* x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)">(.*?)</text>')
DOT = re.compile(r'<circle class="solid ink"[^>]* cx="([-\d.]+)" cy="([-\d.]+)"')
LETTER, HEIGHT = 6.0, 9.0  # of the letters themselves, in units of the drawing


def drawings(chart, *words):
    """The drawings of a chart, wide and narrow."""
    script = Path(__file__).with_name("draw.mjs")
    told = json.dumps(chart.to_json())
    done = subprocess.run([NODE, script, *words], input=told, text=True, capture_output=True, check=True)
    return json.loads(done.stdout)


def drawn(rules):
    """The drawings of a chart with these rules, wide and narrow."""
    return drawings(Chart("Rules", x=Axis("Time", "s"), y=Axis("Per second", min=0),
                          series=[Line("a", [0, 120], [0, 20]), *rules], reading=""))


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


NEAR = {
    "one beside the other": [(67, 80, "round robin"), (71, 80, "ejection"), (67, 52, "least connections")],
    "one under the other": [(67, 80, "5 s, 10 s"), (67, 79, "20 s"), (67, 71, "100 s"), (67, 47, "1 s")],
    "at the right edge": [(127, 80, "10"), (161, 80, "everything")],
    "a dot under a word": [(67, 30, "0.25 s, 0.5 s"), (62, 26, "textbook")],
}


@pytest.mark.parametrize("places", NEAR.values(), ids=NEAR)
def test_the_words_of_notes_overlap_neither_each_other_nor_a_dot_and_stay_inside(places):
    axes = Axis("Cost", min=40, max=170), Axis("Points", min=0, max=88)
    notes = [Note(*place) for place in places]
    chart = Chart("Near", *axes, [Line("a", [40, 170], [0, 0]), *notes])
    for svg, width in zip(drawings(chart), (720, 380), strict=True):
        names = list(boxes(svg))
        dots = [("", float(x) - 2, float(y) - 2, float(x) + 2, float(y) + 2) for x, y in DOT.findall(svg)]
        assert len(names) == len(dots) == len(places)
        assert not [pair for pair in combinations(names + dots, 2) if pair[0] in names and overlap(*pair)]
        assert all(left >= 0 and right <= width for _, left, _, right, _ in names)


def test_numbers_above_a_row_of_dots_stay_in_one_line():
    axes = Axis("Time", "s", min=0, max=600), Axis("Answered", min=0, max=115)
    notes = [Note(at, 105, str(k)) for k, at in enumerate([41, 152, 261, 317, 360, 452, 504], 1)]
    for svg in drawings(Chart("Seven", *axes, [Line("a", [0, 600], [0, 0]), *notes])):
        assert len({foot for *_, foot in boxes(svg)}) == 1


@pytest.mark.parametrize("places", [[(67, 80, "off"), (69, 80, "on")], [(67, 77, "2"), (67, 80, "3, 4")]])
def test_the_words_of_notes_stand_in_the_order_of_their_dots(places):
    axes = Axis("Cost", min=40, max=170), Axis("Points", min=0, max=88)
    for svg in drawings(Chart("Near", *axes, [Line("a", [40, 170], [0, 0]), *(Note(*place) for place in places)])):
        first, second = boxes(svg)
        assert first[1] < second[1] or first[2] > second[2]


def axis_line(svg):
    """The path of the axis below: where the plot begins and ends, and how deep."""
    return re.search(r'class="axis"[^>]* d="([^"]*)"', svg)[1]


def test_the_plot_of_a_steady_chart_stays_where_it_is_however_its_curves_end():
    axes = {"x": Axis("Time", "s", min=0, max=10), "y": Axis("Waiting", min=0, max=100)}
    ends = [(10, 90), (50, 52), (0, 100), (3, 3)]
    curves = [[Line("the first", [0, 10], [0, a]), Line("the second", [0, 10], [0, b])] for a, b in ends]
    seen = [drawings(Chart("Two", **axes, series=pair), "steady") for pair in curves]
    assert len({tuple(map(axis_line, pair)) for pair in seen}) == 1


LEVEL = re.compile(r'<text class="tick"[^>]* text-anchor="(\w+)">(.*?)</text>')


@settings(max_examples=40)
@given(st.floats(-6, 6), st.floats(0.02, 9))
def test_a_logarithmic_axis_has_three_labels_at_least_and_none_twice(from_, decades):
    low, high = 10**from_, 10 ** (from_ + decades)
    axis = Axis("Latency", "s", scale="log", min=low, max=high)
    for svg in drawings(Chart("Log", x=axis, y=axis, series=[Line("a", [low, high], [low, high])])):
        for side in ("end", "middle"):
            labels = [label for anchor, label in LEVEL.findall(svg) if anchor == side]
            assert 3 <= len(labels) <= 12
            assert len(set(labels)) == len(labels)


def test_data_that_are_all_nothing_leave_their_axis_its_labels():
    chart = Chart("Nothing", x=Axis("Time", "s"), y=Axis("Share", min=0, max=0.7),
                  series=[Line("a", [0, 120], [0, 0])], reading="")
    assert all(">0.5</text>" in svg for svg in drawings(chart))
