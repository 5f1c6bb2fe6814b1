"""The axes of a picture: light lines across, ticks below, names where they are read."""

from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

QUIET = "#5b6470"
FEWEST = 3
SIZES = ((1e9, " bn"), (1e6, "M"), (1e3, "k"))


def kinds(axes, chart):
    """Make each axis linear, logarithmic or a row of categories, before anything is drawn."""
    for name, axis in (("x", chart.x), ("y", chart.y)):
        if axis.scale == "log":
            getattr(axes, f"set_{name}scale")("log")
        axes.margins(**{name: 0 if name == "x" and not _roomy(chart) else 0.05})


def dress(axes, chart):
    """Limits, ticks and names, once the marks are drawn."""
    axes.set_xlim(chart.x.min, chart.x.max)
    axes.set_ylim(_floor(axes, chart), chart.y.max)
    axes.minorticks_off()
    for part, axis in ((axes.xaxis, chart.x), (axes.yaxis, chart.y)):
        _ticks(part, axis)
    axes.set_xlabel(_named(chart.x))
    axes.grid(visible=False, axis="x")
    axes.tick_params(axis="y", length=0)


def top(axes, chart):
    """The title and the upright axis's name, one below the other at the left edge."""
    axes.figure.text(0, 1 - 15 / 400, chart.title, fontsize=15, fontweight="bold", color="#111827")
    axes.figure.text(0, 1 - 36 / 400, _named(chart.y))


def tick(value, _=None):
    """A tick's label."""
    if abs(value) >= 1e4:
        size, letter = next(pair for pair in SIZES if abs(value) >= pair[0])
        return f"{value / size:g}{letter}".replace("-", "−")
    return f"{value:,g}".replace("-", "−")


def _ticks(part, axis):
    if axis.categories:
        part.set_ticks(range(len(axis.categories)), axis.categories)
        return
    if axis.scale == "log":
        part.set_major_locator(_decades(*part.get_view_interval()))
    part.set_major_formatter(FuncFormatter(tick))


def _decades(low, high):
    """Decades, and what lies between them when there are few: three labels at least, or one cannot read the scale."""
    for parts in ((1,), (1, 3), (1, 2, 5)):
        places = LogLocator(subs=parts, numticks=8).tick_values(low, high)
        if sum(low <= place <= high for place in places) >= FEWEST:
            return LogLocator(subs=parts, numticks=8)
    return MaxNLocator(FEWEST + 1)


def _floor(axes, chart):
    """An upright axis that its author left open starts at zero, unless what it shows is below."""
    heat = any(mark.kind == "heat" for mark in chart.series)
    if chart.y.min is not None or chart.y.scale != "linear" or heat or axes.dataLim.y0 < 0:
        return chart.y.min
    return 0


def _roomy(chart):
    """Whether marks have a width or a body, which the frame must not cut."""
    return any(mark.kind in ("bars", "heat") for mark in chart.series)


def _named(axis):
    return f"{axis.label} ({axis.unit})" if axis.unit else axis.label
