"""A schedule of faults and what came of it: told line by line, written as text, read back."""

import re
from dataclasses import dataclass

from systemdesign.kernel import now
from systemdesign.show.film import Film

SHOWN = 12


@dataclass(frozen=True, order=True)
class Event:
    """What happens to whom, and when, in whole seconds of virtual time."""

    time: int
    verb: str
    target: str

    def __str__(self):
        return f"{self.verb} {self.target} at {self.time}"


class Story:
    """One trial: its seed, its schedule, and what came of it, line by line. `choice` says why it is this schedule."""

    def __init__(self, name, seed, events, choice=""):
        self.name, self.seed, self.events, self.lines = name, seed, tuple(events), []
        self.choice, self.film = choice, None

    @property
    def order(self):
        """What to shuffle by what happens at the same time, for `run`: the seed; with seed 0 it is as scheduled."""
        return self.seed or None

    def note(self, text):
        self.lines.append(f"{now():8.3f} s  {text}")

    def filmed(self, stage, end, by_number=True):
        """A film of this trial, to be watched by its check: see `systemdesign.show.film`."""
        self.film = Film(stage, end=end, most=120, by_number=by_number)
        return self.film

    def told(self):
        """As data: the timeline is cut in the middle when it is long."""
        lines = self.lines
        if len(lines) > SHOWN:
            lines = [*lines[: SHOWN // 3], f"      …    ({len(lines) - SHOWN} more)", *lines[-2 * SHOWN // 3 :]]
        faults = ", ".join(map(str, self.events)) or "nothing"
        return {
            "seed": self.seed,
            "faults": faults,
            "choice": self.choice,
            "timeline": lines,
            "replay": f"{self.name} seed {self.seed}: {faults}",
            "film": self.film and self.shown(),
        }

    def shown(self):
        """The film as data, up to the moment at which the trial ended."""
        self.film.end = min(self.film.end, max((leg.begin for leg in self.film.legs), default=0.0) + 1)
        return self.film.to_json()


def read_replay(text):
    """The check's name, the seed and the events of a replay's text. Raises ValueError when it is none."""
    found = re.fullmatch(r"\s*(\d+\.[\w-]+) seed (\d+):\s*(.*?)\s*", text)
    if not found:
        raise ValueError(
            f"{text!r} is not a replay: give the text that the report shows, such as '2.outliers seed 0: fail a at 1'"
        )
    name, seed, faults = found.groups()
    events = (
        []
        if faults == "nothing"
        else [re.fullmatch(r"(\S+) (\S+) at (\d+)", fault.strip()) for fault in faults.split(",")]
    )
    if None in events:
        raise ValueError(f"{faults!r} is not a schedule: write 'crash a at 1, restart a at 3'")
    return name, int(seed), [Event(int(event[3]), event[1], event[2]) for event in events]
