"""The widget that offers the settings of a control."""

from decimal import Decimal

import ipywidgets as widgets

WHOLE = {"description_width": "initial"}


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
