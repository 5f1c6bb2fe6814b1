"""A challenge in Jupyter: its task, and whether it is met."""

from functools import cached_property
from html import escape

import ipywidgets as widgets

from systemdesign.show.call import as_python
from systemdesign.show.jupyter.extra import Extra
from systemdesign.show.words import amount


class Task(Extra):
    """The task, the controls that may be moved, whether it is met, and the best known answer for who opens it."""

    reveals = False

    def __init__(self, board):
        self.board, self.task = board, board.experiment.challenge
        self.met, best = widgets.HTML(), as_python(board.experiment, board.experiment.check(self.task.best))
        names = [board.experiment.control(name).label for name in self.task.over]
        only = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        asked = widgets.HTML(f"<p><strong>Challenge.</strong> {escape(self.task.task)} (Move only {escape(only)}.)</p>")
        known = widgets.HTML(f"<details><summary>The best known answer</summary><code>{escape(best)}</code></details>")
        self.box = widgets.VBox([asked, self.met, known]).add_class("experiment-challenge")

    def shown(self, chart):
        """Say whether this chart meets it."""
        met = self.task.met(self.board.experiment, chart, self.board.settings)
        self.met.value = f'<p role="status">{escape(self.words(chart) if met else "Not met yet.")}</p>'

    def words(self, chart):
        """How well it is met."""
        extreme, settings = self.task.least or self.task.most, self.board.settings
        if not extreme:
            return "Met."
        if self.task.cost(chart, settings) <= self.known:
            return "Met, and nothing better is known."
        return f"Met, with {self.called(extreme, chart)}."

    def called(self, name, chart):
        """A control or a number, and its value."""
        if name in self.board.settings:
            return f"{self.board.experiment.control(name).label} {self.board.settings[name]:g}"
        number = chart.numbers[name]
        return f"{number.label} {amount(number.value, number.unit, number.digits)}"

    @cached_property
    def known(self):
        """What the best known answer costs."""
        settings = self.board.experiment.check(self.task.best)
        return self.task.cost(self.board.experiment(**settings), settings)
