"""A figure as plain data: drawn in a notebook, in the page and on paper from one value."""

from dataclasses import dataclass, field, replace

from systemdesign.show.errors import ChartError
from systemdesign.show.marks import (
    Band,
    Bars,
    Heat,
    Line,
    Note,
    Points,
    Rule,
    Step,
    number,
)

__all__ = ["Axis", "Band", "Bars", "Chart", "Heat", "Line", "Note", "Number",
           "Points", "Rule", "Step"]

SCALES = ("linear", "log", "band")


@dataclass(frozen=True)
class Axis:
    """One axis: its label, unit, scale (linear, log or band) and ends.

    An end left out follows the data. A band axis shows `categories` side by side; left out, they
    are the names its marks use, in the order of their first use.
    """

    label: str = ""
    unit: str = ""
    scale: str = "linear"
    min: float | None = None
    max: float | None = None
    categories: list | None = None

    def __post_init__(self):
        if self.scale not in SCALES:
            raise ChartError(f"The scale of axis {self.label!r} is {self.scale!r}; it must be one "
                             f"of {', '.join(SCALES)}.")
        for end in ("min", "max"):
            value = getattr(self, end)
            if value is not None:
                value = number(value, f"The {end} of axis {self.label!r}")
                object.__setattr__(self, end, value)
        if self.categories is not None:
            object.__setattr__(self, "categories", [str(c) for c in self.categories])
            object.__setattr__(self, "scale", "band")

    def fitted(self, places):
        """The axis with its categories filled in, once every place is known to be on it."""
        if self.scale == "band" or any(isinstance(p, str) for p in places):
            return self._banded(places)
        if self.scale == "log":
            self._check_above_zero(places)
        return self

    def to_json(self):
        """The axis as plain data."""
        return {"label": self.label, "unit": self.unit, "scale": self.scale, "min": self.min,
                "max": self.max, "categories": self.categories}

    def _banded(self, places):
        names = list(dict.fromkeys(str(p) for p in places))
        known = self.categories or names
        for name in names:
            if name not in known:
                raise ChartError(f"{name!r} is not a category of axis {self.label!r}: "
                                 f"it has {', '.join(known)}.")
        return replace(self, scale="band", categories=known)

    def _check_above_zero(self, places):
        for value in [*places, *(v for v in (self.min, self.max) if v is not None)]:
            if value <= 0:
                raise ChartError(f"Axis {self.label!r} is logarithmic and cannot show {value}. "
                                 f"Leave the point out or use a linear scale.")


@dataclass(frozen=True)
class Number:
    """A headline number, shown with `digits` significant digits, beside what `theory` expects."""

    value: float
    unit: str = ""
    label: str = ""
    digits: int = 3
    theory: float | None = None

    def __post_init__(self):
        object.__setattr__(self, "value", number(self.value, f"The number {self.label!r}"))
        if self.theory is not None:
            object.__setattr__(self, "theory", number(self.theory, f"Theory of {self.label!r}"))
        if self.digits < 1:
            raise ChartError(f"A number needs at least one digit, not {self.digits}.")

    def to_json(self):
        """The number as plain data."""
        return {"value": self.value, "unit": self.unit, "label": self.label,
                "digits": self.digits, "theory": self.theory}


@dataclass(frozen=True)
class Chart:
    """What an experiment returns: axes, marks, headline numbers and a sentence that reads them.

    `idle` says which controls change nothing at this setting, and why: {"samples": "LRU draws none"}.
    ChartError (at once, not when drawn) for values that are not finite, columns that differ in
    length, a value that its axis cannot show.
    """

    title: str
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    series: list = field(default_factory=list)
    numbers: dict = field(default_factory=dict)
    reading: str = ""
    idle: dict = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "series", [self._held(mark) for mark in self.series])
        for axis in ("x", "y"):
            places = [p for mark in self.series for p in mark.places(axis)]
            object.__setattr__(self, axis, getattr(self, axis).fitted(places))
        numbers = {name: self._number(name, n) for name, n in self.numbers.items()}
        object.__setattr__(self, "numbers", numbers)

    def to_json(self):
        """The chart as plain data, ready for `json.dumps`."""
        return {
            "title": self.title, "x": self.x.to_json(), "y": self.y.to_json(),
            "series": [mark.to_json() for mark in self.series],
            "numbers": {name: n.to_json() for name, n in self.numbers.items()},
            "reading": self.reading, "idle": self.idle,
        }

    def _held(self, mark):
        """The mark; a rule cannot be dragged while its control is idle."""
        return replace(mark, control="") if getattr(mark, "control", "") in self.idle else mark

    def _number(self, name, value):
        if not isinstance(value, Number):
            raise ChartError(f"numbers[{name!r}] must be a Number, such as "
                             f'Number({value!r}, "s"), not {value!r} alone.')
        return replace(value, label=value.label or name.replace("_", " "))

    def _repr_mimebundle_(self, include=None, exclude=None):
        from systemdesign.show.jupyter.output import chart_bundle

        return chart_bundle(self)

    def __repr__(self):
        from systemdesign.show.text import chart_text

        return chart_text(self)
