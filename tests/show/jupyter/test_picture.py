"""The picture of a chart: what tells its marks apart, and where their names stand."""

import re

import pytest

from systemdesign.show import Axis, Bars, Chart, Heat, Line, Note, Points, Rule
from systemdesign.show.jupyter.pen import COLOURS, INK
from systemdesign.show.jupyter.picture import Picture


def drawn(*series, **axes):
    return Picture(Chart("Waiting", series=series, reading="It waits.", **axes)).svg()


def left(svg, words):
    """Where a text stands, in pixels from the left edge."""
    before = re.search(rf"<text ([^>]*)>{re.escape(words)}</text>", svg)[1]
    place = re.search(r'translate\(([\d.]+)', before) or re.search(r' x="([\d.]+)"', before)
    return float(place[1])


def test_curves_that_end_apart_are_named_at_their_ends():
    svg = drawn(Line("slow", [0, 10], [1, 9]), Line("fast", [0, 10], [1, 2]))
    assert min(left(svg, "slow"), left(svg, "fast")) > 600


def test_curves_that_end_together_are_named_in_a_row_above():
    svg = drawn(Line("slow", [0, 10], [1, 9]), Line("fast", [0, 10], [1, 9.01]))
    assert left(svg, "slow") < left(svg, "fast") < 300


def test_one_curve_needs_no_name():
    assert "alone" not in drawn(Line("alone", [0, 10], [1, 9]))


def test_theory_is_in_ink_and_a_measurement_in_colour():
    svg = drawn(Line("measured", [0, 10], [1, 9]), Line("exact", [0, 10], [1, 4], theory=True))
    assert f"stroke: {COLOURS[0]}" in svg
    assert f"stroke-dasharray: 7,4; stroke-dashoffset: 0; stroke: {INK}" in svg


def test_a_rule_is_named_beside_itself():
    assert left(drawn(Line("a", [0, 10], [1, 9]), Rule("it dies", "x", 5)), "it dies") == pytest.approx(380, abs=5)


@pytest.mark.parametrize("at", [20, 19.5, 19, 18, 17, 16])
def test_the_name_of_an_upright_rule_keeps_clear_of_a_level_one(at):
    chart = Chart("Rules", series=[Line("a", [0, 120], [0, 20]), Rule("the server's own rate", "y", at),
                                   Rule("early", "x", 5)], reading="", y=Axis("Y", min=0))
    figure = Picture(chart).figure
    one, other = (name.get_window_extent(figure.canvas.get_renderer()) for name in figure.axes[0].texts)
    assert not one.overlaps(other)


def test_an_open_upright_axis_starts_at_zero():
    assert ">0</text>" in drawn(Line("high", [1, 2], [90, 91]), x=Axis("X", min=1))


@pytest.mark.parametrize("mark", [
    Bars("b", ["one", "two"], [1, 2]), Points("p", [1, 2], [1, 2], theory=True), Note(1, 2, "here"),
    Heat("h", [1, 2], [1, 2], [[1, 2], [3, 4]]),
], ids=lambda mark: mark.kind)
def test_every_picture_has_the_same_size(mark):
    assert 'width="720" height="400" viewBox="0 0 720 400"' in drawn(mark)
