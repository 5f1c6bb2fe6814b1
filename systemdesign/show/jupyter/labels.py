"""Names for what is drawn: at the curves' ends where they fit, in a row above where not, beside each rule."""

from itertools import pairwise

from systemdesign.show.jupyter.pen import INK

LETTER = 7.4
"""Pixels: the mean width of a letter at the picture's size of type, near enough to leave room."""

PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}


def put(axes, chart, steady):
    """Name every mark that has a name: of a `steady` picture in a row above, which leaves the plot where it is."""
    handles, labels = axes.get_legend_handles_labels()
    theory = any(getattr(mark, "theory", False) for mark in chart.series if mark.kind != "rule")
    if (len(handles) > 1 or theory) and (steady or not at_the_ends(axes, chart, labels)):
        above(axes, handles, labels)
    rules = [mark for mark in chart.series if mark.kind == "rule"]
    levels = [r for r in rules if r.axis == "y"]
    beside([r for r in rules if r.axis == "x"], axes, upright, 28 if any(high(r, axes) for r in levels) else 0)
    beside(levels, axes, level)


def at_the_ends(axes, chart, labels):
    """Write the names where the curves end; False, and nothing done, if they would not tell them apart."""
    marks = [mark for mark in chart.series if mark.kind not in ("rule", "note")]
    if any(mark.kind not in ("line", "step") or not mark.x for mark in marks) or len(set(labels)) < len(marks):
        return False
    ends = [line.get_xydata()[-1] for line in axes.get_lines() if not line.get_label().startswith("_")]
    places = [axes.transData.transform(end) for end in ends]
    heights = sorted(y for _, y in places)
    inside = min(x for x, _ in places) < axes.bbox.x0 + 0.9 * axes.bbox.width
    if inside or any(b - a < 15 for a, b in pairwise(heights)):
        return False
    narrow(axes, max(map(len, labels)) * LETTER)
    lines = [line for line in axes.get_lines() if not line.get_label().startswith("_")]
    for line, end, label in zip(lines, ends, labels, strict=True):
        axes.annotate(label, end, xytext=(10, 0), textcoords="offset points", va="center",
                      color=line.get_color(), annotation_clip=False)
    return True


def narrow(axes, room):
    """Leave room in pixels at the right of the plot."""
    x, y, width, height = axes.get_position().bounds
    axes.set_position((x, y, width - room / axes.figure.bbox.width, height))


def above(axes, handles, labels):
    """A row of names between the title and the plot, which makes room for it."""
    wide = sum(len(label) * LETTER + 46 for label in labels) > axes.figure.bbox.width
    rows = 1 + wide
    x, y, width, height = axes.get_position().bounds
    axes.set_position((x, y, width, height - rows * 19 / axes.figure.bbox.height))
    axes.figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0, 1 - 42 / 400), frameon=False,
                       ncols=-(-len(labels) // rows), borderpad=0, borderaxespad=0, handlelength=1.8,
                       handletextpad=0.6, columnspacing=1.3, labelspacing=0.3, labelcolor=INK)


def high(rule, axes):
    """Whether a level rule's name stands in the first line below the plot's top."""
    return 0 <= axes.bbox.y1 - axes.get_yaxis_transform().transform((0, rule.at))[1] < 34


def beside(rules, axes, write, used=0):
    """Name rules of one direction, each clear of those before."""
    for rule in rules:
        used += write(rule, axes, used)


def upright(rule, axes, used):
    """At the top, to the right if there is room; how far down the next one must go."""
    at = axes.get_xaxis_transform().transform((rule.at, 0))[0]
    right = at + 6 + len(rule.name) * LETTER < axes.bbox.x1
    axes.annotate(rule.name, (rule.at, 1), xycoords=axes.get_xaxis_transform(), color=INK, bbox=PAPER,
                  xytext=(6 if right else -6, -8 - used), textcoords="offset points", va="center",
                  ha="left" if right else "right")
    return 18


def level(rule, axes, used):
    """At the left end, above the rule; how far along the next one must go."""
    axes.annotate(rule.name, (0, rule.at), xycoords=axes.get_yaxis_transform(), color=INK, bbox=PAPER,
                  xytext=(6 + used, 9), textcoords="offset points", va="center")
    return len(rule.name) * LETTER + 16
