"""An experiment under the reader's hand in Jupyter: ipywidgets beside a picture."""

from html import escape

import ipywidgets as widgets

from systemdesign.show.call import as_python
from systemdesign.show.errors import explained
from systemdesign.show.jupyter.challenge import Task
from systemdesign.show.jupyter.css import CSS
from systemdesign.show.jupyter.film import Player
from systemdesign.show.jupyter.guess import Question
from systemdesign.show.jupyter.html import accessible, numbers, reading
from systemdesign.show.jupyter.knobs import described, knob, settled
from systemdesign.show.jupyter.picture import Picture
from systemdesign.show.jupyter.redraw import Coalesced
from systemdesign.show.jupyter.shades import css
from systemdesign.show.jupyter.together import Others


class Board:
    """An experiment's controls, its picture, numbers and reading, kept in step.

    However fast a slider moves, only its newest position is computed. An error takes the place
    of the reading; the last good picture stays.
    """

    def __init__(self, experiment, chart):
        self.experiment, self.chart, self.svg, self.cursor = experiment, chart, "", None
        self.picture = Picture(chart, steady=True)
        self.knobs = {name: knob(control) for name, control in experiment.controls.items()}
        self.face, self.words, self.call = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.redraws = Coalesced(self.redraw)
        self.questions, self.extras = [Question(self, guess) for guess in experiment.guesses], extras(self)
        for widget in self.knobs.values():
            widget.observe(lambda change: self.moved(), "value")
        self.box = widgets.VBox(self.parts()).add_class("experiment-board")
        self.tell()
        self.show(chart)
        self.reveal()

    def parts(self):
        """What stands below what."""
        title = widgets.HTML(f"<style>{CSS}{css()}</style><h4>{escape(self.experiment.title)}</h4>")
        controls = widgets.Box([*self.knobs.values()]).add_class("experiment-controls")
        asked = [question.box for question in self.questions]
        below = [extra.box for extra in self.extras if extra.box]
        return [title, controls, *asked, self.face, self.words, *below, self.call]

    @property
    def settings(self):
        """Where the controls stand now."""
        return {name: settled(self.experiment.controls[name], widget.value)
                for name, widget in self.knobs.items()}

    def go(self, settings):
        """Move the controls there, those left out to their defaults."""
        for name, value in self.experiment.check(settings).items():
            self.knobs[name].value = value

    def moved(self):
        """A control has been moved."""
        for extra in [*self.questions, *self.extras]:
            extra.moved()
        self.redraws.ask()

    def redraw(self):
        """Compute and show the chart at the present settings."""
        self.tell()
        try:
            chart = self.experiment(**self.settings)
            self.picture.draw(chart)
        except Exception as error:
            self.words.value = f'<p role="alert">{escape(explained(error)["message"])}</p>'
        else:
            self.show(chart)

    def tell(self):
        """Say the present settings as Python."""
        self.call.value = f"<code>{escape(as_python(self.experiment, self.settings))}</code>"

    def show(self, chart):
        """Put the drawn picture and the chart's words into place; grey the controls that change nothing here."""
        self.chart = chart
        for name, widget in self.knobs.items():
            why = chart.idle.get(name)
            label = described(self.experiment.controls[name])
            widget.disabled = bool(why)
            widget.description = f"{label} (no effect: {why})" if why else label
        self.words.value = reading(chart) + numbers(chart)
        self.paint()
        for extra in self.extras:
            extra.shown(chart)

    def paint(self):
        """Put the drawn picture into place, with what the extras draw into it."""
        for extra in [*self.questions, *self.extras]:
            extra.over(self.picture.figure.axes[0])
        self.svg = self.picture.svg()
        self.point(self.cursor)

    def point(self, x):
        """Show where the film is on the chart's x axis, if it is anywhere there."""
        self.cursor = x
        svg = self.svg if x is None else self.picture.pointed(self.svg, x)
        self.face.value = accessible(self.chart, svg)

    def repaint(self):
        """Draw the same chart again, for what the extras have to add has changed."""
        self.picture.draw(self.chart)
        self.paint()

    def reveal(self):
        """Hide what answers a question as long as one is open."""
        open_question = not all(question.settled for question in self.questions)
        for widget in [self.face, self.words, *(extra.box for extra in self.extras if extra.box and extra.reveals)]:
            widget.layout.display = "none" if open_question else None
        if not open_question and any(question.mine for question in self.questions):
            self.repaint()


def extras(board):
    """What the experiment has beside its chart."""
    controls = board.experiment.controls.values()
    found = [Others(board, control) for control in controls if getattr(control, "together", False)]
    if board.experiment.filming:
        found.append(Player(board))
    return [*found, Task(board)] if board.experiment.challenge else found
