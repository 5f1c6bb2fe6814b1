"""Experiments: declared once, shown in a notebook, in the page, on paper and in a terminal."""

from systemdesign.show.challenge import Challenge
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
from systemdesign.show.film import Film, Place, desks
from systemdesign.show.guess import Guess
from systemdesign.show.ranking import Ranking
from systemdesign.show.source import show_source

__all__ = [
    "Axis", "Band", "Bars", "Challenge", "Chart", "ChartError", "Choice", "Film", "Guess", "Heat", "Line", "Note",
    "Number", "Place", "Points", "Ranking", "Rule", "SettingError", "Slider", "Step", "Switch", "desks", "experiment",
    "show_source",
]
