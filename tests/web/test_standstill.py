"""Under a hand the curve moves, and nothing round it: drawn as the page draws it, at every frame."""

import re

import pytest

from systemdesign.show.controls import Slider
from tests.charts import BOOK, EXPERIMENTS
from tools.figures import stills

AXES = re.compile(r'<path class="(?:axis|grid)"[^>]* d="([^"]*)"')
NAMES = re.compile(r'<text class="(?:tick|name|title)"[^>]*>[^<]*</text>')


def surroundings(experiment, chart):
    """All that is drawn round the curves, wide and narrow, but for the names of curves, which may come and go."""
    svg = stills.ask({"experiment": experiment, "chart": chart, "id": "still"})["svg"]
    return AXES.findall(svg), NAMES.findall(svg)


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_nothing_but_the_curves_moves_while_a_slider_does(stem, name, frames):
    file = frames(stem, name)
    still = surroundings(file["experiment"], file["default"])
    for control in BOOK[stem].experiments[name].controls.values():
        if not isinstance(control, Slider):
            continue
        for value, chart in file["sweeps"][control.name]:
            assert surroundings(file["experiment"], chart) == still, {control.name: value}
