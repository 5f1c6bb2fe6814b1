"""A chart on paper and in a notebook: drawn with matplotlib."""

import io
import re

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from systemdesign.show.pen import Pen

SIZE = (6.4, 3.6)
"""Inches; the same for every chart, so that a redrawn one does not jump."""

STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "chart", "font.size": 10, "axes.grid": True,
    "grid.color": "#dddddd", "axes.spines.top": False, "axes.spines.right": False,
    "axes.axisbelow": True, "font.family": "sans-serif", "path.simplify": True,
}


class Picture:
    """One figure that is drawn anew for each chart it is given."""

    def __init__(self, chart):
        self.figure = Figure(figsize=SIZE)
        FigureCanvasAgg(self.figure)
        self.draw(chart)

    def draw(self, chart):
        """Replace what the figure shows."""
        self.figure.clear()
        with matplotlib.rc_context(STYLE):
            axes = self.figure.add_axes((0.11, 0.15, 0.87, 0.75))
            Pen(axes, chart).draw()

    def png(self, dpi=150):
        """The figure as PNG bytes."""
        return self._saved("png", dpi=dpi)

    def svg(self):
        """The figure as one `<svg>` element, without ids that nothing refers to."""
        text = self._saved("svg", metadata={"Date": None, "Creator": None}).decode()
        return _lean(text[text.index("<svg"):].strip())

    def _saved(self, kind, **how):
        target = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            self.figure.savefig(target, format=kind, **how)
        return target.getvalue()


def _lean(svg):
    used = set(re.findall(r"#([\w-]+)", svg))
    svg = re.sub(r' id="([\w-]+)"', lambda m: m[0] if m[1] in used else "", svg)
    return re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
