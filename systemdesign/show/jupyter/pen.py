"""Each kind of mark put on matplotlib's axes, in the looks of the published page."""

from itertools import pairwise
from math import ceil

from matplotlib.colors import LinearSegmentedColormap

COLOURS = ("#0a64a8", "#c2410c", "#0b7a5c", "#a33b86", "#8a6d00", "#4b5563")
"""Okabe and Ito's palette, darkened to 3:1 on white."""

INK = "#374151"
DASHES = ((0, (7, 4)), (0, (2, 3)), (0, (10, 3, 2, 3)), (0, (4, 2)))
MARKERS = "os^Dv*"
DEPTHS = LinearSegmentedColormap.from_list("depths", ["#f1f6fa", COLOURS[0]])


class Pen:
    """Draws the marks of one chart on one pair of axes: a colour for each name, ink for theory and rules."""

    def __init__(self, axes, chart):
        self.axes = axes
        self.chart = chart
        self.theories = [m for m in chart.series if getattr(m, "theory", False)]
        measured = [m for m in chart.series if m.kind not in ("rule", "note") and m not in self.theories]
        self.turn = {name: k for k, name in enumerate(dict.fromkeys(m.name for m in measured))}
        self.beside = [m for m in chart.series if m.kind == "bars"]

    def draw(self):
        """Draw every mark."""
        for mark in self.chart.series:
            getattr(self, mark.kind)(mark)

    def line(self, mark, **how):
        """Points joined by straight lines; a few of them are marked, to tell curves apart without colour."""
        if mark not in self.theories and mark.kind == "line":
            how |= self._marked(mark)
        self.axes.plot(self._at("x", mark.x), self._at("y", mark.y), linewidth=self._width(mark),
                       linestyle=self._stroke(mark), **self._dress(mark), **how)

    def step(self, mark):
        """A value that holds from each x until the next."""
        self.line(mark, drawstyle="steps-post")

    def points(self, mark):
        """Points on their own; theory's are hollow."""
        face = "none" if mark.theory else self._colour(mark)
        self.axes.plot(self._at("x", mark.x), self._at("y", mark.y), self._marker(mark), markersize=6,
                       markerfacecolor=face, **self._dress(mark))

    def bars(self, mark):
        """A bar for each x, beside those of the other bars: the first full, later ones hatched, theory's dashed."""
        slot, width = self.beside.index(mark), 0.8 * self._gap() / len(self.beside)
        shift = (slot - (len(self.beside) - 1) / 2) * width
        self.axes.bar([x + shift for x in self._at("x", mark.x)], mark.y, width * 0.92,
                      fill=not slot and not mark.theory, hatch="////" if slot and not mark.theory else None,
                      edgecolor=self._colour(mark), linestyle=self._stroke(mark), **self._dress(mark))

    def band(self, mark):
        """The area between two values."""
        self.axes.fill_between(self._at("x", mark.x), mark.low, mark.high, alpha=0.18,
                               linewidth=0, **self._dress(mark))

    def heat(self, mark):
        """A grid of tones, the deeper the greater, with their scale beside it."""
        mesh = self.axes.pcolormesh(self._at("x", mark.x), self._at("y", mark.y), mark.z,
                                    shading="nearest", cmap=DEPTHS)
        self.axes.figure.colorbar(mesh, ax=self.axes, label=mark.name)

    def rule(self, mark):
        """A straight line across the chart."""
        across = self.axes.axvline if mark.axis == "x" else self.axes.axhline
        across(self._at(mark.axis, [mark.at])[0], linewidth=1.4, linestyle=self._stroke(mark), color=INK)

    def note(self, mark):
        """A dot, and a few words beside it."""
        at = self._at("x", [mark.x])[0], self._at("y", [mark.y])[0]
        self.axes.plot(*at, "o", markersize=6, color=INK)
        self.axes.annotate(mark.text, at, xytext=(8, 5), textcoords="offset points", color=INK)

    def _dress(self, mark):
        shared = mark in self.theories and mark.name in self.turn
        return {"color": self._colour(mark), "label": f"{mark.name}, theory" if shared else mark.name}

    def _colour(self, mark):
        return INK if mark in self.theories else COLOURS[self.turn[mark.name] % len(COLOURS)]

    def _marker(self, mark):
        return MARKERS[self.turn.get(mark.name, 0) % len(MARKERS)]

    def _marked(self, mark):
        stride, turn = max(1, ceil(len(mark.x) / 7)), self.turn[mark.name]
        start = (stride // 2 + turn * stride // 6) % stride
        return {"marker": self._marker(mark), "markersize": 6, "markevery": (start, stride)}

    def _stroke(self, mark):
        return DASHES[self.theories.index(mark) % len(DASHES)] if mark in self.theories else "-"

    def _width(self, mark):
        return 1.5 if mark in self.theories else 2

    def _at(self, name, places):
        categories = getattr(self.chart, name).categories
        return [categories.index(str(p)) for p in places] if categories else places

    def _gap(self):
        """The least distance between two bars of one mark, which their width must fit."""
        places = sorted({x for mark in self.beside for x in self._at("x", mark.x)})
        return min((b - a for a, b in pairwise(places)), default=1)
