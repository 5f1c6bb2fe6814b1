"""A table of transitions, drawn: a box for each state, an arrow for each way from one to another."""

from math import hypot

from systemdesign.circuit_breaker.breaker import CLOSED, HALF_OPEN, OPEN

PLACES = {CLOSED: (70, 30), OPEN: (330, 30), HALF_OPEN: (200, 190)}
WIDE, HIGH = 100, 34  # of a box
STYLE = ('style="width:100%;max-width:30em" fill="none" stroke="currentColor" '
         'font-family="sans-serif" font-size="12"')
TIP = ('<defs><marker id="tip" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
       '<path d="M0 0L8 4L0 8z" fill="currentColor" stroke="none"/></marker></defs>')


class Diagram:
    """The drawing in a page, and the table itself in a terminal."""

    def __init__(self, table):
        self.table = table

    def ways(self):
        """{(from, to): the events that lead there}, in the order of the table."""
        found = {}
        for (state, event), target in self.table.items():
            found.setdefault((state, target), []).append(event)
        return found

    def __repr__(self):
        return "\n".join(f"{state} -> {target}: {' or '.join(events)}"
                         for (state, target), events in self.ways().items())

    def _repr_html_(self):
        boxes = "".join(_box(state, *place) for state, place in PLACES.items())
        arrows = "".join(_arrow(PLACES[state], PLACES[target], events)
                         for (state, target), events in self.ways().items())
        return (f'<svg viewBox="0 0 400 216" role="img" aria-label="{self!r}" {STYLE}>{TIP}{boxes}{arrows}</svg>')


def _box(state, x, y):
    return (f'<rect x="{x - WIDE / 2:g}" y="{y - HIGH / 2:g}" width="{WIDE}" height="{HIGH}" rx="6"/>'
            + _text(state, x, y + 4, "middle"))


def _text(words, x, y, anchor):
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="currentColor" stroke="none">{words}</text>'


def _arrow(start, end, events):
    """From the edge of one box to the edge of another; opposite ways keep apart, each a little to its own left."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    left = 9 * down / length, -9 * across / length
    reach = min(WIDE / 2 / max(abs(across), 1e-9), (HIGH / 2 + 4) / max(abs(down), 1e-9))
    points = [(start[0] + across * part + left[0], start[1] + down * part + left[1]) for part in (reach, 1 - reach)]
    (x1, y1), (x2, y2) = points
    x, y = (x1 + x2) / 2 + 0.7 * left[0], (y1 + y2) / 2 + 0.7 * left[1]
    anchor = "middle" if abs(left[0]) < 1 else "start" if left[0] > 0 else "end"
    base = y + (4 if anchor != "middle" else 0)
    words = "".join(_text(event, x, base - 14 * number, anchor) for number, event in enumerate(reversed(events)))
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" marker-end="url(#tip)"/>{words}'
