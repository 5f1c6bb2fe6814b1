"""An experiment under the reader's hand in Jupyter: ipywidgets beside a picture."""

from decimal import Decimal
from html import escape

import ipywidgets as widgets

from systemdesign.show.call import as_python
from systemdesign.show.errors import explained
from systemdesign.show.jupyter.css import CSS
from systemdesign.show.jupyter.html import accessible, numbers, reading
from systemdesign.show.jupyter.picture import Picture
from systemdesign.show.jupyter.redraw import Coalesced
from systemdesign.show.jupyter.shades import css

WHOLE = {"description_width": "initial"}


class Board:
    """An experiment's controls, its picture, numbers and reading, kept in step.

    However fast a slider moves, only its newest position is computed. An error takes the place
    of the reading; the last good picture stays.
    """

    def __init__(self, experiment, chart):
        self.experiment = experiment
        self.picture = Picture(chart, steady=True)
        self.knobs = {name: knob(control) for name, control in experiment.controls.items()}
        self.face, self.words, self.call = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.redraws = Coalesced(self.redraw)
        for widget in self.knobs.values():
            widget.observe(lambda change: self.redraws.ask(), "value")
        title = widgets.HTML(f"<style>{CSS}{css()}</style><h4>{escape(experiment.title)}</h4>")
        controls = widgets.Box([*self.knobs.values()]).add_class("experiment-controls")
        self.box = widgets.VBox([title, controls, self.face, self.words, self.call])
        self.box.add_class("experiment-board")
        self.tell()
        self.show(chart)

    @property
    def settings(self):
        """Where the controls stand now."""
        return {name: settled(self.experiment.controls[name], widget.value)
                for name, widget in self.knobs.items()}

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
        for name, widget in self.knobs.items():
            why = chart.idle.get(name)
            label = described(self.experiment.controls[name])
            widget.disabled = bool(why)
            widget.description = f"{label} (no effect: {why})" if why else label
        self.face.value = accessible(chart, self.picture.svg())
        self.words.value = reading(chart) + numbers(chart)

    def view(self):
        """What a front end needs to display the widget, by mime type."""
        return {"application/vnd.jupyter.widget-view+json":
                {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}}


def knob(control):
    """The widget that offers the settings of one control."""
    told = {"value": control.default, "description": described(control), "style": WHOLE}
    return getattr(Knobs, control.to_json()["kind"])(control, told)


def described(control):
    """A control's label, with the unit of a linear slider: its readout shows a bare number."""
    bare = getattr(control, "unit", "") and control.scale == "linear" and not control.words
    return f"{control.label} ({control.unit})" if bare else control.label


class Knobs:
    """A widget for each kind of control."""

    def slider(control, told):
        """A slider of numbers; a logarithmic one, and one with words, steps through its positions."""
        if control.scale == "log" or control.words:
            positions = [(control.told(value), value) for value in control.positions()]
            return widgets.SelectionSlider(options=positions, **told)
        ends = {"min": control.min, "max": control.max, "step": control.step}
        if control.whole:
            return widgets.IntSlider(**ends, **told)
        return widgets.FloatSlider(**ends, **told, readout_format=f".{decimals(control.step)}f")

    def choice(control, told):
        """A list to choose from."""
        return widgets.Dropdown(options=control.options, **told)

    def switch(control, told):
        """A box to tick."""
        return widgets.Checkbox(**told, indent=False)


def decimals(step):
    """How many decimal places the positions of a slider need."""
    return max(0, -Decimal(f"{step:.12g}").as_tuple().exponent)


def settled(control, value):
    """The position nearest to what a front end sent: a browser's 0.98 can be a hair above it."""
    if isinstance(value, float):
        return min(control.positions(), key=lambda position: abs(position - value))
    return value
