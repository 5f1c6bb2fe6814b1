"""A chart on paper and in a notebook: drawn with matplotlib."""

import io
import re

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from systemdesign.show.jupyter import axes as sides
from systemdesign.show.jupyter import labels
from systemdesign.show.jupyter.pen import Pen

SIZE = (720, 400)
"""Pixels; the same for every chart, so that a redrawn one does not jump."""

PLOT = (52 / 720, 46 / 400, 644 / 720, 300 / 400)

STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "chart", "font.size": 13, "font.family": "sans-serif",
    "text.color": "#374151", "axes.labelcolor": "#374151", "axes.edgecolor": "#6b7280",
    "axes.grid": True, "grid.color": "#e3e6ea", "grid.linewidth": 1, "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
    "xtick.color": "#6b7280", "xtick.labelcolor": sides.QUIET, "ytick.labelcolor": sides.QUIET,
    "lines.scale_dashes": False, "path.simplify": True,
}


class Picture:
    """One figure that is drawn anew for each chart it is given; of a `steady` one only the marks move."""

    def __init__(self, chart, steady=False):
        self.steady = steady
        self.figure = Figure(figsize=(SIZE[0] / 72, SIZE[1] / 72), dpi=72)
        FigureCanvasAgg(self.figure)
        self.draw(chart)

    def draw(self, chart):
        """Replace what the figure shows."""
        self.figure.clear()
        with matplotlib.rc_context(STYLE):
            axes = self.figure.add_axes(PLOT)
            sides.kinds(axes, chart)
            Pen(axes, chart).draw()
            sides.dress(axes, chart)
            sides.top(axes, chart)
            labels.put(axes, chart, self.steady)

    def png(self, dpi=150):
        """The figure as PNG bytes."""
        return self._saved("png", dpi=dpi)

    def svg(self):
        """The figure as one `<svg>` element, without ids that nothing refers to."""
        text = self._saved("svg", metadata={"Date": None, "Creator": None}).decode()
        return _lean(_plain(text[text.index("<svg"):].strip()))

    def pointed(self, svg, x):
        """The same drawing with an upright line at `x`, if that is in the plot."""
        low, high = self.figure.axes[0].get_xlim()
        if not low <= x <= high:
            return svg
        at = self.figure.axes[0].transData.transform((x, 0))[0]
        _, bottom, _, tall = PLOT
        ends = f'y1="{SIZE[1] * (1 - bottom - tall):.0f}" y2="{SIZE[1] * (1 - bottom):.0f}"'
        line = f'<line x1="{at:.1f}" x2="{at:.1f}" {ends} stroke="{sides.QUIET}" stroke-width="1.5"/>'
        return svg.replace("</svg>", f"{line}</svg>")

    def _saved(self, kind, **how):
        target = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            self.figure.savefig(target, format=kind, **how)
        return target.getvalue()


def _plain(svg):
    """Pixels for points, and the reader's own type."""
    svg = re.sub(r'(width|height)="(\d+)pt"', r'\1="\2"', svg, count=2)
    return re.sub(r"font-family: [^;\"]*", "font-family: system-ui, sans-serif", svg)


def _lean(svg):
    used = set(re.findall(r"#([\w-]+)", svg))
    svg = re.sub(r' id="([\w-]+)"', lambda m: m[0] if m[1] in used else "", svg)
    return re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
