"""What came of a schedule, held against the chapter's checker and against the rules of part 3."""

from dataclasses import dataclass
from math import inf
from pathlib import Path

from systemdesign.cap.history import Operation
from systemdesign.cap.zones import zones

HERE = Path(__file__).parent
MAJORITY = 2


@dataclass
class Heard:
    """One operation of a client's. `ended` is None for one that never was."""

    client: str
    kind: str
    value: object
    called: float
    ended: float | None
    error: str | None

    def __str__(self):
        what = f"{self.client} {self.kind}s" + (f" {self.value!r}" if self.kind == "write" else "")
        if self.ended is None:
            return f"{what}, and is never answered"
        if self.error:
            return f"{what}: {self.error} at {self.ended:.3f} s"
        return f"{what}: {'done' if self.kind == 'write' else repr(self.value)} at {self.ended:.3f} s"


@dataclass
class Stored:
    time: float
    replica: str
    tag: tuple
    value: object

    def __str__(self):
        return f"        replica {self.replica} has {self.value!r} under the tag {self.tag}"


class History:
    """All that was heard and stored in one play of a schedule with registers of this kind."""

    def __init__(self, lab, kind, story, **options):
        events = [[event.time, event.verb, event.target] for event in story.events]
        heard, stored = lab.bring(HERE / "beside.py").play(kind, story.seed, events, options)
        self.heard, self.stored = [Heard(*row) for row in heard], [Stored(*row) for row in stored]
        self.tell(story)

    def tell(self, story):
        rows = [(heard.called, str(heard)) for heard in self.heard] + [(one.time, str(one)) for one in self.stored]
        story.lines += [f"{time:8.3f} s  {text}" for time, text in sorted(rows, key=lambda row: row[0])]

    def operations(self):
        for heard in self.heard:
            if heard.kind == "write" or (heard.ended is not None and not heard.error):
                ended = inf if heard.error or heard.ended is None else heard.ended
                yield Operation(heard.client, "x", heard.kind, heard.value, heard.called, ended)

    @property
    def conflict(self):
        """The sentence on two operations that no order explains, or ""."""
        return str(zones(self.operations()) or "")

    def holders(self, tag, time):
        """How many replicas have this tag or a newer one by then."""
        return len({one.replica for one in self.stored if one.tag >= tag and one.time <= time})

    def tag(self, value, time):
        """The tag under which a value was first stored, None when it was not by then."""
        return next((one.tag for one in self.stored if one.value == value and one.time <= time), None)

    def twice(self):
        """Two of what was stored that have one tag and two values, or None."""
        values = {}
        for one in self.stored:
            other = values.setdefault(one.tag, one)
            if other.value != one.value:
                return other, one
        return None

    def moved(self):
        """Two of what was stored that have one value and two tags, or None."""
        tags = {}
        for one in self.stored:
            other = tags.setdefault(one.value, one)
            if other.tag != one.tag:
                return other, one
        return None

    def thin(self, kind):
        """An operation of this kind that returned before a majority had what it is about, or None."""
        for heard in self.heard:
            if heard.kind == kind and heard.ended is not None and not heard.error and heard.value is not None:
                tag = self.tag(heard.value, heard.ended)
                if tag is None or self.holders(tag, heard.ended) < MAJORITY:
                    return heard
        return None
