"""A guess in Jupyter: asked before the picture is shown, then compared with it."""

from html import escape
from math import log10

import ipywidgets as widgets

from systemdesign.show.compared import line, number, which
from systemdesign.show.jupyter.extra import Extra
from systemdesign.show.jupyter.knobs import WHOLE, knob
from systemdesign.show.jupyter.pen import INK
from systemdesign.show.words import amount


class Question(Extra):
    """One question. What it asks for is not set before the reader has touched it; moving a control skips it."""

    reveals = False

    def __init__(self, board, guess):
        self.board, self.guess, self.settled, self.found, self.mine = board, guess, False, None, None
        self.inputs = getattr(self, f"_{guess.kind}_inputs")()
        self.untouched = set(self.inputs)
        self.compare = widgets.Button(description="Compare", disabled=True, button_style="primary")
        self.skip = widgets.Button(description="Skip")
        self.words = widgets.HTML()
        for widget in self.inputs:
            widget.observe(self._touched, "value")
        self.compare.on_click(lambda button: self._compare())
        self.skip.on_click(lambda button: self.settle(""))
        question = widgets.HTML(f"<p><strong>Your guess.</strong> {escape(guess.question)}</p>")
        self.asked = widgets.VBox([*self.inputs, widgets.HBox([self.compare, self.skip])])
        self.box = widgets.VBox([question, self.asked, self.words]).add_class("experiment-guess")

    def moved(self):
        """Whoever moves a control has seen what it does: the question is over."""
        if not self.settled:
            self.settle("")

    def over(self, axes):
        """The reader's own line, dashed."""
        if self.mine:
            axes.plot(self.guess.xs, self.mine, color=INK, linestyle=(0, (4, 3)), marker="o", markersize=4)
            axes.annotate("your guess", (self.guess.xs[-1], self.mine[-1]), (-6, 6), textcoords="offset points",
                          ha="right", color=INK)

    def settle(self, words):
        """No more to ask: say how far off it was, and show the picture."""
        self.settled = True
        (self.asked if words else self.box).layout.display = "none"
        self.words.value = f'<p role="status">{escape(words)}</p>' if words else ""
        self.board.reveal()

    def _touched(self, change):
        self.untouched.discard(change["owner"])
        self.compare.disabled = bool(self.untouched)
        if self.found:  # a slider's last value may come behind the button's message
            self._answer()

    def _compare(self):
        self.settled, self.found = True, self.guess.answer(self.board.experiment)
        self.board.go(self.guess.at)
        self._answer()

    def _answer(self):
        said = [widget.value for widget in self.inputs]
        self.settle(getattr(self, f"_{self.guess.kind}_words")(said, self.found))

    def _number_inputs(self):
        return [knob(self.guess.scale.named("guess"))]

    def _which_inputs(self):
        return [widgets.RadioButtons(options=self.guess.to_json(self.board.experiment)["options"], value=None)]

    def _line_inputs(self):
        chart = self.board.experiment(**self.guess.at)
        heights = [value for mark in chart.series for value in getattr(mark, "y", [])]
        high = 1.2 * max(heights) if chart.y.max is None else chart.y.max
        if chart.y.scale == "log":
            low = chart.y.min or min(heights)
            slider, ends = widgets.FloatLogSlider, {"min": log10(low), "max": log10(high)}
        else:
            low = chart.y.min or 0.0
            slider, ends = widgets.FloatSlider, {"min": low, "max": high}
        ends["step"] = (ends["max"] - ends["min"]) / 100
        return [slider(description=f"at {amount(x, chart.x.unit)}", value=low, style=WHOLE, **ends)
                for x in self.guess.xs]

    def _number_words(self, said, found):
        return number(said[0], found)

    def _which_words(self, said, found):
        return which(said[0], found, self.inputs[0].options)

    def _line_words(self, said, found):
        self.mine = said
        return line(said, found, self.guess.xs, self.board.chart)
