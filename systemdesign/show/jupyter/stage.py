"""One moment of a film as a drawing: places, queues, states in words, and a dot for each call."""

from html import escape
from math import cos, pi, sin

from systemdesign.show.jupyter.shades import SHADES

WIDTH, GAP, STEP, TONES = 720, 14, 13, 6
RING = 120
"""The radius of a circle."""
SHAPES = {"refused": "M-4-4h8v8h-8z", "failed": "M-4-4L4 4M-4 4L4-4", "lost": "M-4-4L4 4M-4 4L4-4",
          "timed out": "M0-5L5 0L0 5L-5 0z", "given up": "M0-5L5 0L0 5L-5 0z"}
"""How a call looks that has just ended; one that was answered is gone."""


class Stage:
    """Where the places of a film stand, and how its dots are drawn; `reel` is the film as plain data."""

    def __init__(self, reel):
        self.reel, self.boxes = reel, {}
        index = {place["name"]: k for k, place in enumerate(reel["places"])}
        columns = [[index[name] for name in column] for column in reel["columns"]]
        self.owners = owners(reel)
        rows = max((len(column) for column in columns if not self._circle(column)), default=1)
        self.tall, gap = (66, GAP) if rows <= 5 else (44, GAP) if rows <= 8 else (24, 4)
        self.height = max(rows * (self.tall + gap) + gap, 300 if self.owners else 0)
        for k, column in enumerate(columns):
            self._stand(column, (k + 0.5) * WIDTH / len(columns), WIDTH / len(columns))

    def _circle(self, column):
        return any(self.reel["places"][place]["turns"] for place in column)

    def _stand(self, column, x, wide):
        """Give each place of a column its box (centre, width and height); all arcs of one have one centre."""
        for row, place in enumerate(column):
            y = self.height / 2 if self._circle(column) else (row + 0.5) * self.height / len(column)
            desk = self.reel["places"][place]["workers"]
            self.boxes[place] = (x, y, min(0.92 * wide, 460) if desk else min(0.66 * wide, 190), self.tall)

    def svg(self, time, linger):
        """The drawing of one moment, in seconds from the film's start; what ended less than `linger` ago is shown."""
        there, drawn = {}, []
        for leg in self.reel["legs"]:
            _, origin, target, begin, end, how, _ = leg
            if begin <= time and (end is None or time < end):
                if origin == target:
                    there.setdefault(origin, []).append(leg)
                else:
                    drawn.append(self._under_way(leg, time))
            elif end is not None and how in SHAPES and end <= time < end + linger and target in self.boxes:
                drawn.append(self._ended(leg, (time - end) / linger))
        said = {place: words for when, place, words in self.reel["states"] if when <= time}
        places = [self._place(place, there.get(place, []), said.get(place, "")) for place in self.boxes]
        name = escape(self.reel["about"] or "The film of the run", quote=True)
        return (f'<svg role="img" aria-label="{name}" viewBox="0 0 {WIDTH} {self.height}" font-size="13">'
                f'{"".join([*places, *self._key(), *drawn])}</svg>')

    def _place(self, place, legs, words):
        told, (x, y, wide, tall) = self.reel["places"][place], self.boxes[place]
        left, top = x - wide / 2, y - tall / 2
        if told["turns"]:
            return self._arc(told["turns"], x, y, words)
        frame = (f'<rect x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{tall}" rx="6" fill="none" '
                 f'stroke="{shade("axis")}"{DASHED if words else ""}/>')
        name = text(left + 6, top + 15, told["name"], "ink")
        state = text(left + wide - 6, top + 15, words, "ink", "end", True)
        inset, low = (14, 10) if tall > 24 else (70, 12)  # a low box has its name and its dots side by side
        queue = self._queue(legs, told["workers"] or 0, left + inset, top + tall - low, wide - inset)
        return frame + name + state + queue

    def _queue(self, legs, workers, left, y, wide):
        """Those who are served in ringed places, then who waits, and how many more than fit."""
        room = max(1, int((wide - 26) / STEP) - (1 if workers else 0))
        slots = "".join(f'<circle cx="{left + k * STEP:.0f}" cy="{y:.0f}" r="6" fill="none" stroke="{shade("axis")}"/>'
                        for k in range(min(workers, room)))
        dots = "".join(self._dot(leg, left + (k + (workers > 0 and k >= workers) * 0.7) * STEP, y)
                       for k, leg in enumerate(sorted(legs, key=self._came)[:room]))
        more = text(left + (room + 0.7) * STEP, y + 4, f"+{len(legs) - room}", "ink") if len(legs) > room else ""
        return slots + dots + more

    def _came(self, leg):
        """When a call came here: one whose caller has left it has not come anew."""
        before = [other for other in self.reel["legs"] if leg[6] and other[:3] == leg[:3] and other[4] == leg[3]]
        return min([leg[3], *(other[3] for other in before)])

    def _arc(self, turns, x, y, owner):
        """A piece of the circle, in the tone of whose it is."""
        (x1, y1), (x2, y2) = ((x + RING * sin(2 * pi * t), y - RING * cos(2 * pi * t)) for t in turns)
        return (f'<path d="M{x1:.1f} {y1:.1f}A{RING} {RING} 0 {int(turns[1] - turns[0] > 0.5)} 1 {x2:.1f} {y2:.1f}" '
                f'fill="none" stroke-width="24" {self._owned(owner, "stroke")}/>')

    def _owned(self, owner, what):
        turn = self.owners.index(owner) if owner in self.owners else 0
        again = f' {what}-opacity="0.5"' if turn >= TONES else ""
        return f'{what}="{shade(f"tone-{turn % TONES}")}"{again}'

    def _key(self):
        """The owners' names, inside the circle."""
        arcs = (box for place, box in self.boxes.items() if self.reel["places"][place]["turns"])
        x, y, *_ = next(arcs, (0, 0))
        for k, name in enumerate(self.owners):
            left, top = x - 60 + 68 * (k % 2), y - 4 * len(self.owners) + 8 * (k - k % 2) + 10
            yield f'<rect x="{left:.0f}" y="{top - 9:.0f}" width="10" height="10" {self._owned(name, "fill")}/>'
            yield text(left + 14, top, name, "ink")

    def _dot(self, leg, x, y):
        tone = shade(f"tone-{self.reel['dots'][leg[0]][1] % TONES}")
        look = f'fill="none" stroke-width="2" stroke="{tone}"' if leg[6] else f'fill="{tone}"'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {look}/>'

    def _under_way(self, leg, time):
        """A dot between two places, as far as it has come."""
        _, origin, target, begin, end, *_ = leg
        if origin not in self.boxes or target not in self.boxes:
            return ""
        done = (time - begin) / ((end or self.reel["length"]) - begin or 1)
        (x1, y1, *_), (x2, y2, *_) = self.boxes[origin], self.boxes[target]
        return self._dot(leg, x1 + (x2 - x1) * done, y1 + (y2 - y1) * done)

    def _ended(self, leg, age):
        """What has just ended badly, above the place where it did, fading."""
        x, y, wide, tall = self.boxes[leg[2]]
        tone = shade(f"tone-{self.reel['dots'][leg[0]][1] % TONES}")
        x += wide / 2 + 9 + 11 * (leg[0] % 3)
        return (f'<path transform="translate({x:.0f} {y - tall / 4 + 14 * (leg[0] % 2):.0f})" d="{SHAPES[leg[5]]}" '
                f'fill="none" stroke-width="2" stroke="{tone}" opacity="{1 - 0.6 * age:.2f}"/>')


def owners(reel):
    """Whose the arcs are, in the order in which the owners' places stand."""
    names = [place["name"] for place in reel["places"]]
    found = {words for _, place, words in reel["states"] if words and reel["places"][place]["turns"]}
    return sorted(found, key=lambda name: names.index(name) if name in names else len(names))


DASHED = ' stroke-dasharray="5 3" stroke-width="2"'


def shade(name):
    """A colour by its name, which a dark front end changes."""
    return f"var(--{name}, {SHADES[name][0]})"


def text(x, y, words, tone, anchor="start", bold=False):
    """Words at a place; nothing for none."""
    weight = ' font-weight="600"' if bold else ""
    return (f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{weight} fill="{shade(tone)}">{escape(words)}</text>'
            if words else "")
