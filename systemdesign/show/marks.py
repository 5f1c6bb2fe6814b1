"""The marks of a chart: each one a named piece of plain data."""

from dataclasses import dataclass
from math import isfinite

from systemdesign.show.errors import ChartError


def number(value, where):
    """`value` as a finite int or float; ChartError naming `where` it stands if it is none."""
    try:
        plain = value if type(value) in (int, float) else float(value)
    except (TypeError, ValueError):
        raise ChartError(f"{where} must be a number, not {value!r}.") from None
    if not isfinite(plain):
        raise ChartError(f"{where} is {plain}, which cannot be drawn. Leave the point out.")
    return plain


def place(value, where):
    """A coordinate: a category's name, or a finite number."""
    return value if isinstance(value, str) else number(value, where)


class Mark:
    """Shared by the marks made of parallel columns."""

    kind = ""
    columns = ("x", "y")

    def __post_init__(self):
        for column in self.columns:
            read = number if column in ("low", "high") else place
            values = [read(v, self._where(column, k)) for k, v in enumerate(getattr(self, column))]
            object.__setattr__(self, column, values)
        self._check_lengths()

    def to_json(self):
        """The mark as plain data."""
        data = {"kind": self.kind, "name": self.name}
        data |= {column: getattr(self, column) for column in self.columns}
        return data | {"theory": self.theory}

    def places(self, axis):
        """The values it puts on the axis `"x"` or `"y"`."""
        return getattr(self, axis)

    def _where(self, column, position):
        return f"{column}[{position}] of {self.name!r}"

    def _check_lengths(self):
        sizes = {column: len(getattr(self, column)) for column in self.columns}
        if len(set(sizes.values())) > 1:
            told = ", ".join(f"{size} in {column}" for column, size in sizes.items())
            raise ChartError(f"The columns of {self.name!r} differ in length: {told}.")


@dataclass(frozen=True)
class Curve(Mark):
    """A value y for each x; what the four marks below draw in their own ways."""

    name: str
    x: list
    y: list
    theory: bool = False


class Line(Curve):
    """Points joined by straight lines."""

    kind = "line"


class Step(Curve):
    """A value that holds from each x until the next."""

    kind = "step"


class Points(Curve):
    """Points on their own."""

    kind = "points"


class Bars(Curve):
    """A bar for each category or number x, of height y."""

    kind = "bars"


@dataclass(frozen=True)
class Band(Mark):
    """The area between `low` and `high`, such as a confidence interval."""

    name: str
    x: list
    low: list
    high: list
    theory: bool = False
    kind = "band"
    columns = ("x", "low", "high")

    def places(self, axis):
        """The values it puts on the axis `"x"` or `"y"`."""
        return self.x if axis == "x" else self.low + self.high


@dataclass(frozen=True)
class Heat(Mark):
    """A grid of colours: `z` has a row for each y, a value in it for each x."""

    name: str
    x: list
    y: list
    z: list
    kind = "heat"

    def to_json(self):
        """The mark as plain data."""
        return {"kind": "heat", "name": self.name, "x": self.x, "y": self.y, "z": self.z}

    def _check_lengths(self):
        rows = [[number(v, self._where("z", r)) for v in row] for r, row in enumerate(self.z)]
        if len(rows) != len(self.y) or any(len(row) != len(self.x) for row in rows):
            raise ChartError(
                f"{self.name!r} needs {len(self.y)} rows of {len(self.x)} values in z, "
                f"one row for each y."
            )
        object.__setattr__(self, "z", rows)


@dataclass(frozen=True)
class Rule:
    """A straight line across the chart where the axis `"x"` or `"y"` is `at`.

    One that stands for a `control` can be dragged: `Rule("gap", "x", gap, control="gap")`.
    """

    name: str
    axis: str
    at: float
    theory: bool = False
    control: str = ""
    kind = "rule"

    def __post_init__(self):
        if self.axis not in ("x", "y"):
            raise ChartError(f'Rule {self.name!r} stands on axis "x" or "y", not {self.axis!r}.')
        object.__setattr__(self, "at", place(self.at, f"The place of rule {self.name!r}"))

    def to_json(self):
        """The mark as plain data."""
        return {"kind": "rule", "name": self.name, "axis": self.axis, "at": self.at,
                "theory": self.theory, "control": self.control}

    def places(self, axis):
        """The values it puts on the axis `"x"` or `"y"`."""
        return [self.at] if axis == self.axis else []


@dataclass(frozen=True)
class Note:
    """A few words beside a point."""

    x: float
    y: float
    text: str
    kind = "note"

    def __post_init__(self):
        for axis in ("x", "y"):
            object.__setattr__(self, axis, place(getattr(self, axis), f"{axis} of a note"))

    def to_json(self):
        """The mark as plain data."""
        return {"kind": "note", "x": self.x, "y": self.y, "text": self.text}

    def places(self, axis):
        """The values it puts on the axis `"x"` or `"y"`."""
        return [getattr(self, axis)]
