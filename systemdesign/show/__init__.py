"""Experiments: declared once, shown in a notebook, in the page, on paper and in a terminal."""

from systemdesign.show.chart import (
    Axis,
    Band,
    Bars,
    Chart,
    Heat,
    Line,
    Note,
    Number,
    Points,
    Rule,
    Step,
)
from systemdesign.show.controls import Choice, Slider, Switch
from systemdesign.show.errors import ChartError, SettingError
from systemdesign.show.experiment import experiment
from systemdesign.show.source import show_source

__all__ = [
    "Axis", "Band", "Bars", "Chart", "ChartError", "Choice", "Heat", "Line", "Note", "Number",
    "Points", "Rule", "SettingError", "Slider", "Step", "Switch", "experiment", "show_source",
]
