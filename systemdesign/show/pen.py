"""Each kind of mark put on matplotlib's axes."""

from itertools import pairwise

from matplotlib.ticker import FuncFormatter

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's palette, told apart with any colour vision."""


class Pen:
    """Draws one chart on one pair of axes.

    A theory mark is dashed, in the colour of the simulated mark of the same name if there is one.
    """

    def __init__(self, axes, chart):
        self.axes = axes
        self.chart = chart
        names = dict.fromkeys(m.name for m in chart.series if hasattr(m, "name"))
        self.colour = {name: COLOURS[k % len(COLOURS)] for k, name in enumerate(names)}
        self.simulated = {m.name for m in chart.series if not getattr(m, "theory", True)}
        self.beside = [m for m in chart.series if m.kind == "bars"]

    def draw(self):
        """Draw every mark, then the axes and the legend."""
        for name in ("x", "y"):
            self._scale(name, getattr(self.chart, name))
        for mark in self.chart.series:
            getattr(self, mark.kind)(mark)
        self._frame()

    def line(self, mark, **how):
        """Points joined by straight lines."""
        style = {"linestyle": "--", "linewidth": 1.5} if mark.theory else {"linewidth": 2}
        self.axes.plot(self._at("x", mark.x), self._at("y", mark.y),
                       **style, **self._dress(mark), **how)

    def step(self, mark):
        """A value that holds from each x until the next."""
        self.line(mark, drawstyle="steps-post")

    def points(self, mark):
        """Points on their own; theory's are hollow."""
        face = "none" if mark.theory else self.colour[mark.name]
        self.axes.plot(self._at("x", mark.x), self._at("y", mark.y), "o", markersize=4,
                       markerfacecolor=face, **self._dress(mark))

    def bars(self, mark):
        """A bar for each x, beside those of the other bars."""
        width = 0.8 * self._gap() / len(self.beside)
        shift = (self.beside.index(mark) - (len(self.beside) - 1) / 2) * width
        self.axes.bar([x + shift for x in self._at("x", mark.x)], mark.y, width,
                      fill=not mark.theory, edgecolor=self.colour[mark.name],
                      linestyle="--" if mark.theory else "-", **self._dress(mark))

    def band(self, mark):
        """The area between two values."""
        self.axes.fill_between(self._at("x", mark.x), mark.low, mark.high, alpha=0.25,
                               linewidth=0, **self._dress(mark))

    def heat(self, mark):
        """A grid of colours with its scale beside it."""
        mesh = self.axes.pcolormesh(self._at("x", mark.x), self._at("y", mark.y), mark.z,
                                    shading="nearest", cmap="viridis")
        self.axes.figure.colorbar(mesh, ax=self.axes, label=mark.name)

    def rule(self, mark):
        """A straight line across the chart."""
        across = self.axes.axvline if mark.axis == "x" else self.axes.axhline
        across(self._at(mark.axis, [mark.at])[0], linewidth=1.5,
               linestyle="--" if mark.theory else "-", **self._dress(mark))

    def note(self, mark):
        """A few words beside a point."""
        at = self._at("x", [mark.x])[0], self._at("y", [mark.y])[0]
        self.axes.annotate(mark.text, at, xytext=(5, 5), textcoords="offset points", fontsize=9)

    def _dress(self, mark):
        shared = mark.theory and mark.name in self.simulated
        label = f"{mark.name}, theory" if shared else mark.name
        return {"color": self.colour[mark.name], "label": label}

    def _at(self, name, places):
        categories = getattr(self.chart, name).categories
        return [categories.index(str(p)) for p in places] if categories else places

    def _gap(self):
        """The least distance between two bars of one mark, which their width must fit."""
        places = sorted({x for mark in self.beside for x in self._at("x", mark.x)})
        return min((b - a for a, b in pairwise(places)), default=1)

    def _scale(self, name, axis):
        part = getattr(self.axes, f"{name}axis")
        part.set_label_text(f"{axis.label} ({axis.unit})" if axis.unit else axis.label)
        if axis.categories:
            part.set_ticks(range(len(axis.categories)), axis.categories)
        if axis.scale == "log":
            getattr(self.axes, f"set_{name}scale")("log")
            part.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))

    def _frame(self):
        self.axes.set_title(self.chart.title, loc="left")
        self.axes.set_xlim(self.chart.x.min, self.chart.x.max)
        self.axes.set_ylim(self.chart.y.min, self.chart.y.max)
        handles, labels = self.axes.get_legend_handles_labels()
        if len(handles) > 1:
            self.axes.legend(handles, labels, fontsize=8, framealpha=0.8, loc="best")
